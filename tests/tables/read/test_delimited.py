"""CSV files as people save them; the oracle is the csv module on the text that was meant."""

import csv
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eloggraph.finding import Finding
from eloggraph.tables.model import ROW, RawTable
from eloggraph.tables.read.bulk import MOST_UNWRITTEN
from eloggraph.tables.read.delimited import CELL_LIMIT, MOST_COLUMNS, read_csv

KNOWN = ("id", "nimi", "lat")
Read = Callable[[str | bytes], tuple[RawTable | None, list[Finding]]]


def count_known(headers: Sequence[str]) -> int:
    return sum(header in KNOWN for header in headers)


@pytest.fixture
def read_text(tmp_path: Path) -> Read:
    def read(content: str | bytes) -> tuple[RawTable | None, list[Finding]]:
        path = tmp_path / "t.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_csv(path, path.name, count_known)

    return read


def cells(table: RawTable | None) -> list[tuple[object, ...]]:
    assert table is not None
    return table.frame.rows()


def told(findings: list[Finding]) -> list[tuple[str, str, int | None]]:
    return [(f.severity, f.code, f.place and f.place.row) for f in findings]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_is_the_one_that_gives_known_headers(read_text: Read, separator: str) -> None:
    # A decimal comma makes the comma the more frequent sign.
    table, findings = read_text(f'id{separator}nimi{separator}lat\n1{separator}Ä{separator}"6,2"\n')
    assert cells(table) == [(2, "1", "Ä", "6,2")]
    assert findings == []


def test_separator_of_unknown_headers_is_the_one_with_most_columns(read_text: Read) -> None:
    table, _ = read_text("a;b;c,d\n1;2;3\n")
    assert table is not None
    assert table.headers == ("a", "b", "c,d")


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("id;kuvaus\n1;a, b, c, d\n2;e, f\n", ";"),
        ("a,b\n1;2;3,x\n4;5;6,y\n", ","),
        ("nimi\nA, B\nC\nD\n", ","),
        ("nimi\nA; B\nC\nD\n", ","),
        ("a\tb\n1, 2\t3\n", "\t"),
    ],
)
def test_separator_of_unknown_headers_is_the_one_that_records_agree_on(
    read_text: Read, text: str, separator: str
) -> None:
    table, _ = read_text(text)
    assert table is not None
    header = text.split("\n")[0]
    assert table.headers == tuple(header.split(separator))


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_sep_line_declares_the_separator_and_counts_as_a_row(
    read_text: Read, separator: str
) -> None:
    table, findings = read_text(f"sep={separator}\r\nid{separator}nimi\r\n1{separator}a\r\n")
    assert cells(table) == [(3, "1", "a")]
    assert table is not None
    assert table.header_row == 2
    assert findings == []


@pytest.mark.parametrize("line", ["sep=\r\n", 'sep="\n', "sep=\n", "sep=;;\n"])
def test_sep_line_without_a_fit_sign_is_a_header(read_text: Read, line: str) -> None:
    table, _ = read_text(f"{line}id\n1\n")
    assert table is not None
    assert table.headers[0].startswith("sep=")


def test_line_ends_may_be_mixed(read_text: Read) -> None:
    table, findings = read_text("id,nimi\r\n1,a\n2,b\r3,c\r\n")
    assert cells(table) == [(2, "1", "a"), (3, "2", "b"), (4, "3", "c")]
    assert findings == []


def test_quoted_line_breaks_do_not_move_row_numbers(read_text: Read) -> None:
    table, _ = read_text('id,nimi\n1,"a\nb\r\nc"\n2,d\n')
    assert cells(table) == [(2, "1", "a\nb\r\nc"), (3, "2", "d")]


def test_leading_zeros_and_words_for_nothing_stay_text(read_text: Read) -> None:
    table, _ = read_text("id,nimi\n001,00100\n2,NA\n3,null\n4,None\n5,-\n")
    assert [row[2] for row in cells(table)] == ["00100", "NA", "null", "None", "-"]


