"""Property paths as values (SHACL section 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate path, or its inverse; inverses of longer paths are pushed down to here."""

    iri: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A sequence path."""

    steps: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """An alternative path."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """``?`` where ``many`` is false, ``+`` where ``zero`` is false, else ``*``."""

    path: Path
    zero: bool
    many: bool


Path = Predicate | Sequence | Alternative | Repeat


def predicates_of(path: Path | None) -> Iterator[str]:
    """Yield the predicates that a path reads."""
    if isinstance(path, Predicate):
        yield path.iri
    elif isinstance(path, Repeat):
        yield from predicates_of(path.path)
    elif path is not None:
        for part in path.steps if isinstance(path, Sequence) else path.paths:
            yield from predicates_of(part)


def invert(path: Path) -> Path:
    """Return the inverse of a path, with the inversion at its predicates.

    >>> invert(Sequence((Predicate("a"), Predicate("b"))))  # doctest: +NORMALIZE_WHITESPACE
    Sequence(steps=(Predicate(iri='b', inverse=True), Predicate(iri='a', inverse=True)))
    """
    if isinstance(path, Predicate):
        return Predicate(path.iri, not path.inverse)
    if isinstance(path, Sequence):
        return Sequence(tuple(invert(step) for step in reversed(path.steps)))
    if isinstance(path, Alternative):
        return Alternative(tuple(invert(each) for each in path.paths))
    return Repeat(invert(path.path), path.zero, path.many)
