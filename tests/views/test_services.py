"""The view of the services: counted from the tables with csv, and small networks by hand."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

import eloggraph
from eloggraph.api.analyse import gather
from eloggraph.text import LANGUAGES, Text
from eloggraph.views.page.view import Frame
from eloggraph.views.services.model import ServicesModel, build_services
from eloggraph.views.services.page import render_services
from networks import write_tables

DATASETS = Path(__file__).parents[2] / "datasets"
FRAME = Frame(title=Text.same("T"), as_of=Text.same("2026"), addresses={})
HEAD = "id,label@fi,providers,areas,forms,target_groups,channels,since,until,project\n"
BASIC = {
    "actors.csv": "id,label@fi\na,Aho\nb,Belli\n",
    "target_groups.csv": "id,label@fi\nnuoret,Nuoret\nkuntoutujat,Kuntoutujat\n",
    "municipalities.csv": "id,label@fi\n901,Alku\n902,Loppu\n",
    "projects.csv": "id,label@fi,until\nhanke,Hanke,2026-06-30\n",
}


def build(folder: Path) -> ServicesModel | None:
    network = eloggraph.open(folder)
    looked = network.look()
    analysis = network.analyse("coverage", permutations=9)
    return build_services(analysis, gather(looked, network.config.ties, seed=0, permutations=9))


def make(folder: Path, rows: Iterable[str], tables: Mapping[str, str] = BASIC) -> ServicesModel:
    services = HEAD + "".join(f"{row}\n" for row in rows)
    model = build(write_tables(folder, {**tables, "services.csv": services}))
    assert model is not None
    return model


def read(dataset: str, table: str) -> list[dict[str, str]]:
    with (DATASETS / dataset / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def osaajaks() -> ServicesModel:
    model = build(DATASETS / "osaajaks")
    assert model is not None
    return model


@pytest.fixture(scope="module")
def region() -> ServicesModel:
    model = build(DATASETS / "mallimaakunta")
    assert model is not None
    return model


def test_there_is_a_line_for_each_provider_and_group_that_the_table_names(
    osaajaks: ServicesModel,
) -> None:
    rows = read("osaajaks", "services")
    pairs = sum(len(row[key].split("|")) for row in rows for key in ("providers", "target_groups"))
    for language in LANGUAGES:
        picture = osaajaks.pictures[language]
        assert len(picture.curves) == pairs
        assert len(picture.boxes) == len(rows)
        names = {each for row in rows for each in row["providers"].split("|")}
        assert sum(row.kind == "served" and row.text_x < row.x for row in picture.rows) == len(
            names
        )


def test_groups_without_a_service_are_those_of_the_tables_that_no_row_reaches(
    osaajaks: ServicesModel,
) -> None:
    groups = {
        row["id"]: row for name in ("osaajaks", "suomi") for row in read(name, "target_groups")
    }
    served = {g for row in read("osaajaks", "services") for g in row["target_groups"].split("|")}
    left = {g for g, row in groups.items() if g not in served and row.get("broader") not in served}
    assert {each.iri.rpartition("/")[2] for each in osaajaks.reach.unserved} == left
    assert f": {len(left)}; puuttuuko se, ei voi sanoa" in osaajaks.answer.basis.fi


def test_the_claim_says_what_hangs_on_one_provider(osaajaks: ServicesModel) -> None:
    assert osaajaks.answer.claim.fi == (
        "Kolme palvelua kolmelle kohderyhmälle; yhden tuottajan varassa: "
        "Omavalmentajien henkilökohtainen ohjaus"
    )
    assert osaajaks.answer.source.fi.startswith("Lähde: services.csv, rivit 2–4; ")


def test_the_grid_has_a_dot_for_every_area_that_the_table_names(region: ServicesModel) -> None:
    assert region.grid is not None
    assert not region.pictures
    of = {row["label@fi"]: row for row in read("mallimaakunta", "services")}
    rows = [row for group in region.grid.groups for row in group.rows]
    assert len(rows) == len(of)
    areas = {row["id"]: row["label@fi"] for row in read("mallimaakunta", "municipalities")}
    for row in rows:
        written = {areas[a] for a in of[row.service.service.label.fi]["areas"].split("|")}
        columns = zip(region.grid.columns, row.counts, strict=True)
        dotted = {column.label.fi for column, n in columns if n}
        assert dotted == written
        assert row.areas == len(written)


def test_states_are_those_of_the_coverage(region: ServicesModel) -> None:
    assert region.grid is not None
    found = Counter(each.state for g in region.grid.groups for sums in g.sums for each in sums)
    coverage = eloggraph.open(DATASETS / "mallimaakunta").analyse("coverage").coverage
    assert found == {state: n for state, n in coverage.counts if n}
    assert f"; {found['missing']} sovitusta kohdasta" in region.answer.claim.fi


def test_one_row_a_service_in_the_table_beside(region: ServicesModel) -> None:
    rows = read("mallimaakunta", "services")
    assert [str(row.cells[0].fi) for row in region.twin.rows] == [r["label@fi"] for r in rows]  # type: ignore[union-attr]
    assert region.twin.rows[0].cells[-1] == Text.same("services.csv:2")


def test_who_is_not_written_down_is_shown_as_an_empty_branch(tmp_path: Path) -> None:
    model = make(tmp_path, ["s,Yksi,,901,guidance,nuoret,,,,", "t,Kaksi,a|b,902,guidance,,,,,"])
    picture = model.pictures["fi"]
    nobody = [row.lines for row in picture.rows if row.kind == "nobody"]
    assert nobody == [("ei kirjattua tuottajaa",), ("kohderyhmää ei ole kirjattu",)]
    assert sum("broken" in style for _, style in picture.curves) == 2
    assert model.answer.claim.fi == (
        "Kaksi palvelua, kohderyhmä kirjattu yhdelle niistä; tuottajaa ei ole kirjattu: Yksi"
    )


@pytest.mark.parametrize(
    ("until", "project", "ends"),
    [
        ("2027-01-31", "", True),  # a year after the day to the day
        ("2027-02-01", "", False),
        ("", "hanke", True),  # with its project
        ("2028", "hanke", False),  # its own date goes before that of the project
        ("", "", False),
    ],
)
def test_what_ends_within_a_year_is_marked(
    tmp_path: Path, until: str, project: str, ends: bool
) -> None:
    model = make(tmp_path, [f"s,Yksi,a|b,901,guidance,nuoret,,,{until},{project}"])
    assert model.reach.services[0].is_ending is ends
    assert any("ending" in style for _, style in model.pictures["fi"].curves) is ends
    assert ("päättyy" in model.answer.claim.fi) is ends


def test_what_has_ended_or_begins_later_is_not_counted(tmp_path: Path) -> None:
    rows = ["s,Yksi,a|b,901,guidance,nuoret,,,,", "t,Mennyt,a,901,guidance,nuoret,,,2020,"]
    model = make(tmp_path, [*rows, "u,Tuleva,a,901,guidance,kuntoutujat,,2027,,"])
    assert [each.service.label.fi for each in model.reach.services] == ["Yksi"]
    assert "2 kirjattua palvelua ei ole toiminnassa" in model.answer.basis.fi
    assert [each.label.fi for each in model.reach.unserved] == ["Kuntoutujat"]


def test_twelve_services_are_lines_and_thirteen_a_grid(tmp_path: Path) -> None:
    rows = [f"s{at},Palvelu {at},a,901|902,guidance,nuoret,,,," for at in range(13)]
    twelve, more = make(tmp_path / "a", rows[:12]), make(tmp_path / "b", rows)
    assert twelve.grid is None
    assert len(twelve.pictures["fi"].boxes) == 12
    assert more.grid is not None
    assert more.grid.across == "areas"
    assert not more.grid.folded


@pytest.mark.parametrize(
    ("areas", "across"), [(10, "areas"), (11, "turned"), (26, "turned"), (27, "counts")]
)
def test_areas_turn_and_fold_as_they_grow_many(tmp_path: Path, areas: int, across: str) -> None:
    codes = [str(100 + at) for at in range(areas)]
    towns = "id,label@fi\n" + "".join(f"{code},Kunta {code}\n" for code in codes)
    rows = [f"s{at},Palvelu {at},a,{'|'.join(codes)},guidance,nuoret,,,," for at in range(13)]
    model = make(tmp_path, rows, {**BASIC, "municipalities.csv": towns})
    assert model.grid is not None
    assert model.grid.across == across
    assert {row.areas for group in model.grid.groups for row in group.rows} == {areas}


def test_very_many_areas_are_counted_by_their_regions(tmp_path: Path) -> None:
    towns = "id,label@fi,region\n" + "".join(
        f"{100 + at},Kunta {at},{81 + at % 2}\n" for at in range(28)
    )
    tables = {"municipalities.csv": towns, "regions.csv": "id,label@fi\n81,Itä\n82,Länsi\n"}
    rows = ["s0,Yksi,a,100|101|102,guidance,nuoret,,,,"]
    rows += [f"s{at},Palvelu {at},a,81|82,guidance,nuoret,,,," for at in range(1, 13)]
    grid = make(tmp_path / "t", rows, {**BASIC, **tables}).grid
    assert grid is not None
    assert grid.across == "regions"
    assert [column.label.fi for column in grid.columns] == ["Itä", "Länsi"]
    counts = {row.service.service.label.fi: row.counts for row in grid.groups[0].rows}
    assert counts["Yksi"] == (2, 1)
    assert counts["Palvelu 1"] == (14, 14)
    assert [sum(each.n for each in sums) for sums in grid.groups[0].sums] == [14, 14]


def test_of_very_many_rows_the_sums_come_first(tmp_path: Path) -> None:
    rows = [f"s{at},Palvelu {at},a,901,guidance,nuoret,,,," for at in range(61)]
    model = make(tmp_path, rows)
    assert model.grid is not None
    assert model.grid.folded
    page = render_services(model, FRAME)
    assert page.count("<details") == len(LANGUAGES)
    assert not make(tmp_path / "b", rows[:60]).grid.folded  # type: ignore[union-attr]


@pytest.mark.parametrize(("lacking", "more"), [(8, ""), (9, ", Kunta 909"), (10, " ja 2 muuta")])
def test_eight_areas_that_lack_a_service_are_named_in_the_list_of_a_telephone(
    tmp_path: Path, lacking: int, more: str
) -> None:
    codes = [str(901 + at) for at in range(lacking)]
    tables = {
        "municipalities.csv": "id,label@fi\n900,Koti\n"
        + "".join(f"{code},Kunta {code}\n" for code in codes),
        "norms.csv": "target_group,area,form,required,surveyed\n"
        + "".join(f"nuoret,{code},guidance,true,2026-01-01\n" for code in codes),
    }
    rows = [f"s{at},Palvelu {at},a,900,guidance,nuoret,,,," for at in range(13)]
    grid = make(tmp_path / "t", rows, {**BASIC, **tables}).grid
    assert grid is not None
    told = [
        names.fi for group in grid.groups for sum_, names in group.told if sum_.state == "missing"
    ]
    assert told == [", ".join(f"Kunta {code}" for code in codes[:8]) + more]


def test_those_who_provide_the_same_are_one_where_there_are_very_many(tmp_path: Path) -> None:
    actors = "id,label@fi\n" + "".join(f"a{at},Toimija {at:02}\n" for at in range(30))
    every = "|".join(f"a{at}" for at in range(30))
    model = make(
        tmp_path, [f"s,Yksi,{every},901,guidance,nuoret,,,,"], {**BASIC, "actors.csv": actors}
    )
    rows = [row for row in model.pictures["fi"].rows if row.text_x < row.x]
    assert " ".join(rows[0].lines) == "30 tuottajaa: Toimija 00 ja 29 muuta"
    assert len(rows) == 1
    assert "30 tuottajaa" in model.answer.basis.fi


def test_without_services_there_is_no_view(tmp_path: Path) -> None:
    assert build(write_tables(tmp_path / "t", BASIC)) is None


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    evil = '"</text></svg><script>alert(1)</script>"'
    page = render_services(make(tmp_path, [f"s,{evil},a,901,guidance,nuoret,,,,"]), FRAME)
    assert "<script>alert" not in page
    assert not re.search(r"\sstyle\s*=", re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.S))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_same_network_gives_the_same_bytes(osaajaks: ServicesModel) -> None:
    again = build(DATASETS / "osaajaks")
    assert again is not None
    assert render_services(osaajaks, FRAME) == render_services(again, FRAME)
