"""Folders written: the old output or the new one, whole, always at its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from eloggraph.errors import OutputError
from eloggraph.finding import Finding, tell
from eloggraph.output.exchange import (
    NEW,
    OLD,
    clear_leftovers,
    exchange,
    open_work_folder,
    sync_folder,
)
from eloggraph.output.files import write_all
from eloggraph.output.ownership import (
    MANIFEST,
    Holding,
    look_at,
    output_failed,
    refuse_foreign,
    refuse_in_the_way,
    write_manifest,
)

Files = Mapping[str, str | bytes]


def write_folder(
    folder: Path,
    files: Files,
    *,
    kind: str,
    about: Mapping[str, object] | None = None,
    replace: bool = False,
) -> tuple[Finding, ...]:
    """Write a folder of files with its manifest, replacing an earlier output whole or not at all.

    Parameters
    ----------
    folder
        Where the output goes; a link to a folder stands for the folder.
    files
        Contents by name relative to the folder, without the manifest; text is UTF-8.
    kind, about
        What the output is, and what else the manifest tells.
    replace
        The reader's own word: files that were changed are written over; foreign files stay, and
        one in the place of a new file is refused all the same.

    Returns
    -------
    What is to be told: that an earlier process had died and its old output was put back.

    Raises
    ------
    OutputError
        When the folder holds anything but an earlier output of this kind, or cannot be written;
        what was there before is as it was.
    """
    data = {name: _encode(files[name]) for name in sorted(files)}
    place = Path(os.path.realpath(folder))
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        recovered = clear_leftovers(place, _is_ours)
        earlier = refuse_foreign(folder, kind, replace=replace)
        refuse_in_the_way(folder, earlier, {*data, MANIFEST})
        with open_work_folder(place) as work:
            fresh = work / NEW
            data[MANIFEST] = write_manifest(kind, data, about or {}).encode()
            _fill(fresh, data)
            _carry(earlier.foreign, place, fresh)
            if place.exists():
                fresh.chmod(place.stat().st_mode & 0o7777)
            sync_folder(work)
            _put_in_place(fresh, place, work / OLD, earlier)
    except OSError as error:
        raise output_failed(folder, error) from error
    return (tell("output-recovered", "info", value=str(folder)),) if recovered else ()


def write_new_folder(folder: Path, files: Files) -> None:
    """Write a folder that is not there yet, or is empty: whole or not at all.

    Parameters
    ----------
    files
        Contents by name relative to the folder; text is UTF-8.

    Raises
    ------
    OutputError
        When something is there already, or the folder cannot be written.
    """
    with fill_new_folder(folder) as fresh:
        fresh.rmdir()
        _fill(fresh, {name: _encode(files[name]) for name in sorted(files)})


@contextmanager
def fill_new_folder(
    folder: Path, *, replaced: Callable[[Path], bool] | None = None
) -> Iterator[Path]:
    """Give a folder to be filled, which takes its place when it is full: whole or not at all.

    Parameters
    ----------
    folder
        A folder that is not there yet, or is empty; a link to an earlier one stands for that.
    replaced
        Tells of an earlier folder whether all in it is ours, so that the new one may replace it.

    Raises
    ------
    OutputError
        When something is there already, or the folder cannot be written.
    """
    folder = Path(os.path.realpath(folder)) if replaced is not None else folder.absolute()
    try:
        # Before anything is refused: what died here may have come to its end all but for this.
        clear_leftovers(folder)
        is_free = folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())
        is_old = not is_free and replaced is not None and folder.is_dir() and replaced(folder)
        if os.path.lexists(folder) and not is_free and not is_old:
            raise OutputError.tell("folder-not-empty", chapter="template", value=str(folder))
        folder.parent.mkdir(parents=True, exist_ok=True)
        with open_work_folder(folder) as work:
            fresh = work / NEW
            fresh.mkdir()
            yield fresh
            sync_folder(work)
            if is_old:
                if not exchange(fresh, folder):
                    _rename_both(fresh, folder, work / OLD)
                    (work / OLD).rename(fresh)
                # The old one is where the new one was made, and goes with the work folder: whether
                # all of it can be removed changes nothing of what was written.
            elif not is_free:
                fresh.rename(folder)
            elif folder.samefile(Path.cwd()) or not exchange(fresh, folder):
                # Somebody stands in it, so that it stays.
                for entry in sorted(fresh.iterdir()):
                    entry.rename(folder / entry.name)
            sync_folder(folder.parent)
    except OSError as error:
        raise output_failed(folder, error) from error


def _is_ours(folder: Path) -> bool:
    """Tell whether an old output holds nothing but ours, or nothing at all any more."""
    holding = look_at(folder)
    foreign = [name for name in holding.foreign if holding.kind or not name.endswith("/")]
    return not foreign and not holding.changed


def _encode(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder, the manifest last, and have all of it on the disk."""
    folder.mkdir()
    for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb", buffering=0) as file:
            write_all(file.fileno(), files[name])
            os.fsync(file.fileno())
    for above in {path.parent for path in map(Path, files)} | {Path()}:
        sync_folder(folder / above)


def _carry(names: Iterable[str], source: Path, target: Path) -> None:
    """Take foreign files along into the new folder."""
    for name in names:
        old, new = source / name, target / name
        if name.endswith("/"):
            new.mkdir(parents=True, exist_ok=True)
            continue
        new.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old, new, follow_symlinks=False)
        except OSError:  # a file system without hard links
            shutil.copy2(old, new, follow_symlinks=False)


def _put_in_place(fresh: Path, place: Path, old: Path, earlier: Holding) -> None:
    """Let the new folder take the place of the old one, and throw away what was ours of that."""
    if not place.exists():
        fresh.rename(place)
        sync_folder(place.parent)
        return
    if exchange(fresh, place):
        fresh.rename(old)
    else:
        _rename_both(fresh, place, old)
    sync_folder(place.parent)
    known = {*earlier.ours, *earlier.changed, *earlier.foreign}
    now = look_at(old)
    if came := sorted({*now.foreign, *now.changed} - {*earlier.foreign, *earlier.changed}):
        # Somebody put something there meanwhile: it stays, and its place is told.
        raise OutputError.tell("output-set-aside", value=str(old), names=", ".join(came[:5]))
    # The manifest goes last: what a process that dies here leaves is known as ours.
    for name in sorted(known, key=lambda name: (name == MANIFEST, name)):
        if not name.endswith("/"):
            (old / name).unlink(missing_ok=True)
    for above, _, _ in sorted(os.walk(old), reverse=True):
        Path(above).rmdir()


def _rename_both(fresh: Path, place: Path, old: Path) -> None:
    try:
        place.rename(old)
        fresh.rename(place)
    finally:  # an interruption from the keyboard must not cost the output either
        if old.exists() and not place.exists():
            old.rename(place)
