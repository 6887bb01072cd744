"""Cells to values, as people in Finland write them.

Oracles: Python's ``decimal`` and ``datetime`` on hand-worked cases, and rdflib on whether a
lexical form is one of its datatype.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.graph.values import parse_cells
from eloggraph.iri import contract, expand
from eloggraph.schema.model import Column, ValueKind
from eloggraph.text import Text

ANY_DATE = ("xsd:date", "xsd:gYearMonth", "xsd:gYear")


def parse(kind: ValueKind, datatypes: tuple[str, ...], *texts: str) -> list[tuple[str, str] | None]:
    """Return ``(datatype, lexical form)`` of each text, or None where it is refused."""
    column = Column(
        key="k",
        names=Text.same("k"),
        description=Text.same(""),
        shape="",
        path="",
        inverse=False,
        kind=kind,
        datatypes=tuple(map(expand, datatypes)),
    )
    cells = pl.DataFrame({"row": range(len(texts)), "text": texts}, schema_overrides={"text": str})
    found, wrong = parse_cells(cells, column)
    values = {
        row: (contract(datatype), value)
        for datatype, frame in found.items()
        for row, value in frame.select("row", "object").iter_rows()
    }
    assert sorted([*values, *wrong["row"]]) == list(range(len(texts))), "each cell is in one place"
    return [values.get(row) for row in range(len(texts))]


def one(kind: ValueKind, datatype: str, text: str) -> str | None:
    found = parse(kind, (datatype,), text)[0]
    return found and found[1]


DATES = {
    "1.10.2018": ("xsd:date", "2018-10-01"),
    "01.10.2018": ("xsd:date", "2018-10-01"),
    "2018-10-01": ("xsd:date", "2018-10-01"),
    "29.2.2020": ("xsd:date", "2020-02-29"),
    "2018-10-01 00:00:00": ("xsd:date", "2018-10-01"),
    "2021-05": ("xsd:gYearMonth", "2021-05"),
    "5/2021": ("xsd:gYearMonth", "2021-05"),
    "05/2021": ("xsd:gYearMonth", "2021-05"),
    "2021": ("xsd:gYear", "2021"),
}
NO_DATES = [
    "31.2.2021", "29.2.2021", "2021-02-31", "10/1/2018", "1.10.18", "13/2021", "2021-13", "2021-5-1",
    "43374", "syksy 2018", "2025+", "1.10.2018 klo 12.00", "2018-10-01 12:30:00", "0000", "0000-01-01",
    "0000-05", "1.1.0000", "٢٠٢١", "٣١.١٢.٢٠٢١", "21", "-2021", "1.10.2018.", "32.1.2020", "0.1.2020",
]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_date_keeps_the_precision_it_is_given_with(text: str) -> None:
    assert parse("date", ANY_DATE, text) == [DATES[text]]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_day_month_or_year_is_refused(text: str) -> None:
    assert parse("date", ANY_DATE, text) == [None]


def test_column_of_days_takes_days_only() -> None:
    assert parse("date", ("xsd:date",), "2021", "5/2021", "1.5.2021") == [
        None,
        None,
        ("xsd:date", "2021-05-01"),
    ]


@given(st.dates())
def test_every_day_is_read_in_both_ways_of_writing(day: datetime.date) -> None:
    finnish = f"{day.day}.{day.month}.{day.year:04}"
    assert one("date", "xsd:date", finnish) == day.isoformat()
    assert one("date", "xsd:date", day.isoformat()) == day.isoformat()


INTEGERS = {
    "12000": "12000", "12 000": "12000", "12\u00a0000": "12000", "1\u202f234\u202f567": "1234567",
    "-5": "-5", "−5": "-5", "+5": "5", "007": "007", "0": "0",
}  # fmt: skip
NO_INTEGERS = [
    "12 00", "1 2000", "12.5", "12,5", "12.000", "+-5", "++5", "--5", "5-", "1e3", "noin 5", "٥", "½",
    "²", "5 kpl", "-",
]  # fmt: skip
DECIMALS = {
    "62,24": "62.24", "62.24": "62.24", "12 000,5": "12000.5", "−0,5": "-0.5", "12000": "12000",
    "+1,5": "1.5",
}  # fmt: skip
NO_DECIMALS = ["1,5,5", "1.234,5", "1,234.5", ",5", "5,", "NaN", "INF", "50 %", "+-1,5", "1..5"]


@pytest.mark.parametrize("text", INTEGERS)
def test_integer_may_have_spaces_between_thousands(text: str) -> None:
    assert one("integer", "xsd:integer", text) == INTEGERS[text]


@pytest.mark.parametrize("text", NO_INTEGERS)
def test_what_is_no_integer_is_refused(text: str) -> None:
    assert one("integer", "xsd:integer", text) is None


@pytest.mark.parametrize("text", DECIMALS)
def test_decimal_may_have_a_comma(text: str) -> None:
    assert one("decimal", "xsd:decimal", text) == DECIMALS[text]


@pytest.mark.parametrize("text", NO_DECIMALS)
def test_what_is_no_decimal_is_refused(text: str) -> None:
    assert one("decimal", "xsd:decimal", text) is None


@given(st.integers(-(10**12), 10**12))
def test_every_integer_is_read_plain_and_grouped(number: int) -> None:
    assert one("integer", "xsd:integer", str(number)) == str(number)
    assert one("integer", "xsd:integer", f"{number:,}".replace(",", " ")) == str(number)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
def test_every_decimal_is_read_with_a_comma(number: Any) -> None:
    read = one("decimal", "xsd:decimal", f"{number:f}".replace(".", ","))
    assert read is not None
    assert type(number)(read) == number


@pytest.mark.parametrize(
    ("word", "value"),
    [
        (w, "true")
        for w in ("kyllä", "KYLLÄ", "kylla\u0308", "ja", "Ja", "yes", "true", "1", "x", "k")
    ]
    + [(w, "false") for w in ("ei", "Ei", "nej", "no", "FALSE", "0", "n")],
)
def test_yes_and_no_are_understood_in_three_languages(word: str, value: str) -> None:
    assert one("boolean", "xsd:boolean", word) == value


@pytest.mark.parametrize("word", ["ehkä", "kyllä?", "2", "tosi", "-"])
def test_neither_yes_nor_no_is_refused(word: str) -> None:
    assert one("boolean", "xsd:boolean", word) is None


@pytest.mark.parametrize(
    "text",
    ["https://jyu.fi", "http://jyu.fi/ä?a=b#c", "mailto:a@example.org", "https://äänekoski.fi/"],
)
def test_address_is_taken(text: str) -> None:
    assert one("iri", "xsd:anyURI", text) == text


@pytest.mark.parametrize(
    "text",
    [
        "www.jyu.fi",
        "jyu.fi",
        "javascript:alert(1)",
        "https://a b",
        'https://a"b',
        "ftp://x",
        "https://",
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    assert one("iri", "xsd:anyURI", text) is None


@given(st.text(min_size=1))
def test_text_is_taken_as_it_is(text: str) -> None:
    assert one("text", "xsd:string", text) == text


KINDS: list[tuple[ValueKind, str]] = [
    ("integer", "xsd:integer"),
    ("decimal", "xsd:decimal"),
    ("boolean", "xsd:boolean"),
    ("date", "xsd:date"),
    ("date", "xsd:gYearMonth"),
    ("date", "xsd:gYear"),
]
LIKE_VALUES = st.text("0123456789.,-−+/ \u00a0kylläeino", max_size=11)


@pytest.mark.parametrize(("kind", "datatype"), KINDS)
def test_what_is_taken_is_of_its_datatype_for_rdflib(kind: ValueKind, datatype: str) -> None:
    @given(LIKE_VALUES)
    def holds(text: str) -> None:
        value = one(kind, datatype, text)
        if value is not None:
            literal = rdflib.Literal(value, datatype=expand(datatype), normalize=False)
            assert not literal.ill_typed, text

    holds()


def test_wrong_value_is_told_at_its_cell_in_the_words_of_its_kind(
    tmp_path: Any, write_network: Callable[..., Any], read: Callable[..., Any]
) -> None:
    tables = {
        "indicators": "id,label@fi,label@sv,label@en\ni,I,I,I\n",
        "observations": "indicator,area,value,approximate,observed\ni,13,monta,ehkä,31.2.2021\n",
    }
    assert read(write_network(tmp_path, tables)).cells() == [
        ("value-not-boolean", 2, "approximate"),
        ("value-not-date", 2, "observed"),
        ("value-not-decimal", 2, "value"),
    ]
