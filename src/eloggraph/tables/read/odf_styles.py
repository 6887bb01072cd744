"""The styles of an ODS workbook, as far as they say how much of a number a cell shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
_FAMILY = "table-cell"
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
        self._parents: dict[str, str] = {}
        self._struck: dict[str, bool] = {}
        self._named: dict[str, tuple[NumberFormat | None, bool]] = {}
        self._seen: dict[str, tuple[NumberFormat | None, bool]] = {}
        self._style: str | None = None
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
            # Styles of paragraphs and the like may be called as those of cells are.
            self._seen.clear()
            is_ours = attributes.get("style:family", _FAMILY) == _FAMILY
            self._style = attributes.get("style:name", "") if is_ours else None
            if self._style is not None:
                self._data[self._style] = attributes.get("style:data-style-name", "")
                self._parents[self._style] = attributes.get("style:parent-style-name", "")
        elif name == "text-properties":
            line = attributes.get("style:text-line-through-style")
            if self._style is not None and line is not None:
                self._struck[self._style] = line != "none"
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

    def settle(self) -> None:
        """Keep what was collected as styles with names, which those of the content go back to.

        The formats of both are numbered for themselves.
        """
        self._named = {name: self._look(name) for name in self._data}
        self._seen.clear()
        for kept in (self._formats, self._data, self._parents, self._struck):
            kept.clear()

    def is_struck(self, style: str) -> bool:
        """Tell whether a style strikes the text of its cells through."""
        return self._look(style)[1]

    def look(self, style: str) -> NumberFormat | None:
        """Return the number format of a style, its own or inherited; None where it has none."""
        return self._look(style)[0]

    def _look(self, style: str) -> tuple[NumberFormat | None, bool]:
        """Return the format of a style, and whether it strikes through: its own or inherited."""
        if style not in self._seen:
            lineage = list(self._lineage(style))
            named = [
                self._named[name]
                for name in lineage[-1:]
                if name not in self._data and name in self._named
            ]
            format_, struck = named[0] if named else (None, False)
            data = next((each for name in lineage if (each := self._data.get(name))), None)
            self._seen[style] = (
                format_ if data is None else self._formats.get(data),
                next((self._struck[name] for name in lineage if name in self._struck), struck),
            )
        return self._seen[style]

    def _lineage(self, style: str) -> Iterator[str]:
        """Yield a style and those that it goes back to."""
        seen = set[str]()
        while style and style not in seen:
            seen.add(style)
            yield style
            style = self._parents.get(style, "")

    def find(self, style: str, kind: str) -> NumberFormat:
        """Return the format of a cell by its style; for a kind of value that fits none, its own."""
        found = self._look(style)[0]
        if kind == "date" and (found is None or found.kind != "date"):
            return WITHOUT_STYLE["date"]
        if kind == "date" and found is not None:
            return found
        # The value of a time is how long it is, whatever hour it is shown as.
        return WITHOUT_STYLE.get(kind, WITHOUT_STYLE["float"])
