"""The matrix: what it shows is what the questions counted, and what was written in the tables."""

from __future__ import annotations

import csv
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.analysis.group_pairs import GroupPair
from eloggraph.api.analyse import gather
from eloggraph.text import LANGUAGES, Text, say
from eloggraph.views.matrix.half import choose_step
from eloggraph.views.matrix.model import MatrixModel, build_matrix
from eloggraph.views.matrix.page import render_matrix
from eloggraph.views.page.view import Frame
from networks import write_tables

DATASETS = Path(__file__).parents[2] / "datasets"
FRAME = Frame(title=Text.same("T"), as_of=Text.same("2026"), addresses={})
HOSTILE = "<img src=x onerror=alert(1)>"
SECTORS = ("education", "employment", "youth")


def look(folder: Path, permutations: int = 199) -> tuple[MatrixModel | None, Any]:
    network = eloggraph.open(folder)
    analysis = network.analyse("silos", "coverage", permutations=permutations)
    chance = {"seed": 0, "permutations": permutations}
    material = gather(network.look(), network.config.ties, **chance)
    return build_matrix(analysis, material), analysis


def build(folder: Path, permutations: int = 199) -> MatrixModel:
    model, _ = look(folder, permutations)
    assert model is not None
    return model


def show(model: MatrixModel, language: str = "fi") -> str:
    page = render_matrix(model, FRAME, "fi")
    editions = re.split(r'<div class="edition ', page)[1:]
    return editions[LANGUAGES.index(language)]


def actors(count: int, name: str = "Toimija {}") -> str:
    rows = (f"a{at:03},{name.format(at)},{SECTORS[at % 3]}\n" for at in range(count))
    return "id,label@fi,sector\n" + "".join(rows)


def ring(count: int) -> str:
    return "from,to,type\n" + "".join(
        f"a{at:03},a{(at + 1) % count:03},referral\n" for at in range(count)
    )


@pytest.fixture(scope="module")
def region() -> tuple[MatrixModel, Any]:
    model, analysis = look(DATASETS / "mallimaakunta", 10_000)
    assert model is not None
    return model, analysis


def read_rows(name: str) -> list[dict[str, str]]:
    with (DATASETS / "mallimaakunta" / name).open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_the_sentence_adds_up_the_rows_of_ties(region: tuple[MatrixModel, Any]) -> None:
    """The last day counts; ties to networks are no ties of actors: by csv alone."""
    model, analysis = region
    sectors = {row["id"]: row["sector"] for row in read_rows("actors.csv")}
    ties = [
        (sectors[row["from"]], sectors[row["to"]])
        for row in read_rows("links.csv")
        if {row["from"], row["to"]} <= set(sectors)
        and (row["since"] or "0") <= "2025-12-31" <= (row["until"] or "9")
    ]
    apart = {"rehabilitation", "immigration"}
    out = sum((one in apart) != (other in apart) for one, other in ties)
    inside = sum(one == other and one in apart for one, other in ties)
    told, basis = model.answer.claim.fi, model.answer.basis.fi
    assert (out, inside) == (12, 636)
    assert told.startswith(f"Kuntoutus ja kotoutuminen: muihin {out} yhteyttä, sattuma antaisi")
    assert f"Niiden sisällä on {inside} yhteyttä" in basis
    assert f"{len(ties):,} yhteyttä toimijoiden".replace(",", "\N{NO-BREAK SPACE}") in basis
    # What silos infers is no tie, and told apart.
    inferred = {each.label: each.segregation.inferred for each in analysis.silos}
    told_inferred = f"{inferred[model.halves[0].label]:,}".replace(",", "\N{NO-BREAK SPACE}")
    assert f"Lisäksi {told_inferred} toimijaparilla on yhteinen" in basis


