"""The line at which a node is described, in every syntax that tells it.

The oracle is the text: the line that holds the identifier where the node is described first.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph

FILES = {
    "d.ttl": "@prefix e: <http://e/> .\ne:c e:q e:a .\n\ne:a e:p 1 ;\n  e:p 2 .",
    "d.trig": """@prefix e: <http://e/> .
e:a { e:b e:p 1 }
GRAPH e:g {
  e:a e:p 1 , 2 .
}""",
    "d.rdf": """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:e="http://e/" xml:base="http://e/x">
<!-- a -->
<e:C r:about="a"><e:p>1</e:p><e:p>2</e:p></e:C></r:RDF>""",
    "d.jsonld": """{"@context": {"e": "http://e/", "uri": "@id", "p": {"@id": "e:p"}},
 "@graph": [{"@id": "e:c", "e:q": {"uri": "e:a"}},
  {"p": [1,
     2],
   "uri": "e:a"}]}""",
}
LINES = {"d.ttl": 4, "d.trig": 4, "d.rdf": 4, "d.jsonld": 5}
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> sh:targetNode <http://e/a> ; sh:property [ sh:path <http://e/p> ; sh:maxCount 1 ] ."""


@pytest.mark.parametrize("name", FILES)
def test_a_fault_is_told_at_the_line_of_its_node(tmp_path: Path, name: str) -> None:
    (tmp_path / "s.ttl").write_text(SHAPES)
    (tmp_path / name).write_text(FILES[name])
    (finding,) = eloggraph.check(tmp_path / name, shapes=tmp_path / "s.ttl").findings
    assert finding.place
    assert (finding.place.file, finding.place.row) == (name, LINES[name])


def test_entities_encodings_and_contexts_do_not_move_lines(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(SHAPES)
    (tmp_path / "c.jsonld").write_text('{"@context":\n\n {"e": "http://e/"}}')
    texts = {
        "d.rdf": "<?xml version='1.0' encoding='UTF-16'?>\n<!DOCTYPE a [<!ENTITY e\n 'http://e/'>]>\n"
        + FILES["d.rdf"].replace('about="a"', 'about="&e;a"'),
        "d.jsonld": '{"@context":\n ["c.jsonld"],\n\n"@id": "e:a", "e:p": [1, 2]}',
    }
    for name, line in (("d.rdf", 7), ("d.jsonld", 4)):
        encoding = "utf-16" if name == "d.rdf" else "utf-8"
        (tmp_path / name).write_text(texts[name], encoding)
        (finding,) = eloggraph.check(tmp_path / name, shapes=tmp_path / "s.ttl").findings
        assert (finding.place and finding.place.row) == line


def test_a_description_goes_before_a_mention(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(SHAPES.replace("<http://e/a>", "<http://e/b>"))
    text = '[{"@id": "http://e/a", "http://e/q": {"@id": "http://e/b"}},\n'
    text += '{"@id": "http://e/b",\n "http://e/p": [1, {"@value": "}"}]}]'
    (tmp_path / "d.jsonld").write_text(text)
    (finding,) = eloggraph.check(tmp_path / "d.jsonld", shapes=tmp_path / "s.ttl").findings
    assert (finding.place and finding.place.row) == 2


def test_xml_that_only_the_parser_of_rdf_bears_has_its_findings(tmp_path: Path) -> None:
    (tmp_path / "s.ttl").write_text(SHAPES)
    bad = FILES["d.rdf"].replace("<e:p>2", "<e:p>\x01 2")
    (tmp_path / "d.rdf").write_text(bad)
    (finding,) = eloggraph.check(tmp_path / "d.rdf", shapes=tmp_path / "s.ttl").findings
    assert finding.place
    assert finding.place.row == 4
