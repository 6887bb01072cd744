"""Quality criteria, worked by hand: what shows whether they are met, and what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import eloggraph
from networks import write_tables

CRITERIA = "id,label@fi,applies_to,indicators,status\n"
RESULTS = "criterion,about,result,observed\n"
BASE = {
    "services.csv": "id,label@fi\ns,Neuvonta\nu,Uraohjaus\n",
    "indicators.csv": "id,label@fi\ni,Palaute\n",
}


def ask(folder: Path, criteria: str, results: str = "") -> Any:
    tables = {
        **BASE,
        "quality_criteria.csv": CRITERIA + criteria,
        "criterion_results.csv": RESULTS + results,
    }
    return eloggraph.open(write_tables(folder, tables)).analyse("criteria")


def names(found: Any) -> list[str]:
    return [each.label.fi for each in found]


def told(found: Any) -> list[str]:
    return [text.fi for text in found.outcomes[0].sentences]


def test_criteria_without_indicator_or_result_are_named(tmp_path: Path) -> None:
    rows = "a,Selkeys,s,i,\nb,Nopeus,s,,\nc,Vanha,s,,ended\n"
    found = ask(tmp_path / "t", rows, "b,s,met,2025\na,s,unknown,2025\n")
    assert names(found.criteria.unmeasured) == ["Nopeus"]
    assert names(found.criteria.unjudged) == ["Selkeys"]
    assert told(found) == [
        "Kirjattuna on 3 laatukriteeriä ja 1 tulos.",
        "Yhdellä kriteerillä ei ole mittaria: Nopeus.",
        "Yhdestä kriteeristä ei ole tulosta, joten sen täyttymistä ei tiedetä: Selkeys.",
    ]


def test_the_last_result_up_to_the_day_is_shown_about_each_service(tmp_path: Path) -> None:
    results = "a,s,met,2024\na,s,partly,2025\na,s,not-met,2027\na,u,met,2023\n"
    found = ask(tmp_path / "t", "a,Selkeys,s|u,i,\n", results)
    (listing,) = found.outcomes[0].listings
    shown = [[getattr(cell, "fi", None) for cell in row.cells] for row in listing.rows]
    assert shown == [
        ["Selkeys", "Neuvonta, Uraohjaus", "Palaute", None],
        ["Neuvonta", None, None, "täyttyy osittain (2025)"],
        ["Uraohjaus", None, None, "täyttyy (2023)"],
    ]
    assert told(found) == ["Kirjattuna on 1 laatukriteeri ja 2 tulosta."]


def test_what_holds_of_all_criteria_is_told_once(tmp_path: Path) -> None:
    found = ask(tmp_path / "t", "a,Selkeys,,,\nb,Nopeus,,,\n")
    assert told(found)[1:] == [
        "Yhdelläkään kriteerillä ei ole mittaria eikä tulosta, joten niiden täyttymistä ei tiedetä."
    ]
    (listing,) = found.outcomes[0].listings
    assert [len(row.cells) for row in listing.rows] == [1, 1]
    (table,) = found.outcomes[0].tables
    assert table.rows[0][-1].fi == "ei mittaria, ei tulosta"


def test_without_criteria_the_tables_are_named_by_the_classes_they_describe(tmp_path: Path) -> None:
    lacking = ask(tmp_path / "t", "").list_lacking()
    assert [text.en for text in lacking] == [
        "Quality criteria: there is an answer once these tables have rows: "
        "Quality criteria, Results of quality criteria."
    ]
