"""SHACL on data frames: shapes become a plan, the plan is run over columns.

How a shape becomes a plan, and the plan results:

1. **Read** (``reading``, ``parameters``, ``paths``, ``patterns``, ``compile``). Every shape is read
   once into typed values: targets, a path, constraints, severity, messages. Whatever is malformed
   is told at once. The plan has parents before children, as far as none leads back to itself
   (``recursion``). It knows no frame; ``explain`` prints it.
2. **Wire** (``wiring``). Which shape judges which nodes is worked out without data: a *group* is a
   set of focus nodes (of targets, or the values that a shape hands to nested shapes), a *site* is a
   path from a group, a *check* is one constraint at a site. Whatever asks the same path of the same
   nodes shares a site, so that a thousand constraints need few frames.
3. **Prove** (``facts``, ``codes``, ``verdicts``, ``proofs``). A column of a table has one datatype
   or one language; its statements are about the table's rows, in order; its references are rows
   of known tables, or a few different codes. So most checks are settled by counting rows, or by
   one look at a whole column, before focus nodes and their values are put together.
4. **Look** (``focus``, ``targets``, ``reach``, ``walk``, ``values``, ``lists``, ``counts``,
   ``pairs``, ``keys``, ``closed``). What stays open is
   looked at level by level, from the focus nodes of targets to those of nested shapes. The values
   of all small sites are one frame, in which the constraint is a column: one join or filter per
   *kind* of constraint judges all constraints of that kind. A large predicate has a frame of its
   own. Only distinct values that a frame cannot judge come to Python (``literals``), some at a
   time; patterns are asked of Polars whatever computes the frames.
5. **Climb** (``nested``). From the innermost shapes outwards, ``sh:node``, ``sh:and``, ``sh:or``,
   ``sh:not``, ``sh:xone`` and qualified shapes count the shapes that a value fails. What leads
   back to itself is followed on integers (``returns``), and judged again with what came of it.
6. **Tell** (``report``). What was found becomes validation results, sorted, with details.

Terms are two columns (``terms``): a text, and a small number for its kind. All operations on frames
are those of Narwhals' lazy API, so that the same plan runs wherever Narwhals does (``engines``);
only what is known of tables is read off the frames of the graph itself. Statements that are more
than memory holds stay where they lie (``scanned``): a catalogue of them stands for what is known.

Sources: SHACL, W3C Recommendation 20 July 2017; SHACL 1.2 Core, W3C Working Draft 3 August 2026.
Settled where it leaves room: ``owl:Class`` makes an
implicit class target only where the shapes graph says that it is a subclass of ``rdfs:Class``, as
reading shapes from files adds unless told to be strict; a parameter that takes ``true`` is not
switched on by ``"1"^^xsd:boolean``; values that do not compare violate a range; texts with a
language have no order.
"""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from eloggraph.shacl.core.incremental import find_changed_predicates, revalidate
from eloggraph.shacl.core.plan import Plan
from eloggraph.shacl.core.run import check_shapes, run_plan
from eloggraph.shacl.model import Validation
from eloggraph.shacl.shapes import Request, ShapesGraph

__all__ = ["check_shapes", "plan_of", "revalidate", "run_plan", "validate_with_columns"]

_PLANS: WeakKeyDictionary[ShapesGraph, Plan] = WeakKeyDictionary()


def validate_with_columns(request: Request) -> Validation:
    """Validate data frames with the shapes of a request.

    Raises
    ------
    ShapesError
        When shapes are malformed or have no one meaning: all faults at once.
    """
    plan = plan_of(request.shapes)
    return replace(_run(plan, request), remarks=plan.remarks)


def plan_of(shapes: ShapesGraph) -> Plan:
    """Return the plan of a shapes graph: compiled once, or read where it has been before.

    Raises
    ------
    ShapesError
        When shapes are malformed or have no one meaning: all faults at once.
    """
    if shapes.read_plan is not None:
        return shapes.read_plan()
    if shapes not in _PLANS:
        # Not needed where plans are ready: most commands never compile.
        from eloggraph.shacl.core.compile import compile_shapes

        _PLANS[shapes] = compile_shapes(shapes)
    return _PLANS[shapes]


def _run(plan: Plan, request: Request) -> Validation:
    """Run a plan: in part where an earlier run of the same shapes is known, else in full."""
    if request.earlier is None or request.profile:
        return run_plan(plan, request.data, profile=request.profile)
    earlier, validation = request.earlier
    if earlier.shapes.triples != request.shapes.triples:
        return run_plan(plan, request.data)
    changed = find_changed_predicates(earlier.data, request.data)
    return revalidate(plan, request.data, validation, changed)
