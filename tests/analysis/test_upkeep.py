"""What of the map needs looking after: worked by hand, from the tables to what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.confirmation import Upkeep
from networks import write_tables

REGION = Path(__file__).resolve().parents[2] / "datasets" / "mallimaakunta"
NAMES = dict(zip("abcd", ("Aula", "Beta", "Cesium", "Delta"), strict=True))
ACTORS = "id,label@fi,source\n" + "".join(f"{id_},{name},\n" for id_, name in NAMES.items())


def ask(folder: Path, at: str | None = None) -> tuple[Upkeep, str, tuple[str, ...]]:
    analysis = eloggraph.open(folder).analyse("upkeep", at=at)
    found = analysis.upkeep
    assert isinstance(found, Upkeep)
    said = " ".join(text.fi for text in analysis.outcomes[0].sentences)
    return found, said, tuple(action.fi for action in analysis.actions)


def answers(*ids: str) -> str:
    rows = "".join(f"v{id_},Vastaus,{NAMES[id_]},2026-01-10\n" for id_ in ids)
    return f"id,label@fi,publisher,issued\nvanha,Raportti,Ministeriö,2024\n{rows}"


def make(folder: Path, links: str, *ids: str) -> Path:
    tables = {
        "actors.csv": ACTORS,
        "links.csv": f"from,to,type,observed,source\n{links}",
        "sources.csv": answers(*ids),
    }
    return write_tables(folder, tables)


@pytest.mark.parametrize(
    ("observed", "fresh"),
    [("2025-01-31", True), ("2025-01-30", False), ("2025-01", True), ("2024", False)],
)
def test_a_fact_is_old_a_year_and_a_day_after_it_was_observed(
    tmp_path: Path, observed: str, fresh: bool
) -> None:
    """The day is 2026-01-31; a month or a year ends with its last day."""
    found, said, _ = ask(make(tmp_path / "t", f"a,b,referral,{observed},\n"))
    ages = {age.kind: (age.fresh, age.stale, age.undated) for age in found.ages}
    assert ages == {"actor": (0, 0, 4), "link": (1, 0, 0) if fresh else (0, 1, 0)}
    assert ("vahvistamatta yli vuoden" in said or "yhtä ei ole vahvistettu" in said) is not fresh


def test_the_latest_of_the_sources_and_the_observation_counts(tmp_path: Path) -> None:
    links = "a,b,referral,,vanha|va\nb,c,referral,2023,vanha\nc,d,referral,,\n"
    found, said, _ = ask(make(tmp_path / "t", links, "a"))
    assert {fact.confirmed for fact in found.unconfirmed if fact.kind == "link"} == {"2024", None}
    assert "(yhteensä 7) yhtä ei ole vahvistettu vuoteen; se on ajalta 2024." in said


def test_who_could_confirm_most_is_asked_first_and_the_next_for_what_is_left(
    tmp_path: Path,
) -> None:
    """b is in all three links and has its own row: 4 facts. What is left of the others is 1 each."""
    links = "a,b,referral,2023,\nb,c,referral,2023,\nb,d,referral,2023,\n"
    found, _, actions = ask(make(tmp_path / "t", links))
    assert [(one.label.fi, one.facts, one.new) for one in found.asked] == [
        ("Beta", 4, 4),
        ("Aula", 2, 1),
        ("Cesium", 2, 1),
        ("Delta", 2, 1),
    ]
    assert actions[-1].startswith("Pyytäkää ensin näitä vahvistamaan tietonsa: Beta, Aula, Cesium")


def test_a_tie_that_one_of_two_who_answered_tells_alone_is_one_sided(tmp_path: Path) -> None:
    """a and b both tell of a–b; only a tells of a–c though c answered; d has not answered."""
    links = "a,b,referral,,va|vb\na,c,referral,,va\na,d,referral,,va\nb,c,referral,,vb|vc\n"
    found, said, _ = ask(make(tmp_path / "t", links, "a", "b", "c"))
    assert [(one.labels[0].fi, one.labels[1].fi) for one in found.one_sided] == [("Aula", "Cesium")]
    assert "kertoo vain toinen osapuoli, vaikka molemmat ovat vastanneet: Aula – Cesium." in said


def test_without_two_answers_nothing_is_said_of_sides(tmp_path: Path) -> None:
    found, said, _ = ask(make(tmp_path / "t", "a,b,referral,,va\na,c,referral,,vanha\n", "a"))
    assert not found.one_sided
    assert not found.sides_known
    assert "vain yhden toimijan oma vastaus" in said
    found, said, _ = ask(make(tmp_path / "u", "a,b,referral,,va|vb\n", "a", "b"))
    assert found.sides_known
    assert "yksipuolisia yhteyksiä ei ole" in said


def test_where_both_sides_report_the_way_of_a_link_tells_who_told(tmp_path: Path) -> None:
    """Ten pairs of five actors: with half of them both ways a link told once is one-sided."""
    actors = "id,label@fi\n" + "".join(f"n{at},N{at}\n" for at in range(5))
    pairs = [(one, other) for one in range(5) for other in range(one + 1, 5)]

    def write(name: str, both: int) -> Path:
        rows = [f"n{one},n{other},referral\n" for one, other in pairs]
        rows += [f"n{other},n{one},referral\n" for one, other in pairs[:both]]
        text = "from,to,type\n" + "".join(rows)
        return write_tables(tmp_path / name, {"actors.csv": actors, "links.csv": text})

    half, _, _ = ask(write("half", 5))
    assert [(one.labels[0].fi, one.labels[1].fi) for one in half.one_sided] == [
        ("N1", "N3"),
        ("N1", "N4"),
        ("N2", "N3"),
        ("N2", "N4"),
        ("N3", "N4"),
    ]
    fewer, _, _ = ask(write("fewer", 4))
    assert not fewer.sides_known


def test_the_one_sided_ties_of_the_example_are_found_and_no_others() -> None:
    truth = json.loads((REGION / "truth.json").read_text(encoding="utf-8"))
    found, said, _ = ask(REGION)
    pairs = [
        [iri.rpartition("/")[2] for iri in (each.teller, each.other)] for each in found.one_sided
    ]
    assert sorted(pairs) == sorted(truth["regions"][0]["one_sided_ties"])
    assert "tietoa on vahvistettu vuoden sisällä" in said
    later, said, _ = ask(REGION, "2027-06-01")
    assert later.total("fresh") == 0
    assert "vanhin on ajalta 2025." in said
