"""The view of the service chains: against the packaged tables, and a broken chain made by hand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.outcome import Lack
from eloggraph.api.analyse import gather
from eloggraph.text import LANGUAGES, Text
from eloggraph.views.chain.model import ChainModel, build_chain
from eloggraph.views.chain.page import render_chain
from eloggraph.views.page.view import Frame
from networks import write_tables

DATASETS = Path(__file__).parents[2] / "datasets"
FRAME = Frame(title=Text.same("T"), as_of=Text.same("2026"), addresses={})
TABLES = {
    "actors.csv": "id,label@fi,until\na,Aho,\nb,Belli,\nc,Celia,2020\n",
    "projects.csv": "id,label@fi,coordinator,since,until\nhanke,Hanke,a,2025-06-01,2026-08-31\n"
    "auki,Avoin,b,2025-06-01,\nvanha,Vanha,b,2019,2024\n",
    "services.csv": "id,label@fi,providers,forms,until,project\ns1,Eka,a,guidance,,\n"
    "s2,Toka,a|b,guidance,,\ns3,Kolmas,,guidance,,\ns4,Neljäs,b,guidance,2026-12-31,hanke\n"
    "s5,Viides,c,guidance,,\ns6,Kuudes,a,guidance,2020,\n",
}


def build(folder: Path) -> ChainModel | None:
    network = eloggraph.open(folder)
    looked = network.look()
    analysis = network.analyse("chain", permutations=9)
    return build_chain(analysis, gather(looked, network.config.ties, seed=0, permutations=9))


def make(folder: Path, steps: Iterable[str], chains: str = "k,Ketju,auki,,\n") -> ChainModel:
    tables = {
        "chains.csv": f"id,label@fi,project,status,until\n{chains}",
        "steps.csv": "id,label@fi,chain,order,service,next\n" + "".join(f"{s}\n" for s in steps),
    }
    model = build(write_tables(folder, {**TABLES, **tables}))
    assert model is not None
    return model


def read(table: str) -> list[dict[str, str]]:
    path = DATASETS / "osaajaks" / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def osaajaks() -> ChainModel:
    model = build(DATASETS / "osaajaks")
    assert model is not None
    return model


def test_lanes_gather_the_providers_that_take_part_in_the_same_steps(osaajaks: ChainModel) -> None:
    services = {row["id"]: set(row["providers"].split("|")) for row in read("services")}
    steps = [services[row["service"]] for row in read("steps")]
    patterns = {
        tuple(who in step for step in steps) for who in set().union(*steps)
    }  # each actor's own row of yes and no
    for language in LANGUAGES:
        drawn = osaajaks.chains[0].lanes[language]
        assert len(drawn.bands) == 1 + len(patterns)
        assert len(drawn.boxes) == sum(map(sum, patterns))
        assert len(drawn.heads) == len(steps)


def test_the_answer_counts_hand_overs_and_ends(osaajaks: ChainModel) -> None:
    assert osaajaks.answer.claim.fi == (
        "Palveluketju ei katkea; tuottajat vaihtuvat osin kahdessa siirtymässä "
        "ja yksi päättymispäivä on tiedossa (2023)"
    )
    assert osaajaks.answer.source.fi.startswith("Lähde: chains.csv, rivi 2; steps.csv, rivit 2–4; ")


def test_the_table_beside_names_every_provider_of_every_step(osaajaks: ChainModel) -> None:
    names = {row["id"]: row["label@fi"] for name in ("actors", "networks") for row in read(name)}
    services = {row["id"]: row["providers"].split("|") for row in read("services")}
    steps = osaajaks.twins[0].rows[1:]
    for row, written in zip(steps, read("steps"), strict=True):
        told = row.cells[3].fi.split(", ")  # type: ignore[union-attr]
        assert set(told) == {names[who] for who in services[written["service"]]}


def test_breaks_are_told_where_they_are(tmp_path: Path) -> None:
    model = make(
        tmp_path / "t",
        [
            *("v1,Yksi,k,1,s1,v2", "v2,Kaksi,k,2,s6,v4", "v3,Kolme,k,3,s3,", "v4,Neljä,k,4,s4,v5"),
            *("v5,Viisi,k,5,s5,v6", "v6,Kuusi,k,6,,v7", "v7,Seitsemän,k,7,s4,v6"),
        ],
    )
    assert model.answer.claim.fi.startswith("Palveluketju katkeaa viidessä vaiheessa")
    drawn = model.chains[0].lanes["fi"]
    told = [" ".join(text for _, kind, text in box.lines if kind == "gap") for box in drawn.boxes]
    assert told == [
        "",
        "palvelu on päättynyt: Kuudes siirrytään tämän vaiheen ohi: Kolme",
        "palvelulla ei ole tuottajaa ei jatkoa seuraavaan vaiheeseen: Neljä",
        "",
        "tuottaja on lopettanut: Celia",
        "ei palvelua",
        "palataan vaiheeseen Kuusi",
    ]
    styles = [arrow.style for arrow in drawn.arrows]
    assert styles.count("broken") == 3  # past a step, to nowhere, and back
    assert sum(arrow.sign is not None for arrow in drawn.arrows) == 1
    assert drawn.bands[-1].style == "nobody"
    assert isinstance(model.twins[0].rows[2].cells[-1], Lack)


def test_who_hands_over_to_whom_is_said_between_the_steps(tmp_path: Path) -> None:
    steps = ["v1,Yksi,k,1,s1,v2", "v2,Kaksi,k,2,s2,v3", "v3,Kolme,k,3,s4,v4", "v4,Neljä,k,4,s4,"]
    drawn = make(tmp_path / "t", steps).chains[0].lanes["fi"]
    assert [kind for _, _, kind, _ in drawn.passings] == ["partly", "partly", "same"]
    # Aho goes on and Belli comes in; Aho and Belli hand over to Belli; Belli goes on.
    assert [a.style for a in drawn.arrows] == ["same", "change", "change", "same", "same"]


@pytest.mark.parametrize(
    ("project", "ending", "told"),
    [
        ("hanke", True, "päättyy 31.8.2026"),
        ("vanha", True, "päättynyt 2024"),
        ("auki", False, None),
    ],
)
def test_the_term_of_the_project_has_its_end(
    tmp_path: Path, project: str, ending: bool, told: str | None
) -> None:
    model = make(tmp_path / "t", ["v1,Yksi,k,1,s1,"], f"k,Ketju,{project},,2028\n")
    term = model.chains[0].terms["fi"][0]
    assert term.is_ending is ending
    assert (term.end[2] if term.end else None) == told
    assert term.bar is not None
    (start, length), day = term.bar, term.day[0]
    assert (start + length < day) is (project == "vanha")


@pytest.mark.parametrize(("alone", "bands", "boxes"), [(7, 8, 14), (8, 8, 8)])
def test_more_than_eight_lanes_are_drawn_by_sets_of_providers(
    tmp_path: Path, alone: int, bands: int, boxes: int
) -> None:
    """Each step has a provider of its own and one that all steps have: one lane more than steps."""
    at = range(alone)
    tables = {
        "actors.csv": "id,label@fi\nz,Yhteinen\n" + "".join(f"a{i},Toimija {i}\n" for i in at),
        "services.csv": "id,label@fi,providers,forms\n"
        + "".join(f"s{i},Palvelu {i},a{i}|z,guidance\n" for i in at),
        "chains.csv": "id,label@fi\nk,Ketju\n",
        "steps.csv": "id,label@fi,chain,order,service,next\n"
        + "".join(
            f"v{i},Vaihe {i},k,{i},s{i},{f'v{i + 1}' if i + 1 < alone else ''}\n" for i in at
        ),
    }
    model = build(write_tables(tmp_path / "t", tables))
    assert model is not None
    drawn = model.chains[0].lanes["fi"]
    assert (len(drawn.bands), len(drawn.boxes)) == (1 + bands, boxes)


@pytest.mark.parametrize(("changes", "told"), [(10, "kymmenessä"), (11, "11")])
def test_hand_overs_are_counted_in_words_up_to_ten(tmp_path: Path, changes: int, told: str) -> None:
    steps = [
        f"v{i},Vaihe {i},k,{i},{('s1', 's4')[i % 2]},{f'v{i + 1}' if i < changes else ''}"
        for i in range(changes + 1)
    ]
    claim = make(tmp_path / "t", steps).answer.claim.fi
    assert f"tuottaja vaihtuu {told} siirtymässä" in claim


def test_a_planned_chain_and_one_without_steps_are_told_as_such(tmp_path: Path) -> None:
    planned = make(tmp_path / "a", ["v1,Yksi,k,1,s1,"], "k,Ketju,,planned,\n")
    assert planned.answer.claim.fi == "Palveluketju ei ole vielä toiminnassa"
    empty = make(tmp_path / "b", [], "k,Ketju,,,\n")
    assert empty.answer.claim.fi == "Palveluketjun vaiheita ei ole kirjattu"
    assert "vaiheita ei ole kirjattu" in render_chain(empty, FRAME)


def test_each_chain_has_a_picture_of_its_own(tmp_path: Path) -> None:
    steps = ["v1,Yksi,k,1,s1,", "w1,Alku,m,1,s2,"]
    page = render_chain(make(tmp_path / "t", steps, "k,Ketju,,,\nm,Muu,,,\n"), FRAME)
    assert page.count('class="drawing lanes"') == 2 * len(LANGUAGES)


def test_without_chains_there_is_no_view(tmp_path: Path) -> None:
    assert build(write_tables(tmp_path / "t", TABLES)) is None


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    evil = '"</text></svg><script>alert(1)</script>"'
    page = render_chain(make(tmp_path / "t", [f"v1,{evil},k,1,s1,"]), FRAME)
    assert "<script>alert" not in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_same_network_gives_the_same_bytes(osaajaks: ChainModel) -> None:
    again = build(DATASETS / "osaajaks")
    assert again is not None
    assert render_chain(osaajaks, FRAME) == render_chain(again, FRAME)
