"""RDF whose ending does not tell its format: by option, from stdin, and the sentence that helps."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.checks.validation_report import render_validation
from eloggraph.errors import InputError

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://ex.org/S> sh:targetNode <http://ex.org/a> ;
  sh:property [ sh:path <http://ex.org/p> ; sh:maxCount 1 ] ."""
TURTLE = "<http://ex.org/a> <http://ex.org/p> 1 , 2 ."
JSON = '{"@id": "http://ex.org/a", "http://ex.org/p": [1, 2]}'
XML = """<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://ex.org/">
<r:Description r:about="http://ex.org/a"><e:p>1</e:p><e:p>2</e:p></r:Description></r:RDF>"""
LINES = "".join(f'<http://ex.org/a> <http://ex.org/p> "{n}" .\n' for n in (1, 2))
TEXTS = {
    "turtle": TURTLE, "trig": TURTLE, "ntriples": LINES, "nquads": LINES, "jsonld": JSON, "rdfxml": XML,
}  # fmt: skip


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    path = tmp_path / "s.ttl"
    path.write_text(SHAPES, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", TEXTS)
def test_a_file_of_any_ending_is_read_as_it_is_told_to_be(
    tmp_path: Path, shapes: Path, form: str
) -> None:
    data = tmp_path / "d.txt"
    data.write_text(TEXTS[form], encoding="utf-8")
    report = eloggraph.check(data, shapes=shapes, input_format=form)
    assert [finding.code for finding in report.findings] == ["values-too-many"]


def test_json_is_read_where_it_is_named(tmp_path: Path, shapes: Path) -> None:
    data = tmp_path / "d.json"
    data.write_text(JSON, encoding="utf-8")
    codes = [finding.code for finding in eloggraph.check(data, shapes=shapes).findings]
    assert codes == ["values-too-many"]


@pytest.mark.parametrize("form", ["turtle", "ntriples"])
def test_stdin_is_read(shapes: Path, form: str) -> None:
    command = [sys.executable, "-m", "eloggraph", "check", "-", "--shapes", str(shapes)]
    told = ["--input-format", form, "--lang", "en"]
    done = subprocess.run(
        [*command, *told], input=TEXTS[form], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "too many values" in done.stdout) == (1, True)


@pytest.mark.parametrize("path", ["d.txt", "/dev/stdin"])
def test_an_ending_that_says_nothing_is_told_with_the_formats(
    tmp_path: Path, shapes: Path, path: str
) -> None:
    (tmp_path / "d.txt").write_text(TURTLE, encoding="utf-8")
    (finding,) = eloggraph.check(tmp_path / path, shapes=shapes).findings
    assert finding.code == "rdf-format"
    assert ".ttl" in finding.remedy.fi
    assert "--input-format" in finding.remedy.fi


DIRECTED = '<urn:a> <urn:p> "a"@ar--ltr , "a"@ar--rtl , "b"@ar .'
DIRECTED_LINES = "".join(
    f"<urn:a> <urn:p> {each} .\n" for each in ('"a"@ar--ltr', '"a"@ar--rtl', '"b"@ar')
)
DEMAND = '<urn:S> sh:targetNode <urn:a> ; sh:property [ sh:path <urn:p> ; sh:in ( "a"@ar--rtl ) ] .'


@pytest.mark.parametrize(("name", "text"), [("d.ttl", DIRECTED), ("d.nt", DIRECTED_LINES)])
def test_the_direction_of_a_text_is_kept_or_told(tmp_path: Path, name: str, text: str) -> None:
    """Shapes and the report have it (RDF 1.2); whoever would lose it refuses the file by name."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    head = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    (tmp_path / "s.ttl").write_text(head + DEMAND, encoding="utf-8")
    data, shapes = tmp_path / name, tmp_path / "s.ttl"
    done = eloggraph.check(data, shapes=shapes)
    report = ox.parse(render_validation(done), format=ox.RdfFormat.TURTLE)
    values = [quad.object for quad in report if quad.predicate.value.endswith("#value")]
    ltr = ox.Literal("a", language="ar", direction=ox.BaseDirection("ltr"))
    assert sorted(map(str, values)) == sorted(map(str, [ltr, ox.Literal("b", language="ar")]))
    for engine in ("pyshacl", "streaming"):
        (told,) = eloggraph.check(data, shapes=shapes, engine=engine).findings
        assert (told.code, told.place and told.place.file) == ("rdf-direction", name)
    for refuse in (
        eloggraph.hash_graph,
        lambda path: eloggraph.pack(path, output=tmp_path / "x.parquet"),
    ):
        with pytest.raises(InputError) as error:
            refuse(data)
        assert [each.code for each in error.value.findings] == ["rdf-direction"]
