"""Asking: an answer narrowed by the values of its columns, and the list of questions."""

from __future__ import annotations

import re
from datetime import date, datetime

import pyoxigraph as ox
import pytest

from eloggraph.errors import QueryError
from eloggraph.graph.answers import ResultTable
from eloggraph.graph.queries import NamedQuery, named_queries, narrow, read_binding, run_query
from eloggraph.graph.query_order import find_order
from eloggraph.iri import PREFIXES
from eloggraph.text import LANGUAGES, Language
from eloggraph.views.tables.answers import render_query_list

DATA = b"""
@prefix : <https://example.org/> .
:a :in :x ; :name "A"@fi . :b :name "B"@fi . :c :in :y ; :name "C"@fi .
"""
QUERY = """
SELECT ?who ?name ?place ?size WHERE {
  ?who <https://example.org/name> ?name .
  OPTIONAL { ?who <https://example.org/in> ?place }
  BIND(IF(BOUND(?place), "known", "unknown") AS ?size)
}
"""


@pytest.fixture
def store() -> ox.Store:
    found = ox.Store()
    found.load(DATA, format=ox.RdfFormat.TURTLE)
    return found


def names(store: ox.Store, bindings: dict[str, str]) -> list[str | None]:
    answer = run_query(store, QUERY, bindings=bindings)
    assert isinstance(answer, ResultTable)
    return [row[answer.variables.index("name")] for row in answer.texts()]


def test_nothing_bound_means_everything(store: ox.Store) -> None:
    assert names(store, {}) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("bindings", "expected"),
    [
        ({"who": "https://example.org/b"}, ["B"]),
        ({"name": "C"}, ["C"]),
        ({"place": "https://example.org/x"}, ["A"]),  # optional: B, which has no place, is out
        ({"size": "unknown"}, ["B"]),  # computed
        ({"size": "known", "name": "C"}, ["C"]),
        ({"name": "a"}, []),
        ({"name": '" } #'}, []),  # a value is compared, never read as SPARQL
    ],
)
def test_bound_column_has_the_value(
    store: ox.Store, bindings: dict[str, str], expected: list[str]
) -> None:
    assert names(store, bindings) == expected


def test_unknown_column_is_told_with_those_there_are(store: ox.Store) -> None:
    with pytest.raises(QueryError) as caught:
        names(store, {"nimi": "A"})
    (finding,) = caught.value.findings
    assert finding.code == "query-column-unknown"
    assert "nimi" in finding.message.fi
    assert "who, name, place, size" in finding.remedy.fi


def test_variable_that_the_toolkit_binds_is_no_column(store: ox.Store) -> None:
    with pytest.raises(QueryError):
        run_query(store, named_queries()["actors"].text, bindings={"lang": "fi"})


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_answer_without_columns_cannot_be_narrowed(store: ox.Store, query: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(store, query, bindings={"s": "x"})
    assert caught.value.findings[0].code == "query-no-columns"


def test_binding_is_read_up_to_the_first_equals_sign() -> None:
    assert read_binding("?page=https://example.org/?a=b") == ("page", "https://example.org/?a=b")
    for text in ("chain", "=OsaajaKS"):
        with pytest.raises(QueryError):
            read_binding(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_gives_the_questions_by_number_and_then_the_rest(language: Language) -> None:
    lines = render_query_list(language).splitlines()
    for_readers = [query for query in named_queries().values() if query.is_for_readers]
    assert len(lines) == len(for_readers) < len(named_queries())
    numbers = [int(found.group(1)) for line in lines if (found := re.match(r" ?(\d+)  ", line))]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 37))
    rest = lines[len(numbers) :]
    assert all(line.startswith("    ") for line in rest)
    titles = [query.title.say(language) for query in for_readers]
    assert all(any(line.endswith(title) for line in lines) for title in titles)


NAMES = "http://www.w3.org/2004/02/skos/core#"
REGIONS = f"""
@prefix elo: <https://w3id.org/eloggraph/ns#> .
@prefix skos: <{NAMES}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<urn:one> a elo:Region ; skos:notation "13" ; skos:prefLabel "Keski-Suomi"@fi , "Central Finland"@en .
<urn:two> a elo:Region ; skos:notation "02" ; skos:prefLabel "Varsinais-Suomi"@fi .
<urn:same> skos:prefLabel "Varsinais-Suomi"@fi .
elo:School rdfs:subClassOf elo:Actor .
<urn:a> a elo:School ; elo:operatesIn <urn:one> ; skos:prefLabel "A"@fi .
<urn:b> a elo:School ; elo:operatesIn <urn:two> ; skos:prefLabel "B"@fi .
""".encode()


