"""Units that headers give, ticks, lists of members and partners: what was once read wrongly."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.importing.foreign import Cell, write_workbook
from tests.importing.test_values import find_reading, import_rows, read_made

from eloggraph.importing.header_units import find_unit
from eloggraph.importing.take_in import Imported, take_in
from eloggraph.schema.packaged import packaged_schema
from eloggraph.text import Language


@pytest.mark.parametrize(
    ("header", "cell", "amount"),
    [
        ("Rahoitus (1000 €)", 350, "350000"),
        ("Budjetti, t€", 350, "350000"),
        ("Budjetti (tuhatta euroa)", "12,5", "12500"),
        ("Budget (tusen euro)", 350, "350000"),
        ("Rahoitus (milj. €)", "0,35", "350000"),
        ("Budjetti M€", 2, "2000000"),
        ("Funding (€ thousand)", 5, "5000"),
        ("Budjetti (k€)", "350 000 €", "350 000"),
        ("Budjetti (1000 €)", "2 milj. €", "2000000"),
        ("Budjetti (mrd. €)", "1,2", "1200000000"),
        ("Budjetti, miljardi €", 2, "2000000000"),
        ("Funding (€ bn)", 2, "2000000000"),
        ("Budjetti (teur)", 350, "350000"),
        ("Budget (tkr)", "350 000 €", "350 000"),
        ("Budjetti (€)", 350, "350"),
        ("Kruunupyyn budjetti", 350, "350"),
    ],
)
def test_amounts_are_of_the_unit_that_their_header_gives(
    tmp_path: Path, header: str, cell: Cell, amount: str
) -> None:
    imported = import_rows(tmp_path, Hankkeet=[["Hankkeen nimi", header], ["Silta", cell]])
    assert [row["euromäärä"] for row in read_made(imported, "Rahoitus")] == [amount]
    told = [(f.code, f.value) for f in imported.findings]
    is_as_written = amount in (str(cell), "350 000")
    assert told == ([] if is_as_written else [("import-read-as", str(cell))])


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Budget (tkr)", 350),
        ("Budget, mkr", "1,2"),
        ("Budget (milj. kr)", 2),
        ("Budget, tusen kronor", 350),
        ("Budget (kr)", 350),
        ("Budget", "5 mkr"),
    ],
)
def test_kronor_are_no_euros(tmp_path: Path, header: str, cell: Cell) -> None:
    imported = import_rows(tmp_path, Hankkeet=[["Hankkeen nimi", header], ["Silta", cell]])
    assert find_reading(imported, header).use == "column"
    assert "fundings" not in imported.counts
    assert [(f.code, f.value) for f in imported.findings] == [("import-amount-kronor", str(cell))]
    assert imported.notes == 1


@pytest.mark.parametrize("header", ["Hankkeet yli 1000 €", "Tuhatta tarinaa", "Budjetti 2025"])
def test_a_header_without_a_unit_has_none(header: str) -> None:
    assert find_unit(header) is None


@pytest.mark.parametrize(
    ("cells", "areas", "told"),
    [
        (("x", "(x)"), [True, False], ["(x)"]),
        (("kyllä", "ei"), [True, False], []),
        (("☑", "☐"), [True, False], []),
        (("x", "e"), [True, False], []),
        (("ja", "nej"), [True, False], []),
        (("x", "k"), [True, False], ["k"]),
        (("x", "tulossa"), [True, False], ["tulossa"]),
        (("x", "delvis"), [True, False], ["delvis"]),
        (("x", "osin"), [True, False], ["osin"]),
        (("1", "0"), [True, False], []),
        (("1", "3"), [True, True], ["3"]),
    ],
)
def test_one_odd_tick_is_told_and_spoils_no_column(
    tmp_path: Path, cells: tuple[str, str], areas: list[bool], told: list[str]
) -> None:
    rows = [["Palvelu", "Kuopio", "Iisalmi"], ["Ohjaus", "x", cells[0]], ["Pajat", "x", cells[1]]]
    imported = import_rows(tmp_path, Palvelut=rows)
    made = [row["alueet"].split("|") for row in read_made(imported, "Palvelut")]
    assert ["Iisalmi" in each for each in made] == areas
    assert [(f.code, f.value) for f in imported.findings] == [("import-tick", v) for v in told]
    assert imported.notes == len(told)


def test_boxes_that_nobody_ticked_spoil_no_column(tmp_path: Path) -> None:
    rows = [["Palvelu", "Iisalmi"], ["Ohjaus", "☑"], ["Pajat", "☐"], ["Tuki", "☐"], ["Apu", "☐"]]
    imported = import_rows(tmp_path, Palvelut=rows)
    made = [row.get("alueet") for row in read_made(imported, "Palvelut")]
    assert made == ["Iisalmi", None, None, None]
    assert (imported.findings, imported.notes) == ((), 0)


def test_numbers_below_a_place_are_no_ticks(tmp_path: Path) -> None:
    rows = [["Palvelu", "Kunta", "Iisalmi"], ["Ohjaus", "Kuopio", 1], ["Pajat", "Kuopio", 12]]
    imported = import_rows(tmp_path, Palvelut=rows)
    assert find_reading(imported, "Iisalmi").use == "note"


def test_a_reading_that_is_given_to_ticks_is_one_of_ticks(tmp_path: Path) -> None:
    odd = ["alkaa", "tulossa", "ei vielä"]
    rows = [["Palvelu", "Iisalmi"], ["Ohjaus", "x"], ["Pajat", "X"]]
    rows += [[f"Palvelu {n}", cell] for n, cell in enumerate(odd)]
    first = import_rows(tmp_path, Palvelut=rows)
    assert find_reading(first, "Iisalmi").use == "note"
    choices = {("oma.xlsx", "Palvelut", "Iisalmi"): "services.areas"}
    imported = take_in(
        [tmp_path / "oma.xlsx"], tmp_path / "made", packaged_schema(), choices=choices
    )
    made = [row.get("alueet") for row in read_made(imported, "Palvelut")]
    assert made == ["Iisalmi", "Iisalmi", None, None, None]
    assert [f.value for f in imported.findings if f.code == "import-tick"] == odd


def test_ticked_client_groups_are_no_field_of_work(tmp_path: Path) -> None:
    rows = [
        ["Toimija", "Kunta", "Nuoret", "Työikäiset", "Maahanmuuttajat"],
        ["Kela", "Kuopio", "x", "x", None],
        ["Esedu", "Mikkeli", None, "x", "x"],
    ]
    imported = import_rows(tmp_path, Toimijat=rows)
    assert [find_reading(imported, header).use for header in rows[0][2:] if header] == ["note"] * 3
    assert all("sektori" not in row for row in read_made(imported, "Toimijat"))
    assert imported.notes == 4


def test_ticked_client_groups_are_those_of_services(tmp_path: Path) -> None:
    rows = [["Palvelu", "Kuopio", "Nuoret", "Maahanmuuttajat"], ["Ohjaus", "x", "x", "x"]]
    imported = import_rows(tmp_path, Palvelut=rows)
    (made,) = read_made(imported, "Palvelut")
    assert made["kohderyhmät"] == "Nuoret|Maahanmuuttajat"


def test_a_ticked_header_that_is_read_as_a_code_is_told(tmp_path: Path) -> None:
    rows = [["Toimija", "Kunta", "Nuorisotyö"], ["Kela", "Kuopio", "x"]]
    imported = import_rows(tmp_path, Toimijat=rows)
    (made,) = read_made(imported, "Toimijat")
    (told,) = imported.findings
    assert (told.code, told.value) == ("import-read-as", "Nuorisotyö")
    assert any(f"”{cell}”" in (told.message.fi or "") for cell in made.values())


@pytest.mark.parametrize(
    ("cell", "parties", "nobody"),
    [
        ("Karelia-amk, Siun sote", ["Karelia-amk", "Siun sote"], []),
        ("Xamk ja Riveria", ["Xamk", "Riveria"], []),
        ("Alfa, Oy", ["Alfa, Oy"], []),
        ("Kela, piiri", ["Kela, piiri"], []),
        ("Xamk, muut oppilaitokset", ["Xamk"], ["muut oppilaitokset"]),
        ("Xamk ym.", ["Xamk"], ["ym."]),
        ("Xamk m. fl.", ["Xamk"], ["m. fl."]),
        ("Xamk och Riveria", ["Xamk", "Riveria"], []),
        ("muut maakunnan isot oppilaitokset", [], ["muut maakunnan isot oppilaitokset"]),
        ("Eri alojen ja ikien yhdistys", ["Eri alojen ja ikien yhdistys"], []),
        ("kaikki", [], ["kaikki"]),
        ("Beeta, itäinen piiri", ["Beeta, itäinen piiri"], []),
    ],
)
def test_partners_with_a_comma_between_are_several(
    tmp_path: Path, cell: str, parties: list[str], nobody: list[str]
) -> None:
    rows = [["Toimija", "Kumppanit"], ["Kuopion kaupunki", cell]]
    rows += [["Beeta, itäinen piiri", None], ["Kela, piiri", None]]
    imported = import_rows(tmp_path, Toimijat=rows)
    made = read_made(imported, "Yhteistyösuhteet") if parties else []
    assert [row["osapuoli 2"] for row in made] == parties
    told = [(f.code, f.value) for f in imported.findings if f.code != "import-created"]
    assert told == [("import-name-nobody", each) for each in nobody]
    assert imported.notes == len(nobody)


def import_merged(folder: Path, name: str, rows: list[list[Cell]], *ranges: str) -> Imported:
    path = write_workbook(folder / "oma.xlsx", {name: rows})
    book = openpyxl.load_workbook(path)
    for each in ranges:
        book[name].merge_cells(each)
    book.save(path)
    return take_in([path], folder / "made", packaged_schema(), language="fi")


def test_a_cell_merged_over_rows_is_of_each_of_them(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Palvelu", "Kunta"],
        ["Neuvonta", "Kuopio"],
        ["Uraohjaus", None],
        ["Pajat", None],
    ]
    imported = import_merged(tmp_path, "Palvelut", rows, "B2:B3")
    made = [row.get("alueet") for row in read_made(imported, "Palvelut")]
    assert made == ["Kuopio", "Kuopio", None]
    assert [(f.code, f.value) for f in imported.findings] == [("import-cells-merged", "Kuopio")]


def test_an_amount_merged_over_rows_is_not_counted_twice(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Hankkeen nimi", "Rahoitus"], ["Silta", 1000], ["Polku", None]]
    imported = import_merged(tmp_path, "Hankkeet", rows, "B2:B3")
    assert [row["euromäärä"] for row in read_made(imported, "Rahoitus")] == ["1000"]
    assert [(f.code, f.severity) for f in imported.findings] == [("import-cells-merged", "warning")]


def test_rows_that_head_those_below_them_are_no_actors(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Toimija", "Tyyppi", "Kunta"],
        ["KUNNAT", None, None],
        ["Kuopion kaupunki", "kunta", "Kuopio"],
        ["Muut:", None, None],
        ["Kela", None, "Kuopio"],
        ["Xamk", None, None],
    ]
    imported = import_merged(tmp_path, "Toimijat", rows, "A2:C2")
    made = [row["nimi (suomi)"] for row in read_made(imported, "Toimijat")]
    assert made == ["Kuopion kaupunki", "Kela", "Xamk"]
    told = [(f.code, f.value) for f in imported.findings]
    assert told == [("import-subheading", "KUNNAT"), ("import-subheading", "Muut:")]


def test_a_row_that_is_merged_over_half_of_a_table_stays(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Toimija", "Tyyppi", "Kunta", "Puhelin"],
        ["Kela", None, "Kuopio", "044 123 4567"],
        ["Kuopion kaupunki", None, None, None],
    ]
    imported = import_merged(tmp_path, "Toimijat", rows, "A3:B3")
    made = [row["nimi (suomi)"] for row in read_made(imported, "Toimijat")]
    assert made == ["Kela", "Kuopion kaupunki"]
    assert imported.findings == ()


@pytest.mark.parametrize(
    ("alone", "left"), [(["Xamk"], ["Kela", "Xamk"]), (["Xamk", "Sedu"], None)]
)
def test_rows_head_others_where_half_of_those_have_more_than_a_name(
    tmp_path: Path, alone: list[str], left: list[str] | None
) -> None:
    rows: list[list[Cell]] = [["Toimija", "Tyyppi", "Kunta"], ["Kaikki", None, None]]
    rows += [["Kela", None, "Kuopio"], *([name, None, None] for name in alone)]
    imported = import_merged(tmp_path, "Toimijat", rows, "A2:C2")
    made = [row["nimi (suomi)"] for row in read_made(imported, "Toimijat")]
    assert made == (left or ["Kaikki", "Kela", *alone])


def test_one_header_is_not_both_parties_of_a_membership(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Organisation", "Roll", "Mandatperiod"],
        ["Vasa stad", "ordförande", "2023–2025"],
        ["Vamia", "medlem", "2023–2025"],
    ]
    path = write_workbook(tmp_path / "oma.xlsx", {"ELO-gruppen": rows})
    imported = take_in([path], tmp_path / "made", packaged_schema())
    assert imported.interpretation.language == "sv"
    assert (imported.counts["actors"], imported.counts["memberships"]) == (2, 2)
    assert imported.notes == 0


@pytest.mark.parametrize("preferred", ["fi", "en"])
def test_a_tie_of_languages_goes_to_the_preferred_one(tmp_path: Path, preferred: Language) -> None:
    path = write_workbook(tmp_path / "oma.xlsx", {"Taul1": [["Nimi", "Municipality"], ["A", "B"]]})
    imported = take_in([path], tmp_path / "made", packaged_schema(), preferred=preferred)
    assert imported.interpretation.language == preferred


def test_a_membership_without_a_party_is_told(tmp_path: Path) -> None:
    rows = [
        ["Toimija", "Yhteisö", "Rooli"],
        ["Kela", "ELO-ryhmä", "jäsen"],
        ["Esedu", None, "jäsen"],
    ]
    imported = import_rows(tmp_path, Roolitehtävät=rows)
    assert len(read_made(imported, "Roolitehtävät")) == 1
    (told,) = [f for f in imported.findings if f.code == "import-party-lacking"]
    assert told.place is not None
    assert (told.place.row, told.message.fi) == (
        3,
        "Riviltä puuttuu yhteisö, joten siitä ei tehty mitään.",
    )
