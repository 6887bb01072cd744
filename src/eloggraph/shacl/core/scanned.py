"""Statements that stay where they lie: read by the engine when a plan asks for them.

What a graph in memory knows of its frames, a *catalogue* tells of such statements: how many a
predicate has of each kind of value, and whether all of a kind are well-formed. So the same plan
runs on them; only that nothing is known of tables, so that more has to be looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals as nw
import polars as pl

from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph, StatementFrame
from eloggraph.iri import FILE_BASE, expand
from eloggraph.shacl.core.codes import Codes
from eloggraph.shacl.core.facts import Facts, Source, TableFacts
from eloggraph.shacl.core.lists import FIRST, REST, Lists
from eloggraph.shacl.core.literals import OBVIOUS
from eloggraph.shacl.core.statements import find_closure
from eloggraph.shacl.core.terms import NODE, Backend, Frame, Kinds, Part

# Columns of the statements: what follows the text of a literal in N-Triples, and nothing of a node.
PREDICATE, TAG = "predicate", "tag"
COLUMNS = (SUBJECT, PREDICATE, OBJECT, TAG)
# Predicates with their kinds of values, and statements of subclasses and lists, that come here.
MOST_KINDS, MOST_HERE = 100_000, 1_000_000
# The tag of a node, where one has to be compared; and the column of predicates as they are named.
_NO_TAG, _NAME, _COUNT, _BLANK = "_", "name", "n", "blank"
_TYPE, _SUBCLASS = expand("rdf:type"), expand("rdfs:subClassOf")
_STRING = expand("xsd:string")


def flatten(graphs: Iterable[Graph]) -> pl.DataFrame:
    """Return the statements of graphs in one frame: subject, predicate, object and tag.

    >>> flatten([]).columns
    ['subject', 'predicate', 'object', 'tag']
    """
    parts = [pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))]
    for part in (part for graph in graphs for part in graph.frames):
        constants = pl.lit(part.predicate).alias(PREDICATE), pl.lit(_tag_of(part)).alias(TAG)
        frame = part.frame.select(SUBJECT, OBJECT).with_columns(*constants)
        parts.append(frame.select(*COLUMNS).cast(pl.String))
    return pl.concat(parts)


def _tag_of(part: StatementFrame) -> str | None:
    if not part.is_literal:
        return None
    if part.language:
        return f"@{part.language}"
    return "" if part.datatype in (None, _STRING) else f"^^<{part.datatype}>"


def split_tag(tag: str) -> tuple[str, str | None]:
    """Return the datatype and the language that stand in a tag.

    >>> split_tag("@fi"), split_tag("^^<urn:d>")
    (('', 'fi'), ('urn:d', None))
    """
    return ("", tag[1:]) if tag.startswith("@") else (tag[3:-1] or _STRING, None)


@dataclass(frozen=True, slots=True)
class _Entry:
    """The statements of a predicate with one tag."""

    tag: str
    kind: int
    height: int
    well_formed: bool


@dataclass(slots=True)
class Scanned:
    """Statements in a frame of an engine, with a catalogue of them; see :class:`Statements`."""

    frame: Frame
    backend: Backend
    kinds: Kinds
    catalogue: Mapping[str, Sequence[_Entry]]
    _has_blanks: bool
    graphs: tuple[Graph, ...] = ()
    facts: Facts = field(default_factory=Facts.none)
    codes: Codes = field(default_factory=lambda: Codes({}))
    _below: dict[str, list[str]] | None = None
    _closures: dict[str, Collection[str]] = field(default_factory=dict)
    _lists: Lists | None = None

    @classmethod
    def of(cls, frame: Frame, backend: Backend) -> Scanned:
        """Take up the statements of a frame: one look at all of them makes the catalogue.

        Parameters
        ----------
        frame
            Columns ``subject``, ``predicate``, ``object`` and ``tag``, as :func:`flatten` has them.

        Raises
        ------
        TooManyRowsError
            When there are more predicates and kinds of values than a catalogue holds.
        """
        tag = nw.col(TAG).fill_null(_NO_TAG).alias(TAG)
        frame = frame.select(SUBJECT, nw.col(PREDICATE).alias(_NAME), OBJECT, tag)
        is_blank = nw.col(SUBJECT).str.starts_with("_:") | (
            (nw.col(TAG) == _NO_TAG) & nw.col(OBJECT).str.starts_with("_:")
        )
        counted = frame.select(_NAME, TAG, is_blank.cast(nw.Int32).alias(_BLANK))
        counted = counted.group_by(_NAME, TAG).agg(
            nw.len().alias(_COUNT), nw.col(_BLANK).max().alias(_BLANK)
        )
        rows = sorted(backend.rows(counted, most=MOST_KINDS))
        ill = _find_ill_formed(frame, backend, sorted({tag for _, tag, *_ in rows}))
        kinds, catalogue = Kinds(), dict[str, list[_Entry]]()
        for name, tag_, height, _ in rows:
            kind = NODE if tag_ == _NO_TAG else kinds.number(*split_tag(tag_))
            is_known = tag_ == _NO_TAG or split_tag(tag_)[0] in OBVIOUS
            entry = _Entry(tag_, kind, height, is_known and (name, tag_) not in ill)
            catalogue.setdefault(name, []).append(entry)
        return cls(frame, backend, kinds, catalogue, any(blank for *_, blank in rows))

    @property
    def predicates(self) -> Collection[str]:
        """The predicates that have statements."""
        return self.catalogue.keys()

    def __len__(self) -> int:
        """Return how many statements there are."""
        return sum(map(self.height, self.catalogue))

    def height(self, predicate: str) -> int:
        """Return how many statements a predicate has."""
        return sum(entry.height for entry in self.catalogue.get(predicate, ()))

    def kinds_of(self, predicate: str) -> dict[int, bool]:
        """Return the kinds of a predicate's objects, and whether all of a kind are well-formed."""
        found: dict[int, bool] = {}
        for entry in self.catalogue.get(predicate, ()):
            found[entry.kind] = found.get(entry.kind, True) and entry.well_formed
        return found

    def describe(self, predicate: str) -> list[Source]:
        """Return what is known of the objects of a predicate: their kinds."""
        return [Source(kind, known) for kind, known in self.kinds_of(predicate).items()]

    def describe_part(self, part: Part) -> Source:
        """Return what is known of a column: that it has a kind."""
        return Source(part.kind)

    def do_all_match(self, predicate: str, regex: str) -> bool:
        """Tell that it is not known whether texts match, unless there is none."""
        return not self.height(predicate)

    def is_single(self, predicate: str) -> bool:
        """Tell that it is not known whether subjects have one value, unless there is none."""
        return not self.height(predicate)

    @property
    def lists(self) -> Lists:
        """The lists of the data."""
        if self._lists is None:
            self._lists = Lists.read(*map(self._list_said, (FIRST, REST)))
        return self._lists

    def _list_said(self, predicate: str) -> list[tuple[str, str, int]]:
        said = self.statements({predicate: 0}).select(SUBJECT, OBJECT, "kind").unique()
        return sorted(self.backend.rows(said, most=MOST_HERE))

    def statements(self, predicates: Mapping[str, int]) -> Frame:
        """Return the statements of some predicates: ``predicate`` (numbers given), ``subject``,
        ``object``, ``kind``.
        """  # noqa: D205
        wanted = [name for name in predicates if name in self.catalogue]
        rows = [
            (name, entry.tag, predicates[name], entry.kind)
            for name in wanted
            for entry in self.catalogue[name]
        ]
        columns = PREDICATE, SUBJECT, OBJECT, "kind"
        if not rows:
            return self.backend.table(columns, ())
        chosen = self.frame.filter(nw.col(_NAME).is_in(wanted))
        if len(rows) == 1:
            ((_, _, number, kind),) = rows
            constants = ((PREDICATE, number), ("kind", kind))
            literals = [nw.lit(each, dtype=nw.Int32).alias(name) for name, each in constants]
            return chosen.with_columns(*literals).select(*columns)
        table = self.backend.table((_NAME, TAG, PREDICATE, "kind"), rows)
        return chosen.join(table, on=[_NAME, TAG], how="inner").select(*columns)

    def has_blanks(self) -> bool:
        """Tell whether any node is a blank node."""
        return self._has_blanks

    def list_below(self) -> Mapping[str, Sequence[str]]:
        """Return the classes that the statements put below each class."""
        if self._below is None:
            self._below = {}
            said = self.statements({_SUBCLASS: 0}).select(SUBJECT, OBJECT).unique()
            for subject, value in sorted(self.backend.rows(said, most=MOST_HERE)):
                self._below.setdefault(value, []).append(subject)
        return self._below

    def closure(self, cls: str) -> Collection[str]:
        """Return a class and all its subclasses."""
        if cls not in self._closures:
            self._closures[cls] = find_closure(self.list_below(), cls)
        return self._closures[cls]

    def are_instances(self, table: TableFacts, cls: str) -> bool:
        """Tell that nothing is known of tables."""
        return False

    def are_all_instances(self, nodes: frozenset[str], wanted: Iterable[str]) -> bool:
        """Tell that nothing is known of nodes before they are looked at."""
        return False

    def members(self, classes: Collection[tuple[str, int]]) -> Frame:
        """Return the SHACL instances of some classes: ``class`` (numbers given), ``node``."""
        named = [(name, number) for cls, number in classes for name in self.closure(cls)]
        typed = self.statements({_TYPE: 0}).filter(nw.col("kind") == NODE)
        typed = typed.filter(nw.col(OBJECT).is_in(sorted({name for name, _ in named})))
        joined = typed.join(self.backend.table((OBJECT, "class"), named), on=OBJECT, how="inner")
        return joined.select(nw.col("class"), nw.col(SUBJECT).alias("node"))

    def load(self, predicates: Iterable[str], most: int = MOST_HERE) -> None:
        """Bring the statements of some predicates here, for queries in SPARQL to be asked of.

        Raises
        ------
        TooManyRowsError
            When there are more than ``most``.
        """
        names = sorted(set(predicates) & self.catalogue.keys())
        chosen = self.frame.filter(nw.col(_NAME).is_in(names))
        here = self.backend.fetch(self.backend.distinct(chosen), most=most) if names else None
        self.graphs = (make_graph(here),) if here is not None else ()


