"""Tables carried between CSV files and a workbook; Python's csv and openpyxl are the oracles."""

from __future__ import annotations

import csv
import io
import string
import tempfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from eloggraph.errors import EloggraphError, InputError, OutputError
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import read_network
from eloggraph.tables.write import workbook as plain_workbook
from eloggraph.tables.write.convert import Converted
from eloggraph.tables.write.convert import convert as convert_tables
from eloggraph.tables.write.delimited import guard_cell, render_csv, unguard_cell
from eloggraph.tables.write.template.choice import choose_tables
from eloggraph.tables.write.template.folder import write_template

SCHEMA = packaged_schema()
DATASETS = Path(__file__).parents[3] / "datasets"
RISKY = [
    *("=SUM(A1)", "+358 40 123 4567", "-5", "-1,5", "@x", "\tsarkain", "\rpalautus", "'=1", "''+2"),
    *("00100", "1e5", "1/2", "TRUE", "#N/A", "_x0041_", "https://example.org/", "{=A1}", "a\nb"),
    *(' "q" ', " ", "a;b", "a,b", "a|b", "sep=;", "\u00a0", "\x01\x1f", "😀", "é é", "\ufeffx"),
]
HEADERS = [f"sarake {number}" for number in range(len(RISKY))]
SETTINGS = 'id = "pieni"\ntitle = "Pieni"\n'


def convert(source: Path, target: Path, **options: object) -> Converted:
    return convert_tables(source, target, SCHEMA, **options)  # type: ignore[arg-type]


