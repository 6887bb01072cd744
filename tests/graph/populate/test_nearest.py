"""The nearest names, of few and of very many. Oracle: the search that compares with each."""

from __future__ import annotations

import polars as pl
import pytest

from eloggraph.graph.populate.nearest import prepare_find
from eloggraph.tables.read.match import prepare_nearest

# Names enough that no index of them is made.
NAMES = [f"{a}{b}-{c} {n}" for a in "aeiou" for b in "klmnprst" for c in ("opisto", "koulu") for n in range(300)]  # fmt: skip


@pytest.mark.parametrize("text", ["ak-opisto 17", "UT-KOULU 29", "em-opist 250", "xyzzy", "a", ""])
def test_nearest_of_many_names_are_those_of_each_compared(text: str) -> None:
    assert len(NAMES) > 20_000
    assert prepare_find(pl.Series(NAMES))(text) == prepare_nearest(NAMES)(text)


def test_nearest_of_few_names_are_found_every_time() -> None:
    find = prepare_find(pl.Series(["gradia", "jyu", "Ohjaamo"]))
    assert [find(text) for text in ("gradja", "ohjamo", "xyzzy")] == [("gradia",), ("Ohjaamo",), ()]
    assert [find(f"gradi{n}") for n in range(100)] == [("gradia",)] * 100
