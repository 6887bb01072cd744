"""The zip of a workbook as its parts, some of which are changed and all others kept as they are."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from xml.parsers import expat

from eloggraph.tables.read.archive import TOTAL_LIMIT
from eloggraph.tables.write.marked.spans import (
    Edits,
    Element,
    UnpatchableError,
    escape_attribute,
    name_tag,
    parse,
)

TYPES = "[Content_Types].xml"
# What a zip says of the time of a part of ours; the same each time.
_WHEN = (1980, 1, 1, 0, 0, 0)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="' + _RELATIONSHIPS.encode() + b'"></Relationships>'
)


_FAULTS = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, expat.ExpatError)


@contextmanager
def refuse_faulty() -> Iterator[None]:
    """Within this context let a workbook with faulty parts be one that cannot be patched.

    >>> with refuse_faulty():
    ...     Package(b"PK")
    Traceback (most recent call last):
    eloggraph.tables.write.marked.spans.UnpatchableError: File is not a zip file
    """
    try:
        yield
    except _FAULTS as error:
        raise UnpatchableError(str(error)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """What a part is related to: the last word of the relation's type, and the other part."""

    id: str
    kind: str
    part: str


class Package:
    """The parts of a workbook's zip by name.

    Raises
    ------
    UnpatchableError
        When a name is there twice, so that nobody knows which of the two is meant, or when it is
        larger than what is read.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._changed: dict[str, bytes | None] = {}
        if sum(part.file_size for part in self._archive.infolist()) > TOTAL_LIMIT:
            raise UnpatchableError("size")
        names = self._archive.namelist()
        if len({name.casefold() for name in names}) < len(names):
            raise UnpatchableError("twice")

    def names(self) -> list[str]:
        """Return the names of the parts, those that have come last at the end."""
        known = self._archive.namelist()
        new = [name for name in self._changed if name not in set(known)]
        return [name for name in (*known, *new) if self._changed.get(name, b"") is not None]

    def read(self, name: str) -> bytes:
        """Return a part as it is now."""
        if name in self._changed:
            data = self._changed[name]
        else:
            data = self._archive.read(name) if name in self._archive.NameToInfo else None
        if data is None:
            raise UnpatchableError(f"{name} ?")
        return data

    def has(self, name: str) -> bool:
        """Tell whether there is a part of a name."""
        found = self._changed.get(name, b"") is not None
        return found and (name in self._changed or name in self._archive.NameToInfo)

    def put(self, name: str, data: bytes) -> None:
        """Change a part, or add it."""
        self._changed[name] = data

    def drop(self, name: str) -> None:
        """Leave a part out."""
        if name in self._archive.NameToInfo:
            self._changed[name] = None
        else:
            self._changed.pop(name, None)

    def write(self) -> bytes:
        """Return the zip: parts in their order, compressed as they were, ours at the end."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as target:
            for name in self.names():
                old = self._archive.NameToInfo.get(name)
                info = zipfile.ZipInfo(name, old.date_time if old else _WHEN)
                info.compress_type = old.compress_type if old else zipfile.ZIP_DEFLATED
                info.external_attr = old.external_attr if old else 0o600 << 16
                info.create_system = old.create_system if old else 3
                target.writestr(info, self.read(name))
        return stream.getvalue()

    def relationships(self, part: str) -> list[Relationship]:
        """Return what a part is related to within the package."""
        name = rels_of(part)
        if not self.has(name):
            return []
        return [
            Relationship(
                id=each.attributes.get("Id", ""),
                kind=each.attributes.get("Type", "").rpartition("/")[2],
                part=_resolve(part, each.attributes.get("Target", "")),
            )
            for each in parse(self.read(name)).all("Relationship")
            if each.attributes.get("TargetMode") != "External"
        ]

    def relate(self, part: str, id_: str, type_: str, target: str) -> None:
        """Relate a part to another one."""
        name = rels_of(part)
        data = self.read(name) if self.has(name) else _EMPTY
        root, edits = parse(data), Edits()
        tag = name_tag(root.prefix, "Relationship")
        new = f'<{tag} Id="{id_}" Type="{escape_attribute(type_)}" Target="/{target}"/>'
        edits.append(data, root, new.encode("ascii"))
        self.put(name, edits.apply(data))

    def unrelate(self, part: str, ids: set[str]) -> None:
        """Take relationships away; what has none left has no list of them."""
        name = rels_of(part)
        data, edits = self.read(name), Edits()
        root = parse(data)
        gone = [each for each in root.children if each.attributes.get("Id") in ids]
        for each in gone:
            edits.remove(each)
        if len(gone) == len(root.children):
            self.drop(name)
        else:
            self.put(name, edits.apply(data))

    def declare(self, part: str, type_: str) -> None:
        """Say of what type a new part is."""
        data, edits = self.read(TYPES), Edits()
        root = parse(data)
        suffix = part.rpartition(".")[2]
        if suffix == "xml":
            tag = name_tag(root.prefix, "Override")
            new = f'<{tag} PartName="/{part}" ContentType="{type_}"/>'
        elif any(_suffix_of(each) == suffix for each in root.all("Default")):
            return
        else:
            tag = name_tag(root.prefix, "Default")
            new = f'<{tag} Extension="{suffix}" ContentType="{type_}"/>'
        edits.append(data, root, new.encode("ascii"))
        self.put(TYPES, edits.apply(data))

    def undeclare(self, part: str) -> None:
        """Say no longer of what type a part is."""
        data, edits = self.read(TYPES), Edits()
        for each in parse(data).all("Override"):
            if each.attributes.get("PartName", "").lstrip("/") == part:
                edits.remove(each)
        self.put(TYPES, edits.apply(data))

    def remove(self, part: str) -> None:
        """Leave a part out with its relationships and its type."""
        self.drop(part)
        if self.has(rels_of(part)):
            self.drop(rels_of(part))
        self.undeclare(part)


def _suffix_of(default: Element) -> str:
    return default.attributes.get("Extension", "").lower()


def rels_of(part: str) -> str:
    """Return the name of the part with the relationships of another one.

    >>> rels_of("xl/worksheets/sheet1.xml")
    'xl/worksheets/_rels/sheet1.xml.rels'
    """
    return join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels")


def _resolve(part: str, target: str) -> str:
    return normpath(target.lstrip("/") if target[:1] == "/" else join(dirname(part), target))
