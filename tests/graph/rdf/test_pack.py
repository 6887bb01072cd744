"""RDF packed into a file of statements: all that was there, where it stood, or nothing at all.

The oracle is the reader of RDF files itself, and pyoxigraph; pyarrow tells what the file holds for
others. What packing takes of memory is measured by ``python benchmarks/packing.py``.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.errors import InputError, OutputError
from eloggraph.graph.rdf import packed_rows, packing, streams
from eloggraph.graph.rdf.canonical import hash_canonical
from eloggraph.graph.rdf.pack import Packed, pack_statements, stage_statements
from eloggraph.graph.rdf.packed import KEY, SCHEMA, read_packed_about
from eloggraph.graph.rdf.quads import read_quads
from eloggraph.graph.rdf.read import RdfData, read_rdf
from eloggraph.once import keep_hashes
from eloggraph.output.ownership import hash_bytes

TURTLE = """@prefix ex: <http://example.org/> .
ex:a ex:p "x"@fi , "y" , 3 , true ;
    ex:q [ ex:r ex:b , <#c> ] , <c> , ( 1 2 ) .
_:n ex:p \"\"\"line
"quoted" \\\\ tab\\t\"\"\" .
ex:g { ex:a ex:p _:n . } _:h { ex:a ex:q "a\\u0001b" }
"""
# What is legal and not canonical: each line says something in a way that few write.
TRICKY = """<urn:a> <urn:p> "plain" .
<urn:a>  <urn:p>\t"two spaces" . # and a comment
# only a comment

<urn:a> <urn:p> "\\u00e4\\U0001F600\\n\\"" .
<urn:a> <urn:p> "raw \x01 control \x7f"@fi-FI .
<urn:a><urn:p>_:b.
_:b.c-d <urn:p> <urn:\\u00e4> .
<urn:a> <urn:p> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""
FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
}


def pack(folder: Path, *paths: Path) -> Packed:
    return pack_statements(paths, folder / "made.parquet")


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def list_frames(data: RdfData) -> Iterator[tuple[object, ...]]:
    """Yield all that the frames of a graph say, each with its file and lines."""
    for part in data.graph.frames:
        kind = part.predicate, part.is_literal, part.datatype, part.language
        assert part.origin is not None
        yield (*kind, part.origin.file, part.frame.rows())


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_keeps_its_statements_and_graphs(
    tmp_path: Path, suffix: str, zipped: bool
) -> None:
    format_ = FORMATS[suffix]
    quads = list(ox.parse(TURTLE, format=ox.RdfFormat.TRIG, base_iri="http://example.org/"))
    if not format_.supports_datasets:
        quads = [quad for quad in quads if quad.graph_name == ox.DefaultGraph()]
    if suffix == ".rdf":  # XML has no control characters
        quads = [quad for quad in quads if "\x01" not in str(quad)]
    data = ox.serialize(quads, format=format_) or b""
    path = write(
        tmp_path / f"a{suffix}{'.gz' if zipped else ''}", gzip.compress(data) if zipped else data
    )
    made = pack(tmp_path, path)
    assert made.about.statements == len(quads)
    assert hash_canonical(read_quads([made.path])) == hash_canonical(quads)
    (told,) = made.about.inputs
    assert (told.file, told.sha256) == (path.name, hash_bytes(path.read_bytes()))


@pytest.mark.parametrize("suffix", [".nt", ".nq"])
def test_what_is_not_canonical_goes_through_the_parser_and_keeps_its_line(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / f"a{suffix}", TRICKY)
    monkeypatch.setattr(streams, "PART", 40)
    made = pack(tmp_path, path)
    assert list(list_frames(read_rdf([made.path]))) == list(list_frames(read_rdf([path])))
    rows = pl.read_parquet(made.path)
    assert rows["line"].to_list() == [1, 2, 5, 6, 7, 8, 9]
    assert rows["object"][3] == "raw \x01 control \x7f"
    assert hash_canonical(read_quads([made.path])) == hash_canonical(read_quads([path]))


def test_lines_that_are_no_lines_are_read_whole(tmp_path: Path) -> None:
    text = "<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:c> .\r<urn:a> <urn:p> <urn:d> .\n"
    made = pack(tmp_path, write(tmp_path / "a.nt", text))
    rows = pl.read_parquet(made.path)
    assert rows["object"].to_list() == ["urn:b", "urn:c", "urn:d"]
    assert rows["line"].null_count() == 3
    assert made.about.inputs[0].statements == 3


