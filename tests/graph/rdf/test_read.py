"""RDF files into columns: what a strict parser reads, no more and no less, and within bounds.

The oracle is pyoxigraph, asked directly for each file.
"""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from eloggraph.errors import InputError
from eloggraph.graph.rdf import read as rdf_read
from eloggraph.graph.rdf import source as rdf_source
from eloggraph.graph.rdf.found import FORMATS
from eloggraph.graph.rdf.frames import code_lines, cut_lines
from eloggraph.graph.rdf.lines import (
    UnusualError,
    are_canonical,
    canonise,
    read_lines,
    split_lines,
)
from eloggraph.graph.rdf.read import read_rdf, read_statements
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.statements import Graph, StatementFrame
from eloggraph.once import keep_hashes, read_instead
from eloggraph.output.ownership import hash_bytes
from eloggraph.tables.model import RawTable

XSD = "http://www.w3.org/2001/XMLSchema#"
ORIGIN = RawTable(
    file="a.nt",
    sheet=None,
    stem="a",
    headers=(),
    header_row=0,
    frame=pl.DataFrame(schema={"row": pl.UInt32}),
)
TURTLE = """@prefix ex: <http://example.org/> .
ex:a ex:p "x"@fi , "y" , 3 , true ;
    ex:q [ ex:r ex:b ] , <c> .
_:n ex:p \"\"\"line
"quoted" \\\\ tab\\t\"\"\" .
"""


def statements(frames: tuple[StatementFrame, ...] | Graph) -> set[str]:
    """Return the statements of frames as pyoxigraph writes them."""
    parts = frames.frames if isinstance(frames, Graph) else frames
    return {
        str(ox.Triple(node(s), ox.NamedNode(part.predicate), value(part, o)))  # type: ignore[arg-type]
        for part in parts
        for s, o in part.frame.select("subject", "object").iter_rows()
    }


def node(text: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text)


def value(part: StatementFrame, text: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not part.is_literal:
        return node(text)
    if part.language:
        return ox.Literal(text, language=part.language)
    return ox.Literal(text, datatype=ox.NamedNode(part.datatype or ""))


def by_parser(text: str, format_: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(text.encode(), format=format_)}


def fast(text: str, format_: ox.RdfFormat = ox.RdfFormat.N_TRIPLES) -> set[str]:
    """Read by lines only; fails where the careful way would be taken."""
    lines, faults = canonise(read_lines(text.encode()), format_)
    assert not faults
    return statements(cut_lines(code_lines([split_lines(lines)]), ORIGIN))


# ---------------------------------------------------------------------------- lines of N-Triples

IRIS = st.builds(
    "http://example.org/{}".format,
    st.text("abcåäö0129-._~:/?#@!$&'()*+,;=%20[]|^`{} ", max_size=8),
)
ODD_IRIS = st.sampled_from(
    ["urn:a:b", "a:", "mailto:x@y", "http://h:80/", "http://h:x/", "http:/a", "tag:ö", "no-scheme"]
)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from('"\\\n\r\t\x01\x7f\u2028'),
    max_size=8,
)


