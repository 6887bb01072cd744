"""Every page: what it may ask for, what it may say, and that nothing escapes its place."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from kuusilahti import iri, make_map, make_network, make_report, rename

from eloggraph.text import Text
from eloggraph.views.map.pyvis import render_pyvis
from eloggraph.views.map.render import render_map
from eloggraph.views.page.escapes import clean_text, escape_script_json
from eloggraph.views.page.render import TextTable, render_page
from eloggraph.views.report.page import render_report

PAGES = {
    "map": lambda: render_map(make_map()),
    "report": lambda: render_report(make_report()),
    "explore": lambda: render_pyvis(make_map()),
}
HOSTILE = {
    "yliopisto": "</script><script>window.broken=1</script>",
    "amk": '"><img src=x onerror="window.broken=1">',
    "taitaja": "'\"`{{7*7}}${7*7}&amp;<!--",
    "pohja": "\u202egnp.exe\u202c \u2066x\u2069 \x1b[31mred\x00\x9b",
    "opisto": "Erittäinpitkäyhdyssananimi" * 8,
    "kesa": "Ohjaus 🎓👩🏽‍🏫 \u2028 \u2029 ry",
    "kansanopisto": "שלום مرحبا",
    "kuusilahti": "javascript:alert(1) href",
}


def read_hashes(page: str, directive: str) -> set[str]:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    parts = dict(part.strip().split(" ", 1) for part in policy[1].replace("&#39;", "'").split(";"))
    return set(parts[directive].split())


def hash_of(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@pytest.mark.parametrize("name", PAGES)
def test_policy_allows_exactly_what_is_inlined(name: str) -> None:
    page = PAGES[name]()
    scripts = {hash_of(text) for text in re.findall(r"<script>(.*?)</script>", page, re.S)}
    styles = {hash_of(text) for text in re.findall(r"<style>(.*?)</style>", page, re.S)}
    assert read_hashes(page, "script-src") == scripts
    assert read_hashes(page, "style-src") == styles
    for directive in ("default-src", "base-uri", "form-action"):
        assert read_hashes(page, directive) == {"'none'"}
    assert read_hashes(page, "img-src") == {"data:"}


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_inline_style_handler_or_outside_address(name: str) -> None:
    page = re.sub(r"<(script|style)>.*?</\1>", "", PAGES[name](), flags=re.S)
    tags = " ".join(re.findall(r"<[a-zA-Z][^>]*>", page))
    assert not re.search(r"\sstyle\s*=", tags)
    assert not re.search(r"\son[a-z]+\s*=", tags)
    assert not re.search(r"(src|href)\s*=\s*\"?(https?:)?//", tags)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_a_whole_document(name: str) -> None:
    page = PAGES[name]()
    assert page.startswith('<!doctype html>\n<html lang="fi">')
    assert '<meta charset="utf-8">' in page
    assert 'name="viewport"' in page
    assert re.search(r"<title>[^<]+</title>", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_same_model_gives_the_same_bytes(name: str) -> None:
    assert PAGES[name]() == PAGES[name]()


@pytest.mark.parametrize("name", PAGES)
def test_page_carries_no_control_or_direction_characters(name: str) -> None:
    hostile = make_hostile_pages()[name]
    shown = re.sub(r"<script>.*?</script>", "", hostile, flags=re.S)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


@pytest.mark.parametrize("name", PAGES)
def test_hostile_names_stay_text(name: str) -> None:
    calm, hostile = PAGES[name](), make_hostile_pages()[name]
    for tag in ("script", "img", "style", "iframe", "svg"):
        assert len(re.findall(f"<{tag}\\b", hostile)) == len(re.findall(f"<{tag}\\b", calm))
    assert "49" not in re.findall(r"{{[^}]*}}", hostile)


def make_hostile_pages() -> dict[str, str]:
    network = rename(make_network(), {name: Text.same(text) for name, text in HOSTILE.items()})
    model = make_map(network)
    report = make_report()
    known = {iri(name): Text.same(text) for name, text in HOSTILE.items()}
    bad = Text.same(HOSTILE["yliopisto"] + HOSTILE["pohja"])
    hostile = {"map": model, "names": dict(report.names) | known, "title": bad, "description": bad}
    fields = {name: getattr(report, name) for name in type(report).__dataclass_fields__}
    return {
        "map": render_map(model),
        "report": render_report(type(report)(**fields | hostile)),
        "explore": render_pyvis(model),
    }


@pytest.mark.parametrize("text", HOSTILE.values())
def test_data_for_scripts_survive_and_cannot_end_their_element(text: str) -> None:
    written = escape_script_json({"name": text})
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {"name": clean_text(text)}
    raw = escape_script_json({"name": text}, raw=True)
    assert raw.isascii()
    assert not re.search("[<>&]", raw)
    assert json.loads(raw) == {"name": text}


def test_clean_text_keeps_letters_joiners_and_line_ends() -> None:
    assert clean_text("Ähtäri\n👩🏽‍🏫\tשלום") == "Ähtäri\n👩🏽‍🏫\tשלום"


def test_text_table_numbers_by_first_use_and_writes_equal_languages_once() -> None:
    table = TextTable()
    assert [table.at(Text.same("a")), table.at(Text("b", "c", "d")), table.at(Text.same("a"))] == [
        *(0, 1, 0)
    ]
    assert table.to_list() == ["a", list(Text("b", "c", "d").said)]


def test_a_missing_name_is_an_error_not_an_empty_page() -> None:
    with pytest.raises(Exception, match="undefined"):
        render_page("map/map", title="t", language="fi")
