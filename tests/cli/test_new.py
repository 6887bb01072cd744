"""``eloggraph new``: what a newcomer sees on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eloggraph.cli.main import main
from eloggraph.text import LANGUAGES


def invoke(*arguments: str | Path) -> Result:
    return CliRunner(env={"ELOGGRAPH_LANG": "en"}).invoke(main, [str(a) for a in arguments])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", [(), ("--xlsx",)], ids=["csv", "xlsx"])
def test_new_network_checks_clean(form: tuple[str, ...], language: str, tmp_path: Path) -> None:
    done = invoke("new", tmp_path / "uusi", *form, "--lang", language)
    assert done.exit_code == 0, done.output
    opened = next(word for word in done.output.split() if word.startswith(str(tmp_path)))
    assert Path(opened.rstrip(".:,;")).exists()
    checked = invoke("check", tmp_path / "uusi", "--lang", language)
    assert checked.exit_code == 0, checked.output


def test_language_of_the_environment_is_that_of_the_tables(tmp_path: Path) -> None:
    CliRunner(env={"ELOGGRAPH_LANG": "sv"}).invoke(main, ["new", str(tmp_path / "ny")])
    assert (tmp_path / "ny" / "Aktörer.csv").exists()


def test_tables_may_be_chosen_by_any_name(tmp_path: Path) -> None:
    done = invoke("new", tmp_path / "uusi", "--tables", "services, Toimijat", "--lang", "fi")
    assert done.exit_code == 0
    names = {path.stem for path in (tmp_path / "uusi").glob("*.csv")}
    assert names == {"Palvelut", "Toimijat"}


def test_unknown_table_is_a_sentence_and_exit_2(tmp_path: Path) -> None:
    done = invoke("new", tmp_path / "uusi", "--tables", "actorz", "--lang", "en")
    assert done.exit_code == 2
    assert "actorz" in done.stderr
    assert "Traceback" not in done.output
    assert not (tmp_path / "uusi").exists()


def test_folder_with_content_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = invoke("new", tmp_path, "--lang", "fi")
    assert done.exit_code == 2
    assert "on jo jotakin" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_example_and_empty_tables_do_not_mix(tmp_path: Path) -> None:
    done = invoke("new", tmp_path / "uusi", "--example", "region", "--xlsx")
    assert done.exit_code == 2
    assert "eloggraph convert" in done.stderr
    assert not (tmp_path / "uusi").exists()


def test_metadata_for_other_programs_describes_the_files(tmp_path: Path) -> None:
    import frictionless

    done = invoke("new", tmp_path / "uusi", "--metadata", "--lang", "fi")
    assert done.exit_code == 0, done.output
    package = tmp_path / "uusi" / "datapackage.json"
    described = json.loads(package.read_text("utf-8"))["resources"]
    assert {r["path"] for r in described} == {p.name for p in package.parent.glob("*.csv")}
    assert frictionless.validate(str(package)).valid
    assert (tmp_path / "uusi" / "csv-metadata.json").exists()
    assert invoke("new", tmp_path / "toinen", "--metadata", "--xlsx").exit_code == 2


@pytest.mark.parametrize("options", [("--seed", "3"), ("--tables", " , ")])
def test_option_that_would_do_nothing_is_refused(options: tuple[str, str], tmp_path: Path) -> None:
    done = invoke("new", tmp_path / "uusi", *options)
    assert done.exit_code == 2
    assert options[0] in done.stderr
    assert not (tmp_path / "uusi").exists()
