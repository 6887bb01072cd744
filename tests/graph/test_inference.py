"""Inference: each rule against OWL 2 RL by hand, and all of them against another implementation.

The rules in OWL 2 Profiles, section 4.3 ("parties", the pairs of one row, is our own): cax-sco, prp-spo1, prp-inv1, prp-inv2, prp-symp, prp-trp,
prp-spo2, prp-dom and prp-rng. The other implementation is owlrl.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib

from eloggraph.api.opening import open_network
from eloggraph.graph.inference import (
    ALL_RULES,
    DEFAULT_RULES,
    infer,
    inference_rules,
    inferred_graph,
    reasoning_files,
    write_inferred,
)
from eloggraph.graph.rdf.store import open_store
from eloggraph.iri import ELO, expand
from eloggraph.text import FINISHED

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
BASE = "https://example.org/"
PREFIXES = f"""
@prefix : <{BASE}> .
@prefix elo: <{ELO}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix org: <http://www.w3.org/ns/org#> .
"""


def make_store(turtle: str) -> ox.Store:
    store = ox.Store()
    graph = ox.NamedNode(f"{BASE}facts")
    store.load(PREFIXES + turtle, format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


def read(turtle: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)}


CASES = {
    "subclass": (":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :x a :A .", ":x a :B , :C ."),
    "subproperty": (":p rdfs:subPropertyOf :q . :x :p :y , 5 .", ":x :q :y , 5 ."),
    "inverse": (":p owl:inverseOf :q . :a :p :b . :c :q :d .", ":b :q :a . :d :p :c ."),
    "symmetric": (":p a owl:SymmetricProperty . :a :p :b .", ":b :p :a ."),
    "transitive": (
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d .",
        ":a :p :c , :d . :b :p :d .",
    ),
    "chain": (
        ":with owl:propertyChainAxiom ( [ owl:inverseOf :from ] :to ) . :l :from :a ; :to :b .",
        ":a :with :b .",
    ),
    "parties": (
        """:l a elo:CollaborationLink ; elo:linkFrom :a ; elo:linkTo :b ; elo:hasParty :c .
        :m a elo:CollaborationLink ; elo:linkFrom :d ; elo:linkTo :e .
        :pact a elo:Agreement ; elo:hasParty :a , :f .""",
        """:a elo:collaboratesWith :b , :c . :b elo:collaboratesWith :a , :c .
        :c elo:collaboratesWith :a , :b .""",
    ),
    "domain": (":p rdfs:domain :A . :x :p 5 .", ":x a :A ."),
    "range": (":p rdfs:range :A . :x :p :y . :x :p 5 .", ":y a :A ."),
}


@pytest.mark.parametrize("rule", ALL_RULES)
def test_rule_infers_what_the_standard_says_and_nothing_else(rule: str) -> None:
    given, expected = CASES[rule]
    found = infer(make_store(given), BASE, rules=[rule])
    assert set(found.triples) == read(expected)
    assert dict(found.counts) == {rule: len(read(expected))}


@pytest.mark.parametrize("rule", ALL_RULES)
def test_rule_is_silent_without_its_axiom(rule: str) -> None:
    assert not len(infer(make_store(":x a :A ; :p :y . :y :p :z ."), BASE, rules=[rule]))


def test_every_rule_has_a_title_in_three_languages() -> None:
    titles = [dict(rule.title.items()) for rule in inference_rules().values()]
    assert len(titles) == len(CASES)
    assert all(len(set(title.values())) == 3 for title in titles)


def test_domains_and_ranges_are_left_out_unless_asked_for() -> None:
    given = CASES["domain"][0]
    assert not len(infer(make_store(given), BASE))
    assert len(infer(make_store(given), BASE, rules=ALL_RULES)) == 1


def test_rules_feed_each_other_until_nothing_is_new() -> None:
    store = make_store(
        """:near a owl:SymmetricProperty ; rdfs:subPropertyOf :linked .
        :linked a owl:TransitiveProperty . :a :near :b . :b :near :c ."""
    )
    found = infer(store, BASE)
    assert set(found.triples) == read(
        """:b :near :a . :c :near :b .
        :a :linked :a , :b , :c . :b :linked :a , :b , :c . :c :linked :a , :b , :c ."""
    )
    assert found.complete


def test_facts_stay_as_they_are_and_are_not_repeated() -> None:
    given = ":A rdfs:subClassOf :B . :x a :A . :y a :A , :B ."
    store = make_store(given)
    found = infer(store, BASE)
    assert set(found.triples) == read(":x a :B .")
    facts = store.quads_for_pattern(None, None, None, ox.NamedNode(f"{BASE}facts"))
    assert {quad.triple for quad in facts} == read(given)


def test_graph_of_inferences_says_what_it_is_and_where_it_comes_from() -> None:
    store = make_store(CASES["symmetric"][0])
    found = infer(store, BASE)
    assert found.graph == inferred_graph(BASE) == "https://example.org/inferred"
    graph = ox.NamedNode(found.graph)
    own = {q.triple for q in store.quads_for_pattern(None, None, None, graph)}
    described = own - set(found.triples)
    assert ox.Triple(graph, ox.NamedNode(expand("prov:wasDerivedFrom")), f_node("facts")) in own
    titles = {t.object.language for t in described if isinstance(t.object, ox.Literal)}
    assert titles == set(FINISHED)
    assert {t.subject for t in described} == {graph}


def f_node(name: str) -> ox.NamedNode:
    return ox.NamedNode(BASE + name)


def test_limit_of_rounds_is_told() -> None:
    links = " ".join(f":n{i} :p :n{i + 1} ." for i in range(20))
    given = f":p a owl:TransitiveProperty . {links}"
    assert not infer(make_store(given), BASE, rounds=2).complete
    assert infer(make_store(given), BASE).complete


def test_membership_is_never_told_backwards() -> None:
    store = make_store("org:hasMember owl:inverseOf org:memberOf . :group org:hasMember :ngo .")
    assert infer(store, BASE, rules=ALL_RULES).triples == ()


def test_written_graph_is_sorted_and_keeps_its_name_in_nquads() -> None:
    store = make_store(CASES["transitive"][0])
    found = infer(store, BASE)
    lines = write_inferred(store, found.graph, ox.RdfFormat.N_QUADS).splitlines()
    assert lines == sorted(lines)
    assert all(line.endswith(f"<{found.graph}> .") for line in lines)
    plain = write_inferred(store, found.graph, ox.RdfFormat.N_TRIPLES)
    read_back = {quad.triple for quad in ox.parse(plain, format=ox.RdfFormat.N_TRIPLES)}
    assert read_back > set(found.triples)


@pytest.fixture(scope="module")
def osaajaks() -> ox.Store:
    return open_store(open_network(DATASETS / "osaajaks").graphs, with_ontology=False)


def test_all_rules_agree_with_owlrl(osaajaks: ox.Store) -> None:
    """Over a real network: the same statements about its nodes with our terms, no more, no less."""
    store = ox.Store()
    for path in reasoning_files():
        if path.parent.name != "vocab":
            store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in osaajaks)
    asserted = {quad.triple for quad in store}
    oracle = rdflib.Graph()
    oracle.parse(data="".join(f"{triple} .\n" for triple in asserted), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(oracle)

    nodes = {t.subject.value for t in asserted if "/data/" in str(t.subject)}

    def judged(triples: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
        """Keep what is said of the network's nodes in the ontology's own terms."""
        return {t for t in triples if t[0] in nodes and any(term.startswith(ELO) for term in t[1:])}

    ours = judged(map(names, infer(store, BASE, rules=ALL_RULES).triples))
    theirs = judged((str(s), str(p), str(o)) for s, p, o in oracle)
    assert ours == theirs - set(map(names, asserted))
    assert len(ours) > 20


def names(triple: ox.Triple) -> tuple[str, str, str]:
    return tuple(getattr(term, "value", "") for term in triple)  # type: ignore[return-value]


def test_default_rules_are_among_all() -> None:
    assert set(DEFAULT_RULES) < set(ALL_RULES) == set(CASES)
