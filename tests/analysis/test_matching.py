"""Shortages of labour against what answers them: worked by hand, both sides of each rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.analysis.questions.matching import Matching
from eloggraph.cli.main import main
from networks import write_tables

TABLES = {
    "areas.csv": "id,label@fi,within\nwide,Laaja,\nhere,Tämä,wide\nthere,Muu,wide\n",
    "competences.csv": "id,label@fi,broader\nskill,Taito,\nfine,Tarkka taito,skill\n",
    "shortages.csv": "industry,area,balance,competences\nict,here,,skill\ntrade,here,surplus,\n",
}


def make(folder: Path, **tables: str) -> Path:
    return write_tables(folder, TABLES | {f"{name}.csv": text for name, text in tables.items()})


def measure(folder: Path) -> Matching:
    found: Matching = eloggraph.open(folder).analyse("matching").matching
    return found


def say(folder: Path, lang: str = "en") -> str:
    done = CliRunner().invoke(main, ["analyse", str(folder), "matching", "--lang", lang])
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def test_every_empty_cell_of_a_shortage_is_named_and_a_surplus_is_none(tmp_path: Path) -> None:
    told = say(make(tmp_path / "t"))
    assert "Labour is short in one industry: information and communication" in told
    assert "In one industry on record there is labour enough." in told
    for kind in ("No training", "No competence need", "No question of employers"):
        assert f"{kind} is on record" in told
    assert "! no training · ! no competence need · ! no question" in told
    finnish = say(tmp_path / "t", "fi")
    assert "alalla: tieto- ja viestintätekniikka (ICT). Yhdellä kirjatulla alalla" in finnish
    assert "Siihen ei ole kirjattu koulutusta. Siltä ei ole kirjattu osaamistarvetta." in finnish


def test_of_several_shortages_those_that_lack_something_are_named(tmp_path: Path) -> None:
    shortages = "industry,area\nict,here\ntrade,here\n"
    trainings = "id,label@fi,industries\nx,X,ict\n"
    told = say(make(tmp_path / "t", shortages=shortages, trainings=trainings), "fi")
    assert "Yhden alan työvoimapulaan ei ole kirjattu koulutusta: kauppa." in told
    assert "Yhdeltäkään niistä ei ole kirjattu osaamistarvetta." in told


@pytest.mark.parametrize(
    ("industry", "competence", "areas", "dates", "answers"),
    [
        ("ict", "", "here", ",", True),
        ("trade", "", "here", ",", False),
        ("", "skill", "", ",", True),
        ("", "fine", "", ",", True),  # of a narrower competence
        ("ict", "", "wide", ",", True),
        ("ict", "", "there", ",", False),
        ("ict", "", "", ",2026-01-31", True),
        ("ict", "", "", ",2026-01-30", False),
        ("ict", "", "", "planned,", False),
    ],
)
def test_training_answers_by_industry_or_competence_in_an_area_that_meets(
    tmp_path: Path, industry: str, competence: str, areas: str, dates: str, answers: bool
) -> None:
    row = f"x,X,{industry},{competence},{areas},{dates}"
    header = "id,label@fi,industries,competences,areas,status,until"
    found = measure(make(tmp_path / "t", trainings=f"{header}\n{row}\n"))
    assert bool(found.missing("training")) is not answers


@pytest.mark.parametrize(
    ("kind", "industries", "areas", "answers"),
    [
        ("matching", "", "", True),
        ("matching", "trade|ict", "here", True),
        ("matching", "trade", "", False),
        ("matching", "", "there", False),
        ("legal", "ict", "here", False),
    ],
)
def test_a_question_of_employers_is_a_challenge_of_matching(
    tmp_path: Path, kind: str, industries: str, areas: str, answers: bool
) -> None:
    row = f"id,label@fi,type,industries,areas\nq,Q,{kind},{industries},{areas}\n"
    found = measure(make(tmp_path / "t", challenges=row))
    assert bool(found.missing("question")) is not answers


def test_what_is_done_about_a_question_is_named_without_what_is_only_planned(
    tmp_path: Path,
) -> None:
    challenges = "id,label@fi,type\nq,Q,matching\n"
    measures = "id,label@fi,challenges,status\nm,M,q,\nlater,L,q,planned\n"
    folder = make(tmp_path / "a", challenges=challenges, measures=measures)
    ((question,),) = [each.questions for each in measure(folder).shortages]
    assert [name.fi for name in question.done] == ["M"]
    assert "Q · information and communication technology (ICT) · M" in say(folder)
    assert "(ICT) · ! no measures" in say(make(tmp_path / "b", challenges=challenges))


def test_with_all_three_nothing_is_missing_and_places_tell_shortages_apart(tmp_path: Path) -> None:
    shortages = "industry,area\nict,here\nict,there\n"
    told = say(
        make(
            tmp_path / "t",
            shortages=shortages,
            trainings="id,label@fi,industries\nx,X,ict\n",
            competence_needs="id,label@fi,competences,industry\nn,N,fine,ict\n",
            challenges="id,label@fi,type\nq,Q,matching\n",
        )
    )
    assert "Labour is short in one industry: " in told  # though in two areas
    assert "(ICT) (Tämä), information and communication technology (ICT) (Muu)." in told
    assert "For the shortage, training, a competence need and a question" in told


def test_without_a_shortage_the_table_is_named(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "t", {"actors.csv": "id,label@fi\na,A\n"})
    assert "once the table Labour shortages has rows." in say(folder)
