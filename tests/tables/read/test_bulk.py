"""Reading at once and reading with care give the same; the oracle is the csv module."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eloggraph.tables.model import Dialect, count_none
from eloggraph.tables.read import delimited
from eloggraph.tables.read.bulk import read_in_bulk
from eloggraph.tables.read.characters import find_character_faults
from eloggraph.tables.read.delimited import parse_grid
from eloggraph.tables.read.raw import make_raw_table, make_table

LONGEST = 50
SCRAPS = [
    "a",
    "ä",
    " ",
    '"',
    '""',
    '"a"',
    ",",
    ",",
    ";",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u2028",
    "\x85",
    "=",
    "<<<<<<<",
]
CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


def read_bulk(text: str, separator: str = ",") -> list[list[str]] | None:
    read = read_in_bulk(text.encode(), Dialect(separator), LONGEST)
    return None if read is None else [[cell or "" for cell in row] for row in read[0].rows()]


def read_with_csv(text: str, separator: str = ",") -> list[list[str]]:
    stream = io.StringIO(text, newline="")
    records = list(csv.reader(stream, delimiter=separator, strict=True))
    while records and not records[-1]:  # line ends after the last record
        records.pop()
    return records


def hold_against_csv(text: str) -> None:
    taken = read_bulk(text)
    # A blank line is a record without text to the one, and without cells to the other.
    wide = [record or [""] * len(taken[0]) for record in read_with_csv(text)] if taken else []
    assert taken is None or taken == wide


ODD_CELLS = ("", "a", '"a"', '"a""b"', '"a\nb"', '"a\r\nb"', 'a"b', '"a"b', '"', "a\rb", "\r", "\0")
ODD_ENDS = ("\n", "\r\n", "\r", "\r\r\n", "\n\n", "\n\r\n")


@pytest.mark.parametrize("end", ODD_ENDS, ids=repr)
def test_every_odd_cell_beside_every_other_is_read_as_the_csv_module_reads_it(end: str) -> None:
    for first, second in product(ODD_CELLS, repeat=2):
        for last in ("", end):
            hold_against_csv(f"a,b{end}{first},{second}{end}c,d{last}")


@settings(max_examples=150)
@given(st.lists(st.sampled_from(SCRAPS), max_size=14).map("".join))
def test_whatever_is_taken_is_read_as_the_csv_module_reads_it(scraps: str) -> None:
    for text in (scraps, "a,b\n" + scraps):
        hold_against_csv(text)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_well_formed_tables_are_taken(
    rows: list[tuple[str, str, str]], separator: str, end: str, quoting: int
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=end, quoting=quoting).writerows(
        [("a", "b", "c"), *rows]
    )
    text = stream.getvalue()
    if "<<<<<<<" in text or ">>>>>>>" in text:
        return
    # The writer leaves a lone carriage return unquoted only where it quotes nothing.
    assert read_bulk(text, separator) == read_with_csv(text, separator)


@settings(max_examples=150)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                ["", " ", "1", "ä ", "id", "x\ny", '"', "a, b", "Ã¤", "Оh", "a\u0308", "\u200b"]
            ),
            max_size=4,
        ),
        max_size=8,
    ),
    st.booleans(),
)
def test_both_ways_give_the_same_table_and_findings(rows: list[list[str]], fill: bool) -> None:
    width = max(map(len, rows), default=0)
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([row + [""] * (width - len(row)) if fill else row for row in rows])
    data = stream.getvalue().encode()

    def read(data: bytes) -> object:
        grid, told = parse_grid(data, "t.csv", "t", count_none)
        if grid is None:
            return told
        table, more = make_table(grid)
        frame = table and (table.headers, table.header_row, table.frame.rows())
        # A blank line is one record without text to the one, and without cells to the other.
        records = [[cell or "" for cell in row] if any(row) else [] for row in grid.records()]
        while records and not records[-1]:  # line ends after the last record
            records.pop()
        letters = find_character_faults(table) if table else []
        return frame, records, [*told, *more, *letters]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BULK", 0)
        at_once = read(data)
        patch.setattr(delimited, "BULK", len(data) + 1)
        careful = read(data)
    assert at_once == careful


@settings(max_examples=150)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_plain_tables_have_nothing_to_trim_or_tell(rows: list[tuple[str, str]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("a", "b"), *rows])
    read = read_in_bulk(stream.getvalue().encode(), Dialect(","), LONGEST)
    if read is not None and read[1]:
        assert all((cell or "x").strip() == (cell or "x") for row in read[0].rows() for cell in row)
        table, _ = make_raw_table(read[0].rows(), file="t", sheet=None, stem="t")
        assert table is not None
        assert find_character_faults(table) == []


@pytest.mark.parametrize(
    "cell", ["Jyväskylä – Åbo", '"a, b"', '"a\nb"', '"x ""y"""', "", "5\u00a0€"]
)
def test_ordinary_cells_are_plain(cell: str) -> None:
    read = read_in_bulk(f"a,b\n1,{cell}\n".encode(), Dialect(","), LONGEST)
    assert read is not None
    assert read[1]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_are_records_of_their_own(end: str) -> None:
    text = end.join(["a,b", "", "1,2", "", "", "3,4", "", ""])
    assert read_bulk(text) == [["a", "b"], ["", ""], ["1", "2"], ["", ""], ["", ""], ["3", "4"]]


