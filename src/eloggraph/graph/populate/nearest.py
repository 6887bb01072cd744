"""The known names nearest to an unknown one, among a few names or a million."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise

import polars as pl

from eloggraph.tables.read.match import prepare_nearest

# Above this number an index takes longer to build than it saves.
_MANY = 20_000
# Among very many names this many unknown texts are searched for, no more.
_LOOKED_FOR = 20
_COMPARED = 50
_NAME, _FOLDED, _SCORE = "name", "folded", "score"

Find = Callable[[str], tuple[str, ...]]


def prepare_find(known: pl.Series) -> Find:
    """Return a function that finds the up to three names nearest to a text, best first.

    Parameters
    ----------
    known
        Names, each once. Of a very long list the nearest are found for the first texts only:
        the function then finds none.

    Examples
    --------
    >>> prepare_find(pl.Series(["gradia", "jyu"]))("gradja")
    ('gradia',)
    """
    if len(known) <= _MANY:
        return cache(prepare_nearest(known.to_list()))
    folded = pl.concat_str(pl.lit(" "), pl.col(_NAME).str.to_lowercase(), pl.lit(" "))
    frame = known.alias(_NAME).to_frame().with_columns(folded.alias(_FOLDED))
    answered: dict[str, tuple[str, ...]] = {}

    def find(text: str) -> tuple[str, ...]:
        if text not in answered:
            if len(answered) >= _LOOKED_FOR:
                return ()
            answered[text] = prepare_nearest(_list_close(frame, text))(text)
        return answered[text]

    return find


def _list_close(frame: pl.DataFrame, text: str) -> list[str]:
    """Return the names that share most pairs of letters with a text, for their length."""
    wanted = f" {text.lower()} "
    pairs = sorted({"".join(pair) for pair in pairwise(wanted)})
    alike = pl.sum_horizontal(
        pl.col(_FOLDED).str.contains(pair, literal=True).cast(pl.Int32) for pair in pairs
    )
    length = pl.col(_FOLDED).str.len_chars()
    # Names that are much shorter or longer cannot be near.
    in_reach = length.is_between(len(wanted) * 2 // 5, len(wanted) * 5 // 2)
    score = alike / (length + len(wanted) - 3)
    scored = frame.lazy().filter(in_reach).select(_NAME, _FOLDED, score.alias(_SCORE))
    best = scored.sort([_SCORE, _FOLDED], descending=[True, False]).head(_COMPARED)
    return best.collect()[_NAME].to_list()
