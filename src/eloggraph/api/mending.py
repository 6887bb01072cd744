"""The tables of a network, or somebody's own that it was made of, while they are mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from eloggraph.config import FILE
from eloggraph.errors import InputError
from eloggraph.filenames import IDS
from eloggraph.finding import Finding
from eloggraph.once import read_once
from eloggraph.schema.names import normalise_header
from eloggraph.tables.edit.corrections import apply_correction, list_corrections
from eloggraph.tables.edit.editing import Editing, open_editing
from eloggraph.tables.edit.model import Cell, Step
from eloggraph.tables.edit.save import Saved, name_copy, save_copy, save_files
from eloggraph.text import Language

if TYPE_CHECKING:
    from eloggraph.api.network import Network
    from eloggraph.tables.model import CountKnown

Headers = Mapping[str, Mapping[str, int]]


def edit_network(network: Network, workspace: Path) -> Editing:
    """Take up the edits of a network's own tables.

    Parameters
    ----------
    workspace
        A folder of ours, where the edits are kept: see :func:`eloggraph.tables.edit.open_editing`.

    Raises
    ------
    InputError
        When the network has no sheet that could be edited, or a file cannot be read.

    Examples
    --------
    >>> import eloggraph, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     net = eloggraph.open("datasets/osaajaks")
    ...     with edit_network(net, Path(folder, "edits")) as editing:
    ...         editing.revision
    0
    """
    from eloggraph.tables.read.folder import header_counter

    renames = network.config.renames
    counter = partial(header_counter, schema=network.schema, renames=renames)
    editing = open_editing(network.tables.table_files(), workspace, counter=counter)
    if not editing.sheets():
        editing.close()
        raise InputError.tell("folder-without-tables", value=network.tables.folder.name)
    return editing


def edit_source(file: Path, workspace: Path, headers: Headers) -> Editing:
    """Take up the edits of somebody's own table.

    ``headers`` are known by its sheets, each with the place of its column.
    """

    def count(name: str) -> CountKnown:
        known = {normalise_header(header) for header in headers.get(name, ())}
        return partial(_count, known)

    editing = open_editing([file], workspace, counter=count)
    editing.columns = headers
    return editing


def trace_to_source(network: Network, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings at the cells of somebody's own table that the network was made of.

    What has no cell there stays where it is.
    """
    from eloggraph.importing.origins import Origins
    from eloggraph.importing.settings import read_block

    text = read_once(network.tables.folder / FILE).decode("utf-8-sig", "replace")
    kept = read_block(text, network.schema)
    if kept is None:
        return tuple(findings)
    return Origins(network.tables.tables, kept, network.schema).trace(findings)


def _count(known: Set[str], cells: Sequence[str]) -> int:
    return sum(bool(cell) and normalise_header(cell) in known for cell in cells)


class Wanted(Protocol):
    """What is to be put where: a block of texts at a cell of a sheet."""

    @property
    def sheet(self) -> int:
        """The number of the sheet, from nought: one that there is."""

    @property
    def row(self) -> int:
        """The number of the row."""

    @property
    def column(self) -> int:
        """The number of the column, from nought."""

    @property
    def block(self) -> Sequence[Sequence[str]]:
        """Texts, row by row."""


def make_edit(
    editing: Editing,
    kind: str,
    wanted: Wanted,
    findings: Sequence[Finding] = (),
    language: Language = "fi",
) -> Step | None:
    """Make one step of edits: ``paste``, ``undo``, ``redo``, or ``correct`` some findings.

    To ``forget`` is no step: the edits of files that findings tell to be gone are let go.

    Returns the step that was made, undone or made again; None where there was none.

    Raises
    ------
    InputError
        When a file cannot take it: nothing is changed then.
    """
    match kind:
        case "undo":
            return editing.undo()
        case "redo":
            return editing.redo()
        case "paste":
            at = editing.sheets()[wanted.sheet]
            return editing.paste(Cell(at, wanted.row, wanted.column), wanted.block)
        case "correct":
            return apply_correction(editing, *list_corrections(findings), language=language)
        case "forget":
            for name in {finding.place.file for finding in findings if finding.place}:
                editing.forget(name)
    return None


def save_edited(editing: Editing, home: Path, corrected: str, same: str) -> tuple[Saved, ...]:
    """Save what is edited: a file as a copy in a folder, a network as a folder there.

    The name of the copy has a word: ``corrected``, or ``same`` where nothing says anything else
    than in the original. Nothing that is there is replaced.
    """
    names = editing.paths
    is_same = all(editing.patch(name).data == editing.source(name).data for name in names)
    paths, word = list(names.values()), same if is_same else corrected
    if len(paths) == 1:
        name = paths[0].name
        return (save_copy(editing, name, name_copy(home / name, word)),)
    folder = paths[0].parent
    also = [path for name in (FILE, IDS) if (path := folder / name).is_file()]
    return save_files(editing, name_copy(home / folder.name, word), also)
