"""The seam to SHACL engines: shapes and data in, results out.

An engine is a function. pySHACL is the reference; a faster one enters here beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eloggraph.iri import PREFIXES


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Result:
    """One ``sh:ValidationResult``.

    ``shape`` is the source shape, ``component`` the local name of the constraint component, and
    ``constraint`` the source constraint where a shape has several (``sh:sparql``).
    """

    focus: str
    shape: str
    component: str
    constraint: str = ""
    path: str = ""
    value: str = ""
    value_datatype: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an engine is given: N-Triples of the data, files of the ontology and of shapes."""

    data: str
    ontology: tuple[Path, ...]
    shapes: tuple[Path, ...]


Engine = Callable[[Request], tuple[Result, ...]]


def validate_with_pyshacl(request: Request) -> tuple[Result, ...]:
    """Validate with pySHACL, without inference, and return the results sorted.

    The ontology is part of the data graph, so that ``sh:class`` sees subclasses and the code
    lists are there.
    """
    import pyshacl
    import rdflib

    with _lexical_forms_kept():
        data, shapes = rdflib.Graph(), rdflib.Graph()
        data.parse(data=request.data, format="nt")
        for path in request.ontology:
            data.parse(path, format="turtle")
        for path in request.shapes:
            shapes.parse(path, format="turtle")
        # Those run set-wise on Oxigraph: node by node they would cost more than all the rest.
        shapes.remove((None, rdflib.SH.sparql, None))
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    return tuple(sorted(set(_read_results(report))))


@contextmanager
def _lexical_forms_kept() -> Iterator[None]:
    """Keep rdflib from rewriting typed literals while a graph is read and judged."""
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _read_results(report) -> Iterable[Result]:  # type: ignore[no-untyped-def]
    from rdflib import RDF, SH, Literal, URIRef

    def text(node: object) -> str:
        return str(node) if isinstance(node, (URIRef, Literal)) else ""

    for result in report.subjects(RDF.type, SH.ValidationResult):
        value = report.value(result, SH.value)
        yield Result(
            focus=text(report.value(result, SH.focusNode)),
            shape=text(report.value(result, SH.sourceShape)),
            component=text(report.value(result, SH.sourceConstraintComponent)).removeprefix(
                PREFIXES["sh"]
            ),
            path=text(report.value(result, SH.resultPath)),
            value=text(value),
            value_datatype=str(value.datatype or "") if isinstance(value, Literal) else "",
        )


ENGINES: dict[str, Engine] = {"pyshacl": validate_with_pyshacl}
