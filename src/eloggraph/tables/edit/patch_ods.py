"""A workbook of the form ODS with some cells changed."""

from __future__ import annotations

from eloggraph.tables.edit.model import SheetName
from eloggraph.tables.edit.patched import Patched
from eloggraph.tables.edit.source import Source
from eloggraph.tables.edit.state import SheetState
from eloggraph.tables.write.marked.spans import UnpatchableError


def patch_ods(source: Source, states: dict[SheetName, SheetState]) -> Patched:
    """Return the workbook with the changed cells patched."""
    raise UnpatchableError("ods")