@pytest.fixture
def regions() -> ox.Store:
    found = ox.Store()
    found.load(REGIONS, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("urn:net"))
    return found


@pytest.mark.parametrize(
    ("region", "actors"),
    [
        ("urn:one", ["urn:a"]),
        (ox.NamedNode("urn:one"), ["urn:a"]),
        ("13", ["urn:a"]),
        ("Central Finland", ["urn:a"]),
        ("keski-suomi", ["urn:a"]),
        ("Varsinais-Suomi", ["urn:b"]),  # also the name of something that is no region
        (ox.NamedNode("urn:nowhere"), []),
    ],
)
def test_a_parameter_is_a_thing_by_iri_notation_or_name(
    regions: ox.Store, region: object, actors: list[str]
) -> None:
    """The oracle is the whole answer, of which the rows of the region are taken."""
    query = named_queries()["actors-by-region"]
    whole, part = run_query(regions, query), run_query(regions, query, bindings={"region": region})
    assert isinstance(whole, ResultTable)
    assert isinstance(part, ResultTable)
    assert [row["actor_iri"] for row in part.dicts()] == actors
    assert part.rows == tuple(row for row in whole if row in set(part.rows))
    assert part.variables == whole.variables


@pytest.mark.parametrize("region", ["Uusimaa", '" } #', "<urn:one>"])
def test_a_parameter_that_names_nothing_is_told(regions: ox.Store, region: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(regions, named_queries()["actors-by-region"], bindings={"region": region})
    assert f"“{region}”" in caught.value.findings[0].message.en


@pytest.mark.parametrize("query", [each for each in named_queries().values() if each.parameters])
def test_a_parameter_is_a_variable_that_the_query_selects(query: NamedQuery) -> None:
    head = re.search(r"^SELECT .*$", query.text, re.MULTILINE)
    assert head
    assert all(
        f"?{name}_iri " in head.group() and f"?{name} " in head.group() for name in query.parameters
    )


def test_usual_prefixes_and_the_base_of_the_network_are_known(regions: ox.Store) -> None:
    query = "SELECT ?r { ?r a elo:Region ; skos:notation '13' . FILTER(?r = <one>) }"
    answer = run_query(regions, query.replace("<one>", "<urn:one>"))
    assert isinstance(answer, ResultTable)
    assert answer.texts() == (("urn:one",),)
    based = run_query(regions, "ASK { FILTER(<x> = <http://e/x>) }", own="http://e/")
    assert based is True
    assert run_query(regions, "PREFIX elo: <urn:> ASK { elo:a elo:b elo:c }") is False


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <g>",
        "BASE <http://o/> FROM <http://e/g>",
        "FROM elo:g",
        "FROM <>",
        "FROM <http://o/x#>",
    ],
)
def test_a_graph_is_named_relative_to_the_base_or_with_a_usual_prefix(clause: str) -> None:
    store = ox.Store()
    for graph in ("http://e/g", "http://e/", "http://o/x#", f"{PREFIXES['elo']}g"):
        store.load(
            b"<urn:a> <urn:b> <urn:c> .", ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph)
        )
    base, _, named = clause.rpartition("FROM")
    assert run_query(store, f"{base} ASK FROM{named} {{ ?s <urn:b> ?o }}", own="http://e/") is True
    with pytest.raises(QueryError, match="http://e/none"):
        run_query(store, "ASK FROM <none> { ?s ?p ?o }", own="http://e/")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASK { ?s a skso:Concept }", "skos:"),
        ("ASK { ?s a wikidata:Q1 }", "PREFIX wikidata: <…>"),
        ("PREFIX w: <urn:w> ASK { ?s 'x:y' w:a ; sko:b <z:y> }", "skos:"),
    ],
)
def test_an_unknown_prefix_is_told(regions: ox.Store, query: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(regions, query)
    (finding,) = caught.value.findings
    assert finding.code == "query-prefix-unknown"
    assert said in finding.remedy.en


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASK { ?s ?p <http://a b> }", "<http://a b> (line 1, column 22)"),
        (
            "# <urn:a b>\nASK {\n ?s ?p '<urn:x y>', <urn:a:b c d> }",
            "<urn:a:b c d> (line 3, column 29)",
        ),
        ("ASK { ?s ?p <http://a\tb/> }", "(line 1, column 22)"),
    ],
)
def test_a_space_in_an_iri_is_told_with_its_place(regions: ox.Store, query: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(regions, query)
    (finding,) = caught.value.findings
    assert finding.code == "query-iri-spaced"
    assert said in finding.message.en


@pytest.mark.parametrize("query", ["ASK { FILTER(?a <e:b && ?c > 3) }", "ASK { ?s <urn:x\n> ?o "])
def test_what_is_no_iri_with_a_space_is_not_told_as_one(regions: ox.Store, query: str) -> None:
    with pytest.raises(QueryError) as caught:
        run_query(regions, query)
    assert caught.value.findings[0].code != "query-iri-spaced"


def test_rows_that_are_alike_in_the_order_are_in_one_order_too() -> None:
    """The engine gives them as it comes upon them; the oracle is the text of each."""
    nodes = [ox.NamedNode(f"urn:{each}") for each in "cabed"]
    said = [ox.Quad(node, ox.NamedNode("urn:n"), ox.Literal(n % 2)) for n, node in enumerate(nodes)]
    expected = [("1", "urn:a"), ("1", "urn:e"), ("0", "urn:b"), ("0", "urn:c"), ("0", "urn:d")]
    for quads in (said, said[::-1]):
        store = ox.Store()
        store.extend(quads)
        answer = run_query(store, "SELECT ?n ?s { ?s ?p ?n } ORDER BY DESC(?n)")
        assert isinstance(answer, ResultTable)
        assert [*answer.texts()] == expected


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a", (("a", False),)),
        (
            "SELECT ?a { ?a ?b ?c } order by asc(?a) desc( $b ) offset 1",
            (("a", False), ("b", True)),
        ),
        ("SELECT ?a { SELECT ?a { ?a ?b ?c } ORDER BY ?b } LIMIT 1", ()),
        ("SELECT ?a { ?a ?b '}' } ORDER BY ?a # ORDER BY ?b", (("a", False),)),
        ("SELECT ?a { ?a ?b ?c } ORDER BY STRLEN(?a) ?b", ()),
        ("SELECT ?a { ?a ?b ?c } ORDER BY (?a + 1)", ()),
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a VALUES ?a { 1 }", ()),  # told as not known, not wrong
        ("ASK {}", ()),
    ],
)
def test_the_order_that_a_query_asks_for(query: str, order: tuple[tuple[str, bool], ...]) -> None:
    assert find_order(query) == order


