"""The crate of an output folder, read by the library of those who made the format."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate

from eloggraph.config import default_config
from eloggraph.publication import Citation, Creator
from eloggraph.publish.crate import write_crate

CHECKOUT = Path(__file__).parents[2]
OSAAJAKS = CHECKOUT / "datasets" / "osaajaks"
OURS = {"ro-crate-metadata.json", "run.json"}


@pytest.fixture(scope="module")
def folder(written: Callable[[str], Path]) -> Path:
    return written("osaajaks")


@pytest.fixture(scope="module")
def crate(folder: Path) -> ROCrate:
    return ROCrate(folder)


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_crate_has_every_file_with_its_right_hash(folder: Path, crate: ROCrate) -> None:
    """But its own, and that of the manifest, which has the hash of the crate."""
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    told = {each.id: each for each in crate.data_entities}
    assert told.keys() == files - {"ro-crate-metadata.json"}
    assert len(files) > 40
    for name in files - OURS:
        assert told[name]["sha256"] == hash_of(folder / name), name
        assert told[name]["contentSize"] == str((folder / name).stat().st_size)
    manifest = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert manifest["outputs"]["ro-crate-metadata.json"] == hash_of(
        folder / "ro-crate-metadata.json"
    )


def test_the_crate_tells_what_it_was_made_of_and_with_what(folder: Path, crate: ROCrate) -> None:
    action = crate.root_dataset["mentions"]
    manifest = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert action.type == "CreateAction"
    assert action["instrument"]["version"] == manifest["versions"]["eloggraph"]
    assert {each.id for each in action["result"]} == {each.id for each in crate.data_entities}
    values = {
        each["name"]: each["value"] for each in action["object"] if each.type == "PropertyValue"
    }
    assert values == {"seed": "0", "permutations": "999", "draft": "true"}
    read = {
        each["name"]: each["sha256"] for each in action["object"] if each.type == "CreativeWork"
    }
    assert read == {name: found for name, found in manifest["inputs"].items() if found}
    assert read["actors.csv"] == hash_of(OSAAJAKS / "actors.csv")
    assert len(read) > 10


def test_the_crate_says_whose_it_is(crate: ROCrate) -> None:
    root = crate.root_dataset
    assert root["name"] == "OsaajaKS-palveluketju Keski-Suomessa"
    assert root["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    assert [each["name"] for each in root["creator"]] == ["eloggraph"]
    assert root["datePublished"].startswith("2021-05-31")
    assert root["conformsTo"].id == "https://w3id.org/ro/wfrun/process/0.6"


def test_the_crate_says_how_the_data_is_cited(tmp_path: Path) -> None:
    made = (Creator(name="ELO", iri="https://ror.org/05k89ew48"), Creator(name="Liitto"))
    citation = Citation(creators=made, doi="10.1/x", version="2", published="2026-03")
    config = replace(default_config(Path("savo")), publisher="Liitto", citation=citation)
    about = {
        "on": "2025-12-31",
        "versions": {"polars": "1", "eloggraph": "2"},
        "options": {},
        "inputs": {"a.csv": "00" * 32, "b.csv": "00" * 32, "gone.csv": None},
    }
    text = write_crate(about, {"a.csv": "ä"}, config, "fi")
    (tmp_path / "ro-crate-metadata.json").write_text(text, encoding="utf-8")
    (tmp_path / "a.csv").write_text("ä", encoding="utf-8")
    crate = ROCrate(tmp_path)
    root = crate.root_dataset
    assert [each.id for each in root["creator"]] == ["https://ror.org/05k89ew48", "#creator-2"]
    assert root["identifier"] == "https://doi.org/10.1/x"
    assert (root["version"], root["datePublished"]) == ("2", "2026-03")
    (same,) = root["mentions"]["object"]
    assert same["name"] == "a.csv, b.csv"
    tool = root["mentions"]["instrument"]
    assert [each["name"] for each in tool["softwareRequirements"]] == ["polars"]
