"""A column that a table once had is told where it holds something, with where that is written now.

The oracles are the sentences of the model, and the way in which the same fact is entered today.
"""

from pathlib import Path

import pytest

import eloggraph
from eloggraph.schema.packaged import packaged_schema

NAMES = "label@fi,label@sv,label@en"
ACTORS = f"id,{NAMES}"


def write(folder: Path, **tables: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def told(folder: Path) -> list[tuple[str, str, str, str]]:
    findings = eloggraph.check(folder).findings
    return [
        (f.severity, f.place.file, f.value, f.remedy.en)
        for f in findings
        if f.code in ("column-former", "header-unknown")
    ]


@pytest.mark.parametrize(
    "header", ["steers", "tulosohjaa", "resultatstyr", "Ohjaa tuloksellisesti"]
)
def test_a_filled_column_of_before_is_told_with_where_it_belongs(
    tmp_path: Path, header: str
) -> None:
    write(tmp_path, actors=f"{ACTORS},{header}\na,A,A,A,b\nb,B,B,B,\n")
    ((severity, file, value, remedy),) = told(tmp_path)
    assert (severity, file, value) == ("warning", "actors.csv", header)
    assert remedy == (
        "Enter each party that is steered in the table Collaboration links: the type is steering."
    )


def test_an_empty_column_of_before_is_passed_over(tmp_path: Path) -> None:
    """Empty tables made earlier have it."""
    write(tmp_path, actors=f"{ACTORS},observed,supports\na,A,A,A,,\nb,B,B,B, ,\n")
    assert told(tmp_path) == []


def test_a_column_that_no_table_had_is_unknown_still(tmp_path: Path) -> None:
    write(tmp_path, actors=f"{ACTORS},informs\na,A,A,A,b\n")
    assert [severity for severity, *_ in told(tmp_path)] == ["violation"]


def test_a_column_that_one_table_has_kept_is_read_there(tmp_path: Path) -> None:
    text = f"id,{NAMES},since\nx,X,X,X,2020\n"
    write(tmp_path, actors=text, themes=text)
    assert [(file, value) for _, file, value, _ in told(tmp_path)] == [("themes.csv", "since")]
    assert eloggraph.open(tmp_path).build("ntriples").count("#validFrom>") == 1


def test_every_sentence_names_tables_and_columns_that_are_there() -> None:
    schema = packaged_schema()
    former = {column for table in schema.tables for column in table.former}
    assert {column.key for column in former} == {
        "informs",
        "life_stages",
        "observed",
        "since",
        "steers",
        "supports",
        "until",
    }
    for table in schema.tables:
        assert not set(table.former_headers) & set(table.headers), table.name
    for language in ("fi", "sv", "en"):
        names = [table.names.say(language) for table in schema.tables]
        for column in former - {c for c in former if c.key in ("since", "until")}:
            assert any(name in column.remedy.say(language) for name in names), column.key
