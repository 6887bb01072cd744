"""Corrections that are safe: a finding whose remedy is one text, written with one click."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from eloggraph.errors import InputError
from eloggraph.finding import Finding
from eloggraph.private import CONCEALED
from eloggraph.tables.edit.editing import Editing
from eloggraph.tables.edit.model import Cell, Step
from eloggraph.tables.edit.patched import CHAPTER
from eloggraph.tables.edit.patching import name_cell
from eloggraph.text import Text

# What stands between several values of a cell.
_MARKS = "|;,/\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """The one safe remedy of a finding: ``old``, which its cell says, becomes ``new``.

    ``new`` is written as each language writes it, and is empty where ``old`` is to be left out.
    """

    finding: Finding
    old: str
    new: Text


def find_correction(finding: Finding) -> Correction | None:
    """Return the one safe remedy of a finding; None where it has none, or a choice of several.

    Safe is what the finding itself says to write: a name or code that is near and the only one, a
    number or a day in a form that is read for sure, a text without what nobody sees, an empty cell
    in place of a word for nothing.

    Examples
    --------
    >>> from eloggraph.finding import Place, tell
    >>> place = Place(file="actors.csv", row=3, column="sector")
    >>> finding = tell("cell-outer-space", "warning", place, value=" a ", instead="a")
    >>> find_correction(finding).new.en
    'a'
    """
    place, old = finding.place, finding.value
    if CONCEALED in f"{old}{finding.instead}":
        return None  # what is private is not told, and so not written
    if finding.instead is None or place is None or place.column is None or not old:
        return None
    return (
        None
        if finding.instead.fi == old
        else Correction(finding=finding, old=old, new=finding.instead)
    )


def list_corrections(findings: Iterable[Finding]) -> tuple[Correction, ...]:
    """Return the safe remedies of those findings that have one, in their order."""
    return tuple(found for each in findings if (found := find_correction(each)) is not None)


def correct_text(text: str, old: str, new: str) -> str | None:
    """Return the text of a cell in which a value is replaced; None where it is not there once.

    Of several values in a cell only the one is replaced, and what is left out goes with its mark.

    >>> correct_text("nuoret|aikuset", "aikuset", "aikuiset"), correct_text("nuoret", "nuore", "")
    ('nuoret|aikuiset', None)
    >>> correct_text("nuoret| - |aikuiset", "-", "")
    'nuoret|aikuiset'
    """
    if text == old or text.strip() == old.strip():
        return new
    edge = re.escape(_MARKS)
    pattern = rf"(?:(?<=^)|(?<=[{edge}]))([^\S\n]*){re.escape(old)}([^\S\n]*)(?=[{edge}]|$)"
    found = list(re.finditer(pattern, text))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    if new:
        return text[:start] + found[0][1] + new + found[0][2] + text[end:]
    return text[: start - 1] + text[end:] if start else text[end + 1 :]


def apply_correction(editing: Editing, *corrections: Correction, language: str = "fi") -> Step:
    """Write corrections into their cells, as one step.

    Parameters
    ----------
    editing
        The edits.
    corrections
        What is to be corrected.
    language
        The language whose way to write a number or a day is taken.

    Raises
    ------
    InputError
        When a cell says no longer what the finding was about.
    """
    texts: dict[Cell, str] = {}
    for each in corrections:
        cell = editing.locate(each.finding.place) if each.finding.place else None
        said = None if cell is None else texts.get(cell, editing.cell(cell))
        new = None
        if cell is not None and said is not None:
            new = correct_text(said, each.old, getattr(each.new, language))
        if cell is None or new is None:
            value = name_cell(cell.at, cell.row, cell.column) if cell else each.old
            raise InputError.tell(
                "correction-stale", each.finding.place, chapter=CHAPTER, value=value
            )
        texts[cell] = new
    return editing.set_cells(texts)
