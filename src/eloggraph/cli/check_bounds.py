"""Shapes of the reader within bounds: a rule may take for ever, or all the memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from eloggraph.errors import InputError
from eloggraph.filenames import is_network_folder

# A line of RDF, or a row of a table for each statement in it, has seldom fewer bytes.
_BYTES_OF_A_STATEMENT = 50
_UNPACKED = 10
_PACKED = (".gz", ".xlsx", ".ods", ".parquet")
# A member of a list in a shape is two statements of few bytes, held as objects and not as frames.
_OF_SHAPES = 10
# What any check may take; the rest follows the number of statements.
SECONDS, MEGABYTES = 5, 350
# An engine that reads from disk plans each step anew, however few statements there are.
_OF_SCANNING = 8
_SCANNING = ("streaming", "duckdb", "spark")
# Bytes of RDF from which on a check may end with the memory, whoever the shapes are of.
_LARGE = 300_000_000
# Rules go over the data again and again, and may make many times what is there.
_OF_RULES = 6


@contextmanager
def shapes_bounded(
    paths: Sequence[str | Path], options: Mapping[str, Any], watch: bool
) -> Iterator[None]:
    """Go on in a child process with bounds that follow the size of what is checked.

    So it is with shapes of the reader, and with so much data that memory may end: Polars then ends
    the process. Only where the command is a process of its own: a caller of the library has bounds
    of theirs, and so has pySHACL.

    Raises
    ------
    InputError
        When the check has gone beyond a bound, or has died.
    """
    is_asked = options["shapes"] or sum(map(_measure, paths)) > _LARGE
    if is_asked and options["engine"] != "pyshacl" and not watch:
        times = _OF_SCANNING if options["engine"] in _SCANNING else 1
        _bound(paths, options["shapes"], _OF_RULES if options["rules"] else times)
    yield


def _bound(paths: Sequence[str | Path], shapes: Iterable[str], times: int) -> None:
    go_on = click.get_current_context().obj
    if go_on is None:
        return
    from eloggraph.jobs.bounded import BoundExceeded, Bounds

    read = sum(map(_measure, paths)) + _OF_SHAPES * sum(map(_measure, shapes))
    statements = read // _BYTES_OF_A_STATEMENT
    seconds, memory = SECONDS + statements // 1000, MEGABYTES + statements // 200
    bounds = Bounds(seconds=times * seconds, memory_mb=times * memory)
    try:
        go_on(bounds)
    except BoundExceeded as error:
        raise InputError.tell(
            "shapes-beyond-bounds",
            chapter="checks",
            variant=error.bound or ("died-large" if read > _LARGE else "died"),
            seconds=bounds.seconds,
            memory=bounds.memory_mb,
        ) from error


def _measure(path: str | Path) -> int:
    """Return about how many bytes a file, or a folder of files, has when it is unpacked."""
    given = Path(path)
    try:
        return sum(
            each.stat().st_size * (_UNPACKED if each.suffix in _PACKED else 1)
            for each in _list_files(given)
        )
    except OSError:
        return 0  # reading tells why


def _list_files(given: Path) -> list[Path]:
    """Return the files that are read: of tables none in a folder within, of RDF those too."""
    if not given.is_dir():
        return [given]
    entries = given.iterdir() if is_network_folder(given) else given.rglob("*")
    return [each for each in entries if each.is_file()]
