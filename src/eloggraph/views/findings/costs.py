"""What each shape took: a table for the terminal, the slowest shape first."""

from __future__ import annotations

from eloggraph.iri import contract
from eloggraph.shacl.model import ShapeCost, Validation, text_of
from eloggraph.text import Language, format_number, say
from eloggraph.views.findings.text import show_safely

_COLUMNS = ("seconds", "count", "rows", "shape")


def render_costs(validation: Validation, language: Language) -> str:
    """Return time in milliseconds, focus nodes and value rows for each shape, and in all."""
    if not validation.costs:
        return say("formats.costs.none").say(language) + "\n"
    heads = [say(f"formats.column.{column}").say(language) for column in _COLUMNS]
    slowest = sorted(validation.costs, key=lambda cost: (-cost.seconds, text_of(cost.shape)))
    rows = [_write(cost, language) for cost in slowest]
    seconds = sum(cost.seconds for cost in validation.costs)
    total = say("formats.costs.total").say(language)
    rows.append([_milliseconds(seconds, language), "", "", total])
    widths = [max(len(row[i]) for row in [heads, *rows]) for i in range(3)]
    lines = [
        "  ".join([*(cell.rjust(width) for cell, width in zip(row, widths, strict=False)), row[3]])
        for row in [heads, *rows]
    ]
    return "\n".join(lines) + "\n"


def _write(cost: ShapeCost, language: Language) -> list[str]:
    return [
        _milliseconds(cost.seconds, language),
        format_number(cost.focus_nodes, language),
        format_number(cost.rows, language),
        show_safely(contract(text_of(cost.shape))),
    ]


def _milliseconds(seconds: float, language: Language) -> str:
    return format_number(seconds * 1000, language, decimals=1) + " ms"
