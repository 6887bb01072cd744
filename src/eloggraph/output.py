"""Writing whole or not at all: into a hidden folder or file first, then one rename."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from eloggraph.errors import OutputError

MANIFEST = "run.json"


def write_file(path: Path, content: str | bytes) -> None:
    """Write one file, text as UTF-8: complete or not at all.

    Raises
    ------
    OutputError
        When it cannot be written; a file that was there before is as it was.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)  # /dev/null, a pipe: nothing to replace
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
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
    try:
        is_folder = folder.is_dir()
        is_other = folder.is_symlink() or (folder.exists() and not is_folder)
        is_ours = not is_folder or (folder / MANIFEST).is_file() or not any(folder.iterdir())
    except OSError as error:
        raise _failure(folder, error) from error
    if is_other or not is_ours:
        raise OutputError.tell("output-not-ours", value=str(folder))


def write_new_folder(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a folder that is not there yet, or is empty: whole or not at all.

    Parameters
    ----------
    files
        Contents by name relative to the folder; text is written as UTF-8.

    Raises
    ------
    OutputError
        When something is there already, or the folder cannot be written.
    """
    folder = folder.absolute()
    work: Path | None = None
    try:
        is_free = folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
        if os.path.lexists(folder) and not is_free:
            raise OutputError.tell("folder-not-empty", chapter="template", value=str(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        for name in sorted(files):
            write_file(work / "new" / name, files[name])
        if folder.exists():  # empty, and perhaps the one that somebody stands in: it stays
            for entry in sorted((work / "new").iterdir()):
                entry.rename(folder / entry.name)
        else:
            (work / "new").rename(folder)
    except OSError as error:
        raise _failure(folder, error) from error
    finally:
        if work is not None:
            shutil.rmtree(work, ignore_errors=True)


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
        shutil.rmtree(work / "old", ignore_errors=True)
    except OSError as error:
        if work is not None and (work / "old").exists():
            raise OutputError.tell("output-set-aside", value=str(work / "old")) from error
        raise _failure(folder, error) from error
    finally:
        # An earlier output that could not be put back is not thrown away.
        if work is not None and not (work / "old").exists():
            shutil.rmtree(work, ignore_errors=True)


def _swap(fresh: Path, folder: Path, old: Path) -> None:
    try:
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    finally:  # an interruption from the keyboard must not cost the earlier output either
        if old.exists() and not folder.exists():
            old.rename(folder)


def _failure(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or type(error).__name__
    return OutputError.tell("output-failed", value=str(path), reason=reason)
