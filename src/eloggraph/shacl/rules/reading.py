"""The rules of a shapes graph read: triple rules and SPARQL rules, and what cannot be run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, expand, shorten
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.errors import ShapeProblem, ShapesError
from eloggraph.shacl.model import Term
from eloggraph.shacl.rules.model import (
    Constant,
    Expression,
    Filtered,
    Intersection,
    PathValues,
    Rule,
    This,
    TripleHead,
    Union,
)
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.shacl.sparql.bound import BoundQuery, bind
from eloggraph.shacl.sparql.components import Validator
from eloggraph.shacl.sparql.faults import Faults
from eloggraph.shacl.sparql.patterns import expand_name
from eloggraph.shacl.sparql.queries import QueryReader

_SH, _TYPE = PREFIXES["sh"], expand("rdf:type")
_THIS, _NIL = ox.NamedNode(_SH + "this"), ox.NamedNode(expand("rdf:nil"))
_KINDS = frozenset(ox.NamedNode(_SH + name) for name in ("SPARQLRule", "TripleRule"))
_TEMPORARY = _SH + "tempTriple"
_PARTS = ("subject", "predicate", "object")
# Far beyond what people write: expressions may share parts, and lead back into themselves.
_DEEPEST = 20
_EXPRESSIONS = ("path", "filterShape", "union", "intersection")


class _UnrunError(Exception):
    """An expression or a rule is of a kind that is not run, or its query lacks prefixes.

    ``values`` are what a sentence about it names.
    """

    def __init__(self, term: str, variant: str = "rule", **values: str) -> None:
        super().__init__(term)
        self.values = {"term": term, "variant": variant, **values}


@dataclass(slots=True)
class RulesReader:
    """Reads rules, and notes at ``unrun`` the rules that cannot be run, with what of them."""

    shapes: ShapesGraph
    unrun: list[tuple[Term, dict[str, str]]] = field(default_factory=list)

    def read(self) -> tuple[Rule, ...]:
        """Return the rules that can be run.

        Raises
        ------
        ShapesError
            When rules are malformed: all faults at once.
        """
        reader = ShapesReader.open(self.shapes)
        faults = Faults(self.shapes.triples)
        queries = QueryReader(self.shapes.index, faults)
        found = []
        for shape in sorted((n for n in reader.objects if reader.of(n, "rule")), key=str):
            if _is_off(reader, shape):
                continue
            for node in reader.of(shape, "rule"):
                if isinstance(node, ox.Literal):
                    reader.malformed(shape, "rule", node, "rule")
                elif not _is_off(reader, node):
                    rule = self._read_rule(reader, queries, shape, node)
                    found += [rule] if rule else []
        reader.refuse()
        faults.raise_all()
        return tuple(found)

    def _read_rule(
        self, reader: ShapesReader, queries: QueryReader, shape: Term, node: Term
    ) -> Rule | None:
        try:
            kind = _find_kind(reader, node)
            if kind == "SPARQLRule":
                head: TripleHead | BoundQuery | None = _read_query(queries, shape, node)
            else:
                head = _read_head(reader, shape, node)
            if head is not None and _is_temporary(head):
                raise _UnrunError("sh:tempTriple")
        except _UnrunError as error:
            self.unrun.append((shape, error.values))
            return None
        if head is None:
            return None
        return Rule(
            node=node,
            shape=shape,
            head=head,
            conditions=tuple(reader.nodes(node, "condition")),
            order=(
                _read_number(reader, node, "layer"),
                _read_number(reader, shape, "order"),
                _read_number(reader, node, "order"),
            ),
            once=reader.boolean(node, "runOnce"),
        )


def list_unrun_rules(shapes: ShapesGraph) -> list[ShapeProblem]:
    """Return what of the rules of a shapes graph is not run; malformed ones are told elsewhere.

    >>> list_unrun_rules(ShapesGraph(()))
    []
    """
    found = RulesReader(shapes)
    with suppress(ShapesError):
        found.read()
    reader = ShapesReader.open(shapes)
    used = {term for node in reader.objects for term in reader.of(node, "rule")}
    alone = (
        ShapeProblem.of("shapes", "rule-alone", shape=reader.name(node), name=reader.name(node))
        for node, said in reader.objects.items()
        if node not in used and not _KINDS.isdisjoint(said.get(_TYPE, ()))
    )
    unrun = (
        ShapeProblem.of(
            "shapes",
            "shape-not-run",
            shape=reader.name(shape),
            name=reader.name(shape),
            **values,
        )
        for shape, values in found.unrun
    )
    return [*unrun, *alone]


def _is_temporary(head: TripleHead | BoundQuery) -> bool:
    """Tell whether a rule marks statements to be taken away when all rules have been run."""
    if isinstance(head, TripleHead):
        return ox.NamedNode(_TEMPORARY) in head.constants
    spaces = dict(head.names)
    named = [token for token in head.query.head if token.kind in ("iri", "name")]
    return any("\\" not in t.text and expand_name(t, spaces) == _TEMPORARY for t in named)


def _is_off(reader: ShapesReader, node: Term) -> bool:
    return any(term.value == "true" for term in reader.of(node, "deactivated"))


def _find_kind(reader: ShapesReader, node: Term) -> str:
    types = [t.value for t in reader.objects.get(node, {}).get(_TYPE, ())]
    for name, key in (("SPARQLRule", "construct"), ("TripleRule", "predicate")):
        if _SH + name in types or (not types and reader.of(node, key)):
            return name
    raise _UnrunError(_name(reader, min(types)) if types else "sh:rule")


def _read_number(reader: ShapesReader, node: Term, name: str) -> Decimal:
    term = reader.one(node, name)
    try:
        number = Decimal(0 if term is None else term.value)
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_finite() and not (term and not isinstance(term, ox.Literal)):
        return number
    reader.malformed(node, name, term or _NIL, "number")
    return Decimal(0)


def _read_query(queries: QueryReader, shape: Term, node: Term) -> BoundQuery | None:
    read = queries.read(shape, Validator(node=node, query="sh:construct"), None, frozenset())
    if prefixes := queries.undeclared.get(node):
        raise _UnrunError("sh:rule", "rule-prefix", prefixes=prefixes)
    return None if read is None else bind(read, {}, shape=shape)


# -- triple rules -------------------------------------------------------------------------------


def _read_head(reader: ShapesReader, shape: Term, node: Term) -> TripleHead | None:
    found: dict[str, Expression] = {}
    for name in _PARTS:
        # In SHACL 1.2 the focus node is the subject where none is named.
        terms = reader.of(node, name) or ([_THIS] if name == "subject" else [])
        if len(terms) == 1:
            found[name] = _read_expression(reader, shape, name, terms[0], ())
        else:
            reader.fault("rule-part-count", shape, parameter=f"sh:{name}", n=len(terms))
    return TripleHead(**found) if len(found) == len(_PARTS) else None


def _read_expression(
    reader: ShapesReader, shape: Term, name: str, node: Term, above: tuple[Term, ...]
) -> Expression:
    """Return the expression that stands at a property of a rule, or inside another."""
    if node == _THIS:
        return This()
    if not isinstance(node, ox.BlankNode):
        return Constant(node)
    if node in above or len(above) >= _DEEPEST:
        reader.fault("rule-expression-malformed", shape, parameter=f"sh:{name}")
        return This()
    inside = (*above, node)

    def read(key: str, term: Term) -> Expression:
        return _read_expression(reader, shape, key, term, inside)

    def nodes() -> Expression:
        term = reader.one(node, "nodes")
        return This() if term is None else read("nodes", term)

    kinds = [kind for kind in _EXPRESSIONS if reader.of(node, kind)]
    others = _list_others(reader, node)
    if others or not kinds:
        raise _UnrunError(others[0] if others else f"sh:{name}")
    if len(kinds) > 1 or len(values := reader.of(node, kinds[0])) > 1:
        reader.fault("rule-expression-malformed", shape, parameter=f"sh:{name}")
        return This()
    if kinds[0] == "path":
        path = reader.path(shape, values[0])
        return This() if path is None else PathValues(path, nodes())
    if kinds[0] == "filterShape":
        shapes = reader.nodes(node, "filterShape")
        return Filtered(shapes[0], nodes()) if shapes else This()
    members = reader.list(shape, kinds[0], values[0])
    parts = tuple(read(kinds[0], member) for member in members)
    return Union(parts) if kinds[0] == "union" else Intersection(parts)


def _list_others(reader: ShapesReader, node: Term) -> list[str]:
    """Return the properties of an expression that are of none of the kinds which are run."""
    known = {_SH + name for name in (*_EXPRESSIONS, "nodes")}
    idle = {_TYPE, expand("rdfs:label"), expand("rdfs:comment"), _SH + "message"}
    said = sorted(reader.objects.get(node, {}).keys() - known - idle)
    return [_name(reader, iri) for iri in said]


def _name(reader: ShapesReader, iri: str) -> str:
    return shorten(iri, {**PREFIXES, **reader.prefixes})


def list_asked(rules: Iterable[Rule]) -> Iterator[Term]:
    """Yield the shapes that rules belong to, ask as conditions, or filter by.

    >>> list(list_asked(()))
    []
    """
    for rule in rules:
        yield rule.shape
        yield from rule.conditions
        if isinstance(rule.head, TripleHead):
            yield from rule.head.shapes
