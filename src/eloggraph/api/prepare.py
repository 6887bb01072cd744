"""Make ready what no command should have to make: ``python -m eloggraph.api.prepare FOLDER``.

The build of a wheel and an editable installation call it: see :mod:`eloggraph.cache`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from eloggraph.cache import write_prepared
from eloggraph.catalogue import prepare_catalogue
from eloggraph.checks.packaged import prepare_checks
from eloggraph.graph.rdf.packaged import prepare_ontology
from eloggraph.schema.packaged import prepare_schema
from eloggraph.views.page.templates import prepare_templates


def prepare() -> Iterator[tuple[str, object]]:
    """Yield what is made ready, by name."""
    yield from prepare_catalogue().items()
    yield from prepare_schema().items()
    yield from prepare_ontology().items()
    yield from prepare_checks().items()
    yield from prepare_templates().items()


if __name__ == "__main__":
    write_prepared(Path(sys.argv[1]).resolve(), prepare())
