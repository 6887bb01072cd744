"""Two versions of an ontology: what changed, and how large a step that is.

Each case changes one thing in a small ontology; the oracle is the policy of
``ontology/migration/README.md`` and, for the numbers, semver.org.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from eloggraph.errors import InputError
from eloggraph.iri import ELO
from eloggraph.ontology.changes import STEP_OF_KIND
from eloggraph.ontology.diff import VersionDiff, compare_ontologies
from eloggraph.schema.turtle import read_turtle
from eloggraph.text import LANGUAGES, catalogue_keys
from eloggraph.views.ontology.diff import DIFF_RENDERERS

REPOSITORY = Path(__file__).resolve().parents[2]
EX = "http://example.org/onto#"

PREFIXES = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/onto#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BASE = """\
<http://example.org/onto> a owl:Ontology ; owl:versionInfo "1.2.3" ; dct:title "Services"@en .
ex:Activity a owl:Class ; rdfs:label "activity"@en .
ex:Service a owl:Class ; rdfs:subClassOf ex:Activity ; rdfs:label "service"@en ;
    skos:definition "activity that helps"@en .
ex:Advice a owl:Class ; rdfs:subClassOf ex:Service ; rdfs:label "advice"@en .
ex:Actor a owl:Class ; rdfs:label "actor"@en .
ex:by a owl:ObjectProperty ; rdfs:domain ex:Service ; rdfs:range ex:Actor ; rdfs:label "by"@en .
ex:fee a owl:DatatypeProperty ; rdfs:range xsd:integer ; rdfs:label "fee"@en .
ex:within a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:label "within"@en .
<http://example.org/list> a skos:ConceptScheme ; skos:prefLabel "channels"@en .
ex:phone a skos:Concept ; skos:inScheme <http://example.org/list> ; skos:notation "phone" ;
    skos:prefLabel "phone"@en .
