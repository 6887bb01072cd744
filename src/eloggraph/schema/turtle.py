"""Turtle files read as they stand: statements, prefixes, and the line where each subject begins.

Nothing is fetched: ``owl:imports`` is a statement like any other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox

from eloggraph.finding import Finding, Place, tell
from eloggraph.nesting import DEEPEST, is_deep_rdf

_TOKEN = re.compile(
    r"""
      (?P<skip>\s+|\#[^\n]*)
    | (?P<iri><[^<>"\s]*>)
    | (?P<text>\"{3}(?:[^"\\]++|\\.|"(?!""))*+\"{3}|'{3}(?:[^'\\]++|\\.|'(?!''))*+'{3}
              |"(?:[^"\\\n]++|\\.)*+"|'(?:[^'\\\n]++|\\.)*+')
    | (?P<directive>@prefix\b|@base\b|(?i:prefix|base)(?=[\s<]))
    | (?P<name>(?:\w(?:[\w.-]*[\w-])?)?:(?:[\w:%-]|\\.|\.(?=[\w:%\\.-]*[\w:%\\-]))*)
    | (?P<number>[+-]?(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?)
    | (?P<stop>\.)
    | (?P<brace>\{(?!\|)|\})
    | (?P<other>\{\||\|\}|@?[\w-]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TurtleFile:
    """One file as it was read; ``lines`` gives the line on which a subject begins, from 1."""

    name: str
    triples: tuple[ox.Triple, ...]
    prefixes: Mapping[str, str]
    lines: Mapping[str, int]


def read_turtle(
    paths: Sequence[Path], *, base: str | None = None
) -> tuple[tuple[TurtleFile, ...], tuple[Finding, ...]]:
    """Read Turtle files, and every Turtle file in folders.

    Parameters
    ----------
    paths
        Files and folders. File names are told relative to the folder; where several paths are
        given, the path's own name comes first.
    base
        What relative IRIs go on from in files that say nothing of it; without it they are faults.

    Returns
    -------
    The files that could be read, in order of their names, and a finding for each path or file
    that could not.
    """
    read: list[TurtleFile] = []
    faults: list[Finding] = []
    for path in paths:
        root = path.parent if path.is_file() or len(paths) > 1 else path
        found = [path] if path.is_file() else sorted(path.rglob("*.ttl"))
        if not found:
            missing = "turtle-missing" if path.is_dir() else "folder-missing"
            faults.append(_tell_fault(missing, None, value=str(path)))
        for file in found:
            outcome = _read_file(file, file.relative_to(root).as_posix(), base)
            (read if isinstance(outcome, TurtleFile) else faults).append(outcome)  # type: ignore[arg-type]
    return tuple(read), tuple(faults)


def _tell_fault(code: str, place: Place | None, **values: str) -> Finding:
    if code == "folder-missing":
        return tell(code, "violation", value=values["value"])
    return tell(code, "violation", place, chapter="quality", **values)


def _read_file(path: Path, name: str, base: str | None) -> TurtleFile | Finding:
    try:
        raw = path.read_bytes()
        if is_deep_rdf(raw):
            reason = f"<<( … )>> deeper than {DEEPEST}"
            return _tell_fault("turtle-malformed", Place(file=name), reason=reason)
        parser = ox.parse(raw, format=ox.RdfFormat.TURTLE, base_iri=base, rename_blank_nodes=True)
        triples = tuple(quad.triple for quad in parser)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        return tell("file-unreadable", "violation", Place(file=name), reason=error.strerror or "")
    except SyntaxError as error:
        # The finding has the place already; keep only what the parser says.
        reason = re.sub(r"^Parser error at .*?: ", "", error.msg)
        return _tell_fault("turtle-malformed", Place(file=name, row=error.lineno), reason=reason)
    lines: dict[str, int] = {}
    for subject, line in find_subjects(text, base or ""):
        lines.setdefault(subject, line)
    return TurtleFile(name=name, triples=triples, prefixes=dict(parser.prefixes), lines=lines)


def find_subjects(text: str, base: str = "") -> Iterator[tuple[str, int]]:
    """Yield the IRI and line of each named subject that begins a statement of a valid file.

    In TriG what stands before a brace is the name of a graph, which is no subject. ``base`` is what
    relative IRIs go on from until the text says it.
    """
    line_ends = [found.start() for found in re.finditer("\n", text)]
    prefixes: dict[str, str] = {}
    at_start = True
    directive: list[str] | None = None
    begun: tuple[str, int] | None = None
    for found in _TOKEN.finditer(text):
        kind, token = found.lastgroup, found.group()
        if kind == "skip" or (at_start and token.lower() == "graph"):
            continue
        if begun and token != "{":
            yield begun
        begun = None
        if kind == "directive" and at_start:
            directive = [token]
        elif directive is not None:
            directive.append(token)
            if kind == "iri":
                iri = urljoin(base, _unescape(token[1:-1]))
                if len(directive) == 3:
                    prefixes[directive[1].removesuffix(":")] = iri
                else:
                    base = iri
                # A statement may follow at once: the form of SPARQL has no full stop.
                directive = None
        elif at_start and kind in ("iri", "name"):
            line = bisect_right(line_ends, found.start() - 1) + 1
            begun, at_start = (_resolve(token, prefixes, base), line), False
        else:
            # A full stop ends a statement and nothing else; in TriG a brace does so too.
            at_start = kind in ("stop", "brace")


def _resolve(token: str, prefixes: Mapping[str, str], base: str) -> str:
    if token.startswith("<"):
        iri = _unescape(token[1:-1])
        return urljoin(base, iri) if base else iri
    prefix, _, local = token.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)


def _unescape(text: str) -> str:
    return _UNICODE.sub(lambda found: chr(int(found.group(1) or found.group(2), 16)), text)