def write_csv(path: Path, rows: list[list[str]], **dialect: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(rows)  # type: ignore[arg-type]
    path.write_bytes(text.getvalue().encode())
    return path


def read_csv(path: Path, separator: str = ";") -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def read_folder(folder: Path, separator: str = ";") -> dict[str, list[list[str]]]:
    return {path.name: read_csv(path, separator) for path in sorted(folder.glob("*.csv"))}


def codes(error: EloggraphError) -> list[str]:
    return [finding.code for finding in error.findings]


def told(done: Converted) -> list[str]:
    return [finding.code for finding in done.findings]


@pytest.mark.parametrize("name", sorted(path.name for path in DATASETS.iterdir() if path.is_dir()))
def test_network_goes_to_a_workbook_and_back_unchanged(name: str, tmp_path: Path) -> None:
    source = DATASETS / name
    convert(source, tmp_path / "book" / "network.xlsx")
    convert(tmp_path / "book", tmp_path / "back", separator=",")
    before, after = read_folder(source, ","), read_folder(tmp_path / "back", ",")
    assert after == before
    settings = (source / "network.toml").read_bytes()
    assert (tmp_path / "book" / "network.toml").read_bytes() == settings
    assert (tmp_path / "back" / "network.toml").read_bytes() == settings
    book = openpyxl.load_workbook(tmp_path / "book" / "network.xlsx")
    assert [f"{sheet}.csv" for sheet in book.sheetnames] == list(before)


def test_risky_texts_stay_text_in_the_workbook(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in" / "huomioita.csv", [HEADERS, RISKY])
    convert(tmp_path / "in", tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["huomioita"]
    kinds = {cell.data_type for cell in sheet[2]}
    assert kinds == {"s"}
    assert {cell.number_format for cell in sheet[2]} == {"@"}
    convert(tmp_path / "book.xlsx", tmp_path / "back")
    assert read_csv(tmp_path / "back" / "huomioita.csv") == read_csv(source, ",")


texts = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufffe\uffff"), max_size=12
) | st.sampled_from(RISKY)


@settings(max_examples=60)
@given(
    st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(";,\t"),
)
def test_any_cells_survive_both_ways(rows: list[list[str]], separator: str) -> None:
    rows = [["tunnus", "nimi", "x"], *rows]
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        write_csv(here / "in" / "omat.csv", rows, delimiter=separator, quoting=csv.QUOTE_ALL)  # type: ignore[arg-type]
        convert(here / "in", here / "book.xlsx")
        convert(here / "book.xlsx", here / "out", separator=separator)
        found = read_csv(here / "out" / "omat.csv", separator)
    while not any(rows[-1]):
        rows.pop()  # blank rows at the end are no rows
    assert found == rows


@given(texts)
def test_guarded_text_can_be_had_back(text: str) -> None:
    guarded = guard_cell(text)
    assert unguard_cell(guarded) == text
    is_number = text.startswith("-") and guarded == text
    assert is_number or not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    if is_number:
        assert set(text) <= {*string.digits, "-", ",", "."}


def test_guard_and_back_through_files(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in" / "omat.csv", [HEADERS, RISKY])
    convert(tmp_path / "in", tmp_path / "safe", excel_safe=True)
    cells = read_csv(tmp_path / "safe" / "omat.csv")[1]
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in cells)
    assert "-5" in cells
    convert(tmp_path / "safe", tmp_path / "book.xlsx", from_excel_safe=True)
    convert(tmp_path / "book.xlsx", tmp_path / "back")
    assert read_csv(tmp_path / "back" / "omat.csv") == read_csv(source, ",")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_separator_of_a_table_is_never_mistaken(separator: str, tmp_path: Path) -> None:
    rows = [["a,b,c;d\te", "x"], ["1;2;3", "4,5"], ["sep=;", ""]]
    write_csv(tmp_path / "in" / "omat.csv", rows)
    convert(tmp_path / "in", tmp_path / "out", separator=separator)
    convert(tmp_path / "out", tmp_path / "again", separator=",")
    assert read_csv(tmp_path / "again" / "omat.csv", ",") == rows


def test_header_that_looks_like_a_declaration_is_none(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "omat.csv").write_text('"sep=|"\na|b\n', encoding="utf-8")
    convert(tmp_path / "in", tmp_path / "out")
    convert(tmp_path / "out", tmp_path / "again")
    assert read_csv(tmp_path / "again" / "omat.csv") == [["sep=|"], ["a|b"]]


def test_csv_opens_right_in_excel(tmp_path: Path) -> None:
    write_csv(tmp_path / "in" / "omat.csv", [["tunnus", "nimi"], ["a", "Äänekoski"]])
    convert(tmp_path / "in", tmp_path / "out")
    data = (tmp_path / "out" / "omat.csv").read_bytes()
    assert data == "\ufefftunnus;nimi\r\na;Äänekoski\r\n".encode()


def test_row_numbers_and_order_of_columns_stay(tmp_path: Path) -> None:
    text = 'tunnus,nimi\r\n\r\na,"kaksi\r\nriviä"\r\n\r\n\r\nb,B\r\n'
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "omat.csv").write_bytes(text.encode())
    convert(tmp_path / "in", tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["omat"]
    assert {row: sheet.cell(row, 1).value for row in range(1, 7)} == {
        1: "tunnus", 2: None, 3: "a", 4: None, 5: None, 6: "b",
    }  # fmt: skip
    assert unescape(sheet["B3"].value) == "kaksi\r\nriviä"


def test_guide_and_codes_are_left_behind_and_told(tmp_path: Path) -> None:
    write_template(tmp_path / "uusi", choose_tables(SCHEMA, "fi", ["actors"]), workbook=True)
    done = convert(tmp_path / "uusi", tmp_path / "csv")
    assert sorted(path.name for path in (tmp_path / "csv").iterdir()) == [
        "Toimijat.csv", "network.toml",
    ]  # fmt: skip
    assert told(done).count("convert-own-sheet") == 2
    # The settings are no such sheet: they go along as the file that a folder has.
    assert read_network(tmp_path / "csv", SCHEMA).config == (
        read_network(tmp_path / "uusi", SCHEMA).config
    )
    assert "convert-looks" in told(done)


def test_order_of_sheets_that_a_folder_cannot_keep_is_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "omat.xlsx")) as book:
        for name in ("b", "a", "tyhjä"):
            sheet = book.add_worksheet(name)
            if name != "tyhjä":
                sheet.write_row(0, 0, ["tunnus", name])
    done = convert(tmp_path / "omat.xlsx", tmp_path / "csv")
    assert {"convert-order", "convert-empty"} <= set(told(done))
    assert sorted(path.name for path in (tmp_path / "csv").iterdir()) == ["a.csv", "b.csv"]


def test_rows_of_other_length_are_padded_and_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "omat.csv").write_text("a,b\n1,2\n3\n", encoding="utf-8")
    done = convert(tmp_path / "in", tmp_path / "out")
    (finding,) = [f for f in done.findings if f.code == "convert-row-lengths"]
    assert finding.place is not None
    assert finding.place.row == 3
    assert read_csv(tmp_path / "out" / "omat.csv") == [["a", "b"], ["1", "2"], ["3", ""]]


