"""One number for each concept: analyses, map, report, tables and named queries say the same.

The oracle is each of them for the others, over all data sets and all cases that are at hand.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.coverage_reading import read_axis
from eloggraph.analysis.offers import read_offers
from eloggraph.analysis.projection import project_actors
from eloggraph.snapshot.days import holds
from eloggraph.tie_sorts import TIE_SORTS, choose_sorts
from eloggraph.views.tables.results import write_tables

CHECKOUT = Path(__file__).parents[2]
CASES = CHECKOUT.parent / "shared" / "cases" / "meaning"
TIES = 8  # the column of nodes.csv, after IRI, kind, and name and type in each language
SECTOR = "https://w3id.org/eloggraph/ns#inSector"
DATASETS = sorted(
    p.name for p in (CHECKOUT / "datasets").iterdir() if (p / "network.toml").is_file()
)
NAMES = [
    *DATASETS,
    *(sorted(p.name for p in CASES.iterdir() if p.is_dir()) if CASES.is_dir() else ()),
]


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("agreement")
    shutil.copytree(CHECKOUT / "datasets" / "suomi", made / "suomi")
    return made


@pytest.fixture(scope="module", params=NAMES)
def network(request: pytest.FixtureRequest, top: Path) -> eloggraph.Network:
    name = request.param
    folder = CHECKOUT / "datasets" / name
    if name not in DATASETS:
        folder = top / name
        shutil.copytree(CASES / name, folder, dirs_exist_ok=True)
    return eloggraph.open(folder)


def read_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]


def test_ties_degrees_and_isolates_agree(
    network: eloggraph.Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Counts and tables do not wait for clusters: what questions find is held elsewhere.
    monkeypatch.setattr("eloggraph.analysis.analyse.choose_questions", lambda _: ())
    analysis = network.analyse(permutations=9)
    shown = network.affiliations
    drawn = network.map(draft=True)
    tables = write_tables(shown, analysis, network.check())
    nodes = read_rows(tables["nodes.csv"])
    # Recorded ties: one number on map and report and in JSON, tables and files.
    ties = {len(shown.ties), analysis.counts.ties, len(drawn.model.ties)}
    ties.add(len(read_rows(tables["ties.csv"])))
    assert len(ties) == 1
    # The ties of one node: on the map and in its table.
    degrees = dict(zip((n.iri for n in drawn.model.nodes), drawn.model.tie_counts(), strict=True))
    assert {row[0]: int(row[TIES]) for row in nodes} == degrees
    # Isolates: analyses, map, and question 7.
    isolates = set(analysis.counts.isolates)
    asked = network.query("actors-without-links").dicts()
    assert {row["focus"] for row in asked if row["collectives"] == "0"} == isolates
    assert drawn.model.isolates() == len(isolates)


@pytest.mark.parametrize("sorts", [None, *TIE_SORTS, ("working", "forum"), ("funding", "product")])
def test_pairs_that_work_together_agree_with_question_6(
    network: eloggraph.Network, sorts: str | tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = (sorts,) if isinstance(sorts, str) else sorts
    chosen = {} if named is None else {"silos": frozenset(named)}
    config = replace(network.config, ties=chosen)
    monkeypatch.setattr(type(network), "config", property(lambda _: config))
    shown = network.affiliations
    counted = choose_sorts("silos", chosen)
    working = replace(shown, ties=tuple(tie for tie in shown.ties if tie.sort in counted))
    sectors = {
        node.iri: [network.labels[sector].en for sector in node.groups(SECTOR)]
        for node in shown.nodes
    }
    projected = project_actors(working)
    pairs = Counter(
        found
        for one, other in projected.edges()
        for found in {tuple(sorted(pair)) for pair in product(sectors[one], sectors[other])}
    )
    asked = network.query("ties-between-sectors", "en")
    assert {tuple(sorted(row[:2])): int(row[2]) for row in asked.texts()} == dict(pairs)
    reached = {
        actor: {sector for other in projected[actor] for sector in sectors[other]}
        for actor in projected
    }
    across = network.query("actors-across-sectors", "en").dicts()
    assert {row["actor_iri"]: int(row["sectors"]) for row in across} == {
        actor: len(met) for actor, met in reached.items() if len(met) > 1
    }


def test_what_services_reach_agrees_between_coverage_and_questions_9_and_10(
    network: eloggraph.Network,
) -> None:
    looked = network.look()
    groups = [group.iri for group in read_axis(looked.ask, "coverage-groups", network.labels)]
    areas = [area.iri for area in read_axis(looked.ask, "coverage-areas", network.labels)]
    running = [
        offer
        for offer in read_offers(looked.ask)
        if holds(offer.since, offer.until, looked.on) and offer.target_group and offer.area
    ]
    reached = {(o.target_group, o.area, o.service) for o in running}
    asked = network.query("services-by-target-group").dicts()
    assert {
        (row["target_group_iri"], row["municipality_iri"], row["service_iri"]) for row in asked
    } == reached
    lacking = network.query("target-groups-without-services").dicts()
    served = {(group, area) for group, area, _ in reached}
    assert {(row["target_group_iri"], row["focus"]) for row in lacking} == {
        place for place in product(groups, areas) if place not in served
    }
