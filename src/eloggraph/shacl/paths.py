"""Property paths: read from a shapes graph into values, looked at, and written as SPARQL does.

Source: SHACL, W3C Recommendation 20 July 2017, section 2.3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from eloggraph.iri import expand
from eloggraph.schema.terms import Term

_NIL = ox.NamedNode(expand("rdf:nil"))
# The properties of a path that repeats: whether no step will do, and whether many will.
REPEATS = {
    "sh:zeroOrMorePath": (True, True),
    "sh:oneOrMorePath": (False, True),
    "sh:zeroOrOnePath": (True, False),
}
_KINDS = ("sh:inversePath", "sh:alternativePath", *REPEATS)
# Paths may share parts, so that a small file can mean an enormous path: it is measured.
_DEEPEST, _LONGEST = 50, 5_000


@dataclass(frozen=True, slots=True)
class PredicatePath:
    """One property, followed forwards or backwards."""

    iri: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class InversePath:
    """A longer path followed backwards; :func:`push_inverses` leaves none."""

    path: Path


@dataclass(frozen=True, slots=True)
class SequencePath:
    """One path after the other."""

    steps: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class AlternativePath:
    """One of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class RepeatPath:
    """``?`` where ``many`` is false, ``+`` where ``zero`` is false, else ``*``."""

    path: Path
    zero: bool
    many: bool


Path = PredicatePath | InversePath | SequencePath | AlternativePath | RepeatPath
Objects = Callable[[object, str], Sequence[Term]]


class PathError(ValueError):
    """A node is no path; ``parameter`` is the property whose list is broken, if that is why."""

    def __init__(self, parameter: str | None = None) -> None:
        super().__init__(parameter or "path")
        self.parameter = parameter


def read_path(node: object, objects: Objects) -> Path:
    """Return the path that a node of a shapes graph describes, as it is written there.

    Parameters
    ----------
    objects
        Returns the values that a node has for a property, given by its prefixed name: that of a
        :class:`~eloggraph.schema.terms.TermIndex` is one.

    Raises
    ------
    PathError
        When the node is no path, or says two things at once; when a path leads into itself; and
        when it is deeper than 50 or has more than 5,000 parts, which nobody writes but a few
        lines of Turtle can mean.

    Examples
    --------
    >>> from eloggraph.schema.terms import TermIndex
    >>> inverse = ox.NamedNode("http://www.w3.org/ns/shacl#inversePath")
    >>> index = TermIndex([ox.Triple(ox.BlankNode("a"), inverse, ox.NamedNode("urn:knows"))])
    >>> read_path(ox.BlankNode("a"), index.objects)
    PredicatePath(iri='urn:knows', inverse=True)
    """
    return _Reader(objects).read(node, ())


class _Reader:
    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._parts = 0

    def read(self, node: object, above: tuple[object, ...]) -> Path:
        self._parts += 1
        if isinstance(node, ox.NamedNode) and node != _NIL:
            return PredicatePath(node.value)
        if not isinstance(node, ox.BlankNode) or node in above:
            raise PathError
        if len(above) >= _DEEPEST or self._parts > _LONGEST:
            raise PathError
        inside = (*above, node)
        # What is a list is a sequence, whatever else is said of it.
        if self._values(node, "rdf:first"):
            return SequencePath(self._members(node, "sh:path", inside))
        found = [(kind, values) for kind in _KINDS if (values := self._values(node, kind))]
        if len(found) != 1 or len(found[0][1]) != 1:
            raise PathError
        kind, (value,) = found[0]
        if kind == "sh:alternativePath":
            return AlternativePath(self._members(value, kind, inside))
        inner = self.read(value, inside)
        if kind != "sh:inversePath":
            return RepeatPath(inner, *REPEATS[kind])
        is_forward = isinstance(inner, PredicatePath) and not inner.inverse
        return PredicatePath(inner.iri, True) if is_forward else InversePath(inner)  # type: ignore[union-attr]

    def _values(self, node: object, curie: str) -> list[Term]:
        return list(dict.fromkeys(self._objects(node, curie)))

    def _members(self, head: object, parameter: str, above: tuple[object, ...]) -> tuple[Path, ...]:
        nodes: list[Term] = []
        seen = set[object]()
        while head != _NIL:
            first, rest = self._values(head, "rdf:first"), self._values(head, "rdf:rest")
            if head in seen or len(first) != 1 or len(rest) != 1:
                raise PathError(parameter)
            seen.add(head)
            nodes.append(first[0])
            (head,) = rest
        if len(nodes) < 2:
            raise PathError
        return tuple(self.read(node, above) for node in nodes)


