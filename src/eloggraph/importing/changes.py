"""What changed between two imports: rows that are new, gone, changed, or called something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from eloggraph.importing.book import find_label_key
from eloggraph.importing.finishing import Rows
from eloggraph.importing.names import fold_words
from eloggraph.iri import expand
from eloggraph.schema.model import Schema, Table
from eloggraph.tables.ids.names import fold_name
from eloggraph.text import Language

_ID = expand("dct:identifier")
_ASIDE = frozenset({_ID, expand("dct:source"), expand("elo:locator")})
_SOURCE_CLASS = expand("elo:SourceDocument")
# A row that is gone and one that is new are one where name and cells are as alike as this together.
_LEAST, _ALIKE_NAME = 1.1, 0.5
# With more of both than this, names were replaced as a whole: none is taken for another.
_MOST_PAIRS = 250_000
_DIGITS = re.compile(r"[0-9]+")
Kind = Literal["new", "gone", "changed", "renamed"]
Tables = Mapping[str, Rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A change of one row; ``before`` is its former name where it has another now."""

    kind: Kind
    table: str
    name: str
    before: str = ""
    columns: tuple[str, ...] = ()


def find_renamed(
    old: Tables, new: Tables, schema: Schema, language: Language
) -> dict[str, dict[str, str]]:
    """Return by table the new names of rows with the names that they had.

    A row that is gone and one that is new are taken for one where their names are alike and most
    of their other cells are equal.
    """
    return {
        table.name: found
        for table in schema.tables
        if (
            found := _match_renamed(
                table, old.get(table.name, ()), new.get(table.name, ()), language
            )
        )
    }


def _match_renamed(table: Table, old: Rows, new: Rows, language: Language) -> dict[str, str]:
    key = find_label_key(table, language)
    if key is None or table.target_class == _SOURCE_CLASS:
        return {}
    before, after = _by_name(old, key), _by_name(new, key)
    gone = [row for name, row in before.items() if name not in after]
    come = [row for name, row in after.items() if name not in before]
    if len(gone) * len(come) > _MOST_PAIRS:
        return {}
    pairs = sorted(
        ((_weigh(table, key, one, other), one[key], other[key]) for one in gone for other in come),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    found: dict[str, str] = {}
    for weight, one, other in pairs:
        if weight >= _LEAST and one not in found.values() and other not in found:
            found[other] = one
    return found


def _by_name(rows: Rows, key: str) -> dict[str, Mapping[str, str]]:
    return {fold_name(row[key]): row for row in rows if row.get(key)}


def _weigh(table: Table, key: str, one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """Return how alike two rows are, names and other cells; 0 where the names are not.

    Names with other numbers are of two: “Ohjaamo 1” has not become “Ohjaamo 2”.
    """
    if _DIGITS.findall(one[key]) != _DIGITS.findall(other[key]):
        return 0.0
    was, now = fold_words(one[key]), fold_words(other[key])
    name = SequenceMatcher(None, was, now).ratio()
    shares = bool(set(was.split()) & set(now.split()))
    if name < _ALIKE_NAME and not shares:
        return 0.0
    keys = _compared(table, key, one, other)
    equal = sum(one.get(each) == other.get(each) for each in keys)
    return name + (equal / len(keys) if keys else 0.0)


def _compared(
    table: Table, key: str, one: Mapping[str, str], other: Mapping[str, str]
) -> list[str]:
    aside = {column.key for column in table.columns if column.path in _ASIDE} | {key}
    return [each for each in sorted({*one, *other}) if each not in aside]


def list_changes(
    old: Tables,
    new: Tables,
    renamed: Mapping[str, Mapping[str, str]],
    schema: Schema,
    language: Language,
) -> tuple[RowChange, ...]:
    """Return every change between two imports, in the order of the tables."""
    names = {was: now for found in renamed.values() for now, was in found.items()}
    return tuple(
        change
        for table in schema.tables
        if table.target_class != _SOURCE_CLASS
        for change in _compare(
            table,
            [_rename(table, row, names) for row in old.get(table.name, ())],
            new.get(table.name, ()),
            renamed.get(table.name, {}),
            language,
        )
    )


def _rename(table: Table, row: Mapping[str, str], names: Mapping[str, str]) -> Mapping[str, str]:
    """Return a row with the names that things have now."""
    nodes = {column.key: column.separator for column in table.columns if column.kind == "node"}
    return {
        key: (nodes[key] or "|").join(
            names.get(part, part) for part in value.split(nodes[key] or "|")
        )
        if key in nodes
        else value
        for key, value in row.items()
    }


def _compare(
    table: Table, old: Rows, new: Rows, renamed: Mapping[str, str], language: Language
) -> Iterator[RowChange]:
    label = find_label_key(table, language)
    keys: Sequence[str] = (label,) if label else table.key

    def identify(row: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(fold_name(row.get(key, "")) for key in keys)

    def name(row: Mapping[str, str]) -> str:
        # A relation is called by its parties.
        parties = [key for key in keys if label or table.column(key).kind == "node"]
        return " – ".join(row[key] for key in parties if row.get(key))

    before = {identify(row): row for row in old}
    after = {identify(row): row for row in new}
    was = {(fold_name(one),): now for now, one in renamed.items()}
    for found, row in after.items():
        earlier = before.get(found)
        if label and row.get(label) in renamed:
            former = renamed[row[label]]
            yield RowChange(kind="renamed", table=table.name, name=name(row), before=former)
            earlier = before.get((fold_name(former),))
        elif earlier is None:
            yield RowChange(kind="new", table=table.name, name=name(row))
        if earlier is not None and (columns := _differ(table, label or "", earlier, row)):
            yield RowChange(kind="changed", table=table.name, name=name(row), columns=columns)
    for found, row in before.items():
        if found not in after and found not in was:
            yield RowChange(kind="gone", table=table.name, name=name(row))


def _differ(
    table: Table, label: str, one: Mapping[str, str], other: Mapping[str, str]
) -> tuple[str, ...]:
    compared = _compared(table, label, one, other)
    return tuple(
        column.key
        for column in table.columns
        if column.key in compared and _parts(one.get(column.key)) != _parts(other.get(column.key))
    )


def _parts(value: str | None) -> frozenset[str]:
    return frozenset((value or "").split("|"))
