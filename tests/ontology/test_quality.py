"""The quality gate of an ontology: every check has a graph that passes and one that does not.

The examples are found by walking ``quality-examples/<check>/{ok,bad}.ttl``; the oracle of a check
is its pair. What the catalogues hold is counted against the catalogues themselves.
"""

from __future__ import annotations

import json
import os
import re
import string
from collections import Counter
from pathlib import Path

import pytest

from eloggraph.errors import InputError
from eloggraph.finding import Finding
from eloggraph.iri import BASE, ELO
from eloggraph.ontology.quality import check_ontology
from eloggraph.ontology.quality_queries import Level, quality_checks, read_profile
from eloggraph.schema.recognise import is_ontology
from eloggraph.schema.turtle import read_turtle
from eloggraph.text import FINISHED

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = Path(__file__).parent / "quality-examples"
CASES = sorted(path.name for path in EXAMPLES.iterdir())
HEADER = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix ex: <http://e.org/o#> .\n"

# What OOPS! finds by machine, the tests of FOOPS!, the profile of ROBOT report.
NOT_BY_MACHINE = {1, 9, 14, 15, 16, 17, 18, 23}
OOPS = {f"OOPS! P{n:02}" for n in set(range(1, 42)) - NOT_BY_MACHINE}
FOOPS = {
    f"FOOPS! {name}"
    for name in re.findall(
        r"\S+",
        "CN1 DOC1 FIND1 FIND2 FIND3 FIND_3_BIS HTTP1 OM1 OM2 OM3 OM4.1 OM4.2 OM5.1 OM5.2 PURL1 "
        "RDF1 URI1 URI2 VER1 VER2 VOC1 VOC2 VOC3 VOC4",
    )
}
ROBOT = {
    f"ROBOT {name}"
    for name in re.findall(
        r"\S+",
        "annotation_whitespace deprecated_boolean_datatype deprecated_class_reference "
        "deprecated_property_reference duplicate_definition duplicate_exact_synonym "
        "duplicate_label duplicate_label_synonym duplicate_scoped_synonym equivalent_pair "
        "equivalent_class_axiom_no_genus illegal_use_of_built_in_vocabulary invalid_entity_uri "
        "invalid_xref label_formatting label_whitespace lowercase_definition missing_definition "
        "missing_label missing_obsolete_label missing_ontology_description "
        "missing_ontology_license missing_ontology_title missing_subset_declaration "
        "missing_superclass missing_synonymtype_declaration misused_obsolete_label "
        "misused_replaced_by multiple_definitions multiple_equivalent_class_definitions "
        "multiple_equivalent_classes multiple_labels",
    )
}


@pytest.fixture
def every_check(tmp_path: Path) -> Path:
    """A profile that asks every check, those too that the packaged one leaves off."""
    path = tmp_path / "profile.toml"
    lines = "".join(f'{name} = "warning"\n' for name in quality_checks())
    path.write_text(f"[severity]\n{lines}", "utf-8")
    return path


def found(path: Path, code: str, profile: Path | None = None) -> list[Finding]:
    report = check_ontology([path], profile=profile)
    assert report.complete, report.findings
    return [finding for finding in report.findings if finding.code == code]


def write(path: Path, text: str) -> Path:
    path.write_text(HEADER + text, "utf-8")
    return path


@pytest.mark.parametrize("name", CASES)
def test_conforming_example_passes(name: str, every_check: Path) -> None:
    assert found(EXAMPLES / name / "ok.ttl", name, every_check) == []


@pytest.mark.parametrize("name", CASES)
def test_violating_example_is_found_with_its_term_and_line(name: str, every_check: Path) -> None:
    path = EXAMPLES / name / "bad.ttl"
    findings = found(path, name, every_check)
    assert findings
    lines = path.read_text("utf-8").splitlines()
    for finding in findings:
        assert finding.place is not None
        assert finding.place.file == "bad.ttl"
        # A term of others has no line of its own: the place is that of a term which uses it.
        if finding.focus and finding.focus.startswith("http://example.org/"):
            assert finding.place.row is not None
            assert re.split(r"[#/]", finding.focus)[-1] in lines[finding.place.row - 1]
        for text in (*finding.message.to_dict().values(), *finding.remedy.to_dict().values()):
            assert text
            assert not re.search(r"[{}]", text)


