"""Results of one kind told together: the first by their rows, whatever order they come in.

The oracle is the sorted list of all of them.
"""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from eloggraph.checks.together import Told, tell_together
from eloggraph.finding import Place, tell
from eloggraph.shacl.model import Result
from eloggraph.tables.bounds import MOST_VALUES

TERM = ox.NamedNode("urn:a")
RESULT = Result(focus=TERM, shape=TERM, component=TERM)


def told_at(row: int) -> Told:
    place = Place(file="a.nt", row=row)
    said = tell("value-missing", "violation", place, column=str(row))
    return Told(code="value-missing", result=RESULT, place=place, say=lambda: said)


@pytest.mark.parametrize("count", [MOST_VALUES, MOST_VALUES + 1, MOST_VALUES + 2, 3000])
def test_the_first_rows_are_told_and_the_rest_counted(count: int) -> None:
    rows = list(range(1, count + 1))
    random.Random(1).shuffle(rows)
    findings = tell_together(map(told_at, rows))
    if count <= MOST_VALUES + 1:
        assert [each.place and each.place.row for each in findings] == rows
        return
    found = [each.place and each.place.row for each in findings]
    assert found == list(range(1, MOST_VALUES + 2))  # the last one is where the rest begins
    rest = f"{count - MOST_VALUES:,} more, on lines {MOST_VALUES + 1}–{count}"
    assert rest in findings[-1].message.en
