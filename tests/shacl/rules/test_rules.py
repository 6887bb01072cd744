"""Rules of shapes: what they infer from a data graph.

Oracles: pySHACL, which runs all rules once, asked again until nothing is new; the example graphs
of SHACL Advanced Features, section 8; and cases worked out by hand.
"""

from __future__ import annotations

import random

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.compare import to_isomorphic

from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.shacl.errors import ShapesError
from eloggraph.shacl.rules import Inferred, infer_statements, list_unrun_rules
from eloggraph.shacl.rules import run as running
from eloggraph.shacl.shapes import ShapesGraph

PREFIXES = """@prefix ex: <http://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
TEMPORARY = "http://www.w3.org/ns/shacl#tempTriple"
DECLARED = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://e.org/"^^xsd:anyURI ] .\n'
DATA = """ex:a a ex:Person ; ex:parent ex:b ; ex:name "A"@en , "A"@fi ; ex:age 9 .
ex:b a ex:Person ; ex:parent ex:c , _:d ; ex:age 40 . ex:c a ex:Dog ; ex:age 3 .
ex:a ex:w "5"^^xsd:int , 01 , "1"^^xsd:int , 2 ; ex:r 5 . ex:b ex:w "1"^^xsd:byte , 1.0 , 1.00 .
_:d a ex:Person ; ex:name "D" ; ex:parent ex:e . ex:Child rdfs:subClassOf ex:Person .
"""


def triple(subject: str, predicate: str, value: str, more: str = "") -> str:
    parts = f"sh:subject {subject} ; sh:predicate {predicate} ; sh:object {value}"
    return f"[ a sh:TripleRule ; {parts} ; {more} ]"


def sparql(query: str, more: str = "") -> str:
    return f'[ a sh:SPARQLRule ; sh:prefixes ex: ; sh:construct "{query}" ; {more} ]'


def shape(*rules: str, target: str = "sh:targetClass ex:Person", name: str = "S") -> str:
    return f"ex:{name} a sh:NodeShape ; {target} ; sh:rule {' , '.join(rules)} .\n"


# Before this one pySHACL has something else for what several expressions share.
intersects = pytest.mark.skipif(
    tuple(map(int, pyshacl.__version__.split(".")[:3])) < (0, 40, 1),
    reason="this pySHACL does not intersect",
)
YOUNG = "[ sh:property [ sh:path ex:age ; sh:maxInclusive 17 ; sh:minCount 1 ] ]"
CASES = {
    "constant": shape(triple("sh:this", "rdf:type", "ex:Agent")),
    "swapped": shape(triple("[ sh:path ex:parent ]", "ex:child", "sh:this")),
    "path": shape(triple("sh:this", "ex:grand", "[ sh:path ( ex:parent ex:parent ) ]")),
    "inverse": shape(triple("sh:this", "ex:x", "[ sh:path [ sh:inversePath ex:parent ] ]")),
    "repeated": shape(triple("sh:this", "ex:x", "[ sh:path [ sh:zeroOrMorePath ex:parent ] ]")),
    "texts": shape(triple("sh:this", "ex:x", "[ sh:path ex:name ]")),
    "union": shape(
        triple("sh:this", "ex:x", "[ sh:union ( [ sh:path ex:name ] sh:this ex:k 7 ) ]")
    ),
    "intersection": shape(
        triple("sh:this", "ex:x", "[ sh:intersection ( [ sh:path rdf:type ] ex:Person ) ]")
    ),
    "condition": shape(triple("sh:this", "rdf:type", "ex:Child", f"sh:condition {YOUNG}")),
    "conditions": shape(
        triple(
            "sh:this", "ex:x", "1", f"sh:condition {YOUNG} , [ a sh:NodeShape ; sh:class ex:Dog ]"
        ),
        target="sh:targetSubjectsOf ex:age",
    ),
    "deactivated": shape(triple("sh:this", "ex:x", "1", "sh:deactivated true")),
    "new-focus": shape(triple("[ sh:path ex:parent ]", "rdf:type", "ex:Person")),
    "ancestors": shape(
        triple("sh:this", "ex:anc", "[ sh:path ex:parent ]"),
        triple("sh:this", "ex:anc", "[ sh:path ( ex:parent ex:anc ) ]"),
        target="sh:targetSubjectsOf ex:parent",
    ),
    "sparql": shape(sparql("CONSTRUCT { ?p ex:child $this } WHERE { $this ex:parent ?p }")),
    "short": shape(sparql("CONSTRUCT WHERE { $this ex:parent ?p . }")),
    "computed": shape(
        sparql("CONSTRUCT { $this ex:next ?n } WHERE { $this ex:age ?a BIND (?a + 1 AS ?n) }")
    ),
    "derived": shape(
        triple("sh:this", "ex:r", "[ sh:path ex:w ]"),
        sparql("CONSTRUCT { $this ex:t ?w } WHERE { $this ex:w ?w }"),
    ),
    "form-of-a-constant": shape(
        triple("sh:this", "ex:r", "[ sh:union ( [ sh:path ex:w ] 1 '05'^^xsd:int ) ]"),
        triple("sh:this", "ex:t", "5"),
    ),
    "literal-focus": shape(
        triple("ex:k", "ex:x", "sh:this"),
        sparql("CONSTRUCT { ex:k ex:y $this } WHERE { }"),
        target="sh:targetObjectsOf ex:w",
    ),
    "without-this": shape(sparql("CONSTRUCT { ex:k ex:x 1 } WHERE { }")),
    "class": "ex:Dog a rdfs:Class , sh:NodeShape ; sh:rule "
    + triple("sh:this", "ex:says", "'wau'@fi")
    + " .",
    "two-shapes": shape(triple("sh:this", "ex:x", "1"))
    + shape(triple("sh:this", "ex:y", "[ sh:path ex:x ]"), name="T"),
    "in-order": shape(
        sparql(
            "CONSTRUCT { $this ex:y 1 } WHERE { FILTER NOT EXISTS { $this ex:x ?v } }",
            "sh:order 2",
        ),
        triple("sh:this", "ex:x", "1", f"sh:order 1.5 ; sh:condition {YOUNG}"),
    ),
}
# What pySHACL makes of all that is one run, because its blank nodes are made anew in each.
BLANK = {
    "address": shape(
        sparql("CONSTRUCT { $this ex:at [ ex:in [ ex:name 'x' ] ; ex:by $this ] } WHERE { }")
    ),
    "bound": shape(
        sparql("CONSTRUCT { $this ex:at ?n . ?n ex:v 1 } WHERE { BIND (BNODE() AS ?n) }")
    ),
    "nothing-of-this": shape(sparql("CONSTRUCT { [] a ex:Thing } WHERE { $this ex:parent ?p }")),
}


def parse(text: str) -> tuple[ox.Triple, ...]:
    return tuple(q.triple for q in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE))


def infer(shapes: str, data: str = DATA) -> Inferred:
    graph = graph_of_triples(parse(data), "urn:x:")
    return infer_statements(ShapesGraph(parse(DECLARED + shapes), {"ex": "http://e.org/"}), [graph])


def local(inferred: Inferred) -> list[str]:
    """Return statements as people would write them, in order."""
    text = " . ".join(map(str, inferred.triples)).replace("http://e.org/", "")
    for long in ("^^<http://www.w3.org/2001/XMLSchema#integer>", '"', "<", ">"):
        text = text.replace(long, "")
    return sorted(each.replace(str(rdflib.RDF.type), "a") for each in text.split(" . ") if each)


def open_graph(triples: tuple[ox.Triple, ...]) -> rdflib.Graph:
    return rdflib.Graph().parse(data="".join(f"{each} .\n" for each in triples), format="nt")


def ask_reference(shapes: str, *, once: bool = False) -> rdflib.Graph:
    """Return the data with what pySHACL infers, asked until nothing is new."""
    found = rdflib.Graph().parse(data=PREFIXES + DATA)
    rules = rdflib.Graph().parse(data=PREFIXES + DECLARED + shapes)
    while True:
        before = len(found)
        done = pyshacl.shacl_rules(found, shacl_graph=rules)
        found = rdflib.Graph()
        found += done.triples((None, None, None))
        if once or len(found) == before:
            return found


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=intersects) if n == "intersection" else n for n in (*CASES, *BLANK)],
)
def test_rules_infer_what_the_reference_does(name: str) -> None:
    shapes, data = (CASES | BLANK)[name], parse(DATA)
    graph = graph_of_triples(data, "urn:x:")
    ours = infer_statements(ShapesGraph(parse(DECLARED + shapes)), [graph])
    whole = open_graph((*data, *ours.triples))
    assert to_isomorphic(whole) == to_isomorphic(ask_reference(shapes, once=name in BLANK))
    assert not set(ours.triples) & set(data)


def test_each_case_infers_something() -> None:
    """So that two engines that infer nothing do not agree on it."""
    counts = {name: len(infer(shapes).triples) for name, shapes in (CASES | BLANK).items()}
    assert {name for name, count in counts.items() if not count} == {
        "deactivated", "short"
    }  # fmt: skip


EXAMPLE = """ex:Rectangle a rdfs:Class , sh:NodeShape ;
  sh:property [ sh:path ex:height ; sh:datatype xsd:integer ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path ex:width ; sh:datatype xsd:integer ; sh:minCount 1 ; sh:maxCount 1 ] ;
  sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate rdf:type ; sh:object ex:Square ;
    sh:condition ex:Rectangle , [ sh:property [ sh:path ex:width ; sh:equals ex:height ] ] ] .
