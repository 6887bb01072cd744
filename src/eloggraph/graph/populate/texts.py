"""Operations on columns of texts, done in Python where the column is short.

A Polars query has a fixed cost that small networks do not need to pay. So each function here has a
twin that takes a list, and :func:`rows_if_few` is the only place that chooses between them. Both
must give the same result: ``tests/graph/populate/test_few_and_many.py`` compares them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias, TypeVar

import polars as pl

from eloggraph.graph.statements import OBJECT

AT = "at"
FEW = 2_000
# What Polars takes for white space, and Unicode with it; Python knows a few characters more.
_WHITE_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_TRAILING = ".,;:"
_ONE_FOR_ANOTHER = {"_": "-", " ": "-", "o": "0"}
_SAME_LOOK = str.maketrans(_ONE_FOR_ANOTHER)

Texts: TypeAlias = Sequence[str | None]
Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")


def is_few(*heights: int) -> bool:
    """Tell whether all of some columns are so short that Python is faster.

    >>> is_few(3, 2_000), is_few(3, 2_001)
    (True, False)
    """
    return max(heights) <= FEW


def rows_if_few(
    rows: Callable[Concatenate[Texts, Rest], Answer],
) -> Callable[
    [Callable[Concatenate[pl.Series, Rest], Answer]],
    Callable[Concatenate[pl.Series, Rest], Answer],
]:
    """Decorate a function of a column: its twin does the work where the column is short."""

    def decorate(
        columns: Callable[Concatenate[pl.Series, Rest], Answer],
    ) -> Callable[Concatenate[pl.Series, Rest], Answer]:
        @wraps(columns)
        def choose(texts: pl.Series, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
            if is_few(len(texts)):
                return rows(texts.to_list(), *args, **kwargs)
            return columns(texts, *args, **kwargs)

        return choose

    return decorate


def _is_ascii_rows(texts: Texts) -> bool:
    return all(text.isascii() for text in texts if text is not None)


@rows_if_few(_is_ascii_rows)
def is_ascii(texts: pl.Series) -> bool:
    """Tell whether all texts are plain ASCII.

    >>> is_ascii(pl.Series(["a", None])), is_ascii(pl.Series(["ä"]))
    (True, False)
    """
    return bool(texts.str.len_bytes().sum() == texts.str.len_chars().sum())


def normalise(texts: pl.Series) -> pl.Series:
    """Return texts in the Unicode form NFC; plain ASCII is in it as it stands."""
    return texts if is_ascii(texts) else texts.str.normalize("NFC")


def _match_all_rows(texts: Texts, pattern: str) -> bool:
    matches = re.compile(pattern).fullmatch
    return all(text is None or matches(text) is not None for text in texts)


@rows_if_few(_match_all_rows)
def match_all(texts: pl.Series, pattern: str) -> bool:
    """Tell whether each whole text is of a pattern that Python and Rust read alike.

    >>> [match_all(pl.Series([text, None]), "[a-z][0-9]") for text in ("a1", "a12")]
    [True, False]
    """
    return bool(texts.str.contains(rf"\A(?:{pattern})\z").all())


def _list_distinct_rows(texts: Texts) -> pl.Series:
    different = dict.fromkeys(texts)
    different.pop(None, None)
    return pl.Series(list(different), dtype=pl.String)


@rows_if_few(_list_distinct_rows)
def list_distinct(texts: pl.Series) -> pl.Series:
    """Return each text once, in any order.

    >>> list_distinct(pl.Series(["a", None, "a"])).to_list()
    ['a']
    """
    return texts.unique().drop_nulls()


def _contain_rows(texts: Texts, mark: str) -> bool:
    return any(mark in text for text in texts if text is not None)


@rows_if_few(_contain_rows)
def contain(texts: pl.Series, mark: str) -> bool:
    """Tell whether some text has a mark in it.

    >>> contain(pl.Series([None, "a|b"]), "|")
    True
    """
    return bool(texts.str.contains(mark, literal=True).any())


def _split_rows(texts: Texts, mark: str) -> pl.DataFrame:
    found = [
        (at, stripped)
        for at, text in enumerate(texts)
        for part in (text or "").split(mark)
        if (stripped := part.strip(_WHITE_SPACE))
    ]
    return pl.DataFrame(found, schema={AT: pl.UInt32, OBJECT: pl.String}, orient="row")


@rows_if_few(_split_rows)
def split(texts: pl.Series, mark: str) -> pl.DataFrame:
    """Return the values between marks: ``at`` which text each stands, and the ``object``.

    >>> split(pl.Series(["a | b", None, "|c"]), "|").rows()
    [(0, 'a'), (0, 'b'), (2, 'c')]
    """
    parts = pl.DataFrame([texts.alias(OBJECT)]).lazy().with_row_index(AT).drop_nulls()
    parts = parts.with_columns(pl.col(OBJECT).str.split(mark)).explode(OBJECT)
    stripped = parts.with_columns(pl.col(OBJECT).str.strip_chars())
    return stripped.filter(pl.col(OBJECT) != "").collect()


def _differ_plainly_rows(texts: Texts) -> bool:
    ids = [text for text in texts if text is not None]
    if not all(text.isascii() and not text.startswith("0") for text in ids):
        return False
    bare = {text.lower().rstrip(_TRAILING).translate(_SAME_LOOK) for text in ids}
    return len(bare) == len(ids)


@rows_if_few(_differ_plainly_rows)
def differ_plainly(ids: pl.Series) -> bool:
    """Tell whether it is clear at once that no two ids look alike; False means: look closer.

    >>> differ_plainly(pl.Series(["a-1", "b_1"])), differ_plainly(pl.Series(["a-1", "A_1."]))
    (True, False)
    """
    text = pl.col(ids.name)
    seen = ids.to_frame().select(
        is_ascii=text.str.len_bytes().sum() == text.str.len_chars().sum(),
        has_zeros=text.str.starts_with("0").any(),
        different=drop_overlooked(text).drop_nulls().n_unique(),
        count=text.count(),
    )
    ascii_, zeros, different, count = seen.row(0)
    return bool(ascii_ and not zeros and different == count)


def drop_overlooked(text: pl.Expr) -> pl.Expr:
    """Return ids without what a person overlooks: capitals, a mark at the end, ``_`` for ``-``.

    >>> pl.select(drop_overlooked(pl.lit("A_o."))).item()
    'a-0'
    """
    lower = text.str.to_lowercase().str.strip_chars_end(_TRAILING)
    return lower.str.replace_many(_ONE_FOR_ANOTHER)
