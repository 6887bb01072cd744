"""Labels of blank nodes: the same in every run, and never those of another file."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from eloggraph.graph.rdf.terms import GRAPH, TAG
from eloggraph.graph.statements import OBJECT, SUBJECT, StatementFrame


def label_nodes(
    frames: Sequence[StatementFrame], prefix: str, *, are_kept: bool
) -> list[StatementFrame]:
    """Give blank nodes labels that are the same in every run and differ between files.

    Parameters
    ----------
    frames
        The statements of one file.
    prefix
        What its labels begin with, where there are several files.
    are_kept
        Whether the file's own labels are kept, as those of N-Triples and N-Quads are; elsewhere
        nodes are numbered as they come.
    """
    if are_kept and not prefix:
        return list(frames)
    columns = [
        part.frame[name]
        for part in frames
        for name in ((SUBJECT,) if part.is_literal else (SUBJECT, OBJECT))
    ]
    found = [labels for column in columns if len(labels := _pick_blank(column))]
    if not found:
        return list(frames)
    labels = pl.concat([labels.alias(SUBJECT) for labels in found]).unique(maintain_order=True)
    if are_kept:
        fresh = [f"_:{prefix}{label[2:]}" for label in labels]
    else:
        fresh = [f"_:{prefix}b{number}" for number in range(1, len(labels) + 1)]
    return [_relabel(part, labels, fresh) for part in frames]


def _pick_blank(column: pl.Series) -> pl.Series:
    return column.filter(column.str.starts_with("_:"))


def _relabel(part: StatementFrame, labels: pl.Series, fresh: Sequence[str]) -> StatementFrame:
    columns = [pl.col(SUBJECT).replace(labels, fresh)]
    if not part.is_literal:
        columns.append(pl.col(OBJECT).replace(labels, fresh))
    return StatementFrame(
        predicate=part.predicate,
        frame=part.frame.with_columns(columns),
        is_literal=part.is_literal,
        datatype=part.datatype,
        language=part.language,
        origin=part.origin,
    )


class RowLabels:
    """Labels of the blank nodes of one file whose rows come part by part.

    Parameters
    ----------
    prefix, are_kept
        As those of :func:`label_nodes`; nodes are numbered part by part.

    Examples
    --------
    >>> rows = pl.DataFrame({"subject": ["_:x"], "object": ["_:y"], "tag": [None], "graph": [None]})
    >>> RowLabels("f1-", are_kept=True).write(rows).row(0)
    ('_:f1-x', '_:f1-y', None, None)
    """

    def __init__(self, prefix: str, *, are_kept: bool) -> None:
        self._prefix = prefix
        self._numbers: dict[str, int] | None = None if are_kept else {}

    def write(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return rows with the labels in the place of those of their file."""
        if self._numbers is None and not self._prefix:
            return rows
        rows = rows.cast({GRAPH: pl.String, TAG: pl.String})
        is_blank = {
            SUBJECT: _is_label(SUBJECT),
            OBJECT: _is_label(OBJECT) & pl.col(TAG).is_null(),
            GRAPH: _is_label(GRAPH),
        }
        found = [rows.filter(is_there)[name] for name, is_there in is_blank.items()]
        if not any(map(len, found)):
            return rows
        changes = [
            pl.when(is_there).then(self._change(pl.col(name), found)).otherwise(name).alias(name)
            for name, is_there in is_blank.items()
        ]
        return rows.with_columns(changes)

    def _change(self, labels: pl.Expr, found: Sequence[pl.Series]) -> pl.Expr:
        if self._numbers is None:
            return pl.concat_str(pl.lit(f"_:{self._prefix}"), labels.str.slice(2))
        old = pl.concat([each.alias(SUBJECT) for each in found]).unique(maintain_order=True)
        numbers = [self._numbers.setdefault(each, len(self._numbers) + 1) for each in old]
        return labels.replace(old, [f"_:{self._prefix}b{number}" for number in numbers])


def _is_label(name: str) -> pl.Expr:
    return pl.col(name).str.starts_with("_:").fill_null(value=False)
