"""The styles of a workbook, with those of marked cells after them.

A marked cell keeps its number format, font, alignment and protection. It gets the fill of its
severity, and the border of it where it has none of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eloggraph.finding import SEVERITIES, Severity
from eloggraph.tables.write.marked.cells import INK
from eloggraph.tables.write.marked.spans import (
    Edits,
    Element,
    UnpatchableError,
    end_tag_at,
    find_position,
    name_tag,
    parse,
    prefix_tags,
    set_attribute,
)
from eloggraph.tables.write.marked.style_texts import ADDED, FIRST, FRONT, ORDER, write_front

# Our styles are known by this when a marked copy is marked again.
_URI = "{6A1D7C52-0E1B-4D43-9B0C-8B9D1F6E2A71}"
_NAMESPACE = "https://w3id.org/eloggraph/marks"
_MOST_STYLES = 64_000  # Excel takes 65,490
_FILLS = {f"FF{fill[1:]}" for fill, _ in INK.values()}
_INKS = {f"FF{ink[1:]}" for _, ink in INK.values()}
_BASE = re.compile(r"([0-9]{1,6})(\+?)")


@dataclass(frozen=True, slots=True)
class Base:
    """What a style of ours is made from.

    ``is_new`` says that the cell was not there, ``is_ours`` that fill and border of the style are
    of an earlier marking, and what was below them is not known.
    """

    style: int
    is_new: bool = False
    is_ours: bool = False


class StyleSheet:
    """The styles of a workbook; whoever asks for the style of a marked cell has one made.

    ``known`` are styles that an earlier marking has made, with what they were made from.
    """

    def __init__(self, data: bytes, *, is_marked: bool = False) -> None:
        self._data, self._root = data, parse(data)
        self._lists = {name: self._list(name) for name in FIRST}
        self._counts = {name: len(self._lists[name]) or len(FIRST[name]) for name in FIRST}
        self.known: dict[int, Base] = {}
        if is_marked and not self._read_record():
            self._find_ours()
        self._made: dict[tuple[Base, Severity | None], int] = {}

    def _list(self, name: str) -> list[Element]:
        found = self._root.find(name)
        return found.children if found else []

    def _read_record(self) -> bool:
        """Read which styles are ours, and forget them; tell whether that is on record."""
        for each in self._list("extLst"):
            told = each.children[0].attributes if each.children else {}
            if each.attributes.get("uri") != _URI or not told.keys() >= FIRST.keys():
                continue
            before = {name: int(told[name]) for name in FIRST if told[name].isdecimal()}
            bases = told.get("bases", "").split()
            fits = all(0 < before.get(name, 0) <= self._counts[name] for name in FIRST)
            if not fits or before["cellXfs"] + len(bases) != self._counts["cellXfs"]:
                return False
            for number, base in enumerate(bases, before["cellXfs"]):
                if found := _BASE.fullmatch(base):
                    style = min(int(found[1]), before["cellXfs"] - 1)
                    self.known[number] = Base(style, is_new=bool(found[2]))
            self._counts = before
            return True
        return False

    def _find_ours(self) -> None:
        """Find our styles by their colours, where another program has written them anew."""
        fills = {
            str(number)
            for number, fill in enumerate(self._lists["fills"])
            if any(each.attributes.get("rgb") in _FILLS for each in fill.walk())
        }
        for number, style in enumerate(self._lists["cellXfs"]):
            if style.attributes.get("fillId") in fills:
                self.known[number] = Base(number, is_ours=True)

    def mark(self, base: Base, severity: Severity) -> int:
        """Return the number of the style of a marked cell."""
        return self._number(base, severity)

    def restore(self, base: Base) -> int:
        """Return the number of the style of a cell that is marked no longer."""
        return self._number(base, None) if base.is_ours else base.style

    def _number(self, base: Base, severity: Severity | None) -> int:
        first = self._counts["cellXfs"] + len(FRONT)
        number = self._made.setdefault((base, severity), first + len(self._made))
        if number > _MOST_STYLES:
            raise UnpatchableError("styles")
        return number

    def front(self, name: str) -> int:
        """Return the number of a style of the sheet of findings."""
        return self._counts["cellXfs"] + FRONT.index(name)

    def render(self) -> bytes:
        """Return the style sheet with what was made, in place of what an earlier marking made."""
        edits = Edits()
        for name, texts in ADDED.items():
            self._extend(edits, name, [self._prefixed(text) for text in texts])
        front = [self._prefixed(write_front(name, self._counts)) for name in FRONT]
        marked = [self._write_style(base, severity) for base, severity in self._made]
        self._extend(edits, "cellXfs", [*front, *marked])
        self._record(edits)
        return edits.apply(self._data)

    def _prefixed(self, text: str) -> bytes:
        return prefix_tags(text, self._root.prefix).encode("ascii")

    def _extend(self, edits: Edits, name: str, new: Sequence[bytes]) -> None:
        found, before = self._root.find(name), self._counts[name]
        if found is None or not found.children:
            tag = name_tag(self._root.prefix, name)
            first = b"".join(map(self._prefixed, FIRST[name]))
            opened = f'<{tag} count="{before + len(new)}">'.encode("ascii")
            text = opened + first + b"".join(new) + f"</{tag}>".encode("ascii")
            at = find_position(self._root, ORDER[ORDER.index(name) + 1 :])
            start, end = (found.start, found.end) if found else (at, at)
            edits.replace(start, end, text)
            return
        if "count" in found.attributes:
            edits.set(self._data, found, "count", str(before + len(new)))
        edits.replace(found.children[before - 1].end, found.children[-1].end, b"".join(new))

    def _write_style(self, base: Base, severity: Severity | None) -> bytes:
        styles = self._lists["cellXfs"]
        # A number beyond the styles there are means the first of them.
        style = styles[base.style if base.style < len(styles) else 0] if styles else None
        text = self._data[style.start : style.end] if style else self._prefixed(FIRST["cellXfs"][0])
        end = end_tag_at(text, 0)
        tag, rest = text[:end], text[end:]
        at = SEVERITIES.index(severity) if severity else None
        tag = set_attribute(tag, "fillId", "0" if at is None else str(self._counts["fills"] + at))
        tag = set_attribute(tag, "applyFill", "1")
        if not self._keeps_border(style.attributes.get("borderId", "0") if style else "0", base):
            border = "0" if at is None else str(self._counts["borders"] + at)
            tag = set_attribute(set_attribute(tag, "borderId", border), "applyBorder", "1")
        return tag + rest

    def _keeps_border(self, number: str, base: Base) -> bool:
        """Tell whether a border has a line that is not ours."""
        borders = self._lists["borders"]
        if not number.isdecimal() or int(number) >= len(borders):
            return False
        border = borders[int(number)]
        if base.is_ours and any(each.attributes.get("rgb") in _INKS for each in border.walk()):
            return False
        return any(side.attributes.get("style", "none") != "none" for side in border.children)

    def _record(self, edits: Edits) -> None:
        """Put on record which styles are ours, and what they were made from."""
        made = (f"{base.style}{'+' if base.is_new else ''}" for base, _ in self._made)
        counts = "".join(f' {name}="{count}"' for name, count in self._counts.items())
        ext = name_tag(self._root.prefix, "ext")
        bases = " ".join((*("-" for _ in FRONT), *made))
        text = (
            f'<{ext} uri="{_URI}" xmlns:elo="{_NAMESPACE}"><elo:marks{counts} '
            f'bases="{bases}"/></{ext}>'
        ).encode("ascii")
        found = self._root.find("extLst")
        earlier = [e for e in found.children if e.attributes.get("uri") == _URI] if found else []
        if found is None:
            tag = name_tag(self._root.prefix, "extLst").encode("ascii")
            edits.append(self._data, self._root, b"<%b>%b</%b>" % (tag, text, tag))
        elif earlier:
            edits.replace(earlier[0].start, earlier[0].end, text)
        else:
            edits.append(self._data, found, text)
