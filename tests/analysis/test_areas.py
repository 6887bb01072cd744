"""What is given in an area reaches the municipalities that the area holds: read, checked, judged.

The oracle is the network below, small enough to tell by hand, and the case of the collection
beside the project that came out wrong: a service of an employment area, norms for two of its
municipalities.
"""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.questions.coverage import Coverage
from eloggraph.graph.answers import ResultTable

REPOSITORY = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("ELOGGRAPH_REFERENCE_DATA", REPOSITORY.parent / "shared" / "data"))
CASE = REFERENCE.parent / "cases" / "meaning" / "employment-area"
TABLES = {
    "network.toml": """\
id = "kuusikko"
date = "2026-11-01"
title = "Kuusikko"
""",
    "regions.csv": "id,label@fi,label@sv,label@en\n98,Ranta,Stranden,Shore\n",
    "municipalities.csv": """\
id,label@fi,label@sv,label@en,region
901,Yläkylä,Yläkylä,Yläkylä,98
902,Alakylä,Alakylä,Alakylä,98
903,Saari,Saari,Saari,98
""",
    "areas.csv": """\
id,label@fi,label@sv,label@en,type,contains,within
ta,Kylien työllisyysalue,Byarnas sysselsättningsområde,Villages employment area,työllisyysalue,901|Alakylä,
evk,Rannikon alue,Kustens område,Coast area,elinvoimakeskuksen toimialue,98,
""",
    "target_groups.csv": "id,label@fi,label@sv,label@en\nt,Työtä hakevat,Sökande,Job seekers\n",
    "actors.csv": """\
id,kind,label@fi,label@sv,label@en,type
yla,PublicAuthority,Yläkylän kunta,Yläkylä kommun,Yläkylä,työvoimaviranomainen
evk,PublicAuthority,Rannikon elinvoimakeskus,Livskraftscentralen,Coast centre,Elinvoimakeskus
""",
    "services.csv": """\
id,kind,label@fi,label@sv,label@en,providers,areas,forms,target_groups,channels,languages
ura,GuidanceService,Uraohjaus,Karriärvägledning,Guidance,yla,ta,guidance,t,in-person,fi
""",
    "norms.csv": """\
target_group,area,form,required,surveyed
t,901,guidance,yes,2026-10-01
t,902,guidance,yes,2026-10-01
t,903,guidance,yes,2026-10-01
""",
}


@pytest.fixture
def network(tmp_path: Path) -> Path:
    folder = tmp_path / "kuusikko"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rewrite(folder: Path, table: str, before: str, after: str) -> None:
    path = folder / table
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def codes(folder: Path) -> list[tuple[str, str | None]]:
    found = eloggraph.check(folder).findings
    return [(f.code, f.place.column if f.place else None) for f in found if f.severity != "info"]


def judge(folder: Path) -> Coverage:
    found = eloggraph.open(folder).analyse().coverage
    assert isinstance(found, Coverage)
    return found


def reached(folder: Path) -> set[str]:
    answer = eloggraph.open(folder).query("services-by-target-group")
    assert isinstance(answer, ResultTable)
    return {row["municipality_iri"].rpartition("/")[2] for row in answer.dicts()}


def test_a_service_of_an_employment_area_reaches_its_municipalities(network: Path) -> None:
    found = judge(network)
    assert (found.count("missing"), found.count("thin"), len(found.cells)) == (1, 2, 3)
    assert "puuttuu 1." in found.sentence.say("fi")
    assert reached(network) == {"901", "902"}


def test_an_area_of_regions_reaches_their_municipalities(network: Path) -> None:
    rewrite(network, "services.csv", ",ta,", ",evk,")
    assert judge(network).count("missing") == 0
    assert reached(network) == {"901", "902", "903"}


def test_a_municipality_in_several_areas_and_one_region_is_without_fault(network: Path) -> None:
    found = [code for code, _ in codes(network)]
    assert "value-missing" not in found
    assert not {finding.code for finding in eloggraph.check(network).findings} & {
        "values-too-many",
        "value-class",
        "reference-dangling",
    }


def test_a_municipality_without_its_region_is_told_at_the_empty_cell(network: Path) -> None:
    """That other areas hold it does not stand in for the region."""
    rewrite(network, "municipalities.csv", "Yläkylä,98", "Yläkylä,")
    assert ("value-missing", "region") in codes(network)


def test_an_area_without_municipalities_is_told_and_reaches_none(network: Path) -> None:
    rewrite(network, "areas.csv", "901|Alakylä", "")
    assert ("rule-broken", "type") in codes(network)
    assert reached(network) == set()


def test_a_part_that_is_no_area_is_told_at_its_cell(network: Path) -> None:
    rewrite(network, "areas.csv", "901|Alakylä", "901|Yläkyla")
    assert ("reference-dangling", "contains") in codes(network)


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_the_case_of_the_collection_is_reached(tmp_path: Path, lang: str) -> None:
    if not CASE.is_dir():
        pytest.skip("case not found: set ELOGGRAPH_REFERENCE_DATA to the data folder")
    folder = tmp_path / "employment-area"
    shutil.copytree(CASE, folder, copy_function=shutil.copyfile)
    folder.chmod(0o755)
    shutil.copytree(REPOSITORY / "datasets" / "suomi", tmp_path / "suomi")
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # The case is of a model in which an area could not say what it holds; its norms tell.
    rows[0]["contains"] = "179|410"
    with (folder / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert not eloggraph.check(folder).findings
    found = judge(folder)
    assert (found.count("missing"), found.count("thin")) == (0, 2)
    said = {"fi": "organisaation varassa 2.", "sv": "enda organisation 2.", "en": "organisation 2."}
    assert said[lang] in found.sentence.say(lang)
    assert reached(folder) == {"179", "410"}


@pytest.mark.parametrize(("on", "shown"), [("2024-12-31", True), ("2025-01-01", False)])
def test_a_municipality_that_has_ended_is_on_no_axis(network: Path, on: str, shown: bool) -> None:
    """Its last day still counts it; afterwards nothing of it is said, nor counted as outside."""
    rewrite(network, "municipalities.csv", "region\n", "region,until\n")
    rewrite(
        network, "municipalities.csv", "902,Alakylä,Alakylä,Alakylä,98", "902,A,A,A,98,2024-12-31"
    )
    rewrite(network, "areas.csv", "901|Alakylä", "901|902")
    rewrite(network, "network.toml", 'date = "2026-11-01"', f'date = "{on}"')
    found = eloggraph.open(network).analyse().coverage
    assert isinstance(found, Coverage)
    names = [area.iri.rpartition("/")[2] for area in found.areas]
    assert names == (["901", "902", "903"] if shown else ["901", "903"])
    assert found.outside == 0