def test_blank_rows_are_skipped_and_told_and_rows_keep_their_numbers(read_text: Read) -> None:
    table, findings = read_text("id,nimi\n1,a\n\n,\n2,b\n\n3,c\n\n")
    assert [row[0] for row in cells(table)] == [2, 5, 7]
    assert told(findings) == [("warning", "row-blank", 3), ("warning", "row-blank", 6)]
    assert "3" in findings[0].message.en
    assert "4" in findings[0].message.en


def test_row_with_too_many_cells_is_told_with_what_is_too_much(read_text: Read) -> None:
    _, findings = read_text("id,nimi\n1,a\n2,b,EXTRA\n3,c,\n")
    assert told(findings) == [("violation", "row-too-long", 3)]
    assert "EXTRA" in findings[0].message.fi


@pytest.mark.parametrize(("more", "end"), [(100, "| x"), (101, "| …")])
def test_of_very_many_cells_too_many_the_first_are_shown(
    read_text: Read, more: int, end: str
) -> None:
    _, (finding,) = read_text(f"id,nimi\n1,a{',x' * more}\n2,b\n3,c\n")
    assert (finding.value or "").endswith(end)
    assert (finding.value or "").count("x") == 100


def test_row_with_too_few_cells_is_told(read_text: Read) -> None:
    table, findings = read_text("id,nimi,lat\n1,a\n2,b,3\n")
    assert told(findings) == [("violation", "row-too-short", 2)]
    assert cells(table)[0] == (2, "1", "a", None)


def test_outer_space_is_trimmed_and_told_at_its_cell(read_text: Read) -> None:
    table, findings = read_text(" id , nimi \n 1 ,a\n")
    assert table is not None
    assert table.headers == ("id", "nimi")
    assert cells(table) == [(2, "1", "a")]
    assert [f.place and f.place.column for f in findings] == ["id", "nimi", "id"]


def test_many_rows_of_one_fault_are_counted_beyond_the_first_ones(read_text: Read) -> None:
    _, findings = read_text("id,nimi\n" + "1,a,b\n" * 500 + "1\n" * 500 + "1,a\n\n" * 500)
    counts = {code: sum(f.code == code for f in findings) for code in {f.code for f in findings}}
    assert counts == {"row-too-long": 21, "row-too-short": 21, "row-blank": 21}
    last = [f for f in findings if f.code == "row-too-long"][-1]
    assert last.place is not None
    assert last.place.row == 22
    assert all("480" in text and "501" in text for _, text in last.message.items())


def test_one_long_record_far_below_does_not_widen_the_table(read_text: Read) -> None:
    # A column of every cell of it would take a thousand times the memory of the file.
    table, findings = read_text("id,nimi\n" + "1,a\n" * 2_000 + "1,a" + ",b" * 50_000 + "\n")
    assert table is not None
    assert table.headers == ("id", "nimi")
    assert told(findings) == [("violation", "row-too-long", 2002)]


def test_formula_without_quotation_marks_is_text_and_told(read_text: Read) -> None:
    table, findings = read_text('id;nimi\n1;=IF(A1;"x";"y")\n2;b\n')
    assert cells(table) == [(2, "1", '=IF(A1;"x";"y")'), (3, "2", "b")]
    assert told(findings) == [("warning", "cell-formula", 2)]


def test_mark_at_the_start_is_no_part_of_the_first_header(read_text: Read) -> None:
    for encoding in ("utf-8-sig", "utf-16", "utf-32"):
        table, _ = read_text("id,nimi\n1,ä\n".encode(encoding))
        assert table is not None
        assert table.headers == ("id", "nimi")


