"""Headers as people write them, held against the names that the shapes give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from eloggraph.importing.header_units import drop_unit
from eloggraph.importing.model import DESCRIPTION, LABEL, Target
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Schema, Table
from eloggraph.schema.names import normalise_header
from eloggraph.text import Language, say

_LABEL_PATH, _DESCRIPTION_PATH = expand("skos:prefLabel"), expand("dct:description")
_BRACKETS = re.compile(r"\s*[\[(][^\])]*[\])]")
_BETWEEN = re.compile(r"\s*[/|]\s*|\s+(?:tai|eller|or)\s+|\n")
_WORD = re.compile(r"[^\W_]+(?:[-:’'][^\W_]+)*|€")
_NUMBERED = re.compile(r"\s*\(?\b[0-9]{1,2}\)?\.?\s*$")
# Words of a header that say nothing of what stands below it.
_EMPTY = frozenset({
    "ja", "sekä", "och", "samt", "and", "av", "på", "för", "i", "of", "the", "a", "an", "den",
    "det", "en", "ett", "for", "mahd", "mahdollinen", "mahdolliset", "muut", "muu", "myös",
    "andra", "other", "all", "kaikki", "alla",
})  # fmt: skip
# Endings that the same word may have: Finnish cases and plurals, Swedish and English plurals.
_ENDING = re.compile(
    r"(?:|[nt]|[aä]|i?en|[ij]en|jä|ja|ta|tä|den|tten|iden|i?in|it|ita|itä|et|e|een|eet|eiden|ssa|ssä|sta|stä|lla"
    r"|llä|lle|lta|ltä|ksi|nsa|nsä|ien|t[uy]s|i|is"
    r"|ksen|kset|ksien|ksiä|ksia|keen|keet|teen|teet|peen|peet|n[aä]|man|mä"
    r"|er|ar|or|n|en|et|ens|ets|erna|arna|na|s|ers|e?s|ies|y|ie)"
)
STEM = 4
EXACT, INFLECTED, QUALIFIED, COMPOUND, PARTLY = 1.0, 0.95, 0.93, 0.82, 0.6
KIND = 0.9
_SHORTEST_HEAD, _SHORTEST_BEFORE = 5, 3
# Below, so little of a header says a name that only values can bear it out.
HARDLY = 0.45


@dataclass(frozen=True, slots=True)
class Heading:
    """One name by which a column, or the name column of a table, may be headed."""

    target: Target
    language: Language
    words: tuple[str, ...]
    is_plural: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Match:
    """A target that a header may mean, by how much of the header says so; 1 is word for word."""

    target: Target
    score: float
    language: Language


def label_column(table: Table, language: Language) -> Column | None:
    """Return the column for the name of a thing in one language."""
    return _text_column(table, _LABEL_PATH, language)


def _text_column(table: Table, path: str, language: Language) -> Column | None:
    columns = (c for c in table.columns_of(path) if c.language == language)
    return next(columns, None)


def resolve(target: Target, schema: Schema, language: Language) -> Column | None:
    """Return the column that a target means where names are of one language."""
    table = schema.table(target.table)
    paths = {LABEL: _LABEL_PATH, DESCRIPTION: _DESCRIPTION_PATH}
    if target.key in paths:
        return _text_column(table, paths[target.key], language)
    return next((column for column in table.columns if column.key == target.key), None)


def is_label(column: Column) -> bool:
    """Tell whether a column holds the names of things."""
    return column.path == _LABEL_PATH


def names_partly(header: str, table: Table) -> bool:
    """Tell whether a word of a header is what the rows of a table are called.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> names_partly("Edustettu organisaatio", packaged_schema().table("actors"))
    True
    """
    called = (name for _, name in table.headings)
    known = [words[0] for words in map(split_words, called) if len(words) == 1]
    return any(is_same_word(word, each) for word in split_words(header) for each in known)


def list_importable(schema: Schema) -> tuple[Table, ...]:
    """Return the tables that people come with: those whose shapes say what they call a row."""
    return tuple(table for table in schema.tables if table.headings)


def list_headings(schema: Schema) -> tuple[Heading, ...]:
    """Return every name that a header may have, for tables that people come with."""
    found: list[Heading] = []
    for table in list_importable(schema):
        found += _list_of_table(table)
        found += _list_kinds(table, schema, {heading.words for heading in found})
    return tuple(found)


def _list_kinds(table: Table, schema: Schema, known: set[tuple[str, ...]]) -> Iterator[Heading]:
    """Yield the names of the kinds of a table's rows: “lukio” heads the names of such actors."""
    schemes = {column.scheme for column in table.columns if column.names_rows}
    for concept in schema.concepts:
        if concept.scheme in schemes:
            for language, name in (*concept.label.items(), *concept.also):
                if (words := split_words(name)) not in known:
                    yield Heading(Target(table.name, LABEL), language, words, weight=KIND)


