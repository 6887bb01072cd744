"""The modules of the model that a network switches on in its settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from eloggraph.config import FILE
from eloggraph.finding import Finding, Place, Severity, tell
from eloggraph.schema.model import Schema
from eloggraph.text import quote_names


def find_unknown_modules(modules: Iterable[str], schema: Schema) -> Iterator[Finding]:
    """Tell of the modules in ``network.toml`` that the model does not have.

    Nothing depends on them in reading: every table in the folder is read.
    """
    known = {module.key for module in schema.modules}
    for name in dict.fromkeys(modules):
        if name not in known:
            yield tell_module(name, schema, "warning", Place(file=FILE, column="modules"))


def tell_module(
    name: str, schema: Schema, severity: Severity = "violation", place: Place | None = None
) -> Finding:
    """Tell that the model has no such module, and which it has.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> tell_module("strategies", packaged_schema()).message.en
    'There is no module “strategies”.'
    """
    known = quote_names(module.key for module in schema.modules)
    return tell("module-unknown", severity, place, value=name, known=known)
