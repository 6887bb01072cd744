"""The command ``docs`` with its pages worked out before: all of it but the seconds of making them.

``python tests/worked_out.py FILE docs --output out --lang en`` runs the command line as
``python -m eloggraph`` does; the pages are those that the first call has left in the file. So the
many calls with which it writes can be tried one by one.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from types import ModuleType

_SITE = "eloggraph.views.reference.site"
_SCHEMA = "eloggraph.schema.packaged"


def _keep(pages: Path) -> None:
    """Have the command keep what it has worked out."""
    from eloggraph.views.reference import site

    render = site.render_reference

    def render_and_keep(*given: object) -> object:
        files = render(*given)  # type: ignore[arg-type]
        about = site.describe_reference(given[0])  # type: ignore[arg-type]
        pages.write_bytes(pickle.dumps((files, about)))
        return files

    site.render_reference = render_and_keep  # type: ignore[assignment]


def take(pages: Path) -> None:
    """Let ``docs`` have what has been worked out, in the place of the modules that do it."""
    files, about = pickle.loads(pages.read_bytes())  # what the first call has left
    site, schema = ModuleType(_SITE), ModuleType(_SCHEMA)
    site.build_reference = lambda *_, **__: None  # type: ignore[attr-defined]
    site.render_reference = lambda *_: files  # type: ignore[attr-defined]
    site.describe_reference = lambda *_: about  # type: ignore[attr-defined]
    schema.packaged_schema = lambda: None  # type: ignore[attr-defined]
    sys.modules.update({_SITE: site, _SCHEMA: schema})


def main() -> None:
    pages = Path(sys.argv[1])
    sys.argv = ["eloggraph", *sys.argv[2:]]
    (take if pages.exists() else _keep)(pages)
    from eloggraph.__main__ import run_process

    run_process()


if __name__ == "__main__":
    main()