def test_every_check_has_its_examples() -> None:
    assert set(CASES) == set(quality_checks())
    assert {name: sorted(p.name for p in (EXAMPLES / name).iterdir()) for name in CASES} == {
        name: ["bad.ttl", "ok.ttl"] for name in CASES
    }


def test_every_entry_of_the_catalogues_is_checked_or_left_out_with_a_reason() -> None:
    assert (len(OOPS), len(FOOPS), len(ROBOT)) == (33, 24, 32)
    carried_out = {entry for check in quality_checks().values() for entry in check.entries}
    left_out = read_profile().left_out
    catalogues = OOPS | FOOPS | ROBOT
    assert catalogues - carried_out - set(left_out) == set()
    assert set(left_out) <= catalogues - carried_out
    assert {e for e in carried_out if e.split()[0] in ("OOPS!", "FOOPS!", "ROBOT")} <= catalogues
    assert all(left_out.values())


def test_every_check_has_a_severity_and_speaks_three_languages() -> None:
    profile = read_profile()
    assert set(profile.levels) == set(quality_checks())
    assert set(profile.levels.values()) <= set(Level.__args__)  # type: ignore[attr-defined]
    for check in quality_checks().values():
        for text in (check.title, check.problem, check.remedy):
            slots = {
                frozenset(slot for _, slot, _, _ in string.Formatter().parse(said) if slot)
                for said in text.to_dict().values()
            }
            assert len(slots) == 1, check.name
            assert len({text.say(each) for each in FINISHED}) == len(FINISHED), check.name


def test_built_in_terms_are_those_of_the_standards(every_check: Path, tmp_path: Path) -> None:
    """Oracle: rdflib's closed namespaces, made from the standards' own files."""
    from rdflib import OWL, RDF, RDFS, SKOS

    lines = [
        f"ex:a <http://e.org/p> <{term}> ."
        for space in (RDF, RDFS, OWL, SKOS)
        for term in sorted(space.__annotations__)
        for term in [getattr(space, term)]
    ]
    assert len(lines) > 120
    path = write(tmp_path / "all.ttl", "<http://e.org/o> a owl:Ontology .\n" + "\n".join(lines))
    unknown = {finding.value for finding in found(path, "builtin-unknown", every_check)}
    # A misnomer of rdflib's list: OWL 2 has datatypes and properties, no such class.
    assert (
        unknown <= {str(OWL.NamedIndividuals)} if hasattr(OWL, "NamedIndividuals") else not unknown
    )


# --- our own model ----------------------------------------------------------------------------


def test_own_ontology_has_no_violation() -> None:
    report = check_ontology([REPOSITORY / "ontology"])
    assert report.complete
    assert [f for f in report.findings if f.severity == "violation"] == []
    looked_at = dict(report.focus_counts)
    assert looked_at["http://www.w3.org/2002/07/owl#Class"] >= 28


def test_a_label_taken_from_our_ontology_is_missed_at_its_line(tmp_path: Path) -> None:
    text = (REPOSITORY / "ontology" / "elo.ttl").read_text("utf-8")
    broken = text.replace('"toimija"@fi , ', "", 1)
    assert broken != text
    (tmp_path / "elo.ttl").write_text(broken, "utf-8")
    (finding,) = found(tmp_path, "label-missing")
    assert (finding.focus, finding.value) == (f"{ELO}Actor", "fi")
    assert finding.place is not None
    assert finding.place.row == 1 + broken[: broken.index("\nelo:Actor a ")].count("\n") + 1
    assert "suomeksi" in finding.message.fi
    assert finding.shape == f"{BASE}check#label-missing"


# --- exceptions, profile ----------------------------------------------------------------------

