"""Norms worked by hand: for all target groups, and which of several decides about a cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.analysis.coverage_cells import Coverage, CoverageCell
from eloggraph.analysis.norms import Norm, make_rules
from eloggraph.analysis.offers import Demand
from networks import write_tables

ON = date(2026, 1, 31)
PARTS = {"region": ("a", "b", "c"), "seutu": ("b", "d"), "lonely": ("a",)}


def _norms(place: str, *, required: bool = True, group: str | None = None, **more: Any) -> Norms:
    areas = PARTS.get(place, (place,))
    return [
        Norm(target_group=group, area=area, place=place, required=required, **more)
        for area in areas
    ]


Norms = list[Norm]


# A cell is the group "young" in "b"; each case: the norms, and whether a service is required there.
CASES: list[tuple[str, Norms, bool | None]] = [
    ("nothing", [], None),
    ("the region, for all", _norms("region"), True),
    ("another group", _norms("region", group="old"), None),
    # a smaller area outweighs, either way
    ("waived in the municipality", [*_norms("region"), *_norms("b", required=False)], False),
    ("waived next to it", [*_norms("region"), *_norms("c", required=False)], True),
    ("required in the municipality", [*_norms("region", required=False), *_norms("b")], True),
    (
        "waived in the region, required below",
        [*_norms("b"), *_norms("region", required=False)],
        True,
    ),
    # a named group outweighs all groups, either way
    ("waived for the group", [*_norms("b"), *_norms("b", group="young", required=False)], False),
    ("required for the group", [*_norms("b", required=False), *_norms("b", group="young")], True),
    # the same: a requirement outweighs
    ("both for all", [*_norms("b"), *_norms("b", required=False)], True),
    (
        "both for the group",
        [*_norms("b", group="young"), *_norms("b", group="young", required=False)],
        True,
    ),
    # neither is the narrower: a requirement outweighs
    (
        "all in the part, the group in the whole",
        [*_norms("b", required=False), *_norms("region", group="young")],
        True,
    ),
    (
        "the group in the whole, all in the part",
        [*_norms("b"), *_norms("region", group="young", required=False)],
        True,
    ),
    ("areas that overlap", [*_norms("region"), *_norms("seutu", required=False)], True),
    # narrower in both
    (
        "the group in the part",
        [*_norms("region"), *_norms("b", group="young", required=False)],
        False,
    ),
    # the narrowest of three
    (
        "a waiver that is waived in turn",
        [
            *_norms("region"),
            *_norms("b", required=False),
            *_norms("b", group="young"),
        ],
        True,
    ),
]


@pytest.mark.parametrize(("norms", "required"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_is_required_of_several_norms(norms: Norms, required: bool | None) -> None:
    for given in (norms, norms[::-1]):
        rule = make_rules(given, ["young"], ON).get(("young", "b"), {}).get(Demand())
        assert (None if rule is None else rule.required) is required


def test_an_area_of_one_municipality_is_as_narrow_as_that() -> None:
    norms = [*_norms("lonely"), *_norms("a", required=False)]
    assert make_rules(norms, ["young"], ON)["young", "a"][Demand()].required


def test_how_many_are_asked_for_is_what_the_narrowest_says_that_says_it() -> None:
    region, silent = _norms("region", least_providers=3), _norms("b", group="young")
    few, waived = _norms("b", least_providers=1), _norms("b", required=False, least_providers=5)

    def least(*norms: Norm) -> int:
        return make_rules(norms, ["young"], ON)["young", "b"][Demand()].least

    assert least(*region, *silent) == 3
    assert least(*region, *few) == 1
    assert least(*region, *region, *_norms("seutu", least_providers=4)) == 4
    assert least(*region, *waived) == 0


TABLES = {
    "regions.csv": "id,label@fi\n98,Maakunta\n",
    "municipalities.csv": "id,label@fi,region\n990,Ahola,98\n991,Bergö,98\n",
    "actors.csv": "id,label@fi\nx,X\ny,Y\n",
    "target_groups.csv": "id,label@fi\nnuoret,Nuoret\naikuiset,Aikuiset\nmuut,Muut\n",
    "services.csv": "id,label@fi,target_groups,areas,forms,providers\n"
    "s,Nuorten ohjaus,nuoret,98,guidance,x|y\n",
    "programmes.csv": "id,label@fi\nohjelma,ELO-ohjelma\n",
    "sources.csv": "id,label@fi\nmuistio,Muistio\n",
    "norms.csv": "target_group,area,form,required,surveyed,based_on,source,locator\n"
    ",98,guidance,yes,2015,ohjelma,muistio,kohta 3\n"
    "muut,991,guidance,no,,,,\n",
}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return eloggraph.open(write_tables(tmp_path_factory.mktemp("norms") / "t", TABLES))


@pytest.fixture(scope="module")
def coverage(network: Any) -> Coverage:
    assert network.check().count("violation") == 0
    found: Coverage = network.analyse(permutations=99).coverage
    return found


def _cell(coverage: Coverage, group: str, area: str) -> CoverageCell:
    return next(
        cell
        for cell in coverage.cells
        if cell.target_group.endswith(f"/{group}") and cell.area.endswith(f"/{area}")
    )


def test_a_norm_for_all_groups_is_for_each_on_record(coverage: Coverage) -> None:
    # Nobody refers to the group of adults but its own table.
    states = {
        (cell.target_group.rpartition("/")[2], cell.area.rpartition("/")[2]): cell.state
        for cell in coverage.cells
    }
    assert states == {
        ("nuoret", "990"): "met",
        ("nuoret", "991"): "met",
        ("aikuiset", "990"): "missing",
        ("aikuiset", "991"): "missing",
        ("muut", "990"): "missing",
        ("muut", "991"): "not-required",
    }


def test_question_10_asks_for_the_same_groups(network: Any, coverage: Coverage) -> None:
    answer = network.query("target-groups-without-services")
    without = {(row["target_group_iri"], row["focus"]) for row in answer.dicts()}
    assert without == {(c.target_group, c.area) for c in coverage.cells if not c.services}
    required = {row["municipality"] for row in answer.dicts() if row.get("required") == "true"}
    assert required == {"Ahola", "Bergö"}


def test_a_decision_for_all_groups_is_answered_group_by_group(network: Any) -> None:
    rows = network.query("services-by-law", "fi").dicts()
    told = [(row["decision"], row["target_group"], row["service"]) for row in rows]
    assert told == [("ELO-ohjelma", "Nuoret", "Nuorten ohjaus")]
    rested = network.query("norms-and-decisions", "fi").dicts()
    assert [row.get("target_group") for row in rested] == [None, "Muut"]


def test_what_is_missing_tells_whose_norm_on_what_grounds_and_how_old_the_survey_is(
    coverage: Coverage,
) -> None:
    cell = _cell(coverage, "aikuiset", "990")
    assert "viimeksi 2015 (11 vuotta sitten)" in cell.reason.fi
    assert "2015 (för 11 år sedan)" in cell.reason.sv
    assert cell.basis is not None
    assert cell.basis.fi == (
        "Vaatimus koskee: kaikki kohderyhmät, Maakunta. Perusta: ELO-ohjelma. "
        "Lähde: Muistio (kohta 3)."
    )
    assert cell.basis.en.startswith("The requirement is for: all target groups, Maakunta.")
    assert [norm.rpartition("/")[2] for norm in cell.norms] == ["-~regions.98~guidance"]
    # A norm of the cell itself, on no grounds: nothing more is told.
    assert _cell(coverage, "muut", "991").basis is None


def test_a_group_that_nobody_knows_makes_no_norm_for_all(tmp_path: Path) -> None:
    # What is written but means nothing is a fault, and the row decides nothing.
    norms = "target_group,area,form,required,surveyed\nnuoret,990,guidance,yes,2025\n"
    write_tables(tmp_path, {**TABLES, "norms.csv": f"{norms}nuorret,991,guidance,yes,2025\n"})
    opened = eloggraph.open(tmp_path)
    assert opened.check().count("violation") == 1
    found = opened.analyse(permutations=99).coverage
    assert [c.state for c in found.cells] == ["met", "recorded"]
