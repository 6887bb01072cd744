"""The help text of a column: whether it is required, what goes into it and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from eloggraph.iri import contract, expand
from eloggraph.schema.model import Column, Concept, Schema
from eloggraph.tables.write.template.choice import Template

_ID = expand("dct:identifier")
Need = Literal["required", "recommended", "optional"]
NEEDS: tuple[Need, ...] = ("required", "recommended", "optional")


def need_of(column: Column) -> Need:
    """Return whether a column is required, recommended or optional.

    An id is made from the name where nobody gives one.
    """
    if not column.required or column.path == _ID:
        return "optional"
    return "required" if column.severity == "violation" else "recommended"


def describe_column(template: Template, column: Column) -> str:
    """Return the help of a column: name, need, what it holds, how to write it; a line each."""
    name = column.names.say(template.language)
    head = f"{name} ({template.say(f'need.{need_of(column)}').lower()})"
    return "\n".join([head, column.description.say(template.language), *_explain(template, column)])


def _explain(template: Template, column: Column) -> Iterator[str]:
    rule = template.schema.rules.get(column.shape)
    match column.kind:
        case "concept" | "class":
            codes = list_codes(template.schema, column)
            values = {"list": name_list(template, column), "example": ""}
            example = (codes[1:] or codes)[0] if column.kind == "class" else codes[0]
            values["example"] = example.label.say(template.language)
            yield template.say("how.code", **values)
        case "node":
            yield _explain_reference(template, column)
        case "boolean":
            yield template.say("how.boolean", **say_yes_no(template))
        case "date":
            yield template.say(f"how.{_name_dates(column)}")
        case "integer" | "decimal" | "iri":
            yield template.say(f"how.{column.kind}")
        case _ if column.pattern and rule is not None and rule.message is not None:
            yield rule.message.say(template.language)
    if column.separator:
        yield template.say("how.several", separator=column.separator)
    if column.personal:
        yield template.say("how.personal")


def _explain_reference(template: Template, column: Column) -> str:
    tables = template.schema.tables_of(column.classes)
    names = ", ".join(table.names.say(template.language) for table in tables)
    return template.say("how.references" if len(tables) > 1 else "how.reference", tables=names)


def _name_dates(column: Column) -> str:
    datatypes = [contract(datatype) for datatype in column.datatypes]
    if len(datatypes) != 1:
        return "date"
    return {"xsd:gYear": "year", "xsd:date": "day"}.get(datatypes[0], "date")


def say_yes_no(template: Template) -> dict[str, str]:
    """Return the words for yes and no."""
    return {word: template.say(f"word.{word}") for word in ("yes", "no")}


def name_list(template: Template, column: Column) -> str:
    """Return what the code list of a column is called."""
    schemes = {scheme.iri: scheme.label for scheme in template.schema.schemes}
    return schemes.get(column.scheme or "", column.names).say(template.language)


def list_codes(schema: Schema, column: Column) -> list[Concept]:
    """Return the codes that a column allows, in the order of their list, narrower ones below.

    The classes of a column that narrows the class of a row are codes too.
    """
    if column.kind == "class":
        return [_code_of_class(schema, iri) for iri in column.allowed]
    concepts = {c.iri: c for c in schema.concepts if c.scheme == column.scheme}
    below: dict[str, list[str]] = {iri: [] for iri in concepts}
    for iri, concept in concepts.items():
        for broader in concept.broader:
            below.get(broader, []).append(iri)
    top = next((s.top for s in schema.schemes if s.iri == column.scheme), ())
    found: dict[str, Concept] = {}
    waiting = [*sorted(concepts, reverse=True), *(iri for iri in reversed(top) if iri in concepts)]
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            found[iri] = concepts[iri]
            waiting.extend(sorted(below[iri], reverse=True))
    return list(found.values())


def _code_of_class(schema: Schema, iri: str) -> Concept:
    known = schema.classes[iri]
    return Concept(
        iri=iri,
        scheme=expand("rdf:type"),
        notation=contract(iri).partition(":")[2],
        label=known.label,
        definition=known.definition,
    )
