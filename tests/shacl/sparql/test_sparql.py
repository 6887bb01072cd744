"""SPARQL-based constraints and components, asked through their public surface.

Oracle: the specification (SHACL sections 5 and 6), cases worked by hand.
"""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from eloggraph.checks.problems import tell_problem
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.shacl.errors import ShapesError
from eloggraph.shacl.model import Result, Term
from eloggraph.shacl.sparql import FocusNodes, SparqlJudge
from eloggraph.shacl.sparql import judge as judging
from eloggraph.shacl.sparql.reading import read_sparql_checks

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <urn:x:> .
: sh:declare [ sh:prefix "" ; sh:namespace "urn:x:" ] .
"""


def parse(turtle: str) -> tuple[ox.Triple, ...]:
    quads = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


def ex(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:x:{name}")


def run(
    shapes: str,
    data: str,
    focus: list[Term],
    pairs: list[tuple[Term, Term]] | None = None,
) -> list[Result]:
    triples = parse(shapes)
    judge = SparqlJudge([graph_of_triples(parse(data), "urn:x:")], triples)
    return [
        result
        for checks in read_sparql_checks(triples).checks.values()
        for check in checks
        for result in judge.run(check, FocusNodes.of(focus, pairs))
    ]


def constraint(query: str, more: str = "", shape: str = "") -> str:
    return (
        f':S {shape} sh:sparql :S-rule . :S-rule {more} sh:prefixes : ; sh:select """{query}""" .'
    )


def refused(shapes: str) -> list[str]:
    with pytest.raises(ShapesError) as refusal:
        read_sparql_checks(parse(shapes))
    return [finding.code for finding in refusal.value.problems]


def values(results: list[Result]) -> list[str]:
    return [str(result.value) for result in results]


# -- what a solution says -------------------------------------------------------------------------


def test_a_solution_gives_value_path_and_message() -> None:
    (result,) = run(
        constraint(
            "SELECT $this ?path ?value WHERE { $this ?path ?value FILTER(?value > 3) }",
            'sh:message "{?value} on liikaa kohteelle {$this}."@fi , "{?value} {?none}"@en ;',
            "sh:severity sh:Warning ;",
        ),
        ":a :p 2 , 5 . :b :p 9 .",
        [ex("a")],
    )
    assert (result.focus, result.path, str(result.value)) == (
        ex("a"),
        ex("p"),
        '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
    )
    assert result.severity.value.endswith("#Warning")
    assert result.constraint == ex("S-rule")
    assert {(m.language, m.value) for m in result.messages} == {
        ("en", "5 {?none}"),
        ("fi", "5 on liikaa kohteelle urn:x:a."),
    }


def test_a_message_of_the_solution_goes_first_and_that_of_the_shape_last() -> None:
    query = 'SELECT $this ("said" AS ?message) WHERE { $this :p ?x }'
    (said,) = run(constraint(query, 'sh:message "rule" ;'), ":a :p 1 .", [ex("a")])
    plain = constraint("SELECT $this WHERE { $this :p ?x }", shape='sh:message "shape" ;')
    (shaped,) = run(plain, ":a :p 1 .", [ex("a")])
    assert [m.value for m in (*said.messages, *shaped.messages)] == ["said", "shape"]


def test_a_node_shape_without_value_names_the_focus_node_and_a_property_shape_nothing() -> None:
    query = "SELECT $this WHERE { $this $PATH ?x }"
    at_node = run(constraint("SELECT $this WHERE { $this :p ?x }"), ":a :p 1 .", [ex("a")])
    at_path = run(constraint(query, shape="sh:path :p ;"), ":a :p 1 .", [ex("a")])
    assert [(r.value, r.path) for r in (*at_node, *at_path)] == [(ex("a"), None), (None, ex("p"))]


def test_equal_solutions_are_one_result() -> None:
    query = "SELECT $this WHERE { $this :p ?x . $this :q ?y }"
    assert len(run(constraint(query), ":a :p 1 , 2 ; :q 3 , 4 .", [ex("a")])) == 1


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("( :p :q )", ["<urn:x:c>"]),
        ("[ sh:inversePath :p ]", ["<urn:x:z>"]),
        ("[ sh:alternativePath ( :p :q ) ]", ["<urn:x:b>", "<urn:x:d>"]),
        ("[ sh:zeroOrMorePath :p ]", ["<urn:x:a>", "<urn:x:b>"]),
        (
            "[ sh:oneOrMorePath [ sh:alternativePath ( :p :q ) ] ]",
            ["<urn:x:b>", "<urn:x:c>", "<urn:x:d>"],
        ),
        ("[ sh:zeroOrOnePath ( :p :q ) ]", ["<urn:x:a>", "<urn:x:c>"]),
        ("[ sh:inversePath [ sh:inversePath :q ] ]", ["<urn:x:d>"]),
    ],
)
def test_the_path_of_the_shape_is_put_in(path: str, expected: list[str]) -> None:
    query = "SELECT $this ?value WHERE { $this $PATH ?value }"
    data = ":a :p :b ; :q :d . :b :q :c . :z :p :a ."
    assert values(run(constraint(query, shape=f"sh:path {path} ;"), data, [ex("a")])) == expected


# -- pre-binding ----------------------------------------------------------------------------------


def test_this_is_bound_where_no_pattern_binds_it() -> None:
    """The case of the suite, for several nodes at once, in every kind of group."""
    for group in (
        "FILTER($this = :a)",
        "{ FILTER($this = :a) } UNION { FILTER(false) }",
        "OPTIONAL { :a :p ?x FILTER($this = :a) } FILTER(BOUND(?x))",
        "BIND($this AS ?that) FILTER(?that = :a)",
        "FILTER EXISTS { FILTER($this = :a) }",
        "{ SELECT $this WHERE { FILTER($this = :a) } }",
    ):
        found = run(
            constraint(f"SELECT $this WHERE {{ {group} }}"), ":a :p 1 .", [ex("a"), ex("b")]
        )
        assert [result.focus for result in found] == [ex("a")], group


def test_queries_that_count_or_cut_are_asked_for_each_node() -> None:
    data = ":a :p 1 , 2 , 3 . :b :p 4 . :c :q 1 ."
    nodes = [ex("a"), ex("b"), ex("c")]
    limited = run(
        constraint("SELECT $this ?value WHERE { $this :p ?value } ORDER BY ?value LIMIT 1"),
        data,
        nodes,
    )
    assert [str(r.value)[1] for r in limited] == ["1", "4"]
    counted = "SELECT $this (COUNT(?x) AS ?value) WHERE { $this :p ?x } GROUP BY $this"
    assert [str(r.value)[1] for r in run(constraint(counted), data, nodes)] == ["3", "1"]
    within = "SELECT $this ?value WHERE { { SELECT $this (MAX(?x) AS ?value) WHERE { $this :p ?x } GROUP BY $this } }"
    assert [str(r.value)[1] for r in run(constraint(within), data, nodes)] == ["3", "4"]


def test_the_shapes_graph_and_the_shape_are_at_hand() -> None:
    query = """SELECT $this WHERE {
        GRAPH $shapesGraph { $currentShape :limit ?limit } $this :p ?x FILTER(?x > ?limit) }"""
    found = run(constraint(query, shape=":limit 3 ;"), ":a :p 2 . :b :p 4 .", [ex("a"), ex("b")])
    assert [result.focus for result in found] == [ex("b")]


def test_a_query_for_any_graph_sees_no_table_of_ours() -> None:
    query = "SELECT $this WHERE { GRAPH ?g { ?s ?p $this } }"
    assert run(constraint(query), ":a :p 2 .", [ex("a")]) == []


def test_not_exists_sees_the_variables_around_it() -> None:
    """SPARQL 1.1 section 8.3: its variables have the values of the solution that is filtered."""
    data = ":a :p :b . :b :q 1 . :c :p :d . :c :r 1 . :d :q 2 ."
    nodes = [ex("a"), ex("c")]
    plain = "SELECT $this WHERE { $this :p ?x FILTER NOT EXISTS { $this :p ?y . ?y :q 1 } }"
    assert [r.focus for r in run(constraint(plain), data, nodes)] == [ex("c")]
    outside = """SELECT $this WHERE { $this :p ?x . OPTIONAL { $this :r ?n }
        FILTER NOT EXISTS { $this :p ?y . ?y :q ?m FILTER(?m > ?n) } }"""
    assert [r.focus for r in run(constraint(outside), data, nodes)] == [ex("a")]


def test_one_check_leaves_nothing_behind_for_the_next() -> None:
    """Their store is shared: the nodes bound for one, even half asked, are not those of another."""
    shapes = parse(
        constraint("SELECT $this WHERE { FILTER(true) }")
        + ':T sh:sparql :T-rule . :T-rule sh:select "SELECT $this WHERE { FILTER(true) }" .'
    )
    judge = SparqlJudge([graph_of_triples(parse(":a :p 1 ."), "urn:x:")], shapes)
    checks = read_sparql_checks(shapes).checks
    next(judge.run(checks[ex("S")][0], FocusNodes.of([ex("a"), ex("b")])))
    second = judge.run(checks[ex("T")][0], FocusNodes.of([ex("c")]))
    assert [result.focus for result in second] == [ex("c")]


def test_blank_nodes_keep_their_names() -> None:
    blank = ox.BlankNode("here")
    data = [*parse(":a :p 1 ."), ox.Triple(blank, ex("p"), ex("a"))]
    shapes = parse(constraint("SELECT $this ?value WHERE { $this :p ?value }"))
    judge = SparqlJudge([graph_of_triples(data, "urn:x:")], shapes)
    (check,) = read_sparql_checks(shapes).checks[ex("S")]
    assert [(r.focus, r.value) for r in judge.run(check, FocusNodes.of([blank]))] == [
        (blank, ex("a"))
    ]


def test_values_are_named_as_the_data_writes_them() -> None:
    query = "SELECT $this ?value WHERE { $this :p ?value FILTER(?value = 1) }"
    found = run(constraint(query), ':a :p 01 , "+1"^^xsd:int . :b :p 1 .', [ex("a"), ex("b")])
    assert [r.value.value for r in found if isinstance(r.value, ox.Literal)] == ["+1", "01", "1"]
    zero = ox.Literal("007", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    (result,) = run(constraint("SELECT $this WHERE { FILTER($this = 7) }"), "", [zero])
    assert (result.focus, result.value) == (zero, zero)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("$this :p/:r* ?x . ?x :q ?value OPTIONAL { ?x :none ?y }", ["2", "3"]),
        ("$this (:p|:s) ?x . ?x :q ?value", ["2", "4"]),
        ("$this :p ?x . ?y :s ?z . ?z :q ?value", ["4"]),
        ("$this :q 1 . ?x :none* ?y . ?x :q ?value FILTER(?x = ?y)", ["1", "2", "3", "4"]),
        ("?x :none* ?y . FILTER(?y = :e) BIND(5 AS ?value)", ["5", "5"]),
        ("$this !:p ?x . FILTER(isIRI(?x)) ?x :q ?value", ["4"]),
        ("$this ?p [ :q ?value ] FILTER(?p = :p)", ["2"]),
        ("$this :p ?x FILTER NOT EXISTS { ?x :r ?y . ?y :q 4 } BIND(6 AS ?value)", ["6"]),
        ("$this :q ?value . FILTER(?value = 1.0)", ["1"]),
        (
            "{ SELECT $this (SUM(?n) AS ?value) WHERE { $this :p|:s ?x . ?x :q ?n } GROUP BY $this }",
            ["6"],
        ),
    ],
)
def test_many_statements_give_what_few_give(
    group: str, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above a limit only what a query can read is loaded, in a store of its own."""
    data = ":a :p :b ; :s :f ; :q 1 . :b :q 2 ; :r :c . :c :q 3 . :d :r :e . :f :q 4 ."
    shapes = constraint(f"SELECT $this ?value WHERE {{ {group} }}")
    few = run(shapes, data, [ex("a"), ex("d")])
    monkeypatch.setattr(judging, "_FEW", 0)
    assert run(shapes, data, [ex("a"), ex("d")]) == few
    assert [str(result.value)[1] for result in few] == expected