FATAL = {
    "nul": ('id,nimi\n1,"a\nb"\n2,\0\n', "cell-nul", 3),
    "ours": ('id,nimi\n1,"a\nb"\n<<<<<<< HEAD\n2,b\n', "conflict-marker", 3),
    "theirs": ("id,nimi\r\n1,a\r\n>>>>>>> main\r\n", "conflict-marker", 3),
    "middle": ("id,nimi\r\n1,a\r\n=======\r\n2,b\r\n", "conflict-marker", 3),
    "sep line": ("sep=;\nid;nimi\n1;\0\n", "cell-nul", 3),
    "unclosed": ('id,nimi\n1,a\n2,"b\n3,c\n', "quote-unclosed", 3),
    "text after quote": ('id,nimi\n1,"a"b\n', "quote-unclosed", 2),
    "long": (f"id,nimi\n1,a\n2,{'b' * (CELL_LIMIT + 1)}\n", "cell-too-long", 3),
    "bytes": ('id,nimi\n1,"Ä\nb"\n2,'.encode() + b"\xff(\n", "encoding-unknown", 3),
}


@pytest.mark.parametrize("name", FATAL)
def test_file_that_cannot_be_read_is_told_with_its_record(read_text: Read, name: str) -> None:
    content, code, row = FATAL[name]
    table, findings = read_text(content)
    assert table is None
    assert told(findings)[-1] == ("violation", code, row)


def test_underlined_heading_in_a_cell_is_no_conflict(read_text: Read) -> None:
    table, findings = read_text('id,nimi\n1,"Otsikko\n=======\nteksti"\n')
    assert table is not None
    assert findings == []


def test_cell_of_the_longest_length_is_read(read_text: Read) -> None:
    table, _ = read_text(f"id,nimi\n1,{'b' * CELL_LIMIT}\n")
    assert len(str(cells(table)[0][2])) == CELL_LIMIT


def test_limit_of_the_csv_module_is_left_as_it_was(read_text: Read) -> None:
    before = csv.field_size_limit(99_999)
    try:
        read_text("id,nimi\n1,a\n")
        assert csv.field_size_limit() == 99_999
    finally:
        csv.field_size_limit(before)


def test_cp1252_is_told_with_its_name(read_text: Read) -> None:
    table, findings = read_text("id;nimi\r\n1;Jyväskylän – Ohjaamo €\r\n".encode("cp1252"))
    assert cells(table) == [(2, "1", "Jyväskylän – Ohjaamo €")]
    assert [f.severity for f in findings] == ["warning"]
    assert "CP1252" in findings[0].message.sv


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,\n,,\n", b"\xef\xbb\xbf\n"])
def test_table_without_a_header_is_empty(read_text: Read, content: bytes) -> None:
    table, findings = read_text(content)
    assert table is None
    assert told(findings) == [("violation", "table-empty", None)]


def test_table_with_a_header_only_is_read_with_a_warning(read_text: Read) -> None:
    table, findings = read_text("id,nimi")
    assert table is not None
    assert table.frame.height == 0
    assert told(findings) == [("warning", "table-no-rows", 1)]


def test_one_column_is_a_table(read_text: Read) -> None:
    table, findings = read_text("id\na\nb\n")
    assert cells(table) == [(2, "a"), (3, "b")]
    assert findings == []


def test_folder_in_place_of_a_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    table, findings = read_csv(tmp_path / "x.csv", "x.csv", count_known)
    assert table is None
    assert told(findings) == [("violation", "file-unreadable", None)]


def test_twenty_thousand_columns_take_no_more_than_their_share(read_text: Read) -> None:
    # With a step for each pair of columns this would run for minutes.
    table, _ = read_text("id" + "," * 20_000 + "\n1" + "," * 20_000 + "\n")
    assert table is not None
    assert table.headers == ("id",)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8).map(str.strip)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6))
def test_whatever_a_spreadsheet_writes_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("id", "nimi"), *((f"x{a}", b) for a, b in rows)])
    path = tmp_path / "t.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    table, _ = read_csv(path, "t.csv", count_known)
    assert table is not None
    read = table.frame.drop(ROW).rows()
    # Trimming is Unicode's; what is left of a cell is what was written.
    assert [(a, (b or "").strip()) for a, b in read] == [(f"x{a}".strip(), b) for a, b in rows]


