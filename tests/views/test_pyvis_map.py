"""The pyvis picture: still, safe, and with the libraries it came with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from kuusilahti import make_map, make_network, rename

from eloggraph.text import Text
from eloggraph.views.map.pyvis import read_vis_network, render_pyvis, to_pyvis
from eloggraph.views.page.render import Vendored


def test_nodes_stand_where_they_were_stored_and_stay() -> None:
    model = make_map()
    network = to_pyvis(model)
    places = {node["id"]: (node["x"], node["y"], node["physics"]) for node in network.nodes}
    assert places == {node.slug: (node.x, node.y, False) for node in model.nodes}


def test_two_ties_between_the_same_nodes_are_both_kept() -> None:
    model = make_map()
    assert len(to_pyvis(model).edges) == len(model.ties)


def test_ids_and_titles_are_safe_for_vis() -> None:
    names = {"amk": Text.same('<a HREF="javascript:1">x</a>')}
    network = to_pyvis(make_map(rename(make_network(), names)))
    assert all(re.fullmatch("[a-z0-9-]+", node["id"]) for node in network.nodes)
    assert not any("href" in node["title"].lower() for node in network.nodes)


def test_vis_network_keeps_its_licence_and_asks_for_nothing() -> None:
    library = read_vis_network()
    assert "Apache 2.0 License" in library.script
    assert "MIT License" in library.script
    assert "sourceMappingURL" not in library.script + library.style
    addresses = re.findall(r"url\(\s*[\"']?([^)]{5})", library.style)
    assert set(addresses) == {"data:"}


def test_vis_network_is_found_whatever_version_pyvis_carries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "templates" / "lib"
    (library / "bindings").mkdir(parents=True)
    monkeypatch.setattr("eloggraph.views.map.pyvis.files", lambda package: tmp_path)
    with pytest.raises(RuntimeError, match="no vis-network"):
        read_vis_network()
    for name in ("vis-9.9.9", "vis-10.0.1", "vis-8"):
        (library / name).mkdir()
        (library / name / "vis-network.css").write_text("a{}", "utf-8")
        script = f"let a = '{name}';\n//# sourceMappingURL=a"
        (library / name / "vis-network.min.js").write_text(script, "utf-8")
    assert read_vis_network() == Vendored(style="a{}", script="let a = 'vis-10.0.1';")


def test_nothing_of_pyvis_is_asked_for_that_it_does_not_promise() -> None:
    """What the picture needs: nodes and edges as plain dictionaries of what vis-network reads."""
    network = to_pyvis(make_map())
    nodes, edges = json.loads(json.dumps(network.nodes)), json.loads(json.dumps(network.edges))
    assert {"id", "label", "title", "shape", "size", "x", "y", "color"} <= set(nodes[0])
    assert {"from", "to", "title", "width"} <= set(edges[0])
    known = {node["id"] for node in nodes}
    assert all({edge["from"], edge["to"]} <= known for edge in edges)


def test_page_has_the_network_as_a_table_too() -> None:
    page = render_pyvis(make_map(), "sv")
    assert "<noscript>" in page
    for node in make_map().nodes:
        assert node.label.sv in page
