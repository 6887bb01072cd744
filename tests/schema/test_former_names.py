"""A table and a column that were called otherwise are still understood so."""

from pathlib import Path

import pytest

import eloggraph
from eloggraph.schema.packaged import packaged_schema


def test_a_former_name_of_a_column_is_a_header() -> None:
    schema = packaged_schema()
    services = schema.table("services")
    assert services.headers["tarjoajat"] is services.column("providers")
    assert services.headers["palveluntuottajat"] is services.column("providers")
    assert schema.tables_by_name["palvelunormit"] is schema.table("norms")


def test_no_former_name_is_a_present_one() -> None:
    schema = packaged_schema()
    for table in schema.tables:
        present = {
            n.casefold() for c in table.columns for n in (c.key, *c.names.to_dict().values())
        }
        own = {n.casefold(): c.key for c in table.columns for n in c.also}
        # The key of a column may be what it was called; of another column never.
        assert {n for n, key in own.items() if n in present and n != key} == set(), table.name


@pytest.mark.parametrize("header", ["tarjoajat", "palveluntuottajat", "leverantörer"])
def test_tables_with_former_headers_are_read(tmp_path: Path, header: str) -> None:
    (tmp_path / "actors.csv").write_text("id,label@fi\na,A\n", "utf-8")
    (tmp_path / "services.csv").write_text(f"id,label@fi,{header}\ns,S,a\n", "utf-8")
    report = eloggraph.check(tmp_path)
    assert "header-unknown" not in {finding.code for finding in report.findings}
    assert "providedBy" in eloggraph.open(tmp_path).build("ntriples")
