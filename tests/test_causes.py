"""Findings told together. The oracle is the flat list: groups and consequences hold all of it, once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

import eloggraph
from eloggraph.causes import FindingGroup, count_by_sheet, group_findings
from eloggraph.finding import Finding, Place, Report, order_findings
from eloggraph.text import LANGUAGES, Text
from eloggraph.views.findings.grouped import count_places
from eloggraph.views.findings.text import RENDERERS, render_text, write_place

Factory = Callable[..., Any]
TABLES = {
    "actors": "id,label@fi\n" + "".join(f"a{n},Toimija {n}\n" for n in range(1, 24)),
    "networks": "id,label@fi\nv,Verkosto\n",
}
MEMBERS = "actor,organization,role\n" + "".join(f"a{n},v,jäsn\n" for n in range(1, 23))


def make(row: int | None, text: str = "Näin.", **further: Any) -> Finding:
    place = Place(file="a.csv", row=row, column="c")
    told = Finding(
        code="shape", severity="violation", message=Text.same(text), remedy=Text.same("Tee."), place=place
    )  # fmt: skip
    return replace(told, **further)


def flatten(groups: tuple[FindingGroup, ...]) -> list[Finding]:
    return [finding for group in groups for each in group.walk() for finding in each.findings]


_keys = st.sampled_from(["k", "l", "m"])
_findings = st.builds(
    make,
    st.one_of(st.none(), st.integers(1, 9)),
    st.sampled_from(["Näin.", "Noin."]),
    severity=st.sampled_from(["violation", "warning", "info"]),
    cause=st.one_of(st.none(), _keys),
    due_to=st.lists(_keys, max_size=2).map(tuple),
)


@given(st.lists(_findings, max_size=12))
def test_no_finding_is_lost_or_told_twice_whatever_follows_from_what(
    findings: list[Finding],
) -> None:
    report = Report(order_findings(findings))
    groups = group_findings(report.findings)
    assert Counter(flatten(groups)) == Counter(report.findings)
    assert all(not each.consequences for group in groups for each in group.consequences)
    counted = sum(number for each in count_by_sheet(report.findings) for _, number in each.counts)
    assert counted == len(report.findings)
    document = json.loads(RENDERERS["json"](report, "fi"))
    numbers = [
        n for g in document["groups"] for each in (g, *g["consequences"]) for n in each["findings"]
    ]
    assert sorted(numbers) == list(range(len(report.findings)))


def test_equal_ones_are_one_with_their_rows_in_runs() -> None:
    rows = [2, 3, 4, 7, 9, 10]
    (group,) = group_findings(make(row) for row in rows)
    assert group.ranges == ((2, 4), (7, 7), (9, 10))
    assert group.place == Place(file="a.csv", column="c")
    assert count_places(group).fi == "6 solua: rivit 2–4, 7, 9–10"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "other",
    [
        make(3, "Noin."),
        make(3, severity="warning"),
        make(3, remedy=Text.same("Jätä.")),
        make(3, place=Place(file="a.csv", row=3, column="d")),
        make(3, place=Place(file="b.csv", row=3, column="c")),
        make(3, code="other"),
        make(None),
    ],
)
def test_what_differs_in_what_is_said_or_where_is_told_apart(other: Finding) -> None:
    assert len(group_findings([make(2), other])) == 2


def test_cause_comes_first_even_where_the_list_has_it_last_and_what_follows_is_below() -> None:
    shown = [make(n, f"Rivi {n}.", cause="t", due_to=("t",)) for n in (2, 3)]
    alone = make(1, "Muu.")
    root = make(9, "Lukematta.", cause="t")
    groups = group_findings([alone, *shown, root])
    assert [group.first for group in groups] == [root, alone]
    (below,) = groups[0].consequences
    assert below.findings == tuple(shown)
    assert not below.is_alike


def test_circle_of_causes_ends() -> None:
    groups = group_findings(
        [make(1, "A", cause="a", due_to=("b",)), make(2, "B", cause="b", due_to=("a",))]
    )
    assert len(flatten(groups)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_two_times_one_name_is_told_once(
    tmp_path: Path, write_network: Factory, language: Any
) -> None:
    report = eloggraph.check(write_network(tmp_path, {**TABLES, "memberships": MEMBERS}))
    assert report.count("violation") == 22
    text = render_text(report, language)
    assert text.count("jäsn") == 1
    rows = {
        "fi": "22 solua: rivit 2–23",
        "sv": "22 celler: raderna 2–23",
        "en": "22 cells: rows 2–23",
    }
    assert rows[language] in text
    # What machines read one by one has them all.
    assert RENDERERS["csv"](report, language).count("jäsn") >= 22


def test_table_that_was_not_read_takes_what_points_to_it_along(
    tmp_path: Path, write_network: Factory
) -> None:
    links = "from,to,type,project\n" + "".join(
        f"a{n},a{n + 1},support,Hanke {n}\n" for n in (1, 2, 3)
    )
    folder = write_network(tmp_path, {**TABLES, "links": links})
    (folder / "hankket.csv").write_text("id,label@fi\nh1,Hanke 1\n", "utf-8")
    report = eloggraph.check(folder)
    first = group_findings(report.findings)[0]
    assert first.first.code == "table-unknown"
    (below,) = first.consequences
    assert [f.value for f in below.findings] == ["Hanke 1", "Hanke 2", "Hanke 3"]
    assert "luultavasti vielä 3 havaintoa" in render_text(report, "fi")


def test_name_that_is_lacking_in_two_columns_is_one_fault(
    tmp_path: Path, write_network: Factory
) -> None:
    links = "from,to,type\na1,Poissa,support\nPoissa,a2,support\n"
    report = eloggraph.check(write_network(tmp_path, {**TABLES, "links": links}))
    told = [g for g in group_findings(report.findings) if g.first.code == "reference-dangling"]
    assert [(len(g.findings), g.count_following) for g in told] == [(1, 1)]


def test_table_without_any_row_is_told_and_not_each_name_in_it(
    tmp_path: Path, write_network: Factory
) -> None:
    links = "from,to,type,project\n" + "".join(
        f"a{n},a{n + 1},support,Hanke {n}\n" for n in (1, 2, 3)
    )
    report = eloggraph.check(write_network(tmp_path, {**TABLES, "links": links}))
    (group,) = (g for g in group_findings(report.findings) if g.first.code == "reference-dangling")
    assert "taulukossa ”Hankkeet” ei ole yhtään riviä" in group.first.message.fi
    assert "”Hanke 1”, ”Hanke 2”, ”Hanke 3”" in render_text(report, "fi")


@pytest.mark.parametrize(
    ("headers", "told"),
    [("id,label@fi,Kenelle,Palvelut,Puh.", 1), ("id,label@fi,kind,Oma,Puh.", 0)],
)
def test_a_file_of_mostly_unknown_headers_is_told_once_and_takes_all_of_it_along(
    tmp_path: Path, write_network: Factory, headers: str, told: int
) -> None:
    actors = f"{headers}\na1,Toimija,,,\n"
    report = eloggraph.check(write_network(tmp_path, {**TABLES, "actors": actors}))
    found = [g for g in group_findings(report.findings) if g.first.code == "headers-unknown"]
    assert len(found) == told
    for group in found:
        below = {f.value for each in group.consequences for f in each.findings}
        assert {"Kenelle", "Palvelut", "Puh."} <= below
        assert "eloggraph import actors.csv --to uusi-kansio" in group.first.remedy.fi


def test_what_one_row_lacks_for_two_reasons_is_told_as_two() -> None:
    row = Place(file="a.csv", row=3)
    cause = make(1, "Juuri.", cause="k")
    lacks = [make(None, text, place=row, shape=text, due_to=("k",)) for text in ("Yksi", "Kaksi")]
    (group,) = group_findings([cause, *lacks])
    assert [len(each.findings) for each in group.consequences] == [1, 1]


def test_a_column_is_told_by_name_and_by_the_header_that_the_file_has(
    tmp_path: Path, write_network: Factory
) -> None:
    headers = {"sector": "sarake ”sektori”", "SEKTOR": "sarake ”SEKTOR”"}
    for header, said in headers.items():
        rows = f"id,label@fi,{header}\na1,Toimija,olematon\n"
        report = eloggraph.check(write_network(tmp_path / header, {"actors": rows}))
        assert f"({said})" in render_text(report, "fi")
    absent = Place(
        file="a.csv", row=2, column="channels", called=Text("kanavat", "kanaler", "ways")
    )
    assert write_place(absent, "fi") == "a.csv, rivi 2, sarake kanavat"
    assert write_place(absent, "en") == "a.csv, row 2, column ways"
    assert write_place(Place(file="network.toml", column="uses"), "sv").endswith(
        "inställningen uses"
    )


def test_a_name_of_two_words_with_a_hyphen_is_not_two_values(
    tmp_path: Path, write_network: Factory
) -> None:
    actors = "id,label@fi,sector\na1,Toimija,sosiaali- ja terveys\n"
    report = eloggraph.check(write_network(tmp_path, {"actors": actors}))
    (told,) = [f for f in report.findings if f.code == "code-unknown"]
    assert "|" not in told.remedy.fi
