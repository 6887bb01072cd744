"""The guide of a new network: the steps of filling in tables, and the same as a text file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from eloggraph.schema.model import Column, Module, Table
from eloggraph.tables.write.template.choice import Template
from eloggraph.tables.write.template.help import describe_column, list_codes, name_list, need_of
from eloggraph.text import catalogue_keys, say

_WIDTH = 96


def list_steps(template: Template, form: str) -> list[str]:
    """Return the steps of filling in; ``form`` is ``workbook`` or ``folder``."""
    chapters = ("template.guide.step", f"template.guide.{form}")
    keys = [key for key in catalogue_keys() if key.rpartition(".")[0] in chapters]
    values = {
        "value": template.first[0].names.say(template.language),
        "codes": template.say("sheet.codes"),
        "more": template.say("file.more"),
    }
    keys.sort(key=lambda key: key.rpartition(".")[2])
    return [say(key, **values).say(template.language) for key in keys]


def list_groups(template: Template) -> list[tuple[str, tuple[Table, ...]]]:
    """Return the tables in the groups that the guide shows, each with its heading."""
    start = "chosen" if template.chosen else "start"
    groups = [(template.say(f"guide.{start}"), template.first)]
    return groups + [(template.say("guide.later"), template.later)] * bool(template.later)


def list_modules(template: Template) -> list[tuple[str, str, str]]:
    """Return the modules that are not switched on: key, what they are for, and their tables."""
    language = template.language

    def name_tables(module: Module) -> str:
        tables = (t for t in template.schema.tables if t.module == module.key)
        return ", ".join(sorted((t.names.say(language) for t in tables), key=str.casefold))

    return [
        (
            module.key,
            f"{module.names.say(language)}. {module.description.say(language)}",
            name_tables(module),
        )
        for module in template.others
    ]


def tell_further(template: Template) -> str | None:
    """Return which tables of the core are not there, and how to get them; None where all are."""
    there = {table.name for table in template.tables}
    core = (t for t in template.schema.tables if t.module is None and t.name not in there)
    names = sorted((table.names.say(template.language) for table in core), key=str.casefold)
    if not names or template.chosen:
        return None
    return template.say("guide.further", tables=", ".join(names))


def tell_about(template: Template, table: Table) -> str:
    """Return what goes into a table; of one to begin with, why."""
    advice = None if template.chosen else table.advice
    return (advice or table.description).say(template.language)


def list_required(template: Template, table: Table) -> str:
    """Return the names of the columns that may not be empty."""
    required = (c for c in table.columns if need_of(c) == "required")
    return ", ".join(column.names.say(template.language) for column in required)


def list_coded(template: Template) -> dict[str, Column]:
    """Return the code lists that the tables use: a column of each by the name of its list."""
    coded: dict[str, Column] = {}
    for table in template.tables:
        for column in table.columns:
            if column.kind == "concept":
                coded.setdefault(name_list(template, column), column)
            elif column.kind == "class":
                coded.setdefault(name_class_list(template, table, column), column)
    return coded


def name_class_list(template: Template, table: Table, column: Column) -> str:
    """Return what the list of a table's kinds is called: the table and the column."""
    return f"{table.names.say(template.language)}: {column.names.say(template.language)}"


def render_guide(template: Template) -> str:
    """Return the guide as a text file: steps, tables, every column, every code list."""
    return "\n".join(_write_guide(template)) + "\n"


def _write_guide(template: Template) -> Iterator[str]:
    yield from _heading(template.say("guide.title"), "=")
    yield from _wrap(template.say("guide.lead"))
    yield ""
    for number, step in enumerate(list_steps(template, "folder"), 1):
        yield from _wrap(step, f"{number}. ")
    for heading, tables in list_groups(template):
        yield from _heading(heading, "=")
        for table in tables:
            name = f"{table.names.say(template.language)}.csv"
            yield from _wrap(f"{name}: {tell_about(template, table)}", "- ")
    if further := tell_further(template):
        yield ""
        yield from _wrap(further)
    if modules := list_modules(template):
        yield from _heading(template.say("guide.modules"), "=")
        yield from _wrap(template.say("guide.modules-lead"))
        yield ""
        for key, about, held in modules:
            yield from _wrap(f"{key}: {about} {held}.", "- ")
    yield from _heading(template.say("guide.all-columns"), "=")
    for table in template.tables:
        yield from _heading(table.names.say(template.language), "-")
        yield from _wrap(table.description.say(template.language))
        for column in table.columns:
            name, *lines = describe_column(template, column).splitlines()
            yield ""
            yield name
            yield from _wrap(" ".join(lines), "  ")
    yield from _heading(template.say("guide.all-codes"), "=")
    for name, column in list_coded(template).items():
        yield from _heading(name, "-")
        for code in list_codes(template.schema, column):
            meaning = f": {code.definition.say(template.language)}" if code.definition else ""
            yield from _wrap(code.label.say(template.language) + meaning, "- ")


def _heading(text: str, line: str) -> Iterator[str]:
    yield from ("", text, line * len(text), "") if line == "-" else ("", "", text, line * len(text))


def _wrap(text: str, lead: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
