"""A network of the data sets that is a workbook too: both say the same.

The oracle is the folder of CSV files that the workbook was made from.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.errors import OptionError

FOLDER = Path(__file__).parents[2] / "datasets" / "osaajaks"
SETTINGS = (
    'id = "net"\nbase = "https://example.org/net/"\ntitle = "Net"\nlanguages = ["fi"]\n'
    'synthetic = true\n[ties]\ntogether = ["working"]\n'
    '[catalogue]\npage = "https://example.org/"\nkeywords = { fi = ["ohjaus"] }\n'
)


def build(path: Path) -> set[str]:
    return set(eloggraph.open(path).build("ntriples").splitlines())


def test_the_workbook_gives_the_same_graph_as_the_folder() -> None:
    graph = build(FOLDER / "workbook")
    assert graph == build(FOLDER)
    assert len(graph) > 500


def test_a_network_is_a_workbook_with_all_its_cells_and_settings(tmp_path: Path) -> None:
    net = tmp_path / "net"
    net.mkdir()
    (net / "network.toml").write_text(SETTINGS, "utf-8")
    (net / "actors.csv").write_text(
        "id,label@fi,label@sv,business_id,description@fi\na,Aava,Öppna,0245894-7,=1+1\n", "utf-8"
    )
    (net / "roles.csv").write_text("id,label@fi\nr,lukija\n", "utf-8")
    made = [eloggraph.new(tmp_path / name, xlsx=True, source=net) for name in ("one", "two")]
    assert made[0].read_bytes() == made[1].read_bytes()
    assert build(tmp_path / "one") == build(net)
    assert eloggraph.open(tmp_path / "one").config == eloggraph.open(net).config
    assert "0245894-7" in "".join(build(net))


@pytest.mark.parametrize("options", [{}, {"xlsx": True, "everything": True}])
def test_options_that_would_do_nothing_are_refused(
    tmp_path: Path, options: dict[str, bool]
) -> None:
    with pytest.raises(OptionError):
        eloggraph.new(tmp_path / "one", source=FOLDER, **options)


def test_kept_ids_and_the_version_before_go_along(tmp_path: Path) -> None:
    net, before = tmp_path / "net", tmp_path / "before"
    for folder in (net, before):
        folder.mkdir()
        (folder / "Toimijat.csv").write_text("nimi (suomi)\nKela\n", "utf-8")
    (net / "network.toml").write_text(
        'id = "net"\ntitle = "Net"\nlanguages = ["fi"]\nprevious = "../before"\n', "utf-8"
    )
    (net / "ids.csv").write_text("table;id;name\nactors;kansanelakelaitos;Kela\n", "utf-8")
    eloggraph.new(tmp_path / "deep" / "one", xlsx=True, source=net)
    made = eloggraph.open(tmp_path / "deep" / "one")
    assert made.config.previous == "../../before"
    assert "net/actors/kansanelakelaitos" in "".join(build(tmp_path / "deep" / "one"))
