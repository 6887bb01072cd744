"""The term bank: no word that it forbids stands in a text for people, in any language.

The oracle is the bank itself, ``ontology/words/terms.csv``: preferred words, words not to be used, and the
phrases in which such a word is right.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from eloggraph.catalogue import read_chapter
from eloggraph.text import FINISHED, catalogue_keys

ROOT = Path(__file__).resolve().parents[2]
BANK = ROOT / "ontology" / "words" / "terms.csv"
LANGUAGES = ("fi", "sv", "en")
TITLE = re.compile(r"^# (?:title|problem|remedy)@(\w+): (.*)$", re.MULTILINE)
TAGGED = re.compile(r'"((?:[^"\\]|\\.)*)"@(\w+)')
Texts = Iterator[tuple[str, str, str]]


@cache
def bank() -> list[dict[str, str]]:
    with BANK.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def pattern(term: str) -> str:
    """Return what finds a term as words of their own; a star stands for any ending."""
    return r"(?<![\w-])" + re.escape(term).replace(r"\*", r"\w*") + r"(?![\w-])"


@cache
def forbidden(language: str) -> re.Pattern[str]:
    terms = [term for row in bank() for term in split(row[f"not {language}"])]
    return re.compile("|".join(map(pattern, terms)), re.IGNORECASE)


def find(text: str, language: str) -> list[str]:
    for phrase in (phrase for row in bank() for phrase in split(row["allowed"])):
        text = text.replace(phrase, "")
    return forbidden(language).findall(text)


def catalogue() -> Texts:
    for key in catalogue_keys():
        chapter, *parts = key.split(".")
        node: Mapping[str, object] = read_chapter(chapter)
        for part in parts:
            node = node[part]  # type: ignore[assignment]
        for language, text in node.items():
            yield key, language, re.sub(r"\{\w*\}", "", str(text))


def model() -> Texts:
    for path in sorted([*ROOT.glob("ontology/**/*.ttl"), *ROOT.glob("shapes/*.ttl")]):
        for triple in ox.parse(path.read_bytes(), ox.RdfFormat.TURTLE):
            # What people may have written is understood; no page shows it.
            is_heading = path.parent.name == "shapes" and triple.predicate.value.endswith(
                "#altLabel"
            )
            is_hidden = is_heading or triple.predicate.value.endswith("#hiddenLabel")
            if isinstance(triple.object, ox.Literal) and triple.object.language and not is_hidden:
                yield f"{path.name} {triple.subject}", triple.object.language, triple.object.value


def queries() -> Texts:
    for path in sorted((ROOT / "src" / "eloggraph").rglob("*.rq")):
        text = path.read_text(encoding="utf-8")
        for language, words in TITLE.findall(text):
            yield path.name, language, words
        for words, language in TAGGED.findall(text):
            yield path.name, language, words


def data() -> Texts:
    for path in sorted(ROOT.glob("datasets/*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                for header, text in row.items():
                    _, mark, language = (header or "").partition("@")
                    if mark and text:
                        yield f"{path.parent.name}/{path.name}:{number}", language, text
    for path in sorted(ROOT.glob("datasets/*/network.toml")):
        for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(value, dict):
                for language, text in value.items():
                    if isinstance(text, str):
                        yield f"{path.parent.name} {key}", language, text


SOURCES = {each.__name__: each for each in (catalogue, model, queries, data)}


@pytest.mark.parametrize("source", SOURCES)
def test_no_forbidden_word_stands_in_a_text(source: str) -> None:
    texts = [each for each in SOURCES[source]() if each[1] in LANGUAGES]
    assert {language for _, language, _ in texts} == set(LANGUAGES)
    assert [(where, text, hits) for where, lang, text in texts if (hits := find(text, lang))] == []


@pytest.mark.parametrize("source", SOURCES)
def test_quotation_marks_are_those_of_the_language(source: str) -> None:
    for where, language, text in SOURCES[source]():
        marks = re.findall("[“”„«»]", text)
        if language == "en":
            assert "".join(marks) == "“”" * (len(marks) // 2), (where, text)
        elif language in ("fi", "sv"):
            assert set(marks) <= {"”"}, (where, text)
            assert len(marks) % 2 == 0, (where, text)


def test_every_concept_has_a_word_in_each_language_and_forbids_none_of_its_own() -> None:
    assert len({row["concept"] for row in bank()}) == len(bank()) >= 40
    assert set(LANGUAGES) <= set(FINISHED)
    for row in bank():
        for language in LANGUAGES:
            assert row[language].strip(), row
            assert find(row[language], language) == [], row


def test_a_forbidden_word_is_found_in_other_forms_and_not_within_other_words() -> None:
    assert find("Palvelun tarjoajalta kysytään.", "fi") == ["tarjoajalta"]
    assert find("Tjänsterna har många leverantörer.", "sv") == ["leverantörer"]
    assert find("Mend the row.", "en") == ["Mend"]
    assert find("Recommend it: the band is amended.", "en") == []
    assert find("oma tehtävä ja kokoonpano", "fi") == []
    assert find("They work with education providers.", "en") == []
