"""Writing whole or not at all: into a hidden folder or file first, then one rename."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from eloggraph.errors import OutputError

MANIFEST = "run.json"


def write_file(path: Path, text: str) -> None:
    """Write one text file: UTF-8, complete or not at all.

    Raises
    ------
    OutputError
        When it cannot be written; a file that was there before is as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise _failure(path, error) from error


def refuse_foreign_folder(folder: Path) -> None:
    """Refuse to replace a folder that holds anything but an earlier output.

    Raises
    ------
    OutputError
        When the folder is not empty and has no ``run.json``, or is no folder at all.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError.tell("output-not-ours", value=str(folder))
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise OutputError.tell("output-not-ours", value=str(folder))


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write a folder of text files, replacing an earlier output whole or not at all.

    Parameters
    ----------
    folder
        Where the output goes.
    files
        Texts by relative name; the manifest ``run.json`` is written last.

    Raises
    ------
    OutputError
        When the folder holds other things than an earlier output, or cannot be written; what
        was there before is as it was.
    """
    refuse_foreign_folder(folder)
    work: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        fresh = work / "new"
        for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
            write_file(fresh / name, files[name])
        _swap(fresh, folder, work / "old")
    except OSError as error:
        raise _failure(folder, error) from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


def _swap(fresh: Path, folder: Path, old: Path) -> None:
    had_output = folder.exists()
    if had_output:
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if had_output:
            old.rename(folder)
        raise


def _failure(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or type(error).__name__
    return OutputError.tell("output-failed", value=str(path), reason=reason)
