"""Ids that look alike in one table: a person takes one for the other, a reference does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import polars as pl

from eloggraph.finding import Finding, tell
from eloggraph.graph.populate.lookup import TEXT
from eloggraph.graph.populate.texts import differ_plainly, drop_overlooked, normalise
from eloggraph.graph.statements import ROW
from eloggraph.schema.model import Column
from eloggraph.tables.bounds import tell_cells
from eloggraph.tables.model import MatchedTable

_SKELETON, _WHOLE = "skeleton", "whole"
# Cyrillic and Greek letters, small, and the Latin ones that they look like.
_LOOK_ALIKE = str.maketrans("авеѕіјкмнорстухһԁԛԝαβεηικνορτυχ", "abesijkmhopctyxhdqwabehikvoptyx")


def tell_confusable(matched: MatchedTable, key: Column) -> Iterator[Finding]:
    """Tell of ids that differ from an earlier one in ways that a person does not see.

    Capital letters; characters of another script that look the same, or that cannot be seen;
    hyphen, underscore and space; the letter o and zero; a full stop at the end; leading zeros.

    Parameters
    ----------
    matched
        A table with ids.
    key
        Its key column.
    """
    raw = matched.raw.frame
    ids = pl.DataFrame([raw[ROW], raw[matched.cells(key.key)].alias(TEXT)])
    if ids.is_empty() or differ_plainly(ids[TEXT]):
        return
    # Ids with the same normalised form are repeats, which another finding has reported.
    whole = normalise(ids[TEXT]).alias(_WHOLE)
    ids = ids.with_columns(whole).drop_nulls().unique(_WHOLE, keep="first", maintain_order=True)
    ids = ids.drop(_WHOLE)
    twins = _find_twins(ids, _skeletons(ids[TEXT]))
    numbers = ids.filter(pl.col(TEXT).str.contains(r"^[0-9]+$"))
    values = numbers[TEXT].str.strip_chars_start("0").alias(_SKELETON)
    twins = pl.concat([twins, _find_twins(numbers, values)]).unique(ROW).sort(ROW)
    position = matched.positions[key.key]

    def make(row: int, text: str, first: int, other: str) -> Finding:
        variant, characters = _compare(text, other)
        return tell(
            "key-confusable",
            "warning",
            matched.raw.place(row, position),
            path=key.path,
            shape=key.shape,
            value=text,
            variant=variant,
            other=other,
            first=str(first),
            characters=characters,
        )

    yield from tell_cells(twins, make)


def _find_twins(ids: pl.DataFrame, skeletons: pl.Series) -> pl.DataFrame:
    """Return the ids whose skeleton an earlier one has: ``row``, ``text``, ``first``, ``other``."""
    if skeletons.n_unique() == len(skeletons):
        return pl.DataFrame(schema={**ids.schema, "first": pl.UInt32, "other": pl.String})
    alike = ids.with_columns(skeletons.alias(_SKELETON)).with_columns(
        pl.col(ROW).first().over(_SKELETON).alias("first"),
        pl.col(TEXT).first().over(_SKELETON).alias("other"),
    )
    return alike.filter(pl.col(ROW) != pl.col("first")).select(ROW, TEXT, "first", "other")


def _skeletons(ids: pl.Series) -> pl.Series:
    """Return ids without the differences that a person may overlook."""
    is_ascii = ids.str.len_bytes() == ids.str.len_chars()
    plain = ids
    if not is_ascii.all():
        odd = ids.filter(~is_ascii)
        plain = ids.replace(odd, pl.Series([_to_latin(text) for text in odd], dtype=pl.String))
    return plain.to_frame().select(drop_overlooked(pl.col(plain.name)))[plain.name]


def _to_latin(text: str) -> str:
    """Return a text with Latin letters for look-alike ones, without invisible characters."""
    whole = unicodedata.normalize("NFKC", text).lower()
    seen = "".join(c for c in whole if unicodedata.category(c) not in ("Cf", "Cc"))
    return re.sub(r"[‐‑‒–—−\s]", "-", seen.translate(_LOOK_ALIKE))


def _compare(text: str, other: str) -> tuple[str | None, str]:
    """Return the message variant for how two ids differ, and the characters that differ."""
    if text.lower() == other.lower():
        return "case", ""
    if text.isdecimal() and other.isdecimal():
        return "zeros", ""
    odd = sorted({c for c in text + other if not c.isascii()} - (set(text) & set(other)))
    return ("letters", ", ".join(f"U+{ord(c):04X}" for c in odd)) if odd else (None, "")
