"""The command ``inspect``: any table, model or not, as it is read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from eloggraph.cli.main import main
from eloggraph.text import LANGUAGES

KEYS = [
    "version",
    "file",
    "encoding",
    "separator",
    "sheet",
    "sheets",
    "header_row",
    "columns",
    "row_numbers",
    "rows",
    "findings",
]


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)])


def look(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    done = invoke(path, "--format", "json", *options)
    return done.exit_code, json.loads(done.stdout)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "toimijat.csv"
    path.write_bytes("Nro;Nimi;Alue\r\n001;Ääkköset;\r\n\r\n002;Öljy;1,5\r\n".encode("cp1252"))
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "muu nimi.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        first, second = book.add_worksheet("Taul1"), book.add_worksheet("Muut tiedot")
        first.write_row(0, 0, ["Tiedot 2026"])
        first.write_row(2, 0, ["Nimi", "Määrä"])
        first.write_row(3, 0, ["A", 12])
        second.write_row(0, 0, ["x", "y"])
        second.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        second.write(1, 1, "z")
    return path


def test_json_says_how_a_file_is_read(table: Path) -> None:
    code, seen = look(table)
    assert code == 0
    assert list(seen) == KEYS
    assert seen["version"] == 1
    assert (seen["encoding"], seen["separator"], seen["header_row"]) == ("cp1252", ";", 1)
    assert seen["columns"] == ["Nro", "Nimi", "Alue"]
    assert seen["rows"] == [["001", "Ääkköset", ""], ["002", "Öljy", "1,5"]]
    assert seen["row_numbers"] == [2, 4]
    assert [finding["code"] for finding in seen["findings"]] == ["encoding-told", "row-blank"]
    assert set(seen["findings"][0]["message"]) == set(LANGUAGES)


def test_every_row_is_in_the_json_and_the_first_ten_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "".join(f"x{i},y\n" for i in range(25)), encoding="utf-8")
    assert len(look(path)[1]["rows"]) == 25
    text = invoke(path, "--lang", "en").stdout
    assert "x9 " in text
    assert "x10" not in text
    assert "15" in text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_text_speaks_the_language(table: Path, language: str) -> None:
    text = invoke(table, "--lang", language).stdout
    words = {
        "fi": ("Merkistö: CP1252", "puolipiste", "rivejä 2, sarakkeita 3"),
        "sv": ("Teckenkodning: CP1252", "semikolon", "rader 2, kolumner 3"),
        "en": ("Encoding: CP1252", "semicolon", "rows 2, columns 3"),
    }
    assert all(word in text for word in words[language])
    assert "002  Öljy" in text


def test_first_sheet_is_shown_with_its_header_row(workbook: Path) -> None:
    code, seen = look(workbook)
    assert code == 0
    assert (seen["encoding"], seen["separator"]) == ("", "")
    assert (seen["sheet"], seen["sheets"]) == ("Taul1", ["Taul1", "Muut tiedot"])
    assert (seen["header_row"], seen["columns"]) == (3, ["Nimi", "Määrä"])
    assert seen["rows"] == [["A", "12"]]
    assert [finding["code"] for finding in seen["findings"]] == ["rows-above-header"]


@pytest.mark.parametrize("name", ["Muut tiedot", "muut TIEDOT"])
def test_sheet_is_chosen_by_name(workbook: Path, name: str) -> None:
    code, seen = look(workbook, "--sheet", name)
    assert code == 1
    assert seen["sheet"] == "Muut tiedot"
    assert [finding["code"] for finding in seen["findings"]] == ["cell-error"]


def test_unknown_sheet_names_those_there_are(workbook: Path) -> None:
    code, seen = look(workbook, "--sheet", "Puuttuu")
    assert code == 2
    assert "”Taul1”" in seen["findings"][0]["remedy"]["fi"]


def test_workbook_is_known_by_its_bytes_whatever_its_name(workbook: Path) -> None:
    copy = workbook.rename(workbook.with_suffix(".csv"))
    assert look(copy)[1]["columns"] == ["Nimi", "Määrä"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n1,2\n", 0),
        (b"a,b\n1, 2\n", 0),
        (b"a,a\n1,2\n", 1),
        (b"a,b\n1,2,3\n", 1),
        (b",b\n1,2\n", 1),
        (b"id,b\n1,2\n1,3\n", 1),
        (b"a,b\n1,\0\n", 2),
        (b'a,b\n1,"2\n', 2),
        (b"a,b\n1,\xc3\xa4\n2,\xc3(\n", 2),
        (b"PK\x03\x04", 2),
    ],
)
def test_exit_code_is_that_of_the_worst_finding(tmp_path: Path, content: bytes, code: int) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    done = invoke(path)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    assert look(path)[0] == code


@pytest.mark.parametrize("name", ["puuttuu.csv", "", "x" * 300])
def test_missing_file_and_folder_are_sentences(tmp_path: Path, name: str) -> None:
    code, seen = look(tmp_path / name)
    assert code == 2
    assert seen["findings"][0]["code"] in {"file-missing", "file-is-folder"}
    assert list(seen) == KEYS


def test_hostile_cells_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n\x1b[31mpunainen,\u202eoikealta\n", encoding="utf-8")
    text = invoke(path).stdout
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\x1b[31mpunainen" in look(path)[1]["rows"][0]


def test_no_value_is_null(table: Path, workbook: Path) -> None:
    def values(node: object) -> list[object]:
        if isinstance(node, dict):
            return [v for key, child in node.items() if key != "findings" for v in values(child)]
        return [v for child in node for v in values(child)] if isinstance(node, list) else [node]

    for path in (table, workbook, table.with_name("puuttuu.csv")):
        assert None not in values(look(path)[1])


def test_broken_link_is_not_called_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "linkki.csv"
    path.symlink_to(tmp_path / "poistettu.csv")
    code, seen = look(path)
    assert code == 2
    assert [finding["code"] for finding in seen["findings"]] == ["file-not-regular"]


def test_right_to_read_is_left_to_the_reading(monkeypatch: pytest.MonkeyPatch, table: Path) -> None:
    # Asked before the reading, it would be told in English and by no finding.
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    assert invoke(table).exit_code == 0
