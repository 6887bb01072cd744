"""Ids that a person takes for one another are told, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Factory = Callable[..., Any]


@pytest.fixture
def told(tmp_path: Path, write_network: Factory, read: Factory) -> Callable[..., list[Any]]:
    def read_ids(*ids: str) -> list[Any]:
        rows = "".join(f'"{each}",A,A,A\n' for each in ids)
        tables = {"actors": f"id,label@fi,label@sv,label@en\n{rows}"}
        return list(read(write_network(tmp_path, tables)).of("key-confusable"))

    return read_ids


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ("Ohjaamo", "ohjaamo", "kirjainten koon"),
        ("001", "1", "alkunollien"),
        ("07", "007", "alkunollien"),
        ("ohjaamo", "ohjaam\u043e", "U+043E"),  # Cyrillic o
        ("alfa", "\u03b1lfa", "U+03B1"),  # Greek alpha
        ("сар", "cap", "U+0441"),
        ("ohjaamo", "ohjaa\u200bmo", "U+200B"),
        ("keski-suomi", "keski_suomi", "helppo sekoittaa"),
        ("keski-suomi", "keski suomi", "helppo sekoittaa"),
        ("keski-suomi", "keski\u2011suomi", "U+2011"),
        ("o1", "01", "helppo sekoittaa"),
        ("jyu", "jyu.", "helppo sekoittaa"),
        ("ﬁ", "fi", "U+FB01"),
    ],
)
def test_look_alike_is_told_with_both_rows(
    told: Callable[..., list[Any]], first: str, second: str, word: str
) -> None:
    (finding,) = told("muu", first, second)
    assert (finding.severity, finding.place.row, finding.place.column) == ("warning", 4, "id")
    assert finding.value == second
    assert "3" in finding.message.sv
    assert first in finding.message.fi
    assert word in finding.message.fi


@pytest.mark.parametrize(
    "ids",
    [
        ("a", "b"),
        ("1", "10", "100"),
        ("001", "002", "010"),
        ("1.1", "11"),
        ("a1", "al"),
        ("ä", "a"),
        ("åbo", "abo"),
        ("a-1", "a1"),
        ("rn", "m"),
    ],
)
def test_ids_that_people_tell_apart_are_left_alone(
    told: Callable[..., list[Any]], ids: tuple[str, ...]
) -> None:
    assert told(*ids) == []


def test_same_id_in_another_unicode_form_is_the_same_id(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    tables = {"actors": "id,label@fi,label@sv,label@en\n\u00e4,A,A,A\na\u0308,B,B,B\n"}
    reading = read(write_network(tmp_path, tables))
    assert [f.place.row for f in reading.of("key-repeated")] == [3]
    assert reading.of("key-confusable") == []


def test_third_of_a_kind_is_told_of_the_first(told: Callable[..., list[Any]]) -> None:
    findings = told("a", "A", "a.")
    assert [(f.place.row, f.value) for f in findings] == [(3, "A"), (4, "a.")]
    assert all("”a”" in f.message.fi for f in findings)
