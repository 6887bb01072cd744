"""Texts and what they stand for, looked up for whole columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from eloggraph.graph.populate.texts import is_few

TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class LookupTable:
    """Values of distinct texts: ``frame`` has ``text`` and further columns of strings."""

    frame: pl.DataFrame

    @cached_property
    def _rows(self) -> dict[str, tuple[str | None, ...]]:
        return {row[0]: row[1:] for row in self.frame.iter_rows()}

    def find(self, texts: pl.Series) -> list[pl.Series]:
        """Return the values of each text: a series for each column, null where the text is unknown.

        >>> frame = pl.DataFrame({"text": ["a"], "iri": ["urn:a"]})
        >>> table = LookupTable(frame=frame)
        >>> [found.to_list() for found in table.find(pl.Series(["a", None, "b"]))]
        [['urn:a', None, None]]
        """
        names = self.frame.columns[1:]
        if is_few(len(texts), self.frame.height):
            nothing = (None,) * len(names)
            rows = [self._rows.get(text, nothing) for text in texts]
            columns = zip(*rows, strict=True) if rows else [()] * len(names)
            return [
                pl.Series(name, column, dtype=pl.String)
                for name, column in zip(names, columns, strict=True)
            ]
        written = texts.alias(TEXT).to_frame()
        found = written.join(self.frame, on=TEXT, how="left", maintain_order="left")
        return found.select(names).get_columns()