PROPERTY = "<http://e.org/o> a owl:Ontology {header}.\nex:by a owl:ObjectProperty {term}.\n"


def excepted(tmp_path: Path, *, header: str = "", term: str = "") -> Counter[str]:
    says = f"; <{ELO}checkException> "
    text = PROPERTY.format(
        header=says + f'"{header}" ' if header else "", term=says + f'"{term}" ' if term else ""
    )
    report = check_ontology([write(tmp_path / "o.ttl", text)])
    return Counter(finding.code for finding in report.findings)


def test_exception_on_a_term_silences_one_check_there(tmp_path: Path) -> None:
    assert excepted(tmp_path)["domain-missing"] == 1
    silenced = excepted(tmp_path, term="domain-missing: belongs to several classes")
    assert (silenced["domain-missing"], silenced["range-missing"]) == (0, 1)
    assert silenced["exception-unused"] == 0


def test_exception_may_name_an_entry_of_a_catalogue(tmp_path: Path) -> None:
    for name in ("P11", "OOPS! P11: belongs to several classes"):
        silenced = excepted(tmp_path, term=name)
        assert (silenced["domain-missing"], silenced["range-missing"]) == (0, 0)


def test_exception_on_the_header_holds_for_every_term(tmp_path: Path) -> None:
    assert excepted(tmp_path, header="domain-missing: a list of links")["domain-missing"] == 0


def test_needless_and_unknown_exceptions_are_told(tmp_path: Path) -> None:
    assert excepted(tmp_path, term="hierarchy-cycle: no")["exception-unused"] == 1
    assert excepted(tmp_path, term="no-such-check")["exception-unknown"] == 1
    # A check that is off cannot tell whether an exception from it is needed.
    assert excepted(tmp_path, term="inverse-undeclared: ^ asks for it")["exception-unused"] == 0


def test_profile_changes_severities_and_languages(tmp_path: Path) -> None:
    profile = tmp_path / "mine.toml"
    profile.write_text('languages = ["en"]\n[severity]\nlabel-missing = "info"\n', "utf-8")
    (finding,) = found(
        write(tmp_path / "o.ttl", PROPERTY.format(header="", term="")), "label-missing", profile
    )
    assert (finding.severity, finding.value) == ("info", "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[severity]\nlabel-mising = "off"\n', "profile-check-unknown"),
        ('[severity]\nlabel-missing = "loud"\n', "profile-level-unknown"),
        ('languages = "fi"\n', "profile-languages"),
        ("severities = 1\n", "profile-check-unknown"),
        ("severity = \n", "profile-unreadable"),
    ],
)
def test_faulty_profile_is_told_and_nothing_checked(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "p.toml").write_text(text, "utf-8")
    report = check_ontology([REPOSITORY / "ontology"], profile=tmp_path / "p.toml")
    assert not report.complete
    assert [finding.code for finding in report.findings] == [code]
    with pytest.raises(InputError):
        read_profile(tmp_path / "p.toml")


# --- reading ----------------------------------------------------------------------------------


def test_malformed_turtle_is_told_with_its_line(tmp_path: Path) -> None:
    write(tmp_path / "good.ttl", "<http://e.org/o> a owl:Ontology .\n")
    (tmp_path / "bad.ttl").write_text("<http://e.org/o> a <http://e.org/C> .\n\nx:y 3 .\n", "utf-8")
    report = check_ontology([tmp_path])
    assert not report.complete
    (finding,) = report.findings
    assert (finding.code, finding.place and (finding.place.file, finding.place.row)) == (
        "turtle-malformed",
        ("bad.ttl", 3),
    )
    assert "line" not in finding.message.fi


@pytest.mark.parametrize(("name", "code"), [("none", "folder-missing"), (".", "turtle-missing")])
def test_nothing_to_read_is_told(tmp_path: Path, name: str, code: str) -> None:
    report = check_ontology([tmp_path / name])
    assert not report.complete
    assert [finding.code for finding in report.findings] == [code]


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "o.ttl").write_bytes(b'<http://e.org/o> <http://e.org/p> "\xff" .\n')
    (finding,) = check_ontology([tmp_path]).findings
    assert finding.code == "turtle-malformed"