def _list_of_table(table: Table) -> Iterator[Heading]:
    has_label = bool(table.columns_of(_LABEL_PATH))
    if has_label:
        label = Target(table.name, LABEL)
        for language, name in table.names.items():
            yield Heading(label, language, split_words(name), is_plural=True)
        for language, name in table.headings:
            yield Heading(label, language, split_words(name))
    amounts = [column for column in table.columns if column.kind == "decimal"]
    if not has_label and len(amounts) == 1:
        # “Rahoitus” heads the amounts of what is called so.
        for language, name in (*table.names.items(), *table.headings):
            yield Heading(Target(table.name, amounts[0].key), language, split_words(name))
    for column in table.columns:
        key = _generic_key(column)
        names = [*column.names.items(), *((lang, name) for lang, name in column.headings)]
        names += [("", name) for name in (column.key, *column.also)]
        for language, name in names:
            bare = _BRACKETS.sub("", name) if key != column.key else name
            words = split_words(bare)
            # “nimi (suomi)” is said without its language too, in the one that it is written in.
            if words:
                yield Heading(Target(table.name, key), language, words)
            if key != column.key and column.language:
                whole = split_words(name.replace("(", " ").replace(")", " "))
                yield Heading(Target(table.name, column.key), language, whole)


def _generic_key(column: Column) -> str:
    if column.language is None:
        return column.key
    return {_LABEL_PATH: LABEL, _DESCRIPTION_PATH: DESCRIPTION}.get(column.path, column.key)


