"""What is printed says a thing once: no sentence stands twice in a section."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.analysis.community import Community, Member, name_clusters
from eloggraph.analysis.sufficiency import Evidence
from eloggraph.cli.main import main

DATASETS = Path(__file__).parents[2] / "datasets"
WHY = {
    "fi": "Näin suppeassa aineistossa sattumakin voi näyttää siiloilta tai ryppäiltä, joten",
    "en": "In data this scarce, chance alone can look like silos or clusters, so",
}


@pytest.mark.parametrize("lang", sorted(WHY))
def test_no_sentence_stands_twice_in_a_section(lang: str) -> None:
    # Its groupings lack different amounts of data, and the conclusion from each is the same.
    line = ["analyse", str(DATASETS / "varsinais-suomi"), "--lang", lang]
    said = CliRunner().invoke(main, line).output
    for section in said.split("\n\n"):
        lines = section.splitlines()
        assert len(lines) == len(set(lines))
    assert said.count(WHY[lang]) == 2  # of silos, of clusters


def test_groupings_that_lack_the_same_are_one_sentence_with_the_largest_amounts() -> None:
    # By type of actor 4 actors and no tie, by sector 9 and one: both are too few of both.
    line = ["analyse", str(DATASETS / "varsinais-suomi"), "silos", "--lang", "fi"]
    said = CliRunner().invoke(main, line).output
    assert "Toimijan tyyppi, sektori: siiloutumisesta ei voi vielä sanoa mitään" in said
    assert said.count("siiloutumisesta ei voi vielä sanoa") == 1
    assert "Ryhmätieto on kirjattu enintään 9 toimijalle, kun" in said
    assert "Toimijoiden välisiä yhteyksiä on kirjattu enintään 1, kun" in said


def test_the_report_tells_them_together_too() -> None:
    page = eloggraph.open(DATASETS / "varsinais-suomi").report(permutations=9).to_html("fi")
    section = page.partition('id="fi-silos"')[2].partition("</section>")[0]
    assert section.count('class="lacking"') == 1
    assert section.count("Ryhmätieto on kirjattu") == 1


def test_where_every_cell_has_a_service_no_empty_cell_is_explained() -> None:
    line = ["analyse", str(DATASETS / "varsinais-suomi"), "--lang", "fi"]
    said = CliRunner().invoke(main, line).output
    assert "yhdistelmiä on 27, ja jokaisessa on kirjattu palvelu." in said
    assert "tyhjä kohta" not in said


@pytest.mark.parametrize(
    ("clusters", "told"),
    [(1, "a, b, c, d (4 toimijaa)"), (2, "mm. a (4 toimijaa); mm. a (4 toimijaa)")],
)
def test_of_several_clusters_each_is_known_by_one_name(clusters: int, told: str) -> None:
    members = tuple(Member(actor=name, stability=1.0) for name in "abcd")
    several = [Community(number=n, members=members, stability=1.0) for n in range(clusters)]
    assert name_clusters(several, {}).fi == told


@pytest.mark.parametrize(
    ("counted", "told"),
    [
        ({"inferred": 0}, "The number of recorded connections between actors is 9;"),
        ({"inferred": 9}, "those inferred from a shared network or project included, is 9;"),
        ({"inferred": 9, "facts": 8}, "of memberships that join actors is 8 on record;"),
        ({"inferred": 9, "facts": 9}, "those inferred from a shared network or project included,"),
    ],
)
def test_what_is_counted_is_called_what_it_is(counted: dict[str, int], told: str) -> None:
    evidence = Evidence(actors=20, ties=9, by_kind=True, **counted)
    assert told in evidence.explain()[0].en
