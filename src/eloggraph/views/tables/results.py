"""The tables beside the report: the same numbers, for a spreadsheet in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from eloggraph.finding import Place, Report
from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.tables.spreadsheet import (
    Scalar,
    name_by_language,
    name_column,
    write_csv,
)

Rows = list[Sequence[Scalar]]

if TYPE_CHECKING:
    from eloggraph.analysis.affiliation import AffiliationNetwork, Node
    from eloggraph.analysis.analyse import Analysis
    from eloggraph.analysis.outcome import Outcome, ReportTable, Value


def write_tables(
    network: AffiliationNetwork, analysis: Analysis, findings: Report, language: Language = "en"
) -> dict[str, str]:
    """Return the text of every table by its file name: nodes, ties, what was found, findings.

    Every question gives its own tables, such as ``silos.csv``. Headers, separators and decimal
    marks are those of the language; names stand in a column for each language.
    """
    sheets = list_tables(network, analysis, findings, language)
    return {f"{name}.csv": write_csv(rows[0], rows[1:], language) for name, rows in sheets.items()}


def list_tables(
    network: AffiliationNetwork, analysis: Analysis, findings: Report, language: Language = "en"
) -> dict[str, Rows]:
    """Return every table of :func:`write_tables` by its name: the header, then the rows."""
    return {
        "nodes": _list_nodes(network, language),
        "ties": _list_ties(network, language),
        **{
            table.name: _list_rows(table, outcome.key, language)
            for outcome in analysis.outcomes
            for table in outcome.tables
        },
        "findings": _list_findings(findings, language),
    }


def _head(keys: Sequence[str], texts: frozenset[str], language: Language) -> tuple[str, ...]:
    """Return the headers of columns; ``texts`` are those with a column for each language."""
    return tuple(
        header
        for key in keys
        for name in (name_column(key),)
        for header in (name_by_language(name, language) if key in texts else (name.say(language),))
    )


def _say(text: Text) -> tuple[str, ...]:
    return tuple(text.say(language) for language in LANGUAGES)


def _join(texts: Iterable[Text]) -> tuple[str, ...]:
    kept = tuple(texts)
    return tuple("|".join(text.say(language) for text in kept) for language in LANGUAGES)


def _list_nodes(network: AffiliationNetwork, language: Language) -> Rows:
    counts = dict.fromkeys((node.iri for node in network.nodes), 0)
    for tie in network.ties:
        for end in {tie.source, tie.target}:
            counts[end] += 1
    keys = ("iri", "kind", "label", "type", "ties")
    groups = (
        name
        for grouping in network.groupings
        for name in name_by_language(grouping.label, language)
    )
    return [
        (*_head(keys, frozenset({"label", "type"}), language), *groups),
        *(
            (
                *(node.iri, node.kind, *_say(node.label), *_say(node.type)),
                *(counts[node.iri], *_name_groups(network, node)),
            )
            for node in network.nodes
        ),
    ]


def _name_groups(network: AffiliationNetwork, node: Node) -> tuple[Scalar, ...]:
    return tuple(
        cell
        for grouping in network.groupings
        for cell in _join(
            group.label for group in grouping.groups if group.iri in node.groups(grouping.key)
        )
    )


def _list_ties(network: AffiliationNetwork, language: Language) -> Rows:
    names = {node.iri: node.label for node in network.nodes}
    keys = (
        *("source", "source_label", "target", "target_label"),
        *("kind", "label", "since", "until", "project"),
    )
    return [
        _head(keys, frozenset({"source_label", "target_label", "label"}), language),
        *(
            (
                *(tie.source, *_say(names[tie.source]), tie.target, *_say(names[tie.target])),
                *(tie.kind, *_say(tie.label), tie.since, tie.until, tie.project),
            )
            for tie in network.ties
        ),
    ]


def write_outcome_tables(outcomes: Iterable[Outcome[Any]], language: Language) -> dict[str, str]:
    """Return the text of every table of some questions by its file name."""
    sheets = {
        f"{table.name}.csv": _list_rows(table, outcome.key, language)
        for outcome in outcomes
        for table in outcome.tables
    }
    return {name: write_csv(rows[0], rows[1:], language) for name, rows in sheets.items()}


def _list_rows(table: ReportTable, chapter: str, language: Language) -> Rows:
    header = [
        name
        for key, kind in table.columns.items()
        for column in (name_column(key, chapter),)
        for name in (
            name_by_language(column, language) if kind is Text else (column.say(language),)
        )
    ]
    kinds = tuple(table.columns.values())
    rows = (
        [cell for value, kind in zip(row, kinds, strict=True) for cell in _spread(value, kind)]
        for row in table.rows
    )
    return [header, *rows]


def _spread(value: Value, kind: type) -> tuple[Scalar, ...]:
    if isinstance(value, Text):
        return _say(value)
    return (value,) * (len(LANGUAGES) if kind is Text else 1)


def _locate(place: Place | None) -> tuple[Scalar, ...]:
    return (place.file, place.sheet, place.row, place.column) if place else (None,) * 4


def _list_findings(findings: Report, language: Language) -> Rows:
    keys = (
        *("code", "severity", "message", "remedy"),
        *("file", "sheet", "row", "column", "focus", "path", "value", "shape"),
    )
    severities = {
        finding.severity: say(f"cli.severity.{finding.severity}").say(language)
        for finding in findings.findings
    }
    return [
        _head(keys, frozenset({"message", "remedy"}), language),
        *(
            (
                *(finding.code, severities[finding.severity]),
                *(*_say(finding.message), *_say(finding.remedy), *_locate(place)),
                *(finding.focus, finding.path, finding.value, finding.shape),
            )
            for finding in findings.findings
            for place in (finding.place,)
        ),
    ]
