"""RDF checked against the toolkit's shapes or others: each fault at its file and line.

What is a fault is worked out by hand beside each case; that both engines say the same of every
case is the second oracle.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.finding import Finding, Report

PREFIXES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix elo: <https://w3id.org/eloggraph/ns#> .
"""
ENGINES = ["columns", "pyshacl"]


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    """``write(name, text)`` writes a file with prefixes before the text; its lines start at 5."""

    def write_file(name: str, text: str, *, prefixes: bool = True) -> Path:
        path = tmp_path / name
        path.write_text((PREFIXES if prefixes else "") + text, "utf-8")
        return path

    return write_file


def told(report: Report) -> list[tuple[str, str, int | None]]:
    return [
        (f.code, f.place.file if f.place else "", f.place.row if f.place else None)
        for f in report.findings
    ]


def one(report: Report) -> Finding:
    (finding,) = report.findings
    return finding


PEOPLE = """
ex:a a ex:Person ; ex:name "A" ; ex:knows ex:b .
ex:b a ex:Person ;
    ex:age "x" ;
    ex:home [ ex:town "T" , "U" ] .
<c> a ex:Person ; ex:name "C" .
"""
PERSON = """
ex:PersonShape a sh:NodeShape ; sh:targetClass ex:Person ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:message "Nimi puuttuu."@fi , "No name."@en ] ;
  sh:property [ sh:path ex:age ; sh:datatype xsd:integer ; sh:severity sh:Warning ] ;
  sh:property [ sh:path ex:knows ; sh:node ex:Named ] ;
  sh:property [ sh:path ( ex:home ex:town ) ; sh:maxCount 1 ] .
ex:Named a sh:NodeShape ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_blank_nodes_of_a_file_are_neither_iris_nor_texts(write, engine: str) -> None:  # type: ignore[no-untyped-def]
    data = write("data.ttl", "ex:a a ex:T ; ex:p [ ex:q 1 ] ;\n ex:r [] ;\n ex:s ex:b , [] .")
    shapes = write(
        "shapes.ttl",
        """ex:S sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] ,
        [ sh:path ex:r ; sh:pattern "." ] , [ sh:path ex:s ; sh:nodeKind sh:BlankNode ] .""",
    )
    report = eloggraph.check(data, shapes=[shapes], engine=engine)
    assert sorted(f.code for f in report.findings) == ["value-kind", "value-kind", "value-pattern"]


@pytest.mark.parametrize("engine", ENGINES)
def test_faults_are_at_the_lines_of_their_nodes(write, engine: str) -> None:  # type: ignore[no-untyped-def]
    data, shapes = write("data.ttl", PEOPLE), write("shapes.ttl", PERSON)
    report = eloggraph.check(data, shapes=[shapes], engine=engine)
    assert told(report) == [
        ("rdf-relative-iri", "data.ttl", None),
        ("value-kind", "data.ttl", 6),
        ("value-datatype", "data.ttl", 7),
        ("value-missing", "data.ttl", 7),
        ("values-too-many", "data.ttl", 7),
    ]
    _, kind, datatype, missing, _ = report.findings
    assert [f.severity for f in report.findings] == [
        "info",
        "violation",
        "warning",
        "violation",
        "violation",
    ]
    assert "ex:b" in missing.message.fi
    assert missing.message.fi.endswith("Nimi puuttuu.")
    assert missing.message.en.endswith("No name.")
    assert datatype.value == "x"
    # What is wrong with the node that is pointed at is told as the reason.
    assert "ex:name" in kind.message.sv
    assert report.focus_counts == (("http://example.org/PersonShape", 3),)


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("data.nt", "more places: 100 more, on lines 201–300."),
        ("data.jsonld", "more places: 100 more, all on line 1."),
    ],
)
def test_very_many_faults_of_a_shape_are_counted_together(write, name: str, rest: str) -> None:  # type: ignore[no-untyped-def]
    lines = [f"<urn:n{n}> <http://example.org/name> <urn:x> .\n" for n in range(300)]
    objects = [f'{{"@id": "urn:n{n}", "urn:name": {{"@id": "urn:x"}}}}' for n in range(300)]
    is_json = name.endswith("jsonld")
    text = f"[{','.join(objects)}]" if is_json else "".join(lines)
    data = write(name, text, prefixes=False)
    path = "<urn:name>" if is_json else "ex:name"
    shapes = write(
        "shapes.ttl",
        f"ex:S sh:targetSubjectsOf {path} ; sh:property [ sh:path {path} ; sh:maxCount 0 ] .",
    )
    report = eloggraph.check(data, shapes=[shapes])
    assert len(report.findings) == 201
    (counted,) = [f for f in report.findings if f.focus is None]
    assert counted.message.en.endswith(rest)


def test_lines_of_ntriples_are_those_of_the_statement(write) -> None:  # type: ignore[no-untyped-def]
    a, p = "<http://example.org/a>", "<http://example.org/age>"
    kind = f"{a} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Person> .\n"
    named = f'{a} <http://example.org/name> "A" .\n'
    data = write("data.nt", f'{kind}{named}\n{a} {p} "x" .\n', prefixes=False)
    shapes = write("shapes.ttl", PERSON)
    report = eloggraph.check(data, shapes=[shapes])
    assert told(report) == [("value-datatype", "data.nt", 4)]
    # What is missing is told where the node is first described.
    note = "<http://example.org/note>"
    write("data.nt", f'\n{a} {note} "x" .\n{a} {note} "y" .\n{kind}', prefixes=False)
    assert told(eloggraph.check(data, shapes=[shapes])) == [("value-missing", "data.nt", 2)]


def test_relative_names_are_shown_and_found_as_they_are_written(write) -> None:  # type: ignore[no-untyped-def]
    data = write("data.ttl", "\n<c> a ex:Person .\n")
    relative, finding = eloggraph.check(data, shapes=[write("shapes.ttl", PERSON)]).findings
    assert relative.code == "rdf-relative-iri"
    assert finding.place is not None
    assert finding.place.row == 6
    assert "<c>" in finding.message.en


def test_node_without_name_is_at_the_line_of_what_it_is_within(write) -> None:  # type: ignore[no-untyped-def]
    data = write("data.ttl", "\nex:a ex:home\n  [ a ex:Person ] .\n")
    finding = one(eloggraph.check(data, shapes=[write("shapes.ttl", PERSON)]))
    assert finding.place is not None
    assert (finding.code, finding.place.row) == ("value-missing", 6)


NAMED = "ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:name ; sh:minCount 1 ] ."
LINES = (
    "ex:knows> <urn:x:b>",
    "ex:knows> <urn:x:c>",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <ex:Person>",
)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_node_of_ntriples_is_where_it_is_first_described(write, order: tuple[int, ...]) -> None:  # type: ignore[no-untyped-def]
    """Oracle: every line but the first is about the node, so it begins at line 2."""
    lines = ["<urn:x:b> <ex:name> <urn:x:n> ."] + [f"<ex:a> <{LINES[at]} ." for at in order]
    data = write("data.nt", "\n".join(lines) + "\n", prefixes=False)
    shapes = write("shapes.ttl", NAMED.replace("ex:Person", "<ex:Person>"))
    finding = one(eloggraph.check(data, shapes=[shapes]))
    assert finding.place is not None
    assert (finding.focus, finding.place.row) == ("ex:a", 2)


@pytest.mark.parametrize(("depth", "row"), [(1, 6), (4, 6), (5, None)])
def test_a_node_within_others_is_looked_for_as_deep_as_is_said(  # type: ignore[no-untyped-def]
    write, depth: int, row: int | None
) -> None:
    data = write(
        "data.ttl",
        "\nex:a ex:home\n"
        + "[ ex:p " * (depth - 1)
        + "[ a ex:Person ]"
        + " ]" * (depth - 1)
        + " .\n",
    )
    finding = one(eloggraph.check(data, shapes=[write("shapes.ttl", NAMED)]))
    assert finding.place is not None
    assert finding.place.row == row


def test_rdf_without_shapes_is_checked_against_our_own(write) -> None:  # type: ignore[no-untyped-def]
    data = write("data.ttl", "\nex:a a elo:Actor ; elo:inSector ex:no-such-code .\n")
    report = eloggraph.check(data)
    found = {(f.code, f.path and f.path.rpartition("#")[2]) for f in report.findings}
    assert ("value-missing", "prefLabel") in found
    assert ("value-class", "inSector") in found
    assert all(f.place and f.place.file == "data.ttl" for f in report.findings)
    assert dict(report.focus_counts)["https://w3id.org/eloggraph/shapes#ActorShape"] == 1


def test_written_graph_of_a_network_is_as_clean_as_its_tables(
    tmp_path: Path, tiny_network: Path
) -> None:
    from eloggraph.graph.rdf.write import write_turtle

    network = eloggraph.open(tiny_network)
    for number, graph in enumerate(network.graphs):
        (tmp_path / f"{number}.ttl").write_text(write_turtle(graph), "utf-8")
    files = sorted(tmp_path.glob("*.ttl"))
    rdf = {(f.focus, f.path, f.severity) for f in eloggraph.check(*files).findings}
    tables = {(f.focus, f.path, f.severity) for f in network.check().findings}
    assert tables <= rdf
    assert {entry for entry in rdf if entry[2] == "violation"} == set()


def test_shape_that_met_nothing_is_told_at_its_line(write) -> None:  # type: ignore[no-untyped-def]
    shapes = (
        PERSON + "ex:CatShape a sh:NodeShape ; sh:targetClass ex:Cat .\nex:Lost a sh:NodeShape .\n"
    )
    shapes += "ex:Off a sh:NodeShape ; sh:deactivated true .\n"
    data = write("data.ttl", 'ex:a a ex:Person ; ex:name "A" .')
    report = eloggraph.check(data, shapes=[write("shapes.ttl", shapes)])
    assert told(report) == [
        ("shape-no-focus", "shapes.ttl", 12),
        ("shape-no-target", "shapes.ttl", 13),
    ]
    assert {f.severity for f in report.findings} == {"warning"}


def test_very_many_idle_shapes_are_told_together(write) -> None:  # type: ignore[no-untyped-def]
    shapes = PERSON + "".join(
        f"ex:S{n} a sh:NodeShape ; sh:targetClass ex:C{n} .\n" for n in range(40)
    )
    data = write("data.ttl", 'ex:a a ex:Person ; ex:name "A" .')
    report = eloggraph.check(data, shapes=[write("shapes.ttl", shapes)])
    assert one(report).code == "shape-no-focus"
    assert one(report).message.en.startswith("40 shapes")
    assert len([count for _, count in report.focus_counts if not count]) == 40


@pytest.mark.parametrize("engine", ENGINES)
def test_check_that_judged_nothing_is_a_violation(write, engine: str) -> None:  # type: ignore[no-untyped-def]
    shapes = write("shapes.ttl", "ex:S a sh:NodeShape ; sh:targetClass ex:Cat .")
    report = eloggraph.check(write("data.ttl", "ex:a a ex:Dog ."), shapes=[shapes], engine=engine)
    assert "nothing-judged" in [f.code for f in report.findings if f.severity == "violation"]


def test_data_that_our_shapes_do_not_know_is_not_called_clean(write) -> None:  # type: ignore[no-untyped-def]
    report = eloggraph.check(write("data.ttl", "ex:a ex:p 1 ."))
    assert one(report).code == "nothing-judged"
    assert {count for _, count in report.focus_counts} == {0}


def test_a_term_of_the_toolkit_is_judged_where_the_data_say_something_of_it(write) -> None:  # type: ignore[no-untyped-def]
    """Kinds of roles are in a class that a table has, and in no file of the data."""
    report = eloggraph.check(
        write("data.ttl", "<https://w3id.org/eloggraph/vocab/role/chair> ex:p 1 .")
    )
    assert {count for shape, count in report.focus_counts if "ActorRole" in shape} == {1}


SHAPES_AND_PATHS = [
    ("[ sh:inversePath ex:p ]", "ex:b ex:q 1 . ex:a ex:p ex:b .", "^ex:p"),
    ("[ sh:alternativePath ( ex:p ex:q ) ]", "ex:b ex:q 1 , 2 .", "ex:p|ex:q"),
    ("( ex:p [ sh:zeroOrMorePath ex:q ] )", "ex:b ex:p ex:x . ex:x ex:q ex:y .", "ex:p/(ex:q*)"),
    ("[ sh:oneOrMorePath ex:p ]", "ex:b ex:p ex:x . ex:x ex:p ex:y .", "ex:p+"),
    ("[ sh:zeroOrOnePath ex:p ]", "ex:b ex:p ex:x , ex:y .", "ex:p?"),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("path", "data", "shown"), SHAPES_AND_PATHS)
def test_longer_paths_are_shown_as_sparql_writes_them(
    write,
    path: str,
    data: str,
    shown: str,
    engine: str,  # type: ignore[no-untyped-def]
) -> None:
    shape = f"ex:S a sh:NodeShape ; sh:targetNode ex:b ; sh:property [ sh:path {path} ; sh:maxCount 0 ] ."
    report = eloggraph.check(
        write("data.ttl", "\n" + data), shapes=[write("shapes.ttl", shape)], engine=engine
    )
    finding = one(report)
    assert finding.code == "values-too-many"
    assert shown in finding.message.en
    assert finding.place is not None
    assert finding.place.row == 6


EVERY_COMPONENT = {
    "sh:datatype xsd:integer": "value-datatype",
    "sh:class ex:C": "value-class",
    "sh:nodeKind sh:IRI": "value-kind",
    "sh:minCount 2": "value-missing",
    "sh:maxCount 0": "values-too-many",
    "sh:in ( 1 )": "value-not-allowed",
    "sh:hasValue 1": "value-not-allowed",
    'sh:pattern "^z"': "value-pattern",
    "sh:minLength 9": "value-length",
    "sh:maxLength 0": "value-length",
    "sh:minInclusive 9": "value-range",
    'sh:languageIn ( "fi" )': "value-language",
    "sh:lessThan ex:q": "values-order",
    "sh:disjoint ex:p": "values-same",
    "sh:equals ex:q": "values-differ",
    "sh:not [ sh:nodeKind sh:Literal ]": "value-kind",
    "sh:xone ( [ sh:nodeKind sh:IRI ] )": "value-kind",
    "sh:or ( [ sh:nodeKind sh:IRI ] )": "value-kind",
    "sh:and ( [ sh:nodeKind sh:IRI ] )": "value-kind",
    "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 1": "value-missing",
}


@pytest.mark.parametrize("constraint", EVERY_COMPONENT)
def test_every_kind_of_fault_has_its_words(write, constraint: str) -> None:  # type: ignore[no-untyped-def]
    other = "ex:q" if "lessThan" in constraint else "ex:r"
    shape = (
        f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ] ."
    )
    data = write("data.ttl", 'ex:a ex:p "x" . ex:a ex:q "x" .'.replace("ex:q", other))
    shapes = write("shapes.ttl", shape)
    report = eloggraph.check(data, shapes=[shapes])
    assert {f.code for f in report.findings} == {EVERY_COMPONENT[constraint]}
    theirs = eloggraph.check(data, shapes=[shapes], engine="pyshacl")
    assert told(report) == told(theirs)
    for finding in report.findings:
        said = dict(finding.message.items())
        assert len(set(said.values())) == 3
        assert all("ex:a" in text and "{" not in text for text in said.values())


def test_closed_shape_names_the_property_that_does_not_belong(write) -> None:  # type: ignore[no-untyped-def]
    shapes = write("shapes.ttl", "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed true .")
    finding = one(eloggraph.check(write("data.ttl", "ex:a ex:p 1 ."), shapes=[shapes]))
    assert finding.code == "property-unexpected"
    assert finding.path == "http://example.org/p"
    assert "ex:p" in finding.message.fi


def test_messages_in_other_languages_and_without_language_reach_every_reader(write) -> None:  # type: ignore[no-untyped-def]
    shape = (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property "
        '[ sh:path ex:p ; sh:minCount 1 ; sh:message "Plain." , "Suomeksi."@fi ] ,'
        ' [ sh:path ex:q ; sh:minCount 1 ; sh:message "Auf Deutsch."@de ] .'
    )
    data = write("data.ttl", "ex:a ex:r 1 .")
    first, second = eloggraph.check(data, shapes=[write("shapes.ttl", shape)]).findings
    assert first.message.fi.endswith("Suomeksi.")
    assert first.message.sv.endswith("Plain.")
    assert all(text.endswith("Auf Deutsch.") for _, text in second.message.items())


def test_several_files_are_one_graph(write) -> None:  # type: ignore[no-untyped-def]
    first = write("a.ttl", "ex:a a ex:Person .")
    second = write("b.ttl", 'ex:a ex:name "A" .')
    shapes = write("shapes.ttl", PERSON)
    assert eloggraph.check(first, second, shapes=[shapes]).findings == ()
    assert one(eloggraph.check(first, shapes=[shapes])).code == "value-missing"


def test_one_named_graph_can_be_picked(write) -> None:  # type: ignore[no-untyped-def]
    text = 'ex:g { ex:a a ex:Person . } ex:h { ex:a ex:name "A" . }'
    data, shapes = write("data.trig", text), write("shapes.ttl", PERSON)
    assert eloggraph.check(data, shapes=[shapes]).findings == ()
    picked = eloggraph.check(data, shapes=[shapes], graph=["http://example.org/g"])
    assert one(picked).code == "value-missing"


def test_tables_can_be_checked_with_shapes_of_others(write, tiny_network: Path) -> None:  # type: ignore[no-untyped-def]
    shape = """ex:S a sh:NodeShape ; sh:targetClass elo:Actor ;
      sh:property [ sh:path elo:operatesIn ; sh:minCount 5 ; sh:message "Viisi."@fi ] ,
        [ sh:path ( elo:operatesIn <http://www.w3.org/2004/02/skos/core#prefLabel> ) ; sh:maxCount 0 ] ."""
    report = eloggraph.check(tiny_network, shapes=[write("shapes.ttl", shape)])
    assert {f.place and f.place.file for f in report.findings} == {"actors.csv"}
    missing = [f for f in report.findings if f.code == "value-missing"]
    assert len(missing) == dict(report.focus_counts)["http://example.org/S"] == 2
    assert all(f.place and f.place.column == "areas" for f in missing)
    assert all("Viisi." in f.message.fi for f in missing)
    # A longer path is told at the cell at which it begins.
    longer = [f for f in report.findings if f.code == "values-too-many"]
    assert longer
    assert all(f.place and f.place.column == "areas" for f in longer)


def test_settings_can_be_checked_too(write, tiny_network: Path) -> None:  # type: ignore[no-untyped-def]
    shape = """@prefix dct: <http://purl.org/dc/terms/> .
      ex:S a sh:NodeShape ; sh:targetSubjectsOf dct:title ; sh:property [ sh:path ex:no ; sh:minCount 1 ] ."""
    report = eloggraph.check(tiny_network, shapes=[write("shapes.ttl", shape)])
    assert told(report) == [("value-missing", "network.toml", None)]


def test_several_networks_are_told_apart(tmp_path: Path, tiny_network: Path) -> None:
    import shutil

    shutil.copytree(tiny_network, tiny_network.parent / "toinen")
    (tiny_network / "notes.csv").write_text("a,b\n1,2\n", "utf-8")
    report = eloggraph.check(tiny_network, tiny_network.parent / "toinen")
    files = {f.place.file for f in report.findings if f.place}
    assert f"{tiny_network.name}/notes.csv" in files
    assert dict(report.focus_counts)["https://w3id.org/eloggraph/shapes#ActorShape"] == 4


@pytest.mark.parametrize("name", ["actors.tsv", "network.ods", "network.xlsm", "network.toml"])
def test_a_note_in_rdf_does_not_make_a_network_of_tables_rdf(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("id\tlabel@fi\n1\tA\n" if name.endswith("tsv") else "", "utf-8")
    before = eloggraph.check(tmp_path)
    (tmp_path / "notes.ttl").write_text(PREFIXES + "ex:a a ex:Note .", "utf-8")
    (tmp_path / "old.ttl").write_text("<> a <http://www.w3.org/2002/07/owl#Ontology> .", "utf-8")
    after = eloggraph.check(tmp_path)
    assert [f.code for f in after.findings] == [f.code for f in before.findings]
    assert "nothing-judged" not in {f.code for f in after.findings}


def test_tables_and_rdf_do_not_mix(write, tiny_network: Path) -> None:  # type: ignore[no-untyped-def]
    report = eloggraph.check(tiny_network, write("data.ttl", ""))
    assert [f.code for f in report.findings] == ["paths-mixed"]
    assert not report.complete


def test_imports_of_shapes_are_told(write) -> None:  # type: ignore[no-untyped-def]
    text = PERSON + "<> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/x> ."
    data = write("data.ttl", 'ex:a a ex:Person ; ex:name "A" .')
    report = eloggraph.check(data, shapes=[write("shapes.ttl", text)])
    assert [(f.code, f.severity) for f in report.findings] == [("import-not-followed", "info")]


def test_report_is_the_same_again(write) -> None:  # type: ignore[no-untyped-def]
    data, shapes = write("data.ttl", PEOPLE), write("shapes.ttl", PERSON)
    assert eloggraph.check(data, shapes=[shapes]) == eloggraph.check(data, shapes=[shapes])


@pytest.mark.parametrize("engine", ENGINES)
def test_shapes_without_target_are_no_pass(reference_data: Path, write, engine: str) -> None:  # type: ignore[no-untyped-def]
    hostile = reference_data / "suites" / "hostile-inputs"
    report = eloggraph.check(
        write("data.ttl", "ex:a ex:p 1 ."), shapes=[hostile / "shapes-no-target.ttl"], engine=engine
    )
    assert [(f.code, f.severity) for f in report.findings] == [
        ("nothing-judged", "violation"),
        ("shape-no-target", "warning"),
        ("shape-term-unknown", "warning"),
    ]


def test_pattern_that_would_backtrack_is_answered(reference_data: Path) -> None:
    hostile = reference_data / "suites" / "hostile-inputs"
    report = eloggraph.check(
        hostile / "sh-pattern-redos-data.ttl", shapes=[hostile / "sh-pattern-redos.ttl"]
    )
    assert [f.code for f in report.findings] == ["value-pattern"]


def test_import_in_data_is_told_and_not_followed(reference_data: Path, write) -> None:  # type: ignore[no-untyped-def]
    hostile = reference_data / "suites" / "hostile-inputs"
    shapes = write("s.ttl", "ex:S a sh:NodeShape ; sh:targetNode <urn:o> .")
    report = eloggraph.check(hostile / "owl-imports.ttl", shapes=[shapes])
    assert [f.code for f in report.findings] == ["import-not-followed"] * 2


def test_very_long_literal_and_very_many_shapes_are_checked(write) -> None:  # type: ignore[no-untyped-def]
    shapes = PERSON + "".join(
        f"ex:S{n} a sh:NodeShape ; sh:targetClass ex:C{n} ; sh:property [ sh:path ex:p{n} ; sh:minCount 1 ] .\n"
        for n in range(2000)
    )
    data = write("data.ttl", f'\nex:a a ex:Person ; ex:note "{"x" * 5_000_000}" .\nex:b a ex:C7 .')
    report = eloggraph.check(data, shapes=[write("shapes.ttl", shapes)])
    assert [f.code for f in report.findings] == ["shape-no-focus", "value-missing", "value-missing"]
    assert [f.place.row for f in report.findings if f.place] == [6, 7]


def test_faults_of_shapes_are_told_at_their_lines(write) -> None:  # type: ignore[no-untyped-def]
    shapes = write(
        "shapes.ttl",
        '\nex:S a sh:NodeShape ; sh:property ex:P .\nex:P sh:path ex:p ; sh:minCount "a" .',
    )
    report = eloggraph.check(write("data.ttl", "ex:a ex:p 1 ."), shapes=[shapes])
    assert not report.complete
    assert [(f.place.file, f.place.row) for f in report.findings if f.place] == [("shapes.ttl", 7)]


def test_part_of_the_shapes_that_is_passed_over_is_told(write) -> None:  # type: ignore[no-untyped-def]
    shapes = (
        PERSON
        + "\nex:PersonShape sh:property ex:Pathless .\nex:Pathless a sh:PropertyShape ; sh:minCount 1 ."
    )
    data = write("data.ttl", 'ex:a a ex:Person ; ex:name "A" .')
    report = eloggraph.check(data, shapes=[write("shapes.ttl", shapes)])
    assert not report.complete  # what it demands is not looked at
    assert told(report) == [("shape-path-missing", "shapes.ttl", 14)]
    assert one(report).severity == "violation"