def test_everything_that_a_workbook_cannot_hold_is_told_at_once(tmp_path: Path) -> None:
    rows = [["tunnus", "teksti"], ["a", "x" * 32_768], ["b", "\ufffe"], ["c", "x" * 32_767]]
    write_csv(tmp_path / "in" / "omat.csv", rows)
    write_csv(tmp_path / "in" / f"{'pitkä' * 7}.csv", [["a"], ["b"]])
    write_csv(tmp_path / "in" / "Koodit.csv", [["a"], ["b"]])
    with pytest.raises(InputError) as caught:
        convert(tmp_path / "in", tmp_path / "book.xlsx")
    assert sorted(codes(caught.value)) == [
        "convert-cell-character", "convert-cell-long", "convert-sheet-name", "convert-sheet-name",
    ]  # fmt: skip
    places = {(f.place.row, f.place.column) for f in caught.value.findings if f.place}
    assert {(2, "teksti"), (3, "teksti")} <= places
    assert not (tmp_path / "book.xlsx").exists()


@pytest.mark.parametrize(("count", "fits"), [(16_383, True), (16_384, False), (20_000, False)])
def test_a_cell_of_emoji_is_as_long_as_a_spreadsheet_counts_it(
    tmp_path: Path, count: int, fits: bool
) -> None:
    """Oracle: the cell limit of Excel, 32,767 units of UTF-16."""
    write_csv(tmp_path / "in" / "omat.csv", [["tunnus", "teksti"], ["a", "😀" * count]])
    if fits:
        assert convert(tmp_path / "in", tmp_path / "book.xlsx").findings == ()
        return
    with pytest.raises(InputError) as caught:
        convert(tmp_path / "in", tmp_path / "book.xlsx")
    assert codes(caught.value) == ["convert-cell-long"]
    assert f"{2 * count:,}" in caught.value.findings[0].message.en


def test_sheet_whose_name_no_file_can_have_is_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "omat.xlsx")) as book:
        for name in ("a|b", "nul", ".piilossa", "hyvä nimi"):
            book.add_worksheet(name).write_row(0, 0, ["tunnus"])
    with pytest.raises(InputError) as caught:
        convert(tmp_path / "omat.xlsx", tmp_path / "csv")
    assert codes(caught.value) == ["convert-file-name"] * 3
    assert not (tmp_path / "csv").exists()


def test_two_tables_of_one_name_are_told(tmp_path: Path) -> None:
    write_csv(tmp_path / "in" / "omat.csv", [["a"], ["b"]])
    write_csv(tmp_path / "in" / "Omat.csv", [["a"], ["c"]])
    if len(list((tmp_path / "in").iterdir())) == 1:
        pytest.skip("this file system takes the two names for one")
    with pytest.raises(InputError) as caught:
        convert(tmp_path / "in", tmp_path / "book.xlsx")
    assert codes(caught.value) == ["convert-name-clash"]


def test_change_on_the_way_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(tmp_path / "in" / "omat.csv", [["a", "b"], ["1", "2"]])
    true = plain_workbook.render_tables

    def spoil(tables: dict[str, list[list[str]]]) -> bytes:
        return true({name: [rows[0], ["1", "3"]] for name, rows in tables.items()})

    monkeypatch.setattr("eloggraph.tables.write.convert.render_tables", spoil)
    with pytest.raises(InputError) as caught:
        convert(tmp_path / "in", tmp_path / "book.xlsx")
    (finding,) = caught.value.findings
    assert finding.code == "convert-cell-changed"
    assert finding.place is not None
    assert (finding.place.row, finding.place.column) == (2, "b")
    assert not (tmp_path / "book.xlsx").exists()


