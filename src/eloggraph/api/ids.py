"""The ids that were made for rows without one, kept beside the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eloggraph.errors import OutputError
from eloggraph.filenames import IDS
from eloggraph.finding import Finding, Place, tell
from eloggraph.output import write_file

if TYPE_CHECKING:
    from eloggraph.api.opened import OpenedFolder


def keep_ids(network: OpenedFolder) -> Finding | None:
    """Write the made ids of a network into ``ids.csv`` in its folder, where they are not yet.

    By this file a row keeps its id when its name changes, and an id is never given to another
    row. It is the one file that is written beside tables that were read; the folder of a stranger
    is left as it is, and so is a file of that name that has faults.

    Parameters
    ----------
    network
        An open network. What it uses keeps its own ids.

    Returns
    -------
    What was done, None where there was nothing to do; a warning where it could not be done.

    Examples
    --------
    >>> import eloggraph
    >>> keep_ids(eloggraph.open("datasets/osaajaks")) is None
    True
    """
    from eloggraph.tables.ids.kept import render_kept_ids

    tables = network.tables
    book, path = tables.ids, tables.ids_file or tables.folder / IDS
    if tables.untrusted or not tables.complete or not book.kept.sound:
        return None
    lines = book.list_lines()
    if not lines or render_kept_ids(lines) == render_kept_ids(book.kept.lines):
        return None
    place = Place(file=path.name)
    if path.is_symlink():
        return tell("ids-not-kept", "warning", place, value=str(path), variant="link")
    try:
        write_file(path, render_kept_ids(lines))
    except OutputError as error:
        cause = error.__cause__
        reason = (cause.strerror if isinstance(cause, OSError) else None) or str(cause)
        return tell("ids-not-kept", "warning", place, value=str(path), reason=reason)
    return tell("ids-kept", "info", place, value=str(path), n=len(lines))
