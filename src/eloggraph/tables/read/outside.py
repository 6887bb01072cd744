"""What is outside stays outside: links that leave a network's folder, and folders that it uses.

A link in the folder that leads out of it is followed only where ``uses`` names the place: whoever
sends a folder must not get to read what lies beside it. Of a stranger's folder nothing is
followed out of it, and ``uses`` leads no higher than the top of the repository.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from eloggraph.config import FILE
from eloggraph.filenames import CSV_SUFFIXES, TEMPORARY, WORKBOOK_SUFFIXES
from eloggraph.finding import Finding, Place, Severity, tell

# A drive or a share of Windows is a place of its own wherever the folder is.
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")


def find_top(folder: Path) -> Path:
    """Return the folder above which nothing of a stranger's network is read.

    It is the top of the repository, and without one the folder above: networks that share what
    they refer to lie side by side (``uses = ["../suomi"]``), and nothing says that more is theirs.
    """
    place = folder.resolve()
    above = (place, *place.parents)
    return next((each for each in above if os.path.lexists(each / ".git")), place.parent)


def find_links_out(
    folder: Path, paths: Iterable[Path], named: Collection[Path], *, untrusted: bool = False
) -> Iterator[tuple[Path, Finding]]:
    """Yield the links among a folder's files that are not followed, each with what to do.

    Links that nothing would be read from are none of them, and a link that leads to no file is
    told by who tries to read it.

    Parameters
    ----------
    named
        The places, links resolved, that ``uses`` names.
    untrusted
        Whether files are refused even there.
    """
    own = _resolve(folder)
    for path in paths:
        if path.name.startswith(TEMPORARY) or not path.is_symlink():
            continue
        place, is_table = _resolve(path), _may_be_read(path)
        if place is None or own is None or _is_within(place, [own]):
            continue
        allowed = () if untrusted or path.name == FILE else named
        if is_table and (untrusted or path.is_file()) and not _is_within(place, allowed):
            kind = "settings" if path.name == FILE else "untrusted" if untrusted else "file"
            yield path, _tell_link(path, "violation", kind)
        elif not is_table and path.is_dir() and not _is_within(place, named):
            yield path, _tell_link(path, "warning", "folder")


def _tell_link(path: Path, severity: Severity, variant: str) -> Finding:
    at = Place(file=path.name)
    return tell("link-outside", severity, at, value=path.name, variant=variant)


def list_inside(
    folder: Path, uses: Iterable[str], *, untrusted: bool = False
) -> tuple[list[Path], list[Finding]]:
    """Return the files of a folder in order of name, and the links that are not among them.

    Raises
    ------
    OSError
        When the folder cannot be listed.
    """
    paths = sorted(folder.iterdir())
    outside = dict(find_links_out(folder, paths, _list_named(folder, uses), untrusted=untrusted))
    return [path for path in paths if path not in outside], [*outside.values()]


def refuse_use(entry: str, folder: Path, top: Path | None) -> Finding | None:
    """Return the fault of a folder that a stranger's network may not use; None where it may.

    ``top`` is where to stop; None where whoever wrote the settings is trusted. What is refused is
    not looked at: whether it is there is not for the stranger to learn.
    """
    if top is None:
        return None
    if entry.startswith("~"):
        variant = "home"
    elif _ABSOLUTE.match(entry):
        variant = "absolute"
    elif (place := _resolve(folder / entry)) is None or not _is_within(place, [top]):
        variant = "above"
    else:
        return None
    at = Place(file=FILE, column="uses")
    return tell("uses-outside", "violation", at, value=entry, variant=variant)


def _list_named(folder: Path, uses: Iterable[str]) -> frozenset[Path]:
    """Return the places, links resolved, that a network's ``uses`` names."""
    places = (_resolve(folder / entry) for entry in uses)
    return frozenset(place for place in places if place is not None)


def _may_be_read(path: Path) -> bool:
    suffixes = (*CSV_SUFFIXES, *WORKBOOK_SUFFIXES)
    return path.name == FILE or path.suffix.lower() in suffixes


def _resolve(path: Path) -> Path | None:
    """Return where a path leads; None where it is no path at all."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError):  # a NUL in it, or a name too long
        return None


def _is_within(place: Path, folders: Collection[Path]) -> bool:
    return any(folder in (place, *place.parents) for folder in folders)
