"""References in cells to the nodes they mean: by IRI, id, notation or label.

Most references are ids written as they stand: those are found by one join. Only what is not
found so is compared with IRIs, with ids that name their table, and with labels.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from eloggraph.finding import Place
from eloggraph.graph.populate.lookup import TEXT, LookupTable
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, RowFrame
from eloggraph.tables.ids.names import fold_names
from eloggraph.tables.model import FORMER, RawTable

SEGMENT, CHOICES, MADE = "segment", "choices", "made"
_IRI, _ID, _RANK = "iri", "id", "rank"
# A text is first of all what it is letter by letter, then a name as a reader would take it, and at
# last a part of a name, a name that the row once had, or an id that nobody wrote.
_AS_IRI, _AS_ID, _AS_LABEL, _AS_READ, _AS_PART, _AS_FORMER, _AS_MADE = range(0, 7000, 1000)
# “Kansaneläkelaitos (Kela)” and “Iisalmi / Idensalmi” are two names each.
_PARTS = (r"^(.+?)\s*\(", r"\(([^()]+)\)\s*$", r"^(.+?)\s+/\s", r"\s/\s+(.+)$")
_NONE_UNSURE = pl.DataFrame(schema={TEXT: pl.String, CHOICES: pl.List(pl.String)})
_NAME_SCHEMA = {TEXT: pl.String, OBJECT: pl.String, _RANK: pl.Int32}


def fold_label(text: pl.Expr) -> pl.Expr:
    """Return a text in the form in which labels are compared: NFC, lower case.

    >>> pl.select(fold_label(pl.lit("Ohjaamo"))).item()
    'ohjaamo'
    """
    return text.str.normalize("NFC").str.to_lowercase()


@dataclass(frozen=True, kw_only=True)
class Nodes:
    """The nodes of one table or code list that references may mean, one per line.

    ``frame`` has ``iri``, ``id`` (NFC) and any label columns, whose names start with ``label``;
    those that start with ``other`` are called so too, ``made`` are ids that nobody wrote, and
    ``former`` are names that rows once had.
    An id may be written with its table before it (``projects/osaajaks``) where several tables
    share it. ``rows`` are those that describe the nodes. Where ``is_code``, the id is taken in
    any case, as a label is.
    """

    frame: pl.DataFrame
    rows: RowFrame | None = None
    is_code: bool = False

    @property
    def labels(self) -> list[str]:
        """The names of the label columns."""
        return [name for name in self.frame.columns if name.startswith("label")]

    @cached_property
    def ids(self) -> pl.DataFrame:
        """The ids that cannot be anything else: ``text`` and ``object``."""
        ids = pl.DataFrame([self.frame[_ID].alias(TEXT), self.frame[_IRI].alias(OBJECT)])
        if ids[TEXT].null_count():
            ids = ids.drop_nulls()
        # A text with a slash or a colon may also be an IRI, or an id with its table.
        if not any("/" in text or ":" in text for text in ids[TEXT].to_list()):
            return ids
        return ids.filter(~pl.col(TEXT).str.contains(r"[/:]"))

    @cached_property
    def exact(self) -> pl.DataFrame:
        """Every IRI, id, and id with its table, made ones too: ``text``, ``object``, ``rank``."""
        parts = [self._named(pl.col(_IRI), _AS_IRI), self._named(pl.col(_ID), _AS_ID)]
        if self.rows is not None:
            with_table = pl.concat_str(pl.lit(f"{self.rows.table.name}/"), _ID)
            parts.append(self._named(with_table, _AS_ID))
            if MADE in self.frame.columns:
                made_with_table = pl.concat_str(pl.lit(f"{self.rows.table.name}/"), MADE)
                parts.append(self._named(pl.col(MADE), _AS_MADE))
                parts.append(self._named(made_with_table, _AS_MADE))
        return pl.concat(parts)

    @cached_property
    def folded(self) -> pl.DataFrame:
        """Every label, folded: ``text``, ``object``, ``rank``."""
        names = [*([_ID] if self.is_code else []), *self.labels]
        parts = [self._named(fold_label(pl.col(name)), _AS_LABEL) for name in names]
        return pl.concat(parts) if parts else pl.DataFrame(schema=_NAME_SCHEMA)

    @cached_property
    def read(self) -> pl.DataFrame:
        """Every name as a reader compares it, and its parts: ``text``, ``object``, ``rank``."""
        others = [name for name in self.frame.columns if name.startswith("other")]
        codes = [_ID] if self.is_code else []
        parts = [pl.DataFrame(schema=_NAME_SCHEMA)]
        parts += [
            self._named(fold_names(pl.col(name)), _AS_READ)
            for name in (*codes, *self.labels, *others)
        ]
        if self.rows is not None:
            parts += [
                self._named(fold_names(pl.col(name).str.extract(part)), _AS_PART)
                for name in self.labels
                for part in _PARTS
            ]
        if FORMER in self.frame.columns:
            former = replace(self, frame=self.frame.select(_IRI, FORMER).explode(FORMER))
            parts.append(former._named(fold_names(pl.col(FORMER)), _AS_FORMER))
        return pl.concat(parts)

    def _named(self, text: pl.Expr, rank: int) -> pl.DataFrame:
        line = (text.alias(TEXT), pl.col(_IRI).alias(OBJECT), pl.lit(rank, pl.Int32).alias(_RANK))
        return self.frame.select(line).drop_nulls(TEXT)

    def list_offered(self) -> list[pl.Series]:
        """Return ids and labels to suggest where a text means no node."""
        labels = [pl.col(name) for name in self.labels]
        called = labels if self.is_code or not labels else [pl.coalesce(labels).alias("label")]
        columns = self.frame.select(_ID, *called).get_columns()
        return [column.alias(TEXT) for column in columns]


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The row that describes a node, and whether the row gives its id itself."""

    place: Place
    has_id: bool


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """What texts mean in a column: nodes of several kinds, those of the lowest rank first.

    ``is_shared`` tells that rows of several tables are meant, which may share an id.
    """

    parts: tuple[tuple[int, Nodes], ...]
    is_shared: bool = False

    @cached_property
    def ids(self) -> LookupTable:
        """The ids that mean exactly one node."""
        parts = sorted(self.parts, key=lambda part: part[0])
        if not parts:
            return LookupTable(frame=pl.DataFrame(schema=_NAME_SCHEMA).drop(_RANK))
        ids = pl.concat([nodes.ids for _, nodes in parts])
        if ids[TEXT].n_unique() < ids.height:
            ranks = [
                pl.repeat(rank, nodes.ids.height, dtype=pl.Int32, eager=True)
                for rank, nodes in parts
            ]
            ranked = ids.with_columns(pl.concat(ranks).alias(_RANK))
            best = ranked.filter(pl.col(_RANK) == pl.col(_RANK).min().over(TEXT))
            ids = best.drop(_RANK).unique().filter(pl.len().over(TEXT) == 1)
        return LookupTable(frame=ids)

    @cached_property
    def keys(self) -> LookupTable:
        """:attr:`ids` with the ``segment`` that each node gives to the IRI of a relation."""
        return LookupTable(frame=self.ids.frame.with_columns(self._segment()))

    def _segment(self) -> pl.Expr:
        """Return the id of a node, with its table before it where several share their ids."""
        local = pl.col(OBJECT).str.extract(r"([^/#]+)$")
        if not self.is_shared:
            return local.alias(SEGMENT)
        table = pl.col(OBJECT).str.extract(r"([^/#]+)/[^/#]+$")
        return pl.concat_str(table, pl.lit("."), local).alias(SEGMENT)

    @cached_property
    def known(self) -> pl.Series:
        """The ids and labels to suggest where a text means no node."""
        offered = [names for _, nodes in self.parts for names in nodes.list_offered()]
        if not offered:
            return pl.Series(TEXT, [], dtype=pl.String)
        return pl.concat(offered).drop_nulls().unique().sort()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all that a text may mean."""
        return all(nodes.frame.is_empty() for _, nodes in self.parts)

    @property
    def named_tables(self) -> frozenset[str]:
        """The tables that have rows with names."""
        return frozenset(
            nodes.rows.table.name
            for _, nodes in self.parts
            if nodes.rows is not None and nodes.labels and not nodes.frame.is_empty()
        )

    def list_tables(self, meant: pl.Series) -> tuple[RawTable, ...] | None:
        """Return the tables that some nodes stand in; None if a code is one: it is in no table."""
        for _, nodes in self.parts:
            if nodes.is_code and meant.is_in(nodes.frame[_IRI].implode()).any():
                return None
        return tuple(nodes.rows.raw for _, nodes in self.parts if nodes.rows is not None)

    def find_places(self, iris: Collection[str]) -> dict[str, Described]:
        """Return the row that each of some nodes is described on; a code has none."""
        found: dict[str, Described] = {}
        for _, nodes in self.parts if iris else ():
            if nodes.rows is None:
                continue
            here = nodes.rows.frame.filter(pl.col(SUBJECT).is_in(sorted(iris)))
            own = nodes.frame.filter(pl.col(_ID).is_not_null())[_IRI]
            has_id = here[SUBJECT].is_in(own.implode())
            for (iri, row), is_own in zip(
                here.select(SUBJECT, ROW).iter_rows(), has_id, strict=True
            ):
                place = nodes.rows.raw.place(row)
                found.setdefault(iri, Described(place=place, has_id=is_own))
        return found

    def search(self, texts: pl.Series) -> pl.DataFrame:
        """Find what each of some texts means, by IRI and id first and then by label.

        Returns
        -------
        ``text``; ``object``, null where several nodes are meant; the ``choices``, sorted; and
        the ``segment``. Texts that mean nothing are left out.
        """
        wanted = pl.DataFrame({"written": texts}).select(
            "written",
            pl.col("written").str.normalize("NFC").alias("as_is"),
            fold_label(pl.col("written")).alias("folded"),
        )
        every = pl.concat(
            [
                _hit(wanted, [(nodes.exact, "as_is"), (nodes.folded, "folded")], rank)
                for rank, nodes in self.parts
            ]
            or [pl.DataFrame(schema=_NAME_SCHEMA)]
        )
        missed = wanted.join(every, left_on="written", right_on=TEXT, how="anti")
        if not missed.is_empty():
            missed = missed.with_columns(fold_names(pl.col("written")).alias("read"))
            hits = [_hit(missed, [(nodes.read, "read")], rank) for rank, nodes in self.parts]
            every = pl.concat([every, *hits])
        best = every.filter(pl.col(_RANK) == pl.col(_RANK).min().over(TEXT))
        meant = best.group_by(TEXT).agg(pl.col(OBJECT).unique().sort().alias(CHOICES))
        sure = pl.when(pl.col(CHOICES).list.len() == 1).then(pl.col(CHOICES).list.first())
        return meant.with_columns(sure.alias(OBJECT)).with_columns(self._segment())


def _hit(
    wanted: pl.DataFrame, names: Iterable[tuple[pl.DataFrame, str]], rank: int
) -> pl.DataFrame:
    """Return what texts hit among names, each compared in its form: ``text object rank``."""
    hits = [
        wanted.join(each, left_on=form, right_on=TEXT).select(
            pl.col("written").alias(TEXT), OBJECT, pl.col(_RANK) + rank
        )
        for each, form in names
    ]
    return pl.concat(hits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The resolved references: a node for each text, null where it is unknown or ambiguous.

    ``unsure`` lists the texts that mean several nodes, with their ``choices``.
    """

    nodes: pl.Series
    segments: pl.Series | None
    unsure: pl.DataFrame


