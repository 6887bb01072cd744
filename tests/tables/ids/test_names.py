"""Names folded as a reader compares them, and ids made from them."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.ids.names import fold_name, fold_names, make_slug

PATTERN = packaged_schema().table("actors").column("id").pattern or ""


@given(st.text(max_size=80))
def test_any_name_makes_an_id_that_the_shape_takes(name: str) -> None:
    slug = make_slug(name)
    assert re.search(PATTERN, slug)
    assert len(slug) <= 60
    assert slug == slug.lower()


@given(st.lists(st.text(max_size=20), max_size=5))
def test_one_name_is_folded_as_a_column_of_them(names: list[str]) -> None:
    column = pl.DataFrame({"name": pl.Series(names, dtype=pl.String)})
    folded = column.select(fold_names(pl.col("name")))["name"].fill_null("").to_list()
    assert folded == [fold_name(name) for name in names]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Työ- ja elinkeinoministeriö", "tyo-ja-elinkeinoministerio"),
        ("Svenska Österbottens förbund", "svenska-osterbottens-forbund"),
        ("Sámi giellagáldu", "sami-giellagaldu"),
        ("Maija Meikäläinen, maija@firma.fi", "maija-meikalainen"),
        ("131052-308T", "x"),
        ("Pohjois-Savon elinkeino-, liikenne- ja ympäristökeskuksen työllisyyspalvelut",
         "pohjois-savon-elinkeino-liikenne-ja-ymparistokeskuksen"),
    ],
)  # fmt: skip
def test_an_id_reads_like_the_name_and_holds_nothing_private(name: str, slug: str) -> None:
    assert make_slug(name) == slug
