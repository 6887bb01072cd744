"""How data and tool are cited: what the settings say, and nothing that they do not."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from eloggraph.cli.main import main
from eloggraph.config import NetworkConfig, default_config, read_config
from eloggraph.errors import InputError
from eloggraph.publication import Citation, Creator, read_citation
from eloggraph.publish.citation import CITATION_WRITERS, write_bibtex, write_cff, write_datacite
from eloggraph.text import Text

CHECKOUT = Path(__file__).parents[2]
SETTINGS = """
id = "savo"
title = { fi = "Savon ohjaus & 50 % muuta", en = "Guidance in Savo & 50 % more" }
description = { fi = "Ketä \\"Savossa\\" ohjataan: kaikkia." }
publisher = "Savon liitto"
licence = "https://creativecommons.org/licenses/by/4.0/"
languages = ["fi", "en"]
date = "2025-12-31"
[catalogue]
page = "https://example.org/savo"
keywords = { fi = ["ohjaus"] }
[citation]
creators = ["Savon ELO-ryhmä <https://ror.org/05k89ew48>", "Ohjaamo #1"]
doi = "https://doi.org/10.5281/zenodo.123_4"
version = "1.2"
published = 2026-03-01
"""


@pytest.fixture
def config(tmp_path: Path) -> NetworkConfig:
    (tmp_path / "network.toml").write_text(SETTINGS, encoding="utf-8")
    found, faults = read_config(tmp_path)
    assert found is not None
    assert faults == ()
    return found


def test_bibtex_says_what_the_settings_say(config: NetworkConfig) -> None:
    assert write_bibtex(config, "en") == (
        "@dataset{savo2026,\n"
        "  author = {{Savon ELO-ryhmä} and {Ohjaamo \\#1}},\n"
        "  title = {{Guidance in Savo \\& 50 \\% more}},\n"
        "  year = {2026},\n"
        "  publisher = {Savon liitto},\n"
        "  version = {1.2},\n"
        "  doi = {10.5281/zenodo.123_4},\n"
        "  url = {https://example.org/savo}\n"
        "}\n"
    )


def test_datacite_has_the_fields_that_it_demands(config: NetworkConfig) -> None:
    """Creator, title, publisher, year and type are mandatory; a creator here is an organisation."""
    told = json.loads(write_datacite(config, "en"))
    assert told["doi"] == "10.5281/zenodo.123_4"
    assert [each["name"] for each in told["creators"]] == ["Savon ELO-ryhmä", "Ohjaamo #1"]
    assert {each["nameType"] for each in told["creators"]} == {"Organizational"}
    assert told["creators"][0]["nameIdentifiers"][0]["nameIdentifierScheme"] == "ROR"
    assert told["titles"][0] == {"title": "Guidance in Savo & 50 % more", "lang": "en"}
    assert told["publisher"] == {"name": "Savon liitto"}
    assert told["publicationYear"] == "2026"
    assert told["types"]["resourceTypeGeneral"] == "Dataset"
    assert {"date": "2026-03-01", "dateType": "Issued"} in told["dates"]
    assert told["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    assert told["subjects"] == [{"subject": "ohjaus", "lang": "fi"}]


def test_citation_file_is_yaml_with_what_the_format_demands(config: NetworkConfig) -> None:
    """The oracle is another program's YAML."""
    told = yaml.safe_load(write_cff(config, "fi"))
    assert {"cff-version", "message", "title", "authors"} <= told.keys()
    assert told["abstract"] == 'Ketä "Savossa" ohjataan: kaikkia.'
    assert told["authors"][0] == {"name": "Savon ELO-ryhmä", "website": "https://ror.org/05k89ew48"}
    assert told["date-released"] == "2026-03-01"
    assert (told["license"], told["doi"]) == ("CC-BY-4.0", "10.5281/zenodo.123_4")


def test_the_publisher_is_cited_where_no_creator_is_named() -> None:
    bare = default_config(Path("savo"))
    plain = replace(bare, title=Text.same("Savo"), publisher="Liitto", date="2025")
    assert "author = {{Liitto}}" in write_bibtex(plain, "fi")
    assert json.loads(write_datacite(plain, "fi"))["publicationYear"] == "2025"


@pytest.mark.parametrize("form", CITATION_WRITERS)
def test_what_cannot_be_cited_is_told(form: str) -> None:
    bare = default_config(Path("savo"))
    made = replace(bare, citation=Citation(creators=(Creator(name="Liitto"),)))
    with pytest.raises(InputError) as told:
        CITATION_WRITERS[form](bare, "fi")
    assert (
        "publisher" in told.value.findings[0].remedy.en
        or "date" in told.value.findings[0].remedy.en
    )
    if form != "cff":  # which asks for no year
        with pytest.raises(InputError, match="in what year"):
            CITATION_WRITERS[form](made, "fi")


@pytest.mark.parametrize(
    "wrong",
    [
        "no table",
        {"creators": "Liitto"},
        {"creators": [""]},
        {"creators": ["Liitto <nowhere>"]},
        {"creators": ["Maija <https://orcid.org/0000-0002-1825-0097>"]},
        {"doi": "11.1/x"},
        {"doi": "10.1234/with space"},
        {"version": ""},
        {"published": "2026-02-30"},
        {"authors": ["Liitto"]},
    ],
)
def test_malformed_citations_are_refused(wrong: object) -> None:
    assert read_citation(wrong) is None


def test_a_wrong_citation_is_told_at_its_setting(tmp_path: Path) -> None:
    text = SETTINGS.replace("ror.org", "orcid.org")
    (tmp_path / "network.toml").write_text(text, encoding="utf-8")
    found, faults = read_config(tmp_path)
    assert found is None
    assert [(fault.code, fault.place and fault.place.column) for fault in faults] == [
        ("config-citation", "citation")
    ]


def test_the_command_knows_the_form_by_the_ending(tmp_path: Path) -> None:
    folder = str(CHECKOUT / "datasets" / "osaajaks")
    for name, first in {"a.bib": "@dataset", "datacite.json": "{", "CITATION.cff": "cff-"}.items():
        done = CliRunner().invoke(main, ["build", folder, "-o", str(tmp_path / name)])
        assert done.exit_code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(first)
    assert (
        CliRunner().invoke(main, ["build", folder, "--format", "cff", "--at", "2021"]).exit_code
        == 2
    )


def test_the_tool_can_be_cited_by_its_version() -> None:
    told = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"cff-version", "message", "title", "authors"} <= told.keys()
    assert told["version"] == project["version"]
    assert told["license"] == re.split(" AND ", project["license"])
    assert told["type"] == "software"
