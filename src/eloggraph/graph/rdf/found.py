"""Which RDF files paths mean, in what format they are, and what they are called in findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from eloggraph.filenames import is_network_folder
from eloggraph.finding import Finding, Place, tell
from eloggraph.graph.rdf.packed import ENDING as PACKED
from eloggraph.graph.rdf.store_about import ABOUT, WRITTEN, is_store, tell_store
from eloggraph.iri import FILE_BASE

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
    PACKED: ox.RdfFormat.N_QUADS,  # as which its statements are read
}
# Most XML, JSON and Parquet files are not RDF: one is read when it is named, not when a folder is
# searched.
_SEARCHED = frozenset(FORMATS) - {".xml", ".json", PACKED}
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
    def is_packed(self) -> bool:
        """Whether it is a file of statements in Parquet."""
        return self.path.suffix.lower() == PACKED

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