def test_what_is_there_is_never_replaced(tmp_path: Path) -> None:
    write_csv(tmp_path / "in" / "omat.csv", [["a"], ["b"]])
    (tmp_path / "in" / "network.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "old.xlsx").write_bytes(b"mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    for target, code in (
        (tmp_path / "old.xlsx", "convert-target-exists"),
        (tmp_path / "in" / "network.xlsx", "convert-target-inside"),
        (tmp_path / "out", "folder-not-empty"),
    ):
        with pytest.raises(OutputError) as caught:
            convert(tmp_path / "in", target)
        assert codes(caught.value) == [code]
    (tmp_path / "out" / "network.toml").write_text('id = "toinen"\n', encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        convert(tmp_path / "in", tmp_path / "out" / "network.xlsx")
    assert codes(caught.value) == ["convert-settings-differ"]
    assert not (tmp_path / "out" / "network.xlsx").exists()


@pytest.mark.parametrize("name", ["book.ods", "book.XLS", "book.xlsm", "omat.csv"])
def test_form_that_is_not_written_is_told(name: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "in" / "omat.csv", [["a"], ["b"]])
    with pytest.raises(OutputError) as caught:
        convert(tmp_path / "in", tmp_path / name)
    assert codes(caught.value) == ["convert-target-form"]
    assert not (tmp_path / name).exists()


def test_settings_that_lead_nowhere_from_the_copy_are_told(tmp_path: Path) -> None:
    write_csv(tmp_path / "in" / "omat.csv", [["a"], ["b"]])
    (tmp_path / "viite").mkdir()
    text = SETTINGS.replace("title", 'uses = ["../viite"]\ntitle')
    (tmp_path / "in" / "network.toml").write_text(text, encoding="utf-8")
    assert told(convert(tmp_path / "in", tmp_path / "near")) == []
    assert told(convert(tmp_path / "in", tmp_path / "far" / "away")) == ["convert-uses"]
    assert told(convert(tmp_path / "in", tmp_path / "b.xlsx")) == ["convert-settings-stay"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'a,b\n"1,2\n', "quote-unclosed"),
        (b"a,b\n\0,2\n", "cell-nul"),
        (b"a\n\x81\n", "encoding-unknown"),
    ],
)
def test_file_that_cannot_be_read_stops_it(content: bytes, code: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "in" / "omat.csv", [["a"], ["b"]])
    (tmp_path / "in" / "rikki.csv").write_bytes(content)
    with pytest.raises(InputError) as caught:
        convert(tmp_path / "in", tmp_path / "book.xlsx")
    assert codes(caught.value) == [code]


def test_nothing_to_convert_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "tyhjä.csv").write_bytes(b"")
    for source in (tmp_path / "in", tmp_path / "no-such"):
        with pytest.raises(InputError):
            convert(source, tmp_path / "out")
    (tmp_path / "bad.xlsx").write_bytes(b"no zip")
    with pytest.raises(InputError) as caught:
        convert(tmp_path / "bad.xlsx", tmp_path / "out")
    assert codes(caught.value) == ["workbook-refused"]


def test_value_of_a_formula_is_carried_and_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "omat.xlsx")) as book:
        sheet = book.add_worksheet("omat")
        sheet.write_row(0, 0, ["tunnus", "summa"])
        sheet.write_row(1, 0, ["a"])
        sheet.write_formula(1, 1, "=1+1", None, 2)
    done = convert(tmp_path / "omat.xlsx", tmp_path / "csv")
    (finding,) = [f for f in done.findings if f.code == "formulas-read"]
    assert finding.place is not None
    assert (finding.place.sheet, finding.place.column) == ("omat", "summa")
    assert read_csv(tmp_path / "csv" / "omat.csv") == [["tunnus", "summa"], ["a", "2"]]


def test_error_value_in_a_cell_stops_it(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "omat.xlsx")) as book:
        sheet = book.add_worksheet("omat")
        sheet.write_row(0, 0, ["tunnus", "summa"])
        sheet.write_row(1, 0, ["a"])
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    with pytest.raises(InputError) as caught:
        convert(tmp_path / "omat.xlsx", tmp_path / "csv")
    assert codes(caught.value) == ["cell-error"]


def test_same_tables_same_bytes(tmp_path: Path) -> None:
    for number in ("1", "2"):
        convert(DATASETS / "suomi", tmp_path / number / "network.xlsx")
    books = [(tmp_path / number / "network.xlsx").read_bytes() for number in ("1", "2")]
    assert books[0] == books[1]


def test_row_of_one_empty_cell_is_no_blank_line() -> None:
    assert render_csv([["a"], [""], ["b"]], bom=False) == b'a\r\n""\r\nb\r\n'