def test_a_binding_may_be_empty_one_of_several_or_a_time_stamp() -> None:
    day = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    rows = ((ox.Literal("2020-01-01", datatype=day),), (ox.Literal("a"),), (None,))
    answer = ResultTable(variables=("x",), rows=rows)
    for wanted, places in (
        (None, [2]),
        (["a", None], [1, 2]),
        ([], []),
        (datetime(2020, 1, 1), [0]),
        (datetime(2020, 1, 1, 12), []),
        (date(2020, 1, 1), [0]),
    ):
        found = narrow(answer, {"x": wanted})
        assert isinstance(found, ResultTable)
        assert list(found) == [rows[place] for place in places], wanted
    assert answer[1] == rows[1]
    assert answer[-2:].rows == rows[1:]
    assert answer[1:].variables == answer.variables


def test_columns_of_numbers_are_bound_by_value_and_codes_by_their_text() -> None:
    decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    values = [ox.Literal(1), ox.Literal("01"), ox.Literal("1.50", datatype=decimal)]
    rows = tuple((each,) for each in values)
    answer = ResultTable(variables=("x",), rows=rows)
    for wanted, places in {
        "1": [0], "01": [0, 1], "1.0": [0], "1.5": [2], "1,5": [], "": [], "nan": [], "inf": [],
    }.items():  # fmt: skip
        found = narrow(answer, {"x": wanted})
        assert isinstance(found, ResultTable)
        assert found.rows == tuple(rows[place] for place in places), wanted
    assert not narrow(answer, {"x": float("nan")}).rows  # type: ignore[union-attr]
