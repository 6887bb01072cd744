"""Where ontology, shapes and reference data are: in the wheel, or beside the sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path

ALIGNMENT = "elo-align.ttl"
# The networks that come with the toolkit, for others to use.
PACKAGED_NETWORKS = ("suomi",)
_PACKAGE = Path(__file__).parent.parent


@cache
def model_folder(name: str) -> Path:
    """Return the folder ``ontology``, ``shapes`` or ``datasets`` of the installed toolkit.

    A built wheel carries them under ``eloggraph/model/``; an editable install reads them where
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


def packaged_network(name: str) -> Path | None:
    """Return the folder of a network that comes with the toolkit; None where none is so called.

    >>> found = packaged_network("suomi")
    >>> found is not None and (found / "municipalities.csv").is_file(), packaged_network("ruotsi")
    (True, None)
    """
    return model_folder("datasets") / name if name in PACKAGED_NETWORKS else None