ex:Area sh:targetClass ex:Rectangle ; sh:rule [ a sh:SPARQLRule ; sh:prefixes ex: ;
  sh:condition ex:Rectangle ; sh:construct '''CONSTRUCT { $this ex:area ?area }
    WHERE { $this ex:width ?w ; ex:height ?h BIND (?w * ?h AS ?area) }''' ] ."""


def test_the_examples_of_the_note() -> None:
    """Section 8.1: what is well formed and square, and the area of what is well formed."""
    data = """ex:bad a ex:Rectangle ; ex:width 7 . ex:oblong a ex:Rectangle ; ex:height 2 ;
      ex:width 3 . ex:square a ex:Rectangle ; ex:height 4 ; ex:width 4 ."""
    assert local(infer(EXAMPLE, data)) == ["oblong area 6", "square a Square", "square area 16"]


def test_rules_of_one_order_do_not_see_each_other() -> None:
    """Section 8.4: each of the two would keep the other from its statement."""
    p, q = (
        sparql(f"CONSTRUCT {{ $this ex:{one} 1 }} WHERE {{ FILTER NOT EXISTS {{ $this ex:{other} 1 }} }}", "ORDER")
        for one, other in ("pq", "qp")
    )  # fmt: skip
    target = "sh:targetNode ex:a"
    both = shape(p.replace("ORDER", ""), q.replace("ORDER", ""), target=target)
    assert local(infer(both)) == ["a p 1", "a q 1"]
    later = shape(p.replace("ORDER", "sh:order 1"), q.replace("ORDER", ""), target=target)
    assert local(infer(later)) == ["a q 1"]
    shapes = shape(p.replace("ORDER", ""), target=target + " ; sh:order 2")
    shapes += shape(q.replace("ORDER", ""), target=target + " ; sh:order 1", name="T")
    assert local(infer(shapes)) == ["a q 1"]


def test_what_is_no_statement_is_left_out() -> None:
    """Literals have no properties, and blank nodes are none (pySHACL infers such things)."""
    assert local(infer(shape(triple("[ sh:path ex:name ]", "ex:of", "sh:this")))) == []
    predicates = infer(shape(triple("sh:this", "[ sh:path ex:parent ]", "ex:x")))
    assert [each for each in local(predicates) if each[0] in "ab"] == ["a b x", "b c x"]


def test_a_shape_that_is_off_infers_nothing() -> None:
    """As it judges nothing; the note speaks only of rules that are off."""
    target = "sh:targetNode ex:a ; sh:deactivated true"
    assert local(infer(shape(triple("sh:this", "ex:x", "1"), target=target))) == []


def test_nodes_are_filtered_by_a_shape() -> None:
    """Worked out by hand (pySHACL fails on such expressions): c is 3 years old, and b is 40."""
    parents = "[ sh:path [ sh:oneOrMorePath ex:parent ] ]"
    rules = shape(triple("sh:this", "ex:x", f"[ sh:filterShape {YOUNG} ; sh:nodes {parents} ]"))
    assert local(infer(rules)) == ["a x c", "b x c"]
    rules = shape(triple(f"[ sh:filterShape {YOUNG} ]", "ex:x", "1"))
    assert local(infer(rules)) == ["a x 1"]


def test_what_comes_later_is_seen_by_what_came_before() -> None:
    """Worked out by hand: the first rule has more to say after the second."""
    rules = shape(
        triple("sh:this", "ex:z", "[ sh:path ex:y ]", "sh:order 1"),
        triple("sh:this", "ex:y", "1", "sh:order 2"),
        target="sh:targetNode ex:k",
    )
    assert local(infer(rules)) == ["k y 1", "k z 1"]


def test_a_chain_of_new_nodes_ends_where_its_condition_does() -> None:
    """Each link is made of the one before, once, though the rules are run again."""
    rules = shape(
        sparql("CONSTRUCT { $this ex:head [ ex:v 0 ] } WHERE { }"),
        sparql(
            "CONSTRUCT { ?last ex:next [ ex:v ?more ] } WHERE { $this ex:head/ex:next* ?last . ?last ex:v ?v "
            "FILTER (?v < 3) FILTER NOT EXISTS { ?last ex:next ?any } BIND (?v + 1 AS ?more) }"
        ),
        target="sh:targetNode ex:a , ex:b",
    )
    said = local(infer(rules))
    assert [len([each for each in said if name in each]) for name in ("head", "next", " v ")] == [
        2,
        6,
        8,
    ]


def test_a_node_for_each_focus_node_though_they_come_one_after_the_other() -> None:
    """The second focus node is inferred; nothing of its new node tells whose it is."""
    rules = shape(
        triple("[ sh:path ex:parent ]", "rdf:type", "ex:Person"),
        sparql("CONSTRUCT { [] a ex:Card } WHERE { }"),
    )
    data = "ex:a a ex:Person ; ex:parent ex:b . ex:b ex:parent ex:c ."
    assert [each for each in local(infer(rules, data)) if "Card" in each] == [
        f"_:inferred{n} a Card" for n in (1, 2, 3)
    ]


def test_a_rule_that_is_run_once_does_not_see_what_comes_later() -> None:
    """SHACL 1.2: once for each focus node, also for one that is inferred."""
    rules = shape(
        sparql("CONSTRUCT { $this ex:n ?m } WHERE { $this ex:n|ex:age ?n BIND (?n + 1 AS ?m) }", "sh:runOnce true"),
        triple("[ sh:path ex:parent ]", "rdf:type", "ex:Person"),
    )  # fmt: skip
    data = "ex:a a ex:Person ; ex:age 1 ; ex:parent ex:b . ex:b ex:age 5 ."
    assert local(infer(rules, data)) == ["a n 2", "b a Person", "b n 6"]


def test_layers_come_before_orders() -> None:
    """SHACL 1.2: the second layer sees all that the first has to say, whatever the orders."""
    rules = shape(
        sparql("CONSTRUCT { $this ex:lone 1 } WHERE { FILTER NOT EXISTS { $this ex:x ?v } }", "sh:layer 1"),
        triple("sh:this", "ex:x", "1", "sh:order 5"),
        target="sh:targetNode ex:a",
    )  # fmt: skip
    assert local(infer(rules)) == ["a x 1"]
    assert local(infer(rules.replace("sh:layer 1", ""))) == ["a lone 1", "a x 1"]


def test_the_focus_node_is_the_subject_where_none_is_named() -> None:
    rule = "[ a sh:TripleRule ; sh:predicate ex:x ; sh:object 1 ]"
    assert local(infer(shape(rule, target="sh:targetNode ex:a"))) == ["a x 1"]


def test_what_is_said_of_a_statement_is_a_reification() -> None:
    """As reading RDF 1.2 makes it of data."""
    rules = shape(
        sparql("CONSTRUCT { ?r rdf:reifies ?t ; ex:by $this } WHERE { $this ex:age ?n BIND (BNODE() AS ?r) "
               "BIND (TRIPLE($this, ex:age, ?n) AS ?t) }"),
        target="sh:targetNode ex:a",
    ) + 'ex: sh:declare [ sh:prefix "rdf" ; sh:namespace "http://www.w3.org/1999/02/22-rdf-syntax-ns#" ] .'  # fmt: skip
    said = [each.rpartition("#")[2] for each in local(infer(rules))]
    assert sorted(said) == ["_:inferred1 by a", "object 9", "predicate age", "subject a"]
    with pytest.raises(ShapesError) as told:
        infer(rules.replace("rdf:reifies", "ex:says"))
    assert [each.code for each in told.value.problems] == ["rule-triple-term"]


def test_a_rule_that_belongs_to_no_shape_is_told() -> None:
    alone = f"ex:R a sh:TripleRule ; sh:predicate ex:p ; sh:object 1 . {shape(triple('sh:this', 'ex:x', '1'))}"
    noted = list_unrun_rules(ShapesGraph(parse(DECLARED + alone), {"ex": "http://e.org/"}))
    assert [(each.code, each.shape) for each in noted] == [("rule-alone", "ex:R")]


def test_names_of_new_nodes_are_none_of_the_data() -> None:
    data = "ex:a a ex:Person ; ex:knows _:inferred1 ."
    rules = shape(sparql("CONSTRUCT { $this ex:at [] } WHERE { }"))
    assert local(infer(rules, data)) in (["a at _:inferred1"], ["a at _:inferredx1"])
    kept = graph_of_triples(
        [
            ox.Triple(
                ox.NamedNode("http://e.org/a"), ox.NamedNode("urn:p"), ox.BlankNode("inferred1")
            )
        ],
        "urn:x:",
    )
    shapes = ShapesGraph(
        parse(DECLARED + rules.replace("sh:targetClass ex:Person", "sh:targetNode ex:a"))
    )
    assert local(infer_statements(shapes, [kept])) == ["a at _:inferredx1"]


def test_numbers_are_inferred_as_the_data_writes_them() -> None:
    rules = shape(
        triple("sh:this", "ex:x", "[ sh:path ex:age ]"),
        sparql("CONSTRUCT { $this ex:y ?n } WHERE { $this ex:age ?n }"),
        target="sh:targetSubjectsOf ex:age",
    )
    assert local(infer(rules, "ex:a ex:age 007 .")) == ["a x 007", "a y 007"]
    # 7 is there, and is another literal than 007.
    assert local(infer(rules, "ex:a ex:age 007 ; ex:y 7 .")) == ["a x 007", "a y 007"]
    # Another node's form of the value is its own affair.
    assert local(infer(rules, "ex:a ex:age 007 . ex:b ex:age 7 .")) == [
        "a x 007",
        "a y 007",
        "b x 7",
        "b y 7",
    ]


def test_a_shape_filters_values_as_the_data_writes_them() -> None:
    """By hand, for the reference cannot run it: one form of 1 is an xsd:int, and so is 5."""
    ints = "sh:filterShape [ sh:datatype xsd:int ] ; sh:nodes [ sh:path ex:w ]"
    found = infer(shape(triple("sh:this", "ex:x", f"[ {ints} ]"), target="sh:targetNode ex:a"))
    literals = [t.object for t in found.triples if isinstance(t.object, ox.Literal)]
    assert [(each.value, each.datatype.value.partition("#")[2]) for each in literals] == [
        ("1", "int"),
        ("5", "int"),
    ]


@pytest.mark.parametrize(
    ("query", "bound", "variant"),
    [
        ("CONSTRUCT { $this ex:next [ a ex:Person ] } WHERE { }", "MOST_ROUNDS", "rounds"),
        ("CONSTRUCT { $this ex:n ?m } WHERE { $this ex:n|ex:age ?n BIND (?n + 1 AS ?m) }", "MOST_ROUNDS", "rounds"),
        ("CONSTRUCT { [ a ex:Person ] ex:of $this } WHERE { }", "MOST_ROUNDS", "rounds"),
        ("CONSTRUCT { ?a ex:x ?b } WHERE { ?a ?p ?c . ?b ?q ?d }", "MOST_STATEMENTS", "statements"),
    ],
)  # fmt: skip
def test_rules_without_end_are_ended(
    query: str, bound: str, variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, bound, 8)
    with pytest.raises(ShapesError) as told:
        infer(shape(sparql(query)))
    (problem,) = told.value.problems
    values = {"name": "ex:S", "variant": variant, "n": 8}
    assert (problem.code, dict(problem.values)) == ("rules-endless", values)


@pytest.mark.parametrize(("most", "ends"), [(3, True), (2, False)])
def test_as_many_statements_as_may_be_are_inferred(
    most: int, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three persons have a type more each, and that is all."""
    monkeypatch.setattr(running, "MOST_STATEMENTS", most)
    rule = shape(triple("sh:this", "rdf:type", "ex:Agent"))
    if ends:
        assert len(infer(rule).triples) == most
    else:
        with pytest.raises(ShapesError):
            infer(rule)


