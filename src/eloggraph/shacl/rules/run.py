"""Rules run until they have nothing more to say.

Source: SHACL Advanced Features, W3C Working Group Note 8 June 2017, section 8.4, which covers one
run of all rules. Here every order is run until nothing is new, and all of them again while any of
them still has something to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import pyoxigraph as ox

from eloggraph.graph.rdf.triples import graph_of_triples
from eloggraph.graph.statements import Graph
from eloggraph.iri import expand
from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.compile import compile_shapes
from eloggraph.shacl.core.frames import Data
from eloggraph.shacl.core.reading import ShapesReader
from eloggraph.shacl.core.reads import find_reads
from eloggraph.shacl.core.run import list_conforming
from eloggraph.shacl.errors import ShapeProblem, ShapesError
from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import Path
from eloggraph.shacl.rules.blanks import BlankNodes
from eloggraph.shacl.rules.expressions import Values, infer_triples
from eloggraph.shacl.rules.model import Constant, Inferred, Rule, TripleHead
from eloggraph.shacl.rules.reading import RulesReader, list_asked
from eloggraph.shacl.rules.store import RulesStore
from eloggraph.shacl.rules.writing import write_triple_query
from eloggraph.shacl.shapes import ShapesGraph
from eloggraph.shacl.sparql.bound import BoundQuery

INFERRED = "urn:x-eloggraph:inferred"
# Rules that make nodes or numbers of what they have made before may never end. Rounds in which
# nothing appears but what was there before are not counted: they come to an end by themselves.
MOST_ROUNDS = 300
MOST_STATEMENTS = 1_000_000
_REIFIES = ox.NamedNode(expand("rdf:reifies"))
_PARTS = tuple(ox.NamedNode(expand(f"rdf:{name}")) for name in ("subject", "predicate", "object"))
_FILTER = ox.BlankNode("filter")
_Key = tuple[Term, tuple[Term, ...]]
_Predicates = frozenset[str] | None


def infer_statements(
    shapes: ShapesGraph, data: Sequence[Graph], *, most_rounds: int | None = None
) -> Inferred:
    """Return what the rules of a shapes graph infer from a data graph, which is not changed.

    Parameters
    ----------
    most_rounds
        For how many rounds new nodes or values may appear; by default :data:`MOST_ROUNDS`.

    Raises
    ------
    ShapesError
        When shapes or rules are malformed, or the rules are ended by a bound.

    Examples
    --------
    >>> text = '''@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e.org/> .
    ... ex:S sh:targetNode ex:a ;
    ...   sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate ex:p ; sh:object ex:b ] .'''
    >>> triples = tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
    >>> [str(triple) for triple in infer_statements(ShapesGraph(triples, {}), ()).triples]
    ['<http://e.org/a> <http://e.org/p> <http://e.org/b>']
    """
    reader = RulesReader(shapes)
    rules = reader.read()
    if not rules:
        return Inferred(unrun=len(reader.unrun))
    most = MOST_ROUNDS if most_rounds is None else most_rounds
    engine = _Engine(rules, shapes, data, most)
    engine.run()
    return Inferred(
        triples=tuple(sorted(engine.inferred, key=str)),
        rounds=engine.rounds,
        rules=len(rules),
        unrun=len(reader.unrun),
    )


class _Engine:
    """What is known at a point of the run; it answers node expressions from that."""

    def __init__(
        self, rules: Sequence[Rule], shapes: ShapesGraph, data: Sequence[Graph], most_rounds: int
    ) -> None:
        self._rules = rules
        self._most_rounds = most_rounds
        self._shapes = shapes
        self._plan, self._roots = _add_roots(compile_shapes(shapes, also=list_asked(rules)), rules)
        self._reads = {
            rule: _list_reads(self._plan, self._roots[_key(rule)], rule) for rule in rules
        }
        self._data = tuple(data)
        self._store = RulesStore(data, shapes.triples)
        self._blanks = BlankNodes(self._store.find_unused_prefix())
        self._opened: Data | None = None
        self._focus: dict[_Key, list[Term]] = {}
        self._waiting = set(rules)
        # The focus nodes for which a rule was run, since what its head reads has changed.
        self._done: dict[Rule, set[Term]] = {rule: set() for rule in rules}
        # What was inferred, each lot more than twice as large as the next.
        self._lots: list[list[ox.Triple]] = []
        self._graphs: list[Graph] = []  # of the lots, as far as they were opened
        self._new_rounds = 0
        self.rounds = 0
        self.inferred: list[ox.Triple] = []

    def run(self) -> None:
        """Run all rules until nothing is new."""
        ordered = sorted(self._rules, key=lambda rule: rule.order)
        strata = [list(rules) for _, rules in groupby(ordered, key=lambda rule: rule.order)]
        while self._waiting:
            for rules in strata:
                while self._waiting.intersection(rules):
                    self._run_once(rules)

    def _run_once(self, rules: Sequence[Rule]) -> None:
        """Run the rules of one order side by side: none sees what the others infer."""
        found: dict[ox.Triple, Rule] = {}
        for rule in rules:
            if rule not in self._waiting:
                continue
            for triple in self._infer(rule):
                found.setdefault(triple, rule)
            if len(self.inferred) + len(found) > MOST_STATEMENTS:
                raise self._endless(rule, "statements", MOST_STATEMENTS)
        self._waiting.difference_update(rules)
        self.rounds += 1
        if any(map(self._is_new, {term for t in found for term in (t.subject, t.object)})):
            self._new_rounds += 1
            if self._new_rounds > self._most_rounds:
                guilty = set(found.values())
                rule = next(each for each in rules if each in guilty)
                raise self._endless(rule, "rounds", self._most_rounds)
        if found:
            self._take_in(list(found))

    def _infer(self, rule: Rule) -> list[ox.Triple]:
        """Return what a rule infers that is not there."""
        done = self._done[rule]
        focus = [node for node in self._find_focus(rule) if node not in done]
        if not focus:
            return []
        if isinstance(rule.head, TripleHead):
            made = self._combine(rule.head, focus)
        else:
            made = self._construct(rule, rule.head, focus, is_more=bool(done))
        done.update(focus)
        triples = _take(made)
        self._store.clear_bound()
        return self._store.list_new(triples)

    def _combine(self, head: TripleHead, focus: Sequence[Term]) -> Iterable[ox.Triple]:
        self._store.load(head.predicates)
        query = write_triple_query(head)
        if query is None:
            return infer_triples(head, focus, self)
        if isinstance(head.predicate, Constant):
            self._store.load([head.predicate.term.value])  # what is there is not looked at again
        return self._store.restore(_take(self._store.select(query, focus)), focus, head)

    def _construct(
        self, rule: Rule, head: BoundQuery, focus: Sequence[Term], *, is_more: bool
    ) -> list[ox.Triple]:
        made = _reify(self._store.construct(rule.shape.value, head, focus))
        triples = self._store.restore(_take(made), focus, head)
        nodes = {t for triple in triples for t in (triple.subject, triple.object)}
        blank = {t for t in nodes if isinstance(t, ox.BlankNode)}.difference(focus)
        fresh = {node for node in blank if not self._store.knows(node)}
        new = [t for t in triples if t.subject in fresh or t.object in fresh]
        known = [t for t in triples if not (t.subject in fresh or t.object in fresh)]
        return [*known, *self._blanks.settle(rule, new, fresh, is_more=is_more)]

    def _find_focus(self, rule: Rule) -> list[Term]:
        """Return the focus nodes of a rule's shape that conform to its conditions."""
        key = _key(rule)
        if key not in self._focus:
            self._focus[key] = list_conforming(self._plan, self._roots[key], self._open())
        return self._focus[key]

    def _open(self) -> Data:
        """Return the data with what was inferred, opened for a run of shapes."""
        if self._opened is None:
            new = self._lots[len(self._graphs) :]
            self._graphs += [graph_of_triples(lot, INFERRED) for lot in new]
            self._opened = Data.open((*self._data, *self._graphs))
        return self._opened

    def _is_new(self, term: object) -> bool:
        return isinstance(term, Term) and not self._store.knows(term)

    def _endless(self, rule: Rule, variant: str, n: int) -> ShapesError:
        name = ShapesReader.open(self._shapes).name(rule.shape)
        return ShapesError(
            ShapeProblem.of("shapes", "rules-endless", shape=name, name=name, variant=variant, n=n)
        )

    def _take_in(self, triples: list[ox.Triple]) -> None:
        """Add what was inferred, and note which rules may now have more to say."""
        self._store.add(triples)
        self.inferred += triples
        self._lots.append(triples)
        while len(self._lots) > 1 and len(self._lots[-2]) <= 2 * len(self._lots[-1]):
            self._lots[-2:] = [self._lots[-2] + self._lots[-1]]
        del self._graphs[len(self._lots) - 1 :]
        self._opened = None
        changed = {triple.predicate.value for triple in triples}
        for rule in self._rules:
            of_focus, of_head = self._reads[rule]
            if _sees(of_focus, changed):
                self._focus.pop(_key(rule), None)
            if _sees(of_head, changed) and not rule.once:
                self._done[rule] = set()
            if _sees(of_focus, changed) or _sees(of_head, changed):
                self._waiting.add(rule)

    # -- what node expressions ask --------------------------------------------------------------

    def follow(self, path: Path, nodes: Sequence[Term]) -> Values:
        """Return what a path leads to, by the nodes that it leads from."""
        return self._store.follow(path, nodes)

    def conforming(self, shape: Term, nodes: Sequence[Term]) -> set[Term]:
        """Return those of some nodes that conform to a shape."""
        root = _make_root(_FILTER, [p.Target("node", node) for node in nodes], [shape])
        plan = replace(self._plan, shapes={root.node: root, **self._plan.shapes})
        return set(list_conforming(plan, root, self._open()))


