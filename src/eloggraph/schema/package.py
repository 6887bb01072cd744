"""Where ontology, code lists and shapes are: in the wheel, or beside the sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ALIGNMENT = "elo-align.ttl"
_PACKAGE = Path(__file__).parent.parent


@cache
def model_folder(name: str) -> Path:
    """Return the folder ``ontology`` or ``shapes`` of the installed toolkit.

    A built wheel carries both under ``eloggraph/model/``; an editable install reads them where
    they are edited, at the top of the checkout.
    """
    installed = _PACKAGE / "model" / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name


def ontology_files() -> tuple[Path, ...]:
    """Return the ontology and every code list, sorted; the alignment is apart from them."""
    files = sorted(model_folder("ontology").rglob("*.ttl"))
    return tuple(path for path in files if path.name != ALIGNMENT)


def shape_files() -> tuple[Path, ...]:
    """Return every file of shapes, sorted."""
    return tuple(sorted(model_folder("shapes").rglob("*.ttl")))
