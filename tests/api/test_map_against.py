"""Two versions in one map: as many are new and gone as the comparison of them tells."""

from __future__ import annotations

import shutil
from collections import Counter
from functools import partialmethod
from pathlib import Path

import pytest

import eloggraph
from eloggraph.api.network import Network
from eloggraph.errors import OptionError
from eloggraph.views.map.days import count_changes
from eloggraph.views.map.model import MapModel

DATASETS = Path(__file__).parents[2] / "datasets"


@pytest.fixture(autouse=True)
def few_permutations(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new and gone hangs on no chance: what a map says of silos is weighed quickly."""
    analyse = Network.analyse
    monkeypatch.setattr(Network, "analyse", partialmethod(analyse, permutations=9))


def draw(folder: Path, **options: str | Path) -> MapModel:
    return eloggraph.open(folder).map(**options).model


def count(model: MapModel) -> dict[str, tuple[int, int, int]]:
    return {e.change: (e.actors, e.collectives, e.ties) for e in count_changes(model)}


def test_numbers_are_those_of_the_comparison() -> None:
    folder = DATASETS / "mallimaakunta"
    model = draw(folder, against="2024-06")
    found = count(model)
    changes = eloggraph.compare(folder, from_day="2024-06", to_day="2025-12-31", permutations=9)
    told = Counter((each.table, each.what) for each in changes.changes.differences)
    assert model.days is not None
    gone = [tie for at, tie in enumerate(model.days.ties) if tie.kind == "link"]
    assert found["new"] == (0, 0, told["links", "begun"])
    assert found["gone"][:2] == (0, told["projects", "ended"])
    assert len(gone) == told["links", "ended"]


def test_positions_are_those_of_the_map_without_it() -> None:
    network = eloggraph.open(DATASETS / "osaajaks")
    alone, held = network.map(at="2021").model, network.map(at="2021", against="2019").model
    assert [(n.x, n.y) for n in alone.nodes] == [(n.x, n.y) for n in held.nodes]


def test_a_folder_is_held_against_as_a_day_is(tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(DATASETS / "suomi", tmp_path / "suomi")
    shutil.copytree(DATASETS / "laituri", old)
    assert count(draw(DATASETS / "laituri", against=old))["new"] == (0, 0, 0)
    rows = (old / "actors.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    new = tmp_path / "new"
    shutil.copytree(old, new)
    cells = dict.fromkeys(rows[0].strip().split(","), "")
    cells |= {"id": "uusi", "label@fi": "Uusi", "label@sv": "Ny", "label@en": "New"}
    added = ",".join(cells.values()) + "\n"
    (new / "actors.csv").write_text("".join([*rows, added]), encoding="utf-8")
    assert count(draw(new, against=old))["new"] == (1, 0, 0)
    assert count(draw(old, against=new))["gone"] == (1, 0, 0)


def test_a_later_day_is_refused() -> None:
    with pytest.raises(OptionError):
        eloggraph.open(DATASETS / "osaajaks").map(at="2021", against="2022")
