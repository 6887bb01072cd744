"""Consistency: the culprit at its cell, HermiT in its cage, and an account of what it did not see.

Oracles: OWL 2 semantics worked by hand for each small case; HermiT itself for what the toolkit
does not look for; the datatype map of OWL 2 for what is left out.
"""

from __future__ import annotations

import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from eloggraph.api.network import Network
from eloggraph.api.opening import open_network
from eloggraph.errors import InputError
from eloggraph.finding import Finding, Place
from eloggraph.iri import ELO, expand
from eloggraph.ontology.consistency import Consistency, reason
from eloggraph.ontology.files import find_rdf
from eloggraph.ontology.hermit import find_java
from eloggraph.ontology.logical import LeftOut
from eloggraph.schema.packaged import packaged_schema
from eloggraph.text import LANGUAGES

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
PREFIXES = f"""@prefix : <https://example.org/> .
@prefix elo: <{ELO}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
HEAD = PREFIXES.count("\n")
needs_java = pytest.mark.skipif(find_java() is None, reason="HermiT needs Java")
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for Java")


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)


def write(folder: Path, text: str, name: str = "data.ttl") -> Path:
    path = folder / name
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def judge(folder: Path, text: str, **options: float) -> Consistency:
    """Judge a small ontology with its data, by itself."""
    return reason(ontology=[write(folder, text)], **options).consistency  # type: ignore[arg-type]


def coded(consistency: Consistency, code: str) -> list[Finding]:
    return [finding for finding in consistency.findings if finding.code == code]


# -- the culprit, at its cell -----------------------------------------------------------------

TABLES = {
    "network.toml": 'id = "koe"\nbase = "https://example.org/koe/"\n[title]\nfi = "Koe"\n',
    "actors.csv": "id,label@fi\nkaupunki,Kaupunki\n",
    "chains.csv": "id,label@fi\nmuu,Muu ketju\nketju,Ohjausketju\n",
    "links.csv": "from,to,type\nkaupunki,muu,referral\nketju,kaupunki,referral\n",
}
HOUSE_RULE = "elo:linkFrom rdfs:range elo:Actor ."


@pytest.fixture
def network(tmp_path: Path) -> Network:
    folder = tmp_path / "koe"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return open_network(folder)


@pytest.mark.usefixtures("no_java")
def test_actor_that_is_also_a_service_is_named_with_both_classes_and_both_rows(
    network: Network, tmp_path: Path
) -> None:
    """A rule of the house says that links go out from actors; the third row has a chain there."""
    rule = write(tmp_path, HOUSE_RULE, "house.ttl")
    found = reason(network.graphs, axioms=[rule]).consistency
    assert found.verdict == "inconsistent"
    told = coded(found, "contradiction-classes")
    assert [finding.place for finding in told] == [
        Place(file="chains.csv", row=3, column="id"),
        Place(file="links.csv", row=3, column="from"),
    ]
    assert {finding.focus for finding in told} == {"https://example.org/koe/chains/ketju"}
    classes = packaged_schema().labels
    for finding, other in zip(told, ("links.csv:3", "chains.csv:3"), strict=True):
        for language in LANGUAGES:
            sentence = finding.message.say(language)
            assert classes[f"{ELO}Actor"].say(language) in sentence
            assert classes[f"{ELO}GuidanceService"].say(language) in sentence
            assert "Ohjausketju" in sentence
            assert other in sentence


@needs_java
def test_hermit_agrees_about_the_network_with_and_without_the_rule(
    network: Network, tmp_path: Path
) -> None:
    from eloggraph.graph.inference import reasoning_files
    from eloggraph.ontology.files import open_reasoning_store
    from eloggraph.ontology.hermit import ask_hermit
    from eloggraph.ontology.logical import extract_logical_part

    answers = []
    for rules in ((), (write(tmp_path, HOUSE_RULE, "house.ttl"),)):
        model = (*reasoning_files(), *rules)
        store = open_reasoning_store(network.graphs, files=(), ontology=model)
        part = extract_logical_part(quad.triple for quad in store)
        answers.append(ask_hermit(part.ntriples, memory_mb=1024, seconds=120).consistent)
    assert answers == [True, False]


@needs_java
def test_network_of_the_package_is_consistent() -> None:
    found = reason(open_network(DATASETS / "osaajaks").graphs, seconds=120).consistency
    assert (found.verdict, found.findings) == ("consistent", ())
    assert found.report.complete


@pytest.mark.usefixtures("no_java")
def test_culprits_in_an_rdf_file_are_told_at_their_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """:koulu a elo:EducationProvider ; skos:prefLabel "Koulu"@fi .
:raha a elo:Funding ; elo:fundedBy :ketju .
:ketju
    a elo:ServiceChain .
