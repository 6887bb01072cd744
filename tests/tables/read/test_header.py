"""Which row is the header, and what stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from eloggraph.tables.read.delimited import read_csv

KNOWN = {"id", "nimi", "alue"}


def count_known(headers: Sequence[str]) -> int:
    return sum(header in KNOWN for header in headers)


def count_none(headers: Sequence[str]) -> int:
    return 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "t.csv"


TITLES = {
    "title": "Toimijat 2026\nid;nimi\n1;A\n",
    "padded title": "Toimijat 2026;\nid;nimi\n1;A\n",
    "title and blank row": "Toimijat 2026\n\nid;nimi\n1;A\n",
    "two titles": "Toimijat 2026\nPäivitetty 1.10.2026\nid;nimi\n1;A\n",
    "title with a comma": "Toimijat, palvelut ja hankkeet, 2026\nid;nimi\n1;A\n",
}


@pytest.mark.parametrize("count", [count_known, count_none])
@pytest.mark.parametrize("name", TITLES)
def test_rows_above_the_header_are_passed_over_and_told(
    path: Path, name: str, count: object
) -> None:
    path.write_text(TITLES[name], encoding="utf-8")
    table, findings = read_csv(path, "t.csv", count)  # type: ignore[arg-type]
    assert table is not None
    header_row = TITLES[name].split("\n").index("id;nimi") + 1
    assert (table.headers, table.header_row) == (("id", "nimi"), header_row)
    assert table.frame.rows() == [(header_row + 1, "1", "A")]
    (finding,) = findings
    assert (finding.severity, finding.code) == ("warning", "rows-above-header")
    assert finding.place is not None
    assert finding.place.row == 1
    assert all(str(header_row) in text for _, text in finding.message.items())
    assert "Toimijat" in finding.message.fi


def test_facts_of_several_cells_above_known_headers_are_passed_over(path: Path) -> None:
    path.write_text("Päivitetty;1.10.2026;\nid;nimi;alue\n1;A;13\n", encoding="utf-8")
    table, findings = read_csv(path, "t.csv", count_known)
    assert table is not None
    assert table.headers == ("id", "nimi", "alue")
    assert [f.code for f in findings] == ["rows-above-header"]


FIRST = {
    "plain": "id;nimi\n1;A\n",
    "unknown headers": "a;b\nc;d\n",
    "a column without a header": "nimi;\nA;B\n1;2\n",
    "one column": "nimi\nA\nB\n",
    "numbers below one header": "nimi\n1;2\n",
    "known words in the data": "id;nimi;alue\nid;nimi;alue\n",
}


@pytest.mark.parametrize("name", FIRST)
def test_the_first_row_is_the_header_where_nothing_speaks_for_another(
    path: Path, name: str
) -> None:
    path.write_text(FIRST[name], encoding="utf-8")
    table, findings = read_csv(path, "t.csv", count_known)
    assert table is not None
    assert table.header_row == 1
    assert "rows-above-header" not in {f.code for f in findings}
