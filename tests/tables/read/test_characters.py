"""Letters that are not what they look like; the oracle is how each fault is made."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.finding import Finding
from eloggraph.tables.bounds import LIMIT
from eloggraph.tables.model import RawTable
from eloggraph.tables.read.characters import find_character_faults
from eloggraph.tables.read.raw import make_raw_table
from eloggraph.tables.read.remarks import SheetRemarks, tell_remarks

NORDIC = "Jyväskylän – ”Åbo” 5 €, élève, Größe, žluťoučký"


def table(*cells: str, header: str = "nimi") -> RawTable:
    rows = [["x", header], *([str(i), cell] for i, cell in enumerate(cells))]
    raw, _ = make_raw_table(rows, file="t.csv", sheet=None, stem="t")
    assert raw is not None
    return raw


def faults(*cells: str) -> list[Finding]:
    return find_character_faults(table(*cells))


@pytest.mark.parametrize(
    "text",
    [
        "plain text",
        "tab\tand\nline",
        NORDIC,
        "Привет мир",
        "αβγ",
        "5 μm, 3 kΩ",
        "SÃO PAULO",
        "A–Ä–Ö",
        "👩‍👩‍👧",
        "می‌خواهم",
        "5\u00a0000",
        "©®™",
    ],
)
def test_texts_as_people_write_them_are_not_odd(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize("character", ["\u200b", "\u00ad", "\u202e", "\ufeff", "\x07", "\u2060"])
def test_unseen_character_is_told_with_its_code_point(character: str) -> None:
    (finding,) = faults(f"Ohj{character}aamo")
    assert (finding.severity, finding.code) == ("warning", "cell-unseen")
    assert finding.place is not None
    assert (finding.place.row, finding.place.column) == (2, "nimi")
    for _, text in finding.message.items():
        assert f"Ohj⟨U+{ord(character):04X}⟩aamo" in text


@pytest.mark.parametrize("joined", ["Ohj\u200daamo", "\u200cOhjaamo", "Ohjaamo\u200d"])
def test_joiner_beside_a_latin_letter_is_told(joined: str) -> None:
    assert [f.code for f in faults(joined)] == ["cell-unseen"]


@pytest.mark.parametrize("text", ["Äänekoski", "Åbo – Öljy", "naïve café", "”lainaus”", "5 €"])
def test_text_encoded_twice_is_told_with_what_it_was(text: str) -> None:
    twice = text.encode("utf-8").decode("cp1252", errors="ignore")
    if len(twice) != len(text.encode("utf-8")):
        twice = "".join(
            bytes([b]).decode("cp1252") if b not in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else chr(b)
            for b in text.encode("utf-8")
        )
    found = [f for f in faults(twice) if f.code == "cell-twice-encoded"]
    assert [f.severity for f in found] == ["warning"]
    assert all(text in said for _, said in found[0].message.items())


@given(st.text("abcäöåÄÖÅéüß–”€ ", min_size=1, max_size=20))
def test_no_text_of_ours_is_taken_for_a_twice_encoded_one(text: str) -> None:
    assert "cell-twice-encoded" not in {f.code for f in faults(text)}


@pytest.mark.parametrize(
    ("word", "like"), [("Оhjaamo", "O"), ("ohjaаmo", "a"), ("Οhjaamo", "O"), ("kaupunкi", None)]
)
def test_letter_of_another_alphabet_in_a_word_is_told(word: str, like: str | None) -> None:
    found = faults(f"Jyväskylän {word}")
    if like is None:  # к is not taken for k
        assert found == []
        return
    (finding,) = found
    assert finding.code == "cell-look-alike"
    odd = next(c for c in word if "LATIN" not in unicodedata.name(c))
    assert f"{odd} (U+{ord(odd):04X})" in finding.message.fi
    assert finding.message.en.endswith(f"looks like {like}.")


def test_lost_letters_are_told() -> None:
    assert [f.code for f in faults("Jyv\ufffdskyl\ufffd")] == ["cell-letter-lost"]


def test_twins_of_unicode_forms_name_both_rows() -> None:
    (finding,) = faults("Jyväskylä", "Laukaa", "Jyva\u0308skyla\u0308")
    assert finding.code == "cell-twin"
    assert finding.place is not None
    assert finding.place.row == 4
    assert all("2" in text for _, text in finding.message.items())


def test_letters_in_two_parts_are_told_once_for_a_column_and_kept() -> None:
    raw = table("a\u0308", "o\u0308")
    (finding,) = find_character_faults(raw)
    assert (finding.severity, finding.code) == ("info", "letters-decomposed")
    assert raw.frame["c1"].to_list() == ["a\u0308", "o\u0308"]


def test_in_keys_and_headers_the_unseen_is_a_violation() -> None:
    raw = table("Ohj\u200baamo", header="ni\u00admi")
    found = find_character_faults(raw, keys=frozenset({1}))
    assert [(f.severity, f.place and f.place.row) for f in found] == [
        ("violation", 1),
        ("violation", 2),
    ]


def test_many_cells_of_one_kind_are_counted_beyond_the_first_ones() -> None:
    found = faults(*(["Ohj\u200baamo"] * 1_000))
    assert len(found) == LIMIT + 1
    assert [f.place and f.place.row for f in found] == list(range(2, LIMIT + 3))
    assert {f.code for f in found} == {"cell-unseen"}
    assert "980" in found[-1].message.fi
    assert "1001" in found[-1].message.sv


def test_odd_cells_do_not_hide_behind_alike_ones() -> None:
    found = faults("ä", "ä", "Ohj\u200baamo", "ä")
    assert [f.place and f.place.row for f in found] == [4]


def test_table_without_columns_has_no_remarks() -> None:
    assert list(tell_remarks(table("a"), SheetRemarks())) == []
