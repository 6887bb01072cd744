"""Components of our own that are judged on the frames, without a query.

Their SPARQL in ``shapes/elosh.ttl`` says what they mean, to us and to any other processor; here
the same is said of columns, for it is asked of every dated row. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import OBJECT, SUBJECT, StatementFrame
from eloggraph.iri import expand
from eloggraph.shacl.model import Term
from eloggraph.shacl.sparql.check import SparqlCheck
from eloggraph.shacl.sparql.lexical import read_node
from eloggraph.shacl.sparql.reduction import PART, Statements

_LIMIT = "limit"
Fault = tuple[Term, Term]


def find_native(check: SparqlCheck) -> Native | None:
    """Return the function that judges a check without its query, where there is one."""
    native = _NATIVE.get(check.component.value)
    is_plain = isinstance(check.path, ox.NamedNode) and all(
        isinstance(term, ox.NamedNode) for _, term in check.parameters
    )
    return native if native is not None and is_plain else None


def find_later(check: SparqlCheck, statements: Statements, nodes: pl.Series) -> Iterator[Fault]:
    """Yield focus nodes with values that come after a value of ``elosh:notAfter``.

    Two times are compared as texts, as far as the shorter one goes: ``2020`` and ``2020-05`` are
    neither before nor after each other.
    """
    assert isinstance(check.path, ox.NamedNode)  # find_native has seen to it
    values = _read_texts(statements, check.path.value)
    limits = _read_texts(statements, dict(check.parameters)["notAfter"].value)
    if values is None or limits is None:
        return
    paired = _pair(values, limits)
    # A text that comes after another as far as both go comes after it as a whole too: so few are
    # left that need to be cut.
    paired = paired.filter(pl.col(OBJECT) > pl.col(_LIMIT))
    known = pl.min_horizontal(pl.col(OBJECT).str.len_chars(), pl.col(_LIMIT).str.len_chars())
    value, limit = (pl.col(name).str.slice(0, known) for name in (OBJECT, _LIMIT))
    found = paired.filter(value > limit).select(SUBJECT, OBJECT, PART).unique()
    if found.height:  # mostly there is none, and focus nodes are many
        judged = nodes.filter(nodes.is_in(found[SUBJECT].implode()))
        found = found.filter(pl.col(SUBJECT).is_in(judged.implode()))
    for subject, text, place in found.iter_rows():
        yield read_node(subject), _read_object(statements.parts[place], text)


def _pair(values: pl.DataFrame, limits: pl.DataFrame) -> pl.DataFrame:
    """Give each value the limits of its subject; in columns of one table they stand in a row."""
    subjects = values[SUBJECT]
    if subjects.equals(limits[SUBJECT]) and subjects.n_unique() == len(subjects):
        return values.hstack([limits[OBJECT].alias(_LIMIT)])
    return values.join(limits.select(SUBJECT, pl.col(OBJECT).alias(_LIMIT)), on=SUBJECT)


def _read_texts(statements: Statements, predicate: str) -> pl.DataFrame | None:
    """Return the statements of a predicate whose objects have a text: no blank nodes."""
    frame = statements.of(predicate)
    if frame is None or statements.are_literals(predicate):
        return frame
    is_literal = pl.col(PART).is_in(statements.literal_parts(predicate))
    return frame.filter(is_literal | ~pl.col(OBJECT).str.starts_with("_:"))


def _read_object(part: StatementFrame, text: str) -> Term:
    if not part.is_literal:
        return read_node(text)
    if part.language:
        return ox.Literal(text, language=part.language)
    return ox.Literal(text, datatype=ox.NamedNode(part.datatype or expand("xsd:string")))


Native = Callable[[SparqlCheck, Statements, pl.Series], Iterator[Fault]]
_NATIVE: dict[str, Native] = {expand("elosh:NotAfterConstraintComponent"): find_later}
