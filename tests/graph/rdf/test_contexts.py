"""Contexts of JSON-LD from files: the document means what it does with its context written in.

The oracle is pyoxigraph over the document whose contexts a person has written in by hand.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.errors import InputError, OptionError
from eloggraph.finding import Finding
from eloggraph.graph.rdf.contexts import MOST_WRITTEN, ContextsError, write_contexts
from eloggraph.graph.rdf.ntriples import write_ntriples
from eloggraph.graph.rdf.read import read_rdf, read_statements

IRI = "https://example.org/ctx?v=1"
TERMS = {"@base": "http://elsewhere.org/", "e": "http://e/", "p": "e:p", "id": "@id"}
PLAIN = {name: term for name, term in TERMS.items() if name != "@base"}


def statements(document: object, folder: Path, context: Path | None = None) -> str:
    (folder / "d.jsonld").write_text(json.dumps(document), "utf-8")
    given = {IRI: context} if context else {}
    return write_ntriples(read_rdf([folder / "d.jsonld"], contexts=given).graph)


def faults(document: object, folder: Path, **files: object) -> list[Finding]:
    for name, text in files.items():
        kept = text if isinstance(text, str) else json.dumps(text)
        (folder / f"{name}.jsonld").write_text(kept, "utf-8")
    with pytest.raises(InputError) as caught:
        statements(document, folder)
    return list(caught.value.findings)


def test_a_context_that_was_given_is_read(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(json.dumps({"@context": TERMS}), "utf-8")
    node = {"id": "a", "p": [1.50, {"id": "e:b"}]}
    meant = statements({"@context": PLAIN, **node}, tmp_path)
    assert meant.count("\n") == 2
    for context in (IRI, [IRI], [{"q": "http://q"}, IRI]):
        assert statements({"@context": context, **node}, tmp_path, tmp_path / "c.json") == meant


@pytest.mark.parametrize("name", ["c.jsonld", "./c.jsonld", "sub/../c.jsonld"])
def test_a_context_beside_the_document_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "c.jsonld").write_text(json.dumps({"@context": [TERMS, None, PLAIN]}), "utf-8")
    found = statements({"@context": name, "id": "a", "p": 1}, tmp_path)
    assert found == statements({"@context": PLAIN, "id": "a", "p": 1}, tmp_path)


def test_contexts_name_each_other_and_are_imported(tmp_path: Path) -> None:
    (tmp_path / "a.jsonld").write_text(json.dumps({"@context": ["sub/b.jsonld", {"p": "e:p"}]}))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.jsonld").write_text(json.dumps({"@context": "c.jsonld"}))
    (tmp_path / "sub" / "c.jsonld").write_text(json.dumps({"@context": {"e": "http://e/"}}))
    meant = statements({"@context": PLAIN, "@id": "a", "p": 1}, tmp_path)
    assert statements({"@context": "a.jsonld", "@id": "a", "p": 1}, tmp_path) == meant
    imported = {"@version": 1.1, "@import": "sub/c.jsonld", "p": "e:p"}
    assert statements({"@context": imported, "@id": "a", "p": 1}, tmp_path) == meant


def test_a_context_of_a_term_or_a_node_is_read(tmp_path: Path) -> None:
    (tmp_path / "c.jsonld").write_text(json.dumps({"@context": {"q": "http://q"}}))
    scoped = {"p": {"@id": "http://p", "@context": "c.jsonld"}}
    by_term = statements({"@context": scoped, "@id": "a", "p": {"q": 1}}, tmp_path)
    by_node = statements(
        {"@context": {"p": "http://p"}, "@id": "a", "p": {"@context": "c.jsonld", "q": 1}}, tmp_path
    )
    assert by_term == by_node
    assert "<http://q>" in by_term


def test_what_is_data_is_no_context(tmp_path: Path) -> None:
    value = {"@context": "not/there.jsonld"}
    text = 'a "@context": "no.jsonld" \\ b'
    document = {"@id": "a", "http://p": [{"@value": value, "@type": "@json"}, text]}
    assert "not/there.jsonld" in statements(document, tmp_path)


@pytest.mark.parametrize("name", ["../c.jsonld", "/etc/hostname", "link.jsonld", "%2e%2e/c.jsonld"])
def test_nothing_outside_the_folder_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "c.jsonld").write_text(json.dumps({"@context": PLAIN}))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.jsonld").symlink_to(tmp_path / "c.jsonld")
    (finding,) = faults({"@context": name, "p": 1}, folder)
    assert finding.code == "rdf-remote-context"
    assert f"The context {name}" in finding.message.en


def test_a_folder_that_is_given_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "c.jsonld").write_text(json.dumps({"@context": PLAIN}))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "d.jsonld").write_text(json.dumps({"@context": "../c.jsonld", "p": 1}))
    (finding,) = faults({"@context": "../c.jsonld"}, tmp_path / "in")
    assert finding.value == "../c.jsonld"
    (tmp_path / "in" / "d.jsonld").write_text(
        json.dumps({"@context": "../c.jsonld", "id": "a", "p": 1})
    )
    assert len(read_rdf([tmp_path]).graph) == 1


def test_all_contexts_that_are_lacking_are_told_at_once(tmp_path: Path) -> None:
    found = faults({"@context": [IRI, "c.jsonld"], "http://p": {"@context": "x:y"}}, tmp_path)
    assert sorted(finding.value or "" for finding in found) == ["c.jsonld", IRI, "x:y"]
    told = next(finding for finding in found if finding.value == IRI)
    assert "Nothing is fetched" in told.message.en
    assert f"--context {IRI}=FILE" in told.remedy.en


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"c": "<html>"}, "is not a JSON file"),
        ({"c": {"p": "http://p"}}, "is not a JSON file"),
        ({"c": "[" * 10_000}, "is not a JSON file"),
        ({"c": {"@context": "c.jsonld"}}, "in a circle"),
        (
            {"c": {"@context": ["d2.jsonld", "d2.jsonld"]}, "d2": {"@context": ["c.jsonld"] * 9}},
            "circle",
        ),
    ],
)
def test_a_context_that_cannot_be_used_is_told(
    tmp_path: Path, files: dict[str, object], said: str
) -> None:
    (finding,) = faults({"@context": "c.jsonld", "p": 1}, tmp_path, **files)
    assert said in finding.message.en


def test_how_much_contexts_write_is_bounded() -> None:
    files = {f"c:{n}": json.dumps({"@context": [f"c:{n + 1}"] * 10}) for n in range(9)}
    files["c:9"] = json.dumps({"@context": {"p": "http://p/" + "x" * 1_000}})
    with pytest.raises(ContextsError) as caught:
        write_contexts(b'{"@context": "c:0"}', "c:", lambda name: files[name].encode())
    assert [error.variant for error in caught.value.errors] == ["large"]
    assert MOST_WRITTEN > 1_000_000


def test_lines_of_the_document_stay(tmp_path: Path) -> None:
    (tmp_path / "c.jsonld").write_text('{"@context":\n\n{"e":\n"http://e/"}}')
    text = '{"@context": [\n"c.jsonld"\n],\n"@id": "e:a"\n, "e:p" 1}'
    (tmp_path / "d.jsonld").write_text(text)
    (finding,) = faults_of(tmp_path / "d.jsonld")
    with pytest.raises(SyntaxError) as caught:
        list(ox.parse(text.replace('"c.jsonld"', "{}").encode(), format=ox.RdfFormat.JSON_LD))
    assert finding.place
    assert finding.place.row == caught.value.lineno


def faults_of(path: Path) -> list[Finding]:
    with pytest.raises(InputError) as caught:
        read_rdf([path])
    return list(caught.value.findings)


def test_shapes_take_contexts_too(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(
        json.dumps({"@context": {"sh": "http://www.w3.org/ns/shacl#"}})
    )
    shape = {
        "@context": IRI,
        "@id": "urn:s",
        "sh:targetNode": {"@id": "urn:a"},
        "sh:nodeKind": {"@id": "sh:Literal"},
    }
    (tmp_path / "s.jsonld").write_text(json.dumps(shape))
    (tmp_path / "d.ttl").write_text("<urn:a> <urn:p> 1 .")
    for given in ({IRI: tmp_path / "c.json"}, [f"{IRI}={tmp_path / 'c.json'}"]):
        report = eloggraph.check(tmp_path / "d.ttl", shapes=tmp_path / "s.jsonld", context=given)
        assert (report.complete, report.count("violation")) == (True, 1)
    assert len(read_statements([tmp_path / "s.jsonld"], {IRI: tmp_path / "c.json"}).triples) == 2


@pytest.mark.parametrize("text", ["c.jsonld", "=c.jsonld", "http://e="])
def test_a_context_without_address_or_file_is_told(text: str) -> None:
    with pytest.raises(OptionError) as caught:
        eloggraph.check("d.ttl", context=[text])
    assert text in caught.value.findings[0].message.en


def test_the_example_of_cpsv_ap_is_read_with_its_context(reference_data: Path) -> None:
    folder = reference_data / "external" / "cpsv-ap-3.2.0"
    example, context = (
        folder / "example-rdf_public_service.jsonld",
        folder / "cpsv-ap-context.jsonld",
    )
    if not example.is_file():
        pytest.skip("the example of CPSV-AP is not among the reference data")
    document = json.loads(example.read_text("utf-8"))
    address = document["@context"][0]
    document["@context"][0] = json.loads(context.read_text("utf-8"))["@context"]
    meant = ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    found = read_rdf([example], contexts={address: context}).graph
    assert len(found) == len({*meant}) > 50


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    (fault,) = faults({"@context": "n" * 300 + ".jsonld", "id": "a"}, tmp_path)
    assert fault.code == "rdf-remote-context"


def test_a_text_that_does_not_end_is_read_once(tmp_path: Path) -> None:
    """In the time of its length: a square of it would not end within the tests."""
    (tmp_path / "d.jsonld").write_text('{"@context":"x","a":"' + '\\"' * 300_000, "utf-8")
    with pytest.raises(InputError):
        read_rdf([tmp_path / "d.jsonld"])
