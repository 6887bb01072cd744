"""The registry: a question is one module and one chapter, and all that tells of it finds it."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from copies import run_commands
from eloggraph.analysis.affiliation import AffiliationNetwork
from eloggraph.analysis.analyse import analyse
from eloggraph.analysis.outcome import Outcome
from eloggraph.analysis.registry import list_questions
from eloggraph.errors import OptionError
from eloggraph.text import LANGUAGES, Text, catalogue_keys
from eloggraph.views.report.formats import render_analysis_csv, render_analysis_text
from eloggraph.views.report.section import make_sections
from networks import make_material, write_tables

PACKAGE = Path(eloggraph.__file__).parent
REPOSITORY = Path(__file__).resolve().parents[2]
QUESTIONS = [pytest.param(question, id=question.key) for question in list_questions()]

MODULE = '''
"""How many names begin with the letter S?"""

from dataclasses import dataclass

from eloggraph.analysis.outcome import (
    ActionRank, Figure, Lack, Listing, ObservationRank, Remark, ReportTable, Row
)
from eloggraph.analysis.question import Question
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Initials:
    names: tuple[Text, ...]


def measure(material):
    labels = (node.label for node in material.network.nodes)
    return Initials(names=tuple(label for label in labels if label.fi.startswith("S")))


def count(found):
    return say("initials.sentence", n=len(found.names))


QUESTION = Question(
    key="initials",
    order=25,
    section_order=5,
    measure=measure,
    tell=lambda found: [count(found)],
    observe=lambda found: [Remark(rank=ObservationRank.APART, text=count(found))] * bool(found.names),
    advise=lambda found, _: [
        Remark(rank=ActionRank.FILL, text=say("initials.action")) for _ in found.names
    ],
    figures=lambda found: [Figure(value=len(found.names), label=say("initials.title"))],
    tables=lambda found: [
        ReportTable(
            name="initials",
            columns={"name": Text, "n": int},
            rows=tuple((name, 1) for name in found.names),
        )
    ],
    explain=lambda found, _: [say("initials.method")],
    listings=lambda found: [
        Listing(
            title=say("initials.title"),
            columns=(say("initials.name"), say("initials.empty"), say("initials.amount")),
            rows=tuple(
                row
                for name in found.names
                for row in (
                    Row(cells=(name, None, 1)),
                    Row(cells=(name, None, Lack(say("initials.none"))), level=1),
                )
            ),
            note=say("initials.method"),
        )
    ],
    lack=lambda found: () if found.names else ("actors", "bodies"),
)
'''
CHAPTER = """
title = { fi = "Alkukirjaimet", sv = "Initialer", en = "Initials" }
sentence = { fi = "S-kirjaimella alkaa {n} nimeä.", sv = "{n} namn på S.", en = "Names in S: {n}." }
action = { fi = "Vaihtakaa nimeä.", sv = "Byt namn.", en = "Change names." }
method = { fi = "Laskettiin kirjaimet.", sv = "Vi räknade.", en = "We counted letters." }
name = { fi = "nimi", sv = "namn", en = "name" }
empty = { fi = "tyhjä", sv = "tom", en = "empty" }
amount = { fi = "määrä", sv = "antal", en = "amount" }
none = { fi = "ei yhtään", sv = "ingen", en = "none at all" }
"""
SECTION = '<section class="toy">{{ in.of(section.outcome.found.names[0]) }}{{ section.parts.sign }}</section>\n'
PREPARE = 'def prepare(found):\n    return {"sign": "\N{BLACK STAR}" * len(found.names)}\n'


# What is asked of the changed package, in one process that reads it once. Below ``t`` nothing begins with an S.
LINES = (
    "analyse datasets/laituri --lang en",
    "analyse datasets/laituri --format json",
    "analyse datasets/laituri --format md --lang en",
    "analyse datasets/laituri initials --lang en",
    "analyse datasets/laituri initials --format csv",
    "run datasets/laituri --draft -o out/first",
    "analyse t initials --lang en",
    "analyse t --format json",
    "report t -o out/t.html",
)


def _run(top: Path, *lines: str) -> dict[str, str]:
    answers = run_commands(top, lines)
    assert {line: told for line, (code, _, told) in answers.items() if code} == {}
    return {line: out for line, (_, out, _) in answers.items()}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with one more question: its module and its chapter."""
    copy = tmp_path_factory.mktemp("toy") / "src" / "eloggraph"
    write_tables(copy.parents[1] / "t", {"actors.csv": "id,label@fi\na,Aa\n"})
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("prepared"))
    for folder in ("ontology", "shapes", "datasets"):  # beside the package in a checkout
        copy.parent.parent.joinpath(folder).symlink_to(REPOSITORY / folder)
    (copy / "analysis" / "questions" / "initials.py").write_text(MODULE, encoding="utf-8")
    (copy / "catalogue" / "initials.toml").write_text(CHAPTER, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def answers(package: Path) -> dict[str, str]:
    """What the package with one more question says, and it writes into ``out`` beside it."""
    return _run(package.parents[1], *LINES)


def test_a_new_question_is_told_on_a_terminal_and_in_json(answers: dict[str, str]) -> None:
    text = answers["analyse datasets/laituri --lang en"]
    told = answers["analyse datasets/laituri --format json"]
    assert "\nInitials\n  Names in S: " in text
    found = json.loads(told)
    assert list(found).index("initials") == list(found).index("communities") + 1
    assert {"fi", "sv", "en"} <= set(found["initials"]["names"][0])
    assert found["observations"][0]["en"].startswith("Names in S: ")
    assert found["actions"][0]["en"] == "Change names."


def test_a_new_question_has_its_section_with_and_without_a_template_and_its_table(
    package: Path, answers: dict[str, str], tmp_path: Path
) -> None:
    first, second = package.parents[1] / "out" / "first", tmp_path / "second.html"
    page = (first / "report.html").read_text(encoding="utf-8")
    assert '<a href="#en-initials">Initials</a>' in page
    assert page.index('id="en-initials"') < page.index('id="en-silos"')
    assert '<h2 id="en-initials">Initials</h2>\n  <p class="answer">Names in S: ' in page
    assert "<dt>Initials</dt>" in page
    assert "<p>We counted letters.</p>" in page
    table = (first / "tables" / "initials.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(table.splitlines(), delimiter=";"))
    assert [set(row) for row in rows] == [{"name (fi)", "name (sv)", "name (en)", "n"}]

    sections = package / "views" / "report" / "sections"
    (sections / "initials.html").write_text(SECTION, encoding="utf-8")
    (sections / "initials.py").write_text(PREPARE, encoding="utf-8")
    _run(package.parents[1], f"report datasets/laituri -o {second}")
    for name in ("initials.html", "initials.py"):  # the package is that of the next tests too
        (sections / name).unlink()
    page = second.read_text(encoding="utf-8")
    assert f'<section class="toy">{rows[0]["name (en)"]}\N{BLACK STAR}' in page
    assert '<h2 id="en-initials">' not in page


def test_what_is_listed_is_in_the_report_in_markdown_and_where_it_is_asked_by_name(
    package: Path, answers: dict[str, str]
) -> None:
    page = (package.parents[1] / "out" / "first" / "report.html").read_text(encoding="utf-8")
    english = page[page.index('id="en-initials"') :].partition("</section>")[0]
    heads = '<th scope="col" role="columnheader">Name</th><th scope="col" role="columnheader">Amount</th>'
    assert heads in english  # no row has anything in the third
    assert '<tr role="row" class="level-1">' in english
    assert 'data-head="Amount" class="number num">1</td>' in english
    assert '<span class="sign" aria-hidden="true">!</span> none at all</span>' in english
    assert '<p class="basis">We counted letters.</p>' in english

    named = answers["analyse datasets/laituri initials --lang en"]
    marked = answers["analyse datasets/laituri --format md --lang en"]
    assert named.startswith("Initials\n  Names in S: ")
    assert "\n  Initials\n    " in named
    assert " · ! none at all\n" in named
    assert "\n  We counted letters.\n" in named
    assert "none at all" not in answers["analyse datasets/laituri --lang en"]
    assert "\n### Initials\n\n| name | amount |\n| --- | --- |\n| " in marked
    assert " | ! none at all |\n" in marked
    table = answers["analyse datasets/laituri initials --format csv"]
    assert table.startswith("name (fi),")


def test_a_question_without_an_answer_is_one_line_with_the_tables_that_would_bring_it(
    package: Path, answers: dict[str, str]
) -> None:
    told = "Initials: there is an answer once the table Bodies has rows."  # there are actors
    assert answers["analyse t initials --lang en"] == f"Not answered yet\n  {told}\n"
    assert json.loads(answers["analyse t --format json"])["lacking"]["initials"]["en"] == told
    page = (package.parents[1] / "out" / "t.html").read_text(encoding="utf-8")
    assert f"<li>{told}</li>" in page
    assert 'id="en-initials"' not in page


def test_tables_that_have_rows_are_not_said_to_want_them() -> None:
    """Where all have rows, more is to be written in them."""

    def tell(*filled: str) -> str:
        network = AffiliationNetwork(nodes=(), ties=(), groupings=())
        material = make_material(network, filled=frozenset(filled))
        told = material.tell_needed(Text.same("Q"), ("actors", "bodies"))
        assert told is not None
        return told.en

    assert tell() == "Q: there is an answer once these tables have rows: actors, bodies."
    assert tell("actors") == "Q: there is an answer once the table bodies has rows."
    both = "Q: there is an answer once these tables tell more: actors, bodies."
    assert tell("actors", "bodies") == both


def test_questions_are_asked_by_name_and_a_wrong_name_is_told_with_the_near_one() -> None:
    network = eloggraph.open(REPOSITORY / "datasets" / "laituri")
    found = network.analyse("coverage", "silos", "coverage", permutations=20)
    assert [outcome.key for outcome in found.outcomes] == ["coverage", "silos"]
    with pytest.raises(OptionError, match=re.escape("no question “silo”. Did you mean “silos”")):
        network.analyse("silo")
    with pytest.raises(
        OptionError, match=re.escape("no question “xyzzy”. The questions are: silos, ")
    ):
        network.analyse("xyzzy")


def test_csv_holds_one_table(region: Any) -> None:
    asked = analyse(make_material(region, permutations=20), ["silos", "coverage"])
    with pytest.raises(OptionError, match=r"gives [0-9]+: .*silos.*coverage"):
        render_analysis_csv(asked, "en")
    with pytest.raises(OptionError, match="gives no table"):
        render_analysis_csv(replace(asked, outcomes=()), "en")
    only = analyse(make_material(region, permutations=20), ["coverage"])
    assert render_analysis_csv(only, "fi").startswith("\ufeffkohderyhmä (tunniste);")


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_its_chapter_sentences_section_table_and_json(
    question: Any, region: Any
) -> None:
    assert f"{question.key}.title" in catalogue_keys()
    analysis = analyse(make_material(region, permutations=20))
    outcome: Outcome[Any] = next(a for a in analysis.outcomes if a.key == question.key)
    assert bool(outcome.sentences) != bool(outcome.lacking)
    assert getattr(analysis, question.key) is outcome.found
    assert json.loads(json.dumps(analysis.to_dict()))[question.key]
    sections = {section.outcome.key: section for section in make_sections(analysis.outcomes)}
    own = f"report/sections/{question.key}.html"
    has_own = (PACKAGE / "views" / own).is_file()
    if outcome.lacking is None:
        assert sections[question.key].template == (own if has_own else "report/section.html")
    for language in LANGUAGES:
        told = render_analysis_text(analysis, language)
        assert (f"\n{outcome.heading.say(language)}\n" in told) == bool(outcome.sentences)
        assert (outcome.lacking is None) or outcome.lacking.say(language) in told
    for table in outcome.tables:
        kinds = list(table.columns.values())
        for row in table.rows:
            assert len(row) == len(kinds)
            pairs = zip(row, kinds, strict=True)
            assert all(value is None or isinstance(value, kind) for value, kind in pairs)


def test_names_places_and_tables_are_each_of_one_question(region: Any) -> None:
    questions = list_questions()
    for name in ("key", "order", "section_order"):
        assert len({getattr(question, name) for question in questions}) == len(questions)
    outcomes = analyse(make_material(region, permutations=20)).outcomes
    assert len({outcome.anchor for outcome in outcomes}) == len(questions)
    tables = [table.name for outcome in outcomes for table in outcome.tables]
    assert len(set(tables)) == len(tables)
    assert not {"nodes", "ties", "findings"} & set(tables)


def test_an_unknown_question_is_named_with_those_that_were_asked(region: Any) -> None:
    analysis = analyse(make_material(region, permutations=20))
    with pytest.raises(AttributeError, match=r"'moats'.*silos, .*coverage"):
        _ = analysis.moats
