"""Rules in words, for ``--explain``: in the order in which they are run."""

from __future__ import annotations

from collections.abc import Iterator

from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.rules.model import Rule, TripleHead
from eloggraph.shacl.rules.reading import RulesReader
from eloggraph.shacl.shapes import ShapesGraph

_ORDERS = ("layer", "order of the shape", "order")


def explain_rules(shapes: ShapesGraph) -> str:
    """Return the rules of a shapes graph as readable text; nothing where there are none.

    Raises
    ------
    ShapesError
        When rules are malformed: all faults at once.

    Examples
    --------
    >>> import pyoxigraph as ox
    >>> text = '''@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> .
    ... ex:S sh:targetClass ex:C ; sh:rule [ a sh:TripleRule ; sh:subject sh:this ;
    ...   sh:predicate ex:p ; sh:object ex:b ; sh:order 2 ; sh:condition ex:T ] .'''
    >>> triples = tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> print(explain_rules(ShapesGraph(triples, {"ex": "http://e.org/"})))
    rules, run where --rules asks for them
      ex:S: a triple rule, order 2, of those that conform to ex:T
    <BLANKLINE>
    """
    rules = sorted(RulesReader(shapes).read(), key=lambda rule: rule.order)
    reader = ShapesReader.open(shapes)
    lines = (f"  {', '.join(_describe(rule, reader))}\n" for rule in rules)
    return "rules, run where --rules asks for them\n" + "".join(lines) if rules else ""


def _describe(rule: Rule, reader: ShapesReader) -> Iterator[str]:
    kind = "triple" if isinstance(rule.head, TripleHead) else "SPARQL"
    yield f"{reader.name(rule.shape)}: a {kind} rule"
    yield from (f"{name} {n}" for name, n in zip(_ORDERS, rule.order, strict=True) if n)
    if rule.once:
        yield "once"
    if rule.conditions:
        names = map(reader.name, rule.conditions)
        yield f"of those that conform to {' and '.join(names)}"
