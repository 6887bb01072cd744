"""Every shape proved: an example that it lets pass and one that it stops.

Each folder here holds ``conforming.ttl`` and ``violating.ttl`` (see README.md). All examples are
one graph and are validated once; the oracle is what the examples themselves declare. A shape
without both kinds of example fails, and so does a result that no example declares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from eloggraph.checks.packaged import packaged_shapes
from eloggraph.graph.rdf.packaged import ontology_graph
from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.iri import BASE, ELOSH, expand
from eloggraph.schema.package import ontology_files, shape_files
from eloggraph.schema.terms import Term, TermIndex, parse_turtle
from eloggraph.shacl.engines import DEFAULT_ENGINE, ENGINES
from eloggraph.shacl.model import text_of
from eloggraph.shacl.shapes import Request, ShapesGraph

HERE = Path(__file__).parent
EXAMPLES = "https://w3id.org/eloggraph/examples#"
LIKE, WITHOUT, VIOLATES, JUDGED_BY = (
    ox.NamedNode(EXAMPLES + name) for name in ("like", "without", "violates", "judgedBy")
)
TYPE, SUBCLASS = ox.NamedNode(expand("rdf:type")), expand("rdfs:subClassOf")

Statement = tuple[Term, ox.NamedNode, Term]


@dataclass(frozen=True, slots=True)
class Examples:
    """All examples as one graph, and what they declare."""

    statements: frozenset[Statement]
    declared: dict[str, frozenset[str]]  # violating node: the shapes that must stop it
    judged: dict[str, tuple[str, ...]]  # helper shape without a target: the nodes it judges
    folders: dict[str, str]  # node: the folder that declares it


# ------------------------------------------------------------------------- examples into a graph


def read_examples() -> Examples:
    stated: list[Statement] = []
    folders: dict[str, str] = {}
    for path in sorted(HERE.glob("*/*.ttl")):
        for triple in parse_turtle([path]):
            stated.append((triple.subject, triple.predicate, triple.object))
            folders.setdefault(_text(triple.subject), path.parent.name)
    marks = [s for s in stated if s[1].value.startswith(EXAMPLES)]
    plain = {s for s in stated if not s[1].value.startswith(EXAMPLES)}
    declared = defaultdict(set)
    judged = defaultdict(list)
    for subject, mark, value in marks:
        if mark == VIOLATES:
            declared[_text(subject)].add(_text(value))
        elif mark == JUDGED_BY:
            judged[_text(value)].append(_text(subject))
    copied = {
        statement
        for variant, mark, base in marks
        if mark == LIKE
        for statement in copy_base(
            variant, base, plain, [v for s, m, v in marks if s == variant and m == WITHOUT]
        )
    }
    return Examples(
        statements=frozenset(plain | copied),
        declared={node: frozenset(found) for node, found in declared.items()},
        judged={shape: tuple(sorted(nodes)) for shape, nodes in judged.items()},
        folders=folders,
    )


def copy_base(
    variant: Term, base: Term, plain: set[Statement], without: Sequence[Term]
) -> Iterator[Statement]:
    """Yield what a variant takes over: all that it neither states itself nor leaves out.

    Where a column is written the other way round (a funding names its project), the statement
    belongs to the row at the other end: what points at the base is taken over, and a row that the
    base points at is taken over as a copy.
    """
    own = {p for s, p, _ in plain if s == variant} | set(without)
    inverse_own = {p for _, p, o in plain if o == variant} | set(without)
    for subject, predicate, value in plain:
        inverse = predicate in inverse_columns()
        if subject == base and predicate not in own:
            end = ox.NamedNode(f"{_text(value)}/of/{_text(variant)}") if inverse else value
            yield (variant, predicate, end)
            yield from (
                (end, p, o)
                for s, p, o in plain
                if inverse and s == value and p not in inverse_columns()
            )
        elif value == base and inverse and predicate not in inverse_own:
            yield (subject, predicate, variant)


@cache
def inverse_columns() -> frozenset[Term]:
    """Return the properties that are written or asked for from the other end.

    What columns write both ways belongs to the row that it stands in.
    """
    index = shapes()
    paths = [index.one(shape, "sh:path") for shape in index.subjects("sh:path")]
    columns = [index.one(shape, "sh:path") for shape in index.subjects("elosh:column")]
    backwards = {found for path in paths if (found := index.one(path, "sh:inversePath"))}
    both = {index.one(path, "sh:inversePath") for path in columns} & set(columns)
    return frozenset(found for found in backwards - both if found is not None)


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


# ------------------------------------------------------------------------------------- the shapes


@cache
def shapes() -> TermIndex:
    return TermIndex(parse_turtle(shape_files()))


def named(curie: str, of: str) -> list[str]:
    return [node.value for node in shapes().subjects(curie, expand(of))]


NODE_SHAPES = named("rdf:type", "sh:NodeShape")
PROPERTY_SHAPES = named("rdf:type", "sh:PropertyShape")
CONSTRAINTS = named("rdf:type", "sh:SPARQLConstraint")


def short(iri: str) -> str:
    return iri.removeprefix(ELOSH)


def owners(part: str) -> list[str]:
    """Return the node shapes that list a property shape or a SPARQL constraint."""
    return [
        node
        for node in NODE_SHAPES
        for curie in ("sh:property", "sh:sparql")
        if part in map(_text, shapes().objects(ox.NamedNode(node), curie))
    ]


def write_path(path: Term | None) -> str:
    """Return a SHACL property path as SPARQL writes it."""
    if isinstance(path, ox.NamedNode):
        return str(path)
    index = shapes()
    inverse = index.one(path, "sh:inversePath")
    if inverse is not None:
        return f"^({write_path(inverse)})"
    alternatives = index.list_of(path, "sh:alternativePath")
    if alternatives:
        return "|".join(f"({write_path(each)})" for each in alternatives)
    return "/".join(f"({write_path(each)})" for each in index.members(path))


# -------------------------------------------------------------------------------------- validated


@dataclass(frozen=True, slots=True)
class Outcome:
    """The examples with what validation found in them."""

    examples: Examples
    store: ox.Store
    broken: dict[str, frozenset[str]]  # node: the shapes and constraints that stopped it

    def focus_nodes(self, shape: str) -> frozenset[str]:
        """Return the example nodes that a node shape judges."""
        node, found = ox.NamedNode(shape), set(self.examples.judged.get(shape, ()))
        for target in shapes().objects(node, "sh:targetClass"):
            found |= self.ask(f"?this a ?class . ?class <{SUBCLASS}>* {target}")
        for target in shapes().objects(node, "sh:targetSubjectsOf"):
            found |= self.ask(f"?this {target} ?value")
        return frozenset(found & set(self.examples.folders))

    def ask(self, pattern: str) -> set[str]:
        """Return the nodes ``?this`` for which the pattern holds."""
        return {
            _text(solution["this"])
            for solution in self.store.query(f"SELECT DISTINCT ?this WHERE {{ {pattern} }}")
        }

    def conforming(self, nodes: Iterable[str]) -> set[str]:
        return {node for node in nodes if node not in self.examples.declared}


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    examples = read_examples()
    triples = [ox.Triple(*statement) for statement in sorted(examples.statements, key=str)]  # type: ignore[arg-type]
    targets = [
        ox.Triple(ox.NamedNode(shape), ox.NamedNode(expand("sh:targetNode")), ox.NamedNode(node))
        for shape, nodes in examples.judged.items()
        for node in nodes
    ]
    request = Request(
        data=(graph_of_triples(triples, EXAMPLES), ontology_graph()),
        shapes=ShapesGraph((*packaged_shapes().triples, *targets)),
    )
    broken = defaultdict(set)
    for result in ENGINES[DEFAULT_ENGINE](request).results:
        broken[text_of(result.focus)].add(text_of(result.constraint or result.shape))
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in triples)
    for path in ontology_files():
        store.load(path=str(path), format=ox.RdfFormat.TURTLE)
    return Outcome(examples, store, {node: frozenset(found) for node, found in broken.items()})


# ------------------------------------------------------------------------------------------ tests


def test_every_file_of_shapes_has_both_kinds_of_example() -> None:
    folders = [path for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"]
    written = {path.stem for path in shape_files() if path.stem != "elosh"}
    assert {folder.name for folder in folders} == written
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == {"conforming.ttl", "violating.ttl"}


def test_conforming_examples_give_no_result_and_violating_ones_just_theirs(
    outcome: Outcome,
) -> None:
    examples = outcome.examples
    # A code that a faulty row points at is judged on the way; it is no example itself.
    nodes = {node for node in outcome.broken if not node.startswith(BASE + "vocab/")} | set(
        examples.folders
    )
    wrong = {
        node: (sorted(map(short, declared)), sorted(map(short, found)))
        for node in sorted(nodes)
        if (declared := examples.declared.get(node, frozenset()))
        != (found := outcome.broken.get(node, frozenset()))
    }
    assert wrong == {}, "node: (declared, found)"


@pytest.mark.parametrize("shape", PROPERTY_SHAPES, ids=short)
def test_property_shape_is_proved(shape: str, outcome: Outcome) -> None:
    assert any(shape in found for found in outcome.examples.declared.values()), "never violated"
    index, node = shapes(), ox.NamedNode(shape)
    pattern = f"?this {write_path(index.one(node, 'sh:path'))} ?value"
    languages = index.list_of(index.one(node, "sh:qualifiedValueShape"), "sh:languageIn")
    pattern += "".join(f" FILTER(LANG(?value) = {language})" for language in languages)
    judged = {focus for owner in owners(shape) for focus in outcome.focus_nodes(owner)}
    assert outcome.conforming(judged & outcome.ask(pattern)), "never met by a good value"


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=short)
def test_sparql_constraint_is_proved(constraint: str, outcome: Outcome) -> None:
    assert any(constraint in found for found in outcome.examples.declared.values())
    (owner,) = owners(constraint)
    assert outcome.conforming(outcome.focus_nodes(owner))


@pytest.mark.parametrize("shape", NODE_SHAPES, ids=short)
def test_node_shape_is_proved(shape: str, outcome: Outcome) -> None:
    judged = outcome.focus_nodes(shape)
    parts = {
        _text(part)
        for curie in ("sh:property", "sh:sparql")
        for part in shapes().objects(ox.NamedNode(shape), curie)
    }
    assert outcome.conforming(judged)
    assert any(outcome.broken.get(node, frozenset()) & parts for node in judged)


def test_proof_by_example_can_fail(outcome: Outcome) -> None:
    """The helper that copies a base leaves out what it is told to, and nothing else."""
    one, other, label = (ox.NamedNode(f"https://example.org/{n}") for n in ("a", "b", "label"))
    kind: Statement = (one, TYPE, ox.NamedNode(expand("elo:Actor")))
    stated = {kind, (one, label, ox.Literal("x"))}
    assert set(copy_base(other, one, stated, [label])) == {(other, *kind[1:])}
    assert set(copy_base(other, one, stated, [])) == {(other, p, o) for _, p, o in stated}
    assert outcome.broken, "the violating examples are there"
