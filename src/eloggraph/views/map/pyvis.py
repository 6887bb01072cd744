"""The network as a pyvis picture: for those who want to drag nodes about and build on it.

pyvis is used as a library, never as a page maker: its own template asks for files from the
network and lets names through unescaped. The page here is ours, with the same policy as every
other page; pyvis brings the data structure and the vis-network script that it carries.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from eloggraph.text import LANGUAGES, Language, Text, say
from eloggraph.views.map.glyphs import size_of
from eloggraph.views.map.model import HUES, OTHER, UNKNOWN, MapModel, MapNode
from eloggraph.views.map.page import colour_of, join_texts, summarize, write_as_of
from eloggraph.views.page.escapes import clean_text
from eloggraph.views.page.render import TextTable, Vendored, render_page

if TYPE_CHECKING:
    from pyvis.network import Network

# The light hues of tokens.css: a canvas cannot read style variables.
_HUES = ("#2f6fb3", "#c2476a", "#2d8246", "#a36a00", "#7350a8", "#00828f", "#8f3f16")
_GREY, _PALE, _INK = "#727e88", "#e9edeb", "#46535e"
# vis-network's own shapes, in the order of our hues.
_SHAPES = ("dot", "square", "triangle", "diamond", "triangleDown", "star", "hexagon")
_DASHED = frozenset({"funding", "provision"})
_SOURCE_MAP = re.compile(r"\n?(?://[#@] sourceMappingURL=[^\n]*|/\*# sourceMappingURL=.*?\*/)")


def to_pyvis(model: MapModel, language: Language = "fi") -> Network:
    """Return the network as pyvis has it: stored places, still, ids safe, titles plain text.

    The network is built from the model, not through ``from_nx``, which changes the graph it is
    given; and as a directed one, as only then does pyvis keep two ties between the same nodes.
    """
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line", notebook=False)
    network.toggle_physics(False)
    counts = model.tie_counts()
    for node, ties in zip(model.nodes, counts, strict=True):
        network.add_node(node.slug, **_describe_node(model, node, ties, language))
    for tie, (source, target) in zip(model.ties, model.ends, strict=True):
        network.add_edge(
            model.nodes[source].slug,
            model.nodes[target].slug,
            title=_plain(tie.label.say(language)),
            width=0.8 if tie.kind == "membership" else 1.5,
            dashes=tie.kind in _DASHED,
            color="#87929b",
            arrows="",
        )
    return network


def _describe_node(
    model: MapModel, node: MapNode, ties: int, language: Language
) -> dict[str, object]:
    category = colour_of(model, node)
    hue = _GREY if category is None or category >= HUES else _HUES[category]
    hollow = category in {None, UNKNOWN}
    name, type_ = _plain(node.label.say(language)), _plain(node.type.say(language))
    return {
        "label": name if len(name) <= 60 else name[:59] + "…",
        "title": f"{name}\n{type_}" if type_ else name,
        "shape": "box" if category is None else _choose_shape(category),
        "size": size_of(node, ties),
        "x": node.x,
        "y": node.y,
        "physics": False,
        "borderWidth": 2,
        "color": {"background": _PALE if hollow else hue, "border": _INK if hollow else hue},
    }


def _choose_shape(category: int) -> str:
    """Return a shape of vis-network: grey groups begin the round anew, all others are dots."""
    return "dot" if category >= OTHER else _SHAPES[category % HUES]


def _plain(text: str) -> str:
    """Return text that vis-network cannot take for HTML: ``href`` would switch its tooltips."""
    return re.sub("(?i)h(?=ref)", "h\N{ZERO WIDTH NON-JOINER}", clean_text(text))


def read_vis_network() -> Vendored:
    """Return the style and script of vis-network as the installed pyvis carries them.

    The licence banner stays; pointers to source maps go, as they would be asked for.
    """
    folder = _find_vis_network()
    return Vendored(
        style=_read(folder.joinpath("vis-network.css").read_text(encoding="utf-8")),
        script=_read(folder.joinpath("vis-network.min.js").read_text(encoding="utf-8")),
    )


def _find_vis_network() -> Traversable:
    """Return the newest vis-network in pyvis; its folder is named after its version."""
    library = files("pyvis").joinpath("templates", "lib")
    found = sorted(
        (entry for entry in library.iterdir() if entry.joinpath("vis-network.min.js").is_file()),
        key=lambda entry: [int(number) for number in re.findall(r"\d+", entry.name)],
    )
    if not found:
        raise RuntimeError(f"pyvis {version('pyvis')} carries no vis-network in {library}")
    return found[-1]


def _read(text: str) -> str:
    return _SOURCE_MAP.sub("", text.replace("\r\n", "\n"))


def render_pyvis(model: MapModel, language: Language = "fi") -> str:
    """Return one offline page with the moving picture, and the same network as a table under it."""
    networks = {code: to_pyvis(model, code) for code in LANGUAGES}
    table = TextTable()
    title = say("pages.explore.page-title", title=model.title)
    neighbours = _list_neighbours(model)
    return render_page(
        "map/explore",
        title=title.say(language),
        language=language,
        shared_scripts=("page/language.js",),
        vendored=read_vis_network(),
        model=model,
        texts=table,
        as_of=write_as_of(model.as_of),
        sentence=summarize(model)[0],
        rows=tuple(zip(model.nodes, neighbours, strict=True)),
        data=lambda: {
            "pageTitle": table.at(title),
            "opensIn": language,
            "languages": list(LANGUAGES),
            "networks": {
                code: {"nodes": network.nodes, "edges": network.edges}
                for code, network in networks.items()
            },
            "texts": table.to_list(),
        },
    )


def _list_neighbours(model: MapModel) -> tuple[Text, ...]:
    found: list[set[int]] = [set() for _ in model.nodes]
    for source, target in model.ends:
        found[source].add(target)
        found[target].add(source)
    return tuple(join_texts(model.nodes[at].label for at in sorted(near)) for near in found)
