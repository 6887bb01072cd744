"""Names in named queries: one variable a language, and the first that there is."""

import re

import pyoxigraph as ox
import pytest

from eloggraph.graph.answers import ResultTable
from eloggraph.graph.queries import named_queries, read_queries, run_query
from eloggraph.graph.query_labels import write_labels
from eloggraph.text import FALLBACK, LANGUAGES

PREFIX = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX : <urn:>\n"
# Names of a node and of its code: in Swedish alone, in no language of ours, in Finnish and English.
STORE = ox.Store()
STORE.load(
    b"""
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <urn:> .
    :a a :Actor ; skos:prefLabel "ett"@sv ; :type :t , :u .
    :b a :Actor ; skos:prefLabel "eins"@de .
    :c a :Actor ; skos:prefLabel "yksi"@fi , "one"@en ; :type :u .
    :d a :Actor ; :type :nameless .
    :t skos:prefLabel "tyyppi"@fi , "typ"@sv . :u skos:prefLabel "toinen"@fi .
    """,
    ox.RdfFormat.TURTLE,
)


def ask(body: str, language: str) -> list[tuple[str, ...]]:
    lines = write_labels(body).replace("?lang", f'"{language}"')
    query = f"{PREFIX}SELECT DISTINCT * {{ ?x a :Actor .\n{lines}\n}}"
    answer = run_query(STORE, query)
    assert isinstance(answer, ResultTable)
    wanted = [answer.variables.index(name) for name in ("x", "name")]
    return sorted(
        {tuple((row[at] or "").removeprefix("urn:") for at in wanted) for row in answer.texts()}
    )


@pytest.mark.parametrize(
    ("language", "of_c"), [("fi", "yksi"), ("sv", "yksi"), ("en", "one"), ("de", "yksi")]
)
def test_a_name_borrows_in_the_order_of_the_toolkit(language: str, of_c: str) -> None:
    of_b = "eins" if language == "de" else ""
    assert ask("#label ?x ?name", language) == [("a", "ett"), ("b", of_b), ("c", of_c), ("d", "")]


def test_codes_on_the_way_are_named_one_by_one() -> None:
    found = ask("#label ?x :type/skos:prefLabel ?name", "sv")
    assert found == [("a", "toinen"), ("a", "typ"), ("b", ""), ("c", "toinen"), ("d", "")]


def test_words_of_a_query_are_in_a_language_that_it_has_a_title_in() -> None:
    titles = "".join(f"# title@{each}: x\n" for each in LANGUAGES)
    assert write_labels(f"{titles}#words ?word").endswith("FILTER(LANG(?word) = ?lang)")
    only = write_labels("# title@sv: x\n# title@en: y\n#words ?word")
    assert only.endswith('FILTER(LANG(?word) = IF(?lang IN ("sv", "en"), ?lang, "en"))')


@pytest.mark.parametrize("name", named_queries())
def test_a_named_query_is_written_out_and_knows_no_languages_itself(name: str) -> None:
    text = named_queries()[name].text
    assert not re.search(r"^\s*#(label|words)\b", text, re.MULTILINE)
    raw = read_queries("eloggraph.graph", "queries")[name]
    code = re.sub(r'"[^"]*"@[a-z]+', "", raw)  # words of the query's own are in languages
    assert not [each for each in LANGUAGES if f'"{each}"' in code]
    # One variable a language: none is bound by two optional patterns of a name.
    names = re.findall(r"BIND\(COALESCE\((\?\w+_own[^)]*)\)", text)
    assert all(len(each.split(", ")) == len(FALLBACK) + 1 for each in names)
