"""RDF files as bytes: which they are, in what format, and within what bounds they are read.

Nothing that a file names is fetched. Of document types in RDF/XML only plain entities are read, a
context of JSON-LD is one that was given as a file or lies beside the document, and a compressed
file is opened only as far as its measure allows.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urljoin

import pyoxigraph as ox

from eloggraph.filenames import is_network_folder
from eloggraph.finding import Finding, Place, tell
from eloggraph.graph.rdf.contexts import ContextError, ContextsError, write_contexts
from eloggraph.graph.rdf.store_about import ABOUT, WRITTEN, is_store, tell_store
from eloggraph.graph.rdf.xml_head import DocumentTypeError, OtherEncodingError, read_head
from eloggraph.iri import FILE_BASE
from eloggraph.nesting import DEEPEST, is_deep_json, is_deep_rdf, is_deep_xml
from eloggraph.once import keep_told, read_once, read_parts
from eloggraph.output.ownership import hash_bytes

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
# Most XML and JSON files are not RDF: one is read when it is named, not when a folder is searched.
_SEARCHED = frozenset(FORMATS) - {".xml", ".json"}
# Formats by the names that the command line takes.
NAMED = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
# Those that have named graphs.
DATASETS = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD)
STDIN = Path("/dev/stdin")

MOST_BYTES = 8 << 30
# Text compresses well, and repeated statements better; a higher ratio is a zip bomb.
MOST_RATIO = 200
_MEASURED_FROM = 64 << 20
_CHUNK = 1 << 20

_MOST_OF_CONTEXT = 8 << 20
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True, kw_only=True)
class RdfSource:
    """One RDF file: ``name`` is what it is called in findings.

    ``contexts`` are files that stand for addresses of JSON-LD contexts.
    """

    path: Path
    name: str
    format: ox.RdfFormat
    contexts: Mapping[str, Path] = field(default_factory=dict, compare=False)

    @property
    def base(self) -> str:
        """What relative IRIs of the file are resolved against: the same on every machine."""
        return FILE_BASE + quote(self.name)

    @property
    def place(self) -> Place:
        """The file as a place."""
        return Place(file=self.name)


class RefusedError(Exception):
    """A file is not read; ``findings`` say why."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__(*(finding.message.en for finding in findings))


def format_of(path: Path) -> ox.RdfFormat | None:
    """Return the RDF format that a file's name tells, ``.gz`` apart, or None.

    >>> format_of(Path("data.nt.gz")) == ox.RdfFormat.N_TRIPLES
    True
    """
    return FORMATS.get(_suffix(path))