@pytest.mark.parametrize(("ties", "word"), [(20, "yhteyttä"), (19, "paria")])
def test_too_few_ties_are_shown_as_pairs_and_called_so(
    tmp_path: Path, ties: int, word: str
) -> None:
    """Twenty ties are enough; of fewer, those are shown who are in one network too."""
    forum = "id,label@fi,members\nf,Foorumi," + "|".join(f"a{at:03}" for at in range(7)) + "\n"
    tables = {"actors.csv": actors(24), "networks.csv": forum}
    tables["links.csv"] = "\n".join(ring(24).splitlines()[: ties + 1]) + "\n"
    model = build(write_tables(tmp_path / "t", tables))
    tied = {frozenset((at, (at + 1) % 24)) for at in range(ties)}
    both = tied | {frozenset(pair) for pair in combinations(range(7), 2)}
    count = len(tied) if word == "yhteyttä" else len(both)
    assert f"24 toimijaa, {count} {word}" in model.answer.basis.fi
    page = show(model)
    assert ("Pari on kaksi toimijaa" in page) is (word == "paria")
    assert ("Ryhmien väliset yhteydet: sektori" in page) is (word == "yhteyttä")
    assert f"Lisäksi {len(both - tied)} toimijaparilla" in page or word == "paria"


def test_half_a_table_has_each_pair_once(region: tuple[MatrixModel, Any]) -> None:
    model, analysis = region
    sizes = {each.label: len(each.segregation.groups) for each in analysis.silos}
    for half in model.halves:
        shown = min(14, sizes[half.label])
        assert [len(row.cells) for row in half.rows] == list(range(1, shown + 1))
    explained = {each.label for each in analysis.silos if each.explained_by}
    told = {half.label for half in model.halves if "selittyy" in half.method[0].fi}
    assert told == explained
    main = model.halves[0]
    assert [row.label.fi for row in main.rows if row.apart] == ["Kuntoutus", "Kotoutuminen"]
    assert len(re.findall(r'<td class="d-', show(model).partition("<details")[0])) == 78


def test_missing_cells_are_those_of_the_table_of_norms(region: tuple[MatrixModel, Any]) -> None:
    """A required cell without any service of its group, area and form is missing: by csv alone."""
    with (DATASETS / "mallimaakunta" / "services.csv").open(encoding="utf-8-sig") as file:
        offered = {
            (group, area, form)
            for row in csv.DictReader(file)
            for group in row["target_groups"].split("|")
            for area in row["areas"].split("|")
            for form in row["forms"].split("|")
        }
    with (DATASETS / "mallimaakunta" / "norms.csv").open(encoding="utf-8-sig") as file:
        asked = [(r["target_group"], r["area"], r["form"]) for r in csv.DictReader(file)]
    missing = [each for each in asked if each not in offered]
    model, _ = region
    assert model.coverage is not None
    (table,) = model.coverage.tables
    assert table.sums is not None
    assert sum(table.sums[0]) == sum(table.sums[1]) == len(missing) == 5
    by_area = Counter(area for _, area, _ in missing)
    assert sorted(n for n in table.sums[0] if n) == sorted(by_area.values())
    wanting = {each.key: each for each in model.coverage.wanting}
    assert wanting["missing"].count == 5
    assert len(wanting["missing"].areas) == len(by_area)
    page = show(model)
    assert page.count('class="s-missing"') == 5 + 1  # and in the key
    assert page.index('class="w-missing"') < page.index('class="heat"')
    assert table.table.down == "area"


def test_without_a_norm_nothing_is_called_missing() -> None:
    page = show(build(DATASETS / "osaajaks"))
    assert say("matrix.coverage.missing-title").fi not in page
    assert say("coverage.state.missing").fi not in page.partition('class="key"')[0]
    assert page.count('class="s-recorded"') == 66 + 1


def test_a_region_of_empty_cells_has_no_table() -> None:
    model = build(DATASETS / "laituri")
    assert model.coverage is not None
    assert model.coverage.tables == ()
    assert say("matrix.coverage.none-recorded").fi in show(model)
    assert "s-none-recorded" not in show(model)