@pytest.mark.parametrize(
    "start",
    [
        "<!DOCTYPE html><html>",
        "\n <html><table>",
        '\ufeff<?xml version="1.0"?>',
        "<TABLE border=1>",
    ],
)
def test_web_page_is_not_taken_for_a_table(start: str, read_text: Read) -> None:
    table, findings = read_text(start + "<tr><td>id;nimi</td></tr>\n1;a\n")
    assert table is None
    assert told(findings) == [("violation", "file-web-page", None)]


@pytest.mark.parametrize("text", ["<20 v;nimi\n1;a\n", "<tablet>;nimi\n1;a\n"])
def test_header_may_begin_with_an_angle_bracket(text: str, read_text: Read) -> None:
    assert read_text(text)[0] is not None


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_without_a_mark_are_named(encoding: str, read_text: Read) -> None:
    table, findings = read_text("id;nimi\n1;Jyväskylä\n".encode(encoding))
    assert table is None
    assert told(findings) == [("violation", "encoding-unmarked", None)]
    assert encoding.upper() in findings[0].message.fi


def test_endless_cell_at_the_start_is_told_without_parsing(
    monkeypatch: pytest.MonkeyPatch, read_text: Read
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("parsed")

    for name in ("choose_dialect", "decode"):
        monkeypatch.setattr(f"eloggraph.tables.read.delimited.{name}", fail)
    table, findings = read_text("a" * (4 * CELL_LIMIT + 8))
    assert table is None
    assert told(findings) == [("violation", "cell-too-long", 1)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_pipe_in_the_folder_does_not_stop_the_reading(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.csv")
    table, findings = read_csv(tmp_path / "x.csv", "x.csv", count_known)
    assert table is None
    assert told(findings) == [("violation", "file-not-regular", None)]


@pytest.mark.parametrize("start", [b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")])
def test_workbook_with_the_name_of_a_csv_file_is_called_a_workbook(
    start: bytes, read_text: Read
) -> None:
    table, findings = read_text(start + bytes(range(256)) * 3)
    assert table is None
    assert told(findings) == [("violation", "file-is-workbook", None)]


@pytest.mark.parametrize(("row", "code"), [(1, "row-too-wide"), (2, "row-too-wide")])
def test_a_row_wider_than_any_spreadsheet_is_refused(read_text: Read, row: int, code: str) -> None:
    """Each column takes its memory: 100 kB of commas took two gigabytes."""
    lines = ["id,nimi", "1,a"]
    lines[row - 1] += "," * 100_000
    table, findings = read_text("\n".join(lines))
    assert table is None
    assert told(findings) == [("violation", code, row)]


@pytest.mark.parametrize("row", ["", "x", "a,b"])
def test_rows_of_which_most_cells_are_not_there_are_refused(read_text: Read, row: str) -> None:
    """Each cell takes its memory: 2 MB of line ends took a gigabyte."""
    width = 40
    rows = MOST_UNWRITTEN // width
    for more, is_read in ((0, True), (1, False)):
        text = ",".join(f"h{n}" for n in range(width)) + f"\n{row}" * (rows - 1 + more)
        text += "\n"
        table, findings = read_text(text)
        assert (table is not None) == is_read
        assert ("violation", "rows-too-short", None) in told(findings) or is_read
    full = "\n".join([",".join(f"h{n}" for n in range(width)), *["," * (width - 1)] * rows, row])
    assert read_text(full)[0] is not None


def test_more_columns_than_a_spreadsheet_has_are_read(read_text: Read) -> None:
    headers = ",".join(f"h{n}" for n in range(MOST_COLUMNS))
    assert len(cells(read_text(f"{headers}\n{headers}\n")[0])[0]) == MOST_COLUMNS + 1
    assert read_text(f"{headers},more\n1\n")[0] is None
