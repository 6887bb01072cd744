"""Text in three languages; numbers and dates as readers of each write them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
import string
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.catalogue import read_chapter
from eloggraph.finding import Finding, Place, Report, order_findings, tell
from eloggraph.text import (
    FINISHED,
    HABITS,
    LANGUAGES,
    Text,
    catalogue_keys,
    check_language,
    format_date,
    format_number,
    say,
)

KEYS = catalogue_keys()
FINDINGS = [key for key in KEYS if key.startswith("findings.")]
# Entries are many and quick: a test holds those of a chapter, or of one initial.
CHAPTERS = sorted({key.partition(".")[0] for key in KEYS})


def entry(key: str) -> Any:
    chapter, *parts = key.split(".")
    node: Any = read_chapter(chapter)
    for part in parts:
        node = node[part]
    return node


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_entry_has_every_finished_language_with_the_same_values(chapter: str) -> None:
    for key in (key for key in KEYS if key.partition(".")[0] == chapter):
        said = entry(key)
        assert set(FINISHED) <= set(said) <= set(LANGUAGES), key
        assert all(text.strip() == text and text for text in said.values()), key
        assert len({frozenset(placeholders(text)) for text in said.values()}) == 1, key


@pytest.mark.parametrize("initial", sorted({key.partition(".")[2][0] for key in FINDINGS}))
def test_finding_says_what_and_what_to_do(initial: str) -> None:
    known = set(KEYS)
    for key in (key for key in FINDINGS if key.startswith(f"findings.{initial}")):
        stem, _, last = key.rpartition(".")
        assert last in {"message", "remedy"}, key
        assert {f"{stem}.message", f"{stem}.remedy"} <= known, key
        for text in entry(key).values():
            assert text[0] in "”“{" or text[0].isupper() or text.startswith("network.toml"), key
            assert text[-1] in ".?", key


def test_every_code_told_in_the_sources_is_in_the_catalogue() -> None:
    source = files("eloggraph")
    told: set[str] = set()
    for path in Path(str(source)).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        told |= set(re.findall(r'(?<![\w.])tell\(\s*"([a-z-]+)"', text))
    assert len(told) > 20
    entries = [key.partition(".")[2] for key in KEYS]
    assert {code for code in told if not any(e.startswith(f"{code}.") for e in entries)} == set()


def test_number_is_written_as_each_language_writes_it() -> None:
    assert format_number(1234567.5, "fi", decimals=1) == "1\u00a0234\u00a0567,5"
    assert format_number(1234567.5, "sv", decimals=1) == "1\u00a0234\u00a0567,5"
    assert format_number(1234567.5, "en", decimals=1) == "1,234,567.5"
    assert format_number(-2, "fi") == "−2"


@given(st.floats(-0.004, 0.004))
def test_nothing_is_not_negative(value: float) -> None:
    assert format_number(value, "en", decimals=2) == "0.00"


@given(st.integers(-(10**9), 10**9), st.sampled_from(LANGUAGES))
def test_number_can_be_read_back(value: int, language: Any) -> None:
    written = format_number(value, language)
    assert int(re.sub(r"[\u00a0,]", "", written).replace("−", "-")) == value


@pytest.mark.parametrize(
    ("iso", "shown"), [("2021-05-19", "19.5.2021"), ("2021-05", "5/2021"), ("2021", "2021")]
)
def test_date_is_written_as_in_finland_and_iso_in_english(iso: str, shown: str) -> None:
    assert format_date(iso, "fi") == format_date(iso, "sv") == shown
    assert format_date(iso, "en") == iso


def test_missing_language_borrows_the_next_best() -> None:
    assert Text.of({"sv": "a"}, "x") == Text("a", "a", "a")
    assert Text.of({"en": "b", "sv": "a"}, "x") == Text("b", "a", "b")
    assert Text.of({"de": "c"}, "x") == Text("c", "c", "c")
    assert Text.of({}, "x") == Text("x", "x", "x")
    assert Text.of({"fi": ""}, "x") == Text("x", "x", "x")
    assert Text("a", "b", "c").say("en") == "c"
    assert Text("a") == Text.same("a")


def test_languages_are_in_the_order_in_which_they_are_shown() -> None:
    assert FINISHED[:3] == ("fi", "sv", "en")
    assert [HABITS[each].name for each in FINISHED[:3]] == ["Suomi", "Svenska", "English"]
    assert check_language("sv") == "sv"
    with pytest.raises(ValueError, match=r"de: .* fi, sv, en"):
        check_language("de")


def test_no_word_is_yes_in_one_language_and_no_in_another() -> None:
    yes = {word for habits in HABITS.values() for word in (*habits.yes, habits.true)}
    no = {word for habits in HABITS.values() for word in (*habits.no, habits.false)}
    assert {"kyllä", "ja", "yes"} <= yes
    assert not yes & no


def test_a_finished_language_has_all_the_words_that_cells_are_read_by() -> None:
    for language in FINISHED:
        habits = HABITS[language]
        assert len(habits.months) == 12, language
        assert set(habits.durations) == {"Y", "M", "W", "D"}, language
        assert len(habits.yes) == len(habits.no) > 0, language
        assert habits.name != language
        assert habits.conjunction


def test_text_is_a_value() -> None:
    text = Text("kunta", "kommun", "municipality")
    assert pickle.loads(pickle.dumps(text)) == copy.deepcopy(text) == text
    assert len({text, Text.of(text.to_dict())}) == 1
    assert eval(repr(text)) == text
    assert min(Text("b", "a", "a"), text, Text("a", "b", "c")) == Text("a", "b", "c")
    assert text.sv == "kommun"
    with pytest.raises(AttributeError):
        text.de  # noqa: B018
    with pytest.raises(dataclasses.FrozenInstanceError):
        text.said = ()  # type: ignore[misc]


def test_values_of_cells_are_not_read_as_placeholders() -> None:
    finding = tell("cell-outer-space", "warning", value="{value} {0} {{x}}")
    assert "{value} {0} {{x}}" in finding.message.fi


def test_row_numbers_are_not_grouped_like_amounts() -> None:
    finding = tell("key-repeated", "violation", value="a", first="12345", table=Text.same("t"))
    assert "12345" in finding.message.en


def test_missing_value_is_a_bug_and_not_silence() -> None:
    with pytest.raises(KeyError):
        say("findings.uses-faulty.message")
    with pytest.raises(KeyError):
        say("findings.no-such-code.message")


def make(row: int | None, column: str | None = None, code: str = "shape") -> Finding:
    place = Place(file="a.csv", row=row, column=column)
    return tell(code, "warning", place, column="c")


def test_findings_are_ordered_by_file_row_and_column() -> None:
    findings = [make(3), make(2, "b"), make(2, "a"), make(None), make(2)]
    ordered = order_findings(findings + findings)
    assert [(f.place and f.place.row, f.place and f.place.column) for f in ordered] == [
        (None, None), (2, None), (2, "a"), (2, "b"), (3, None),
    ]  # fmt: skip


def test_report_reaches_a_threshold_at_or_above_it() -> None:
    report = Report((make(1),))
    assert report.count("warning") == 1
    assert not report.reaches("violation")
    assert report.reaches("warning")
    assert report.reaches("info")