def _suffix(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def holds_rdf(path: Path) -> bool:
    """Tell whether a path is an RDF file, or a folder of them that is no network of tables."""
    if path.is_dir():
        return not is_network_folder(path) and bool(_search(path))
    return format_of(path) is not None


def _search(folder: Path) -> list[Path]:
    """Return the RDF files below a folder: what lies within a store on disk is none."""
    entries = sorted(folder.rglob("*"))
    held = {path.parent for path in (folder / ABOUT, *entries) if path.name in (ABOUT, WRITTEN)}
    stores = set(filter(is_store, held))
    return [
        path
        for path in entries
        if _suffix(path) in _SEARCHED
        and path.is_file()
        and not path.name.startswith(".")
        and stores.isdisjoint(path.parents)
    ]


def find_sources(
    paths: Sequence[Path],
    named_format: str | None = None,
    contexts: Mapping[str, Path] | None = None,
) -> tuple[tuple[RdfSource, ...], tuple[Finding, ...]]:
    """Return the RDF files that paths mean, in order, and a finding for each path without any.

    A file in a folder is named relative to it, and one that is given by its own name; where that
    would be the name of two, each has as much of its path as tells them apart. A file that is given
    twice is read once. ``named_format`` is that of the files given, whatever their endings.
    """
    sources: list[RdfSource] = []
    faults: list[Finding] = []
    for path in paths:
        if path.is_dir():
            found = _search(path)
            named = [(file, file.relative_to(path).as_posix()) for file in found]
            if len(paths) > 1:
                named = [(file, f"{path.name}/{name}") for file, name in named]
        else:
            named = [(path, path.name)]
        if path.is_dir() and (told := tell_store(path)) is not None:
            faults.append(told)
        elif not named:
            faults.append(tell("rdf-none", "violation", chapter="checks", value=str(path)))
        for file, name in named:
            is_told = named_format is not None and not path.is_dir()
            format_ = NAMED[named_format] if is_told and named_format else format_of(file)
            if not file.exists():
                faults.append(tell("path-missing", "violation", chapter="checks", value=str(path)))
            elif format_ is None:
                place = Place(file=name)
                faults.append(tell("rdf-format", "violation", place, chapter="checks"))
            else:
                given = contexts or {}
                sources.append(RdfSource(path=file, name=name, format=format_, contexts=given))
    return _tell_apart(sources), tuple(faults)


def _tell_apart(sources: Sequence[RdfSource]) -> tuple[RdfSource, ...]:
    """Return each file once, under a name that no other has."""
    once = {source.path.resolve(): source for source in reversed(sources)}
    named: dict[str, list[RdfSource]] = {}
    for source in sources:
        if once[source.path.resolve()] is source:
            named.setdefault(source.name, []).append(source)
    names = {
        id(source): name
        for alike in named.values()
        for source, name in zip(alike, _name_apart(alike), strict=True)
    }
    return tuple(replace(each, name=names[id(each)]) for each in sources if id(each) in names)


def _name_apart(alike: Sequence[RdfSource]) -> list[str]:
    """Return names for files of one name: of their paths as many last parts as are needed."""
    if len(alike) == 1:
        return [alike[0].name]
    parts = [_split_path(source.path) for source in alike]
    longest = max(map(len, parts))
    for n in range(len(Path(alike[0].name).parts) + 1, longest):
        tails = {each[-n:] for each in parts}
        if len(tails) == len(parts):
            break
    else:
        n = longest
    return [Path(*each[-n:]).as_posix() for each in parts]


def _split_path(path: Path) -> tuple[str, ...]:
    """Return the parts of a path as it was given, or of the whole path where it goes upwards."""
    return path.absolute().resolve().parts if ".." in path.parts else path.parts


def read_source(source: RdfSource) -> bytes:
    """Return the bytes of a file, opened if it is compressed, without byte order mark.

    Raises
    ------
    RefusedError
        When the file cannot be read, is too large, or could do harm.
    """
    with _told(source):
        if source.path == STDIN:  # which whoever runs the command has given
            data = STDIN.read_bytes()
            keep_told("-", hash_bytes(data))
        elif _is_packed(source):
            data = b"".join(_unzip(source))
        else:
            data = read_once(source.path)
    data = data.removeprefix(_BOM)
    if source.format == ox.RdfFormat.RDF_XML:
        return _read_xml(source, data)
    if source.format == ox.RdfFormat.JSON_LD:
        return _read_json(source, data)
    return data


def read_source_parts(source: RdfSource, size: int) -> Iterator[bytes]:
    """Yield the bytes of a file of lines in parts that end with a line, of about a size.

    Raises
    ------
    RefusedError
        When the file cannot be read, is too large, or could do harm.
    """
    with _told(source):
        packed = _unzip(source) if _is_packed(source) else None
        for number, part in enumerate(cut_at_lines(packed or read_parts(source.path, size), size)):
            yield part if number else part.removeprefix(_BOM)


@contextmanager
def _told(source: RdfSource) -> Iterator[None]:
    """Refuse a file that is too large or cannot be read."""
    try:
        size = source.path.stat().st_size
        if size > MOST_BYTES:
            raise _refuse("rdf-too-large", source, size=_megabytes(size))
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _refuse("rdf-unreadable", source, reason=reason) from error


def _is_packed(source: RdfSource) -> bool:
    return source.path.suffix.lower() == ".gz" and source.path.is_file()


def cut_at_lines(parts: Iterable[bytes], size: int) -> Iterator[bytes]:
    r"""Yield bytes in parts of a size or more, each of whole lines.

    >>> list(cut_at_lines([b"a\nb", b"c", b"\nd"], 2))
    [b'a\n', b'bc\n', b'd']
    """
    waiting, height = list[bytes](), 0
    for part in parts:
        height += len(part)
        end = part.rfind(b"\n") + 1
        if not end or height < size:
            waiting.append(part)
            continue
        yield b"".join([*waiting, memoryview(part)[:end]])
        waiting = [part[end:]]
        height = len(part) - end
    if rest := b"".join(waiting):
        yield rest


def _read_xml(source: RdfSource, data: bytes) -> bytes:
    try:
        return read_head(data)
    except DocumentTypeError as error:
        raise _refuse("rdf-document-type", source) from error
    except OtherEncodingError as error:
        if error.likely is None:
            raise _refuse("rdf-encoding", source, variant="declared") from error
        place = Place(file=source.name, row=error.row)
        values = {"variant": "line", "encoding": error.likely}
        told = tell("rdf-encoding", "violation", place, chapter="checks", **values)
        raise RefusedError(told) from error


def _read_json(source: RdfSource, data: bytes) -> bytes:
    try:
        return write_contexts(data, source.base, partial(_open_context, source))
    except ContextsError as errors:
        findings = [_tell_context(source, error) for error in errors.errors]
        raise RefusedError(*findings) from errors


def _open_context(source: RdfSource, address: str) -> bytes:
    """Return the bytes of the file that was given for an address, or lies beside the document."""
    given = {urljoin(source.base, name): path for name, path in source.contexts.items()}
    path = given.get(address) or _find_beside(source, address)
    if path is None:
        raise ContextError("unknown")
    try:
        return read_once(path, _MOST_OF_CONTEXT)
    except OSError as error:
        raise ContextError("unreadable") from error


def _find_beside(source: RdfSource, address: str) -> Path | None:
    """Return the file that a relative address means, within the folder that was given."""
    if source.path == STDIN or not address.startswith(FILE_BASE):
        return None
    if PurePosixPath(source.name).is_absolute():
        return None
    above = Path(os.path.abspath(source.path)).parents  # noqa: PTH100 - links are not followed yet
    folder = above[len(PurePosixPath(source.name).parts) - 1].resolve()
    try:
        path = (folder / unquote(address.removeprefix(FILE_BASE))).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, ValueError):  # no name that a file may have
        return None