@lru_cache(maxsize=4096)
def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a header that say something, folded.

    >>> split_words("Palvelun nimi:"), split_words("Namn på tjänsten")
    (('palvelun', 'nimi'), ('namn', 'tjänsten'))
    """
    words = _WORD.findall(normalise_header(text))
    return tuple(word for word in words if word not in _EMPTY) or tuple(words)


@cache
def list_words(key: str) -> tuple[str, ...]:
    """Return the words that the catalogue lists under a key, of all languages, each once."""
    return tuple(dict.fromkeys(word for said in say(key).said for word in said.split()))


def is_among(word: str, key: str) -> bool:
    """Tell whether a folded word is one that the catalogue lists; * stands for any letters there.

    >>> is_among("toimikausi", "importing.tenure.words"), is_among("x", "importing.tenure.words")
    (True, False)
    """
    return any(fnmatchcase(word, listed) for listed in list_words(key))


def split_header(header: str) -> list[str]:
    """Return what a header says in several ways, the whole of it first.

    >>> split_header("Taho / toimija (nimi)")
    ['Taho / toimija (nimi)', 'Taho / toimija', 'Taho', 'toimija']
    >>> split_header("Aika: Loppu")
    ['Aika: Loppu', 'Loppu']
    """
    bare = _BRACKETS.sub("", drop_unit(header)).strip() or header
    unnumbered = _NUMBERED.sub("", bare) or bare
    parts = [part for part in _BETWEEN.split(unnumbered) if part.strip()]
    # Below “Aika” stands “Loppu”, and that says which.
    last = unnumbered.rpartition(": ")[2].strip()
    parts += [last] if last else []
    return list(dict.fromkeys([header, bare, unnumbered, *parts]))


@lru_cache(maxsize=65536)
def is_same_word(written: str, known: str) -> bool:
    """Tell whether two words are one word in two of its forms.

    >>> is_same_word("hankkeen", "hanke"), is_same_word("toimiala", "toimija")
    (True, False)
    """
    if written == known:
        return True
    length = 0
    for one, other in zip(written, known, strict=False):
        if one != other:
            break
        length += 1
    if length < min(STEM, len(known)) or len(known) - length > 2:
        return False
    return bool(_ENDING.fullmatch(written[length:]) and _ENDING.fullmatch(known[length:]))


@lru_cache(maxsize=65536)
def ends_with_word(written: str, known: str) -> bool:
    """Tell whether a word is a compound whose last part is another word.

    >>> ends_with_word("handledningstjänster", "tjänst"), ends_with_word("toimiala", "ala")
    (True, False)
    """
    if len(known) < _SHORTEST_HEAD:
        return False
    at = written.rfind(known[: max(STEM, len(known) - 2)])
    return at >= _SHORTEST_BEFORE and is_same_word(written[at:], known)


def _compare(words: Sequence[str], known: Sequence[str]) -> float:
    """Return how well the words of a header say a name; 0 where a word of the name is lacking."""
    if tuple(words) == tuple(known):
        return EXACT
    left = list(words)
    whole = INFLECTED
    for word in known:
        found = next((each for each in left if is_same_word(each, word)), None)
        if found is None:
            found = next((each for each in left if ends_with_word(each, word)), None)
            whole = COMPOUND
        if found is None:
            return 0.0
        left.remove(found)
    if not left:
        return whole
    said, extra = sum(map(len, known)), sum(map(len, left))
    return PARTLY * said / (said + extra) + 0.2


def match_header(header: str, headings: Sequence[Heading]) -> list[Match]:
    """Return what a header may mean, the likeliest first, each target once.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> headings = list_headings(packaged_schema())
    >>> [str(match_header(h, headings)[0].target) for h in ("Organisaation nimi", "Y-tunnus")]
    ['actors.label', 'actors.business_id']
    """
    best: dict[Target, Match] = {}
    for place, part in enumerate(split_header(header)):
        words = split_words(part)
        whole = 1.0 if place < 3 else 0.93
        for match in _drop_compounds([*_match_words(words, headings)]):
            score = match.score * whole
            held = best.get(match.target)
            if held is None or score > held.score + 1e-9:
                best[match.target] = Match(match.target, score, match.language)
    return sorted(best.values(), key=lambda match: (-match.score, match.target))


def _drop_compounds(matches: Sequence[Match]) -> list[Match]:
    """Leave out what only the last part of a word says, where the whole word is a name.

    A “kohderyhmä” is no “ryhmä”.
    """
    if not any(match.score >= INFLECTED for match in matches):
        return [*matches]
    return [match for match in matches if match.score not in (COMPOUND, COMPOUND * KIND)]


def _match_words(words: tuple[str, ...], headings: Sequence[Heading]) -> Iterator[Match]:
    tables = _list_qualifiers(words, headings)
    for heading in headings:
        score = _compare(words, heading.words) * heading.weight
        # “Palvelun kesto” is of a service and does not name it; “palvelut, joita on” does.
        says_more = heading.target.key == LABEL and score < COMPOUND * heading.weight
        if score and (not says_more or (heading.is_plural and {*heading.words} <= {*words})):
            yield Match(heading.target, score, heading.language)
        for rest in tables.get(heading.target.table, ()):
            # “palvelun kohderyhmä”: the one word says of what, the other what of it.
            score = QUALIFIED * _compare(rest, heading.words)
            if score:
                yield Match(heading.target, score, heading.language)


def _list_qualifiers(
    words: tuple[str, ...], headings: Sequence[Heading]
) -> dict[str, list[tuple[str, ...]]]:
    """Return by table what is left of a header without the word for one of its rows."""
    found: dict[str, list[tuple[str, ...]]] = {}
    if len(words) < 2:
        return found
    for heading in headings:
        if heading.target.key != LABEL or len(heading.words) != 1:
            continue
        for at, word in enumerate(words):
            if is_same_word(word, heading.words[0]):
                rest = words[:at] + words[at + 1 :]
                found.setdefault(heading.target.table, []).append(rest)
    return found


def list_exact(headings: Sequence[Heading]) -> frozenset[tuple[str, ...]]:
    """Return the words of every name that a header may have, but for those that values have too.

    A kind of organisation heads a column of such organisations, and fills a column of kinds.
    """
    return frozenset(heading.words for heading in headings if heading.weight > KIND)


def count_known(headers: Sequence[str], exact: frozenset[tuple[str, ...]]) -> int:
    """Return how many cells of a row are headers word for word.

    >>> count_known(["Kunta", "Kuopio"], frozenset({("kunta",)}))
    1
    """
    return sum(
        any(split_words(part) in exact for part in split_header(header)) for header in headers
    )
