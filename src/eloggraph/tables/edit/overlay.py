"""Reading edited files without saving them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from eloggraph.once import read_instead
from eloggraph.tables.edit.editing import Editing


@contextmanager
def read_edited(editing: Editing) -> Iterator[None]:
    r"""Give the edited files to all that is read within, in place of those on the disk.

    What is opened within has read them, and is used outside as well.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from eloggraph.once import read_once
    >>> from eloggraph.tables.edit.editing import open_editing
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "actors.csv")
    ...     _ = path.write_bytes(b"id;name\n")
    ...     with open_editing([path], Path(folder, "edits")) as editing:
    ...         _ = editing.add_row(editing.sheets()[0], ["a", "Ohjaamo"])
    ...         with read_edited(editing):
    ...             read_once(path)
    b'id;name\na;Ohjaamo\n'
    """
    with read_instead(editing.patched()):
        yield
