"""The map's model and page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from kuusilahti import SECTORS, iri, make_map, make_network

from eloggraph.analysis.affiliation import Group, Grouping, Node, Tie
from eloggraph.text import LANGUAGES, Language, Text
from eloggraph.views.map.glyphs import COLLECTIVE, SHAPES, draw_ties, radius_of
from eloggraph.views.map.legend import draw_legend, part_legend
from eloggraph.views.map.page import summarize, write_period
from eloggraph.views.map.paths import scale_path
from eloggraph.views.map.render import GREYS, HUES, OTHER, UNKNOWN, MapModel, render_map
from eloggraph.views.map.slugs import make_slugs

if TYPE_CHECKING:
    from eloggraph.analysis.silo_levels import GroupLevel


def read_data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_sentence_counts_what_is_on_the_map() -> None:
    head, rest = summarize(make_map())
    assert head.fi == "16 toimijaa, 5 verkostoa tai hanketta, 34 yhteyttä ja jäsenyyttä."
    assert rest.en == "Without connections on record: 1. Nothing is filtered out."


def test_a_tie_to_oneself_is_no_connection() -> None:
    network = make_network()
    loop = Tie(source=iri("yrittajat"), target=iri("yrittajat"), kind="link", label=Text.same("x"))
    assert make_map(replace(network, ties=(*network.ties, loop))).isolates() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_legend_has_groups_in_the_order_of_words_and_the_unknown_last(language: Language) -> None:
    model = make_map()
    rows = draw_legend(model, model.groupings[0], language)
    shown = [row.label.say(language).replace("\u00ad", "") for row in rows[:-1]]
    assert shown == sorted(label.say(language) for label in SECTORS.values())
    assert rows[-1].category == UNKNOWN
    assert sum(row.size for row in rows) == 16


def make_many_groups(extra: int, sizes: Mapping[int, int]) -> MapModel:
    groups = tuple(
        Group(iri=iri(f"g/{n}"), label=Text.same(f"g{n:02}")) for n in range(HUES + extra)
    )
    nodes = tuple(
        Node(
            iri=iri(f"{n}-{copy}"),
            label=Text.same(f"{n}-{copy}"),
            kind="actor",
            type=Text.same(""),
            group_pairs=(("many", group.iri),),
        )
        for n, group in enumerate(groups)
        for copy in range(sizes.get(n, 3))
    )
    grouping = Grouping(key="many", label=Text.same("many"), groups=groups)
    return make_map(make_network(nodes=nodes, ties=(), groupings=(grouping,)))


def test_smallest_groups_beyond_the_hues_are_grey_and_told_apart_by_their_outlines() -> None:
    model = make_many_groups(2, {0: 1, 4: 2})
    categories = [group.category for group in model.groupings[0].groups]
    assert categories == [HUES, 0, 1, 2, HUES + 1, 3, 4, 5, 6]
    rows = {row.label.say("fi"): row for row in draw_legend(model, model.groupings[0])}
    assert [rows[name].style for name in ("g00", "g04")] == ["c-other", "c-other"]
    assert rows["g00"].glyph != rows["g04"].glyph
    assert [rows[name].size for name in ("g00", "g04")] == [1, 2]


@pytest.mark.parametrize(("extra", "others"), [(GREYS, 0), (GREYS + 2, 2)])
def test_groups_that_outrun_the_outlines_are_counted_together_last(extra: int, others: int) -> None:
    rows = draw_legend(
        model := make_many_groups(extra, {2: 1, 5: 1} if others else {}), model.groupings[0]
    )
    assert len({row.glyph for row in rows}) == len(rows) == HUES + GREYS + bool(others)
    assert [row.size for row in rows if row.category == OTHER] == ([2] if others else [])
    assert (rows[-1].category == OTHER) is bool(others)


def test_every_outline_differs_from_every_other() -> None:
    assert len({*SHAPES, COLLECTIVE}) == HUES + GREYS + 3


def test_legend_is_parted_by_what_the_verdict_says_and_only_where_it_names_a_group() -> None:
    levels = {iri("g/1"): "closed", iri("g/4"): "open", iri("g/0"): "too-small"}
    grouping = make_many_groups(0, {}).groupings[0]

    def part(wanted: Mapping[str, str]) -> list[tuple[str | None, list[str]]]:
        judged = replace(
            grouping,
            groups=tuple(
                replace(g, standing=cast("GroupLevel | None", wanted.get(g.iri)))
                for g in grouping.groups
            ),
        )
        model = replace(make_many_groups(0, {}), groupings=(judged,))
        parted = part_legend(draw_legend(model, judged))
        return [
            (heading and heading.say("fi"), [row.label.say("fi") for row in rows])
            for heading, rows in parted
        ]

    assert part(levels) == [
        ("Omillaan", ["g01"]),
        ("Sekoittuneet", ["g04"]),
        ("Ei voi arvioida", ["g00"]),
        (None, ["g02", "g03", "g05", "g06"]),
    ]
    del levels[iri("g/1")]
    assert part(levels) == [(None, [f"g{n:02}" for n in range(HUES)])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_opens_in_its_language_with_the_picture_drawn(language: Language) -> None:
    model = make_map()
    page = render_map(model, language)
    assert f'<html lang="{language}">' in page
    assert page.count('<g class="node ') == 21
    assert page.count('class="tie t-') == 34 + 5  # each tie, and each kind in the legend
    for node in model.nodes:
        assert f'id="row-{node.slug}"' in page


def test_script_finds_every_text_in_every_language() -> None:
    data = read_data(render_map(make_map()))
    assert all(isinstance(text, str) or len(text) == len(LANGUAGES) for text in data["texts"])
    names = [data["texts"][node["name"]] for node in data["nodes"]]
    assert ["Kuusilahden kaupunki", "Kuusilahti stad", "City of Kuusilahti"] in [
        name[:3] for name in names
    ]


def test_facts_and_sources_keep_their_order() -> None:
    data = read_data(render_map(make_map()))
    node = next(node for node in data["nodes"] if node["id"] == "tyollisyysalue")
    assert [data["texts"][name][2] for name, _ in node["facts"]] == ["Area", "Services", "Website"]
    files = [data["texts"][number] for number in data["places"]]
    places = [(files[file], row) for _, file, row in node["sources"]]
    assert places == [("actors.csv", 12), ("links.csv", 3)]


def test_table_tells_the_rows_in_words() -> None:
    page = render_map(make_map(), "sv")
    assert ">actors.csv, rad 12; links.csv, rad 3<" in page


def test_every_node_has_a_name_on_the_map_in_every_language() -> None:
    for node in make_map().nodes:
        assert len(node.labels) == len(LANGUAGES)
        assert all("".join(label.lines) for label in node.labels)


def test_parallel_ties_are_bent_apart() -> None:
    network = make_network()
    first = network.ties[0]
    twin = replace(first, kind="link")
    paths = draw_ties(make_map(replace(network, ties=(first, twin))))
    assert len(set(paths)) == 2
    assert all("Q" in path for path in paths)


def test_radius_grows_to_a_limit_that_layouts_leave_room_for() -> None:
    radii = [radius_of("actor", ties) for ties in (0, 1, 5, 50)]
    assert radii == sorted(radii)
    assert radii[-1] <= 11


def test_scaling_a_shape_scales_its_lengths() -> None:
    assert scale_path("M0,-1L0.5,0Z", 4) == "M0,-4L2,0Z"


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, ""),
        ("2024", None, "2024 alkaen"),
        (None, "2026-12-31", "31.12.2026 asti"),
        ("2024-03", "2026", "3/2024 – 2026"),
    ],
)
def test_period_is_said_with_what_is_known(since: str | None, until: str | None, said: str) -> None:
    assert write_period(since, until).fi == said


def test_slugs_are_safe_unique_and_do_not_depend_on_order() -> None:
    iris = [
        "http://a/x/jyu",
        "http://a/y/jyu",
        "http://a/%3Cscript%3E",
        "http://a/ääö",
        "http://a/",
    ]
    slugs = make_slugs(iris)
    assert len(set(slugs.values())) == len(iris)
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs.values())
    assert slugs == make_slugs(reversed(iris))


def test_empty_network_still_makes_a_page() -> None:
    model = make_map(make_network(nodes=(), ties=(), groupings=()))
    assert "0 toimijaa" in render_map(model)