def test_the_file_is_what_its_format_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", '@prefix ex: <http://e/> .\nex:a ex:p "x"@fi, "y", ex:b .\n')
    made = pack(tmp_path, path)
    file = pq.ParquetFile(made.path)
    assert file.schema_arrow.names == [*SCHEMA]
    assert file.read().to_pylist()[:2] == [
        {
            "subject": "http://e/a",
            "predicate": "http://e/p",
            "object": text,
            "tag": tag,
            "graph": None,
            "file": "a.ttl",
            "line": 2,
        }
        for text, tag in (("x", "@fi"), ("y", ""))
    ]
    assert read_packed_about(made.path) == made.about
    assert made.about.prefixes == {"ex": "http://e/"}
    assert file.read().to_pylist()[2]["tag"] is None


def test_same_files_same_bytes_and_their_blank_nodes_stay_apart(tmp_path: Path) -> None:
    paths = [
        write(tmp_path / "a.nt", "_:x <urn:p> _:y .\n"),
        write(tmp_path / "b.nt", "_:x <urn:p> _:y .\n"),
        write(tmp_path / "c.ttl", "[] <urn:p> [ <urn:p> [] ] .\n"),
    ]
    first = pack(tmp_path, *paths).path.read_bytes()
    made = pack(tmp_path, *paths)
    assert made.path.read_bytes() == first
    nodes = pl.read_parquet(made.path).select("subject", "object").rows()
    assert nodes[:2] == [("_:f1-x", "_:f1-y"), ("_:f2-x", "_:f2-y")]
    assert len({node for row in nodes for node in row}) == 7
    assert hash_canonical(read_quads([made.path])) == hash_canonical(read_quads(paths))
    assert {label for row in nodes[2:] for label in row} == {"_:f3-b1", "_:f3-b2", "_:f3-b3"}
    again = pack_statements([made.path, *paths[:1]], tmp_path / "again.parquet")
    names = [each.file for each in again.about.inputs]
    assert names == ["made.parquet/a.nt", "b.nt", "c.ttl", "a.nt"]
    assert pl.read_parquet(again.path)["file"].unique(maintain_order=True).to_list() == names
    assert len(read_rdf([again.path]).graph) == 5


def test_remarks_are_those_of_reading(tmp_path: Path) -> None:
    text = "<a> <http://www.w3.org/2002/07/owl#imports> <urn:o> ; <urn:p> <b> {| <urn:q> 1 |} .\n"
    path = write(tmp_path / "a.ttl", text)
    made = pack(tmp_path, path)
    read = read_rdf([path])
    assert {finding.code for finding in made.findings} == {
        "import-not-followed",
        "rdf-relative-iri",
        "rdf-reified",
    }
    messages = sorted(finding.message.en for finding in read.findings)
    for findings in (made.findings, read_rdf([made.path]).findings):
        assert sorted(finding.message.en for finding in findings) == messages


@pytest.mark.parametrize(
    ("name", "text", "code", "row"),
    [
        ("a.nt", b"<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn b> <urn:b> .\n", "rdf-malformed", 2),
        ("a.ttl", b"<urn:a> <urn:p> 1 .\n\n<urn:a> ex:p 1 .\n", "rdf-malformed", 3),
        ("a.ttl", b'<urn:a> <urn:p> 1 .\n<urn:a> <urn:p> "\xe4" .\n', "rdf-encoding", 2),
        ("a.rdf", b"<!DOCTYPE a SYSTEM 'x'><a/>", "rdf-document-type", None),
        ("a.rdf", b"<a>" * 300, "rdf-too-deep", None),
        ("a.nt.gz", b"no gzip", "rdf-unreadable", None),
        ("a.nt", b'<urn:a> <urn:p> "x"^^<%slangString> .\n', "rdf-untagged", 1),
    ],
)
def test_bad_input_is_told_with_file_and_line_and_nothing_is_written(
    tmp_path: Path, name: str, text: bytes, code: str, row: int | None
) -> None:
    rdf = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    path = write(tmp_path / name, text.replace(b"%s", rdf))
    (tmp_path / "made.parquet").write_bytes(b"as it was")
    with pytest.raises(InputError) as caught:
        pack(tmp_path, path)
    (finding,) = caught.value.findings
    assert finding.place is not None
    assert (finding.code, finding.place.file, finding.place.row) == (code, name, row)
    assert (tmp_path / "made.parquet").read_bytes() == b"as it was"
    assert {each.name for each in tmp_path.iterdir()} == {name, "made.parquet"}


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left on device"):
        pack_statements([write(tmp_path / "a.nt", TRICKY)], Path("/dev/full"))


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.nt", TRICKY)

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(packing, "open_lines", interrupt)
    with pytest.raises(KeyboardInterrupt):
        pack(tmp_path, path)
    assert [each.name for each in tmp_path.iterdir()] == ["a.nt"]


