"""What a check of RDF will take of memory, told while the first parts of the files are read."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from eloggraph.graph.rdf.lines import SplitLines
from eloggraph.graph.statements import OBJECT, SUBJECT

# Measured on synthetic networks of a million and ten million statements: the libraries, each
# statement in the frames and in those of a check, and each text while it is put with the others.
_LIBRARIES = 180_000_000
_OF_STATEMENT = 150
_OF_TEXT = 2
# Bytes from which on what has been read tells of the rest.
_FIRST = 12 << 20


class TooMuchError(Exception):
    """A check will take more memory than it may: ``need`` bytes."""

    def __init__(self, need: int) -> None:
        self.need = need
        super().__init__()


@dataclass(slots=True)
class MemoryBound:
    """The bytes that a check may take; ``size`` are those of its files, as they are stored."""

    limit: int
    size: int
    statements: int = 0
    texts: int = 0
    read: int = 0

    def take(self, split: SplitLines, length: int) -> None:
        """Add a part of a file, which has a length.

        Raises
        ------
        TooMuchError
            When the check of all the files will take more than it may.
        """
        self.statements += split.frame.height
        columns = (split.subjects, split.terms)
        self.texts += sum(int(texts.str.len_bytes().sum()) for texts in columns)
        self.read += length
        if self.read >= _FIRST and (need := self.estimate()) > self.limit:
            raise TooMuchError(need)

    def take_rows(self, rows: pl.DataFrame, length: int) -> None:
        """Add rows of a file of statements, of whose bytes they are a share.

        Raises
        ------
        TooMuchError
            When the check of all the files will take more than it may.
        """
        self.statements += rows.height
        columns = (rows[name] for name in (SUBJECT, OBJECT))
        self.texts += sum(int(texts.str.len_bytes().sum()) for texts in columns)
        self.read += length
        if (need := self.estimate()) > self.limit:  # how many there are is known
            raise TooMuchError(need)

    def estimate(self) -> int:
        """Return how many bytes a check of all the files will take, by what has been read.

        >>> MemoryBound(limit=0, size=10, statements=1_000_000, read=10).estimate() // 1_000_000
        330
        """
        held = _OF_STATEMENT * self.statements + _OF_TEXT * self.texts
        return _LIBRARIES + held * max(self.size, self.read) // max(self.read, 1)
