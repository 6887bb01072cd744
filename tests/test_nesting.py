"""Depth is measured before a parser sees it: both sides of the limit, and nothing that is data."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import eloggraph
from eloggraph.nesting import (
    DEEPEST,
    ElementDepth,
    has_long_key,
    is_deep_json,
    is_deep_rdf,
    is_deep_xml,
)

JSON = '{"urn:p":'
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'


@pytest.mark.parametrize(("depth", "deep"), [(DEEPEST, False), (DEEPEST + 1, True)])
def test_both_sides_of_the_limit(depth: int, deep: bool) -> None:
    assert is_deep_json(b"[" * depth + b"]" * depth) is deep
    assert is_deep_json(b"[" * depth) is deep
    assert is_deep_xml(b"<a>" * depth + b"</a>" * depth) is deep
    # What stands in quotes closes nothing, and opens nothing.
    assert is_deep_xml(b"""<a b='/>' c="it's">""" * depth) is deep
    assert is_deep_rdf(b"<<( <u:a> <u:b> " * depth + b"<u:c>" + b" )>>" * depth) is deep


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": "' + b"[" * 5000 + b'"}',
        b'["\\"' + b"[" * 5000 + b'"]',
        json.dumps([[{"a": [n]}] for n in range(5000)]).encode(),
    ],
)
def test_brackets_in_strings_and_beside_each_other_are_not_deep(data: bytes) -> None:
    assert not is_deep_json(data)


def test_tags_beside_each_other_in_comments_and_closed_at_once_are_not_deep() -> None:
    assert not is_deep_xml(b"<a>" + b"<b/><c></c><!-- <d> -->" * 5000 + b"</a>")
    assert not is_deep_xml(b"<a>" + b"""<b c="1 > 0"/><b c='<d>'></b>""" * 5000 + b"</a>")


@pytest.mark.parametrize("size", [1, 2, 7])
def test_depth_is_the_same_however_a_text_is_parted(size: int) -> None:
    text = (
        b"""<?x <a> ?><a b='/>' c="<d"><!-- <a> --><e/></a><![CDATA[<a>]]>"""
        + b"<a b='>'>" * DEEPEST
    )
    depth = ElementDepth()
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    assert not any(map(depth.is_deep, parts))
    assert depth.is_deep(b"<a>")


def test_measuring_is_fast_on_what_is_hostile() -> None:
    begun = time.process_time()
    for piece in (
        b"[{",
        b'["',
        b'"\\',
        b"{",
        b"]",
        b"<",
        b"<a",
        b"<!--",
        b"<<",
        b"<![CDATA[",
        b'<a "',
        b"<'\"<\"'",
    ):
        data = piece * 200_000
        is_deep_json(data), is_deep_xml(data), is_deep_rdf(data)
    assert time.process_time() - begun < 20  # seconds where it should take one


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("deep.jsonld", JSON * 3500 + "1" + "}" * 3500),
        ("deep.rdf", XML + "<rdf:Description><e:p>" * 60_000),
        ("deep.nt", "<urn:s> <urn:p> " * 2 + "<<( <urn:s> <urn:p> " * 200_000),
        ("deep.ttl", "<urn:s> <urn:p> " + "<<( <urn:s> <urn:p> " * 200_000),
    ],
)
def test_deep_files_are_a_sentence(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "eloggraph", "check", str(tmp_path / name), "--lang", "en"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "levels deep" in done.stdout


@pytest.mark.parametrize(
    "text",
    [
        "a." * 50_000 + "b = 1",
        '"a" . ' * 60 + "b = 1",
        "[" + "a." * 60 + "b]",
        "x = {" + "a." * 60 + "b = 1}",
    ],
)
def test_long_keys_are_refused_before_they_fill_the_memory(tmp_path: Path, text: str) -> None:
    assert has_long_key(text)
    (tmp_path / "network.toml").write_text(text, encoding="utf-8")
    (tmp_path / "actors.csv").write_text("id\na\n", encoding="utf-8")
    assert "config-syntax" in {finding.code for finding in eloggraph.check(tmp_path).findings}


def say(folder: Path) -> str:
    return " ".join(finding.message.en for finding in eloggraph.check(folder).findings)


def test_settings_are_a_regular_file_of_a_bounded_size(tmp_path: Path) -> None:
    (tmp_path / "network.toml").write_text("#" * 1_000_001, encoding="utf-8")
    assert "1000 kB" in say(tmp_path)
    (tmp_path / "network.toml").unlink()
    (tmp_path / "network.toml").symlink_to("/dev/zero")
    assert "not a regular file" in say(tmp_path)


def test_what_many_use_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from eloggraph.tables.read import folder as reading

    looked: list[Path] = []
    real = reading.read_config

    def count(folder: Path, *said: object) -> object:
        looked.append(folder.resolve())
        return real(folder, *said)

    monkeypatch.setattr(reading, "read_config", count)
    for level in range(16):
        for side in "ab":
            place = tmp_path / f"{side}{level}"
            place.mkdir()
            uses = [f"../{other}{level + 1}" for other in "ab"] if level < 15 else []
            settings = f'id = "{side}{level}"\ntitle = "x"\nuses = {json.dumps(uses)}\n'
            (place / "network.toml").write_text(settings, encoding="utf-8")
            (place / "regions.csv").write_text("id,label@fi\n", encoding="utf-8")
    network = eloggraph.open(tmp_path / "a0")
    assert len(looked) == len(set(looked)) == 31
    assert len(network.tables.files()) == 62
    assert len(network.graphs) == 31


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
@pytest.mark.parametrize("name", ["d.ttl", "d.nt", "d.jsonld", "d.rdf", "d.nt.gz"])
def test_a_link_that_leads_back_to_itself_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to(name)
    (told,) = eloggraph.check(tmp_path / name).findings
    assert told.severity == "violation"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
@pytest.mark.parametrize("name", ["network.xlsx", "network.ods"])
def test_a_workbook_is_a_regular_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "zero").mkdir()
    (tmp_path / "zero" / name).symlink_to("/dev/zero")
    os.mkfifo(tmp_path / name)
    for path in (tmp_path / name, tmp_path / "zero" / name):
        (told,) = eloggraph.inspect(path).report.findings
        assert told.code in ("file-not-regular", "path-missing")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
@pytest.mark.parametrize("name", ["d.ttl", "d.nt", "d.jsonld", "d.rdf", "d.nt.gz"])
def test_rdf_is_a_regular_file(tmp_path: Path, name: str) -> None:
    """A pipe waits for a writer, and what stands behind a link may have no end."""
    (tmp_path / "zero").mkdir()
    (tmp_path / "zero" / name).symlink_to("/dev/zero")
    os.mkfifo(tmp_path / name)
    for path in (tmp_path / name, tmp_path / "zero" / name):
        (told,) = eloggraph.check(path).findings
        assert told.code == "rdf-unreadable"
        assert "not a regular file" in told.message.en
