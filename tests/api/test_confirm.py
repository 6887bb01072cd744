"""Cards are written, filled in with another program, taken in, and checked: the round trip.

The oracle of workbooks is openpyxl, as somebody else's spreadsheet program.
"""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.errors import InputError, OptionError, OutputError
from networks import write_tables

DAY = date(2026, 3, 1)
ACTORS = (
    "id,label@fi,sector,areas,source\n"
    "a,Aula,education,,\nb,Beta,youth,,\nc,Cesium,employment,,vanha\n"
)
TABLES = {
    "actors.csv": ACTORS,
    "networks.csv": "id,label@fi,members\nn,Verkko,b\n",
    "roles.csv": "id,label@fi,type\nj,jäsen,member\n",
    "memberships.csv": "actor,organization,role,since\na,n,j,2024\n",
    "links.csv": "from,to,type,observed,source\na,b,referral,2024,vanha\nb,c,support,2024,vanha\n",
    "services.csv": "id,label@fi,providers,forms\np,Neuvonta,a,guidance\n",
    "sources.csv": "id,label@fi,publisher,issued\nvanha,Raportti,Ministeriö,2024\n",
}
HOLDS = "Pitääkö paikkansa?"


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A network of three actors, and their cards in Finnish beside it."""
    folder = write_tables(tmp_path / "net", TABLES)
    eloggraph.confirm(folder, tmp_path / "cards", by="31.3.2026", return_to="sihteeri")
    (tmp_path / "back").mkdir()
    return tmp_path


def fill(sent: Path, actor: str, cells: Mapping[tuple[str, int, str], Any]) -> Path:
    """Fill in cells of an actor's workbook by sheet, row and header, and put it among those back."""
    book = openpyxl.load_workbook(sent / "cards" / "workbooks" / f"{actor}.xlsx")
    for (sheet, row, header), value in cells.items():
        heads = [cell.value for cell in book[sheet][1]]
        book[sheet].cell(row, heads.index(header) + 1).value = value
    back = sent / "back" / f"{actor}.xlsx"
    book.save(back)
    return back


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def take(sent: Path) -> Any:
    return eloggraph.confirm(
        sent / "net", sent / "out", take=[sent / "back"], today=DAY, replace=True
    )


def said(done: Any) -> list[tuple[str, str, str]]:
    return [(each.label.fi, each.said, each.what.fi) for each in done.taken.answers]


def test_a_card_says_in_its_workbook_and_on_its_page_what_is_on_record(sent: Path) -> None:
    book = openpyxl.load_workbook(sent / "cards" / "workbooks" / "a.xlsx")
    assert book.sheetnames[:5] == [
        "Ohje", "Organisaatio", "Palvelut", "Yhteistyö", "Jäsenyydet ja tehtävät"
    ]  # fmt: skip
    assert [book[name].sheet_state for name in book.sheetnames[5:]] == ["veryHidden"] * 2
    front = " ".join(str(row[0].value) for row in book["Ohje"])
    assert "Palautus viimeistään 31.3.2026: sihteeri." in front
    tie = [cell.value for cell in book["Yhteistyö"][2]][1:4]
    assert tie == ["Aula", "Beta", "asiakasohjaus"]
    assert book["Yhteistyö"].column_dimensions["A"].hidden
    rules = book["Yhteistyö"].data_validations.dataValidation
    assert len(rules) > 10
    page = (sent / "cards" / "pages" / "a.html").read_text(encoding="utf-8")
    for text in ("Aula", "asiakasohjaus", "Verkko", "Neuvonta", "default-src &#39;none&#39;"):
        assert text in page
    index = (sent / "cards" / "index.html").read_text(encoding="utf-8")
    assert 'href="pages/a.html"' in index


