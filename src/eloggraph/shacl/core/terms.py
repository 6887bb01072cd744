"""Terms as two columns, and what a backend is that computes frames.

A term is its text (an IRI, ``_:label`` or a lexical form) and its *kind*: 0 for a node, else the
number of a pair of datatype and language. A frame of statements that came from a table column has
one kind only, so most questions about kinds are answered without its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import StatementFrame
from eloggraph.iri import expand
from eloggraph.schema.terms import make_text, tag_of
from eloggraph.shacl.model import Term

NODE = 0
Frame = nw.LazyFrame[Any]
# Rows that come to Python at a time.
_SLICE = 50_000
_STRING, _LANG_STRING = expand("xsd:string"), expand("rdf:langString")
_DIRECTED = expand("rdf:dirLangString")


@dataclass(slots=True)
class Kinds:
    """The numbers of kinds of terms: 0 is a node, the others are datatype and language."""

    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _kinds: list[tuple[str, str]] = field(default_factory=lambda: [("", "")])

    def number(self, datatype: str | None, language: str | None) -> int:
        """Return the number of a kind of literal; language tags are alike in any case.

        The direction of a text (RDF 1.2) is a part of its tag.
        """
        tag = (language or "").lower()
        text = _DIRECTED if "--" in tag else _LANG_STRING
        key = (text, tag) if tag else (datatype or _STRING, "")
        if key not in self._numbers:
            self._numbers[key] = len(self._kinds)
            self._kinds.append(key)
        return self._numbers[key]

    def datatype(self, kind: int) -> str:
        """Return the datatype of a kind of literal."""
        return self._kinds[kind][0]

    def language(self, kind: int) -> str:
        """Return the language tag of a kind of literal, or nothing."""
        return self._kinds[kind][1]

    def split(self, term: Term) -> tuple[str, int]:
        """Return a term as its text and its kind."""
        if isinstance(term, ox.Literal):
            return term.value, self.number(term.datatype.value, tag_of(term))
        return (term.value if isinstance(term, ox.NamedNode) else f"_:{term.value}"), NODE

    def join(self, text: str, kind: int) -> Term:
        """Return the term of a text and a kind."""
        if kind == NODE:
            is_blank = text.startswith("_:")
            return ox.BlankNode(text[2:]) if is_blank else ox.NamedNode(text)
        datatype, language = self._kinds[kind]
        if language:
            return make_text(text, language)
        return ox.Literal(text, datatype=ox.NamedNode(datatype))


# What a row takes that comes here, at least; and rows that come in however little memory, or much.
BYTES_OF_ROW, FEW_ROWS, MANY_ROWS = 100, 10_000, 10**12
# Tells of rows which are rejected, in Python. Made of functions of modules alone it can be sent to
# where the data are.
Judge = Callable[[pl.DataFrame], pl.Series]
# Makes frames of a row; sent likewise.
Work = Callable[[Mapping[str, Any]], Iterable[pl.DataFrame]]


def bound_rows(memory: int | None) -> int | None:
    """Return how many rows may come here at a time; None where no memory is given.

    >>> bound_rows(10**9), bound_rows(1), bound_rows(None)
    (10000000, 10000, None)
    """
    return None if memory is None else min(max(memory // BYTES_OF_ROW, FEW_ROWS), MANY_ROWS)


class TooManyRowsError(Exception):
    """More rows came back from where frames are computed than there is room for: over ``most``."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__()


class NoRoomError(Exception):
    """Something ended where frames are computed: ``memory`` that it may take, or ``disk``."""

    def __init__(self, variant: str) -> None:
        self.variant = variant
        super().__init__(variant)


class ServerError(Exception):
    """A server that frames are computed by does not do it: ``variant`` and ``reason`` say why.

    It is no ``address``, is ``silent``, speaks no ``tls``, was ``lost`` on the way, lacks the
    ``package`` or the ``files``, does not take the ``folder``, speaks another ``version``, or has
    ``failed`` in its own words; or no ``whole`` program is installed to run one, or a ``mixed``
    one, or this process is ``connected`` already.
    """

    def __init__(self, variant: str, reason: str = "") -> None:
        self.variant = variant
        self.reason = reason
        super().__init__(variant, reason)


