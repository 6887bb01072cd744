"""Competences worked by hand, and those that the invented regions leave untrained on purpose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.analysis.competence_supply import State
from eloggraph.analysis.questions.competences import Competences
from eloggraph.cli.main import main
from eloggraph.example.writing import write_example
from networks import write_tables

REGION = Path(__file__).resolve().parents[2] / "datasets" / "mallimaakunta"
TABLES = {
    "roles.csv": "id,label@fi\nguide,ohjaaja\n",
    "competences.csv": "id,label@fi,broader\nskill,Taito,\nfine,Tarkka taito,skill\nother,Muu,\n",
    "competence_requirements.csv": "required_by,competence,kind\nguide,skill,core\n",
}
ACTORS = "id,label@fi,sector,competences,until\n"


def make(folder: Path, **tables: str) -> Path:
    return write_tables(folder, TABLES | {f"{name}.csv": text for name, text in tables.items()})


def measure(folder: Path) -> Competences:
    found: Competences = eloggraph.open(folder).analyse("competences").competences
    return found


def say(folder: Path, lang: str = "en") -> str:
    done = CliRunner().invoke(main, ["analyse", str(folder), "competences", "--lang", lang])
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("training", "actor", "state"),
    [
        ("skill,,", ",", "trained"),
        ("fine,,", ",", "trained"),  # a narrower one will do
        ("other,,", ",", "missing"),
        ("skill,planned,", ",", "missing"),
        ("skill,,2026-01-30", ",", "missing"),
        ("skill,,2026-01-31", ",", "trained"),
        (",,", "skill,", "held"),
        (",,", "fine,", "held"),
        (",,", "skill,2025", "missing"),
        (",,", "other,", "missing"),
    ],
)
def test_a_required_competence_is_trained_held_or_missing(
    tmp_path: Path, training: str, actor: str, state: State
) -> None:
    found = measure(
        make(
            tmp_path / "t",
            trainings=f"id,label@fi,competences,status,until\nx,X,{training}\n",
            actors=f"{ACTORS}a,A,youth,{actor}\n",
        )
    )
    assert [each.state for each in found.requirements] == [state]


@pytest.mark.parametrize(
    ("training", "project", "missing"),
    [
        ("skill,2026-01-30,", "", True),
        ("skill,2026-01-31,", "", False),
        ("skill,,h", "2025", True),  # it ends with the project that gives it
        ("skill,2027,h", "2025", False),
        ("skill,,h", "2026", False),
    ],
)
def test_the_named_query_says_the_same_of_a_training_that_has_ended(
    tmp_path: Path, training: str, project: str, missing: bool
) -> None:
    folder = make(
        tmp_path / "t",
        trainings=f"id,label@fi,competences,until,project\nx,X,{training}\n",
        projects=f"id,label@fi,until\nh,H,{project}\n",
    )
    asked = list(eloggraph.open(folder).look().ask("competences-without-training"))
    assert bool(asked) is missing
    assert bool(measure(folder).required("missing")) is missing


def test_what_is_missing_is_told_with_its_role_and_what_is_held_with_who_could_lend(
    tmp_path: Path,
) -> None:
    missing = make(tmp_path / "a")
    assert "One required competence has neither a training nor an actor that offers it on " in say(
        missing
    )
    assert "on record: Taito (ohjaaja)." in say(missing)
    assert "ei ole kirjattu koulutusta eikä osaajaa: Taito (ohjaaja)." in say(missing, "fi")
    held = make(tmp_path / "b", actors=f"{ACTORS}a,A,youth,fine,\n")
    assert "but an actor offers it: Taito – A (youth work)." in say(held)
    trained = make(tmp_path / "c", trainings="id,label@fi,competences\nx,X,skill\n")
    assert "A training is on record for every competence required." in say(trained)


@pytest.mark.parametrize(
    ("sector", "theirs", "lends"),
    [
        ("youth", "education", True),
        ("education", "education", False),
        ("", "education", True),
        ("youth", "", True),  # whose sector is not known may ask anyone but themselves
    ],
)
def test_who_lends_is_of_another_sector_than_those_in_the_role(
    tmp_path: Path, sector: str, theirs: str, lends: bool
) -> None:
    """Actor s acts as a guide: it has the skill itself, and is none of those to ask."""
    folder = make(
        tmp_path / "t",
        actors=f"{ACTORS}a,A,{sector},skill,\ns,S,{theirs},skill,\n",
        networks="id,label@fi\nn,N\n",
        memberships="actor,organization,role\ns,n,guide\n",
    )
    (asked,) = measure(folder).requirements
    assert [holder.label.fi for holder in asked.holders] == ["A", "S"]
    assert [holder.label.fi for holder in asked.lenders()] == ["A"] * lends
    advised = " ".join(each.en for each in eloggraph.open(folder).analyse("competences").actions)
    assert ("Ask another sector for the competence: Taito – A" in advised) is lends


def test_needs_are_told_with_who_needs_and_what_has_been_proposed(tmp_path: Path) -> None:
    tables = {
        "actors.csv": f"{ACTORS}a,A,youth,,\n",
        "competences.csv": TABLES["competences.csv"],
        "competence_needs.csv": "id,label@fi,competences,expressed_by\nn,Tarve,skill|other,a\n",
        "trainings.csv": "id,label@fi,competences\nx,X,skill\n",
        "proposals.csv": "id,label@fi,competences,status\np,Ehdotus,other,\nq,Q,other,cancelled\n",
    }
    folder = write_tables(tmp_path / "t", tables)
    proposed = [[name.fi for name in each.proposals] for each in measure(folder).needs]
    assert proposed == [[], ["Ehdotus"]]
    told = say(folder)
    assert "One competence need names 2 competences." in told
    assert "One competence needed has neither a training nor an actor" in told
    assert "Tarve Taito · X Muu · ! neither training nor anyone who offers it · Ehdotus All" in told
    assert "All needs were expressed by A." in told
    more = tables["competence_needs.csv"] + "m,Toinen,skill,\n"
    told = say(write_tables(tmp_path / "u", tables | {"competence_needs.csv": more}))
    assert "Tarve · A Taito · X" in told
    assert "All needs" not in told


def test_a_role_with_training_only_is_told_with_what_the_training_develops(tmp_path: Path) -> None:
    trainings = (
        "id,label@fi,competences,roles,providers,status\nx,X,fine,guide,a,\ny,Y,,guide,,planned\n"
    )
    tables = {"trainings": trainings, "actors": f"{ACTORS}a,A,youth,,\n"}
    told = say(
        make(tmp_path / "a", **tables, competence_requirements="required_by,competence,kind\n")
    )
    assert "One role has training, but what it requires is not on record: ohjaaja." in told
    assert "ohjaaja X · Tarkka taito · A" in told
    assert "One role has training" not in say(make(tmp_path / "b", **tables))


def test_a_framework_is_told_down_to_the_client_groups_with_a_training(tmp_path: Path) -> None:
    tables = {
        "frameworks.csv": "id,label@fi\nf,Kehys\ne,Tyhjä\n",
        "competences.csv": "id,label@fi,framework\nskill,Taito,f\nother,Muu,f\n",
        "target_groups.csv": "id,label@fi\ng,Nuoret\n",
        "trainings.csv": "id,label@fi,competences,target_groups\nx,X,skill,g\ny,Y,skill,\n",
    }
    told = say(write_tables(tmp_path / "t", tables))
    assert "Kehys Taito · Y Nuoret · X Muu · ! no training Tyhjä · ! no competences on rec" in told
    assert "The competences of one framework are not on record: Tyhjä." in told


@pytest.mark.parametrize("seed", [0, 4])
def test_the_competences_left_untrained_on_purpose_are_found_and_no_other(
    tmp_path: Path, seed: int
) -> None:
    folder = write_example(tmp_path / "t", seed=seed, actors=40) if seed else REGION
    planted = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["roles_untrained"]
    missing = measure(folder).required("missing")
    found = [(each.by.rpartition("/")[2], each.competence.rpartition("/")[2]) for each in missing]
    assert sorted(found) == sorted((each["role"], each["competence"]) for each in planted)


def test_without_requirements_needs_and_frameworks_the_tables_are_named(tmp_path: Path) -> None:
    folder = write_tables(tmp_path / "t", {"actors.csv": f"{ACTORS}a,A,youth,,\n"})
    assert "once these tables have rows: Competence requirements, Competence needs" in say(folder)