FORMS = {
    "target_groups.csv": "id,label@fi\nnuoret,Nuoret\n",
    "municipalities.csv": "id,label@fi\n901,Alku\n902,Loppu\n",
    "actors.csv": "id,label@fi\na,Aho\nb,Belli\n",
    "services.csv": "id,label@fi,providers,areas,forms,target_groups,until\n"
    "s,Palvelu,a|b,901,guidance,nuoret,\nt,Toinen,a,902,guidance,nuoret,\n"
    "u,Kolmas,a|b,901,advice,nuoret,2026-06-30\n",
    "norms.csv": "target_group,area,form,required,surveyed\n"
    "nuoret,901,guidance,true,2025\nnuoret,902,guidance,true,2025\n"
    "nuoret,901,advice,true,2025\nnuoret,902,advice,true,2025\n",
}


def test_each_form_has_a_table_of_its_own(tmp_path: Path) -> None:
    model = build(write_tables(tmp_path / "t", FORMS))
    assert model.halves == ()
    assert model.coverage is not None
    tables = model.coverage.tables
    assert len(tables) == 2
    assert sorted(each.asked.fi for each in tables if each.asked) == [
        "henkilökohtainen ohjaus",
        "neuvonta",
    ]
    assert sorted(each.sums is None for each in tables) == [False, True]
    assert model.answer.claim.fi == "Palvelu puuttuu yhdestä kohdasta, kun vaadittuja on 4"
    told = {each.key: [(a.fi, t.fi) for a, t in each.areas] for each in model.coverage.wanting}
    assert [area for area, _ in told["missing"]] == ["Loppu"]
    assert {area for area, _ in told["weak"]} == {"Alku", "Loppu"}
    assert "päättyy 30.6.2026" in dict(told["weak"])["Alku"]
    assert "Aho" in dict(told["weak"])["Loppu"]


@pytest.mark.parametrize(("groups", "told"), [(2, "G0, G1"), (3, "kaikki 3 kohderyhmää")])
def test_where_nothing_is_for_anybody_it_is_said_at_once(
    tmp_path: Path, groups: int, told: str
) -> None:
    names = [f"g{at}" for at in range(groups)]
    tables = {
        **FORMS,
        "target_groups.csv": "id,label@fi\n" + "".join(f"{n},{n.upper()}\n" for n in names),
        "services.csv": "id,label@fi,providers,areas,forms,target_groups\n"
        f"s,S,a,901,guidance,{'|'.join(names)}\n",
        "norms.csv": "target_group,area,form,required,surveyed\n"
        + "".join(f"{n},{area},guidance,true,2025\n" for n in names for area in (901, 902)),
    }
    model = build(write_tables(tmp_path / "t", tables))
    assert model.coverage is not None
    wanting = {each.key: each for each in model.coverage.wanting}
    assert [(a.fi, t.fi) for a, t in wanting["missing"].areas] == [("Loppu", told)]
    assert [t.fi.count("(Aho)") for _, t in wanting["weak"].areas] == [groups]


@pytest.mark.parametrize(("lacking", "left"), [(12, 0), (13, 1)])
def test_twelve_areas_that_lack_something_are_named(
    tmp_path: Path, lacking: int, left: int
) -> None:
    codes = [str(900 + at) for at in range(lacking + 1)]
    tables = {
        "actors.csv": actors(6),
        "links.csv": ring(6),
        "municipalities.csv": "id,label@fi\n" + "".join(f"{each},Kunta {each}\n" for each in codes),
        "target_groups.csv": "id,label@fi\nnuoret,Nuoret\n",
        "services.csv": "id,label@fi,providers,areas,forms,target_groups\n"
        f"s,Palvelu,a000|a001,{codes[-1]},guidance,nuoret\n",
        "norms.csv": "target_group,area,form,required,surveyed\n"
        + "".join(f"nuoret,{each},guidance,true,2026-01-01\n" for each in codes),
    }
    coverage = build(write_tables(tmp_path / "t", tables), 9).coverage
    assert coverage is not None
    missing = {each.key: each for each in coverage.wanting}["missing"]
    assert [area.fi for area, _ in missing.areas] == [f"Kunta {each}" for each in codes[:12]]
    assert (missing.count, missing.left) == (lacking, left)


