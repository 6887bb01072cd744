"""``eloggraph convert`` on the command line: what is said, where, and with which exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eloggraph.cli.main import main


def invoke(*arguments: str | Path) -> Result:
    return CliRunner(env={"ELOGGRAPH_LANG": "en"}).invoke(main, [str(a) for a in arguments])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "verkosto"
    folder.mkdir()
    (folder / "Toimijat.csv").write_text("tunnus;puhelin\na;+358 40\nb;=1\n", encoding="utf-8")
    (folder / "network.toml").write_text('id = "v"\ntitle = "V"\n', encoding="utf-8")
    return folder


def test_there_and_back(source: Path, tmp_path: Path) -> None:
    there = invoke("convert", source, tmp_path / "book" / "network.xlsx", "--lang", "fi")
    assert there.exit_code == 0, there.output
    assert "Muunnettu yksi taulukko" in there.stdout
    back = invoke("convert", tmp_path / "book", tmp_path / "back", "--separator", "comma")
    assert back.exit_code == 0, back.output
    # What is to be known of it is talk; what was written is the result.
    assert "Only the text" in back.stderr
    assert str(tmp_path / "back") in back.stdout
    text = (tmp_path / "back" / "Toimijat.csv").read_text("utf-8-sig")
    assert text == "tunnus,puhelin\na,+358 40\nb,=1\n"


def test_excel_safe_and_back(source: Path, tmp_path: Path) -> None:
    assert invoke("convert", source, tmp_path / "safe", "--excel-safe").exit_code == 0
    assert "'=1" in (tmp_path / "safe" / "Toimijat.csv").read_text("utf-8")
    invoke("convert", tmp_path / "safe", tmp_path / "back", "--from-excel-safe")
    assert "'" not in (tmp_path / "back" / "Toimijat.csv").read_text("utf-8")


@pytest.mark.parametrize("option", [("--excel-safe",), ("--separator", "tab")])
def test_options_of_csv_do_not_fit_a_workbook(
    option: tuple[str, ...], source: Path, tmp_path: Path
) -> None:
    done = invoke("convert", source, tmp_path / "book.xlsx", *option)
    assert done.exit_code == 2
    assert not (tmp_path / "book.xlsx").exists()


def test_what_cannot_be_carried_is_told_and_nothing_is_written(
    source: Path, tmp_path: Path
) -> None:
    text = f"tunnus;teksti\na;{'x' * 40_000}\n"
    (source / "omat.csv").write_text(text, encoding="utf-8")
    done = invoke("convert", source, tmp_path / "book.xlsx", "--lang", "sv")
    assert done.exit_code == 2
    assert "omat.csv" in done.stderr
    assert "Traceback" not in done.output
    assert not (tmp_path / "book.xlsx").exists()


def test_missing_source_is_a_sentence(tmp_path: Path) -> None:
    done = invoke("convert", tmp_path / "no-such", tmp_path / "out")
    assert done.exit_code == 2
    assert "no-such" in done.stderr


@pytest.mark.parametrize("given", ["book/network.xlsx", "book"])
def test_workbook_has_no_guards_to_take_away(given: str, source: Path, tmp_path: Path) -> None:
    assert invoke("convert", source, tmp_path / "book" / "network.xlsx").exit_code == 0
    done = invoke("convert", tmp_path / given, tmp_path / "back", "--from-excel-safe")
    assert done.exit_code == 2
    assert "--from-excel-safe" in done.stderr
    assert not (tmp_path / "back").exists()


def test_right_to_read_is_left_to_the_reading(
    monkeypatch: pytest.MonkeyPatch, source: Path, tmp_path: Path
) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda p, m, **k: m != os.R_OK and real(p, m, **k))
    assert invoke("convert", source, tmp_path / "book.xlsx").exit_code == 0


@pytest.mark.parametrize("way", ["folder", "device"])
def test_target_with_no_place_for_settings_is_told(tmp_path: Path, way: str) -> None:
    network = tmp_path / "in"
    network.mkdir()
    (network / "network.toml").write_text('id = "a"\ntitle = "A"\n', encoding="utf-8")
    (network / "actors.csv").write_text("id,label@fi\na,A\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    if way == "folder":
        (tmp_path / "out" / "network.toml").mkdir()
    else:
        (tmp_path / "out").rmdir()
        (tmp_path / "out").write_text("", encoding="utf-8")
    target = tmp_path / "out" / "network.xlsx"
    done = CliRunner().invoke(main, ["convert", str(network), str(target), "--lang", "en"])
    assert done.exit_code == 2
    assert "1 error" in done.stderr
    assert not target.exists()
