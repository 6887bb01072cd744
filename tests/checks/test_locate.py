"""The column of a finding is the column of the shape that it breaks.

Oracle: the packaged model itself. Each property shape with a column is broken at one row of each
table that has it, with a value missing, and the finding has to stand in that very column, whether
or not the file has it and whatever other columns write the same property.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pyoxigraph as ox
import pytest

import eloggraph
from eloggraph.checks.locate import Location, find_cells
from eloggraph.checks.packaged import packaged_shapes
from eloggraph.finding import Place
from eloggraph.graph.statements import Graph, RowFrame
from eloggraph.iri import expand
from eloggraph.schema.model import Column, Table
from eloggraph.schema.packaged import packaged_schema
from eloggraph.shacl.model import Result
from eloggraph.tables.model import RawTable

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
COLUMNS = [(table, column) for table in packaged_schema().tables for column in table.columns]
NODE = "urn:x:row"


def graph_with(table: Table, headers: list[str]) -> Graph:
    """A table with some of its columns and one row, whose cells are empty."""
    cells = {f"c{position}": [None] for position in range(len(headers))}
    raw = RawTable(
        file=f"{table.name}.csv",
        sheet=None,
        stem=table.name,
        headers=tuple(headers),
        header_row=1,
        frame=pl.DataFrame({"row": [2], **cells}),
    )
    rows = RowFrame(
        table=table,
        raw=raw,
        positions={header: position for position, header in enumerate(headers)},
        excused=frozenset(),
        frame=pl.DataFrame({"subject": [NODE], "row": [2]}),
    )
    return Graph(base="urn:x:", frames=(), rows=(rows,))


@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{t.name}-{c.key}" for t, c in COLUMNS]
)
def test_the_column_of_a_finding_is_that_of_its_shape(table: Table, column: Column) -> None:
    shape, index = ox.NamedNode(column.shape), packaged_shapes().index
    result = Result(
        focus=ox.NamedNode(NODE),
        shape=shape,
        component=ox.NamedNode(expand("sh:MinCountConstraintComponent")),
        path=index.one(shape, "sh:path"),  # type: ignore[arg-type]
    )
    every = [each.key for each in table.columns]
    for headers in (every, [key for key in every if key != column.key]):
        (location,) = find_cells([result], graph_with(table, headers), index)
        assert location is not None
        assert location.column == column
        assert location.place == Place(file=f"{table.name}.csv", row=2, column=column.key)


def test_there_are_columns_that_share_a_property() -> None:
    """Else the test above could not tell a column by its shape from one by its path."""
    paths = [(table.name, column.path, column.inverse) for table, column in COLUMNS]
    assert len(set(paths)) < len(paths)


def test_a_missing_swedish_name_is_told_at_the_swedish_name(tmp_path: Path) -> None:
    for name in ("osaajaks", "suomi"):
        shutil.copytree(DATASETS / name, tmp_path / name)
    path = tmp_path / "osaajaks" / "projects.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[1][rows[0].index("label@sv")] = ""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found = [
        finding.place
        for finding in eloggraph.check(tmp_path / "osaajaks").findings
        if finding.code == "value-missing" and finding.place and finding.place.row == 2
        if finding.place.file == "projects.csv"
    ]
    assert Place(file="projects.csv", row=2, column="label@sv") in found
    assert Place(file="projects.csv", row=2, column="label@fi") not in found


def find(graph: Graph, **said: Any) -> Location:
    """Where a result about the row is, whose shape no column has."""
    about: dict[str, Any] = {"focus": ox.NamedNode(NODE), "shape": ox.NamedNode("urn:x:shape")}
    component = ox.NamedNode(expand("sh:PatternConstraintComponent"))
    (location,) = find_cells(
        [Result(component=component, **about | said)], graph, packaged_shapes().index
    )
    assert location is not None
    return location


def test_of_columns_that_share_a_property_one_that_the_file_has_is_shown() -> None:
    """Oracle: three columns have names; the second is the only one that stands in the file."""
    actors = packaged_schema().table("actors")
    name = ox.NamedNode(expand("skos:prefLabel"))
    for headers, key in ((["label@sv"], "label@sv"), (["label@en", "id"], "label@en"), ([], None)):
        place = find(graph_with(actors, headers), path=name).place
        assert place is not None
        assert place.column == (key or "label@fi")
        assert place.row == 2


def test_of_several_rows_that_describe_a_node_the_first_is_shown() -> None:
    graph = graph_with(packaged_schema().table("actors"), ["id"])
    (rows,) = graph.rows
    frame = pl.DataFrame({"subject": [NODE, "urn:x:other", NODE], "row": [7, 3, 4]})
    later = replace(rows, frame=pl.DataFrame({"subject": [NODE], "row": [2]}))
    location = find(replace(graph, rows=(replace(rows, frame=frame), later)))
    assert (location.row, location.rows and location.rows.frame.height) == (4, 3)


@pytest.mark.parametrize("text", [None, "", "  as written "])
def test_the_text_of_a_cell_is_shown_as_it_was_written(text: str | None) -> None:
    graph = graph_with(packaged_schema().table("actors"), ["homepage"])
    (rows,) = graph.rows
    cells = pl.DataFrame({"row": [2], "c0": [text]}, schema_overrides={"c0": pl.String})
    raw = replace(rows.raw, frame=cells)
    found = find(
        replace(graph, rows=(replace(rows, raw=raw),)), path=ox.NamedNode(expand("foaf:homepage"))
    )
    assert found.place is not None
    assert found.place.column == "homepage"
    assert found.shown == text