def read_cells(path: str) -> set[tuple[int, int]]:
    runs = re.findall(r"M(\d+) (\d+)h(\d+)", path)
    assert "".join(f"M{x} {y}h{n}" for x, y, n in runs) == path
    return {(int(y), int(x) + step) for x, y, n in runs for step in range(int(n))}


def test_the_grid_has_each_tie_twice_and_in_the_hue_of_its_group(tmp_path: Path) -> None:
    same = list(combinations(range(0, 9, 3), 2))  # the three of education know each other
    links = "from,to,type\n" + "".join(
        f"a{one:03},a{other:03},referral\n" for one, other in [*same, (0, 1)]
    )
    tables = {"actors.csv": actors(9), "links.csv": links}
    grid = build(write_tables(tmp_path / "t", tables)).grid
    assert grid is not None
    paths = {style: read_cells(path) for style, path in grid.paths}
    assert sorted(map(len, paths.values())) == [2, 6]
    assert len(paths["between"]) == 2
    for cells in paths.values():
        assert cells == {(column, row) for row, column in cells}
        assert all(row != column for row, column in cells)
    assert [(band.label.fi, band.length) for band in grid.bands] == [
        ("koulutus, 3", 51.0),
        ("työllisyys, 3", 51.0),
        ("nuorisoala, 3", 51.0),
    ]


@pytest.mark.parametrize(("count", "named"), [(46, 46), (47, 0)])
def test_names_stand_at_the_rows_of_few_actors(tmp_path: Path, count: int, named: int) -> None:
    tables = {"actors.csv": actors(count), "links.csv": ring(count)}
    grid = build(write_tables(tmp_path / "t", tables)).grid
    assert grid is not None
    assert (grid.count, len(grid.names)) == (count, named)


@pytest.mark.parametrize(("count", "drawn"), [(400, True), (401, False)])
def test_above_400_actors_only_groups_are_shown(tmp_path: Path, count: int, drawn: bool) -> None:
    tables = {"actors.csv": actors(count), "links.csv": ring(count)}
    model = build(write_tables(tmp_path / "t", tables), 9)
    assert (model.grid is not None) is drawn
    assert ("Toimijoita on 401. Yli 400 toimijan" in show(model)) is not drawn
    assert model.halves


def test_one_group_or_none_has_no_matrix(tmp_path: Path) -> None:
    one = actors(12).replace("employment", "education").replace("youth", "education")
    for name, text in {"one": one, "none": re.sub(",[^,\n]+\n", "\n", actors(12))}.items():
        folder = write_tables(tmp_path / name, {"actors.csv": text, "links.csv": ring(12)})
        assert look(folder)[0] is None


@pytest.mark.parametrize(
    ("ties", "step"),
    [(24, "small"), (25, "fewer-3"), (26, "fewer-2"), (51, "fewer-2"), (52, "fewer-1"),
     (80, "as-chance"), (208, "more-1"), (209, "more-2"), (416, "more-2"), (417, "more-3")],
)  # fmt: skip
def test_colour_tells_how_many_times(ties: int, step: str) -> None:
    pair = GroupPair(
        first=1, second=0, ties=ties, expected=104.0, low=80, high=120, judged=ties != 24
    )
    assert choose_step(pair) == step


def test_names_are_text_and_the_same_network_is_the_same_page(tmp_path: Path) -> None:
    tables = {
        **{name: text.replace("Alku", HOSTILE).replace("Nuoret", HOSTILE) for name, text in FORMS.items()},
        "actors.csv": actors(12, HOSTILE).replace("id,label@fi,sector\n", "id,label@fi,sector\na,Aho,youth\nb,Belli,youth\n"),
        "links.csv": ring(12),
    }  # fmt: skip
    folder = write_tables(tmp_path / "t", tables)
    page = render_matrix(build(folder), FRAME, "fi")
    assert HOSTILE not in page
    assert page.count("&lt;img src=x onerror") > 20
    assert page == render_matrix(build(folder), FRAME, "fi")
