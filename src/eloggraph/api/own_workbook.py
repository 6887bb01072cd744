"""A workbook of ours that comes back filled in: it is a network as it stands, and not imported."""

from __future__ import annotations

from pathlib import Path

from eloggraph.filenames import WORKBOOKS, is_workbook
from eloggraph.once import read_once
from eloggraph.output import write_file


def keep_own_workbook(file: Path, folder: Path, word: str) -> bool:
    """Put a workbook of ours into the folder of a network; false where it is somebody's own table.

    Another one that is there already goes beside the folder, under the name of the file and a word.

    Examples
    --------
    >>> import eloggraph, tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     own = eloggraph.new(f"{home}/new", xlsx=True)
    ...     keep_own_workbook(own, Path(home, "network"), "earlier")
    True
    """
    from eloggraph.tables.edit.save import name_copy
    from eloggraph.tables.read.workbook import load_workbook
    from eloggraph.tables.sheets import is_own_workbook

    if not is_workbook(file):
        return False
    workbook, _ = load_workbook(file, file.name)
    if workbook is None or not is_own_workbook(grid.stem for grid in workbook.grids):
        return False
    data = read_once(file)
    for name in WORKBOOKS:
        there = folder / name
        if there.is_file() and there.read_bytes() != data:
            there.replace(name_copy(folder.with_name(file.name), word))
    write_file(folder / f"network{file.suffix.lower()}", data)
    return True