def _reify(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield statements, what says something of a statement as the reification that data has."""
    for triple in triples:
        if isinstance(triple.object, ox.Triple):
            if triple.predicate != _REIFIES:
                raise ShapesError(
                    ShapeProblem.of("shapes", "rule-triple-term", term=triple.predicate.value)
                )
            for name, part in zip(_PARTS, triple.object, strict=True):
                yield ox.Triple(triple.subject, name, part)
        else:
            yield triple


def _take(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return different statements, and of too many as many as show that."""
    found: dict[ox.Triple, None] = {}
    for triple in triples:
        found[triple] = None
        if len(found) > MOST_STATEMENTS:
            break
    return list(found)


def _key(rule: Rule) -> _Key:
    return rule.shape, rule.conditions


def _make_root(node: Term, targets: Iterable[p.Target], shapes: Iterable[Term]) -> p.Shape:
    """Return a shape that is violated by the targets which do not conform to all of some shapes."""
    constraints = (p.Nested("node", (each,), "NodeConstraintComponent") for each in shapes)
    return p.Shape(node=node, targets=tuple(targets), constraints=tuple(constraints))


def _add_roots(plan: p.Plan, rules: Iterable[Rule]) -> tuple[p.Plan, dict[_Key, p.Shape]]:
    """Return a plan with a shape for each set of focus nodes that rules have."""
    roots: dict[_Key, p.Shape] = {}
    for rule in rules:
        node = ox.BlankNode(f"rule-{len(roots)}")
        targets = plan.shapes[rule.shape].targets
        roots.setdefault(_key(rule), _make_root(node, targets, rule.conditions))
    shapes = {root.node: root for root in roots.values()}
    return replace(plan, shapes={**shapes, **plan.shapes}), roots


def _list_reads(plan: p.Plan, root: p.Shape, rule: Rule) -> tuple[_Predicates, _Predicates]:
    """Return the predicates by which the focus nodes of a rule are found, and those of its head."""
    reads = [rule.head.predicates]
    if isinstance(rule.head, TripleHead):
        reads += [find_reads(plan, shape) for shape in rule.head.shapes]
    known = [each for each in reads if each is not None]
    of_head = frozenset().union(*known) if len(known) == len(reads) else None
    return find_reads(plan, root.node), of_head


def _sees(predicates: _Predicates, changed: set[str]) -> bool:
    return predicates is None or not predicates.isdisjoint(changed)
