"""Files of lines in ranges: the same statements and faults wherever they are cut.

Oracle: the file of statements that is made of the whole file.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import polars as pl
import pytest

from eloggraph.errors import InputError
from eloggraph.graph.rdf.found import RdfSource, find_sources
from eloggraph.graph.rdf.lines import LINE, PREDICATE
from eloggraph.graph.rdf.pack import pack_statements
from eloggraph.graph.rdf.packed import SCHEMA, scan_packed
from eloggraph.graph.rdf.ranges import (
    LENGTHS,
    count_lines,
    count_reified,
    cut_ranges,
    number_lines,
    read_range,
    tell_notes,
)

P = "<http://example.org/p>"
LINES = [
    f'<urn:a> {P} "plain" .',
    "",
    "# a comment",
    f'_:x {P} "raw \x01 control"@fi .',
    f'<urn:ä>  {P}\t"\\u00e4\\nb"^^<urn:d> . # odd',
    f"_:x {P} _:y .\r",
    f'<urn:b> {P} "ä€👩" .',
]
SIZES = [1, 2, 3, 7, 40, 41, 42, 43, 10_000]


def read(sources: tuple[RdfSource, ...], size: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return statements and notes, each range read by itself."""
    ranges = cut_ranges(sources, size)
    cut = ranges.filter(pl.col("end") > 0)
    lengths = [part for row in cut.iter_rows(named=True) for part in count_lines(row)]
    whole = number_lines(ranges, pl.concat([pl.DataFrame(schema=LENGTHS), *lengths]))
    parts = [part for row in whole.iter_rows(named=True) for part in read_range(row)]
    rows = pl.concat([pl.DataFrame(schema=SCHEMA), *parts])
    is_note = pl.col(PREDICATE).is_null()
    return rows.filter(~is_note), rows.filter(is_note)


def sources_of(*paths: Path) -> tuple[RdfSource, ...]:
    return find_sources(paths)[0]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_ranges_have_the_statements_of_the_file(tmp_path: Path, size: int, start: bytes) -> None:
    file, other = tmp_path / "a.nt", tmp_path / "b.nt.gz"
    text = "\n".join(LINES).encode()
    file.write_bytes(start + text)
    other.write_bytes(gzip.compress(text))
    for paths in ([file], [file, other]):
        expected = scan_packed(pack_statements(paths, tmp_path / "all.parquet").path).collect()
        found, notes = read(sources_of(*paths), size)
        assert found.rows() == expected.rows()
        assert notes.is_empty()
        assert len(found) == 5 * len(paths)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "wrong",
    [
        b"<urn:a> nothing .",
        b"<urn:a> <urn:b> <urn:c> . <urn:d> <urn:e> <urn:f> .",
        b'<urn:a> <urn:p> "open .',
        "<urn:ä> <urn:p> <urn:o> .".encode("latin-1"),
        f"<urn:a> {P} <<( <urn:a> {P} <urn:b> )>> .".encode(),
        b'<urn:a> <urn:p> "a"@ar--ltr .',
        b'<urn:a> <urn:p> "x"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .',
    ],
)
def test_ranges_have_the_faults_of_the_file(tmp_path: Path, size: int, wrong: bytes) -> None:
    file = tmp_path / "a.nt"
    # A control character would say that what is in another encoding is no text.
    lines = [line.encode() for line in LINES if "\x01" not in line]
    file.write_bytes(b"\n".join([*lines, wrong, b"# end"]))
    with pytest.raises(InputError) as caught:
        pack_statements([file], tmp_path / "a.parquet")
    sources = sources_of(file)
    told = tell_notes(read(sources, size)[1], sources)
    assert [(f.code, f.place) for f in told] == [(f.code, f.place) for f in caught.value.findings]


def test_each_file_has_its_faults(tmp_path: Path) -> None:
    for name, line in (("a.nt", 2), ("b.nt", 1)):
        (tmp_path / name).write_text(
            "# no\n" * (line - 1) + "<urn:a> nothing .\n", encoding="utf-8"
        )
    sources = sources_of(tmp_path / "b.nt", tmp_path / "a.nt")
    told = [f.place for f in tell_notes(read(sources, 10_000)[1], sources)]
    assert [(place and place.file, place and place.row) for place in told] == [
        ("a.nt", 2),
        ("b.nt", 1),
    ]


@pytest.mark.parametrize("size", [20, 10_000])
@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_of_a_file_in_another_encoding_nothing_else_is_told(
    tmp_path: Path, size: int, encoding: str
) -> None:
    file = tmp_path / "a.nt"
    file.write_bytes(f'<urn:a> {P} "ääkköset" .\n<urn:a> nothing .\n'.encode(encoding) * 3)
    with pytest.raises(InputError) as caught:
        pack_statements([file], tmp_path / "a.parquet")
    sources = sources_of(file)
    assert tell_notes(read(sources, size)[1], sources) == caught.value.findings


def test_a_file_that_is_cut_off_is_told_as_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "a.nt.gz"
    file.write_bytes(gzip.compress("\n".join(LINES).encode())[:-9])
    with pytest.raises(InputError) as caught:
        pack_statements([file], tmp_path / "a.parquet")
    sources = sources_of(file)
    assert tell_notes(read(sources, 10_000)[1], sources) == caught.value.findings


def test_what_only_the_strict_parser_reads_comes_without_its_line(tmp_path: Path) -> None:
    """As whole files do: no character is left to cut lines at."""
    file = tmp_path / "a.nt"
    controls = "".join(map(chr, range(1, 8)))
    file.write_text(f'_:a {P} "{controls}" .\n_:b {P} _:a .\n', encoding="utf-8")
    made = scan_packed(pack_statements([file], tmp_path / "a.parquet").path).collect()
    found, notes = read(sources_of(file), 10_000)
    assert (found.rows(), notes.rows()) == (made.rows(), [])
    assert made[LINE].to_list() == [None, None]


def test_what_is_said_of_statements_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.nt"
    reifies = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"
    lines = (f"_:r{n} {reifies} <<( <urn:a> {P} <urn:b{n}> )>> .\n" for n in range(4))
    file.write_text("".join(lines), encoding="utf-8")
    found, notes = read(sources_of(file), 100)
    assert (len(found), count_reified(notes)) == (12, 4)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.nt"
    file.write_text("", encoding="utf-8")
    sources = sources_of(file)
    ranges = cut_ranges(sources)
    file.unlink()
    (row,) = ranges.iter_rows(named=True)
    assert [f.code for f in tell_notes(pl.concat(read_range(row)), sources)] == ["rdf-unreadable"]
    with pytest.raises(InputError):
        cut_ranges(sources)
