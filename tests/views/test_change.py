"""What changed, in every form: one sentence for one difference, and no number against itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.analysis.answers import NumberChange
from eloggraph.cli.main import main
from eloggraph.snapshot.change.model import Difference, What, Why
from eloggraph.text import LANGUAGES, Text
from eloggraph.views.change.formats import COMPARISON_RENDERERS
from eloggraph.views.change.words import list_changes, tell_difference, tell_number
from networks import SETTINGS, write_tables

DATASETS = Path(__file__).parents[2] / "datasets"
HEAD = "id,label@fi,sector,since,until\n"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    settings = SETTINGS.replace("2026-01-31", "2024-12-31")
    old = {"actors.csv": HEAD + "a,Aalto,,,\nb,<b>Berg</b>,education,,\n"}
    new = {"actors.csv": HEAD + "a,Aalto,,,2025\nb,<b>Berg</b>,youth,,\nc,=Casa,,2020,\n"}
    return write_tables(tmp_path / "o", old, settings), write_tables(tmp_path / "n", new)


@pytest.mark.parametrize("form", COMPARISON_RENDERERS)
def test_every_form_is_the_same_each_time_and_in_each_language(
    folders: tuple[Path, Path], form: str
) -> None:
    for language in LANGUAGES:
        one, two = (
            COMPARISON_RENDERERS[form](eloggraph.compare(*folders, permutations=9), language)
            for _ in range(2)
        )
        assert one == two
        assert "Aalto" in one


def test_a_terminal_tells_the_three_reasons_apart(folders: tuple[Path, Path]) -> None:
    said = CliRunner().invoke(main, ["compare", *map(str, folders), "--lang", "fi"]).output
    world, learned, unknown = (
        said.index(f"\n{title}\n")
        for title in ("Maailma muuttui", "Tieto tarkentui", "Ei tiedetä, kumpi")
    )
    assert world < said.index("Aalto · päättyi 2025") < learned
    assert learned < said.index("=Casa · alkoi jo 2020, kirjattu vasta nyt") < unknown
    assert unknown < said.index("sektori: koulutus → nuorisoala") < said.index("Luvut ennen ja nyt")
    assert "Maailma muuttui yhdessä kohdassa: päättyi 1." in said
    # Two actors were there on either day: the number is the same, and is not told.
    assert "Toimijoita:" not in said


def test_nothing_that_changed_is_one_sentence(folders: tuple[Path, Path]) -> None:
    old, _ = folders
    line = ["compare", str(old), str(old), "--lang", "fi"]
    said = CliRunner().invoke(main, line).output
    assert "Mikään ei ole muuttunut." in said
    assert "Luvut ovat samat kuin ennen." in said
    assert "Molempia aineistoja katsotaan samana päivänä (31.12.2024)" in said


def test_a_page_shows_every_text_as_text_and_asks_nothing_of_the_network(
    folders: tuple[Path, Path],
) -> None:
    page = COMPARISON_RENDERERS["html"](eloggraph.compare(*folders, permutations=9), "fi")
    assert "&lt;b&gt;Berg" in page
    assert "<b>Berg" not in page
    assert not re.findall(r"https?://", page)


@pytest.mark.parametrize("form", COMPARISON_RENDERERS)
def test_what_is_private_is_in_no_form(tmp_path: Path, form: str) -> None:
    head = "id,label@fi,description@fi\n"
    settings = SETTINGS.replace("2026-01-31", "2024-12-31")
    old = {"actors.csv": head + "maija@firma.fi,Aalto 131052-308T,kysy maija@firma.fi\n"}
    new = {"actors.csv": head + "maija@yhtio.fi,Aalto 131052-308T,soita 0401234567\n"}
    sides = write_tables(tmp_path / "o", old, settings), write_tables(tmp_path / "n", new)
    said = COMPARISON_RENDERERS[form](eloggraph.compare(*sides, permutations=9), "fi")
    assert "Aalto" in said
    for private in ("maija", "131052", "0401234567", "yhtio"):
        assert private not in said


def test_a_spreadsheet_computes_nothing(folders: tuple[Path, Path]) -> None:
    table = COMPARISON_RENDERERS["csv"](eloggraph.compare(*folders, permutations=9), "fi")
    assert ";'=Casa;" in table
    assert table.count("\n") == 4


def test_json_has_the_numbers_with_their_bands() -> None:
    folder = DATASETS / "mallimaakunta"
    found = eloggraph.compare(folder, from_day="2024-06-30", permutations=99)
    document = json.loads(COMPARISON_RENDERERS["json"](found, "en"))
    silos = next(each for each in document["answers"] if each["key"] == "silos")
    (sector,) = (each for each in silos["numbers"] if "(sector)" in each["label"]["en"])
    low, high = sector["band"]
    assert low < sector["old"] < high
    assert sector["weight"] == ("within" if low <= sector["new"] <= high else "beyond")
    assert document["summary"]["world"] == len(document["differences"])
    whys = {(each["what"], each["name"]["fi"]) for each in document["differences"]}
    assert {
        ("merged", "Otosniemen aikuisopisto"),
        ("renamed", "Otosniemen ohjauskeskus"),
    } <= whys


def test_questions_on_plans_have_their_numbers_too() -> None:
    found = eloggraph.compare(DATASETS / "osaajaks", from_day="2020", permutations=9)
    goals = next(answer for answer in found.answers if answer.key == "goals")
    numbers = {number.label.fi: (number.old, number.new) for number in goals.numbers}
    rows = (DATASETS / "osaajaks" / "goals.csv").read_text(encoding="utf-8").splitlines()
    assert numbers["Kirjattuja tavoitteita"][1] == len(rows) - 1


@pytest.mark.parametrize(
    ("new", "weight"), [(36.0, "within"), (35.9, "beyond"), (44.0, "within"), (44.1, "beyond")]
)
def test_a_change_is_weighed_against_leaving_out_a_tenth(new: float, weight: str) -> None:
    number = NumberChange(label=Text.same("n"), old=40.0, new=new, band=(36.0, 44.0))
    assert number.weight == weight


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (3, 4, "Luku: 3 → 4 (+1)"),
        (3, None, "Luku: 3 → ei voi laskea"),
        (1.5, 1.0, "Luku: 1,5 → 1,0 (−0,5)"),
    ],
)
def test_a_number_is_told_in_one_line(old: float, new: float | None, said: str) -> None:
    assert tell_number(NumberChange(label=Text.same("luku"), old=old, new=new)).fi == said


@pytest.mark.parametrize(("most", "left"), [(2, "… ja 1 muu;"), (3, None)])
def test_what_a_long_list_leaves_out_is_counted(
    tmp_path: Path, most: int, left: str | None
) -> None:
    rows = "".join(f"n{at},Uusi {at},,2025,\n" for at in range(3))
    settings = SETTINGS.replace("2026-01-31", "2024-12-31")
    old = write_tables(tmp_path / "o", {"actors.csv": HEAD + "a,Aalto,,,\n"}, settings)
    new = write_tables(tmp_path / "n", {"actors.csv": HEAD + "a,Aalto,,,\n" + rows})
    listing = list_changes(eloggraph.compare(old, new, permutations=9), "world", most)
    last = listing.rows[-1].cells[0]
    assert isinstance(last, Text)
    assert (left is None) == (last.fi == "Uusi 2")
    assert left is None or last.fi.startswith(left)


REACHED: dict[What, tuple[Why, ...]] = {
    **dict.fromkeys(("begun", "ended", "added"), ("world", "learned", "unknown")),
    **dict.fromkeys(("past", "planned"), ("learned", "unknown")),
    **dict.fromkeys(("gone", "dropped", "renumbered"), ("unknown",)),
}
DATED: tuple[What, ...] = ("renamed", "merged", "split", "moved")


@pytest.mark.parametrize("when", [None, "2025-03"])
def test_whatever_may_happen_has_its_words(when: str | None) -> None:
    name = Text.same("n")
    undated = ("gone", "dropped", "renumbered")
    dated = {
        **dict.fromkeys(DATED, ("world", "learned", "unknown")),
        "held": ("learned", "unknown"),
    }
    every = {**REACHED, **(dated if when else {})}
    for what, whys in every.items():
        for why in whys:
            told = Difference(
                what=what, why=why, table="t", tables=name, name=name, old=(name,), new=(name,),
                when=None if what in undated else when,
            )  # fmt: skip
            assert (when is not None and what not in undated) == (
                "3/2025" in tell_difference(told).fi
            )
