"""Lexical forms and comparison by value.

Oracles: XML Schema 1.1 Part 2 (examples worked by hand from its grammar), and Python's own numbers
and dates for what can be asked of them.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.iri import expand
from eloggraph.shacl.core.literals import OBVIOUS, compare, has_lexical_space, is_well_formed
from eloggraph.shacl.core.patterns import translate_pattern
from eloggraph.shacl.core.verdicts import matches_range

GOOD = {
    "integer": ["0", "-0", "+12", "00100", "9" * 40],
    "int": ["2147483647", "-2147483648", "+1"],
    "byte": ["-128", "127"],
    "unsignedByte": ["0", "255", "-0"],
    "nonNegativeInteger": ["0", "-0", "+5", "9" * 30],
    "positiveInteger": ["1", "9" * 30],
    "negativeInteger": ["-1", "-" + "9" * 30],
    "unsignedLong": ["18446744073709551615"],
    "decimal": ["1", "1.", ".5", "-0.50", "+1.0"],
    "double": ["1", "1e3", "-1.5E-10", "INF", "-INF", "+INF", "NaN", ".5"],
    "boolean": ["true", "false", "0", "1"],
    "date": [
        "2024-02-29",
        "2000-02-29",
        "-0044-03-15",
        "12024-01-01",
        "2024-01-01Z",
        "2024-01-01+14:00",
    ],
    "dateTime": ["2024-01-01T00:00:00", "2024-01-01T24:00:00", "2024-12-31T23:59:59.999+02:00"],
    "dateTimeStamp": ["2024-01-01T00:00:00Z"],
    "time": ["00:00:00", "24:00:00", "13:20:00.5-05:00"],
    "gYear": ["2024", "-0001", "12024", "2024Z"],
    "gYearMonth": ["2024-01"],
    "gMonth": ["--12"],
    "gMonthDay": ["--02-29", "--12-31"],
    "gDay": ["---31"],
    "duration": ["P1Y", "P1M", "PT1S", "-P1Y2M3DT4H5M6.7S", "P0D"],
    "dayTimeDuration": ["P1D", "PT36H"],
    "yearMonthDuration": ["P1Y6M", "-P3M"],
    "hexBinary": ["", "0aFF"],
    "base64Binary": ["", "QQ==", "QUI=", "QUJD", "QU JD"],
    "language": ["fi", "en-GB", "zh-Hant-TW"],
    "token": ["", "a b"],
    "normalizedString": [" a  b "],
    "NCName": ["a-b", "_x"],
    "Name": ["a:b"],
    "NMTOKEN": ["-a"],
    "string": ["", " any\n"],
    "anyURI": ["", "not really a URI"],
}
BAD = {
    "integer": ["", "1.0", "1e3", " 1", "1 ", "--1", "+", "１"],
    "int": ["2147483648", "-2147483649"],
    "byte": ["128", "-129"],
    "unsignedByte": ["-1", "256"],
    "nonNegativeInteger": ["-1", "-" + "9" * 30],
    "positiveInteger": ["0"],
    "negativeInteger": ["0", "9" * 30],
    "unsignedLong": ["18446744073709551616"],
    "decimal": ["", ".", "1e3", "1,5", "INF"],
    "double": ["", "inf", "nan", "1e", "e3", "--INF"],
    "boolean": ["True", "yes", ""],
    "date": ["2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "1.1.2024", "24-01-01", "02024-01-01", "2024-01-01+14:01"],
    "dateTime": ["2024-01-01", "2024-01-01T25:00:00", "2024-01-01T24:00:01", "2024-01-01T00:60:00", "2024-01-01 00:00:00", "2023-02-29T00:00:00"],
    "dateTimeStamp": ["2024-01-01T00:00:00"],
    "time": ["1:00:00", "12:00", "24:00:01"],
    "gYear": ["24", "20x5", "02024", "2024-01"],
    "gYearMonth": ["2024-13", "2024"],
    "gMonth": ["12", "--13"],
    "gMonthDay": ["--02-30", "--04-31"],
    "gDay": ["---32", "---00"],
    "duration": ["P", "PT", "P1S", "1Y", "P-1Y", "P1YT", "P1D1Y"],
    "dayTimeDuration": ["P1Y", "P1DT"],
    "yearMonthDuration": ["P1D", "P"],
    "hexBinary": ["0", "0g"],
    "base64Binary": ["Q", "QQ=", "Q===", "QR=="],
    "language": ["", "finnish-", "toolongtag", "f1"],
    "token": [" a", "a  b", "a\tb"],
    "normalizedString": ["a\tb", "a\nb"],
    "NCName": ["a:b", "1a", ""],
    "Name": ["1a"],
    "NMTOKEN": ["a b"],
}  # fmt: skip


def iri(name: str) -> str:
    return expand(f"xsd:{name}")


def literal(text: str, name: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(iri(name)))


@pytest.mark.parametrize("name", GOOD)
def test_well_formed(name: str) -> None:
    assert [text for text in GOOD[name] if not is_well_formed(text, iri(name))] == []


@pytest.mark.parametrize("name", BAD)
def test_ill_formed(name: str) -> None:
    assert [text for text in BAD[name] if is_well_formed(text, iri(name))] == []
    assert has_lexical_space(iri(name))


def test_unknown_datatypes_have_no_ill_formed_literals() -> None:
    assert is_well_formed("anything", "urn:type")
    assert not has_lexical_space("urn:type")


@pytest.mark.parametrize("datatype", OBVIOUS)
def test_what_is_obvious_is_well_formed_and_never_the_reverse(datatype: str) -> None:
    """A frame may skip what looks well-formed, so that nothing ill-formed may look so."""
    name = datatype.rpartition("#")[2]
    texts = [text for each in (*GOOD.values(), *BAD.values()) for text in each]
    for text in texts:
        query = f"ASK {{ FILTER(REGEX({ox.Literal(text)}, {ox.Literal(OBVIOUS[datatype])})) }}"
        if bool(ox.Store().query(query)):
            assert is_well_formed(text, datatype), (name, text)


@given(st.dates())
def test_every_date_is_well_formed(day: date) -> None:
    assert is_well_formed(day.isoformat(), iri("date"))


@given(
    st.integers(-(10**25), 10**25),
    st.integers(-(10**25), 10**25),
    st.sampled_from(["<", "<=", ">", ">="]),
)
def test_whole_numbers_compare_exactly_whatever_their_size(a: int, b: int, operator: str) -> None:
    expected = {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[operator]
    assert compare([(literal(str(a), "integer"), literal(f"{b}.0", "decimal"))], operator) == [
        expected
    ]


@given(st.decimals(-1000, 1000, places=3), st.floats(-1000, 1000))
def test_a_decimal_is_compared_with_a_double_as_doubles(a: object, b: float) -> None:
    expected = float(Fraction(str(a))) < b
    assert compare([(literal(str(a), "decimal"), literal(repr(b), "double"))], "<") == [expected]


@pytest.mark.parametrize(
    ("left", "right", "holds"),
    [
        (("2024-01-01", "date"), ("2024-02-01", "date"), True),
        (("2024", "gYear"), ("2025", "gYear"), True),
        (("10:00:00", "time"), ("11:00:00", "time"), True),
        (
            ("2024-01-01T00:00:00", "dateTime"),
            ("2024-01-01T10:00:00Z", "dateTime"),
            False,
        ),  # within 14 h
        (("2024-01-01T00:00:00", "dateTime"), ("2024-01-03T00:00:00Z", "dateTime"), True),
        (("2024-01-01T01:00:00+02:00", "dateTime"), ("2024-01-01T00:00:00Z", "dateTime"), True),
        (("2024-01-01", "date"), ("2025-01-01T00:00:00", "dateTime"), False),  # not comparable
        (("false", "boolean"), ("true", "boolean"), True),
        (("a", "string"), ("b", "string"), True),
        (("1", "string"), ("2", "integer"), False),
        (("x", "integer"), ("2", "integer"), False),  # ill-typed
        (("300", "byte"), ("400", "integer"), False),
        (("NaN", "double"), ("1", "integer"), False),
        (("-INF", "double"), ("1", "integer"), True),
        (("PT1H", "dayTimeDuration"), ("P1D", "dayTimeDuration"), True),
    ],
)
def test_less_than(left: tuple[str, str], right: tuple[str, str], holds: bool) -> None:
    assert compare([(literal(*left), literal(*right))], "<") == [holds]


def test_texts_with_a_language_have_no_order() -> None:
    assert compare([(ox.Literal("a", language="fi"), ox.Literal("b", language="fi"))], "<") == [
        False
    ]


def test_many_pairs_keep_their_order() -> None:
    day = [literal(f"{1000 + n}-01-01", "date") for n in range(6000)]
    found = compare([(day[n], day[n ^ 1]) for n in range(6000)], "<")
    assert found == [n % 2 == 0 for n in range(6000)]


@pytest.mark.parametrize(
    ("pattern", "flags", "matches", "fails"),
    [
        ("^a.c$", "", ["abc"], ["a\nc", "abc\n", "ABC"]),
        ("^a.c$", "si", ["A\nC"], ["ac"]),
        ("^b$", "m", ["a\nb\nc"], ["ab"]),
        ("^a b # c$", "x", ["ab#c"], ["a b # c"]),
        ("[a-z-[aeiou]]", "", ["xyz"], ["aei"]),
        (r"^\i\c*$", "", ["_a-b.c", "äö"], ["1a", "a b"]),
        (r"^[\i\d]+$", "", ["a1"], ["-"]),
        ("a.b*", "q", ["xa.b*x"], ["aabb"]),
        ("[&&~~]", "", ["&", "~"], ["a"]),
        (r"^\d{7}-\d$", "", ["0202358-9"], ["202358-9"]),
    ],
)  # fmt: skip
def test_pattern_means_what_xpath_says(
    pattern: str, flags: str, matches: list[str], fails: list[str]
) -> None:
    regex = translate_pattern(pattern, flags)
    assert regex is not None

    def found(text: str) -> bool:
        return bool(
            ox.Store().query(f"ASK {{ FILTER(REGEX({ox.Literal(text)}, {ox.Literal(regex)})) }}")
        )

    assert [text for text in matches if not found(text)] == []
    assert [text for text in fails if found(text)] == []


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [("(a", ""), (r"(a)\1", ""), ("(?=a)", ""), ("a", "y"), (r"\p{IsGreek", "")],
)
def test_pattern_that_a_linear_engine_lacks_is_none(pattern: str, flags: str) -> None:
    assert translate_pattern(pattern, flags) is None


def test_language_ranges() -> None:
    assert matches_range("FI", "fi")
    assert not matches_range("", "*")
    assert not matches_range("fin", "fi")
    assert not matches_range("en", "en-GB")
