"""Targets that a query selects: ``sh:SPARQLTarget``, and types of targets with parameters.

Source: SHACL Advanced Features, W3C Working Group Note 8 June 2017, section 3 (custom targets).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.graph.statements import Graph
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.model import Term
from eloggraph.shacl.sparql.bound import BoundQuery, bind, failures_told
from eloggraph.shacl.sparql.components import Parameter, Validator, read_parameters
from eloggraph.shacl.sparql.faults import Faults
from eloggraph.shacl.sparql.lexical import find_forms
from eloggraph.shacl.sparql.loading import bind_constants, load_statements
from eloggraph.shacl.sparql.prebinding import write_bound
from eloggraph.shacl.sparql.queries import QueryReader
from eloggraph.shacl.sparql.reduction import Statements


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlTarget:
    """The query of a target; its parameters are what the type of the target pre-binds."""

    node: Term
    bound: BoundQuery


def find_target_query(index: TermIndex, node: Term) -> Term | None:
    """Return what holds the query of a target: itself, or its type; None where nothing does.

    >>> find_target_query(TermIndex(()), ox.BlankNode("a")) is None
    True
    """
    types = sorted(index.objects(node, "rdf:type"), key=str)
    for holder in (node, *types):
        if isinstance(holder, (ox.NamedNode, ox.BlankNode)) and index.objects(holder, "sh:select"):
            return holder
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SparqlTargets:
    """The targets that a query selects, by their nodes, and the prefixes that others lack."""

    targets: dict[Term, SparqlTarget]
    undeclared: dict[Term, str]


def read_sparql_targets(
    triples: Sequence[ox.Triple], index: TermIndex | None = None
) -> SparqlTargets:
    """Return the targets of a shapes graph that a query selects, by their nodes.

    One whose query has a prefix that nothing declares is left out and told.

    Raises
    ------
    ShapesError
        When queries or parameters are not what the specification allows; all faults at once.

    Examples
    --------
    >>> read_sparql_targets(()).targets
    {}
    """
    index = index or TermIndex(triples)
    faults = Faults(triples)
    queries = QueryReader(index, faults)
    found, undeclared = dict[Term, SparqlTarget](), dict[Term, str]()
    shapes = index.subjects("sh:target")
    nodes = {node for shape in shapes for node in index.objects(shape, "sh:target")}
    said: dict[Term, dict[str, list[Term]]] = {n: {} for n in nodes if not isinstance(n, ox.Triple)}
    for subject, predicate, value in triples:
        if subject in said and not isinstance(value, ox.Triple):
            said[subject].setdefault(predicate.value, []).append(value)
    for node in sorted(said, key=str):
        holder = find_target_query(index, node)
        if holder is None:
            continue
        declared = [] if holder == node else [*read_parameters(holder, index, faults)]
        given = dict(_read_given(node, declared, said[node], faults))
        target = _read(node, holder, given, queries)
        if target is not None:
            found[node] = target
        elif prefixes := queries.undeclared.get(holder):
            undeclared[node] = prefixes
    faults.raise_all()
    return SparqlTargets(targets=found, undeclared=undeclared)


def _read(
    node: Term, holder: Term, given: Mapping[str, Term], queries: QueryReader
) -> SparqlTarget | None:
    validator = Validator(node=holder, query="sh:select")
    read = queries.read_unbound(validator, frozenset(given))
    return None if read is None else SparqlTarget(node=node, bound=bind(read, given))


def _read_given(
    node: Term, declared: Sequence[Parameter], said: Mapping[str, list[Term]], faults: Faults
) -> Iterator[tuple[str, Term]]:
    for parameter in declared:
        values = list(dict.fromkeys(said.get(parameter.iri, ())))
        if len(values) > 1:
            faults.tell("target-parameter-twice", node, f"${parameter.name}")
        elif values:
            yield parameter.name, values[0]
        elif not parameter.is_optional:
            faults.tell("target-parameter-missing", node, f"${parameter.name}")


def select_nodes(target: SparqlTarget, graphs: Sequence[Graph]) -> list[Term]:
    """Return the nodes that a target selects from a data graph, in order.

    Raises
    ------
    ShapesError
        When the query cannot be evaluated.
    """
    statements = Statements([part for graph in graphs for part in graph.frames])
    read = target.bound.predicates
    wanted = sorted(statements.predicates if read is None else read)
    frames = ((each, frame) for each in wanted if (frame := statements.of(each)) is not None)
    store = ox.Store()
    load_statements(store, statements, frames)
    bind_constants(store, target.bound.parameters)
    text = write_bound(target.bound.query, varying=(), constant=target.bound.constant)
    with failures_told(target.node.value):
        answer = store.query(text)
        assert isinstance(answer, ox.QuerySolutions)  # whatever selects no $this was refused
        nodes = {solution["this"] for solution in answer}
    terms = [each for each in nodes if isinstance(each, Term)]
    parts = (part for part in statements.parts if read is None or part.predicate in read)
    forms = find_forms(terms, parts)
    return sorted((form for term in terms for form in forms.get(term, [term])), key=str)
