"""Small tables are read in Python, large ones as columns. Oracle: the one is the other's."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from eloggraph.graph.populate import texts
from eloggraph.graph.populate.lookup import TEXT, LookupTable

DATASETS = Path(__file__).resolve().parents[3] / "datasets"
Factory = Callable[..., Any]
WHITE_SPACE = "".join(chr(c) for c in range(sys.maxunicode) if chr(c).isspace())
# What each function of a column is asked beside the column, and columns with all that is odd.
TWINS: dict[str, tuple[str, ...]] = {
    "contain": ("|",),
    "differ_plainly": (),
    "is_ascii": (),
    "list_distinct": (),
    "match_all": ("[A-Za-z0-9_~-][A-Za-z0-9._~-]*",),
    "split": ("|",),
}
COLUMNS: list[list[str | None]] = [
    [],
    [None],
    ["a", "b", None, "c"],
    ["a", "A", "a"],
    ["a_b", "a-b"],
    ["n0x", "nox"],
    ["a", "a,."],
    ["07", "7"],
    ["ä", None],
    ["a|b", "|", " c | d||", None, "||"],
    ["a\n", "b"],
    ["", "a b"],
    [f"x{mark}|{mark}y{mark}" for mark in [*WHITE_SPACE, "\u200b", "\ufeff", "\u180e"]],
]
LABELS = "label@fi,label@sv,label@en"
ODD = {
    "actors": (
        f"id,kind,{LABELS},type,areas\n"
        "a,,A,A,A,,410|\u00a0 179 |\u2003|x\x1c\n"
        "A,,A,A,A,,410;179\n"
        "0a,,Ä,Ä,Ä,,\n"
        "Oa,,B,B,B,,|\n"
        "ä/ö b,,C,C,C,, 410 ; 179 ;; \u200b\n"
        "a\u0308,,D,D,D,,x\u00a0|y\n"
        ",,E,E,E,,\n"
        "a,,F,F,F,,410\n"
        "..,,G,G,G,,410|410\n"
        "n_1,,H,H,H,,\n"
        "n-1.,,I,I,I,,\n"
    ),
    "memberships": "member,organisation,since,until\na,0a,2018,1.10.2018\na,ä/ö b,2018-10,syksy\n,a,,\n",
    "networks": f"id,{LABELS},coordinator\nnox,N,N,N,a\nn0x,M,M,M,d/e\n",
    "observations": (
        f"id,{LABELS},value,date\n"
        'o1,O,O,O,"62,241",2018-02-30\no2,P,P,P,12.000,2020-02-29\no3,Q,Q,Q,0.5,\n'
    ),
}


@pytest.mark.parametrize("name", ["", *sorted(path.name for path in DATASETS.iterdir())])
def test_few_and_many_rows_give_the_same_graph_and_findings(
    name: str,
    tmp_path: Path,
    write_network: Factory,
    read: Factory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = DATASETS / name if name else write_network(tmp_path, ODD)
    seen = {}
    for few in (-1, 1_000_000):
        monkeypatch.setattr(texts, "FEW", few)
        reading = read(folder)
        assert reading.tables.complete
        seen[few] = [*map(show, reading.graph.frames), *map(rows, reading.graph.rows)]
        seen[few] += [repr(finding) for finding in reading.findings]
    assert seen[-1] == seen[1_000_000]
    assert len(seen[-1]) > 20


def test_every_twin_is_compared() -> None:
    decorated = {name for name, each in vars(texts).items() if hasattr(each, "__wrapped__")}
    assert decorated == set(TWINS)


@pytest.mark.parametrize("column", COLUMNS, ids=map(str, range(len(COLUMNS))))
@pytest.mark.parametrize("name", TWINS)
def test_few_and_many_texts_give_the_same_answer(
    name: str, column: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []
    for few in (-1, 1_000_000):
        monkeypatch.setattr(texts, "FEW", few)
        given = getattr(texts, name)(pl.Series("c0", column, dtype=pl.String), *TWINS[name])
        if isinstance(given, pl.Series):
            given = sorted(given)
        answers.append((given.schema, given.rows()) if isinstance(given, pl.DataFrame) else given)
    assert answers[0] == answers[1]


@pytest.mark.parametrize("column", COLUMNS, ids=map(str, range(len(COLUMNS))))
def test_few_and_many_texts_are_found_alike(
    column: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pl.DataFrame({TEXT: ["a", "ä", "07"], "iri": ["urn:a", None, "urn:7"]})
    found = []
    for few in (-1, 1_000_000):
        monkeypatch.setattr(texts, "FEW", few)
        table = LookupTable(frame=frame)
        found.append([each.to_list() for each in table.find(pl.Series(column, dtype=pl.String))])
    assert found[0] == found[1]


def show(part: Any) -> Any:
    origin = part.origin and part.origin.file
    said = (part.predicate, part.datatype, part.language, part.column, part.shape, origin)
    return *said, part.frame.schema, part.frame.rows()


def rows(part: Any) -> Any:
    return part.raw.file, part.frame.schema, part.frame.rows(), sorted(part.excused)
