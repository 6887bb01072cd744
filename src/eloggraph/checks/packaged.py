"""The toolkit's own shapes as checks need them, made ready at the installation."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from eloggraph.cache import prepared_or_made
from eloggraph.schema.lazy import LazySequence
from eloggraph.schema.packaged import packaged_model
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.shapes import ShapesGraph

if TYPE_CHECKING:
    from eloggraph.shacl.core.plan import Plan


@cache
def packaged_shapes() -> ShapesGraph:
    """Return the toolkit's own shapes."""
    return ShapesGraph(
        LazySequence(lambda: tuple(_index().triples())),
        read_index=_index,
        read_plan=_plan,
    )


def prepare_checks() -> dict[str, object]:
    """Return what an installation makes ready, by name."""
    return {"shapes": _make_index(), "plan": _make_plan()}


@cache
def _index() -> TermIndex:
    return prepared_or_made("shapes", _make_index)


@cache
def _plan() -> Plan:
    plan = prepared_or_made("plan", _make_plan)
    return replace(plan, triples=packaged_shapes().triples)


def _make_index() -> TermIndex:
    return TermIndex(packaged_model().shapes)


def _make_plan() -> Plan:
    from eloggraph.shacl.core.compile import compile_shapes

    return replace(compile_shapes(ShapesGraph(packaged_model().shapes)), triples=())
