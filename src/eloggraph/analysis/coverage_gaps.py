"""What the coverage finds missing, as findings at the rows of the norms that ask for it.

The cells are those of the question ``coverage``: a check and an analysis cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eloggraph.analysis.coverage_cells import Coverage, CoverageCell
from eloggraph.checks.locate import find_rows
from eloggraph.finding import Finding, Place, tell
from eloggraph.graph.statements import Graph, RowFrame
from eloggraph.iri import expand

CODE = "service-missing"
_REQUIRED = expand("elo:isRequired")


def list_missing(found: Coverage) -> dict[str, list[CoverageCell]]:
    """Return the missing cells by the norm that asks for them: each under one, the first."""
    missing: dict[str, list[CoverageCell]] = {}
    for cell in found.cells:
        if cell.state == "missing":
            missing.setdefault(next(iter(cell.norms), ""), []).append(cell)
    return missing


def tell_missing(
    found: Coverage, graph: Graph, shown: Mapping[str, str] | None = None
) -> Iterator[Finding]:
    """Yield a warning for each norm that is not met, at its row: which group lacks what and where.

    A norm of another network that this one uses has no row here, and no place.

    Parameters
    ----------
    found
        The coverage of the network on the day that is looked at.
    graph
        The network's own graph.
    shown
        What stands in place of the IRI of a node of which the id is private.
    """
    named = {other: node for node, other in (shown or {}).items()}
    missing = {named.get(norm, norm): cells for norm, cells in list_missing(found).items()}
    rows = find_rows(graph, missing)
    for norm, cells in missing.items():
        place = _find_place(*rows[norm]) if norm in rows else None
        yield tell(
            CODE,
            "warning",
            place,
            chapter="coverage",
            variant="several" if len(cells) > 1 else None,
            focus=norm or None,
            path=_REQUIRED,
            n=len(cells),
            cells=found.name(cells),
            reason=cells[0].reason,
        )


def _find_place(rows: RowFrame, row: int) -> Place:
    columns = (column.key for column in rows.table.columns_of(_REQUIRED))
    position = next((rows.positions[key] for key in columns if key in rows.positions), None)
    return rows.raw.place(row, position)
