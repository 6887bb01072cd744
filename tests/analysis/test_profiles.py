"""What cards tell of an actor, from rows written by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.analysis.profiles import Profile, profile_nodes
from eloggraph.analysis.question import Material
from eloggraph.analysis.tie_ends import find_tie_ends
from eloggraph.api.analyse import gather
from eloggraph.api.day import look

Factory = Callable[..., Path]
LABELS = "label@fi,label@sv,label@en"
TABLES = {
    "actors": f"id,{LABELS},type,sector\n"
    + "".join(f"a{n},A{n},A{n},A{n},company,{'education' if n else ''}\n" for n in range(10)),
    "target_groups": f"id,{LABELS},client_group\nnuoret,Nuoret,Unga,Youth,young\n",
    "goals": f"id,{LABELS}\ng1,Lähelle,Nära,Near\ng2,Kaikille,Åt alla,For all\n",
    "projects": f"id,{LABELS},coordinator,participants,goals,since,until\n"
    "h,Hanke,Projekt,Project,a0,a0|a1,g1|g2,2024,2025-12-31\n"
    "vanha,Vanha,Gammal,Old,a0,,g1,2020,2021\n",
    "measures": f"id,{LABELS},responsible\nm,Toimi,Åtgärd,Measure,a0\n",
    "services": f"id,{LABELS},providers,authority,forms,channels,target_groups,languages,until\n"
    "s,Neuvonta,Råd,Advice,a0,a1,guidance,phone,nuoret,fi|sv,\n"
    "p,Päättynyt,Slut,Over,a0,,guidance,phone,,fi,2020\n",
    "links": "from,to,type,project,until\na0,a1,referral,h,\na0,a2,referral,h,2024-06\na0,a3,referral,,\n",
}


@pytest.fixture
def material(tmp_path: Path, write_network: Factory) -> Material:
    network = eloggraph.open(write_network(tmp_path, TABLES))
    looked = look(network, date(2024, 1, 1))
    return gather(looked, {}, seed=0, permutations=0)


def profile(material: Material, name: str) -> Profile:
    found = profile_nodes(material)
    return next(told for iri, told in found.items() if iri.endswith(f"/{name}"))


def tell(material: Material, name: str) -> dict[str, list[tuple[Any, ...]]]:
    return {
        chapter.key: [
            (tuple(each.fi for each in entry.labels), *(line.fi for line in entry.lines))
            for entry in chapter.entries
        ]
        for chapter in profile(material, name).chapters
    }


def test_services_in_force_are_told_with_form_group_channel_and_language(
    material: Material,
) -> None:
    assert tell(material, "a0")["services"] == [
        (("Neuvonta",), "henkilökohtainen ohjaus · Nuoret", "puhelin · suomi, ruotsi")
    ]
    answered = tell(material, "a1")["services"][0]
    assert answered[1] == "vastuuviranomainen, muut tuottavat"


def test_goals_of_which_the_same_is_told_are_told_together_with_the_role(
    material: Material,
) -> None:
    work = "Hanke, koordinaattori, 2024 – 31.12.2025"
    assert tell(material, "a0")["goals"] == [
        (("Lähelle", "Kaikille"), work),
        (("Toimi",), "vastuutaho"),
    ]
    assert tell(material, "a1")["goals"][0][1].startswith("Hanke, osallistuja")
    assert "goals" not in tell(material, "a2")


def test_what_nine_in_ten_say_is_lacking_where_one_does_not(material: Material) -> None:
    assert len(profile(material, "a0").lacking) == 1
    assert profile(material, "a1").lacking == ()


def test_of_fewer_than_ten_nothing_is_looked_for(tmp_path: Path, write_network: Factory) -> None:
    rows = TABLES["actors"].splitlines()[:-1]
    network = eloggraph.open(write_network(tmp_path, {"actors": "\n".join(rows)}))
    found = profile_nodes(gather(look(network, date(2024, 1, 1)), {}, seed=0, permutations=0))
    assert len(found) == 9
    assert not any(each.lacking for each in found.values())


def test_a_tie_ends_by_its_own_row_or_with_its_project(material: Material) -> None:
    links = [tie for tie in material.network.ties if tie.kind == "link"]
    by_target = {tie.target[-2:]: tie for tie in links}
    ends = {to: find_tie_ends(material, [tie])[0] for to, tie in by_target.items()}
    assert (ends["a2"].until, ends["a2"].carrier) == ("2024-06", None)
    assert ends["a3"].until is None
    lead = next(tie for tie in material.network.ties if tie.kind == "coordination")
    found = find_tie_ends(material, [lead])[0]
    assert found.until == "2025-12-31"
    assert found.carrier is not None
    assert found.carrier.fi == "Hanke"
