"""Texts of a workbook in which some letters are struck through and others are not, or all are."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat

SHARED = "xl/sharedStrings.xml"
_CHUNK = 1_000_000
# How much of a text is struck through.
Share = Literal["all", "part"]


@dataclass(slots=True)
class RunScan:
    """A walk through the runs of one text, element by element.

    >>> scan = RunScan()
    >>> for step in ("r", "strike", "t"):
    ...     scan.start(step, {})
    >>> scan.text("old")
    >>> scan.end("t")
    >>> scan.share()
    'all'
    """

    _is_struck: bool = False
    _is_text: bool = False
    _phonetic: int = 0
    _struck: int = 0
    _plain: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""
        if name == "r":
            self._is_struck = False
        elif name == "strike":
            self._is_struck = attributes.get("val", "1") not in ("0", "false")
        elif name == "rPh":
            self._phonetic += 1
        elif name == "t":
            self._is_text = not self._phonetic

    def text(self, text: str) -> None:
        """Take in some letters; white space is no letter."""
        if self._is_text:
            count = len(text.strip())
            self._struck += count if self._is_struck else 0
            self._plain += 0 if self._is_struck else count

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        if name == "rPh":
            self._phonetic -= 1
        elif name == "t":
            self._is_text = False

    def share(self) -> Share | None:
        """Return how much of the text is struck through; None for nothing."""
        if not self._struck:
            return None
        return "part" if self._plain else "all"


@dataclass(slots=True)
class _Strings:
    """A walk through the texts that the cells of a workbook share."""

    found: dict[str, Share] = field(default_factory=dict)
    count: int = 0
    runs: RunScan = field(default_factory=RunScan)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "si":
            self.runs = RunScan()
        self.runs.start(name, attributes)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self.runs.end(name)
        if name == "si":
            if (share := self.runs.share()) is not None:
                self.found[str(self.count)] = share
            self.count += 1

    def text(self, text: str) -> None:
        self.runs.text(text)


def find_struck_texts(archive: zipfile.ZipFile) -> Mapping[str, Share]:
    """Return which of the texts that cells share are struck through, by their numbers.

    Raises
    ------
    xml.parsers.expat.ExpatError
        When they are damaged.
    """
    if SHARED not in archive.namelist():
        return {}
    strings, parser = _Strings(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = strings.start, strings.end
    parser.CharacterDataHandler = strings.text
    with archive.open(SHARED) as stream:
        while piece := stream.read(_CHUNK):
            parser.Parse(piece, False)
    parser.Parse(b"", True)
    return strings.found
