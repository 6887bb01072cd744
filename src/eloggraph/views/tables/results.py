"""The tables beside the report: the same numbers, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from eloggraph.finding import Place, Report
from eloggraph.text import LANGUAGES, Text

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import AffiliationNetwork, Node
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.outcome import Outcome, ReportTable, Value

Scalar = str | int | float | None
_FORMULA = re.compile(r"^[\s\x00]*[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?\d[\d \u00a0]*([.,]\d+)?$")


def write_tables(
    network: AffiliationNetwork, analysis: Analysis, findings: Report
) -> dict[str, str]:
    """Return the text of every table by its file name: nodes, ties, what was found, findings.

    Every question gives its own tables, such as ``silos.csv``.

    UTF-8, commas, one line feed a row, names in three columns. A text that a spreadsheet would
    run as a formula gets an apostrophe before it; plain numbers and telephone numbers do not.
    """
    return {
        "nodes.csv": _write_nodes(network),
        "ties.csv": _write_ties(network),
        **_write_outcomes(analysis.outcomes),
        "findings.csv": _write_findings(findings),
    }


def guard_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    >>> guard_formula("=1+1"), guard_formula("-5"), guard_formula("+358 40 123")
    ("'=1+1", '-5', '+358 40 123')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.match(text) else text


def _write(header: Sequence[str], rows: Iterable[Sequence[Scalar]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_write_cell(cell) for cell in row])
    return buffer.getvalue()


def _write_cell(cell: Scalar) -> str:
    match cell:
        case None:
            return ""
        case float():
            return repr(round(cell, 6))
        case int():
            return str(cell)
        case _:
            return guard_formula(cell)


def _names(column: str) -> tuple[str, ...]:
    return tuple(f"{column}_{language}" for language in LANGUAGES)


def _say(text: Text) -> tuple[str, ...]:
    return tuple(text.say(language) for language in LANGUAGES)


def _join(texts: Iterable[Text]) -> tuple[str, ...]:
    kept = tuple(texts)
    return tuple("|".join(text.say(language) for text in kept) for language in LANGUAGES)


def _write_nodes(network: AffiliationNetwork) -> str:
    counts = dict.fromkeys((node.iri for node in network.nodes), 0)
    for tie in network.ties:
        for end in {tie.source, tie.target}:
            counts[end] += 1
    groups = tuple(name for grouping in network.groupings for name in _names(grouping.key))
    return _write(
        ("iri", "kind", *_names("label"), *_names("type"), "ties", *groups),
        (
            (
                *(node.iri, node.kind, *_say(node.label), *_say(node.type)),
                *(counts[node.iri], *_name_groups(network, node)),
            )
            for node in network.nodes
        ),
    )


def _name_groups(network: AffiliationNetwork, node: Node) -> tuple[Scalar, ...]:
    return tuple(
        cell
        for grouping in network.groupings
        for cell in _join(
            group.label for group in grouping.groups if group.iri in node.groups(grouping.key)
        )
    )


def _write_ties(network: AffiliationNetwork) -> str:
    names = {node.iri: node.label for node in network.nodes}
    return _write(
        (
            *("source", *_names("source_label"), "target", *_names("target_label")),
            *("kind", *_names("label"), "since", "until", "project"),
        ),
        (
            (
                *(tie.source, *_say(names[tie.source]), tie.target, *_say(names[tie.target])),
                *(tie.kind, *_say(tie.label), tie.since, tie.until, tie.project),
            )
            for tie in network.ties
        ),
    )


def _write_outcomes(outcomes: Iterable[Outcome[Any]]) -> dict[str, str]:
    tables = (table for outcome in outcomes for table in outcome.tables)
    return {f"{table.name}.csv": _write_table(table) for table in tables}


def _write_table(table: ReportTable) -> str:
    columns = table.columns.items()
    header = [name for key, kind in columns for name in (_names(key) if kind is Text else (key,))]
    return _write(
        header, ([cell for value in row for cell in _spread(value)] for row in table.rows)
    )


def _spread(value: Value) -> tuple[Scalar, ...]:
    return _say(value) if isinstance(value, Text) else (value,)


def _locate(place: Place | None) -> tuple[Scalar, ...]:
    return (place.file, place.sheet, place.row, place.column) if place else (None,) * 4


def _write_findings(findings: Report) -> str:
    return _write(
        (
            *("code", "severity", *_names("message"), *_names("remedy")),
            *("file", "sheet", "row", "column", "focus", "path", "value", "shape"),
        ),
        (
            (
                *(finding.code, finding.severity, *_say(finding.message), *_say(finding.remedy)),
                *_locate(place),
                *(finding.focus, finding.path, finding.value, finding.shape),
            )
            for finding in findings.findings
            for place in (finding.place,)
        ),
    )
