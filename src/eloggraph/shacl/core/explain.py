"""The plan in words, for ``--explain`` and for the page about the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from eloggraph.iri import PREFIXES, shorten
from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.reads import find_reads
from eloggraph.shacl.model import VIOLATION, Term
from eloggraph.shacl.paths import write_path

_LOGIC = {"and": "all of", "or": "at least one of", "xone": "exactly one of", "not": "not"}


def explain(plan: p.Plan) -> str:
    """Return a plan as readable text: who is judged, along which path, by what.

    Examples
    --------
    >>> import pyoxigraph as ox
    >>> from eloggraph.shacl.core.compile import compile_shapes
    >>> from eloggraph.shacl.shapes import ShapesGraph
    >>> text = '''@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> .
    ... ex:S sh:targetClass ex:C ;
    ...      sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:minCount 1 ] .'''
    >>> triples = tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> print(explain(compile_shapes(ShapesGraph(triples, {"ex": "http://e.org/"}))))
    ex:S
      focus nodes: instances of ex:C
      values of ex:p/^ex:q
        at least 1
      reads: ex:p, ex:q, rdf:type, rdfs:subClassOf
    <BLANKLINE>
    """
    roots = sorted(plan.roots, key=lambda shape: str(shape.node))
    return "\n".join(line for shape in roots for line in _Writer(plan).root(shape))


class _Writer:
    """Writes one shape with a target; nested shapes are indented below what asks them."""

    def __init__(self, plan: p.Plan) -> None:
        self._plan = plan
        self._prefixes: Mapping[str, str] = {**PREFIXES, **plan.prefixes}
        # Shapes may share others many times over: each is written once.
        self._written: set[Term] = set()

    def root(self, shape: p.Shape) -> Iterator[str]:
        self._written.add(shape.node)
        yield self._term(shape.node)
        for target in shape.targets:
            yield f"  focus nodes: {self._target(target)}"
        yield from self._shape(shape, "  ")
        reads = find_reads(self._plan, shape.node)
        names = ["every property"] if reads is None else sorted(map(self._iri, reads))
        yield f"  reads: {', '.join(names)}"
        yield ""

    def _target(self, target: p.Target) -> str:
        words = {
            "node": "",
            "class": "instances of ",
            "subjects-of": "subjects of ",
            "objects-of": "objects of ",
            "where": "all that conform to ",
            "all": "all nodes; for ",
            "named": "nodes that name ",
            "query": "what a query selects: ",
        }
        return words[target.kind] + self._term(target.term)

    def _shape(self, shape: p.Shape, indent: str) -> Iterator[str]:
        if shape.deactivated:
            yield f"{indent}deactivated"
            return
        if shape.path is not None:
            severity = shape.severity.value.rpartition("#")[2]
            tail = "" if shape.severity == VIOLATION else f" ({severity})"
            yield f"{indent}values of {write_path(shape.path, self._iri, brief=True)}{tail}"
            indent += "  "
        for constraint in shape.constraints:
            yield from self._constraint(constraint, indent)

    def _constraint(self, constraint: p.Constraint, indent: str) -> Iterator[str]:
        if isinstance(constraint, p.Nested):
            if constraint.kind in _LOGIC:
                yield f"{indent}conform to {_LOGIC[constraint.kind]}"
                indent += "  "
            for node in constraint.shapes:
                yield from self._nested(node, indent)
        elif isinstance(constraint, p.Qualified):
            apart = " and to none of the other qualified shapes" if constraint.siblings else ""
            yield f"{indent}{_size(constraint)} conform{apart} to"
            yield from self._nested(constraint.shape, indent + "  ")
        else:
            yield indent + self._words(constraint)

    def _nested(self, node: Term, indent: str) -> Iterator[str]:
        shape = self._plan.shapes[node]
        again = " (see above)" if node in self._written and shape.constraints else ""
        if isinstance(node, ox.NamedNode) or again:
            yield f"{indent}shape {self._term(node)}{again}"
            indent += "  "
        if not again:
            self._written.add(node)
            yield from self._shape(shape, indent)

    def _words(self, constraint: p.Constraint) -> str:
        match constraint:
            case p.Class(iris):
                return f"instances of {' or '.join(map(self._iri, iris))}"
            case p.Datatype(iris):
                return f"well-formed {' or '.join(map(self._iri, iris))}"
            case p.NodeKind(iri, blank, literal):
                kinds = {"IRI": iri, "blank node": blank, "literal": literal}
                return "each a " + " or ".join(name for name, allowed in kinds.items() if allowed)
            case p.LanguageIn(ranges):
                return f"in the languages {', '.join(ranges)}"
            case p.In(terms):
                return f"among {', '.join(map(self._term, terms))}"
            case p.HasValue(term):
                return f"{self._term(term)} is there"
            case p.Range(operator, limit):
                return f"{operator} {self._term(limit)}"
            case p.Length():
                return f"{_size(constraint)} characters"
            case p.Pattern(regex):
                return f"match {regex}"
            case p.Count():
                return _size(constraint)
            case p.UniqueLang():
                return "one in each language"
            case p.Pair(kind, other):
                path = write_path(other, self._iri, brief=True)
                return f"{kind.replace('-', ' ')} with values of {path}"
            case p.SingleLine():
                return "one line"
            case p.RootClass(iri):
                return f"{self._iri(iri)} or below it"
            case p.ListLength(None, None):
                return "lists"
            case p.ListLength():
                return f"lists of {_size(constraint)} members"
            case p.UniqueMembers():
                return "lists without a repeated member"
            case p.ClosedByTypes():
                return "no other properties than the shapes of its classes name"
            case p.Reified(node, required):
                said = ["somebody speaks of it"] if required else []
                said += [f"whoever does conforms to {self._term(node)}"] if node else []
                return " and ".join(said)
            case p.UniqueValues(paths):
                written = (write_path(path, self._iri, brief=True) for path in paths)
                return f"the only one with its values of {', '.join(written)}"
            case p.Closed(allowed):
                return f"no other properties than {', '.join(sorted(map(self._iri, allowed)))}"
        assert isinstance(constraint, p.Sparql)
        named = constraint.check.constraint or constraint.check.component
        return f"query {self._term(named)}"

    def _iri(self, iri: str) -> str:
        return shorten(iri, self._prefixes)

    def _term(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.BlankNode):
            return "[]"
        return str(term)


def _size(constraint: p.Length | p.Count | p.Qualified | p.ListLength) -> str:
    if constraint.minimum is not None:
        return f"at least {constraint.minimum}"
    return f"at most {constraint.maximum}"
