"""Where what a view shows stands: files and rows, in one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from eloggraph.analysis.sentences import join_names
from eloggraph.finding import Place
from eloggraph.private import conceal
from eloggraph.text import Text, say

_MOST_RANGES = 3


def cite_rows(places: Iterable[Place | None], also: Iterable[Place | None] = ()) -> Text:
    """Return a sentence with the files and rows that something was drawn from.

    Parameters
    ----------
    places
        The rows themselves, in any order; None is what no table describes.
    also
        Rows that were used too, of which only the files are named.

    Examples
    --------
    >>> cite_rows([Place(file="services.csv", row=row) for row in (4, 2, 3)]).en
    'Source: services.csv, rows 2–4.'
    """
    rows: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for place in places:
        if place is not None and place.row is not None:
            rows[place.file, place.sheet or ""].add(place.row)
    files = dict.fromkeys((each.file, each.sheet or "") for each in also if each is not None)
    named = [_name_rows(*file, sorted(found)) for file, found in sorted(rows.items())]
    named += [_name_file(*file) for file in sorted(files) if file not in rows]
    if not named:
        return say("pages.map.no-source")
    return say("pages.view.source", files=join_names(named, most=len(named), separator="; "))


def _name_file(file: str, sheet: str) -> Text:
    if sheet:
        return say("pages.place.sheet", file=conceal(file), sheet=conceal(sheet))
    return Text.same(conceal(file))


def _name_rows(file: str, sheet: str, rows: list[int]) -> Text:
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    told = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)
    entry = "rows" if len(spans) <= _MOST_RANGES else "some-rows"
    return say(f"pages.view.{entry}", n=len(rows), file=_name_file(file, sheet), rows=told)
