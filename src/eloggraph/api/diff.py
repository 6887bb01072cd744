"""What changed between two versions of the ontology."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eloggraph.ontology.diff import VersionDiff


def diff(old: str | Path, new: str | Path) -> VersionDiff:
    """Compare two versions of the ontology: major, minor or patch, and why.

    Parameters
    ----------
    old, new
        Files or folders of Turtle.

    Raises
    ------
    InputError
        When a file cannot be read.

    Examples
    --------
    >>> diff("ontology", "ontology").changes
    ()
    """
    from eloggraph.ontology.diff import compare_ontologies

    return compare_ontologies(Path(old), Path(new))
