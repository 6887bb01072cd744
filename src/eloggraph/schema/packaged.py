"""The schema of the toolkit's own ontology and shapes, made ready at the installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from eloggraph.cache import prepared_or_made
from eloggraph.schema.lazy import LazyMapping
from eloggraph.schema.model import Schema
from eloggraph.schema.package import ontology_files, shape_files

if TYPE_CHECKING:
    from eloggraph.schema.reader import Model


@cache
def packaged_model() -> Model:
    """Return the toolkit's own ontology and shapes, read from their files once."""
    from eloggraph.schema.reader import read_model

    return read_model(ontology_files(), shape_files())


@cache
def packaged_schema() -> Schema:
    """Return the schema of the toolkit's own ontology and shapes.

    The parts that only some commands need are read when they are first used.
    """
    return replace(
        prepared_or_made("schema", _make_core),
        labels=_read_lazily("labels"),
        properties=_read_lazily("properties"),
        rules=_read_lazily("rules"),
    )


def prepare_schema() -> dict[str, object]:
    """Return what an installation makes ready, by name."""
    later = ("labels", "properties", "rules")
    return {"schema": _make_core()} | {name: _make_part(name) for name in later}


def _make_core() -> Schema:
    return replace(packaged_model().schema, labels={}, properties={}, rules={})


def _read_lazily(name: str) -> Mapping[str, Any]:
    return LazyMapping(partial(prepared_or_made, name, partial(_make_part, name)))


def _make_part(name: str) -> Mapping[str, Any]:
    return dict(getattr(packaged_model().schema, name))