"""


def compare(tmp_path: Path, new: str, old: str = BASE) -> VersionDiff:
    for name, text in (("old.ttl", old), ("new.ttl", new)):
        (tmp_path / name).write_text(PREFIXES + text, "utf-8")
    return compare_ontologies(tmp_path / "old.ttl", tmp_path / "new.ttl")


def replace(old: str, new: str, text: str = BASE) -> str:
    assert old in text
    return text.replace(old, new)


# One change, the kinds it must be told as, and the step.
CASES = {
    "term removed": (
        replace(
            'ex:fee a owl:DatatypeProperty ; rdfs:range xsd:integer ; rdfs:label "fee"@en .\n', ""
        ),
        {"term-removed"},
        "major",
    ),
    "term renamed": (
        replace("ex:fee a", "ex:price dct:replaces ex:fee ; a"),
        {"term-renamed"},
        "major",
    ),
    "class renamed, those who refer to it follow": (
        replace("ex:Actor", "ex:Agent") + "ex:Agent dct:replaces ex:Actor .",
        {"term-renamed"},
        "major",
    ),
    "kind changed": (
        replace("ex:fee a owl:DatatypeProperty", "ex:fee a owl:ObjectProperty"),
        {"term-kind-changed"},
        "major",
    ),
    "domain added": (
        replace(
            "ex:fee a owl:DatatypeProperty",
            "ex:fee a owl:DatatypeProperty ; rdfs:domain ex:Service",
        ),
        {"constraint-narrowed"},
        "major",
    ),
    "domain narrowed to a subclass": (
        replace("rdfs:domain ex:Service", "rdfs:domain ex:Advice"),
        {"constraint-narrowed"},
        "major",
    ),
    "domain widened to a superclass": (
        replace("rdfs:domain ex:Service", "rdfs:domain ex:Activity"),
        {"constraint-widened"},
        "minor",
    ),
    "domain dropped": (replace("rdfs:domain ex:Service ;", ""), {"constraint-widened"}, "minor"),
    "range changed to another class": (
        replace("rdfs:range ex:Actor", "rdfs:range ex:Activity"),
        {"constraint-changed"},
        "major",
    ),
    "datatype widened": (
        replace("xsd:integer", "xsd:decimal"),
        {"constraint-widened"},
        "minor",
    ),
    "superclass removed": (
        replace("rdfs:subClassOf ex:Activity ;", ""),
        {"relation-removed"},
        "major",
    ),
    "superclass added among old classes": (
        BASE + "ex:Actor rdfs:subClassOf ex:Activity .",
        {"relation-narrowed"},
        "major",
    ),
    "class put between": (
        replace("rdfs:subClassOf ex:Service ; rdfs:label", "rdfs:subClassOf ex:Help ; rdfs:label")
        + "ex:Help a owl:Class ; rdfs:subClassOf ex:Service .",
        {"term-added", "relation-added", "relation-rerouted"},
        "minor",
    ),
    "what followed is said outright": (
        BASE + "ex:Advice rdfs:subClassOf ex:Activity .",
        {"relation-restated"},
        "patch",
    ),
    "linked to another vocabulary": (
        BASE + "ex:Actor rdfs:subClassOf <http://www.w3.org/ns/org#Organization> .",
        {"relation-added"},
        "minor",
    ),
    "restriction added": (
        BASE
        + "ex:Actor rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:by ;"
        + " owl:maxCardinality 1 ] .",
        {"relation-narrowed"},
        "major",
    ),
    "made disjoint": (
        BASE + "[] a owl:AllDisjointClasses ; owl:members ( ex:Actor ex:Service ) .",
        {"disjointness-added"},
        "major",
    ),
    "new class disjoint with the old": (
        BASE + "ex:Place a owl:Class ; owl:disjointWith ex:Actor .",
        {"term-added"},
        "minor",
    ),
    "made symmetric": (
        replace("ex:by a owl:ObjectProperty", "ex:by a owl:ObjectProperty , owl:SymmetricProperty"),
        {"characteristic-added"},
        "major",
    ),
    "no longer transitive": (
        replace(" , owl:TransitiveProperty", ""),
        {"inference-removed"},
        "major",
    ),
    "notation changed": (
        replace('skos:notation "phone"', 'skos:notation "tel"'),
        {"notation-changed"},
        "major",
    ),
    "concept left its scheme": (
        replace("skos:inScheme <http://example.org/list> ;", ""),
        {"scheme-left"},
        "major",
    ),
    "concept added": (
        BASE + "ex:chat a skos:Concept ; skos:inScheme <http://example.org/list> .",
        {"term-added"},
        "minor",
    ),
    "mapping added": (
        BASE + "ex:phone skos:exactMatch <http://example.com/phone> .",
        {"link-changed"},
        "minor",
    ),
    "deprecated": (
        BASE
        + "ex:fee owl:deprecated true ; dct:isReplacedBy ex:price ."
        + " ex:price a owl:DatatypeProperty .",
        {"term-added", "term-deprecated"},
        "minor",
    ),
    "label": (replace('"fee"@en', '"charge"@en'), {"label-changed"}, "patch"),
    "definition": (
        replace('"activity that helps"', '"work that helps"'),
        {"definition-changed"},
        "patch",
    ),
    "synonym": (BASE + 'ex:fee skos:altLabel "charge"@en .', {"text-changed"}, "patch"),
    "title": (replace('"Services"@en', '"Services and more"@en'), {"header-changed"}, "patch"),
    "nothing but the version": (replace("1.2.3", "1.2.4"), set(), None),
    "nothing but the order": ("\n".join(reversed(re.split(r"(?<=\.)\n", BASE))), set(), None),
    "namespace": (
        replace("<http://example.org/onto>", "<http://example.org/onto2>"),
        {"namespace-changed"},
        "major",
    ),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_change_asks_for_its_step(name: str, tmp_path: Path) -> None:
    new, kinds, step = CASES[name]
    diff = compare(tmp_path, new)
    told = {change.kind for change in diff.changes}
    # A new namespace takes every term along.
    assert told == kinds or (name == "namespace" and kinds < told)
    assert diff.verdict == step


@pytest.mark.parametrize("name", sorted(CASES))
def test_change_backwards_is_seen_too(name: str, tmp_path: Path) -> None:
    new, kinds, _ = CASES[name]
    diff = compare(tmp_path, BASE, new)
    assert bool(diff.changes) == bool(kinds)


def test_every_kind_of_change_is_shown_by_a_case_and_worded(tmp_path: Path) -> None:
    told: set[str] = set()
    for new, _, _ in CASES.values():
        told |= {change.kind for change in compare(tmp_path, new).changes}
        told |= {change.kind for change in compare(tmp_path, BASE, new).changes}
    moved = BASE + "ex:phone skos:broader ex:voice ."
    told |= {change.kind for change in compare(tmp_path, moved).changes}
    functional = replace(
        "ex:by a owl:ObjectProperty", "ex:by a owl:ObjectProperty , owl:FunctionalProperty"
    )
    told |= {change.kind for change in compare(tmp_path, BASE, functional).changes}
    unnoted = replace('skos:notation "phone" ;', "")
    told |= {change.kind for change in compare(tmp_path, BASE, unnoted).changes}
    assert set(STEP_OF_KIND) - told == set()
    worded = {
        key.removeprefix("diff.change.")
        for key in catalogue_keys()
        if key.startswith("diff.change.")
    }
    assert worded == set(STEP_OF_KIND)


def test_relative_iris_are_the_same_in_files_of_other_names(tmp_path: Path) -> None:
    """As ``check`` reads them, where a file does not say what they go on from."""
    old = """<#> a owl:Ontology ; owl:versionInfo "1.0.0" .
        <#A> a owl:Class ; rdfs:label "a"@en . <#B> a owl:Class ; rdfs:label "b"@en ."""
    diff = compare(tmp_path, replace('"b"@en', '"bee"@en', old), old)
    assert [(each.kind, each.term.rpartition("#")[2]) for each in diff.changes] == [
        ("label-changed", "B")
    ]


