"""Rows that are no rows of the table, titles above it, and bars between its cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from eloggraph.finding import Finding
from eloggraph.tables.model import RawTable, count_none
from eloggraph.tables.read.delimited import read_csv
from eloggraph.tables.read.workbook import read_workbook


def read(tmp_path: Path, text: str) -> tuple[RawTable, list[Finding]]:
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    table, findings = read_csv(path, "t.csv", count_none)
    assert table is not None
    return table, findings


def told(findings: Sequence[Finding]) -> list[tuple[str, int | None]]:
    return [(f.code, f.place and f.place.row) for f in findings]


HEAD = "id;nimi;hlö\n1;Ohjaamo;5\n2;TE;7\n"
ODD = {
    "total": ("Yhteensä;;12\n", [("row-total", 4)]),
    "total of a year": ("Totalt 2021:;;1 200,5\n", [("row-total", 4)]),
    "total and note": ("Summa;;12\nLähde: Tilastokeskus;;\n", [("row-total", 4), ("row-note", 5)]),
    "notes below blank rows": (
        "\n\nLähde: Tilastokeskus\nHuom. tiedot ennakollisia;;\n",
        [("row-note", 6), ("row-note", 7)],
    ),
    "a note of two words below a blank row": ("\nTiedot ennakollisia\n", [("row-note", 5)]),
    "a note by its mark": ("* Arvio vuodelta 2020;;\n", [("row-note", 4)]),
    "header again": ("id;nimi;hlö\n3;X;1\n", [("header-again", 4)]),
}
ROWS = [(2, "1", "Ohjaamo", "5"), (3, "2", "TE", "7")]


@pytest.mark.parametrize("name", ODD)
def test_a_row_that_is_none_of_the_table_is_told_for_what_it_is(tmp_path: Path, name: str) -> None:
    rows, expected = ODD[name]
    table, findings = read(tmp_path, HEAD + rows)
    assert sorted(told(findings)) == sorted(expected)
    assert table.frame.rows()[:2] == ROWS
    assert "Yhteensä" not in table.frame["c0"]


@pytest.mark.parametrize(
    "row",
    [
        "Yhteensä;Yhteensä ry;3\n",  # an actor may be called so
        "Yhteensä;;\n",
        "a3;;\n",
        "a3;;12\n",
        "id;nimi;7\n",
        "Kaikki yhdessä ry;X;2\n",
        "\na3;;\n",
    ],
)
def test_a_row_of_the_table_that_looks_a_little_odd_stays(tmp_path: Path, row: str) -> None:
    table, findings = read(tmp_path, HEAD + row)
    assert table.frame.height == 3
    assert not {"row-total", "row-note", "header-again"} & {f.code for f in findings}


def test_a_column_of_one_word_names_has_no_notes(tmp_path: Path) -> None:
    table, findings = read(tmp_path, "nimi\nEka ry\n\nToka ry\n")
    assert table.frame["c0"].to_list() == ["Eka ry", "Toka ry"]
    assert told(findings) == [("row-blank", 3)]


def test_sums_and_notes_of_a_sheet_are_told_alike(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("actors")
        for row, cells in enumerate([["id", "nimi", "hlö"], ["1", "A", 5], ["Yhteensä", None, 5]]):
            page.write_row(row + 2, 1, cells)
        page.write(7, 1, "Lähde: oma kysely")
    (table,), findings = read_workbook(path, path.name)
    assert table.frame["row"].to_list() == [4]
    assert ("row-total", 5) in told(findings)
    assert ("row-note", 8) in told(findings)


TITLES = {
    "two cells": ("Toimijat;;;\nPäivitetty 1.10.2018;;Laatija: virasto;\n", 3),
    "cells far apart": ("simply cannot resist;;;\n;;;some notes\n", 3),
    "a title and a date": ("Toimijat;2021;;\n", 2),
}


@pytest.mark.parametrize("name", TITLES)
def test_the_header_is_the_row_from_which_the_table_is_full(tmp_path: Path, name: str) -> None:
    above, header_row = TITLES[name]
    table, findings = read(tmp_path, above + "id;nimi;kunta;alue\n1;A;Turku;x\n2;B;Turku;y\n")
    assert (table.header_row, table.headers) == (header_row, ("id", "nimi", "kunta", "alue"))
    assert [f.code for f in findings] == ["rows-above-header"]


def test_a_header_with_a_gap_is_still_the_header(tmp_path: Path) -> None:
    table, _ = read(tmp_path, "id;nimi;;alue\na;A;Turku;x\nb;B;Turku;y\n")
    assert table.header_row == 1


PIPED = {
    "plain": "id|nimi|kunta\n1|Ohjaamo|Turku\n2|TE|Åbo\n",
    "commas in texts": "id|nimi|kunta\n1|Ohjaamo, Turku|Turku\n2|TE, Åbo|Åbo\n",
    "windows ends": "id|nimi|kunta\r\n1|Ohjaamo|Turku\r\n2|TE|Åbo\r\n",
}


@pytest.mark.parametrize("name", PIPED)
def test_bars_separate_where_the_header_has_nothing_else(tmp_path: Path, name: str) -> None:
    table, findings = read(tmp_path, PIPED[name])
    assert table.headers == ("id", "nimi", "kunta")
    assert table.frame.height == 2
    assert findings == []


@pytest.mark.parametrize(
    "text",
    [
        "tunnisteet\na|b\nc|d\n",  # a column of several values
        "id;kunnat\n1;a|b\n2;c|d\n",
        "id|nimi;kunta\n1|A;x\n2|B;y\n",
    ],
)
def test_bars_within_cells_are_no_separators(tmp_path: Path, text: str) -> None:
    table, _ = read(tmp_path, text)
    assert any("|" in cell for row in table.frame.drop("row").rows() for cell in row)


RARE = ["id^nimi^kunta\n1^A, B^Turku\n2^C^Åbo\n", "id~nimi~kunta\n1~A~Turku\n2~C; D~Åbo\n"]


@pytest.mark.parametrize("text", RARE)
def test_rare_separators_are_those_of_a_header_without_others(tmp_path: Path, text: str) -> None:
    table, findings = read(tmp_path, text)
    assert table.headers == ("id", "nimi", "kunta")
    assert table.frame["c2"].to_list() == ["Turku", "Åbo"]
    assert findings == []


QUOTED = {
    "commas": '"id,nimi,kunta"\n"1,Ohjaamo,Turku"\n"2,TE,Åbo"\n',
    "semicolons and windows ends": '"id;nimi;kunta"\r\n"1;Ohjaamo;Turku"\r\n"2;TE;Åbo"\r\n',
    "quoted again": '"id,nimi,kunta"\n"1,""Ohjaamo"",Turku"\n"2,TE,Åbo"\n',
}


@pytest.mark.parametrize("name", QUOTED)
@pytest.mark.parametrize("times", [1, 9_000])  # small, and large enough to be read at once
def test_rows_that_are_quoted_whole_are_read_and_told_once(
    tmp_path: Path, name: str, times: int
) -> None:
    header, _, rows = QUOTED[name].partition("\n")
    table, findings = read(tmp_path, f"{header}\n{rows * times}")
    assert table.headers == ("id", "nimi", "kunta")
    assert table.frame.rows()[:2] == [(2, "1", "Ohjaamo", "Turku"), (3, "2", "TE", "Åbo")]
    assert table.frame.height == 2 * times
    assert told(findings) == [("rows-quoted", 1)]


@pytest.mark.parametrize(
    "text",
    [
        '"huomio"\n"eka, toka, kolmas"\n"neljäs, viides, kuudes"\n',
        '"nimi, kunta"\n"A, Turku"\n',
        '"a,b,c"\n"d,e"\n',
    ],
)
def test_sentences_with_commas_in_one_column_stay(tmp_path: Path, text: str) -> None:
    table, findings = read(tmp_path, text)
    assert len(table.headers) == 1
    assert "rows-quoted" not in {f.code for f in findings}


@pytest.mark.parametrize("rows", [3, 3_026, 9_000])
def test_a_header_that_is_the_odd_one_out_is_told_once(tmp_path: Path, rows: int) -> None:
    body = "".join(f"a{n},Ohjaamo,Turku\n" for n in range(rows))
    _, findings = read(tmp_path, f"id,nimi,suomeksi,kunta\n{body}")
    assert told(findings) == [("header-odd", 1)]
    assert f"(rows {rows:,})" in findings[0].message.en
    assert "liikaa" in findings[0].message.fi


def test_a_header_that_lacks_a_cell_is_told_once_and_odd_rows_beside_it(tmp_path: Path) -> None:
    rows = "".join(f"a{n},Ohjaamo,Turku\n" for n in range(20))
    _, findings = read(tmp_path, f"id,nimi\n{rows}b\n")
    codes = [f.code for f in findings]
    assert codes.count("header-odd") == 1
    assert "puuttuu" in next(f for f in findings if f.code == "header-odd").message.fi


def test_a_few_rows_of_another_length_are_told_one_by_one(tmp_path: Path) -> None:
    rows = "".join(f"a{n},Ohjaamo,Turku\n" for n in range(8))
    _, findings = read(tmp_path, f"id,nimi,kunta\n{rows}b,c\nd,e\n")
    assert told(findings) == [("row-too-short", 10), ("row-too-short", 11)]
