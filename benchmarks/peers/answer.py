"""Answer for an engine, case by case: python answer.py shacl | shifty | shacl_rust | pyshacl_turbo.

Reads a JSON object a line, ``{"shapes": N-Triples, "data": N-Triples}``, and writes one a line:
``{"results": [[focus node, path, value, component, severity, shape], ...]}``, each as N-Triples
write it or empty, or ``{"refused": reason}``. A blank node is ``_:``: the engines name them anew.
"""

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module

import rdflib

rdflib.NORMALIZE_LITERALS = False
FIELDS = (
    "focusNode",
    "resultPath",
    "value",
    "sourceConstraintComponent",
    "resultSeverity",
    "sourceShape",
)
Rows = Iterator[list[str]]


def answer_shacl(shapes: str, data: str) -> Rows:
    shacl = import_module("shacl")
    for each in shacl.Shapes.from_text(shapes, "ntriples").validate_text(data, "ntriples").results:
        component, severity = f"<{each.component_iri}>", f"<{each.severity_iri}>"
        path, value = each.path or "", each.value or ""
        yield [each.focus_node, path, value, component, severity, each.source_shape or ""]


def answer_shacl_rust(shapes: str, data: str) -> Rows:
    shacl_rust = import_module("shacl_rust")
    report = shacl_rust.validate(data, shapes, data_format="nt", shapes_format="nt")
    names = {"resultSeverity": "severity"}
    for each in report["results"]:
        yield [str(each.get(names.get(field, field)) or "") for field in FIELDS]


def answer_shifty(shapes: str, data: str) -> Rows:
    shifty = import_module("shifty")
    prepared = shifty.PreparedValidator(shapes.encode())
    # The graphs apart, as the others take them; a report of the W3C's form.
    _, report, _ = prepared.validate(data.encode(), graph_mode="data", infer=False)
    yield from read_report(report)


def answer_pyshacl_turbo(shapes: str, data: str) -> Rows:
    turbo = import_module("pyshacl_turbo")
    _, report, said = turbo.validate(
        data or "\n",  # nothing would be the name of a file
        shacl_graph=shapes,
        data_graph_format="nt",
        shacl_graph_format="nt",
    )
    if not isinstance(report, rdflib.Graph):
        raise ValueError(said)
    yield from read_report(report)


def read_report(report: rdflib.Graph) -> Rows:
    """Yield the results of a validation report, those inside others left out."""
    for result in report.objects(None, rdflib.SH.result):
        found = (report.value(result, rdflib.SH[field]) for field in FIELDS)
        yield ["" if term is None else term.n3() for term in found]


ANSWERS: dict[str, Callable[[str, str], Rows]] = {
    "shacl": answer_shacl,
    "shacl_rust": answer_shacl_rust,
    "shifty": answer_shifty,
    "pyshacl_turbo": answer_pyshacl_turbo,
}


def main() -> None:
    """Answer until there is nothing more to answer."""
    answer = ANSWERS[sys.argv[1]]
    for line in sys.stdin:
        case = json.loads(line)
        try:
            rows = answer(case["shapes"], case["data"])
            found = [["_:" if t.startswith("_:") else t for t in row] for row in rows]
            told: dict[str, object] = {"results": found}
        except Exception as error:  # noqa: BLE001 - whatever an engine raises is its answer
            told = {"refused": f"{type(error).__name__}: {error}"}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