@st.composite
def escaped(draw: st.DrawFn) -> str:
    """A literal between quotation marks: written well, or as it comes."""
    text = draw(TEXTS)
    way = draw(st.integers(0, 3))
    if way == 0:
        return f'"{text}"'
    written = str(ox.Literal(text))
    return (
        written
        if way < 3
        else "".join(
            f"\\u{ord(c):04X}" if ord(c) < 0x10000 and c not in '"\\' else c for c in written
        )
    )


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A line of N-Triples or of N-Quads, mostly well formed."""
    iri = st.one_of(IRIS, ODD_IRIS).map("<{}>".format)
    blank = st.sampled_from(["_:a", "_:b1", "_:a.b", "_:ä", "_:-x"])
    subject, predicate = draw(iri | blank), draw(iri)
    tag = draw(
        st.sampled_from(
            ["", "@fi", "@en-GB", "@EN", "@x-y-z1", "@toolonglanguage", f"^^<{XSD}date>",
             f"^^<{XSD}string>", "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"]
        )
    )  # fmt: skip
    term = draw(iri | blank | escaped().map(lambda text: text + tag))
    graph = draw(st.sampled_from(["", "", "", " <http://example.org/g>", " _:g"]))
    space, end = (
        draw(st.sampled_from([" ", " ", " ", "  ", "\t"])),
        draw(st.sampled_from([" .", " .", " .", ".", " . # said", "", " . "])),
    )
    return f"{subject}{space}{predicate} {term}{graph}{end}"


OTHER_LINES = st.sampled_from(["", "# a remark", "   ", "\t# x", "junk", "@prefix a: <b> ."])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(lines() | OTHER_LINES, max_size=6),
    st.sampled_from([ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS]),
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
)
@example(['<a:> <a:> "\\\\u0041" .'], ox.RdfFormat.N_TRIPLES, "\n")
@example(['<a:> <a:> "x\\\\" .', '<a:> <a:> "\\\\n" .'], ox.RdfFormat.N_TRIPLES, "\n")
@example(["<a:> <a:> <a:> <a:> ."], ox.RdfFormat.N_TRIPLES, "\n")
def test_lines_are_read_as_a_strict_parser_reads_them(
    some: list[str], format_: ox.RdfFormat, end: str
) -> None:
    text = end.join(some) + "\n"
    try:
        meant: set[str] | None = by_parser(text, format_)
    except SyntaxError:
        meant = None
    try:
        read, faults = canonise(read_lines(text.encode()), format_)
    except UnusualError:
        return  # the strict parser reads the whole then
    if meant is None:
        assert faults
    else:
        assert not faults
        is_dataset = format_ == ox.RdfFormat.N_QUADS
        coded = code_lines([split_lines(read)], is_dataset=is_dataset)
        assert statements(cut_lines(coded, ORIGIN)) == meant
        split = split_lines(read_lines(text.encode()))
        if are_canonical(split, format_):
            coded = code_lines([split], is_dataset=is_dataset)
            assert statements(cut_lines(coded, ORIGIN)) == meant


@pytest.mark.parametrize("ending", ["", ".gz"])
def test_a_file_is_read_part_by_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(rdf_read, "_PART", 500)
    lines = [f'<urn:{n}> <urn:p{n % 3}> "{"x" * (n % 50)}\\n{n}"@fi .' for n in range(2000)]
    lines[7] = ""
    lines[300] = '<urn:300>  <urn:p> "x" .  # not canonical'
    text = "\n".join(lines) + "\n"
    path = tmp_path / f"a.nt{ending}"
    path.write_bytes(gzip.compress(text.encode()) if ending else text.encode())
    graph = read_rdf([path]).graph
    assert statements(graph) == by_parser(text)
    told = [part.frame.select("subject", "row").iter_rows() for part in graph.frames]
    rows = {subject: row for rows in told for subject, row in rows}
    assert rows == {f"urn:{n}": n + 1 for n in range(2000) if n != 7}
    # What the last part says may need the strict parser for the whole.
    more = text + '<urn:a> <urn:p> "\x01" .\n'
    path.write_bytes(gzip.compress(more.encode()) if ending else more.encode())
    assert statements(read_rdf([path]).graph) == by_parser(more)


def test_faults_of_all_parts_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_read, "_PART", 500)
    lines = [f"<urn:{n}> <urn:p> <urn:o> ." for n in range(500)]
    lines[9] = lines[400] = "<urn:a> junk"
    path = tmp_path / "a.nt"
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(InputError) as caught:
        read_rdf([path])
    assert [each.place and each.place.row for each in caught.value.findings] == [10, 401]
    path.write_text("\n".join(["<urn:a> junk"] * 500), "utf-8")
    with pytest.raises(InputError) as caught:
        read_rdf([path])
    assert len(caught.value.findings) == 20


def test_what_is_read_in_parts_is_hashed_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdf_read, "_PART", 20)
    path = tmp_path / "a.nt"
    path.write_bytes(b"<urn:a> <urn:p> <urn:b> .\n" * 3)
    with keep_hashes() as hashes:
        read_rdf([path])
        assert hashes.first == {path: hash_bytes(path.read_bytes())}
        with read_instead({path: b"<urn:c> <urn:p> <urn:d> ."}):
            (part,) = read_rdf([path]).graph.frames
    assert part.frame["subject"].to_list() == ["urn:c"]
    assert hashes.changed == {path}


def test_a_text_is_held_once(tmp_path: Path) -> None:
    """Two columns of the same nodes take the memory of one: their texts are the same bytes."""
    path = tmp_path / "a.nt"
    nodes = [f"http://example.org/{'x' * 200}/{n}" for n in range(100)]
    lines = [f'<{a}> <urn:p> "{n}" .' for a in nodes for n in range(20)]
    path.write_text("\n".join(lines), "utf-8")
    (part,) = read_rdf([path]).graph.frames
    subjects = part.frame["subject"]
    assert subjects.str.len_bytes().sum() > 400_000
    assert (
        sum(
            len(each)
            for each in subjects.to_arrow(compat_level=pl.CompatLevel.newest()).buffers()[2:]
            if each
        )
        < 50_000
    )


def test_canonical_lines_do_not_need_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        f'<urn:a> <urn:p> "ä\\n"@fi .\n_:b <urn:p> "1"^^<{XSD}integer> .\n<urn:a> <urn:q> _:b .\n'
    )
    meant = by_parser(text)
    monkeypatch.delattr(ox, "parse")
    assert fast(text) == meant


def test_every_statement_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text('# said\n\n<urn:a> <urn:p> "x" .\n<urn:a>  <urn:p> "y" .\r\n', "utf-8")
    (part,) = read_rdf([path]).graph.frames
    assert dict(part.frame.select("object", "row").iter_rows()) == {"x": 3, "y": 4}
    place = part.place(4)
    assert place is not None
    assert (place.file, place.row) == ("a.nt", 4)


# ------------------------------------------------------------------------------- files of any form


def convert(text: str, format_: ox.RdfFormat) -> bytes:
    parsed = ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri="http://example.org/x")
    quads = [ox.Quad(*quad.triple) for quad in parsed]
    return ox.serialize(quads, format=format_) or b""


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize(
    "suffix", [".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".owl", ".xml"]
)
def test_every_format_says_the_same(tmp_path: Path, suffix: str, zipped: bool) -> None:
    data = convert(TURTLE, FORMATS[suffix])
    path = tmp_path / f"a{suffix}{'.gz' if zipped else ''}"
    path.write_bytes(gzip.compress(data) if zipped else data)
    read = read_rdf([path])
    one, two = Counter[str](), Counter[str]()
    for line in statements(read.graph):
        one[" ".join("_" if w.startswith("_:") else w for w in line.split(" "))] += 1
    for line in by_parser(convert(TURTLE, ox.RdfFormat.N_TRIPLES).decode()):
        two[" ".join("_" if w.startswith("_:") else w for w in line.split(" "))] += 1
    assert one == two


def test_blank_nodes_have_the_same_labels_in_every_run_and_differ_between_files(
    tmp_path: Path,
) -> None:
    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("[] <urn:p> [ <urn:q> 1 ] .", "utf-8")
    (tmp_path / "c.nt").write_text("_:b1 <urn:p> _:b2 .\n", "utf-8")
    first, second = (statements(read_rdf([tmp_path]).graph) for _ in range(2))
    assert first == second
    labels = {word for line in first for word in line.split() if word.startswith("_:")}
    assert len(labels) == 6


def test_one_file_of_lines_keeps_its_labels(tmp_path: Path) -> None:
    (tmp_path / "c.nt").write_text("_:me <urn:p> _:you .\n", "utf-8")
    assert statements(read_rdf([tmp_path / "c.nt"]).graph) == {"_:me <urn:p> _:you"}


def test_all_graphs_are_the_data_unless_one_is_picked(tmp_path: Path) -> None:
    text = '<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> "2"@fi <urn:g> .\n<urn:a> <urn:p> <urn:b> <urn:h> .\n'
    path = tmp_path / "a.nq"
    path.write_text(text, "utf-8")
    assert len(read_rdf([path]).graph) == 3
    assert statements(read_rdf([path], ["urn:g"]).graph) == {'<urn:a> <urn:p> "2"@fi'}
    trig = tmp_path / "a.trig"
    trig.write_text('<urn:a> <urn:p> "1" . <urn:g> { <urn:a> <urn:p> <urn:b> }', "utf-8")
    assert statements(read_rdf([trig], ["urn:g"]).graph) == {"<urn:a> <urn:p> <urn:b>"}


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    for name in ("a.ttl", "a.nt"):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf<urn:a> <urn:p> <urn:b> .\n")
        assert len(read_rdf([tmp_path / name]).graph) == 1


def test_folder_is_searched_and_files_are_named_within_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.ttl").write_text("<urn:a> <urn:p> 1 .", "utf-8")
    (tmp_path / "b.nt").write_text("<urn:a> <urn:p> <urn:b> .\n", "utf-8")
    (tmp_path / "page.xml").write_text("<page/>", "utf-8")
    (tmp_path / ".hidden.ttl").write_text("junk", "utf-8")
    assert [source.name for source in read_rdf([tmp_path]).sources] == ["b.nt", "sub/a.ttl"]


def test_triples_become_frames_and_back() -> None:
    triples = [
        quad.triple for quad in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE, base_iri="urn:")
    ]
    assert statements(graph_of_triples(triples, "urn:")) == set(map(str, triples))


# -------------------------------------------------------------------------------- faults and bounds


def faults_of(*paths: Path) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(InputError) as caught:
        read_rdf(paths)
    return [
        (f.code, f.place and f.place.file, f.place and f.place.row) for f in caught.value.findings
    ]


def test_faults_of_all_files_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        "<urn:a> <urn:p> 1 .\n<urn:a> <urn:p> 1^^3 .\n\n<urn:a> ex:p 1 .", "utf-8"
    )
    (tmp_path / "b.nt").write_text(
        "<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn b> <urn:b> .\n", "utf-8"
    )
    (tmp_path / "c.jsonld").write_text('{"@id": ', "utf-8")
    (tmp_path / "d.nt").write_bytes(b'<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> "\xe4" .\n')
    assert faults_of(tmp_path) == [
        ("rdf-malformed", "a.ttl", 2),
        ("rdf-malformed", "a.ttl", 4),
        ("rdf-malformed", "b.nt", 2),
        ("rdf-malformed", "c.jsonld", 1),
        ("rdf-encoding", "d.nt", 2),
    ]


def test_what_is_not_rdf_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", "utf-8")
    (tmp_path / "empty").mkdir()
    codes = [
        code for code, *_ in faults_of(tmp_path / "a.txt", tmp_path / "b.ttl", tmp_path / "empty")
    ]
    assert sorted(codes) == ["path-missing", "rdf-format", "rdf-none"]


def test_what_rdf_1_1_does_not_know_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text("<urn:a> <urn:p> <<( <urn:a> <urn:p> <urn:b> )>> .\n", "utf-8")
    assert faults_of(path) == [("rdf-version", "a.nt", None)]


def test_identifiers_in_the_place_of_properties_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text("".join(f"<urn:a> <urn:p{n}> <urn:b> .\n" for n in range(10_001)), "utf-8")
    assert faults_of(path) == [("rdf-too-many-properties", "a.nt", None)]


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0"?>\n<!DOCTYPE r SYSTEM "r.dtd">',
        "<!-- a --> <!DOCTYPE r [<!ENTITY x SYSTEM 'x'>]>",
        "<!DOCTYPE r [<!ENTITY x 'y'><!ENTITY z '&x;'>]>",
        "<!DOCTYPE r [<!ENTITY x '&#38;#60;'>]>",
        "<!DOCTYPE r [<!ENTITY % x 'y'>]>",
        "<!DOCTYPE r [<!ATTLIST r a CDATA 'b'>]>",
        "\ufeff<!doctype r>",
    ],
)
def test_document_type_is_refused_before_parsing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, head: str
) -> None:
    monkeypatch.delattr(ox, "parse")
    path = tmp_path / "a.rdf"
    path.write_text(head + "<r/>", "utf-8")
    assert faults_of(path) == [("rdf-document-type", "a.rdf", None)]


def test_document_type_does_not_hide_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    for encoding, code in (("utf-16", "rdf-document-type"), ("utf-16-le", "rdf-encoding")):
        path.write_text("<!DOCTYPE r SYSTEM 'x'><r/>", encoding)
        assert faults_of(path) == [(code, "a.rdf", None)]


def test_compressed_file_that_swells_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdf_source, "_MEASURED_FROM", 1 << 20)
    path = tmp_path / "a.nt.gz"
    path.write_bytes(gzip.compress(b"\n" * (64 << 20)))
    opened: list[int] = []
    real = gzip.GzipFile.read

    def count(self: gzip.GzipFile, size: int | None = -1) -> bytes:
        part = real(self, size)
        opened.append(len(part))
        return part

    monkeypatch.setattr(gzip.GzipFile, "read", count)
    assert faults_of(path) == [("rdf-gzip-bomb", "a.nt.gz", None)]
    assert sum(opened) < 32 << 20  # of 64, where lines are tried first too


@pytest.mark.parametrize(
    "spoil", [lambda d: d[:-9], lambda d: b"junk", lambda d: d[:20] + b"x" + d[21:]]
)
def test_broken_compressed_file_is_told(tmp_path: Path, spoil: object) -> None:
    path = tmp_path / "a.nt.gz"
    path.write_bytes(spoil(gzip.compress(b"<urn:a> <urn:p> <urn:b> .\n" * 50)))  # type: ignore[operator]
    assert faults_of(path) == [("rdf-unreadable", "a.nt.gz", None)]


def test_file_beyond_the_limit_is_refused_with_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdf_source, "MOST_BYTES", 10)
    path = tmp_path / "a.nt"
    path.write_text("<urn:a> <urn:p> <urn:b> .\n", "utf-8")
    assert faults_of(path) == [("rdf-too-large", "a.nt", None)]


def test_imports_are_told_and_not_followed(tmp_path: Path) -> None:
    text = "<urn:o> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/x> ."
    (tmp_path / "a.ttl").write_text(text, "utf-8")
    for read in (read_rdf([tmp_path]), read_statements([tmp_path])):
        assert [(f.code, f.severity, f.value) for f in read.findings] == [
            ("import-not-followed", "info", "http://127.0.0.1:9/x")
        ]


HOSTILE = {
    "bad-iris.nt": ["rdf-malformed", "rdf-malformed"],
    "billion-laughs-depth6.rdf": ["rdf-document-type"],
    "xxe-file.rdf": ["rdf-document-type"],
    "remote-context.jsonld": ["rdf-remote-context"],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused(reference_data: Path, name: str) -> None:
    path = reference_data / "suites" / "hostile-inputs" / name
    assert [code for code, *_ in faults_of(path)] == HOSTILE[name]


@pytest.mark.parametrize("name", ["a.nt", "a.nq"])
@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda d: b"(\xb5/\xfd" + d])
def test_lines_that_are_compressed_are_not_unpacked_unasked(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / name
    path.write_bytes(pack(b"<urn:a> <urn:p> <urn:b> .\n" * 10_000))
    assert {code for code, _, _ in faults_of(path)} == {"rdf-malformed"}


@pytest.mark.parametrize("tag", ["en-12", "en-a1", "en-99", "en-x", "e"])
def test_language_tags_that_a_parser_refuses_are_refused(tmp_path: Path, tag: str) -> None:
    path = tmp_path / "a.nt"
    path.write_text(f'<urn:a> <urn:p> "x"@{tag} .\n', "utf-8")
    try:
        by_parser(path.read_text("utf-8"))
    except SyntaxError:
        assert [code for code, _, _ in faults_of(path)] == ["rdf-malformed"]
    else:
        assert len(read_rdf([path]).graph) == 1
