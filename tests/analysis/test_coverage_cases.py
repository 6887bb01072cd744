"""Coverage from the tables to the sentence: each case with the outcome that its tables bear.

The oracle is the reading of each case by hand. The small network below holds the same situations;
the folders of the cases are tried too where they are at hand.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import eloggraph
from networks import write_tables

CHECKOUT = Path(__file__).parents[2]
CASES = CHECKOUT.parent / "shared" / "cases" / "meaning"

RIGHT = {
    "form": ("missing", "Tilanne on selvitetty viimeksi 30.9.2025"),
    "units": ("thin", "kuuluvat samaan organisaatioon"),
    "narrow": ("met", "2 eri organisaatiota"),
    "narrowest": ("met", "2 eri organisaatiota"),
    "region": ("met", "2 eri organisaatiota"),
    "later": ("missing", "se alkaa 1.1.2030"),
    "nobody": ("unknown", "toiminnassa olevaa tuottajaa: Tekijätön"),
    "nowhere": ("unknown", "alue, kohderyhmä tai palvelumuoto on epäselvä: Paikaton"),
    "project-later": ("missing", "se alkaa 1.1.2028"),
    "project-over": ("missing", "Tilanne on selvitetty viimeksi"),
    "project-planned": ("missing", "Tilanne on selvitetty viimeksi"),
    "project-extended": ("met", "2 eri organisaatiota"),
    "closed": ("unknown", "toiminnassa olevaa tuottajaa: Suljetun"),
    "none": ("missing", "Tilanne on selvitetty viimeksi 30.9.2025"),
}
TABLES = {
    "regions.csv": "id,label@fi\n98,Maakunta\n",
    "municipalities.csv": "id,label@fi,region\n990,Ahola,98\n991,Bergö,98\n",
    "actors.csv": "id,label@fi,part_of,until\nx,X,,\ny,Y,,\nunit,Yksikkö,x,\nteam,Tiimi,unit,\n"
    "old,Vanha,,2020\n",
    "projects.csv": "id,label@fi,since,until,status\nlater,L,2028-01-01,2030-12-31,\n"
    "over,O,2020-01-01,2024-12-31,\nplanned,P,2025-01-01,2027-12-31,planned\n",
    "target_groups.csv": "id,label@fi,broader\n"
    + "".join(
        f"{name},{name},{broader}\n"
        for name, broader in (
            ("form", ""),
            ("units", ""),
            ("wide", ""),
            ("narrow", "wide"),
            ("narrowest", "narrow"),
            ("region", ""),
            ("later", ""),
            ("nobody", ""),
            ("nowhere", ""),
            ("none", ""),
            *((name, "") for name in RIGHT if name.startswith("project-") or name == "closed"),
        )
    ),
    "services.csv": """id,label@fi,target_groups,areas,forms,providers,since,project,until
