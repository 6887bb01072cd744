"""The reference pages of the model, made once for all tests of a process that look at them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from eloggraph.schema.packaged import packaged_schema
from eloggraph.views.reference.build import build_reference
from eloggraph.views.reference.model import ReferenceModel
from eloggraph.views.reference.site import render_reference


@cache
def reference_model() -> ReferenceModel:
    return build_reference(packaged_schema(), versions={"eloggraph": "0"})


@cache
def reference_site() -> Mapping[str, str]:
    return render_reference(reference_model())