def test_the_predicates_of_a_query_are_known_where_they_can_be() -> None:
    def predicates(query: str) -> list[str] | None:
        triples = parse(constraint(query))
        (check,) = read_sparql_checks(triples).checks[ex("S")]
        found = check.bound.predicates
        return None if found is None else sorted(iri.removeprefix("urn:x:") for iri in found)

    assert predicates("SELECT $this WHERE { $this :p/^:q ?x FILTER NOT EXISTS { ?x :r* ?y } }") == [
        "p",
        "q",
        "r",
    ]
    assert predicates("SELECT $this WHERE { $this ?p ?x }") is None
    assert predicates("SELECT $this WHERE { $this !:p ?x }") is None
    assert predicates("SELECT $this WHERE { $this :p [ :q 1 ] }") is None
    assert predicates("SELECT $this WHERE { $this :p* ?x }") is None


# -- components -----------------------------------------------------------------------------------

LANG = """
:LangComponent a sh:ConstraintComponent ;
    sh:parameter [ sh:path :lang ] ; sh:parameter [ sh:path :region ; sh:optional true ] ;
    sh:validator [ sh:message "Kieli on {$lang}."@fi ; sh:ask "ASK { FILTER(isLiteral($value) && langMatches(lang($value), CONCAT($lang, COALESCE($region, ''))))}" ] .
"""


