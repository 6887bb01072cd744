"""What a check finds missing is what the coverage finds missing: over all data sets and cases."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.analysis.coverage_gaps import CODE, list_missing
from eloggraph.finding import Finding, Place
from networks import SETTINGS, write_tables

CHECKOUT = Path(__file__).parents[2]
CASES = CHECKOUT.parent / "shared" / "cases" / "meaning"
DATASETS = sorted(path.name for path in (CHECKOUT / "datasets").iterdir() if path.is_dir())


def _missing(network: eloggraph.Network) -> list[Finding]:
    return [finding for finding in network.check().findings if finding.code == CODE]


def _agree(network: eloggraph.Network) -> int:
    """Hold the findings against the cells; return how many are missing."""
    coverage: Any = network.analyse("coverage").coverage
    told = _missing(network)
    by_norm = list_missing(coverage)
    assert {finding.focus for finding in told} == set(by_norm)
    assert len(told) == len(by_norm)
    for finding in told:
        cells = by_norm[finding.focus or ""]
        assert finding.severity == "warning"
        assert coverage.name(cells).fi in finding.message.fi
        if len(cells) > 1:
            assert f"{len(cells)} kohdasta" in finding.message.fi
    return sum(map(len, by_norm.values()))


@pytest.mark.parametrize("name", DATASETS)
def test_data_sets_agree(name: str) -> None:
    network = eloggraph.open(CHECKOUT / "datasets" / name)
    assert _agree(network) == (5 if name == "mallimaakunta" else 0)


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases of meaning lie in ../shared, not here")
@pytest.mark.parametrize("case", sorted(p.name for p in CASES.glob("*/")) if CASES.is_dir() else ())
def test_cases_of_meaning_agree(tmp_path: Path, case: str) -> None:
    shutil.copytree(CASES / case, tmp_path / case)
    shutil.copytree(CHECKOUT / "datasets" / "suomi", tmp_path / "suomi")
    network = eloggraph.open(tmp_path / case)
    if network.check().count("violation"):
        assert not _missing(network)
        return
    missing = _agree(network)
    if case == "d4-gap-shape":
        (finding,) = _missing(network)
        assert missing == 1
        assert finding.place == Place(file="norms.csv", row=2, column="required")
        assert "nuoret – Jyväskylä" in finding.message.fi


TABLES = {
    "regions.csv": "id,label@fi\n98,Maakunta\n",
    "municipalities.csv": "id,label@fi,region\n990,Ahola,98\n991,Bergö,98\n992,Cåsa,98\n",
    "actors.csv": "id,label@fi\nx,X\n",
    "target_groups.csv": "id,label@fi\ng,Nuoret\n",
    "services.csv": "id,label@fi,target_groups,areas,forms,providers\ns,S,g,990,guidance,x\n",
    "norms.csv": "target_group,area,form,required,surveyed,since\n"
    "g,98,guidance,yes,2025-09-30,\ng,992,education,yes,2025,\n,990,education,yes,,\n"
    "g,991,education,yes,2025,2030\n",
}


def test_what_one_row_misses_is_told_at_the_row_together(tmp_path: Path) -> None:
    network = eloggraph.open(write_tables(tmp_path, TABLES))
    # By hand: guidance lacks in 991 and 992, education in 992; nobody has asked about 990, and
    # what is required in 991 is so from 2030.
    assert _agree(network) == 3
    several, one = _missing(network)
    assert several.place == Place(file="norms.csv", row=2, column="required")
    assert (
        "2 kohdasta: Nuoret – Bergö – henkilökohtainen ohjaus, Nuoret – Cåsa" in several.message.fi
    )
    assert one.place == Place(file="norms.csv", row=3, column="required")
    assert one.message.en.startswith("A required service is missing: Nuoret – Cåsa – ")
    assert "Läget utreddes senast 2025." in one.message.sv
    # Warnings do not fail a check, unless they are to.
    report = network.check()
    assert not report.reaches("violation")
    assert report.reaches("warning")


def test_faulty_tables_miss_nothing(tmp_path: Path) -> None:
    services = TABLES["services.csv"] + "t,T,nobody,98,guidance,x\n"
    network = eloggraph.open(write_tables(tmp_path, {**TABLES, "services.csv": services}))
    assert network.check().count("violation") == 1
    assert _missing(network) == []


def test_shapes_of_others_judge_alone(tmp_path: Path) -> None:
    network = eloggraph.open(write_tables(tmp_path, TABLES))
    told = network.check(shapes=CHECKOUT / "shapes" / "areas.ttl").findings
    assert CODE not in {finding.code for finding in told}
    assert CODE in {finding.code for finding in network.check(engine="pyshacl").findings}


def test_a_run_tells_what_is_missing_on_the_day_that_it_looks_at(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "t", TABLES)
    now = eloggraph.run(folder, tmp_path / "now", permutations=9).report
    then = eloggraph.run(folder, tmp_path / "then", permutations=9, at="2030").report
    before = eloggraph.run(folder, tmp_path / "before", permutations=9, at="2024").report
    counts = [sum(f.code == CODE for f in each.findings) for each in (now, then, before)]
    assert counts == [2, 3, 0]
    kept = [{f for f in each.findings if f.code != CODE} for each in (now, then, before)]
    assert kept[0] == kept[1] == kept[2]
    page = (tmp_path / "then" / "report.html").read_text(encoding="utf-8")
    assert "Nuoret – Bergö – " in page


def test_a_norm_of_another_network_has_no_row_here(tmp_path: Path) -> None:
    # The folder beside it says what is required; here is what there is.
    national = {name: TABLES[name] for name in TABLES if name not in ("services.csv", "actors.csv")}
    write_tables(
        tmp_path / "national", national, SETTINGS.replace('"t"', '"n"').replace("/t/", "/n/")
    )
    settings = SETTINGS.replace("[title]", 'uses = ["../national"]\n[title]')
    own = {name: TABLES[name] for name in ("actors.csv", "services.csv")}
    network = eloggraph.open(write_tables(tmp_path / "here", own, settings))
    assert network.check().count("violation") == 0
    assert _agree(network) == len(_missing(network)) == 0
    more = {**own, "services.csv": own["services.csv"] + "t,T,g,992,outreach,x\n"}
    network = eloggraph.open(write_tables(tmp_path / "here", more, settings))
    assert network.check().count("violation") == 0
    assert _agree(network) == 2
    assert [finding.place for finding in _missing(network)] == [None, None]
