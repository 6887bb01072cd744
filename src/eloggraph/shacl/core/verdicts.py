"""What is decided by where values come from: their datatype, their language, their table.

A site knows the kinds of values it can have before a row is looked at, for a column of a table
has one; and of a column of references it is known whose rows they are. So ``sh:datatype``,
``sh:nodeKind``, ``sh:languageIn`` and ``sh:class`` are mostly settled here, and with them the
shapes that are made of nothing else, as in
``sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] )``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from eloggraph.shacl.core import plan as p
from eloggraph.shacl.core.facts import Source
from eloggraph.shacl.core.literals import has_lexical_space
from eloggraph.shacl.core.state import Run
from eloggraph.shacl.core.terms import NODE
from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import PredicatePath

# Whether all values of a kind satisfy a constraint; None where it depends on the value.
Holds = bool | None


def judge_source(run: Run, constraint: p.Constraint, source: Source) -> Holds:
    """Tell whether every, no or only some value of a source satisfies a constraint."""
    judge = _JUDGES.get(type(constraint))
    return judge(run, constraint, source) if judge else None


def judge_shape(run: Run, node: Term, source: Source) -> Holds:
    """Tell whether every, no or only some value of a source conforms to a shape."""
    plan = run.wiring.plan
    shape = plan.shapes[node]
    if shape.deactivated:
        return True
    if shape.path is not None or (plan.recursion and node in plan.recursion.heads):
        return None
    return _all(judge_source(run, constraint, source) for constraint in shape.constraints)


def matches_range(tag: str, language_range: str) -> bool:
    """Tell whether a language tag matches a basic language range (RFC 4647, section 3.3.1).

    >>> matches_range("en-gb", "en"), matches_range("eng", "en"), matches_range("fi", "*")
    (True, False, True)
    """
    tag, wanted = tag.lower(), language_range.lower()
    if wanted == "*":
        return bool(tag)
    return bool(tag) and (tag == wanted or tag.startswith(wanted + "-"))


def _all(verdicts: Iterable[Holds]) -> Holds:
    found = list(verdicts)
    return False if False in found else None if None in found else True


def _by_class(run: Run, constraint: p.Class, source: Source) -> Holds:
    if source.kind != NODE:
        return False
    if source.table is not None:
        known = any(run.data.are_instances(source.table, each) for each in constraint.iris)
    else:
        values = source.values
        known = values is not None and run.data.are_all_instances(values, constraint.iris)
    return True if known else None


def _by_datatype(run: Run, constraint: p.Datatype, source: Source) -> Holds:
    datatype = run.data.kinds.datatype(source.kind)
    if source.kind == NODE or datatype not in constraint.iris:
        return False
    return True if source.well_formed or not has_lexical_space(datatype) else None


def _by_node_kind(run: Run, constraint: p.NodeKind, source: Source) -> Holds:
    if source.kind != NODE:
        return constraint.literal
    if constraint.iri == constraint.blank:
        return constraint.iri
    return None if run.data.has_blanks() else constraint.iri


def _by_language(run: Run, constraint: p.LanguageIn, source: Source) -> Holds:
    tag = "" if source.kind == NODE else run.data.kinds.language(source.kind)
    return any(matches_range(tag, each) for each in constraint.ranges)


def _by_list(run: Run, constraint: p.In, source: Source) -> Holds:
    terms = [run.data.kinds.split(term) for term in constraint.terms]
    allowed = {text for text, kind in terms if kind == source.kind}
    if not allowed:
        return False
    known = source.values is not None and source.values <= allowed
    return True if known else None


def _by_range(_run: Run, _: p.Range, source: Source) -> Holds:
    return False if source.kind == NODE else None


def _by_line(_run: Run, _: p.SingleLine, source: Source) -> Holds:
    return True if source.kind == NODE else None


def _by_node(_run: Run, _: object, source: Source) -> Holds:
    return None if source.kind == NODE else False


def _by_shapes(run: Run, constraint: p.Nested, source: Source) -> Holds:
    if constraint.kind == "property":
        held = all(_has_property(run, node, source) for node in constraint.shapes)
        return True if held else None
    found = [judge_shape(run, node, source) for node in constraint.shapes]
    if constraint.kind == "or":
        return True if True in found else None if None in found else False
    if constraint.kind in ("not", "xone"):
        wanted = 0 if constraint.kind == "not" else 1
        return None if None in found else found.count(True) == wanted
    return _all(found)


def _has_property(run: Run, node: Term, source: Source) -> bool:
    """Tell whether it is known that all values have what a property shape asks: certain values."""
    shape = run.wiring.plan.shapes[node]
    if shape.deactivated:
        return True
    if source.kind != NODE or source.values is None:
        return False
    path = shape.path
    return (
        isinstance(path, PredicatePath)
        and not path.inverse
        and all(
            isinstance(constraint, p.HasValue)
            and run.data.codes.have_value(
                source.values, path.iri, [run.data.kinds.split(constraint.term)]
            )
            for constraint in shape.constraints
        )
    )


_JUDGES: dict[type, Callable[..., Holds]] = {
    p.Class: _by_class,
    p.Datatype: _by_datatype,
    p.NodeKind: _by_node_kind,
    p.LanguageIn: _by_language,
    p.In: _by_list,
    p.Range: _by_range,
    p.SingleLine: _by_line,
    p.RootClass: _by_node,
    p.ListLength: _by_node,
    p.UniqueMembers: _by_node,
    p.Nested: _by_shapes,
}