@pytest.mark.parametrize(("depth", "runs"), [(20, True), (21, False)])
def test_expressions_lie_so_deep_in_each_other(depth: int, runs: bool) -> None:
    union = "[ sh:union ( " * depth + "ex:k" + " ) ]" * depth
    rule = shape(triple("sh:this", "ex:x", union), target="sh:targetNode ex:a")
    if runs:
        assert local(infer(rule)) == ["a x k"]
    else:
        with pytest.raises(ShapesError):
            infer(rule)


def test_rules_that_end_late_are_run_where_more_rounds_are_allowed() -> None:
    up = "CONSTRUCT { $this ex:w ?n } WHERE { $this ex:w ?w FILTER (?w < 12) BIND (?w + 1 AS ?n) }"
    shapes = ShapesGraph(parse(DECLARED + shape(sparql(up), target="sh:targetNode ex:k")))
    graphs = [graph_of_triples(parse("ex:k ex:w 0 ."), "urn:x:")]
    with pytest.raises(ShapesError):
        infer_statements(shapes, graphs, most_rounds=8)
    assert len(infer_statements(shapes, graphs, most_rounds=12).triples) == 12


def test_a_long_way_is_no_endless_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing new appears on it: the bound on rounds is not for such rules."""
    monkeypatch.setattr(running, "MOST_ROUNDS", 5)
    way = "".join(f"ex:n{n} ex:parent ex:n{n + 1} ." for n in range(20))
    assert len(infer(CASES["ancestors"], way).triples) == 20 * 21 / 2


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("rule-part-count", "[ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ]"),
        ("rule-part-count", triple("sh:this", "ex:p", "1 , 2")),
        ("rule-expression-malformed", triple("sh:this", "ex:p", "[ sh:path ex:p ; sh:union ( 1 ) ]")),
        ("shape-path-malformed", triple("sh:this", "ex:p", "[ sh:path 'p' ]")),
        ("shape-value-malformed", triple("sh:this", "ex:p", "1", "sh:order 'x'")),
        ("shape-value-malformed", triple("sh:this", "ex:p", "1", "sh:condition 'x'")),
        ("shape-value-malformed", "'rule'"),
        ("query-form", sparql("SELECT $this WHERE { $this a ex:C }")),
        ("query-missing", "[ a sh:SPARQLRule ]"),
        ("query-forbidden", sparql("CONSTRUCT { $this a ex:C } WHERE { SERVICE ex:s { $this a ex:D } }")),
        ("query-forbidden", sparql("CONSTRUCT { $this a ex:C } WHERE { $this a ex:D MINUS { $this a ex:E } }")),
        ("query-rebinds", sparql("CONSTRUCT { $this a ex:C } WHERE { BIND (1 AS $this) }")),
    ],
)  # fmt: skip
def test_malformed_rules_are_told(code: str, rule: str) -> None:
    with pytest.raises(ShapesError) as told:
        infer(shape(rule))
    assert {each.code for each in told.value.problems} == {code}


def test_an_expression_that_leads_into_itself_is_told() -> None:
    rules = shape(triple("sh:this", "ex:p", "_:e")) + "_:e sh:union ( _:e ) ."
    with pytest.raises(ShapesError) as told:
        infer(rules)
    assert [each.code for each in told.value.problems] == ["rule-expression-malformed"]


@pytest.mark.parametrize(
    ("term", "rule"),
    [
        ("sh:JSRule", '[ a sh:JSRule ; sh:jsFunctionName "f" ]'),
        ("ex:OtherRule", "[ a ex:OtherRule ]"),
        ("sh:rule", "[ ]"),
        ("ex:multiply", triple("sh:this", "ex:p", "[ ex:multiply ( 1 2 ) ]")),
        ("sh:count", triple("sh:this", "ex:p", "[ sh:count [ sh:path ex:p ] ]")),
        ("sh:object", triple("sh:this", "ex:p", "[ ]")),
        ("sh:tempTriple", triple("ex:r", "sh:tempTriple", "true")),
        ("sh:tempTriple", sparql(f"CONSTRUCT {{ ex:r <{TEMPORARY}> true }} WHERE {{ }}")),
        (
            "sh:tempTriple",
            sparql(f"PREFIX t: <{TEMPORARY[:-6]}> CONSTRUCT {{ ex:r t:Triple 1 }} WHERE {{ }}"),
        ),
    ],
)
def test_what_is_not_run_is_noted_and_the_rest_is_run(term: str, rule: str) -> None:
    rules = shape(rule, triple("sh:this", "ex:x", "1"), target="sh:targetNode ex:a")
    noted = list_unrun_rules(ShapesGraph(parse(DECLARED + rules), {"ex": "http://e.org/"}))
    assert [(each.shape, dict(each.values)["term"]) for each in noted] == [("ex:S", term)]
    assert local(infer(rules)) == ["a x 1"]


def make_rule(draw: random.Random, depth: int = 0) -> str:
    """Return an expression of a triple rule."""
    kind = draw.randrange(5 if depth < 2 else 3)
    if kind < 2:
        return draw.choice(["sh:this", "sh:this", "ex:a", "ex:k"])
    if kind == 2:
        step = draw.choice(
            [
                "ex:p",
                "ex:q",
                "( ex:p ex:q )",
                "[ sh:inversePath ex:p ]",
                "[ sh:oneOrMorePath ex:q ]",
            ]
        )
        return f"[ sh:path {step} ]"
    inner = [make_rule(draw, depth + 1) for _ in range(2)]
    return f"[ sh:{draw.choice(['union', 'intersection'])} ( {' '.join(inner)} ) ]"  # fmt: skip


@intersects
@pytest.mark.parametrize("seed", range(12))
def test_random_rules_infer_what_the_reference_does(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(seed)
    nodes = ["ex:a", "ex:b", "ex:c", "_:d"]
    said = (f"{draw.choice(nodes)} ex:{draw.choice('pq')} {draw.choice(nodes)} ." for _ in range(7))
    monkeypatch.setitem(globals(), "DATA", "".join(said) + "ex:a a ex:Person . ex:b a ex:Person .")
    rules = [
        triple(make_rule(draw), draw.choice(["ex:p", "ex:q", "ex:r", "rdf:type"]), make_rule(draw))
        for _ in range(3)
    ]
    shapes = shape(*rules, target="sh:targetSubjectsOf ex:p , ex:q ; sh:targetNode ex:k")
    data = parse(DATA)
    ours = infer_statements(
        ShapesGraph(parse(DECLARED + shapes)), [graph_of_triples(data, "urn:x:")]
    )
    whole = open_graph((*data, *ours.triples))
    assert to_isomorphic(whole) == to_isomorphic(ask_reference(shapes))
