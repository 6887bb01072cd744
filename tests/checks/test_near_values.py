"""Values of the wrong form are advised with what keeps all that the cell says, or with none.

Oracle: business IDs that are in force (their check digits), and language codes of ISO 639.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.checks.near_values import find_near_value
from eloggraph.schema.packaged import packaged_schema

Factory = Callable[..., Any]
IDS = [
    ("02458947", "0245894-7"),
    ("FI02458947", "0245894-7"),
    ("FI-0245894-7", "0245894-7"),
    ("245894-7", "0245894-7"),
    ("0245894 – 7", "0245894-7"),
    ("0245894–7", "0245894-7"),
    ("FI01120389", "0112038-9"),
    ("01120388", None),  # one digit is wrong
    ("24589", None),
    ("hei", None),
]
LANGUAGES = [
    ("fi, sv", "fi|sv"),
    ("suomi ja ruotsi", "fi|sv"),
    ("finska och engelska", "fi|en"),
    ("Finnish and Russian", "fi|ru"),
    ("FI", "fi"),
    ("suomi", "fi"),
    ("kaikki kielet", None),
    ("suomi ja klingon", None),
]


def remedies(tmp_path: Path, write_network: Factory, tables: dict[str, str]) -> list[str]:
    report = eloggraph.check(write_network(tmp_path, tables))
    return [f.remedy.fi for f in report.findings if f.code == "value-pattern"]


@pytest.mark.parametrize(("text", "near"), IDS)
def test_a_business_id_is_advised_where_its_check_digit_agrees(
    tmp_path: Path, write_network: Factory, text: str, near: str | None
) -> None:
    rows = f"id,label@fi,label@sv,label@en,business_id\na,A,A,A,{text}\n"
    (remedy,) = remedies(tmp_path, write_network, {"actors": rows})
    if near:
        assert remedy == f"Kirjoita {near}, jos tarkoitat sitä."
    else:
        assert "jos tarkoitat sitä" not in remedy
        assert "nolla" not in remedy


@pytest.mark.parametrize("text", ["0245894-8", "0112038-1"])
def test_a_business_id_of_the_right_form_and_the_wrong_digit_is_told(
    tmp_path: Path, write_network: Factory, text: str
) -> None:
    rows = f"id,label@fi,label@sv,label@en,business_id\na,A,A,A,{text}\n"
    report = eloggraph.check(write_network(tmp_path, {"actors": rows}))
    assert [f.code for f in report.findings if f.severity == "violation"] == ["rule-broken"]


@pytest.mark.parametrize(("text", "near"), LANGUAGES)
def test_languages_are_advised_by_their_codes_none_left_out(
    tmp_path: Path, write_network: Factory, text: str, near: str | None
) -> None:
    rows = f'id,label@fi,label@sv,label@en,languages\ns,S,S,S,"{text}"\n'
    (remedy,) = remedies(tmp_path, write_network, {"services": rows})
    if near:
        assert remedy == f"Kirjoita {near}, jos tarkoitat sitä."
    else:
        assert "jos tarkoitat sitä" not in remedy


def test_codes_with_semicolons_between_are_read_as_several(
    tmp_path: Path, write_network: Factory
) -> None:
    rows = 'id,label@fi,label@sv,label@en,languages\ns,S,S,S,"fi;sv;en"\n'
    report = eloggraph.check(write_network(tmp_path, {"services": rows}))
    (told,) = [f for f in report.findings if f.place and f.place.column == "languages"]
    assert (told.severity, told.message.fi) == (
        "info",
        "Sarakkeen ”palvelukielet” solu luettiin useaksi arvoksi: ”fi;sv;en”.",
    )


def test_a_column_of_one_language_is_not_advised_several() -> None:
    column = packaged_schema().table("norms").column("language")
    assert column.separator is None
    assert find_near_value("fi, sv", column) is None
    assert find_near_value("ruotsi", column) == "sv"
