"""What follows from the data, by listed rules, in a named graph of its own.

Each rule is a SPARQL CONSTRUCT query in ``graph/rules``. They are run in turn until a round adds
nothing. Asserted statements are not changed and are not repeated among the inferred ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from eloggraph.graph.queries import read_queries
from eloggraph.graph.rdf.store import copy_store
from eloggraph.iri import expand, inferred_graph
from eloggraph.schema.package import ALIGNMENT, model_folder, ontology_files
from eloggraph.text import FINISHED, Text, say

# All but one are rules of OWL 2 RL. "parties" is ours: OWL cannot say the pairs of one row without
# pairing each party with itself.
DEFAULT_RULES = (
    "chain",
    "parties",
    "inverse",
    "symmetric",
    "transitive",
    "subproperty",
    "subclass",
)
ALL_RULES = (*DEFAULT_RULES, "domain", "range")
ROUNDS = 64

# The Core Public Organisation Vocabulary lets public organisations be members of public
# organisations only, so that the inverse of org:hasMember would make every network with a
# voluntary organisation in it break the official shapes.
NEVER_INFERRED = frozenset({expand("org:memberOf")})

_HEADER = re.compile(r"^# title@([A-Za-z-]+):\s*(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceRule:
    """One rule: its name, what it says, and the CONSTRUCT query that applies it."""

    name: str
    title: Text
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """The statements that were inferred into one named graph.

    ``counts`` gives for each rule, in the order in which they were applied, how many statements
    it was the first to infer. ``complete`` is false where the limit of rounds was reached
    before the rules had nothing more to say. ``triples`` are sorted; they do not hold the
    description of the graph itself.
    """

    graph: str
    triples: tuple[ox.Triple, ...]
    counts: tuple[tuple[str, int], ...]
    rounds: int
    complete: bool

    def __len__(self) -> int:
        """Return how many statements were inferred."""
        return len(self.triples)


@cache
def inference_rules() -> dict[str, InferenceRule]:
    """Return every rule by name."""
    queries = read_queries("eloggraph.graph", "rules")
    texts = {name: queries[name] for name in ALL_RULES}
    titles = {name: Text.of(dict(_HEADER.findall(text)), name) for name, text in texts.items()}
    return {
        name: InferenceRule(name=name, title=titles[name], text=text)
        for name, text in texts.items()
    }


def reasoning_files() -> tuple[Path, ...]:
    """Return the ontology and its code lists, without the alignment to other vocabularies."""
    return tuple(path for path in ontology_files() if path.name != ALIGNMENT)


def alignment_file() -> Path:
    """Return the file that links the ontology to ORG, CPSV-AP, PROV and other vocabularies."""
    return model_folder("ontology") / ALIGNMENT


def open_inferred(store: ox.Store, base: str) -> ox.Store:
    """Return a copy of a store in which the graph ``<base>/inferred`` has what follows.

    Examples
    --------
    >>> len(open_inferred(ox.Store(), "https://example.org/")) > 0  # it says what it is
    True
    """
    inferred = copy_store(store)
    infer(inferred, base)
    return inferred


def infer(
    store: ox.Store, base: str, *, rules: Sequence[str] = DEFAULT_RULES, rounds: int = ROUNDS
) -> Inference:
    """Add to a store, in a graph of its own, what follows from everything in it.

    Parameters
    ----------
    store
        Data and ontology, in any named graphs; the rules look at all of them together.
    base
        The IRI of the network (or ontology) that the graph is named after: it becomes
        ``<base>/inferred`` and says of itself what it was derived from.
    rules
        Names of rules in the order in which they are applied. ``domain`` and ``range`` are left out
        by default: in open data they say more about faults than about the world.
    rounds
        The greatest number of rounds; after them the result is incomplete.

    Returns
    -------
    The inferred statements, counted by rule. A statement that several rules infer counts for
    the first; nothing that was asserted is among them.

    Examples
    --------
    >>> store = ox.Store()
    >>> store.load('''@prefix elo: <https://w3id.org/eloggraph/ns#> .
    ...     @prefix owl: <http://www.w3.org/2002/07/owl#> .
    ...     elo:withinArea a owl:TransitiveProperty .
    ...     <m> elo:withinArea <r> . <r> elo:withinArea <f> .''', format=ox.RdfFormat.TURTLE,
    ...     base_iri="https://example.org/")
    >>> dict(infer(store, "https://example.org/").counts)["transitive"]
    1
    """
    graph = ox.NamedNode(inferred_graph(base))
    sources = sorted((g for g in store.named_graphs() if g != graph), key=str)
    found: dict[str, list[ox.Triple]] = {name: [] for name in rules}
    done = 0
    grown = True
    while grown and done < rounds:
        grown = False
        done += 1
        for name in rules:
            fresh = _apply(store, inference_rules()[name].text)
            store.extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in fresh)
            found[name] += fresh
            grown = grown or bool(fresh)
    store.extend(_describe(graph, sources))
    return Inference(
        graph=graph.value,
        triples=tuple(sorted((t for each in found.values() for t in each), key=str)),
        counts=tuple((name, len(found[name])) for name in rules),
        rounds=done,
        complete=not grown,
    )


def _apply(store: ox.Store, rule: str) -> list[ox.Triple]:
    """Return what one rule adds, each statement once, nothing that the store has already."""
    answer = store.query(rule, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QueryTriples)  # a rule is a CONSTRUCT query
    return [
        triple
        for triple in set(answer)
        if triple.predicate.value not in NEVER_INFERRED and not _holds(store, triple)
    ]


def _holds(store: ox.Store, triple: ox.Triple) -> bool:
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return next(found, None) is not None


def _describe(graph: ox.NamedNode, sources: Sequence[object]) -> Iterator[ox.Quad]:
    """Yield the graph's description of itself: that it is inferred, and from what."""

    def one(curie: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(graph, ox.NamedNode(expand(curie)), value, graph)

    yield one("rdf:type", ox.NamedNode(expand("prov:Entity")))
    for source in sources:
        if isinstance(source, ox.NamedNode):
            yield one("prov:wasDerivedFrom", source)
    title = say("reason.graph.title")
    for language in FINISHED:
        yield one("dct:title", ox.Literal(title.say(language), language=language))


def write_inferred(store: ox.Store, graph: str, format_: ox.RdfFormat) -> str:
    """Write the inferred graph with its description as sorted N-Triples or N-Quads.

    N-Quads keep the name of the graph; in N-Triples it is still the subject of its description.
    """
    name = ox.NamedNode(graph)
    quads = store.quads_for_pattern(None, None, None, name)
    with_name = format_ == ox.RdfFormat.N_QUADS
    return "".join(sorted(f"{quad if with_name else quad.triple} .\n" for quad in quads))