""",
    )
    found = reason(files=[path]).consistency
    places = [finding.place for finding in coded(found, "contradiction-classes")]
    assert places == [Place(file="data.ttl", row=HEAD + 2), Place(file="data.ttl", row=HEAD + 3)]


@pytest.mark.usefixtures("no_java")
def test_statement_of_an_ntriples_file_is_told_at_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    type_ = expand("rdf:type")
    lines = [f"<urn:x> <{type_}> <{ELO}{name}> ." for name in ("Area", "Project", "Region")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = coded(reason(files=[path]).consistency, "contradiction-classes")
    assert {f.value: f.place and f.place.row for f in told} == {f"{ELO}Area": 1, f"{ELO}Project": 2}


CONTRADICTIONS = {
    "contradiction-forbidden": """:p a owl:ObjectProperty , owl:IrreflexiveProperty .
        :x :p :x .""",
    "contradiction-value": """:p a owl:DatatypeProperty ; rdfs:range xsd:decimal .
        :x :p "paljon" .""",
}
HARMLESS = {
    "contradiction-forbidden": """:p a owl:ObjectProperty , owl:AsymmetricProperty .
        :x :p :y . :y :p :z .""",
    "contradiction-value": """:p a owl:DatatypeProperty ; rdfs:range xsd:decimal .
        :x :p 5 , 1.5 .""",
}


@pytest.mark.usefixtures("no_java")
@pytest.mark.parametrize("code", CONTRADICTIONS)
def test_contradiction_is_found_and_its_neighbour_is_not(code: str, tmp_path: Path) -> None:
    told = judge(tmp_path, CONTRADICTIONS[code])
    assert told.verdict == "inconsistent"
    assert [finding.focus for finding in coded(told, code)] == ["https://example.org/x"]
    assert not coded(judge(tmp_path, HARMLESS[code]), code)


@needs_java
def test_what_only_hermit_sees_is_told_without_a_cell(tmp_path: Path) -> None:
    found = judge(
        tmp_path,
        """:p a owl:DatatypeProperty , owl:FunctionalProperty .
        :A a owl:Class . :x a :A ; :p 1 , 2 .""",
    )
    assert found.verdict == "inconsistent"
    assert [finding.code for finding in found.findings] == ["unexplained"]


# -- classes without members ------------------------------------------------------------------

EMPTY_CLASS = """
:A a owl:Class . :B a owl:Class ; owl:disjointWith :A . :C a owl:Class ; rdfs:subClassOf :A .
:D a owl:Class ; rdfs:subClassOf :C , :B ; rdfs:label "tyhjä"@fi , "tom"@sv , "empty"@en .
"""


@pytest.mark.usefixtures("no_java")
def test_class_that_can_have_no_members_is_named_with_the_axioms(tmp_path: Path) -> None:
    found = judge(tmp_path, EMPTY_CLASS)
    assert found.verdict == "unsatisfiable"
    (told,) = coded(found, "class-unsatisfiable")
    assert told.focus == "https://example.org/D"
    assert told.place == Place(file="data.ttl", row=HEAD + 3)
    short = told.message.en.replace("https://example.org/", ":")
    for axiom in (":D ⊑ :C", ":C ⊑ :A", ":D ⊑ :B", ":A ⊓ :B = ∅"):
        assert axiom in short
    assert "tom" in told.message.sv


@needs_java
def test_empty_class_that_only_hermit_sees_is_named_too(tmp_path: Path) -> None:
    found = judge(
        tmp_path,
        EMPTY_CLASS.replace(":D a", ":other a")
        + """:p a owl:ObjectProperty ; rdfs:range :A .
        :E a owl:Class ; rdfs:subClassOf
            [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .""",
    )
    assert found.verdict == "unsatisfiable"
    told = {finding.focus for finding in coded(found, "class-unsatisfiable")}
    assert told == {"https://example.org/other", "https://example.org/E"}


# -- what the reasoner is not given -----------------------------------------------------------

MIXED = """
:o a owl:Ontology ; owl:imports <http://127.0.0.1:{port}/other> .
:A a owl:Class ; rdfs:label "nimi"@fi , "namn"@sv .
:p a owl:DatatypeProperty .
:q a owl:DatatypeProperty ; rdfs:range xsd:gYear .
:x a :A ; :p "2020"^^xsd:gYear , "2021"^^xsd:gYear , "2020-01-31"^^xsd:date ;
    :p "2020-01"^^xsd:gYearMonth ;
    :p "abc"^^xsd:integer , 5 , "teksti\\nrivi"@fi ; :q "2020"^^xsd:gYear ; skos:notation "N" .
"""


@needs_java
def test_what_hermit_cannot_read_is_left_out_and_counted(tmp_path: Path) -> None:
    """Without the sieve HermiT stops at the first date; owlready2 fetches what is imported."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        found = judge(tmp_path, MIXED.replace("{port}", str(server.getsockname()[1])))
        with pytest.raises(TimeoutError):
            server.accept()
    assert found.verdict == "consistent"
    assert set(found.left_out) == {
        LeftOut(reason="annotation", name=expand("owl:imports"), count=1),
        LeftOut(reason="annotation", name=expand("rdfs:label"), count=2),
        LeftOut(reason="datatype", name=expand("xsd:date"), count=1),
        LeftOut(reason="datatype", name=expand("xsd:gYear"), count=3),
        LeftOut(reason="datatype", name=expand("xsd:gYearMonth"), count=1),
        LeftOut(reason="range", name="https://example.org/q", count=1),
        LeftOut(reason="undeclared", name=expand("skos:notation"), count=1),
        LeftOut(reason="value", name=expand("xsd:integer"), count=1),
    }
    # Four declarations, one membership and the two values that could be read.
    assert found.judged == 7


# -- the cage ---------------------------------------------------------------------------------


def pretend_java(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    java.chmod(java.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("JAVA_HOME", str(folder))


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that is dead and not yet reaped does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


@pytest.mark.usefixtures("no_java")
def test_java_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    found = judge(tmp_path, ":A a owl:Class .")
    assert found.verdict == "unknown"
    assert not found.report.complete
    (told,) = found.findings
    assert told.code == "java-missing"
    assert all("Java" in text and text.count(". ") == 0 for _, text in told.message.items())


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
def test_time_limit_kills_everything_that_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "pid"
    pretend_java(tmp_path, f"sleep 600 & echo $$ $! > {note}; wait", monkeypatch)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    begun = time.monotonic()
    found = judge(tmp_path, ":A a owl:Class .", seconds=4)
    assert time.monotonic() - begun < 60
    assert [finding.code for finding in found.findings] == ["time-limit"]
    assert found.verdict == "unknown"
    started = [int(pid) for pid in note.read_text(encoding="utf-8").split()]
    assert len(started) == 2
    wait_until(lambda: not any(is_alive(pid) for pid in started))
    assert list(scratch.iterdir()) == []


def wait_until(condition: object, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        pause.wait(0.05)


@needs_java
def test_memory_limit_is_told(tmp_path: Path) -> None:
    found = judge(tmp_path, ":A a owl:Class .", memory_mb=2)
    assert [finding.code for finding in found.findings] == ["memory-limit"]
    assert "2" in found.findings[0].message.fi


@posix
def test_java_is_started_under_both_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "bounds"
    pretend_java(tmp_path, f"echo $* > {note}; ulimit -d >> {note}; exit 3", monkeypatch)
    judge(tmp_path, ":A a owl:Class .", memory_mb=100)
    arguments, data = note.read_text(encoding="utf-8").splitlines()
    assert "-Xmx100M" in arguments
    assert 100 * 1024 < int(data) < 2048 * 1024


@posix
def test_refusal_of_the_reasoner_is_told_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = 'echo "Exception in thread main java.lang.IllegalArgumentException: no"; exit 1'
    pretend_java(tmp_path, script, monkeypatch)
    found = judge(tmp_path, ":A a owl:Class .")
    assert found.verdict == "unknown"
    assert [finding.code for finding in found.findings] == ["reasoner-failed"]
    assert "IllegalArgumentException" in found.findings[0].message.en


WORDS = "echo 'http://www.w3.org/2002/07/owl#Thing is satisfiable.'"
REFUSED = (
    'Exception in thread "main" org.semanticweb.owlapi.reasoner.InconsistentOntologyException: '
    "Inconsistent ontology"
)
# What no reasoner says that has come to a verdict, whatever else was written.
NO_VERDICT = {
    "silence": "exit 0",
    "a warning": "echo 'warning: CDS is off' >&2; echo Picked up JAVA_TOOL_OPTIONS >&2; exit 0",
    "killed": "kill -9 $$",
    "killed after its words": f"{WORDS}; kill -9 $$",
    "failed after its words": f"{WORDS}; exit 3",
    "words in other words": "echo 'is it true that http://www.w3.org/2002/07/owl#Thing is satisfiable.'",
    "words on the wrong side": f"{WORDS} >&2",
    "a literal": "echo 'cannot read \"Inconsistent ontology\"' >&2; exit 1",
    "another exception": f"echo 'Exception in thread \"main\" a.B: {REFUSED[-21:]}' >&2; exit 1",
    "no exit code of its own": f"echo '{REFUSED}' >&2; exit 0",
    "out of memory": f"{WORDS}; echo java.lang.OutOfMemoryError >&2; exit 1",
}


@posix
@pytest.mark.parametrize("script", NO_VERDICT.values(), ids=NO_VERDICT)
def test_a_verdict_comes_only_from_the_words_of_the_reasoner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    pretend_java(tmp_path, script, monkeypatch)
    found = judge(tmp_path, ":A a owl:Class .")
    assert found.verdict == "unknown"
    assert not found.report.complete
    assert [each.code for each in found.findings] in (["reasoner-failed"], ["memory-limit"])


@posix
@pytest.mark.parametrize(
    ("script", "verdict"),
    [
        (f"echo warning >&2; {WORDS}; echo", "consistent"),
        (f"echo warning >&2; echo '{REFUSED}' >&2; exit 1", "inconsistent"),
        (
            f"{WORDS}; echo 'EquivalentClasses( <http://www.w3.org/2002/07/owl#Nothing> "
            "<https://example.org/A> )'",
            "unsatisfiable",
        ),
    ],
)
def test_the_words_of_the_reasoner_are_a_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, verdict: str
) -> None:
    """The words are HermiT's, as it writes them on the three small ontologies above."""
    pretend_java(tmp_path, script, monkeypatch)
    assert judge(tmp_path, ":A a owl:Class .").verdict == verdict


@pytest.mark.skipif(sys.platform != "linux", reason="Linux ends children with their parent")
def test_the_reasoner_does_not_outlive_a_command_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = tmp_path / "pid"
    pretend_java(
        tmp_path, f"echo $$ > {note}.new; mv {note}.new {note}; exec sleep 600", monkeypatch
    )
    path = write(tmp_path, ":A a owl:Class .")
    command = [sys.executable, "-m", "eloggraph", "reason", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_until(note.exists, 60)
        java = int(note.read_text(encoding="utf-8"))
        assert is_alive(java)
        process.kill()
        wait_until(lambda: not is_alive(java))


# -- files ------------------------------------------------------------------------------------


def test_malformed_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, ":x a :A .\n:y a ; .\n")
    with pytest.raises(InputError) as raised:
        reason(files=[path])
    assert raised.value.findings[0].place == Place(file="data.ttl", row=HEAD + 2)


def test_path_means_an_ontology_data_or_a_network(tmp_path: Path) -> None:
    axioms, data = write(tmp_path, ":A a owl:Class ."), write(tmp_path, ":x a :A .", "x.ttl")
    assert find_rdf(axioms) == {"ontology": (axioms,)}
    assert find_rdf(data) == {"files": (data,)}
    assert find_rdf(tmp_path) == {"ontology": (axioms, data)}
    assert find_rdf(DATASETS / "osaajaks") == {}
    with pytest.raises(InputError):
        find_rdf(tmp_path / "nowhere")


@pytest.mark.usefixtures("no_java")
def test_result_is_the_same_every_time(network: Network, tmp_path: Path) -> None:
    rule = write(tmp_path, HOUSE_RULE, "house.ttl")
    first, second = (reason(network.graphs, axioms=[rule]) for _ in range(2))
    assert first.consistency == second.consistency
    assert first.write() == second.write()


# -- the model with itself --------------------------------------------------------------------


@pytest.mark.usefixtures("no_java")
def test_what_the_shapes_allow_does_not_contradict_the_ontology(tmp_path: Path) -> None:
    """A row of every table, with a value of every class that each reference may point at."""
    lines = []
    for table in packaged_schema().tables:
        row = f"<urn:{table.name}>"
        lines.append(f"{row} a <{table.target_class}> .")
        for column in table.columns:
            for class_ in column.classes if column.kind == "node" else ():
                value = f"<urn:{table.name}/{column.key}/{class_.rpartition('#')[2]}>"
                ends = (value, row) if column.inverse else (row, value)
                lines.append(f"{ends[0]} <{column.path}> {ends[1]} . {value} a <{class_}> .")
    found = reason(files=[write(tmp_path, "\n".join(lines))]).consistency
    assert [finding.message.en for finding in coded(found, "contradiction-classes")] == []
    assert len(lines) > 100
