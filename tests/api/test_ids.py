"""A region written with names alone: no id typed, nothing told, and every command works by names."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.api.build import explain_left_out
from eloggraph.api.ids import keep_ids
from eloggraph.cli.main import main
from networks import write_tables

# As a coordinator types: two languages, brackets, both names of a place, and references any way.
ACTORS = """nimi (suomi);nimi (ruotsi);toiminta-alueet
Iisalmen kaupunki;Idensalmi stad;Iisalmi / Idensalmi
Kiuruveden kaupunki;;Kiuruvesi
Sonkajärven kunta;;Sonkajärvi
Vieremän kunta;;Vieremä
Ylä-Savon ammattiopisto (YSAO);;Iisalmi
Savonia-ammattikorkeakoulu;;Iisalmi
Ohjaamo Ylä-Savo;Navigatorn Övre Savolax;Iisalmi|Kiuruvesi
Kansaneläkelaitos (Kela);Folkpensionsanstalten (FPA);Iisalmi
Ylä-Savon työllisyysalue;;Iisalmi
Svenska föreningen i Idensalmi;Svenska föreningen i Idensalmi;Iisalmi
Nuorten työpaja ”Jelppi”;;Iisalmi
Ylä-Savon yrittäjät ry.;;Iisalmi
"""
SERVICES = """nimi (suomi);palveluntuottajat;kohderyhmät;alueet;palvelumuodot
Uraohjaus;ohjaamo ylä–savo|YSAO;nuoret;Iisalmi;neuvonta
Työpajavalmennus;Nuorten työpaja "Jelppi";Nuoret;Idensalmi;valmennus
"""
LINKS = """osapuoli 1;osapuoli 2;tyyppi
Ohjaamo Ylä-Savo;FPA;asiakasohjaus
NAVIGATORN ÖVRE SAVOLAX;Ylä\u2011Savon\u00a0työllisyysalue;asiakasohjaus
Savonia ammattikorkeakoulu;ylä-savon yrittäjät ry;tiedon jakaminen
Idensalmi stad;Svenska föreningen i Idensalmi;tuki
"""
AREAS = "nimi (suomi)\nIisalmi / Idensalmi\nKiuruvesi\nSonkajärvi\nVieremä\n"
TABLES = {
    "actors.csv": ACTORS,
    "services.csv": SERVICES,
    "links.csv": LINKS,
    "areas.csv": AREAS,
    "target_groups.csv": "nimi (suomi)\nNuoret\n",
}


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_tables(tmp_path / "yla-savo", TABLES)


def rename(region: Path, old: str, new: str) -> None:
    actors = region / "actors.csv"
    actors.write_text(actors.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_region_of_names_has_no_fault_and_no_question(region: Path) -> None:
    report = eloggraph.check(region)
    about_ids = {"key-missing", "reference-dangling", "reference-ambiguous", "name-twin"}
    assert report.count("violation") == 0
    assert about_ids.isdisjoint(finding.code for finding in report.findings)


def test_ties_and_services_are_between_the_rows_that_are_meant(region: Path) -> None:
    network = eloggraph.open(region)
    ties = {
        subject.rpartition("/")[2] for subject in network.graph.subjects() if "links/" in subject
    }
    assert ties == {
        "actors.ohjaamo-yla-savo~actors.kansanelakelaitos-kela~referral",
        "actors.ohjaamo-yla-savo~actors.yla-savon-tyollisyysalue~referral",
        "actors.savonia-ammattikorkeakoulu~actors.yla-savon-yrittajat-ry~information-sharing",
        "actors.iisalmen-kaupunki~actors.svenska-foreningen-i-idensalmi~support",
    }
    answer = network.query(
        "PREFIX elo: <https://w3id.org/eloggraph/ns#> "
        "SELECT DISTINCT ?who WHERE { ?s a elo:GuidanceService ; ?p ?who . ?who a elo:Actor }"
    )
    who = {str(row[0]).rpartition("/")[2].rstrip(">") for row in answer.rows}
    assert {"ohjaamo-yla-savo", "yla-savon-ammattiopisto-ysao", "nuorten-tyopaja-jelppi"} <= who


def test_a_renaming_keeps_place_on_the_map_and_is_one_change(region: Path, tmp_path: Path) -> None:
    keep_ids(eloggraph.open(region))
    later = write_tables(tmp_path / "later", TABLES)
    (later / "ids.csv").write_bytes((region / "ids.csv").read_bytes())
    rename(later, "Vieremän kunta", "Vieremän kynta")
    before, after = (eloggraph.open(folder).map().model for folder in (region, later))
    assert {node.iri: (node.x, node.y) for node in after.nodes} == {
        node.iri: (node.x, node.y) for node in before.nodes
    }


def test_build_keeps_the_ids_and_says_so_on_stderr(region: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.ttl"
    command = ["build", str(region), "--output", str(out), "--lang", "fi"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0
    assert sum("ids.csv" in line for line in done.stderr.splitlines()) == 1
    assert (region / "ids.csv").is_file()
    assert "ids.csv" not in CliRunner().invoke(main, command).stderr


def test_a_store_keeps_the_ids_too_and_is_not_stale_at_once(region: Path, tmp_path: Path) -> None:
    """The oracle is what ``build`` of the same tables keeps; a day says what it leaves out."""
    actors = region / "actors.csv"
    header, first, *rows = actors.read_text(encoding="utf-8").splitlines()
    ended = [f"{header};until", f"{first};2020-01-01", *(f"{row};" for row in rows)]
    actors.write_text("\n".join(ended) + "\n", encoding="utf-8")
    store = tmp_path / "store"
    command = ["build", str(region), "--store", str(store), "--at", "2024", "--lang", "fi"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert sum("ids.csv" in line for line in done.stderr.splitlines()) == 1
    assert done.stderr.endswith(explain_left_out(eloggraph.open(region), "fi", "2024"))
    assert "31.12.2024" in done.stderr
    assert len(eloggraph.open_dataset(store).remarks) == 1
    kept = region / "ids.csv"
    told = kept.read_bytes()
    kept.unlink()
    keep_ids(eloggraph.open(region))
    assert kept.read_bytes() == told
    kept.write_bytes(told.replace(b"kiuruveden-kaupunki", b"kiuruvesi"))
    assert "ids.csv" in eloggraph.open_dataset(store).remarks[1].fi


def test_convert_carries_the_ids_along(region: Path, tmp_path: Path) -> None:
    keep_ids(eloggraph.open(region))
    eloggraph.convert(region, tmp_path / "book" / "network.xlsx")
    rename(region, "Vieremän kunta", "Vieremän kynta")
    eloggraph.convert(tmp_path / "book", tmp_path / "back")
    kept = (region / "ids.csv").read_bytes()
    assert (tmp_path / "book" / "ids.csv").read_bytes() == kept
    assert (tmp_path / "back" / "ids.csv").read_bytes() == kept
    workbook = eloggraph.open(tmp_path / "book")
    assert set(workbook.graph.subjects()) == set(eloggraph.open(region).graph.subjects())


def test_cards_find_their_actor_when_its_name_was_mended_meanwhile(
    region: Path, tmp_path: Path
) -> None:
    eloggraph.confirm(region, tmp_path / "cards")
    assert (region / "ids.csv").is_file()
    rename(region, "Vieremän kunta", "Vieremän kynta")
    (card,) = (tmp_path / "cards" / "workbooks").glob("vierem*.xlsx")
    book = openpyxl.load_workbook(card)
    book["Organisaatio"]["D3"] = "kyllä"
    book.save(card)
    done = eloggraph.confirm(region, tmp_path / "taken", take=[card])
    actors = {answer.actor.rpartition("/")[2] for answer in done.taken.answers}
    assert actors == {"viereman-kunta"}
    network = tmp_path / "taken" / "network"
    assert (network / "ids.csv").read_bytes().count(b"viereman-kunta") == 1
