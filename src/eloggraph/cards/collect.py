"""A card for each of the network's own actors: its row, services, ties and memberships."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eloggraph.cards.values import Values
from eloggraph.iri import contract, expand
from eloggraph.schema.model import Column, Table
from eloggraph.tables.cards import Card, Field, Line, Part, PartName, hash_text
from eloggraph.text import Language, Text, say

# The class of each part's rows, and the properties by which a row speaks of an actor.
CLASSES: Mapping[PartName, tuple[str, tuple[str, ...]]] = {
    "service": ("elo:GuidanceService", ("elo:providedBy",)),
    "tie": ("elo:CollaborationLink", ("elo:linkFrom", "elo:linkTo", "elo:hasParty")),
    "membership": ("elo:RoleAssignment", ("org:member",)),
}
# What is not asked: what names the row, where it is from, and longer texts.
_NOT_ASKED = frozenset(
    map(
        expand,
        (
            *("dct:identifier", "dct:source", "elo:locator", "elo:observedOn", "elo:status"),
            *("dct:description", "dct:language", "prov:wasGeneratedBy", "elo:hasParty"),
        ),
    )
)
_ACTOR_FIELD = "value"
# How the row of a network or project names who belongs to it; backwards where the actor says it.
_NAMING = (("org:hasMember", False), ("elo:providedBy", False), ("elo:coordinates", True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a line of a card stands for: a node, and the column where the line is one value."""

    node: str
    column: Column | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The cards of a network by their keys, and what their lines stand for by theirs.

    ``left_out`` counts the actors without a card, because their id is private.
    """

    cards: Mapping[str, Card]
    named: Mapping[str, Named]
    tables: Mapping[PartName, Table]
    left_out: int = 0


def collect_cards(
    values: Values,
    *,
    network: str,
    title: Text,
    languages: tuple[Language, ...],
    on: date,
    by: str | None = None,
    return_to: str | None = None,
) -> Cards:
    """Return the card of every actor of the network itself that is there on the day.

    Columns about persons are left out, and so is the actor whose id is private.
    """
    records = values.records
    tables = {
        name: _choose_table(values, class_)
        for name, class_ in {
            "actor": "elo:Actor",
            **{n: c for n, (c, _) in CLASSES.items()},
        }.items()
    }
    named: dict[str, Named] = {}
    cards: dict[str, Card] = {}
    there = [
        actor
        for actor in records.of("elo:Actor")
        if records.is_own(actor) and records.in_force(actor, on)
    ]
    for actor in there:
        if actor not in values.places:  # it is shown under another name than it has
            continue
        card = Card(
            actor=actor,
            id=records.value(actor, "dct:identifier") or actor.rpartition("/")[2],
            key=hash_text(network, actor),
            label=values.name(actor),
            network=title,
            parts=tuple(_make_parts(values, actor, tables, languages, on, named)),
            languages=languages,
            on=on.isoformat(),
            by=by,
            return_to=return_to,
        )
        cards[card.key] = card
    left_out = len(there) - len(cards)
    return Cards(cards=cards, named=named, tables=tables, left_out=left_out)


def _choose_table(values: Values, class_: str) -> Table:
    """Return the table whose rows are of the class itself."""
    tables = values.schema.tables_of((expand(class_),))
    return next(table for table in tables if table.target_class == expand(class_))


def _make_parts(
    values: Values,
    actor: str,
    tables: Mapping[PartName, Table],
    languages: Sequence[Language],
    on: date,
    named: dict[str, Named],
) -> Iterator[Part]:
    yield _make_actor_part(values, actor, languages, named)
    for name, (_, about) in CLASSES.items():
        columns = list_asked(tables[name], languages, but=about if name != "tie" else ())
        nodes = [
            node
            for node in values.records.subjects(actor, *about)
            if node in values.places and values.records.in_force(node, on)
        ]
        lines = [_make_line(values, node, columns, named) for node in nodes]
        if name == "membership":
            lines += _list_named_in(values, actor, columns, on, named)
        own = Text.same("")
        first = values.name(actor) if name == "tie" else own
        yield Part(
            name=name,
            fields=tuple(_make_field(values, tables[name], column) for column in columns),
            lines=tuple(lines),
            blank=(first, *(own for _ in columns[1:])),
        )


def list_asked(
    table: Table, languages: Sequence[Language], *, but: Iterable[str] = ()
) -> tuple[Column, ...]:
    """Return the columns of a table that are asked about."""
    left_out = _NOT_ASKED | set(map(expand, but))
    return tuple(
        column
        for column in table.columns
        if column.path not in left_out
        and column.kind != "class"
        and column.module is None
        and not column.personal
        and not column.inverse
        and (column.language is None or column.language in languages)
    )


def _make_field(values: Values, table: Table, column: Column) -> Field:
    """Return a column as a field: whom a row is about cannot be corrected, for it makes the row."""
    return Field(
        key=column.key,
        name=column.names,
        offers=values.offer(column),
        correctable=column.kind != "node" or column.key not in table.key,
        required=column.required and column.severity == "violation",
    )


def _make_line(
    values: Values, node: str, columns: Sequence[Column], named: dict[str, Named]
) -> Line:
    key = hash_text(node)
    named[key] = Named(node=node)
    table = values.places[node].table.table
    shown = (_show(values, node, table, column) for column in columns)
    return Line(key=key, cells=tuple(shown))


def _show(values: Values, node: str, table: Table, column: Column) -> Text:
    """Return what a row says in the column of the same property: a chain is a service too."""
    own = next((each for each in table.columns if each.key == column.key), None)
    return values.show(node, own) if own else Text.same("")


def _make_actor_part(
    values: Values, actor: str, languages: Sequence[Language], named: dict[str, Named]
) -> Part:
    table = values.places[actor].table.table
    lines = []
    for column in list_asked(table, languages):
        key = hash_text(actor, column.key)
        named[key] = Named(node=actor, column=column)
        cells = (column.names, values.show(actor, column))
        lines.append(Line(key=key, cells=cells, offers=values.offer(column)))
    fields = (
        Field(key="name", name=say("confirm.field.fact"), correctable=False),
        Field(key=_ACTOR_FIELD, name=say("confirm.field.value")),
    )
    return Part(name="actor", fields=fields, lines=tuple(lines))


def _list_named_in(
    values: Values,
    actor: str,
    columns: Sequence[Column],
    on: date,
    named: dict[str, Named],
) -> Iterator[Line]:
    """Yield the networks and projects on whose own rows the actor is named: member, provider."""
    for node, column in _find_naming(values, actor, on):
        key = hash_text(node, column.key, actor)
        named[key] = Named(node=node, column=column)
        said = {"org:organization": values.name(node), "org:role": column.names}
        cells = (said.get(contract(each.path), Text.same("")) for each in columns)
        yield Line(key=key, cells=tuple(cells), correctable=False)


def _find_naming(values: Values, actor: str, on: date) -> Iterator[tuple[str, Column]]:
    """Yield each collective whose own row names the actor, with the column that does.

    What a row of its own tells, and services, stand elsewhere on the card.
    """
    records = values.records
    told = {
        organisation
        for row in records.subjects(actor, "org:member")
        for organisation in records.values(row, "org:organization")
    }
    for path, inverse in _NAMING:
        nodes = records.values(actor, path) if inverse else records.subjects(actor, path)
        for node in nodes:
            there = node in values.places and node not in told and records.in_force(node, on)
            is_service = records.is_a(node, "elo:GuidanceService")
            if there and records.is_a(node, "elo:Collective") and not is_service:
                table = values.places[node].table.table
                for column in table.columns_of(expand(path), inverse=inverse):
                    if actor in values.read(node, column) and values.cell(node, column):
                        yield node, column
