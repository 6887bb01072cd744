"""What an engine of SHACL is given: a shapes graph, and the graphs to validate with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from eloggraph.graph.statements import Graph
from eloggraph.iri import PREFIXES
from eloggraph.schema.terms import TermIndex
from eloggraph.shacl.model import Validation
from eloggraph.shacl.said import Said, index_said

if TYPE_CHECKING:
    from eloggraph.shacl.core.plan import Plan


@dataclass(frozen=True, eq=False)
class ShapesGraph:
    """All statements of a shapes graph, with an index of them.

    ``prefixes`` are those that the files declare: names are shown with them. ``strict`` asks that
    nothing is read beyond the letter of the Recommendation: recursive shapes are refused.
    ``read_index`` and ``read_plan`` give what has been made of the statements before.
    """

    triples: Sequence[ox.Triple]
    prefixes: Mapping[str, str] = field(default_factory=lambda: dict(PREFIXES))
    strict: bool = field(default=False, kw_only=True)
    read_index: Callable[[], TermIndex] | None = field(default=None, repr=False, kw_only=True)
    read_plan: Callable[[], Plan] | None = field(default=None, repr=False, kw_only=True)

    @cached_property
    def index(self) -> TermIndex:
        """The statements by subject and predicate."""
        return self.read_index() if self.read_index else TermIndex(self.triples)

    @cached_property
    def said(self) -> Said:
        """What the statements say, as readers of shapes ask for it."""
        return index_said(self.triples)

    def __getstate__(self) -> dict[str, object]:
        """Return what is pickled: the statements, and nothing that is made of them."""
        made = {"triples": tuple(self.triples), "read_index": None, "read_plan": None}
        kept = {name: each for name, each in self.__dict__.items() if name not in ("index", "said")}
        return kept | made


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an engine is given: graphs whose union is the data graph, and the shapes graph.

    A blank node of the data is the text ``_:label`` in the frames. With ``profile`` the engine
    tells what each shape took. ``earlier`` is an earlier request with what came of it: an engine
    that can runs only the shapes that see what has changed since.
    """

    data: tuple[Graph, ...]
    shapes: ShapesGraph
    profile: bool = False
    earlier: tuple[Request, Validation] | None = None
