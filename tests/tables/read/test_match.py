"""Headers and names of tables, found in any language and case, or told with the nearest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.finding import Finding
from eloggraph.schema.model import Column, Table
from eloggraph.schema.names import normalise_header
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.bounds import tell_at_least
from eloggraph.tables.model import MatchedTable
from eloggraph.tables.read.match import column_names, find_nearest, match_table, match_table_name
from eloggraph.tables.read.raw import make_raw_table

SCHEMA = packaged_schema()
ACTORS = SCHEMA.table("actors")
NAMED = [
    (table, column, name)
    for table in SCHEMA.tables
    for column in table.columns
    for name in (column.key, *dict(column.names.items()).values())
]


def match(
    *headers: str, renames: dict[str, str] | None = None, table: Table = ACTORS
) -> tuple[MatchedTable, list[Finding]]:
    rows = [headers, ["x"] * len(headers)]
    raw, _ = make_raw_table(rows, file="t.csv", sheet=None, stem=table.name)
    assert raw is not None
    return match_table(raw, table, renames or {})


def violations(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "violation"]


def test_every_table_answers_to_its_key_and_its_name_in_three_languages() -> None:
    for table in SCHEMA.tables:
        for name in (table.name, *dict(table.names.items()).values()):
            assert match_table_name(name, SCHEMA) is table
            assert match_table_name(f"  {name.upper()} ", SCHEMA) is table


def test_every_column_answers_to_its_key_and_its_name_in_three_languages() -> None:
    wrong = [
        (table.name, column.key, name)
        for table, column, name in NAMED
        if column_names(table).get(normalise_header(name.upper())) is not column
    ]
    assert wrong == []


def test_every_key_may_be_written_with_blanks_for_its_low_lines() -> None:
    """Most keys with a low line are in no language the name of their column or table."""
    spoken = {normalise_header(text) for table, column, text in NAMED if text != column.key}
    tested = 0
    for table in SCHEMA.tables:
        assert match_table_name(table.name.replace("_", " "), SCHEMA) is table
        for column in table.columns:
            matched, _ = match(column.key.replace("_", " "), table=table)
            assert list(matched.positions) == [column.key]
            tested += "_" in column.key and column.key.replace("_", " ") not in spoken
    assert tested


@pytest.mark.parametrize("header", ["Target_Groups", "target groups", "KOHDERYHMÄT", "målgrupper"])
def test_header_is_known_in_any_case_and_spacing(header: str) -> None:
    matched, _ = match(header, table=SCHEMA.table("services"))
    assert list(matched.positions) == ["target_groups"]


def test_header_in_decomposed_unicode_is_known() -> None:
    matched, _ = match("kohderyhma\u0308t", table=SCHEMA.table("services"))
    assert list(matched.positions) == ["target_groups"]


def test_unknown_header_is_told_at_its_cell_with_the_nearest_known() -> None:
    _, findings = match("id", "label@fi", "hompage")
    (finding,) = violations(findings)
    assert finding.code == "header-unknown"
    assert finding.place is not None
    assert (finding.place.row, finding.place.column) == (1, "hompage")
    assert all("homepage" in text for _, text in finding.remedy.items())


def test_a_header_that_only_shares_letters_with_a_known_one_is_not_taken_for_it() -> None:
    matched, findings = match("id", "label@fi", "Palvelut", table=SCHEMA.table("actors"))
    (finding,) = violations(findings)
    assert "level" not in finding.remedy.en
    assert matched.excused == frozenset()


def test_unknown_header_far_from_all_known_still_has_a_remedy() -> None:
    _, findings = match("id", "label@fi", "zzzzzz")
    (finding,) = violations(findings)
    assert "network.toml" in finding.remedy.fi


def test_repeated_header_names_both() -> None:
    _, findings = match("id", "label@fi", "tunnus")
    (finding,) = violations(findings)
    assert finding.code == "header-repeated"
    assert "”tunnus”" in finding.message.fi
    assert "”id”" in finding.message.fi


def test_blank_header_over_data_is_told_with_its_first_row() -> None:
    _, findings = match("id", "", "label@fi")
    (finding,) = violations(findings)
    assert finding.code == "header-blank"
    assert "2" in finding.message.fi


def test_declared_rename_makes_a_header_known() -> None:
    matched, findings = match("Tunniste", "Nimi", renames={"tunniste": "id", "Nimi": "label@fi"})
    assert violations(findings) == []
    assert dict(matched.positions) == {"id": 0, "label@fi": 1}


def test_missing_required_column_is_told_once_at_the_header() -> None:
    _, findings = match("id")
    (finding,) = violations(findings)
    assert finding.code == "column-missing"
    assert "“name (Finnish)”" in finding.message.en


def test_misspelt_required_header_is_one_fault_not_two() -> None:
    _, findings = match("id", "label@ fi")
    assert [f.code for f in violations(findings)] == ["header-unknown"]


def _required(column: Column) -> bool:
    return column.required and column.severity == "violation"


@pytest.mark.parametrize("table", SCHEMA.tables, ids=lambda table: table.name)
def test_one_letter_wrong_in_a_header_names_the_right_one(table: Table) -> None:
    for column in table.columns:
        typo = column.key[:-1] + ("x" if column.key[-1] != "x" else "y")
        if normalise_header(typo) in column_names(table) or len(column.key) < 3:
            continue
        names = [name for c in table.columns for name in (c.key, *dict(c.names.items()).values())]
        assert column.key in find_nearest(typo, names), (table.name, column.key)


def test_nearest_is_best_first_and_none_when_all_are_far() -> None:
    known = ["Jyväskylän yliopisto", "Jyväskylän kesäyliopisto", "Gradia"]
    assert find_nearest("jyväskylän yliopsto", known)[0] == "Jyväskylän yliopisto"
    assert find_nearest("xyz", known) == ()


def test_texts_that_are_no_names_are_not_compared() -> None:
    # Two texts of a million letters would be compared for hours.
    assert find_nearest("a" * 1_000_000, ["a" * 999_999, "b"]) == ()


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=12))
def test_nearest_are_known_names_and_do_not_depend_on_order(known: list[str], value: str) -> None:
    near = find_nearest(value, known)
    assert set(near) <= set(known)
    assert find_nearest(value, reversed(known)) == near


@pytest.mark.parametrize("kind", ["unknown", "repeated", "blank"])
@pytest.mark.parametrize(("count", "told"), [(20, 20), (21, 21), (22, 21), (10_000, 21)])
def test_of_very_many_faulty_headers_the_rest_are_counted(kind: str, count: int, told: int) -> None:
    """Case D17."""
    headers = {
        "unknown": ["id", *(f"kolumn{n}" for n in range(count))],
        "repeated": ["id"] * (count + 1),
        "blank": ["id", *[""] * count],
    }[kind]
    _, findings = match(*headers)
    found = [finding for finding in findings if finding.code == f"header-{kind}"]
    assert len(found) == told
    said = f"{count - 20:,} more, in columns 22–{count + 1}."
    assert found[-1].message.en.endswith(said) == (count > 21)


def test_the_nearest_names_are_looked_up_for_a_bounded_number() -> None:
    """Even where every fault is told one by one, as in a marked copy."""
    headers = ["id", *(f"kindd{n}" for n in range(300))]
    with tell_at_least(1000):
        _, findings = match(*headers)
    told = [finding for finding in findings if finding.code == "header-unknown"]
    assert len(told) == 300
    near = ["Did you mean" in finding.remedy.en for finding in told]
    assert near == [True] * 200 + [False] * 100


@pytest.mark.parametrize(
    ("header", "near"),
    [
        ("nimi", "nimi (suomi)"),
        ("Namn", "namn (svenska)"),
        ("name", "name (English)"),
        ("Toimijan nimi", "nimi (suomi)"),
        ("nimi ruotsiksi", "nimi (ruotsi)"),
        ("nimi_en", "nimi (englanti)"),
        ("namn på finska", "namn (finska)"),
        ("name in Swedish", "name (Swedish)"),
        ("kuvaus", "kuvaus (suomi)"),
        ("description", "description (English)"),
    ],
)
def test_header_without_its_language_is_told_the_column_of_the_language(
    header: str, near: str
) -> None:
    _, findings = match("id", header)
    (fault,) = [finding for finding in findings if finding.code == "header-unknown"]
    assert f"”{near}”" in fault.remedy.fi
    assert fault.remedy.fi.count("”") == 2
    column = column_names(ACTORS)[normalise_header(near)]
    missing = [finding.value for finding in findings if finding.code == "column-missing"]
    assert column.key not in missing


@pytest.mark.parametrize("header", ["nimike", "puhelin", "renamed"])
def test_header_that_only_has_the_letters_of_one_is_not_told_a_language(header: str) -> None:
    _, findings = match("id", header)
    (fault,) = [finding for finding in findings if finding.code == "header-unknown"]
    assert "(suomi)" not in fault.remedy.fi
