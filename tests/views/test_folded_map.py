"""A large network folded: what the first picture says is what the tables and verdicts say."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from large_region import BASE, write_region

import eloggraph
from eloggraph.analysis.affiliation import Tie
from eloggraph.text import Text
from eloggraph.views.map.answer import (
    COLLECTIVES,
    FOLD_FROM,
    MOST_INSIDE,
    MOST_OUT,
    list_threads,
)
from eloggraph.views.map.areas import draw_bands
from eloggraph.views.map.drawing import draw_thumbnail
from eloggraph.views.map.model import MapModel
from eloggraph.views.map.paths import draw_hull


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> eloggraph.Network:
    return eloggraph.open(write_region(tmp_path_factory.mktemp("folded") / "t"))


@pytest.fixture(scope="module")
def model(network: eloggraph.Network) -> MapModel:
    return network.map().model


def by_key(model: MapModel) -> dict[str, int]:
    return {area.key.rpartition("/")[2]: at for at, area in enumerate(model.areas)}


def lines(model: MapModel, key: str) -> tuple[str, ...]:
    return model.areas[by_key(model)[key]].labels[0].lines


def test_the_group_that_keeps_to_itself_is_opened_and_the_others_are_discs(model: MapModel) -> None:
    opened = {key: model.areas[at].opened for key, at in by_key(model).items()}
    assert opened == {
        "education": False, "youth": False, "rehabilitation": True, COLLECTIVES: False,
    }  # fmt: skip
    sizes = {key: len(model.areas[at].members) for key, at in by_key(model).items()}
    assert sizes == {"education": 60, "youth": 60, "rehabilitation": 30, COLLECTIVES: 1}
    assert model.claim is not None
    assert "kuntoutus" in model.claim.fi


def test_numbers_at_the_bodies_are_those_of_the_ties_table(
    model: MapModel, network: eloggraph.Network
) -> None:
    links = [tie for tie in network.affiliations.ties if tie.kind == "link"]
    in_group = [
        {end.removeprefix(BASE)[0] == "k" for end in (tie.source, tie.target)} for tie in links
    ]
    inside, out = in_group.count({True}), in_group.count({True, False})
    assert (inside, out) == (90, 2)
    assert lines(model, "rehabilitation")[1:3] == ("30 toimijaa", "yhteyksiä sisällä 90, muihin 2")
    assert lines(model, "education")[0] == "Koulutus 60"


def test_what_ends_a_year_later_counts_and_what_ends_the_day_after_does_not(
    model: MapModel,
) -> None:
    assert {model.ties[at].until for at in model.ending} == {"2027-01-31"}
    assert len(model.ending) == 10
    links = [model.ends[at] for at in model.ending if model.ties[at].kind == "link"]
    told = set()
    for key, at in by_key(model).items():
        members = set(model.areas[at].members)
        if n := sum(not members.isdisjoint(ends) for ends in links):
            told.add(key)
            assert lines(model, key)[-1] == f"{n} päättyy vuodessa"
        else:
            assert not any("päättyy" in line for line in lines(model, key))
    assert told
    assert 'data-only="ending"' in network_page(model)


def network_page(model: MapModel) -> str:
    from eloggraph.views.map.render import render_map

    return render_map(model)


def test_threads_are_the_ties_of_the_opened_group_and_the_rest_are_bands(model: MapModel) -> None:
    drawn = [
        {model.nodes[end].iri.removeprefix(BASE)[0] for end in model.ends[at]}
        for at in sorted(model.threads)
    ]
    assert len(drawn) == 92
    assert all("k" in ends for ends in drawn)
    between = sum(
        {model.nodes[end].iri for end in ends}
        <= {node.iri for node in model.nodes if node.kind == "actor"}
        and len({at for at, area in enumerate(model.areas) for end in ends if end in area.members})
        == 2
        and number not in model.threads
        for number, ends in enumerate(model.ends)
    )
    assert [band.ties for band in model.bands.drawn] == [between]
    page = network_page(model)
    assert page.count('class="tie t-link thread out c') == 2
    assert page.count('class="band"') == 1


def test_who_has_no_tie_is_in_the_tray_and_nobody_is_lost(model: MapModel) -> None:
    inside = sorted(node for area in model.areas for node in area.members)
    loose = [at for at, node in enumerate(model.nodes) if node.tray]
    assert sorted([*inside, *loose]) == list(range(len(model.nodes)))
    assert [model.nodes[at].label.fi for at in loose] == ["Yksin"]
    assert model.tray_top is not None
    assert model.nodes[loose[0]].y > model.tray_top


def test_the_only_bridge_says_how_many_are_behind_it(model: MapModel) -> None:
    held = {node.label.fi: node.cut_off for node in model.nodes if node.cut_off}
    assert held["K0"] == 29
    bridge = next(node for node in model.nodes if node.label.fi == "K0")
    assert " ".join(bridge.labels[0].lines).endswith("ainoa silta, jonka takana 29")
    assert bridge.labels[0].shown


def test_the_report_shows_the_same_picture(model: MapModel) -> None:
    picture = draw_thumbnail(model)
    assert [area.key for area, _ in picture.areas] == [area.key for area in model.areas]
    assert len(picture.ties) == len(model.threads)
    assert picture.bands == model.bands.drawn


def test_a_smaller_network_is_not_folded(tmp_path: Path) -> None:
    few = eloggraph.open(write_region(tmp_path / "few", mixed=FOLD_FROM - 33, apart=30)).map().model
    assert len(few.nodes) == FOLD_FROM - 1
    assert few.areas == ()
    assert few.claim is not None
    many = eloggraph.open(write_region(tmp_path / "many", mixed=FOLD_FROM - 32, apart=30)).map()
    assert len(many.model.nodes) == FOLD_FROM
    assert many.model.areas


def test_thin_bands_are_counted_in_the_key(model: MapModel) -> None:
    from eloggraph.layout.folded import Body, fold_network
    from eloggraph.layout.positions import Layout

    bodies = [Body(key=key, members=(key,)) for key in "abc"]
    ties = [("a", "b")] * 100 + [("a", "c")] * 4 + [("b", "c")] * 3
    folded = fold_network(bodies, ties)
    layout = Layout(
        width=folded.width,
        height=folded.height,
        positions=(),
        labels=(),
        seed=0,
        bodies=folded.bodies,
    )
    bands = draw_bands(layout, ties, frozenset(), "none")
    assert sorted(band.ties for band in bands.drawn) == [4, 100]
    assert (bands.left_out, bands.least) == (1, 4)


def test_a_hull_goes_round_its_corners_at_the_same_distance() -> None:
    path = draw_hull([(0, 0), (10, 0), (10, 10), (0, 10)], 2)
    numbers = [float(found) for found in re.findall(r"-?\d+(?:\.\d+)?", path)]
    assert path.count("A2,2") == 4
    assert min(numbers) == -2
    assert max(numbers) == 12


def test_the_same_day_and_seed_give_the_same_page(network: eloggraph.Network) -> None:
    assert network.map(today=date(2026, 1, 31)).to_html() == network.map().to_html()


@pytest.mark.parametrize(
    ("inside", "out", "drawn"),
    [
        (MOST_INSIDE, MOST_OUT, MOST_INSIDE + MOST_OUT),
        (MOST_INSIDE + 1, MOST_OUT, MOST_OUT),
        (MOST_INSIDE, MOST_OUT + 1, MOST_INSIDE),
    ],
)
def test_ties_too_many_to_tell_apart_are_no_threads(inside: int, out: int, drawn: int) -> None:
    homes = {"a": "one", "b": "one", "c": "two"}
    ties = [make_link("a", "b")] * inside + [make_link("c", "a")] * out
    assert len(list_threads(ties, homes, {"one"})) == drawn


def make_link(source: str, target: str) -> Tie:
    return Tie(source=source, target=target, kind="link", label=Text.same(""))


def test_what_hangs_on_one_actor_is_taken_out_of_its_groups() -> None:
    folder = Path(__file__).parent.parent.parent / "datasets" / "mallimaakunta"
    model = eloggraph.open(folder).map().model
    blocks = [area for area in model.areas if area.key.startswith("behind-")]
    (block,) = blocks
    holder = block.key.removeprefix("behind-")
    members = {model.nodes[at].iri for at in block.members}
    ties = {frozenset((tie.source, tie.target)) for tie in model.ties}
    actors = {node.iri for node in model.nodes if node.kind == "actor"}
    assert holder in members
    assert len(members) == 6
    others = members - {holder}
    leading_out = {pair for pair in ties if pair & others and not pair <= members}
    assert not {pair for pair in leading_out if pair <= actors}
    assert block.opened
    assert sum(len(area.members) for area in model.areas) == len(
        {at for area in model.areas for at in area.members}
    )
