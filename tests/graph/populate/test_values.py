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

from eloggraph.graph.populate.ambiguity import find_ambiguous
from eloggraph.graph.populate.values import parse_texts
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
    parsed = parse_texts(pl.Series(texts, dtype=pl.String), column)
    found: list[tuple[str, str] | None] = [None] * len(texts)
    for datatype, values in parsed.values.items():
        for index, value in enumerate(values):
            if value is not None:
                assert found[index] is None, "each cell is of one datatype"
                found[index] = (contract(datatype), value)
    missed = {text for text, value in zip(texts, found, strict=True) if value is None}
    assert missed == set(parsed.wrong), "each cell is in one place"
    return found


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
    "1. lokakuuta 2018": ("xsd:date", "2018-10-01"),
    "den 1 oktober 2018": ("xsd:date", "2018-10-01"),
    "October 1st, 2018": ("xsd:date", "2018-10-01"),
    "1 Oct 2018": ("xsd:date", "2018-10-01"),
    "1.\u00a010.\u00a02018": ("xsd:date", "2018-10-01"),
    "lokakuussa 2018": ("xsd:gYearMonth", "2018-10"),
    "maj 2021": ("xsd:gYearMonth", "2021-05"),
}
NO_DATES = [
    "31.2.2021", "29.2.2021", "2021-02-31", "10/1/2018", "1.10.18", "13/2021", "2021-13", "2021-5-1",
    "43374", "syksy 2018", "2025+", "1.10.2018 klo 12.00", "2018-10-01 12:30:00", "0000", "0000-01-01",
    "0000-05", "1.1.0000", "٢٠٢١", "٣١.١٢.٢٠٢١", "21", "-2021", "1.10.2018.", "32.1.2020", "0.1.2020",
    "31. helmikuuta 2021", "1. syksyä 2018", "lokakuu", "2018/10/01", "10-1-2018", "2020–2021",
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


def test_long_column_knows_every_day_of_the_calendar() -> None:
    """Each day that is written in a long column is one of the calendar, in leap years and others."""
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in (1900, 2000, 2023, 2024)
        for month in range(1, 13)
        for day in range(1, 33)
    ]
    assert len(days) > 1_000  # from here on a column's canonical texts are taken as a whole
    taken = [text for text in days if parse_day(text)]
    assert len(taken) == 365 + 366 + 365 + 366
    found = parse("date", ("xsd:date",), *days)
    assert [value[1] for value in found if value] == taken


def parse_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


INTEGERS = {
    "12000": "12000", "12 000": "12000", "12\u00a0000": "12000", "1\u202f234\u202f567": "1234567", "12'000": "12000", "12\u2009000": "12000",
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
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
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
        for w in (
            "kyllä",
            "KYLLÄ",
            "kylla\u0308",
            "ja",
            "Ja",
            "yes",
            "true",
            "1",
            "x",
            "k",
            "TOSI",
            "SANT",
            "✓",
        )
    ]
    + [
        (w, "false") for w in ("ei", "Ei", "nej", "no", "FALSE", "0", "n", "EPÄTOSI", "FALSKT", "☐")
    ],
)
def test_yes_and_no_are_understood_in_three_languages(word: str, value: str) -> None:
    assert one("boolean", "xsd:boolean", word) == value


@pytest.mark.parametrize("word", ["ehkä", "kyllä?", "2", "☒", "-"])
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


DURATIONS = {
    "P6M": "P6M", "P1Y6M": "P1Y6M", "PT1H30M": "PT1H30M", "3 kk": "P3M", "2 v": "P2Y", "2 v.": "P2Y",
    "6 mån": "P6M", "1 year 6 months": "P1Y6M", "1 vuosi ja 6 kuukautta": "P1Y6M",
    "1 år, 6 månader": "P1Y6M", "2 viikkoa": "P14D", "10 pv": "P10D", "1 kuukausi": "P1M", "0 kk": "P0M",
}  # fmt: skip
NO_DURATIONS = ["6", "kk", "P", "PT", "P6", "1,5 v", "6 kk 6 kk", "6 kk kk", "pitkään", "6 ehkä kk"]


