"""The engines: functions that take a request and return a validation.

``columns`` validates data frames; ``pyshacl`` is the reference that it is held against. Neither
imports what only the other needs.
"""

from __future__ import annotations

from collections.abc import Callable

from eloggraph.shacl.model import Validation
from eloggraph.shacl.shapes import Request

Engine = Callable[[Request], Validation]

DEFAULT_ENGINE = "columns"


def validate_with_columns(request: Request) -> Validation:
    """Validate data frames: see :mod:`eloggraph.shacl.core`."""
    from eloggraph.shacl.core import validate_with_columns as validate

    return validate(request)


def validate_with_pyshacl(request: Request) -> Validation:
    """Validate with pySHACL: see :mod:`eloggraph.shacl.pyshacl_engine`."""
    from eloggraph.shacl.pyshacl_engine import validate_with_pyshacl as validate

    return validate(request)


ENGINES: dict[str, Engine] = {"columns": validate_with_columns, "pyshacl": validate_with_pyshacl}
