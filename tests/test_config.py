"""``network.toml``: every fault at once, each in its own words, and never an exception."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import eloggraph
from eloggraph.config import NetworkConfig, read_config
from eloggraph.finding import Finding
from eloggraph.text import Text

GOOD = 'id = "keski-suomi"\ntitle = "Keski-Suomi"\n'


def read(folder: Path, text: str | bytes) -> tuple[NetworkConfig | None, tuple[Finding, ...]]:
    data = text.encode() if isinstance(text, str) else text
    (folder / "network.toml").write_bytes(data)
    return read_config(folder)


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    return [(f.code, f.place.column) for f in findings if f.place]


def test_all_settings_are_read(tmp_path: Path) -> None:
    config, findings = read(
        tmp_path,
        """
        id = "keski-suomi"
        base = "https://example.org/data/"
        title = { fi = "Keski-Suomi", sv = "Mellersta Finland" }
        description = "Verkosto"
        publisher = "Gradia"
        licence = "https://creativecommons.org/licenses/by/4.0/"
        languages = ["sv", "fi"]
        date = 2021-05-19
        uses = ["../suomi"]
        synthetic = true
        [tables.actors]
        columns = { "Nimi" = "label@fi" }
        """,
    )
    assert findings == ()
    assert config == NetworkConfig(
        id="keski-suomi",
        base="https://example.org/data/",
        title=Text("Keski-Suomi", "Mellersta Finland", "Keski-Suomi"),
        description=Text.same("Verkosto"),
        publisher="Gradia",
        licence="https://creativecommons.org/licenses/by/4.0/",
        languages=("sv", "fi"),
        date="2021-05-19",
        uses=("../suomi",),
        synthetic=True,
        renames={"actors": {"Nimi": "label@fi"}},
    )


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    config, findings = read(
        tmp_path,
        """
        id = "Keski Suomi"
        base = "example.org"
        title = { de = "Mittelfinnland" }
        description = ""
        publisher = 1
        licence = "CC BY 4.0"
        languages = ["fi", "no"]
        date = "toukokuu 2021"
        uses = "../suomi"
        synthetic = "yes"
        tables = { actors = 1 }
        ties = { together = ["working", "quarrelling"] }
        colour = "blue"
        """,
    )
    assert config is None
    assert sorted(told(findings)) == [
        ("config-base", "base"),
        ("config-boolean", "synthetic"),
        ("config-date", "date"),
        ("config-id", "id"),
        ("config-languages", "languages"),
        ("config-licence", "licence"),
        ("config-string", "publisher"),
        ("config-tables", "tables"),
        ("config-text", "description"),
        ("config-text", "title"),
        ("config-ties", "ties"),
        ("config-unknown-key", "colour"),
        ("config-uses", "uses"),
    ]
    for finding in findings:
        for text in (finding.message, finding.remedy):
            assert len(set(dict(text.items()).values())) == 3


def test_unknown_setting_is_a_warning_only(tmp_path: Path) -> None:
    config, findings = read(tmp_path, GOOD + 'colour = "blue"\n')
    assert config is not None
    assert [finding.severity for finding in findings] == ["warning"]


def test_id_and_title_are_enough(tmp_path: Path) -> None:
    config, findings = read(tmp_path, GOOD)
    assert findings == ()
    assert config is not None
    assert config.base == "https://w3id.org/eloggraph/data/keski-suomi/"
    assert config.languages == ("fi", "sv", "en")


def test_folder_without_settings_is_named_after_itself(tmp_path: Path) -> None:
    folder = tmp_path / "Keski-Suomen ÄLÖ 2024"
    folder.mkdir()
    config, findings = read_config(folder)
    assert [finding.severity for finding in findings] == ["warning"]
    assert config is not None
    assert config.title.fi == folder.name
    assert config.id == "keski-suomen-l-2024"


def test_byte_order_mark_of_windows_editors_is_no_fault(tmp_path: Path) -> None:
    config, findings = read(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())
    assert config is not None
    assert findings == ()


def test_syntax_fault_names_its_row(tmp_path: Path) -> None:
    config, findings = read(tmp_path, 'id = "a"\ntitle = "T\n')
    assert config is None
    (finding,) = findings
    assert finding.code == "config-syntax"
    assert finding.place is not None
    assert finding.place.row == 2


UNREADABLE = {
    "not UTF-8": GOOD.encode() + b"# \xe4\n",
    "number beyond Python": (GOOD + "x = " + "9" * 5000).encode(),
    "nested beyond Python": (GOOD + "x = " + "[" * 20_000 + "]" * 20_000).encode(),
    "no such day": (GOOD + "date = 2021-02-31\n").encode(),
    "twice": (GOOD + 'id = "b"\n').encode(),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_settings_are_one_finding(tmp_path: Path, name: str) -> None:
    config, findings = read(tmp_path, UNREADABLE[name])
    assert config is None
    assert [f.code for f in findings] in (["config-syntax"], ["file-unreadable"])


def test_folder_in_place_of_settings_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "network.toml").mkdir()
    config, findings = read_config(tmp_path)
    assert config is None
    assert [f.code for f in findings] == ["file-unreadable"]


WRONG = {
    "id": ["1", '""', '"A"', '"a b"', '"-a"', '["a"]', '"a\\n"', '"ä"'],
    "base": [
        '"example.org/"', '"https://e.org/a"', '"ftp://e.org/"', '"https://[e/"', '"https://e/%zz/"',
        '"https://e/\\u0001/"', '"https://e /"', '"https://e/<a>/"', '"https://e.org:999999/"', "1",
        '"https://e/#a#"',
    ],
    "licence": ['"CC BY 4.0"', '""', '"https://e/a b"'],
    "languages": ['[["fi"]]', "[{ a = 1 }]", '"fi"', "[]", "1", '["fi", "FI"]'],
    "date": ['"2021-13"', '"2021-02-31"', '"0000"', '"21"', '"٢٠٢١"', "2021-05-19T10:00:00", "[2021]"],
    "title": ["1", '""', "{}", '{ fi = "" }', '{ fi = 1 }', '{ fi = "a", de = "b" }'],
    "uses": ['"a"', "[1]", '{ a = "b" }'],
}  # fmt: skip


@pytest.mark.parametrize(("key", "value"), [(k, v) for k, values in WRONG.items() for v in values])
def test_wrong_setting_is_told_at_its_key(tmp_path: Path, key: str, value: str) -> None:
    lines = {"id": '"keski-suomi"', "title": '"T"', key: value}
    config, findings = read(tmp_path, "".join(f"{k} = {v}\n" for k, v in lines.items()))
    assert config is None
    assert [column for _, column in told(findings)] == [key]


@pytest.mark.parametrize("date", ["2021", "2021-05", "2021-05-19", '"2021-05-19"', '"2021"'])
def test_date_may_be_a_day_a_month_or_a_year(tmp_path: Path, date: str) -> None:
    if date == "2021-05":
        date = '"2021-05"'
    config, findings = read(tmp_path, f"{GOOD}date = {date}\n")
    assert findings == ()
    assert config is not None
    assert config.date == date.strip('"')


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("ab/:%#?[]@.0ä <>{}|^`\\\"'&=", max_size=12).map("https://e.org".__add__))
def test_base_that_is_taken_makes_addresses_that_a_strict_parser_takes(
    tmp_path: Path, base: str
) -> None:
    import json

    config, _ = read(tmp_path, GOOD + f"base = {json.dumps(base, ensure_ascii=False)}\n")
    if config is not None:
        line = f"<{config.base}actors/a> <http://p> <{config.base}> ."
        assert len(list(ox.parse(line, format=ox.RdfFormat.N_TRIPLES))) == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('ties = { together = ["working", "friends"] }', "“friends”"),
        ('ties = { together = ["working"], apart = 1 }', "“apart”"),
        ("ties = { together = [] }", "“[]”"),
        ('ties = { together = "working" }', "“working”"),
        ('ties = ["working"]', '“["working"]”'),
        ("modules = [1, true]", "“[1, true]”"),
        ('uses = { suomi = "../suomi" }', '“{"suomi": "../suomi"}”'),
    ],
)
def test_a_wrong_setting_is_told_as_it_is_written(tmp_path: Path, line: str, said: str) -> None:
    config, findings = read(tmp_path, GOOD + line + "\n")
    assert config is None
    assert [finding.message.en.count(said) for finding in findings] == [1]


@pytest.mark.parametrize(
    ("languages", "missed"), [('["fi"]', []), ('["fi", "sv"]', ["name (Swedish)"]), ('["xx"]', [])]
)
def test_no_name_is_missed_in_languages_that_nobody_declared(
    tmp_path: Path, languages: str, missed: list[str]
) -> None:
    (tmp_path / "network.toml").write_text(f"{GOOD}languages = {languages}\n", encoding="utf-8")
    (tmp_path / "actors.csv").write_text("id,label@fi\na,Aalto\n", encoding="utf-8")
    findings = eloggraph.check(tmp_path).findings
    told = [each.message.en for each in findings if each.code == "column-missing"]
    assert [message.split("“")[1].split("”")[0] for message in told] == missed