def test_an_ask_validator_judges_every_value() -> None:
    label, fi, en = ex("label"), ox.Literal("a", language="fi"), ox.Literal("b", language="en")
    found = run(
        LANG + ':S sh:path :label ; :lang "fi" .',
        "",
        [ex("a")],
        [(ex("a"), fi), (ex("a"), en), (ex("a"), ex("c"))],
    )
    assert [(r.value, r.path, r.component) for r in found] == [
        (en, label, ex("LangComponent")),
        (ex("c"), label, ex("LangComponent")),
    ]
    assert [message.value for message in found[0].messages] == ["Kieli on fi."]


def test_an_optional_parameter_is_bound_where_it_is_given() -> None:
    value = ox.Literal("a", language="en-gb")
    shapes = (
        LANG + ':S :lang "en" ; :region "-gb" . :T :lang "en" ; :region "-us" . :U :region "x" .'
    )
    found = run(shapes, "", [value])
    assert [(result.shape, result.value) for result in found] == [(ex("T"), value)]


def test_a_select_validator_serves_the_kind_of_shape_that_it_is_for() -> None:
    component = """
    :C a sh:ConstraintComponent ; sh:parameter [ sh:path :most ] ;
      sh:nodeValidator [ sh:select "SELECT $this ?value WHERE { $this <urn:x:n> ?value FILTER(?value > $most) }" ] ;
      sh:propertyValidator [ sh:select "SELECT $this ?value WHERE { $this $PATH ?value FILTER(?value > $most) }" ] .
    :N :most 3 . :P sh:path :p ; :most 3 , 5 .
    """
    found = run(component, ":a :n 4 ; :p 4 , 6 .", [ex("a")])
    assert [(r.shape, str(r.value)[1]) for r in found] == [
        (ex("N"), "4"),
        (ex("P"), "4"),
        (ex("P"), "6"),
        (ex("P"), "6"),
    ]


