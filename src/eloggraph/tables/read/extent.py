"""How far the cells of an XLSX sheet reach that hold something: styles alone are nothing."""

from __future__ import annotations

import re
from typing import IO
from xml.parsers import expat

from eloggraph.tables.read.addresses import number_column

_CHUNK = 1_000_000
_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")
_HELD = frozenset({"v", "is", "f"})
# Larger numbers of rows or columns are no less too many.
_LONGEST_ROW = 9


def find_furthest(stream: IO[bytes]) -> tuple[int, int]:
    """Return the last row and the last column, counted from one, of cells that hold something.

    >>> import io
    >>> sheet = b'<d><c r="B2"><v>1</v></c><c r="A1048576" s="1"/></d>'
    >>> find_furthest(io.BytesIO(sheet))
    (2, 2)
    """
    furthest = _Furthest()
    parser = expat.ParserCreate()
    parser.StartElementHandler = furthest.start
    try:
        while piece := stream.read(_CHUNK):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        # What is not well-formed is not read any further; what cannot be known is too far.
        raise ValueError(str(error)) from error
    return furthest.rows, furthest.columns


class _Furthest:
    def __init__(self) -> None:
        self.rows, self.columns = 0, 0
        self._row, self._column = 0, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            number = attributes.get("r", "")[:_LONGEST_ROW]
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = 0
        elif name == "c":
            found = _ADDRESS.fullmatch(attributes.get("r", ""))
            if found:
                self._column = number_column(found[1])
                self._row = int(found[2][:_LONGEST_ROW])
            else:
                self._column += 1
        elif name in _HELD:
            self.rows = max(self.rows, self._row)
            self.columns = max(self.columns, self._column)