def parts_of(path: Path) -> tuple[Path, ...]:
    """Return the paths that a path is made of; one property has none."""
    if isinstance(path, PredicatePath):
        return ()
    if isinstance(path, SequencePath):
        return path.steps
    return path.paths if isinstance(path, AlternativePath) else (path.path,)


def predicates_of(path: Path | None) -> Iterator[str]:
    """Yield the predicates that a path reads."""
    if isinstance(path, PredicatePath):
        yield path.iri
    elif path is not None:
        for part in parts_of(path):
            yield from predicates_of(part)


def push_inverses(path: Path, *, inverse: bool = False) -> Path:
    """Return the same path with every inversion at a property.

    >>> push_inverses(InversePath(SequencePath((PredicatePath("a"), PredicatePath("b", True)))))
    ... # doctest: +NORMALIZE_WHITESPACE
    SequencePath(steps=(PredicatePath(iri='b', inverse=False),
                        PredicatePath(iri='a', inverse=True)))
    """
    if isinstance(path, PredicatePath):
        return PredicatePath(path.iri, path.inverse != inverse)
    if isinstance(path, InversePath):
        return push_inverses(path.path, inverse=not inverse)
    if isinstance(path, RepeatPath):
        return RepeatPath(push_inverses(path.path, inverse=inverse), path.zero, path.many)
    parts = tuple(push_inverses(part, inverse=inverse) for part in parts_of(path))
    if isinstance(path, AlternativePath):
        return AlternativePath(parts)
    return SequencePath(tuple(reversed(parts)) if inverse else parts)


def first_steps(path: Path) -> tuple[PredicatePath, ...]:
    """Return the properties at which a path begins.

    >>> first_steps(AlternativePath((PredicatePath("a"), PredicatePath("b", True))))
    (PredicatePath(iri='a', inverse=False), PredicatePath(iri='b', inverse=True))
    """
    path = push_inverses(path)
    if isinstance(path, PredicatePath):
        return (path,)
    parts = path.steps[:1] if isinstance(path, SequencePath) else parts_of(path)
    return tuple(step for part in parts for step in first_steps(part))


def is_single_step(path: Path) -> bool:
    """Tell whether a path is one property, or several to choose from that are followed forwards."""
    if isinstance(path, AlternativePath):
        return all(isinstance(part, PredicatePath) and not part.inverse for part in path.paths)
    return isinstance(path, PredicatePath)


def write_path(path: Path, write_iri: Callable[[str], str], *, brief: bool = False) -> str:
    """Return a path as SPARQL writes it.

    Parameters
    ----------
    write_iri
        Writes the IRI of a property: in angle brackets, or with a prefix.
    brief
        Whether brackets are left out where SPARQL reads the path alike without them; else
        whatever is more than a property followed forwards stands in brackets.

    Examples
    --------
    >>> path = SequencePath((PredicatePath("p"), RepeatPath(PredicatePath("q", True), True, True)))
    >>> write_path(path, lambda iri: f"<{iri}>")
    '<p>/((^<q>)*)'
    >>> write_path(path, str, brief=True)
    'p/^q*'
    """
    if isinstance(path, PredicatePath):
        return ("^" if path.inverse else "") + write_iri(path.iri)

    def write(part: Path) -> str:
        text = write_path(part, write_iri, brief=brief)
        return text if _stands_alone(part, path, brief=brief) else f"({text})"

    texts = [write(part) for part in parts_of(path)]
    if isinstance(path, InversePath):
        return "^" + texts[0]
    if isinstance(path, RepeatPath):
        return texts[0] + ("?" if not path.many else "*" if path.zero else "+")
    return ("/" if isinstance(path, SequencePath) else "|").join(texts)


def _stands_alone(part: Path, within: Path, *, brief: bool) -> bool:
    """Tell whether a part is written without brackets."""
    if isinstance(part, PredicatePath) and not part.inverse:
        return True
    if not brief or isinstance(within, InversePath):
        return False
    is_repeated = isinstance(within, RepeatPath)
    return isinstance(part, PredicatePath) or (isinstance(part, RepeatPath) and not is_repeated)
