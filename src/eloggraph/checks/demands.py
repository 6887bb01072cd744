"""What a shape demands, in its own words: true of everything that it judges."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from eloggraph.checks.messages import read_text
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.text import LANGUAGES, Text


def read_demand(shape: str, shapes: ShapesGraph) -> tuple[Text | None, Text | None]:
    """Return the demand of a shape and what to do where it is not met, as far as it says them.

    ``shape`` is an IRI, or ``_:label`` of a node without one.

    >>> from eloggraph.checks.packaged import packaged_shapes
    >>> name = "https://w3id.org/eloggraph/shapes#Measure-gap-responsible"
    >>> read_demand(name, packaged_shapes())[0].en
    'A measure should have at least one party responsible.'
    """
    if ":" not in shape:
        return None, None
    node = ox.BlankNode(shape[2:]) if shape.startswith("_:") else ox.NamedNode(shape)
    # A shape of rules in SPARQL leaves the words to each of them.
    nodes = [node, *shapes.index.objects(node, "sh:sparql")]
    said = {
        curie: [text for each in nodes if (text := read_text(shapes.index.objects(each, curie)))]
        for curie in ("sh:message", "sh:name", "elosh:remedy")
    }
    demands = said["sh:message"] or said["sh:name"]
    return join_texts(demands), join_texts(said["elosh:remedy"])


def join_texts(texts: Sequence[Text]) -> Text | None:
    """Return texts one after another, each once; None where there are none."""
    if not texts:
        return None
    kept = dict.fromkeys(texts)
    return Text(*(" ".join(text.say(language) for text in kept) for language in LANGUAGES))