def test_a_value_that_is_asked_in_groups_is_asked_alone() -> None:
    component = """
    :C a sh:ConstraintComponent ; sh:parameter [ sh:path :few ] ;
      sh:validator [ sh:ask "ASK { $value <urn:x:p> ?x } HAVING (COUNT(?x) <= $few)" ] .
    :N :few 1 .
    """
    codes = refused(component.replace("HAVING (COUNT(?x) <= $few)", "GROUP BY"))
    assert codes == ["query-malformed"]
    limited = component.replace("HAVING (COUNT(?x) <= $few)", "LIMIT 1")
    found = run(limited, ":a :p 1 .", [ex("a"), ex("b")])
    assert [result.value for result in found] == [ex("b")]


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT $this WHERE { $this ?p ?o MINUS { $this ?p 1 } }", "query-forbidden"),
        ("SELECT $this WHERE { VALUES ?x { 1 } }", "query-forbidden"),
        ("SELECT $this WHERE { $this ?p ?x } VALUES ?x { 1 }", "query-forbidden"),
        ("SELECT $this WHERE { SERVICE <http://x.example/> { $this ?p ?o } }", "query-forbidden"),
        ("SELECT $this FROM <file:///etc/passwd> WHERE { $this ?p ?o }", "query-forbidden"),
        (
            "SELECT $this WHERE { FILTER EXISTS { $this ?p ?o MINUS { ?o ?p 1 } } }",
            "query-forbidden",
        ),
        ("SELECT $this WHERE { BIND(1 AS $this) }", "query-rebinds"),
        ("SELECT $this WHERE { BIND(1 AS $shapesGraph) }", "query-rebinds"),
        ("SELECT $this WHERE { { SELECT ?x WHERE { ?x ?p ?o } } }", "query-subquery"),
        ("SELECT $this WHERE { { SELECT * WHERE { FILTER($this = 1) } } }", "query-subquery"),
        ("SELECT ?x WHERE { $this :p ?x }", "query-without-this"),
        ("SELECT $this WHERE { $this :p }", "query-malformed"),
        ("SELECT $this WHERE " + "{" * 500 + "}" * 500, "query-too-large"),
        ("SELECT $this WHERE { FILTER(" + "(" * 500 + "1" + ")" * 500 + ") }", "query-too-large"),
        ("SELECT $this WHERE { $this " + "/".join([":p"] * 20_000) + " ?x }", "query-too-large"),
        ("SELECT $this WHERE { FILTER(" + "!" * 20_000 + "$this) }", "query-too-large"),
        ("SELECT $this WHERE { FILTER($this IN (" + "1," * 20_000 + "1)) }", "query-too-large"),
        ("SELECT $this WHERE { $this $PATH ?x }", "path-missing"),
        ("SELECT $this WHERE { FILTER(:secret($this)) }", "function-unknown"),
    ],
)
def test_a_query_that_may_not_be_is_refused(query: str, code: str) -> None:
    assert refused(constraint(query)) == [code]


