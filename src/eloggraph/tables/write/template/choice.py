"""The tables of a new network: which, and in what order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from eloggraph.errors import InputError
from eloggraph.finding import Finding, tell
from eloggraph.schema.model import Module, Schema, Table
from eloggraph.schema.package import PACKAGED_NETWORKS
from eloggraph.schema.shown import arrange
from eloggraph.tables.read.match import find_nearest, match_table_name
from eloggraph.tables.read.modules import tell_module
from eloggraph.text import FINISHED, Language, quote_names, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The tables of a new network in one language: those to begin with, and those for later.

    ``chosen`` tells that somebody named the tables; then all of them are there to begin with.
    ``modules`` are those that are switched on, in the order of the model; the tables have their
    columns and those of the core, those that show first, with texts in the ``languages`` of the
    network alone. ``uses`` are the networks whose rows it may refer to.
    """

    schema: Schema
    language: Language
    first: tuple[Table, ...]
    later: tuple[Table, ...] = ()
    chosen: bool = False
    modules: tuple[Module, ...] = ()
    languages: tuple[Language, ...] = FINISHED
    uses: tuple[str, ...] = PACKAGED_NETWORKS

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return all tables in order."""
        return (*self.first, *self.later)

    @property
    def others(self) -> tuple[Module, ...]:
        """Return the modules that are not switched on."""
        return tuple(module for module in self.schema.modules if module not in self.modules)

    def say(self, key: str, **values: object) -> str:
        """Return a text of the chapter of templates in the template's language."""
        return say(f"template.{key}", **values).say(self.language)


def choose_tables(
    schema: Schema,
    language: Language,
    wanted: Sequence[str] = (),
    modules: Collection[str] | None = None,
    *,
    languages: Sequence[Language] = FINISHED,
    everything: bool = True,
) -> Template:
    """Choose the tables of a new network.

    Parameters
    ----------
    wanted
        Names of tables, by key or in any language; without any, those that a network begins with
        and those of the modules.
    modules
        Keys of the modules to switch on, which say what columns there are besides those of the
        core; None: all of them.
    languages
        Those in which the network is written.
    everything
        Whether all tables of the core are there, or only those that a network begins with.

    Raises
    ------
    InputError
        When a wanted table or module is none of the model; all such are told at once.
    """
    switched = schema.modules if modules is None else _find_modules(schema, modules)
    keys = [module.key for module in switched]
    if wanted:
        found = {name: match_table_name(name, schema) for name in wanted}
        unknown = [_tell_unknown(name, schema) for name, table in found.items() if table is None]
        if unknown:
            raise InputError(*unknown)
        named = dict.fromkeys(table for table in found.values() if table is not None)
        first, rest = list(named), list[Table]()
    else:
        tables = [table for table in schema.tables if table.module in (None, *keys)]
        # If the shapes do not say which tables to begin with, all are equal.
        first = sorted(
            (table for table in tables if table.begin_with),
            key=lambda table: (table.begin_with or 0, table.name),
        ) or list(tables)
        rest = [t for t in tables if t not in first and (everything or t.module is not None)]
        rest.sort(key=lambda table: table.names.say(language).casefold())
    return Template(
        schema=schema,
        language=language,
        first=tuple(arrange(table.within(keys).written_in(languages)) for table in first),
        later=tuple(arrange(table.within(keys).written_in(languages)) for table in rest),
        chosen=bool(wanted),
        modules=switched,
        languages=tuple(languages),
    )


def _find_modules(schema: Schema, wanted: Collection[str]) -> tuple[Module, ...]:
    known = [module.key for module in schema.modules]
    unknown = [name for name in dict.fromkeys(wanted) if name not in known]
    if unknown:
        raise InputError(*(tell_module(name, schema) for name in unknown))
    return tuple(module for module in schema.modules if module.key in wanted)


def _tell_unknown(name: str, schema: Schema) -> Finding:
    known = [
        n for table in schema.tables for n in (table.name, *dict(table.names.items()).values())
    ]
    near = find_nearest(name, known)
    return tell(
        "template-table-unknown",
        "violation",
        value=name,
        chapter="template",
        variant="near" if near else "far",
        near=quote_names(near),
    )
