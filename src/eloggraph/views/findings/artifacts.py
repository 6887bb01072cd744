"""The files that findings are in, as machines look them up: paths from a root, and lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eloggraph.finding import Place
from eloggraph.tables.read.lines import Lines

SETTINGS = "network.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One file: its path from the root, and the lines of those of its rows that are asked for."""

    path: str
    lines: Mapping[int, Lines] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifacts:
    """Where the files of a report are.

    ``files`` has them by the name that findings have for them; ``whole`` is the path that stands
    for the data as a whole, and ``root`` the address of the folder that paths start from.
    """

    files: Mapping[str, Artifact] = field(default_factory=dict)
    whole: str = SETTINGS
    root: str | None = None

    def path(self, place: Place | None) -> str:
        """Return the path of a place's file.

        >>> Artifacts().path(Place(file="actors.csv")), Artifacts().path(None)
        ('actors.csv', 'network.toml')
        """
        if place is None:
            return self.whole
        artifact = self.files.get(place.file)
        return artifact.path if artifact else place.file

    def line(self, place: Place | None) -> int:
        """Return the first line of a place; that of a whole file is its first.

        Where a file has no lines that are known, such as a workbook, the row stands for one.
        """
        lines = self.lines(place)
        return lines.first if lines else max((place.row if place else None) or 1, 1)

    def lines(self, place: Place | None) -> Lines | None:
        """Return the lines of a place, where they are known."""
        if place is None or place.row is None or place.sheet is not None:
            return None
        artifact = self.files.get(place.file)
        return artifact.lines.get(place.row) if artifact else None


AS_NAMED = Artifacts()
