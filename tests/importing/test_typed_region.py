"""A region as it is typed: every finding is a fault that was planted, and nothing else is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.importing.foreign import write_workbook
from tests.importing.typed_region import FAULTS, make_region

import eloggraph


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("region")


def test_what_is_told_are_the_planted_faults_and_the_network_is_without_any(region: Path) -> None:
    own = write_workbook(region / "oma.xlsx", make_region())
    before = own.read_bytes()
    done = eloggraph.import_tables(own, region / "made")
    told = [finding for finding in done.findings if finding.severity != "info"]
    places = {(f.place.sheet, f.place.row, f.place.column) for f in told if f.place}
    assert places == FAULTS
    assert len(told) == len(FAULTS)
    assert done.counts["actors"] >= 40
    assert done.counts["services"] == 24
    assert own.read_bytes() == before
    report = eloggraph.open(region / "made").check()
    assert report.count("violation") == 0