DECLINED = {
    "a record of fewer cells": "a,b\n1\n",
    "a record of more cells": "a,b\n1,2,\n",
    "a blank line among quotation marks": 'a,b\n\n"1",2\n',
    "blank lines and too many cells": "a,b\n\n,,\n",
    "an open quotation mark": 'a,b\n1,"2\n',
    "text after a quotation mark": 'a,b\n1,"2"x\n',
    "a quotation mark inside": 'a,b\n1,2"\n',
    "a lone carriage return": "a,b\r1,2\n",
    "a NUL": "a,b\n1,\0\n",
    "a mark of version control": "a,b\n<<<<<<< x,y\n",
    "one column": "a\n1\n",
    "a cell beyond the limit": "a,b\n1," + "x" * (LONGEST + 1) + "\n",
    "nothing": "",
}


@pytest.mark.parametrize("name", DECLINED)
def test_any_oddity_is_left_to_the_careful_reader(name: str) -> None:
    assert read_bulk(DECLINED[name]) is None


def test_other_encodings_are_left_to_the_careful_reader() -> None:
    assert read_in_bulk("a,b\n1,ä\n".encode("cp1252"), Dialect(","), LONGEST) is None


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_large_file_of_any_encoding_is_read_at_once(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "id;nimi\r\n" + "1;Äänekoski – 5 €\r\n" * 10
    plain, _ = parse_grid(text.encode(), "t.csv", "t", count_none)
    monkeypatch.setattr(delimited, "BULK", 0)
    monkeypatch.setattr(delimited, "_parse", pytest.fail)
    grid, told = parse_grid(text.encode(encoding), "t.csv", "t", count_none)
    assert grid is not None
    assert plain is not None
    assert grid.frame.equals(plain.frame)
    assert grid.encoding == {"utf-16": "utf-16-le"}.get(encoding, encoding.removesuffix("-sig"))
    assert grid.has_mark == (encoding != "cp1252")
    assert [f.code for f in told] == ([] if encoding == "utf-8-sig" else ["encoding-told"])


PACKED = {
    "gzip": gzip.compress,
    "zlib-fast": lambda data: zlib.compress(data, 1),
    "zlib": zlib.compress,
    "zlib-best": lambda data: zlib.compress(data, 9),
}


@pytest.mark.parametrize("name", PACKED)
def test_what_is_compressed_is_not_unpacked_unasked(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Polars would: of half a kilobyte it makes a million bytes, and of more what memory can hold.
    data = PACKED[name](b"id,name\n" + b"a,b\n" * 250_000)
    assert read_in_bulk(data, Dialect(","), LONGEST) is None
    monkeypatch.setattr(delimited, "BULK", 0)
    grid, findings = parse_grid(data, "a.csv", "a", count_none)
    assert (grid is None and findings) or grid.frame.height < 1_000


@pytest.mark.parametrize(
    "beginning", [b"\x1f\x8b\x08\x01", b"x\x01", b"x^y", b"x\x9c", b"x\xda", b"(\xb5/\xfd"]
)
def test_a_text_that_begins_like_what_is_compressed_is_read_with_care(
    beginning: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delimited, "BULK", 0)
    grid, _ = parse_grid(beginning + b",a\n" + b"b,c\n" * 100, "a.csv", "a", count_none)
    assert grid is not None
    assert grid.frame.height == 101