def test_removed_term_that_was_announced_is_told_with_its_replacement(tmp_path: Path) -> None:
    old = BASE + "ex:fee owl:deprecated true ; dct:isReplacedBy ex:price . "
    old += 'ex:price a owl:DatatypeProperty ; rdfs:range xsd:integer ; rdfs:label "fee"@en .'
    new = replace(
        "ex:fee a owl:DatatypeProperty ; rdfs:range xsd:integer",
        "ex:price a owl:DatatypeProperty ; rdfs:range xsd:integer",
    )
    (change,) = [c for c in compare(tmp_path, new, old).changes if c.step == "major"]
    assert (change.kind, change.term, change.after) == ("term-renamed", f"{EX}fee", (f"{EX}price",))


ADDED = "\nex:Place a owl:Class ."
REMOVED = CASES["term removed"][0]


@pytest.mark.parametrize(
    ("old", "version", "text", "code"),
    [
        ("1.2.3", "2.0.0", REMOVED, None),
        ("1.2.3", "1.3.0", REMOVED, "version-too-small"),
        ("1.2.3", "1.3.0", BASE + ADDED, None),
        ("1.2.3", "3.0.0", BASE + ADDED, None),
        ("1.2.3", "1.2.4", BASE + ADDED, "version-too-small"),
        ("1.2.3", "1.2.3", BASE + ADDED, "version-too-small"),
        ("1.2.3", "1.2.2", CASES["label"][0], "version-too-small"),
        ("1.2.3", "1.2.4", CASES["label"][0], None),
        ("1.2.3", "1.2.3", BASE, None),
        ("1.9.0", "1.10.0", BASE + ADDED, None),
        ("0.1.0", "0.2.0", REMOVED, None),
        ("0.1.0", "0.1.1", REMOVED, "version-too-small"),
        ("0.1.0", "0.1.1", BASE + ADDED, None),
        ("0.9.0", "1.0.0", REMOVED, None),
        ("1.2.3", "2026", BASE + ADDED, "version-undeclared"),
        ("1.2.3", "2026", BASE, None),
    ],
)
def test_declared_version_is_held_against_the_changes(
    old: str, version: str, text: str, code: str | None, tmp_path: Path
) -> None:
    diff = compare(tmp_path, text.replace("1.2.3", version), BASE.replace("1.2.3", old))
    assert [finding.code for finding in diff.report.findings] == ([code] if code else [])
    for finding in diff.report.findings:
        assert finding.severity == "violation"
        assert finding.place is not None
        assert (finding.place.file, finding.place.row) == ("new.ttl", 7)


def test_suggested_version_is_large_enough(tmp_path: Path) -> None:
    for declared in ("1.2.3", "0.2.3"):
        old = BASE.replace("1.2.3", declared)
        for text in (REMOVED, BASE + ADDED, CASES["label"][0]):
            (finding,) = compare(tmp_path, text.replace("1.2.3", declared), old).report.findings
            (least,) = re.findall(r"\d+\.\d+\.\d+", finding.remedy.en)
            assert not compare(tmp_path, text.replace("1.2.3", least), old).report.findings


