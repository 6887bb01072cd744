"""Terms as two columns, and the backend that computes frames.

A term is its text (an IRI, ``_:label`` or a lexical form) and its *kind*: 0 for a node, else the
number of a pair of datatype and language. A frame of statements that came from a table column has
one kind only, so most questions about kinds are answered without its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import narwhals as nw
import polars as pl
import pyoxigraph as ox

from eloggraph.graph.statements import StatementFrame
from eloggraph.iri import expand
from eloggraph.shacl.model import Term

NODE = 0
Frame = nw.LazyFrame[pl.LazyFrame]
# Statements from which on frames are computed a part at a time, on all cores.
_STREAMED = 2_000_000
# Rows that come to Python at a time.
_SLICE = 50_000
_STRING, _LANG_STRING = expand("xsd:string"), expand("rdf:langString")


@dataclass(slots=True)
class Kinds:
    """The numbers of kinds of terms: 0 is a node, the others are datatype and language."""

    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _kinds: list[tuple[str, str]] = field(default_factory=lambda: [("", "")])

    def number(self, datatype: str | None, language: str | None) -> int:
        """Return the number of a kind of literal; language tags are alike in any case."""
        tag = (language or "").lower()
        key = (_LANG_STRING, tag) if tag else (datatype or _STRING, "")
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
            return term.value, self.number(term.datatype.value, term.language)
        return (term.value if isinstance(term, ox.NamedNode) else f"_:{term.value}"), NODE

    def join(self, text: str, kind: int) -> Term:
        """Return the term of a text and a kind."""
        if kind == NODE:
            is_blank = text.startswith("_:")
            return ox.BlankNode(text[2:]) if is_blank else ox.NamedNode(text)
        datatype, language = self._kinds[kind]
        if language:
            return ox.Literal(text, language=language)
        return ox.Literal(text, datatype=ox.NamedNode(datatype))


@dataclass(frozen=True, slots=True)
class Backend:
    """Where frames are computed: any lazy backend of Narwhals, by its name there.

    ``options`` are those of the backend itself for computing a frame.
    """

    name: str = "polars"
    options: Mapping[str, Any] = field(default_factory=dict)

    def fit(self, height: int) -> Backend:
        """Return the backend as it is best for data of so many statements."""
        # Polars' streaming engine takes a millisecond to start, which many small frames feel.
        small = self.name == "polars" and height < _STREAMED
        return Backend(self.name, {"engine": "in-memory"}) if small else self

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

    def put(self, frame: pl.DataFrame) -> Frame:
        """Return a frame of ours as one of the backend."""
        if self.name == "polars":
            return nw.from_native(frame.lazy())
        return nw.from_native(frame).lazy(self.name)  # type: ignore[arg-type]

    def keep(self, frame: Frame) -> Frame:
        """Compute a frame once, for several uses."""
        done = self.compute(frame)
        return done.lazy() if self.name == "polars" else done.lazy(self.name)  # type: ignore

    def keep_any(self, frame: Frame) -> list[Frame]:
        """Compute a frame once; nothing is returned of one that has no rows."""
        done = self.compute(frame)
        if not len(done):
            return []
        return [done.lazy() if self.name == "polars" else done.lazy(self.name)]  # type: ignore

    def rows(self, frame: Frame) -> list[tuple]:  # type: ignore[type-arg]
        """Compute a frame and return its rows."""
        return self.compute(frame).rows()

    def slices(self, frame: Frame) -> Iterator[list[tuple]]:  # type: ignore[type-arg]
        """Compute a frame and yield its rows, never more than some of them at a time."""
        for piece in self.compute(frame).to_polars().iter_slices(_SLICE):
            yield piece.rows()

    def not_matching(self, frame: Frame, column: str, regex: str) -> Frame:
        """Return the rows of a frame in which a text does not match a regular expression.

        Patterns mean what they mean in Polars: where frames are computed elsewhere, Polars is
        asked about the different texts.
        """
        if self.name == "polars":
            return frame.filter(~nw.col(column).str.contains(regex))
        texts = self.compute(frame.select(column).unique()).to_polars()
        return frame.join(
            self.put(texts.filter(~pl.col(column).str.contains(regex))), on=column, how="semi"
        )

    def compute(self, frame: Frame) -> nw.DataFrame[pl.DataFrame]:
        """Compute a frame."""
        return frame.collect(**self.options)


TEXTS = frozenset({"text", "node", "focus", "value", "extra", "subject", "object", "regex"})


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
