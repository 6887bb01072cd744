"""The report: every verdict has its sign, its word and its reason, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from kuusilahti import (
    AREAS,
    SERVICES,
    answer_otherwise,
    iri,
    make_analysis,
    make_finding,
    make_findings,
    make_report,
)

from eloggraph.analysis.affiliation import Group
from eloggraph.analysis.coverage_cells import measure_coverage
from eloggraph.analysis.questions.communities import Community, Member
from eloggraph.finding import Finding, Place, Report
from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.report.page import render_report
from eloggraph.views.report.sections.coverage import arrange_cells
from eloggraph.views.report.sections.silos import draw_bar


def edition(page: str, language: Language) -> str:
    found = re.search(rf'<main class="edition[^"]*" lang="{language}".*?</main>', page, re.S)
    assert found
    return found[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_edition_tells_all_in_its_language(language: Language) -> None:
    model = make_report()
    told = edition(render_report(model), language)
    for text in (model.title, model.analysis.headline, *model.analysis.observations):
        assert text.say(language) in told
    for verdict in model.analysis.silos:
        assert verdict.sentence.say(language) in told
    for label in (*AREAS.values(), *SERVICES.values(), *model.sources):
        assert label.say(language) in told


def test_the_numbers_tell_what_is_missing_only_under_a_norm() -> None:
    with_norm = [figure.label for figure in make_report().figures]
    without = [figure.label for figure in make_report(make_analysis(norms=False)).figures]
    missing, unknown = say("coverage.number.missing"), say("coverage.number.none-recorded")
    assert (missing in with_norm, unknown in with_norm) == (True, False)
    assert (missing in without, unknown in without) == (False, True)
    assert with_norm[0] == say("pages.report.number-actors")
    assert with_norm[-1] == say("pages.report.number-findings")


def test_too_little_data_shows_reasons_and_no_number() -> None:
    model = make_report(make_analysis(measurable=False))
    told = edition(render_report(model), "fi")
    lacking, measured = model.analysis.silos
    assert (lacking.level, measured.level) == ("too-little-data", "none")
    assert draw_bar(lacking) is None
    assert all(reason.fi in told for reason in (*lacking.reasons, *measured.limits))
    assert told.count('<rect class="chance"') == 1


def test_every_group_stands_in_a_table_with_its_sign() -> None:
    model = make_report()
    told = edition(render_report(model), "sv")
    for verdict in model.analysis.silos:
        for group in verdict.groups:
            assert f'<th scope="row">{group.label.sv}</th>' in told
            assert f'l-{group.level}"' in told
    assert told.count(say("silos.report.group-sign-closed").sv) == 4


def test_every_state_of_coverage_has_sign_and_word() -> None:
    told = edition(render_report(make_report()), "en")
    signs = (("met", "●"), ("thin", "◐"), ("missing", "○"), ("unknown", r"\?"), ("recorded", "▪"))
    for state, sign in signs:
        word = say(f"coverage.state.{state}").en
        assert re.search(rf'class="s-{state}"><span[^>]*>{sign}</span> {word}', told)


def test_findings_are_a_paragraph_with_a_link_and_no_list() -> None:
    told = edition(render_report(replace(make_report(), findings_address="findings.html")), "sv")
    assert "I materialet finns 1 fel, 1 varning, 1 anmärkning." in told
    assert 'href="findings.html#lang=sv"' in told
    assert "Hänvisningen leder ingenstans." not in told


def test_no_findings_is_said() -> None:
    told = edition(render_report(make_report(findings=Report(findings=()))), "fi")
    assert "Ei huomautettavaa" in told


def test_the_sheet_with_most_findings_is_named_where_one_has_most() -> None:
    here = [make_finding(place=Place(file="links.csv", row=row)) for row in (2, 3)]
    there = [make_finding(place=Place(file="a.xlsx", sheet="S", row=row)) for row in (2, 3, 4)]

    def tell(*findings: Finding) -> str:
        return edition(render_report(make_report(findings=Report(findings=findings))), "en")

    assert "The table S (a.xlsx) has the most of them: 3 errors." in tell(*here, *there)
    assert "has the most" not in tell(*here, *there[:2])
    assert "has the most" not in tell(*there)
    assert "eloggraph check" in tell(*there)


def test_rendering_leaves_the_model_alone() -> None:
    model = make_report()
    first = render_report(model)
    assert render_report(replace(model)) == first
    assert make_findings() == model.findings


def test_map_address_is_linked_in_each_language() -> None:
    page = render_report(make_report())
    assert all(f'href="map.html#lang={language}"' in page for language in LANGUAGES)


def test_clusters_that_are_named_are_listed_with_those_outside_them() -> None:
    settled = Member(actor=iri("amk"), stability=0.9)
    undecided = Member(actor=iri("kirjasto"), stability=0.9, settled=False)
    found = Community(number=7, members=(settled, undecided), stability=0.87, named=True)
    other = Community(number=8, members=(undecided,), stability=0.66)
    analysis = make_analysis()
    communities = replace(
        analysis.communities,
        level="found",
        communities=(found, other),
        unattached=(iri("yrittajat"),),
    )
    analysis = answer_otherwise(analysis, "communities", communities)
    told = edition(render_report(make_report(analysis)), "fi")
    section = told[told.index("Ryväs</th>") :]
    section = section[: section.index("</section>")]
    assert "0,87" in section
    assert "0,66" not in section
    assert analysis.communities.named == (found,)
    assert "ryppäiden ulkopuolella: Kuusimaan Yrittäjät." in section


def test_groupings_that_lack_the_same_are_told_once() -> None:
    analysis = make_analysis(measurable=False)
    told = edition(render_report(make_report(analysis)), "en")
    shown = told.count(analysis.silos[0].reasons[0].en)
    assert shown <= 2  # once for silos, and once for clusters where these lack the same


@pytest.mark.parametrize(("areas", "down"), [(1, "target-group"), (2, "area")])
def test_of_the_coverage_what_there_is_more_of_goes_down(areas: int, down: str) -> None:
    groups = [Group(iri=f"g{at}", label=Text.same(f"G{at}")) for at in range(2)]
    places = [Group(iri=f"a{at}", label=Text.same(f"A{at}")) for at in range(areas)]
    found = measure_coverage([], [], groups, places, on=date(2024, 1, 1))
    table = arrange_cells(found, found.cells)
    assert table.down == down
    assert sorted({len(table.rows), len(table.across)}) == sorted({2, areas})
    for head, cells in table.rows:
        for column, place in zip(table.across, cells, strict=True):
            ends = (head.iri, column.iri) if down == "target-group" else (column.iri, head.iri)
            assert [(cell.target_group, cell.area) for cell in place] == [ends]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_say_what_each_section_opens_with(language: Language) -> None:
    told = edition(render_report(make_report()), language)
    contents = re.search(r'<nav class="contents".*?</nav>', told, re.S)
    assert contents
    lines = dict(re.findall(r'<a href="#([^"]+)">[^<]*</a> <span>(.*?)</span></li>', contents[0]))
    opening = r'<h2 id="([^"]+)">[^<]*</h2>\s*<p class="answer">(.*?)</p>'
    opened = dict(re.findall(opening, told))
    answered = [each for each in make_report().analysis.outcomes if each.lacking is None]
    assert len(opened) == len(answered) + 1  # and the quality of the data
    assert opened.items() <= lines.items()


def test_no_sentence_stands_twice_in_a_section() -> None:
    told = edition(render_report(make_report()), "fi")
    for section in re.findall(r"<section .*?</section>", told, re.S):
        unfolded = re.sub(r"<details>.*?</details>", "", section, flags=re.S)
        said = re.findall(r"<p(?: class=\"answer\")?>(.*?)</p>", unfolded)
        assert len(said) == len(set(said))


def test_what_is_missing_is_said_before_the_matrix() -> None:
    told = edition(render_report(make_report()), "en")
    assert told.index(say("coverage.missing-title").en) < told.index('<table class="heat">')


def test_faults_that_are_not_there_are_not_counted() -> None:
    lone = Report(findings=(make_finding(),))
    told = edition(render_report(make_report(findings=lone)), "fi")
    assert "Aineistosta löytyi 1 virhe." in told