def test_our_ontology_is_the_same_as_itself_and_loses_what_is_taken_away(tmp_path: Path) -> None:
    ours = REPOSITORY / "ontology"
    assert compare_ontologies(ours, ours).changes == ()
    shutil.copytree(ours, tmp_path / "new")
    scheme = tmp_path / "new" / "vocab" / "sector.ttl"
    codes = {t.subject for f in read_turtle([scheme])[0] for t in f.triples}
    scheme.unlink()
    diff = compare_ontologies(ours, tmp_path / "new")
    assert diff.verdict == "major"
    assert diff.new.iri == ELO.rstrip("#")
    assert {c.term for c in diff.changes if c.kind == "term-removed"} == {c.value for c in codes}
    assert diff.report.reaches("violation")


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<http://e.org/o> a\n", "utf-8")
    with pytest.raises(InputError) as caught:
        compare_ontologies(tmp_path / "bad.ttl", tmp_path / "bad.ttl")
    assert [finding.code for finding in caught.value.findings] == ["turtle-malformed"]
    with pytest.raises(InputError) as caught:
        compare_ontologies(REPOSITORY / "ontology", tmp_path / "none")
    assert [finding.code for finding in caught.value.findings] == ["folder-missing"]


# --- as text ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_format_names_every_term_and_the_verdict(language: str, tmp_path: Path) -> None:
    diff = compare(tmp_path, REMOVED + ADDED)
    for name, render in DIFF_RENDERERS.items():
        text = render(diff, language)  # type: ignore[arg-type]
        plain = text.replace("\\", "")
        assert "ex:fee" in plain or f"{EX}fee" in plain, name
        assert "ex:Place" in plain or f"{EX}Place" in plain, name
        assert text == render(compare(tmp_path, REMOVED + ADDED), language)  # type: ignore[arg-type]


def test_json_has_the_fixed_form(tmp_path: Path) -> None:
    document = json.loads(DIFF_RENDERERS["json"](compare(tmp_path, REMOVED), "fi"))
    assert document["version"] == 1
    assert (document["verdict"], document["declared"]) == ("major", "none")
    assert document["summary"] == {"major": 1, "minor": 0, "patch": 0}
    (change,) = document["changes"]
    assert set(change["message"]) == set(LANGUAGES)
    assert document["findings"][0]["code"] == "version-too-small"


def test_hostile_labels_reach_neither_terminal_nor_markdown(tmp_path: Path) -> None:
    hostile = replace('"fee"@en', '"a\\u001b[31m|\\u202eb<script>"@en')
    diff = compare(tmp_path, hostile)
    for name in ("text", "markdown"):
        text = DIFF_RENDERERS[name](diff, "en")
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "<script>" not in DIFF_RENDERERS["markdown"](diff, "en").replace("\\<", "")


def run_diff(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = "from eloggraph.cli.diff import diff; diff()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", check=False
    )


def test_command_exits_0_for_consistent_1_for_too_small_2_for_unreadable(tmp_path: Path) -> None:
    compare(tmp_path, REMOVED)
    old, new = str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl")
    assert run_diff(old, old, "--lang", "fi").returncode == 0
    done = run_diff(old, new, "--lang", "fi")
    assert done.returncode == 1
    assert "2.0.0" in done.stdout
    gone = run_diff(old, "no-such-file.ttl", "--lang", "fi")
    assert (gone.returncode, gone.stdout) == (2, "")
    assert "no-such-file.ttl" in gone.stderr


def test_new_major_version_without_its_migration_is_told(tmp_path: Path) -> None:
    for name, text in (("old", BASE), ("new", REMOVED.replace("1.2.3", "2.0.0"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "o.ttl").write_text(PREFIXES + text, "utf-8")
    kept = tmp_path / "new" / "migration"
    for version, told in ((None, True), ("v1", True), ("v2", False)):
        if version:
            (kept / version).mkdir(parents=True)
            (kept / version / "10-rename.ru").write_text("DELETE WHERE { ?s ?p ?o }", "utf-8")
        report = compare_ontologies(tmp_path / "old", tmp_path / "new").report
        missing = [("migration-missing", "warning")] if told else []
        assert [(finding.code, finding.severity) for finding in report.findings] == missing
