"""The whole analysis: what is said first, and that all of it is there in three languages."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.analyse import Analysis
from eloggraph.analysis.analyse import analyse as ask_all
from eloggraph.analysis.coverage_cells import CELL_STATES
from eloggraph.analysis.norms import Norm
from eloggraph.analysis.offers import Offer
from eloggraph.analysis.registry import list_questions
from eloggraph.text import FINISHED, LANGUAGES, Text
from networks import answer_coverage, make_material

AXIS = [Group(iri=name, label=Text.same(name)) for name in ("one", "two")]


def _texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)


def analyse(network: Any, **changes: Any) -> Analysis:
    return ask_all(make_material(network, **changes))


def _level(analysis: Analysis) -> str:
    return analysis.silos[0].level


def test_a_silo_that_hangs_on_one_service_chain_is_not_claimed(region: Any) -> None:
    """Nine education providers meet in one chain: a single observation, however many pairs."""
    found = analyse(region)
    assert _level(found) == "leaning"
    assert "hangs on a single network or project" in found.silos[0].sentence.en
    (group,) = [g for g in found.silos[0].segregation.groups if g.group == "education"]
    assert (group.share > 0.9, group.rests_on) == (True, "c0")
    assert found.communities.level == "too-little-data"
    assert found.counts.isolates == ("a15",)
    assert dict(found.counts.ties_by_kind)["coordination"] == 3
    assert "selviä siiloja ei näy" in found.headline.fi


def test_silos_are_told_first_and_lead_to_an_action(make_random: Any) -> None:
    found = analyse(make_random(40, 120, inside=0.9))
    assert _level(found) == "siloed"
    assert "sektori" in found.headline.fi
    assert "siiloutunut" in found.headline.fi
    assert found.observations[0] == found.silos[0].sentence
    assert found.actions[0].fi.startswith("Tuokaa näiden ryhmien (4) toimijoita yhteen")


def test_random_ties_are_no_silos(make_random: Any) -> None:
    found = analyse(make_random(40, 120))
    assert _level(found) == "none"
    assert "ei näy selviä siiloja" in found.headline.fi
    assert "Pienin siilo, joka olisi näkynyt" in found.headline.fi


def test_a_club_that_everybody_is_in_hides_no_silo(
    make_random: Any, make_node: Any, make_tie: Any, make_network: Any
) -> None:
    dense = make_random(40, 120, inside=0.9)
    members = [make_tie(actor.iri, "club", "membership") for actor in dense.nodes]
    network = make_network(
        [*dense.nodes, make_node("club", "collective")], [*dense.ties, *members], dense.groupings
    )
    found = analyse(network)
    assert _level(found) == "siloed"
    assert found.silos[0].segregation.ties == 120
    assert "Mukana ovat vain kirjatut yhteydet" in found.silos[0].limits[0].fi
    assert "Mukana ovat vain kirjatut yhteydet" in found.silos[0].basis.fi


def test_gaps_and_endings_lead_to_actions(region: Any) -> None:
    coverage = answer_coverage(
        [Offer(target_group="one", area="one", service="s", provider="p", until="2024")],
        [Norm(target_group=at, area=at, required=True, surveyed="2023") for at in ("one", "two")],
        AXIS,
        AXIS,
    )
    found = analyse(region, ask=coverage, on=date(2024, 3, 1))
    assert len(found.observations) == 3
    assert len(found.actions) == 3
    assert "puuttuu" in found.observations[1].fi  # after what leans
    assert [action.fi[:6] for action in found.actions[:2]] == ["Sopika", "Sopika"]


def test_without_a_norm_the_action_is_to_agree_on_one(make_random: Any) -> None:
    coverage = answer_coverage(groups=AXIS, areas=AXIS)
    found = analyse(make_random(40, 120), ask=coverage)
    assert any("vähimmäispalvelut" in action.fi for action in found.actions)
    assert not any("puuttuvat palvelut" in action.fi for action in found.actions)


def test_an_actor_in_several_groups_is_counted_in_each(
    make_network: Any, make_node: Any, make_tie: Any, sector: Any
) -> None:
    from dataclasses import replace

    both = replace(make_node("a"), group_pairs=(("sector", "social"), ("sector", "youth")))
    network = make_network([both, make_node("b", sector="youth")], [make_tie("a", "b")], [sector])
    found = analyse(network).silos[0].segregation
    assert (found.actors, found.ungrouped, found.several) == (2, 0, 1)
    assert (found.internal, found.external) == (1, 0)
    assert [(g.group, g.internal, g.external) for g in found.groups] == [
        ("social", 0, 1),
        ("youth", 1, 0),
    ]


def test_no_actors_and_no_groupings_are_said(make_network: Any, make_node: Any) -> None:
    assert analyse(make_network([], [])).headline.fi.startswith("Aineistossa ei ole")
    assert "1 toimija ja" in analyse(make_network([make_node("a")], [])).headline.fi


def test_the_network_is_unchanged_and_the_analysis_repeats(region: Any) -> None:
    before = copy.deepcopy(region)
    assert analyse(region).to_dict() == analyse(region).to_dict()
    assert region == before


def test_to_dict_is_json_with_texts_and_rounded_numbers(make_random: Any) -> None:
    told = analyse(make_random(40, 120, inside=0.5)).to_dict()
    again = json.loads(json.dumps(told, allow_nan=False))
    assert again == told
    assert told["version"] == 1
    assert set(again["headline"]) == set(LANGUAGES)
    assert again["counts"]["ties_by_kind"] == {"link": 120}
    number = again["silos"][0]["segregation"]["index"]
    assert number == round(number, 6)


@pytest.mark.parametrize("inside", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("size", [(5, 4), (40, 120)])
def test_every_sentence_is_there_in_three_languages(
    make_random: Any, size: tuple[int, int], inside: float
) -> None:
    coverage = answer_coverage(groups=AXIS, areas=AXIS)
    found = analyse(make_random(*size, inside=inside), ask=coverage)
    texts = list(_texts(found))
    assert len(texts) > 10
    for text in texts:
        assert all(part.strip() for _, part in text.items())
        assert not any("{" in part for _, part in text.items())


def _entries(node: Any, key: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if "fi" in node:
        yield key, node
        return
    for name, child in node.items():
        yield from _entries(child, f"{key}.{name}")


def _chapters() -> Iterator[Path]:
    folder = Path(eloggraph.__file__).parent / "catalogue"
    yield folder / "analysis.toml"
    yield from (folder / f"{question.key}.toml" for question in list_questions())


@pytest.mark.parametrize("path", list(_chapters()), ids=lambda path: path.stem)
def test_every_entry_has_every_finished_language_with_the_same_placeholders(path: Path) -> None:
    entries = dict(_entries(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert entries
    for key, entry in entries.items():
        assert set(FINISHED) <= set(entry) <= set(LANGUAGES), key
        assert len({frozenset(re.findall(r"{[\w-]+}", text)) for text in entry.values()}) == 1, key


def test_every_level_of_every_verdict_has_its_sentence() -> None:
    from eloggraph.text import catalogue_keys

    keys = set(catalogue_keys())
    for level in ("siloed", "some", "leaning", "none", "too-little-data"):
        assert f"silos.headline.{level}" in keys
        assert keys & {f"silos.level.{level}", f"silos.level.{level}.one"}
    assert {f"coverage.state.{state}" for state in CELL_STATES} <= keys
    assert {f"coverage.report.legend-{state}" for state in CELL_STATES} <= keys