def test_the_same_network_gives_the_same_bytes(sent: Path) -> None:
    again = sent / "again"
    eloggraph.confirm(sent / "net", again, by="31.3.2026", return_to="sihteeri")
    for path in sorted((sent / "cards").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (again / path.relative_to(sent / "cards")).read_bytes()


def test_what_comes_back_becomes_rows_with_their_source_and_the_result_is_clean(
    sent: Path,
) -> None:
    fill(
        sent,
        "a",
        {
            ("Organisaatio", 2, HOLDS): "kyllä",
            ("Organisaatio", 4, "Oikea tieto"): "nuorisoala",
            ("Yhteistyö", 2, HOLDS): "kyllä",
            ("Yhteistyö", 3, "Osapuoli 2"): "Cesium",
            ("Yhteistyö", 3, "Tyyppi"): "tiedon jakaminen",
            ("Yhteistyö", 3, "Alkaen"): "1.2.2025",
            ("Jäsenyydet ja tehtävät", 2, HOLDS): "ei",
            ("Jäsenyydet ja tehtävät", 2, "Huomautus"): "erosimme, kysy maija@firma.fi",
            ("Palvelut", 3, "Nimi (suomi)"): "Uraklinikka",
        },
    )
    done = take(sent)
    assert said(done) == [
        ("Aula", "confirmed", "nimi (suomi)"),
        ("Aula", "corrected", "sektori"),
        ("Aula", "new", "Uraklinikka"),
        ("Aula", "confirmed", "Aula, Beta, asiakasohjaus"),
        ("Aula", "new", "Aula, Cesium, tiedon jakaminen, 1.2.2025"),
        ("Aula", "denied", "Verkko, jäsen, 2024"),
    ]
    out = sent / "out" / "network"
    assert not done.findings
    assert not [f for f in eloggraph.check(out).findings if f.severity == "violation"]
    source = "a-2026-03-01"
    assert rows(out / "sources.csv")[-1] == {
        "id": source, "label@fi": "Aula: vastaus", "publisher": "Aula", "issued": "2026-03-01"
    }  # fmt: skip
    actor = rows(out / "actors.csv")[0]
    assert (actor["sector"], actor["source"]) == ("youth", source)
    links = rows(out / "links.csv")
    assert links[0] | {"source": "vanha|" + source, "observed": "2026-03-01"} == links[0]
    assert links[1]["source"] == "vanha"
    assert {key: links[2][key] for key in ("from", "to", "type", "since", "source")} == {
        "from": "a", "to": "c", "type": "information-sharing", "since": "2025-02-01",
        "source": source,
    }  # fmt: skip
    service = rows(out / "services.csv")[-1]
    assert (service["label@fi"], service["providers"]) == ("Uraklinikka", "a")
    # What was denied stays as it was, and nothing personal is passed on.
    assert rows(out / "memberships.csv") == [
        {"actor": "a", "organization": "n", "role": "j", "since": "2024"}
    ]
    record = (sent / "out" / "confirmations.csv").read_text(encoding="utf-8-sig")
    assert "koulutus;nuorisoala" in record
    assert "maija" not in record
    assert [card.label.fi for card in done.taken.silent] == ["Beta", "Cesium"]
    # The network itself is as it was.
    assert (sent / "net" / "actors.csv").read_text(encoding="utf-8") == ACTORS


def test_a_tie_that_one_side_names_and_the_other_does_not_is_contradicted(sent: Path) -> None:
    """a says yes and b no to a–b; a adds a–c, and c returns its card without it."""
    fill(
        sent,
        "a",
        {
            ("Yhteistyö", 2, HOLDS): "kyllä",
            ("Yhteistyö", 3, "Osapuoli 2"): "Cesium",
            ("Yhteistyö", 3, "Tyyppi"): "tuki",
        },
    )
    fill(sent, "b", {("Yhteistyö", 2, HOLDS): "ei"})
    fill(sent, "c", {("Organisaatio", 2, HOLDS): "yes"})
    done = take(sent)
    assert ("Beta", "contradicted", "Aula, Beta, asiakasohjaus") in said(done)
    assert ("Cesium", "contradicted", "Aula, Cesium, tuki") in said(done)
    upkeep = eloggraph.open(sent / "out" / "network").analyse("upkeep").upkeep
    pairs = [(one.labels[0].fi, one.labels[1].fi) for one in upkeep.one_sided]
    assert pairs == []  # b and c told of no tie at all: as far as is known they have not answered
    fill(sent, "b", {("Yhteistyö", 2, HOLDS): "ei", ("Yhteistyö", 3, HOLDS): "kyllä"})
    take(sent)
    upkeep = eloggraph.open(sent / "out" / "network").analyse("upkeep").upkeep
    assert [(one.labels[0].fi, one.labels[1].fi) for one in upkeep.one_sided] == [("Aula", "Beta")]


def test_both_sides_adding_one_tie_make_one_row_of_two_sources(sent: Path) -> None:
    new = {
        ("Yhteistyö", 5, "Osapuoli 1"): "Aula",
        ("Yhteistyö", 5, "Osapuoli 2"): "Cesium",
        ("Yhteistyö", 5, "Tyyppi"): "tuki",
    }
    fill(sent, "a", new)
    fill(sent, "c", new)
    done = take(sent)
    assert [each.said for each in done.taken.answers] == ["new", "new"]
    assert [row["source"] for row in rows(sent / "out" / "network" / "links.csv")][2:] == [
        "a-2026-03-01|c-2026-03-01"
    ]


def test_a_cell_that_two_correct_differently_stays_as_it_is(sent: Path) -> None:
    fill(sent, "a", {("Yhteistyö", 2, "Oikea tieto: tyyppi"): "tuki"})
    fill(sent, "b", {("Yhteistyö", 2, "Oikea tieto: tyyppi"): "yhteinen suunnittelu"})
    done = take(sent)
    assert [each.said for each in done.taken.answers] == ["conflict", "conflict"]
    assert rows(sent / "out" / "network" / "links.csv")[0]["type"] == "referral"


def test_a_value_written_over_what_is_on_record_is_a_correction_with_both(sent: Path) -> None:
    fill(sent, "a", {("Yhteistyö", 2, "Tyyppi"): "tuki"})
    (answer,) = take(sent).taken.answers
    assert (answer.said, answer.before, answer.after) == ("corrected", "asiakasohjaus", "tuki")
    assert rows(sent / "out" / "network" / "links.csv")[0]["type"] == "support"


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        (("Yhteistyö", 2, HOLDS), "ehkä", "card-holds-unknown"),
        (("Yhteistyö", 2, "Oikea tieto: tyyppi"), "kahvittelu", "card-value-unknown"),
        (("Organisaatio", 3, "Oikea tieto"), "=HYPERLINK(1)", "card-value-unknown"),
        (("Organisaatio", 2, "Oikea tieto"), "Aula, maija@firma.fi", "card-value-unknown"),
        (("Yhteistyö", 3, "Osapuoli 2"), "Cesium", "card-value-missing"),
        (("Yhteistyö", 2, "Osapuoli 2"), "Cesium", "card-value-fixed"),
        (("Yhteistyö", 2, "Tunniste"), "abc-def", "card-line-unknown"),
    ],
)
def test_what_cannot_be_understood_is_told_at_its_cell_and_not_taken(
    sent: Path, cell: tuple[str, int, str], value: str, code: str
) -> None:
    book = openpyxl.load_workbook(fill(sent, "a", {}))
    if value.startswith("="):  # as text, which is what a respondent of ill will would send
        heads = [each.value for each in book[cell[0]][1]]
        target = book[cell[0]].cell(cell[1], heads.index(cell[2]) + 1)
        target.value, target.data_type = value, "s"
        book.save(sent / "back" / "a.xlsx")
    else:
        fill(sent, "a", {cell: value})
    done = take(sent)
    (finding,) = done.findings
    assert finding.code == code
    assert (finding.place.file, finding.place.sheet, finding.place.row) == ("a.xlsx", *cell[:2])
    assert "maija" not in finding.message.fi
    assert rows(sent / "out" / "network" / "links.csv")[0]["type"] == "referral"


