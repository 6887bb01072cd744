"""The tables of a network that is open, for the local page."""

from __future__ import annotations

from eloggraph.tables.read.folder import NetworkTables
from eloggraph.views.local.model import Overview, TableCount


def build_overview(tables: NetworkTables) -> Overview:
    """Return a network's own tables in the order of their files."""
    return Overview(
        tables=tuple(
            TableCount(
                file=matched.raw.file,
                sheet=matched.raw.sheet,
                name=matched.table.names,
                rows=matched.raw.frame.height,
            )
            for matched in tables.tables
        ),
    )
