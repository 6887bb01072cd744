"""Very many names and notes: found by what they share, and laid out so that they open again."""

from __future__ import annotations

import random
from itertools import zip_longest
from pathlib import Path

import openpyxl
import pytest

import eloggraph
from eloggraph.importing import note_sheets
from eloggraph.importing.names import KnownNames
from eloggraph.importing.slips import Slips, WordSets, is_slip
from eloggraph.schema.packaged import packaged_schema

WORDS = ("Kuopion", "Iisalmen", "Lapuan", "lukio", "lyseo", "kaupunki", "opisto", "12", "13", "7")


def make_names(seed: int, count: int = 120) -> list[str]:
    """Return names of some words, with a slip in many of them."""
    chance = random.Random(seed)
    names = []
    for _ in range(count):
        name = " ".join(chance.sample(WORDS, chance.randint(1, 3)))
        at = chance.randrange(1, len(name) + 1)
        names.append(name[:at] + chance.choice(("", "", "x")) + name[at + chance.randint(0, 1) :])
    return list(dict.fromkeys(names))


@pytest.mark.parametrize("seed", range(4))
def test_slips_are_those_that_every_pair_shows(seed: int) -> None:
    schema = packaged_schema()
    column = schema.table("memberships").column("organization")
    known = KnownNames(schema=schema, language="fi")
    slips, table = Slips(known=known), known.list_tables(column)[0]
    compared = 0
    for name in make_names(seed):
        wanted = {each for each in known.tables.get(table, {}).values() if is_slip(name, each)}
        found = slips.find(column, name)
        assert (len(found), {*found} <= wanted) == (min(3, len(wanted)), True)
        compared += bool(wanted)
        known.add(table, name)
    assert compared


@pytest.mark.parametrize("seed", range(4))
def test_names_within_names_are_those_that_every_pair_shows(seed: int) -> None:
    names = make_names(seed)
    sets = WordSets(names)
    counts = set()
    for name in make_names(seed + 100):
        words = sets.split(name)
        others = [(each, sets.split(each)) for each in names]
        near = [each for each, o in others if words and o and (words <= o or o <= words)]
        assert sets.find(name, 3) == (tuple(near) if len(near) <= 3 else ())
        counts.add(min(len(near), 4))
    assert counts >= {0, 1, 4}


def test_very_many_notes_are_laid_out_as_her_sheet_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_sheets, "_MOST_LINES", 5)
    own = openpyxl.Workbook()
    rows = [
        ["Organisaatio", "Kunta", "Väri", "Oma juttu"],
        ["Ohjaamo", "Kuopio", "sininen", "eka"],
        ["Opisto", "Kuopoi", None, "toka"],
        ["Lukio", "Lapua", "punainen", None],
    ]
    for number in (1, 2):
        sheet = own.create_sheet(f"Toimijat {number}")
        for row in rows:
            sheet.append(
                [cell and f"{cell} {number}" if cell in ("eka",) else cell for cell in row]
            )
    own.remove(own.worksheets[0])
    own.save(tmp_path / "oma.xlsx")
    imported = eloggraph.import_tables(tmp_path / "oma.xlsx", tmp_path / "made")
    made = openpyxl.load_workbook(imported.path)
    kept = set()
    for name in ("Muistiinpanot", "Muistiinpanot (2)"):
        _, headers, *lines = made[name].iter_rows(values_only=True)
        for line in lines:
            for header, cell in zip_longest(headers[4:], line[4:]):
                if cell:
                    kept.add((line[1], int(line[2]), header, cell))
    wanted = {
        (sheet.title, number, header, cell)
        for sheet in own.worksheets
        for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2)
        for header, cell in zip(rows[0], row, strict=True)
        if cell and header in ("Väri", "Oma juttu")
    }
    wanted |= {(sheet.title, 3, "Kunta", "Kuopoi") for sheet in own.worksheets}
    assert kept == wanted
    assert imported.notes == len(wanted)
    again = eloggraph.import_tables(tmp_path / "oma.xlsx", tmp_path / "made")
    assert again.changes == ()
    assert not [f for f in eloggraph.check(tmp_path / "made").findings if f.level == "violation"]
