"""The styles of an ODS workbook, as far as they say how much of a number a cell shows."""

from __future__ import annotations

from collections.abc import Mapping

from eloggraph.tables.formats import NumberFormat, read_format

_PARTS: Mapping[str, tuple[str, str]] = {
    "day": ("d", "dd"),
    "month": ("m", "mm"),
    "year": ("yy", "yyyy"),
    "hours": ("h", "hh"),
    "minutes": ("m", "mm"),
    "seconds": ("s", "ss"),
}
_STYLES = ("date-style", "time-style", "percentage-style")
_SEPARATORS = frozenset("./-: ")
# What a cell stands for whose style is not in the document's content.
WITHOUT_STYLE: Mapping[str, NumberFormat] = {
    "date": read_format("yyyy-mm-dd hh:mm:ss"),
    "time": read_format("[h]:mm:ss"),
    "percentage": read_format("0%"),
    "float": read_format("General"),
}


class StyleScan:
    """The number formats of a document's cells, collected element by element.

    Examples
    --------
    >>> scan = StyleScan()
    >>> scan.start("date-style", {"style:name": "N1"})
    >>> scan.start("year", {})
    >>> scan.end("date-style")
    >>> scan.start("style", {"style:name": "ce1", "style:data-style-name": "N1"})
    >>> scan.find("ce1", "date").precision
    'year'
    """

    def __init__(self) -> None:
        self._formats: dict[str, NumberFormat] = {}
        self._data: dict[str, str] = {}
        self._struck: set[str] = set()
        self._style = ""
        self._name: str | None = None
        self._code = ""
        self._is_span = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""
        if name in _STYLES:
            self._name, self._code = attributes.get("style:name", ""), ""
            # A time that goes on beyond 24 hours is a duration.
            self._is_span = attributes.get("number:truncate-on-overflow") == "false"
        elif name == "style":
            self._style = attributes.get("style:name", "")
            if "style:data-style-name" in attributes:
                self._data[self._style] = attributes["style:data-style-name"]
        elif name == "text-properties":
            if attributes.get("style:text-line-through-style", "none") != "none":
                self._struck.add(self._style)
        elif self._name is not None and name in _PARTS:
            short, long = _PARTS[name]
            is_text = name == "month" and attributes.get("number:textual") == "true"
            part = long if attributes.get("number:style") == "long" else short
            if name == "hours" and self._is_span:
                part = f"[{part}]"
            self._code += f"mm{part}" if is_text else part

    def text(self, text: str) -> None:
        """Take in what stands between the parts of a date."""
        if self._name is not None:
            self._code += "".join(c if c in _SEPARATORS else f"\\{c}" for c in text.strip("\n"))

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        if self._name is not None and name in _STYLES:
            code = "0%" if name == "percentage-style" else self._code
            self._formats[self._name] = read_format(code)
            self._name = None

    def is_struck(self, style: str) -> bool:
        """Tell whether a style strikes the text of its cells through."""
        return style in self._struck

    def find(self, style: str, kind: str) -> NumberFormat:
        """Return the format of a cell by its style; for a kind of value that fits none, its own."""
        found = self._formats.get(self._data.get(style, ""))
        if kind == "date" and (found is None or found.kind != "date"):
            return WITHOUT_STYLE["date"]
        if kind == "date" and found is not None:
            return found
        # The value of a time is how long it is, whatever hour it is shown as.
        return WITHOUT_STYLE.get(kind, WITHOUT_STYLE["float"])
