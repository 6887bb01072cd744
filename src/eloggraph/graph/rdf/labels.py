"""Labels of blank nodes: the same in every run, and never those of another file."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

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