@pytest.mark.parametrize("text", DURATIONS)
def test_duration_is_iso_or_in_the_words_of_three_languages(text: str) -> None:
    assert one("text", "xsd:duration", text) == DURATIONS[text]


@pytest.mark.parametrize("text", NO_DURATIONS)
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert one("text", "xsd:duration", text) is None


# (the column, what is refused, what is read and told): the mark before three digits
DOUBT = [
    (["12.000"], ["12.000"], []),
    (["12,000", "5,5"], [], []),
    (["12.500"], [], ["12.500"]),
    (["62.241", "25.7472"], [], []),
    (["62.241", "0.5"], [], []),
    (["62.241", "1234.567"], [], []),
    (["12.500", "5,5"], ["12.500"], []),
    (["-12.500", "0.123", "1.5"], [], []),
    (["0.123", "1 234.567"], [], []),
    (["12.5", "12"], [], []),
]


@pytest.mark.parametrize(("texts", "refused", "told"), DOUBT)
def test_mark_before_three_digits_is_never_read_in_silence(
    texts: list[str], refused: list[str], told: list[str]
) -> None:
    ambiguity = find_ambiguous(pl.Series(texts))
    assert (list(ambiguity.refused), list(ambiguity.told)) == (refused, told)


def test_refused_number_is_no_value_and_doubtful_one_is() -> None:
    assert parse("decimal", ("xsd:decimal",), "12.000", "12.500") == [
        None,
        ("xsd:decimal", "12.500"),
    ]


@pytest.mark.parametrize(
    ("kind", "datatypes", "odd"),
    [
        ("date", ANY_DATE, ["1.10.2018", "2018", "2021-02-30", "5/2021", "0000-01-01"]),
        ("decimal", ("xsd:decimal",), ["1,5", "1 234,50", "abc", "−3"]),
        ("integer", ("xsd:integer",), ["12 000", "1,5", "−3"]),
        ("iri", ("xsd:anyURI",), ["www.jyu.fi", "https://äänekoski.fi"]),
    ],
)
def test_long_column_is_read_as_its_cells_are_read_alone(
    kind: ValueKind, datatypes: tuple[str, ...], odd: list[str]
) -> None:
    plain = {
        "date": [f"{year}-{month:02}-{day:02}" for year in (1999, 2024) for month in range(1, 13)
                 for day in range(1, 29)] + [f"{year}-05-31" for year in range(1000, 1600)],
        "decimal": [f"{n}.{n % 97}" for n in range(1200)],
        "integer": [str(n - 600) for n in range(1200)],
        "iri": [f"https://example.org/{n}?a=b#c" for n in range(1200)],
    }[kind]  # fmt: skip
    texts = [*plain, *odd]
    alone = [parse(kind, datatypes, text)[0] for text in texts]
    assert parse(kind, datatypes, *texts) == alone
    assert parse(kind, datatypes, *plain) == alone[: len(plain)]


KINDS: list[tuple[ValueKind, str]] = [
    ("integer", "xsd:integer"),
    ("decimal", "xsd:decimal"),
    ("boolean", "xsd:boolean"),
    ("date", "xsd:date"),
    ("date", "xsd:gYearMonth"),
    ("date", "xsd:gYear"),
    ("text", "xsd:duration"),
]
LIKE_VALUES = st.text("0123456789.,-−+/ \u00a0kylläeinoPYMDTHS", max_size=11)


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


def test_what_is_made_by_a_reader_is_known_to_be_well_formed(
    tiny_network: Any, read: Callable[..., Any]
) -> None:
    frames = read(tiny_network).graph.frames
    told = {part.datatype or part.language: part.well_formed for part in frames if part.origin}
    assert told[expand("xsd:gYear")] is told[expand("xsd:string")] is told["fi"] is True
    # Of a node there is no lexical form.
    assert told[None] is False
