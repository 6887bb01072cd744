"""Whose a folder is: ours only if a manifest of ours lists every file that is in it.

The manifest ``run.json`` names the tool, the kind of output and, with its hash, every file. A
file that the manifest does not list is somebody else's; one with another hash has been changed.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from eloggraph.errors import OutputError

if TYPE_CHECKING:
    import hashlib

MANIFEST = "run.json"
TOOL = "eloggraph"
VERSION = 1
_LARGEST_MANIFEST = 20_000_000
_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What stands in a folder: names of our files as they were, changed ones, and foreign ones.

    ``kind`` is the kind of output that a manifest of ours tells of, None where there is none.
    """

    kind: str | None
    ours: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def write_manifest(kind: str, files: Mapping[str, bytes], about: Mapping[str, object]) -> str:
    """Return the manifest of an output: what it is, what else is to be told, and its files.

    >>> '"kind": "run"' in write_manifest("run", {"a.txt": b"a"}, {"seed": 0})
    True
    """
    outputs = {name: hash_bytes(files[name]) for name in sorted(files)}
    document = {"tool": TOOL, "kind": kind, "version": VERSION, **about, "outputs": outputs}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def hash_bytes(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal digits."""
    return start_hash(data).hexdigest()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, which may be larger than what fits into memory.

    Raises
    ------
    OSError
        When it cannot be read.

    Examples
    --------
    >>> path = Path("datasets/suomi/network.toml")
    >>> hash_file(path) == hash_bytes(path.read_bytes())
    True
    """
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def start_hash(data: bytes = b"") -> hashlib._Hash:
    """Return the SHA-256 of what comes in parts, with none or the first of them."""
    import hashlib

    return hashlib.sha256(data)


def look_at(folder: Path) -> Holding:
    """Look at what a folder holds; nothing is followed out of it.

    Raises
    ------
    OSError
        When the folder or a file in it cannot be read.
    """
    manifest = _read_manifest(folder / MANIFEST)
    kind, listed = manifest or (None, {})
    # A folder whose files are gone is ours as they were.
    folders = {f"{above}/" for name in listed for above in PurePosixPath(name).parents}
    ours, changed, foreign = [], [], []
    for name, path in _walk(folder):
        if (manifest and name == MANIFEST) or name in folders:
            ours.append(name)
        elif name not in listed or not stat.S_ISREG(path.lstat().st_mode):
            foreign.append(name)
        elif hash_bytes(path.read_bytes()) != listed[name]:
            changed.append(name)
        else:
            ours.append(name)
    return Holding(kind=kind, ours=tuple(ours), changed=tuple(changed), foreign=tuple(foreign))


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield everything below a folder that is no folder, and folders that are empty, by name."""

    def fail(error: OSError) -> None:
        raise error

    for above, folders, files in os.walk(folder, onerror=fail):
        folders.sort()
        here = Path(above)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted([*files, *links]):
            yield (here / name).relative_to(folder).as_posix(), here / name
        if here != folder and not files and not folders:
            yield here.relative_to(folder).as_posix() + "/", here


def _read_manifest(path: Path) -> tuple[str, Mapping[str, str]] | None:
    """Return kind and listed files of a manifest of ours, or None where the file is none."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_MANIFEST:
            return None
        document = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or document.get("tool") != TOOL:
        return None
    kind, outputs = document.get("kind"), document.get("outputs")
    if not isinstance(kind, str) or not isinstance(outputs, dict):
        return None
    return (kind, outputs) if all(map(_is_inside, outputs)) else None


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and path.as_posix() == name


def refuse_foreign(folder: Path, kind: str, *, replace: bool = False) -> Holding:
    """Refuse to write over anything but an earlier output of the same kind; return what is there.

    Parameters
    ----------
    folder
        Where the output goes; a link to a folder stands for the folder.
    kind
        What the output is: ``run``, ``docs`` ….
    replace
        The reader's own word: changed files may be written over, and foreign ones stay.

    Raises
    ------
    OutputError
        Naming what is foreign or changed; or when it is no folder, or another kind of output.
    """
    try:
        if not folder.exists():
            if folder.is_symlink():
                raise OutputError.tell("output-not-ours", variant="file", value=str(folder))
            return Holding(kind=None)
        if not folder.is_dir():
            raise OutputError.tell("output-not-ours", variant="file", value=str(folder))
        holding = look_at(folder)
    except OSError as error:
        raise output_failed(folder, error) from error
    if holding.kind not in (None, kind):
        raise OutputError.tell(
            "output-not-ours", variant="kind", value=str(folder), kind=holding.kind
        )
    if replace:
        return holding
    for variant, names in (("foreign", holding.foreign), ("changed", holding.changed)):
        if names:
            raise _refuse_names(folder, variant, names)
    return holding


def refuse_in_the_way(folder: Path, holding: Holding, names: Iterable[str]) -> None:
    """Refuse to write files in the place of foreign ones: these stay even on the reader's word.

    Parameters
    ----------
    folder, holding
        Where the output goes, and what is there.
    names
        The files that would be written.

    Raises
    ------
    OutputError
        Naming what is in the way: a file of the same name, or one where a folder must be, or the
        reverse.
    """
    ends = {f"{name}/" for name in names}
    above = {f"{parent}/" for name in names for parent in PurePosixPath(name).parents}
    found = [
        name
        for name in holding.foreign
        if f"{name.rstrip('/')}/" in ends
        or (f"{name}/" in above)
        or any(f"{parent}/" in ends for parent in PurePosixPath(name).parents)
    ]
    if found:
        raise _refuse_names(folder, "in-the-way", found)


def _refuse_names(folder: Path, variant: str, names: Sequence[str]) -> OutputError:
    return OutputError.tell(
        "output-not-ours",
        variant=variant,
        value=str(folder),
        names=", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else ""),
        n=len(names),
    )


def output_failed(path: Path, error: OSError) -> OutputError:
    """Return the error that tells why something could not be written."""
    reason = error.strerror or type(error).__name__
    return OutputError.tell("output-failed", value=str(path), reason=reason)