def test_workbooks_that_are_no_cards_are_refused_in_a_sentence(sent: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    book.save(sent / "back" / "other.xlsx")
    with pytest.raises(InputError, match=r"no card that|ei ole kortti"):
        take(sent)
    (sent / "back" / "other.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(InputError):
        take(sent)
    with zipfile.ZipFile(sent / "back" / "other.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"<a/>")
        bomb.writestr("xl/worksheets/sheet1.xml", bytes(300_000_000))
    with pytest.raises(InputError) as refused:
        take(sent)
    assert [each.code for each in refused.value.findings] == ["workbook-refused"]
    with pytest.raises(InputError):
        eloggraph.confirm(sent / "net", sent / "out", take=[sent / "none.xlsx"])
    (sent / "back" / "other.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    fill(sent, "a", {})
    done = take(sent)  # the good ones are taken all the same, but an empty one is no answer
    assert [card.id for card in done.taken.blank] == ["a"]
    assert not done.taken.answered
    assert len(rows(sent / "out" / "network" / "sources.csv")) == 1
    assert done.findings[0].severity == "violation"


def test_a_card_of_another_network_or_a_changed_sheet_is_told(sent: Path) -> None:
    settings = 'languages = ["fi"]\nid = "other"\nbase = "https://example.org/other/"\n'
    settings += '[title]\nfi = "T"\n'
    other = write_tables(sent / "other", TABLES, settings)
    shutil.copy(sent / "cards" / "workbooks" / "a.xlsx", sent / "back" / "a.xlsx")
    with pytest.raises(InputError) as refused:
        eloggraph.confirm(other, sent / "out", take=[sent / "back"], today=DAY)
    assert refused.value.findings[0].code == "card-other-network"
    book = openpyxl.load_workbook(sent / "back" / "a.xlsx")
    book["Yhteistyö"].delete_cols(3)
    book.save(sent / "back" / "a.xlsx")
    assert [finding.code for finding in take(sent).findings] == ["card-sheet-changed"]


def test_one_actor_that_answers_twice_is_taken_once(sent: Path) -> None:
    fill(sent, "a", {("Organisaatio", 2, HOLDS): "kyllä"})
    shutil.copy(sent / "back" / "a.xlsx", sent / "back" / "b.xlsx")
    done = take(sent)
    assert [finding.code for finding in done.findings] == ["card-twice"]
    assert len(done.taken.answers) == 1


def test_outputs_are_no_inputs_and_a_wrong_day_is_refused(sent: Path) -> None:
    with pytest.raises(OutputError):
        eloggraph.confirm(sent / "net", sent / "net" / "cards")
    fill(sent, "a", {})
    with pytest.raises(OutputError):
        eloggraph.confirm(sent / "net", sent / "back" / "out", take=[sent / "back"])
    with pytest.raises(OptionError):
        eloggraph.confirm(sent / "net", sent / "out", by="tomorrow")
    with pytest.raises(InputError):
        eloggraph.confirm(sent / "net", sent / "out", take=[sent / "cards" / "pages"])


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fi", "Vastanneita on 1, kun kortti on 3 toimijalla."),
        ("sv", "Inget svar har kommit från: Beta, Cesium."),
        ("en", "Corrected: 1 fact.\n  Aula: Aula, Beta, referral, since: – → 1.2.2025\n"),
    ],
)
def test_the_command_tells_who_answered_and_what_was_corrected(
    sent: Path, lang: str, told: str
) -> None:
    fill(sent, "a", {("Yhteistyö", 2, "Oikea tieto: alkaen"): date(2025, 2, 1)})
    line = ["confirm", str(sent / "net"), "--take", str(sent / "back"), "--to", str(sent / "out")]
    done = CliRunner().invoke(main, [*line, "--lang", lang])
    assert done.exit_code == 0, done.output
    assert told in done.stdout
    without = CliRunner().invoke(main, [*line[:2], "--take", "--to", str(sent / "new")])
    assert without.exit_code == 2
    both = CliRunner().invoke(main, [*line, "--by", "2026", "--replace"])
    assert both.exit_code == 2


def test_the_copy_finds_the_networks_that_are_used(tmp_path: Path) -> None:
    book = tmp_path / "cards" / "workbooks" / "gradia.xlsx"
    eloggraph.confirm("datasets/osaajaks", tmp_path / "cards")
    opened = openpyxl.load_workbook(book)
    heads = [cell.value for cell in opened["Organisaatio"][1]]
    opened["Organisaatio"].cell(2, heads.index(HOLDS) + 1).value = "kyllä"
    opened.save(book)
    eloggraph.confirm("datasets/osaajaks", tmp_path / "out", take=[book], today=DAY)
    report = eloggraph.check(tmp_path / "out" / "network")
    assert report.complete
    assert report.count("violation") == 0
    assert rows(tmp_path / "out" / "network" / "sources.csv")[-1]["id"] == "gradia-2026-03-01"


def test_a_comment_alone_is_kept_and_counts_for_nothing_else(sent: Path) -> None:
    note = "Huomautus"
    fill(sent, "a", {("Yhteistyö", 2, note): "+kysy", ("Yhteistyö", 4, note): "lisää tulossa"})
    done = take(sent)
    assert [(each.said, each.note) for each in done.taken.answers] == [
        ("noted", "+kysy"),
        ("noted", "lisää tulossa"),
    ]
    assert rows(sent / "out" / "network" / "links.csv")[0]["source"] == "vanha"
    record = (sent / "out" / "confirmations.csv").read_text(encoding="utf-8-sig")
    assert "'+kysy" in record  # no spreadsheet computes it


def test_a_line_that_has_changed_since_is_told_and_what_stands_in_it_is_no_correction(
    sent: Path,
) -> None:
    fill(sent, "a", {("Yhteistyö", 2, HOLDS): "kyllä"})
    links = sent / "net" / "links.csv"
    links.write_text(links.read_text("utf-8").replace("a,b,referral", "a,b,support"), "utf-8")
    done = take(sent)
    assert [finding.code for finding in done.findings] == ["card-line-unknown"]  # another tie now
    text = (
        TABLES["links.csv"].replace("observed,", "since,observed,").replace("2024,", "2019,2024,")
    )
    links.write_text(text, "utf-8")
    done = take(sent)
    assert [finding.code for finding in done.findings] == ["card-line-changed"]
    assert [each.said for each in done.taken.answers] == ["confirmed"]


def test_that_a_member_confirms_its_place_does_not_confirm_the_network_as_a_whole(
    sent: Path,
) -> None:
    fill(sent, "b", {("Jäsenyydet ja tehtävät", 2, HOLDS): "kyllä"})
    done = take(sent)
    assert said(done) == [("Beta", "confirmed", "Verkko, jäsenet")]
    assert "source" not in rows(sent / "out" / "network" / "networks.csv")[0]


def test_an_actor_of_which_the_id_is_personal_has_no_card_and_that_is_told(tmp_path: Path) -> None:
    actors = "id,label@fi\nmaija@firma.fi,Maija\nb,Beta\n"
    folder = write_tables(tmp_path / "net", {"actors.csv": actors})
    done = eloggraph.confirm(folder, tmp_path / "cards")
    assert (done.cards, done.left_out) == (1, 1)
    assert not [p for p in (tmp_path / "cards").rglob("*") if "maija" in p.name.lower()]
