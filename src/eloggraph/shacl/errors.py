"""What is wrong with shapes, or kept an engine from its work: codes and values, no sentences.

The library tells nobody anything: whoever calls it turns these into words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

Part = Literal["shapes", "sparql", "engine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeProblem:
    """One thing that is wrong: ``code`` names the kind, ``part`` who noticed it.

    ``shape`` is the short name of the shape, where one is to blame; ``values`` are what a sentence
    about it names, sorted.

    >>> ShapeProblem.of("shapes", "shape-recursive", shape="ex:S", name="ex:S").values
    (('name', 'ex:S'),)
    """

    code: str
    part: Part
    shape: str | None = None
    values: tuple[tuple[str, str | int], ...] = ()

    @classmethod
    def of(cls, part: Part, code: str, *, shape: str | None = None, **values: str | int) -> Self:
        """Make one from its values by name."""
        return cls(code=code, part=part, shape=shape, values=tuple(sorted(values.items())))


class ShapesError(Exception):
    """Shapes cannot be used, or an engine could not do its work; all ``problems`` at once."""

    def __init__(self, *problems: ShapeProblem) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.code} {dict(p.values)}" for p in problems))