def test_imports_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("nothing may be fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    (tmp_path / "other.owl").write_text("not Turtle at all", "utf-8")
    imports = f"owl:imports <file://{tmp_path}/other.owl>, <http://127.0.0.1:9/>"
    text = f"<http://e.org/o> a owl:Ontology ; {imports} ."
    assert check_ontology([write(tmp_path / "o.ttl", text)]).complete


def test_the_line_of_a_subject_is_found_in_every_form_of_turtle(tmp_path: Path) -> None:
    text = (
        "PREFIX a: <http://a.org/>\n"
        "@base <http://b.org/> .\n"
        "# a:comment a a:C .\n"
        'a:one a:p """line\n'
        'a:fake a a:C .\n""" , 3.14 , [ a:q ( a:r ) ; a:s "x" ] .\n'
        "<two> a a:C . a:three\\.x a a:C ; a:p 3 . a:four.y a:p true.\n"
        "\n"
        "[] a:p a:five .\n"
        "a:five a:p 'it''s'@en-GB .\n".replace("''", "")
    )
    (tmp_path / "t.ttl").write_text(text, "utf-8")
    (file,), faults = read_turtle([tmp_path / "t.ttl"])
    assert not faults
    assert dict(file.lines) == {
        "http://a.org/one": 4,
        "http://b.org/two": 7,
        "http://a.org/three.x": 7,
        "http://a.org/four.y": 7,
        "http://a.org/five": 10,
    }
    subjects = {t.subject.value for t in file.triples if str(t.subject).startswith("<")}
    assert set(file.lines) == subjects


def test_an_ontology_is_told_from_a_network(tmp_path: Path) -> None:
    assert is_ontology(REPOSITORY / "ontology")
    assert is_ontology(REPOSITORY / "ontology" / "elo.ttl")
    assert not is_ontology(REPOSITORY / "datasets" / "osaajaks")
    assert not is_ontology(tmp_path / "none")
    write(tmp_path / "o.ttl", "<http://e.org/o> a owl:Ontology ; broken")
    assert is_ontology(tmp_path)
    (tmp_path / "actors.csv").write_text("id\n", "utf-8")
    assert not is_ontology(tmp_path)


def test_same_input_same_bytes(every_check: Path) -> None:
    from eloggraph.views.findings.text import render_json

    reports = [check_ontology([REPOSITORY / "ontology"], profile=every_check) for _ in range(2)]
    first, second = (render_json(report, "fi") for report in reports)
    assert first == second
    assert len(json.loads(first)["findings"]) > 50


# --- what others publish ----------------------------------------------------------------------

REFERENCE = Path(os.environ.get("ELOGGRAPH_REFERENCE_DATA", REPOSITORY.parent / "shared" / "data"))
OFFICIAL = REFERENCE / "external"
needs_reference = pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason=f"the official vocabularies are not at {OFFICIAL}"
)


@needs_reference
def test_known_slip_of_the_official_example_is_found(every_check: Path) -> None:
    """Oracle: CPOV's own example writes http://w3.org/ns/locn# for http://www.w3.org/ns/locn#."""
    (example,) = OFFICIAL.rglob("example-rdf_public_organisation.ttl")
    findings = found(example, "namespace-near-miss", every_check)
    assert findings
    assert all(str(finding.value).startswith("http://w3.org/ns/locn#") for finding in findings)


@needs_reference
def test_official_files_that_are_no_turtle_are_told_apart() -> None:
    """Oracle: two examples of DCAT-AP have a syntax error; LOCN has relative identifiers."""
    told = {
        path.name for path in sorted(OFFICIAL.rglob("*.ttl")) if not check_ontology([path]).complete
    }
    assert told == {
        "example-bee-population-dataset-series-api.ttl",
        "example-bee-population-dataset-series-combined.ttl",
        "legacy_locn.ttl",
    }