def make_graph(frame: pl.DataFrame) -> Graph:
    """Return statements that have come here as a graph."""
    frames = []
    for (name, tag), part in (
        frame.sort(pl.all()).partition_by(_NAME, TAG, as_dict=True, maintain_order=True).items()
    ):
        is_literal = tag != _NO_TAG
        datatype, language = split_tag(tag) if is_literal else ("", None)
        rows = part.select(SUBJECT, OBJECT, pl.lit(None, pl.UInt32).alias(ROW))
        frames.append(
            StatementFrame(
                predicate=name,
                frame=rows,
                is_literal=is_literal,
                datatype=datatype or None,
                language=language,
            )
        )
    return Graph(base=FILE_BASE, frames=tuple(frames), rows=())


def _find_ill_formed(
    frame: Frame, backend: Backend, tags: Sequence[str]
) -> frozenset[tuple[str, str]]:
    """Return the predicates and tags of which some text is not well-formed at a glance."""
    doubtful = []
    for tag in tags:
        regex = OBVIOUS.get(split_tag(tag)[0]) if tag != _NO_TAG else None
        if regex is not None:
            tagged = frame.filter(nw.col(TAG) == tag)
            found = backend.not_matching(tagged, OBJECT, regex)
            doubtful += [] if found is None else [found.select(_NAME, TAG)]
    if not doubtful:
        return frozenset()
    pairs = backend.rows(nw.concat(doubtful).unique(), most=MOST_KINDS)
    return frozenset((name, tag) for name, tag in pairs)
