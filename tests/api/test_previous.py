"""A run tells what changed since the version that the settings name, on a page and in the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import eloggraph
from eloggraph.errors import InputError
from networks import SETTINGS, write_tables

HEAD = "id,label@fi,since,until\n"
OLD = {"actors.csv": HEAD + "a,Aalto,,\nb,Berg,,\n"}
NEW = {"actors.csv": HEAD + "a,Aalto,,\nb,Berg,,2025\nc,Casa,2025-03-01,\n"}


def name_previous(entry: str) -> str:
    return SETTINGS.replace("[title]", f'previous = "{entry}"\n[title]')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tables(tmp_path / "2024", OLD, SETTINGS.replace("2026-01-31", "2024-12-31"))
    return write_tables(tmp_path / "2026", NEW, name_previous("../2024"))


def test_a_run_writes_what_changed_and_the_report_tells_it_in_short(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert eloggraph.check(folder).findings == ()
    eloggraph.run(folder, out, permutations=9)
    page = (out / "change.html").read_text(encoding="utf-8")
    assert "alkoi 1.3.2025" in page
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "Maailma muuttui 2 kohdassa: alkoi 1, päättyi 1." in report
    assert 'href="change.html#lang=fi"' in report
    assert "Berg" in (out / "tables" / "changes.csv").read_text(encoding="utf-8-sig")
    assert 'href="change.html#lang=fi"' in (out / "index.html").read_text(encoding="utf-8")
    assert 'href="change-map.html#lang=fi"' in (out / "index.html").read_text(encoding="utf-8")
    assert 'href="change-map.html#lang=sv"' in page
    drawn = (out / "change-map.html").read_text(encoding="utf-8")
    assert "Verrattuna: 31.12.2024. Uutta: 1 toimija. Poistunut: 1 toimija." in drawn
    assert 'href="report.html"' in drawn
    assert "Verrattuna" not in (out / "map.html").read_text(encoding="utf-8")
    inputs = json.loads((out / "run.json").read_text(encoding="utf-8"))["inputs"]
    assert {"../2024/actors.csv", "actors.csv"} <= set(inputs)


def test_without_an_earlier_version_nothing_is_said_of_it(folder: Path, tmp_path: Path) -> None:
    eloggraph.run(folder.parent / "2024", tmp_path / "out", permutations=9)
    assert not list((tmp_path / "out").glob("change*.html"))
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "change.html" not in report


@pytest.mark.parametrize(
    ("entry", "code", "untrusted"),
    [
        ("../2023", "previous-missing", False),
        ("../2027", "previous-later", False),
        ("/tmp", "previous-outside", True),
        ("../broken", "previous-unreadable", False),
    ],
)
def test_what_cannot_be_compared_with_is_told_and_nothing_is_written(
    folder: Path, tmp_path: Path, entry: str, code: str, untrusted: bool
) -> None:
    write_tables(tmp_path / "2027", OLD, SETTINGS.replace("2026-01-31", "2027-01-01"))
    write_tables(tmp_path / "broken", OLD, "id = \n")
    (folder / "network.toml").write_text(name_previous(entry), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        eloggraph.run(folder, tmp_path / "out", permutations=9, untrusted=untrusted)
    assert [finding.code for finding in caught.value.findings] == [code]
    assert not (tmp_path / "out").exists()


def test_an_earlier_version_is_no_output(folder: Path) -> None:
    with pytest.raises(eloggraph.OutputError):
        eloggraph.run(folder, folder.parent / "2024" / "out", permutations=9)


def test_its_name_is_text(folder: Path) -> None:
    settings = SETTINGS.replace("[title]", "previous = 2025\n[title]")
    (folder / "network.toml").write_text(settings, encoding="utf-8")
    assert [finding.code for finding in eloggraph.check(folder).findings] == ["config-string"]