def test_a_relative_namespace_hinders_no_query_without_its_prefix() -> None:
    """As the validator of RO-Crates declares one for all its queries."""
    shapes = constraint("SELECT $this {}") + ": sh:declare [ sh:prefix 'r' ; sh:namespace './' ] ."
    assert len(run(shapes, "", [ex("a")])) == 1


def test_words_in_texts_and_names_are_no_offence() -> None:
    query = "SELECT $this WHERE { $this :minus ?values FILTER(?values != 'SERVICE VALUES AS $this') } # MINUS"
    assert len(run(constraint(query), ":a :minus 1 .", [ex("a")])) == 1


def test_all_faults_are_told_at_once_with_their_names() -> None:
    shapes = ':A sh:sparql [ sh:select "SELECT ?x {}" ] . :B sh:sparql :R . :R sh:select "SELECT" .'
    with pytest.raises(ShapesError) as refusal:
        read_sparql_checks(parse(shapes))
    assert [(f.code, f.shape) for f in refusal.value.problems] == [
        ("query-without-this", "urn:x:A"),
        ("query-malformed", "urn:x:R"),
    ]
    assert "urn:x:A" in tell_problem(refusal.value.problems[0]).message.fi


@pytest.mark.parametrize(
    ("shapes", "code"),
    [
        (":S sh:sparql [ sh:message 'x' ] .", "query-missing"),
        (
            ":S sh:sparql :R . :R sh:select 'SELECT $this {}' , 'SELECT  $this {}' .",
            "query-missing",
        ),
        (constraint("SELECT $this {}") + ": sh:declare [ sh:prefix 'a' ] .", "prefix-incomplete"),
        (
            constraint("SELECT $this {}")
            + ": sh:declare [ sh:prefix 'a' ; sh:namespace 'x> y' ] .",
            "prefix-malformed",
        ),
        (
            constraint("SELECT $this {}")
            + ": sh:declare [ sh:prefix '' ; sh:namespace 'urn:y:' ] .",
            "prefix-twice",
        ),
        (
            constraint("SELECT $this { $this r:p 1 }")
            + ": sh:declare [ sh:prefix 'r' ; sh:namespace './' ] .",
            "prefix-relative",
        ),
        (constraint("SELECT $this { $this $PATH 1 }", shape="sh:path [ ] ;"), "path-malformed"),
        (
            constraint("SELECT $this { $this $PATH 1 }", shape="sh:path _:l ;")
            + "_:l sh:inversePath _:l .",
            "path-malformed",
        ),
        (
            ":C sh:parameter [ sh:path :x ; sh:optional true ] ; sh:validator [ sh:ask 'ASK {}' ] .",
            "component-without-parameter",
        ),
        (
            ":C sh:parameter [ sh:path :this ] ; sh:validator [ sh:ask 'ASK {}' ] .",
            "parameter-malformed",
        ),
        (LANG + ":S :lang 'fi' , 'sv' .", "parameter-twice"),
    ],
)
def test_rules_that_are_ill_formed_are_refused(shapes: str, code: str) -> None:
    assert code in refused(shapes)


def test_prefixes_come_from_imports_within_the_shapes_graph() -> None:
    shapes = """:S sh:sparql :R . :R sh:prefixes :Own ; sh:select "SELECT $this { $this more:p ?x }" .
    :Own owl:imports :Other . :Other owl:imports :Own ; sh:declare [ sh:prefix "more" ; sh:namespace "urn:x:" ] ."""
    assert len(run(shapes, ":a :p 1 .", [ex("a")])) == 1


def test_a_deactivated_constraint_is_not_asked() -> None:
    query = "SELECT $this WHERE { $this :p ?x }"
    assert run(constraint(query, "sh:deactivated true ;"), ":a :p 1 .", [ex("a")]) == []


def test_a_query_that_says_it_failed_is_an_error() -> None:
    query = "SELECT $this (true AS ?failure) WHERE { $this :p ?x }"
    with pytest.raises(ShapesError) as refusal:
        run(constraint(query), ":a :p 1 .", [ex("a")])
    assert [finding.code for finding in refusal.value.problems] == ["query-failed"]


def test_shapes_without_sparql_have_no_checks() -> None:
    assert read_sparql_checks(parse(":S sh:path :p ; sh:minCount 1 .")).checks == {}
