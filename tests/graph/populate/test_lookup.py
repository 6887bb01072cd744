"""Texts looked up for a whole column: few and many are found alike. Oracle: a dictionary."""

from __future__ import annotations

import polars as pl
import pytest

from eloggraph.graph.populate.lookup import LookupTable


@pytest.mark.parametrize("known", [3, 5000])
@pytest.mark.parametrize("asked", [0, 7, 6000])
def test_few_and_many_texts_are_found_alike(known: int, asked: int) -> None:
    meant = {f"t{n}": f"urn:{n}" for n in range(known)}
    frame = pl.DataFrame({"text": list(meant), "iri": list(meant.values()), "again": list(meant)})
    texts = [None if n % 5 == 0 else f"t{n * 7 % (known + 2)}" for n in range(asked)]
    iris, again = LookupTable(frame=frame).find(pl.Series("x", texts, dtype=pl.String))
    expected = [meant.get(text or "") for text in texts]
    assert iris.to_list() == expected
    assert again.to_list() == [iri and text for iri, text in zip(expected, texts, strict=True)]
    assert iris.dtype == pl.String