def resolve(texts: pl.Series, lookup: Lookup, *, with_segments: bool = False) -> Resolved:
    """Find the node that each text means.

    Parameters
    ----------
    texts
        References as they are written; null where there is none.
    with_segments
        Whether to give the path segments of the nodes as well, for IRIs of relations.

    Examples
    --------
    >>> frame = pl.DataFrame({"iri": ["urn:a"], "id": ["a"], "label0": ["Alfa"]})
    >>> lookup = Lookup(parts=((0, Nodes(frame=frame)),))
    >>> resolve(pl.Series(["a", "alfa", "b"]), lookup).nodes.to_list()
    ['urn:a', 'urn:a', None]
    """
    found = (lookup.keys if with_segments else lookup.ids).find(texts)
    unsure = _NONE_UNSURE
    if found[0].null_count() > texts.null_count():
        missed = lookup.search(texts.filter(found[0].is_null()).drop_nulls().unique())
        unsure = missed.filter(pl.col(OBJECT).is_null()).select(TEXT, CHOICES)
        further = LookupTable(frame=missed.select(TEXT, OBJECT, SEGMENT)).find(texts)
        # The first has one series less if no segments were asked for.
        found = [
            first.zip_with(first.is_not_null(), second)
            for first, second in zip(found, further, strict=False)
        ]
    return Resolved(nodes=found[0], segments=found[1] if with_segments else None, unsure=unsure)
