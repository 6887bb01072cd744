"""A plan run over a data graph: down through the levels, then up through the nested shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from time import perf_counter

import narwhals as nw
import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import Graph
from eloggraph.iri import expand
from eloggraph.shacl.core.apart import is_apart, judge_apart
from eloggraph.shacl.core.closed import judge_closed
from eloggraph.shacl.core.counts import judge_counts
from eloggraph.shacl.core.fetch import fetch_found
from eloggraph.shacl.core.focus import find_focus_nodes
from eloggraph.shacl.core.frames import Data
from eloggraph.shacl.core.keys import judge_keys
from eloggraph.shacl.core.nested import (
    asks_conforming,
    asks_values,
    failing_nodes,
    judge_nested,
)
from eloggraph.shacl.core.pairs import judge_pairs
from eloggraph.shacl.core.plan import (
    Closed,
    ClosedByTypes,
    Nested,
    Pair,
    Plan,
    Qualified,
    Reified,
    Shape,
    Sparql,
    Target,
)
from eloggraph.shacl.core.proofs import is_proved
from eloggraph.shacl.core.reach import find_value_nodes
from eloggraph.shacl.core.reified import judge_reified
from eloggraph.shacl.core.report import make_results
from eloggraph.shacl.core.returns import follow_failures
from eloggraph.shacl.core.state import (
    CHECK,
    FOCUS,
    FOCUS_KIND,
    FOUND,
    KIND,
    NO_VALUE,
    NODE_TEXT,
    UNIT,
    VALUE,
    Run,
)
from eloggraph.shacl.core.statements import Statements
from eloggraph.shacl.core.targets import add_named_targets, negate
from eloggraph.shacl.core.terms import NODE, Backend, Frame
from eloggraph.shacl.core.values import judge_values
from eloggraph.shacl.core.wiring import Check, Site, Unit, wire, wire_targets
from eloggraph.shacl.model import Result, ShapeCost, Term, Validation, order_results
from eloggraph.shacl.sparql import FocusNodes, SparqlJudge, select_nodes


def run_plan(
    plan: Plan,
    data: Iterable[Graph],
    *,
    backend: Backend | None = None,
    profile: bool = False,
) -> Validation:
    """Run a plan over the union of some graphs.

    Parameters
    ----------
    plan
        From :func:`eloggraph.shacl.core.compile.compile_shapes`.
    data
        The graphs whose union is the data graph, the ontology's among them.
    backend
        Where frames are computed; by default by Polars.
    profile
        Whether each shape with a target is run by itself, to tell what it takes.

    Returns
    -------
    The results in order, and for each shape with a target how many focus nodes it met.
    """
    return check_shapes(plan, plan.roots, Data.open(data, backend), profile=profile)


def check_shapes(
    plan: Plan,
    shapes: Sequence[Shape],
    data: Statements,
    *,
    profile: bool = False,
    most: int | None = None,
) -> Validation:
    """Run some shapes of a plan that have targets: see :func:`run_plan`.

    Parameters
    ----------
    most
        Of how many focus nodes results are wanted; the number of all is told. By default of all.
    """
    plan, shapes = add_named_targets(plan, shapes, data)
    batches = [[shape] for shape in shapes] if profile else [list(shapes)]
    results: dict[Term, tuple[Result, ...]] = {}
    counts: dict[Term, int] = {}
    all_: dict[Term, int] = {}
    costs = []
    for batch in batches:
        started = perf_counter()
        run, met = _judge(plan, batch, data, profile=profile)
        rows, told = fetch_found(run, most)
        results |= {shape.node: () for shape in batch} | make_results(run, rows)
        counts |= met
        for shape_, n in told.items():
            all_[shape_] = all_.get(shape_, 0) + n
        if profile:
            seconds, shape = perf_counter() - started, batch[0].node
            cost = ShapeCost(shape=shape, focus_nodes=met[shape], rows=run.rows, seconds=seconds)
            costs.append(cost)
    done = make_validation(results, counts, costs)
    return replace(done, counts=tuple(sorted(all_.items(), key=lambda each: str(each[0]))))


def make_validation(
    results: Mapping[Term, tuple[Result, ...]],
    counts: Mapping[Term, int],
    costs: Iterable[ShapeCost] = (),
) -> Validation:
    """Put results and focus counts by shape into one validation, all in order."""
    return Validation(
        results=order_results(r for each in results.values() for r in each),
        focus_counts=tuple(sorted(counts.items(), key=lambda each: str(each[0]))),
        costs=tuple(sorted(costs, key=lambda each: str(each.shape))),
        by_target=results,
    )


def _judge(
    plan: Plan, shapes: Sequence[Shape], data: Statements, *, profile: bool = False
) -> tuple[Run, dict[Term, int]]:
    """Judge the focus nodes of some shapes, and count them."""
    run = Run(wire_targets(plan, shapes), data, data.backend)
    run.looked_up = {
        target.term: found
        for shape in shapes
        for target in shape.targets
        if (found := _look_up(plan, target, data)) is not None
    }
    judge = SparqlJudge(data.graphs, plan.triples)
    find_focus_nodes(run, 0)
    met = {s.node: run.counts[run.wiring.target_group(s.targets)] for s in shapes}
    wire(run.wiring, [shape for shape in shapes if met[shape.node]])
    find_failing = cache(partial(_find_failing, plan, data))
    for level in range(run.wiring.levels()):
        if level:
            find_focus_nodes(run, level)
        open_ = _find_open(run, level)
        by_site: dict[int, list[Check]] = {}
        for check in open_:
            by_site.setdefault(check.unit.site, []).append(check)
        kept = _sites_asked_again(open_)
        asked = _sites_asked(run, open_)
        alone = {
            site.number
            for site in asked
            if site.number not in kept and is_apart(site, by_site.get(site.number, ()))
        }
        for site in asked:
            if site.number in alone:
                _note(run, [*judge_apart(run, site, by_site[site.number])])
        for lot in find_value_nodes(run, (site for site in asked if site.number not in alone)):
            checks = [check for site in sorted(lot.sites) for check in by_site.get(site, ())]
            _note(run, [*judge_values(run, lot, checks), *judge_counts(run, lot, checks)])
            run.lots |= dict.fromkeys(lot.sites & kept, lot)
            if profile:
                run.rows += run.backend.rows(lot.frame.select(nw.len()))[0][0]
            if not lot.sites & kept:
                run.backend.release(lot.frame)
        judged = (*judge_pairs(run, open_), *judge_closed(run, open_), *judge_keys(run, open_))
        _note(run, judged)
        _note(run, list(_judge_sparql(run, judge, open_)))
        _note(run, list(judge_reified(run, open_, find_failing)))
    _judge_nested_shapes(run)
    return run, met


def _look_up(plan: Plan, target: Target, data: Statements) -> Frame | None:
    """Return the nodes of a target that has to be looked up before; None where it has not."""
    if target.query is not None:
        nodes = select_nodes(target.query, data.graphs)
        return data.backend.table((NODE_TEXT, KIND), [*map(data.kinds.split, nodes)])
    return _find_conforming(plan, target.term, data) if target.kind == "where" else None


def _find_failing(plan: Plan, data: Statements, node: Term) -> pl.Series:
    """Return those that speak of a statement, of all there are, and do not conform to a shape."""
    speaks = Target("subjects-of", ox.NamedNode(expand("rdf:subject")))
    asks = Nested("node", (node,), "NodeConstraintComponent")
    root = Shape(node=ox.BlankNode("reifiers"), targets=(speaks,), constraints=(asks,))
    run, _ = _judge(replace(plan, shapes={root.node: root, **plan.shapes}), [root], data)
    checks = [check.number for unit in run.wiring.roots for check in unit.checks]
    found = nw.concat([run.backend.table(FOUND, ()), *run.found])
    failing = found.filter(nw.col(CHECK).is_in(checks)).select(FOCUS)
    return run.backend.fetch(failing)[FOCUS]


def list_conforming(plan: Plan, shape: Shape, data: Statements) -> list[Term]:
    """Return the focus nodes of a shape of a plan that violate none of its constraints, in order.

    >>> list_conforming(Plan(shapes={}, triples=(), prefixes={}), Shape(node=ox.BlankNode("a")),
    ...                 Data.open(()))
    []
    """
    run, met = _judge(plan, [shape], data)
    if not met[shape.node]:
        return []
    focus = run.focus_of([run.wiring.target_group(shape.targets)]).select(NODE_TEXT, KIND)
    checks = [check.number for unit in run.wiring.roots for check in unit.checks]
    if run.found and checks:
        found = nw.concat(run.found).filter(nw.col(CHECK).is_in(checks))
        violated = found.select(nw.col(FOCUS).alias(NODE_TEXT), nw.col(FOCUS_KIND).alias(KIND))
        focus = focus.join(violated, on=[NODE_TEXT, KIND], how="anti")
    rows = sorted(set(run.backend.rows(focus)))
    return [data.kinds.join(text, kind) for text, kind in rows]


def _find_conforming(plan: Plan, node: Term, data: Statements) -> Frame:
    """Return the nodes of the data that conform to a shape: those that violate its negation."""
    root = negate(plan, node)
    run, _ = _judge(replace(plan, shapes={root.node: root, **plan.shapes}), [root], data)
    found = [run.backend.table(FOUND, ()), *run.found]
    checks = [check.number for unit in run.wiring.roots for check in unit.checks]
    violated = nw.concat(found).filter(nw.col(CHECK).is_in(checks))
    return run.backend.keep(violated.select(nw.col(VALUE).alias(NODE_TEXT), nw.col(KIND)).unique())


def _find_open(run: Run, level: int) -> list[Check]:
    """Return the checks of a level that have focus nodes and are not proved by what is known."""
    needed = run.wiring.needed(run.settled, run.counts)
    found = []
    for unit in run.wiring.units:
        if unit.number not in needed or not run.counts.get(unit.group, 0):
            continue
        site = run.wiring.sites[unit.site]
        if site.level != level:
            continue
        for check in unit.checks:
            if is_proved(run, check, site):
                run.settled.add(check.number)
            else:
                found.append(check)
    run.open.update(check.number for check in found)
    return found


def _sites_asked(run: Run, checks: Iterable[Check]) -> list[Site]:
    """Return the sites whose value nodes some check has to see, in order."""
    numbers = set()
    for check in checks:
        if check.number in run.suspects:
            continue  # few nodes, whose values are looked up by themselves
        if asks_values(check, run.wiring.sites[check.unit.site].path):
            numbers.add(check.unit.site)
        if check.other is not None:
            numbers.add(check.other)
        numbers.update(check.keys)
    return [run.wiring.sites[number] for number in sorted(numbers)]


def _note(run: Run, frames: Sequence[Frame]) -> None:
    chosen = [frame.select(*FOUND) for frame in frames]
    if chosen and not run.backend.apart:
        chosen = [nw.concat(chosen)]
    for frame in chosen:
        run.found += run.backend.keep_any(frame)


_ASKED_AGAIN = (Reified, Nested, Qualified, Pair, Closed, ClosedByTypes, Sparql)


def _sites_asked_again(checks: Iterable[Check]) -> set[int]:
    """Return the sites whose values are asked for after their lot has been judged."""
    found = set()
    for check in checks:
        if isinstance(check.constraint, _ASKED_AGAIN):
            found.add(check.unit.site)
        if check.other is not None:
            found.add(check.other)
        found.update(check.keys)
    return found


# -- nested shapes ------------------------------------------------------------------------------


def _judge_nested_shapes(run: Run) -> None:
    """Judge the constraints that ask shapes, and again while shapes fail that lead back to them."""
    simple, back, known = run.found, list[Frame](), 0
    while True:
        run.found = [*simple]
        failing, returned = _climb(run, back)
        if run.wiring.plan.recursion and returned:
            returned = [run.backend.keep(follow_failures(run, nw.concat([*failing, *returned])))]
        count = sum(run.backend.rows(frame.select(nw.len()))[0][0] for frame in returned)
        if count == known:
            return
        back, known = returned, count


def _climb(run: Run, back: Sequence[Frame]) -> tuple[list[Frame], list[Frame]]:
    """Judge the constraints that ask shapes, from the innermost shapes outwards.

    Parameters
    ----------
    back
        The nodes that are known to fail shapes that others lead back to.

    Returns
    -------
    The nodes that fail shapes which are asked, and those that fail shapes which are led back to.
    """
    asked = {member.number for check in run.wiring.checks for member in run.wiring.members(check)}
    failing, returned = [*back], list[Frame]()
    nobody = run.backend.table((UNIT, VALUE, KIND), ())
    highest = max((unit.height for unit in run.wiring.units), default=-1)
    for height in range(highest + 1):
        units = [u for u in run.wiring.units if u.height == height and run.counts[u.group]]
        if height:
            waiting = run.open - run.settled
            checks = [check for unit in units for check in unit.nested if check.number in waiting]
            checks = checks if failing else [check for check in checks if asks_conforming(check)]
            _note(run, list(judge_nested(run, checks, nw.concat([nobody, *failing]))))
        members = [unit for unit in units if unit.number in asked]
        by_kind = {False: list[Unit](), True: list[Unit]()}
        for unit in members:
            by_kind[run.wiring.is_recursive(unit)].append(unit)
        for chosen, into in ((by_kind[False], failing), (by_kind[True], returned)):
            if chosen and run.found:
                found = failing_nodes(run, chosen, nw.concat(run.found))
                into += run.backend.keep_any(found)
    return failing, returned


# -- SPARQL-based constraints -------------------------------------------------------------------


def _judge_sparql(run: Run, judge: SparqlJudge, checks: Iterable[Check]) -> Iterator[Frame]:
    for check in checks:
        if not isinstance(check.constraint, Sparql):
            continue
        answers = tuple(judge.run(check.constraint.check, _focus_nodes(run, check)))
        if answers:
            run.answers[check.number] = answers
            focus = [run.data.kinds.split(result.focus) for result in answers]
            rows = [
                (check.number, *node, "", NO_VALUE, str(position))
                for position, node in enumerate(focus)
            ]
            yield run.backend.table(FOUND, rows)


def _focus_nodes(run: Run, check: Check) -> FocusNodes:
    pieces = run.pieces.get(check.unit.group)
    if pieces:
        return FocusNodes(nodes=pl.concat(pieces), pairs=lambda: _pairs(run, check))
    asked = run.focus_of([check.unit.group]).select(NODE_TEXT, KIND)
    focus = run.backend.fetch(asked)
    is_node = focus[KIND] == NODE
    others = zip(*(focus[name].filter(~is_node) for name in (NODE_TEXT, KIND)), strict=True)
    literals = [run.data.kinds.join(text, kind) for text, kind in sorted(others)]
    return FocusNodes(
        nodes=focus[NODE_TEXT].filter(is_node),
        literals=tuple(term for term in literals if isinstance(term, ox.Literal)),
        pairs=lambda: _pairs(run, check),
    )


def _pairs(run: Run, check: Check) -> Iterator[tuple[Term, Term]]:
    join = run.data.kinds.join
    values = run.values_of([check.unit.site]).select("focus", "fkind", VALUE, KIND).unique()
    for focus, focus_kind, value, kind in sorted(run.backend.rows(values)):
        yield join(focus, focus_kind), join(value, kind)