class Backend(Protocol):
    """Where frames are computed: the engines in :mod:`eloggraph.shacl.core.engines`.

    ``large`` is the number of statements from which on a predicate is looked at by itself, and
    ``apart`` whether each frame of what is found is computed by itself, so that fewer are held at
    a time. ``came`` counts the rows that have come back to Python. ``elsewhere`` tells that other
    processes compute, which read files by themselves.
    """

    name: str
    large: int
    apart: bool
    came: int
    elsewhere: bool = False

    def scan(self, file: Path) -> Frame:
        """Return the rows of a file of Parquet, which are read when they are asked for."""
        ...

    def put(self, frame: pl.DataFrame) -> Frame:
        """Return a frame of ours as one of the engine."""
        ...

    def spread(self, rows: pl.DataFrame, work: Work, schema: Mapping[str, Any]) -> Frame:
        """Return what some work makes of each of a few rows, done where frames are computed.

        The columns of the rows, and those of the ``schema`` that is made, are texts and numbers.
        """
        made = (part.select(*schema) for row in rows.iter_rows(named=True) for part in work(row))
        return self.put(pl.concat([pl.DataFrame(schema=dict(schema)), *made]))

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once, for several uses; it stays where it is computed."""
        ...

    def release(self, frame: Frame) -> None:
        """Let go of a frame that was kept and is not asked again; of others nothing is known."""
        ...

    def keep_any(self, frame: Frame) -> list[Frame]:
        """Compute a frame once; nothing is returned of one that has no rows."""
        kept = self.keep(frame)
        if self.has_rows(kept):
            return [kept]
        self.release(kept)
        return []

    def has_rows(self, frame: Frame) -> bool:
        """Tell whether a frame that was kept has any rows, which stay where they are."""
        ...

    def distinct(self, frame: Frame) -> Frame:
        """Return the different rows of a frame."""
        return frame.unique()

    def fetch(self, frame: Frame, *, most: int | None = None) -> pl.DataFrame:
        """Compute a frame and bring its rows here.

        Raises
        ------
        TooManyRowsError
            When there are more than ``most``, or than the engine lets come back by itself.
        """
        ...

    def reject(self, frame: Frame, names: Sequence[str], judge: Judge) -> Frame | None:
        """Return the rows whose values in some columns a judge rejects; None where it has none.

        The judge is asked of the different values, some at a time.
        """
        ...

    def not_matching(self, frame: Frame, column: str, regex: str) -> Frame | None:
        """Return the rows in which a text does not match a regular expression of Polars."""
        ...

    def close(self) -> None:
        """Let go of all that was kept; nothing is asked afterwards."""
        ...

    def rows(self, frame: Frame, *, most: int | None = None) -> list[tuple]:  # type: ignore[type-arg]
        """Compute a frame and return its rows: see :meth:`fetch`."""
        return self.fetch(frame, most=most).rows()

    def table(self, names: Sequence[str], rows: Iterable[tuple[str | int, ...]]) -> Frame:
        """Return a small frame; columns named in :data:`TEXTS` are text, the others numbers."""
        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        frame = pl.DataFrame(
            {
                name: pl.Series(values, dtype=pl.String if name in TEXTS else pl.Int32)
                for name, values in zip(names, columns, strict=True)
            }
        )
        return self.put(frame)


def judge_slices(distinct: pl.DataFrame, judge: Judge) -> pl.DataFrame:
    """Return the rows that a judge rejects, which is asked of some of them at a time."""
    slices = (each.filter(judge(each)) for each in distinct.iter_slices(_SLICE))
    return pl.concat([distinct.clear(), *slices])


def lacks(column: str, regex: str, frame: pl.DataFrame) -> pl.Series:
    """Tell of which rows a text does not match a regular expression."""
    return ~frame[column].str.contains(regex)


TEXTS = frozenset(
    {"text", "node", "focus", "value", "extra", "subject", "object", "regex", "name", "tag"}
)


def repeat(name: str, number: int, height: int) -> pl.Series:
    """Return a column that has one number in every row; no query is planned for it."""
    return pl.Series(name, [number], pl.Int32).new_from_index(0, height)


@dataclass(frozen=True, slots=True)
class Part:
    """Statements with one predicate and one kind of objects: columns ``subject``, ``object``."""

    frame: pl.DataFrame
    kind: int
    source: StatementFrame

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.frame.height