def _tell_context(source: RdfSource, error: ContextError) -> Finding:
    """Return what is wrong with a context that the document names."""
    variant = error.variant
    if variant == "unknown":
        variant = "named" if ":" in error.value else "beside"
    values = {"variant": variant, "value": error.value}
    return tell("rdf-remote-context", "violation", source.place, chapter="checks", **values)


def refuse_deep(source: RdfSource, data: bytes) -> None:
    """Refuse what nests so deep that a parser could end the process: asked before each parser.

    Raises
    ------
    RefusedError
        When it does.
    """
    if _is_deep(source.format, data):
        raise _refuse("rdf-too-deep", source, n=DEEPEST)


def _is_deep(format_: ox.RdfFormat, data: bytes) -> bool:
    if format_ == ox.RdfFormat.JSON_LD:
        return is_deep_json(data)
    if format_ == ox.RdfFormat.RDF_XML:
        return is_deep_xml(data)
    return is_deep_rdf(data)


def _unzip(source: RdfSource) -> Iterator[bytes]:
    """Decompress in steps, and stop at the size limit."""
    made = 0
    try:
        with source.path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as opened:
            while part := opened.read(_CHUNK):
                made += len(part)
                is_bomb = made > _MEASURED_FROM and made > MOST_RATIO * packed.tell()
                if is_bomb or made > MOST_BYTES:
                    raise _refuse("rdf-gzip-bomb", source, size=_megabytes(made))
                yield part
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _refuse("rdf-unreadable", source, reason="gzip") from error


def _megabytes(size: int) -> int:
    return -(-size // 1_000_000)


def _refuse(code: str, source: RdfSource, **values: Any) -> RefusedError:
    return RefusedError(tell(code, "violation", source.place, chapter="checks", **values))