s1,Koulutus,form,990,education,x|y,,,
s2,Oma,units,990,guidance,x,,,
s3,Yksikön,units,990,guidance,team,,,
s4,Laaja,wide,990,guidance,x|y,,,
s5,Maakunnan,region,98,guidance,x|y,,,
s6,Tuleva,later,990,guidance,x|y,2030-01-01,,
s7,Tekijätön,nobody,990,guidance,,,,
s8,Paikaton,nowhere,,guidance,x|y,,,
p1,Tulevan hankkeen,project-later,990,guidance,x|y,,later,
p2,Menneen hankkeen,project-over,990,guidance,x|y,,over,
p3,Aiotun hankkeen,project-planned,990,guidance,x|y,,planned,
p4,Jatkettu,project-extended,990,guidance,x|y,,over,2030-12-31
c1,Suljetun,closed,990,guidance,old,,,
""",
    "norms.csv": "target_group,area,form,required,surveyed\n"
    + "".join(f"{name},990,guidance,true,2025-09-30\n" for name in RIGHT),
}


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[str, str]]:
    """The state and the Finnish reason of each cell, by the names of its group and area."""
    network = eloggraph.open(write_tables(tmp_path_factory.mktemp("coverage") / "t", TABLES))
    assert network.check().count("violation") == 0
    return {
        (cell.target_group.split("/")[-1], cell.area.split("/")[-1]): (cell.state, cell.reason.fi)
        for cell in network.analyse().coverage.cells
    }


@pytest.mark.parametrize("group", RIGHT)
def test_the_cell_says_what_the_tables_bear(
    cells: dict[tuple[str, str], tuple[str, str]], group: str
) -> None:
    state, reason = cells[group, "990"]
    assert (state, RIGHT[group][1] in reason) == (RIGHT[group][0], True), reason


def test_a_regional_service_is_on_record_in_every_municipality(
    cells: dict[tuple[str, str], tuple[str, str]],
) -> None:
    assert cells["region", "991"][0] == "recorded"  # no norm there: no verdict
    assert cells["form", "991"][0] == "none-recorded"


# Folder of the case: the states of its cells that a norm demands, in order.
OUTCOMES = {
    "c1-form-ignored": ["missing"],
    "coverage-ignores-form": ["ending", "missing"],
    "c2-unknown-providers-count-twice": ["unknown"],
    "d6-parent-child": ["thin"],
    "c3-future-service": ["missing"],
    "c10-no-area-service": ["unknown"],
    "c11-narrower-group": ["met"],
    "c9-region-service": ["met"],
    "c8-no-norm-row-no-service": ["missing"],
    "c16-survey-then-norm-year-old": ["missing"],
    "renamed-table-false-gaps": ["unknown", "unknown"],
}


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases of meaning lie in ../shared, not here")
@pytest.mark.parametrize("case", OUTCOMES)
def test_case_of_meaning(tmp_path: Path, case: str) -> None:
    shutil.copytree(CASES / case, tmp_path / case)
    shutil.copytree(CHECKOUT / "datasets" / "suomi", tmp_path / "suomi")
    coverage = eloggraph.open(tmp_path / case).analyse().coverage
    assert [cell.state for cell in coverage.cells if cell.form] == OUTCOMES[case]


def test_a_norm_may_ask_for_a_language_and_for_several_providers(tmp_path: Path) -> None:
    # Worked by hand: two organisations guide in Finnish, one of them in Swedish too.
    shared = ("regions.csv", "municipalities.csv", "actors.csv")
    tables = {
        **{name: TABLES[name] for name in shared},
        "target_groups.csv": "id,label@fi\ng,Nuoret\n",
        "services.csv": "id,label@fi,target_groups,areas,forms,languages,providers\n"
        "a,A,g,990,guidance,fi|sv,x\nb,B,g,990,guidance,fi,y\n",
        "norms.csv": "target_group,area,form,language,least_providers,required,surveyed\n"
        "g,990,guidance,,,yes,2025-09-30\ng,990,guidance,sv,1,yes,2025-09-30\n"
        "g,990,guidance,fi,3,yes,2025-09-30\ng,990,guidance,se,,yes,2025-09-30\n",
    }
    write_tables(tmp_path, tables)
    found = eloggraph.open(tmp_path).analyse().coverage
    states = {cell.language: (cell.state, cell.reason.fi) for cell in found.cells}
    assert {language: state for language, (state, _) in states.items()} == {
        None: "met",
        "sv": "met",
        "fi": "few",
        "se": "missing",
    }
    assert states["sv"][1] == "Palvelua tuottaa yksi organisaatio, ja sen on sovittu riittävän."
    assert states["fi"][1].endswith("On sovittu, että niitä on vähintään 3.")
    assert "katettu 2, tuottajia liian vähän 1, puuttuu 1." in found.sentence.fi
    assert "täckt 2, för få producenter 1, saknas 1." in found.sentence.sv
    assert "met 2, too few providers 1, missing 1." in found.sentence.en


@pytest.mark.parametrize(
    ("change", "at", "state", "providers"),
    [
        ("renaming,old", None, "met", ["new", "y"]),  # the service goes on under the new name
        ("renaming,old", "2024", "met", ["old", "y"]),
        ("merger,old|y", None, "thin", ["new"]),  # two became one
        ("merger,old|y", "2024", "met", ["old", "y"]),
    ],
)
def test_a_provider_goes_by_its_name_of_the_day(
    tmp_path: Path, change: str, at: str | None, state: str, providers: list[str]
) -> None:
    kind, before = change.split(",")
    ends = "2024-12-31" if "y" in before else ""
    tables = {
        **{name: TABLES[name] for name in ("regions.csv", "municipalities.csv")},
        "actors.csv": "id,label@fi,since,until\nold,Vanha,,2024-12-31\n"
        f"new,Uusi,2025-01-01,\ny,Y,,{ends}\n",
        "change_events.csv": "id,label@fi,type,original,resulting,date\n"
        f"m,Muutos,{kind},{before},new,2025-01-01\n",
        "target_groups.csv": "id,label@fi\ng,Nuoret\n",
        "services.csv": "id,label@fi,target_groups,areas,forms,providers\n"
        "a,A,g,990,guidance,old\nb,B,g,990,guidance,y\n",
        "norms.csv": "target_group,area,form,required,surveyed\ng,990,guidance,yes,2023\n",
    }
    network = eloggraph.open(write_tables(tmp_path, tables))
    assert network.check().count("violation") == 0
    (cell,) = network.analyse("coverage", at=at).coverage.cells
    assert (cell.state, [p.rpartition("/")[2] for p in cell.providers]) == (state, providers)