@pytest.mark.parametrize("variant", ["other", "version", "columns", "cut", "row"])
def test_a_parquet_that_is_not_ours_is_told(tmp_path: Path, variant: str) -> None:
    made = pack(tmp_path, write(tmp_path / "a.nt", TRICKY)).path
    rows, metadata = pl.read_parquet(made), pl.read_parquet_metadata(made)
    about = {KEY: metadata[KEY]}
    if variant == "other":
        rows.write_parquet(made)
    elif variant == "version":
        rows.write_parquet(made, metadata={KEY: about[KEY].replace('"version": 1', '"version": 2')})
    elif variant == "columns":
        rows.drop("line").write_parquet(made, metadata=about)
    elif variant == "cut":
        made.write_bytes(made.read_bytes()[:-20])
    else:
        bad = rows.with_columns(pl.when(pl.col("line") == 5).then(pl.lit("a b")).alias("subject"))
        bad.with_columns(pl.col("subject").fill_null("urn:a")).write_parquet(made, metadata=about)
    with pytest.raises(InputError) as caught:
        read_rdf([made])
    (finding,) = caught.value.findings
    assert finding.code == "rdf-parquet"
    wanted = {"version": "another version", "row": "Row 3 of"}.get(variant, "is not one of")
    assert wanted in finding.message.en
    with pytest.raises(InputError):
        read_quads([made])
    with pytest.raises(InputError):
        pack_statements([made], tmp_path / "again.parquet")


def test_commands_read_it_as_they_read_rdf(tmp_path: Path) -> None:
    text = "<urn:a> a <https://w3id.org/eloggraph/ns#Actor> .\n"
    plain = write(tmp_path / "a.ttl", text)
    made = pack(tmp_path, plain).path
    one, two = (eloggraph.check(path) for path in (plain, made))
    assert one.findings
    assert one.findings == two.findings
    assert eloggraph.hash_graph(made) == eloggraph.hash_graph(plain)
    (row,) = eloggraph.open_dataset(made).select("SELECT ?s { ?s a ?c }")
    assert row[0].value == "urn:a"
    shapes = "<urn:s> a <http://www.w3.org/ns/shacl#NodeShape> ."
    assert eloggraph.check(made, shapes=write(tmp_path / "s.ttl", shapes)).complete


def test_a_named_graph_is_chosen(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.nq",
        "<urn:a> <urn:p> 1 .\n".replace("1", '"1"') + "<urn:a> <urn:p> <urn:b> <urn:g> .\n",
    )
    made = pack(tmp_path, path).path
    assert len(read_rdf([made]).graph) == 2
    assert len(read_rdf([made], ["urn:g"]).graph) == 1
    assert len(read_rdf([made], ["urn:h"]).graph) == 0


def test_staged_statements_are_gone_afterwards(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nt", TRICKY)
    with keep_hashes() as hashes, stage_statements([path], folder=tmp_path) as staged:
        assert staged.path.is_file()
        assert staged.about.statements == 7
    assert not staged.path.exists()
    assert hashes.first[path] == hash_bytes(path.read_bytes())
    made = pack(tmp_path, path).path
    with stage_statements([made]) as staged:
        assert staged.path == made
    assert made.is_file()


def test_parts_of_a_file_are_judged_part_by_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pack(tmp_path, write(tmp_path / "a.nt", TRICKY)).path
    monkeypatch.setattr(packed_rows, "AT_ONCE", 2)
    assert [rows.height for rows in packed_rows.read_packed_rows(made)] == [2, 2, 2, 1]
