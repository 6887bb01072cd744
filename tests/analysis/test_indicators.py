"""Indicators, worked by hand: targets, the last observation, and how it has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import eloggraph
from networks import write_tables

BASE = {
    "areas.csv": "id,label@fi\nx,Alue\ny,Toinen\n",
    "target_groups.csv": "id,label@fi\nnuoret,Nuoret\n",
    "indicators.csv": "id,label@fi,unit\ni,Osuus,percent\n",
}
OBSERVATIONS = "indicator,area,observed,value,target_group,approximate\n"
TARGETS = "id,indicator,comparator,value,area,target_group,status,until\n"


def ask(folder: Path, observations: str, targets: str = "", **tables: str) -> Any:
    given = {
        **BASE,
        "observations.csv": OBSERVATIONS + observations,
        "targets.csv": TARGETS + targets,
        **tables,
    }
    return eloggraph.open(write_tables(folder, given)).analyse("indicators")


def told(found: Any, lang: str = "fi") -> list[str]:
    return [text.say(lang) for text in found.outcomes[0].sentences]


@pytest.mark.parametrize(
    ("observations", "change"),
    [
        ("i,x,2024,60,,\n", None),
        ("i,x,2023,60,,\ni,x,2024,61.5,,\n", "nousi 1,5 prosenttiyksikköä, ennen 60 % (2023)"),
        ("i,x,2024,59,,\ni,x,2023,60,,\n", "laski 1 prosenttiyksikköä, ennen 60 % (2023)"),
        ("i,x,2023,60,,\ni,x,2024,60.0,,\n", "ennallaan, ennen 60 % (2023)"),
        # Of another area, another target group, or after the day: not the same series.
        ("i,x,2023,60,,\ni,y,2024,61,,\n", None),
        ("i,x,2023,60,,\ni,x,2024,61,nuoret,\n", None),
        ("i,x,2025,60,,\ni,x,2027,61,,\n", None),
        ("i,x,2022,50,,\ni,x,2023,60,,\ni,x,2024,61,,\n",
         "nousi 1 prosenttiyksikköä, ennen 60 % (2023)"),
    ],
)  # fmt: skip
def test_a_change_is_from_the_value_before_of_the_same_series(
    tmp_path: Path, observations: str, change: str | None
) -> None:
    found = ask(tmp_path / "t", observations)
    (listing,) = found.outcomes[0].listings
    heads = [column.fi for column in listing.columns]
    shown = (
        [row.cells[heads.index("muutos")].fi for row in listing.rows] if "muutos" in heads else []
    )
    assert shown == ([change] if change else [])
    assert any("Osuus:" in sentence for sentence in told(found)) == bool(change)


@pytest.mark.parametrize(
    ("target", "compared"),
    [
        ("at-least,60,,,,", "toteutuu"),
        ("at-least,60.1,,,,", "ei toteudu"),
        ("at-most,60,,,,", "toteutuu"),
        ("at-most,59.9,,,,", "ei toteudu"),
        ("increase,,,,,", "tavoiteltuun suuntaan"),
        ("decrease,,,,,", "ei tavoiteltuun suuntaan"),
        ("at-least,60,x,,,", "toteutuu"),
        ("at-least,60,,,,2025", "toteutuu"),  # due, and not over
        # Only stated: the way is not known, or the target is of something else or over.
        ("equal,60,,,,", None),
        ("increase,70,,,,", None),
        ("at-least,60,y,,,", None),
        ("at-least,60,,nuoret,,", None),
        ("at-least,60,,,cancelled,", None),
        ("at-least,60,,,ended,", None),
    ],
)
def test_a_target_is_compared_where_both_are_of_the_same(
    tmp_path: Path, target: str, compared: str | None
) -> None:
    found = ask(tmp_path / "t", "i,x,2024,50,,\ni,x,2025,60,,\n", f"a,i,{target}\n")
    (listing,) = found.outcomes[0].listings
    heads = [column.fi for column in listing.columns]
    at = heads.index("tavoitteeseen verrattuna") if "tavoitteeseen verrattuna" in heads else None
    assert (at and listing.rows[0].cells[at].fi) == compared
    kinds = len(found.indicators.reached), len(found.indicators.missed)
    assert kinds == (
        (0, 0) if compared is None else (0, 1) if compared.startswith("ei") else (1, 0)
    )


def test_of_several_areas_a_target_without_area_is_only_stated(tmp_path: Path) -> None:
    found = ask(tmp_path / "t", "i,x,2025,60,,\ni,y,2025,70,,\n", "a,i,at-least,60,,,,\n")
    (listing,) = found.outcomes[0].listings
    assert [row.cells[0].fi for row in listing.rows] == ["Osuus", "Alue", "Toinen"]
    assert [row.level for row in listing.rows] == [0, 1, 1]
    assert "tavoitteeseen verrattuna" not in [column.fi for column in listing.columns]


def test_a_target_that_nothing_was_observed_for_is_told(tmp_path: Path) -> None:
    found = ask(tmp_path / "t", "", "a,i,at-least,60,,,,2027\n")
    assert told(found) == [
        "Kirjattuna on 1 mittari ja 1 tavoitearvo.",
        "Tavoitearvon toteutumisesta ei ole havaintoja: "
        "Osuus (tavoite: vähintään 60 %, viimeistään 2027).",
    ]
    assert told(found, "en")[1] == (
        "Nothing has been observed about a target: Osuus (target: at least 60%, by 2027)."
    )


@pytest.mark.parametrize(
    ("targets", "observations", "sentences"),
    [
        ("", "", ["Yhdestäkään mittarista ei ole havaintoja."]),
        ("", "i,x,2025,1,,\n", ["Yhdestä mittarista ei ole havaintoja: Muu."]),
        ("a,i,at-least,60,,,,\n", "", [
            "Tavoitearvon toteutumisesta ei ole havaintoja: Osuus (tavoite: vähintään 60 %).",
            "Havaintoja ei ole myöskään yhdestä mittarista, jolla ei ole tavoitearvoa: Muu.",
        ]),
    ],
)  # fmt: skip
def test_what_was_not_observed_is_told_once(
    tmp_path: Path, targets: str, observations: str, sentences: list[str]
) -> None:
    two = {"indicators.csv": "id,label@fi,unit\ni,Osuus,percent\nj,Muu,\n"}
    assert told(ask(tmp_path / "t", observations, targets, **two))[1:] == sentences


def test_of_a_single_indicator_without_observations_the_name_is_told(tmp_path: Path) -> None:
    assert told(ask(tmp_path / "t", ""))[1:] == ["Yhdestä mittarista ei ole havaintoja: Osuus."]


def test_an_approximate_value_is_told_as_such(tmp_path: Path) -> None:
    found = ask(tmp_path / "t", "i,x,2025-05,60,,true\n")
    (listing,) = found.outcomes[0].listings
    assert "noin 60 % (5/2025)" in [getattr(cell, "fi", "") for cell in listing.rows[0].cells]


def test_the_sixty_per_cent_of_the_document_has_no_observation() -> None:
    path = Path(__file__).parents[2] / "datasets" / "kansallinen-kehittaminen"
    found = eloggraph.open(path).analyse("indicators")
    (blind,) = found.indicators.blind
    assert blind.label.fi.endswith("(tavoite: vähintään 60 %)")
    assert not found.indicators.reached
    assert not found.indicators.missed
