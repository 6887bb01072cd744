"""Load and validate with an engine of Python's package index written in Rust.

    python native.py shacl | shacl_rust | shifty | pyshacl_turbo DATA.nt SHAPES.ttl

Each by the call that its documentation names for files, with the graphs apart and without
inference. What loads and validates in one call has one time.
"""

import json
import sys
import time
from importlib import import_module
from pathlib import Path


def count_shacl(data: str, shapes: str) -> int:
    return len(import_module("shacl").Shapes.from_file(shapes).validate_file(data))


def count_shacl_rust(data: str, shapes: str) -> int:
    # The index is the one that it recommends for large graphs.
    report = import_module("shacl_rust").validate_file(data, shapes, experimental_index=True)
    return len(report["results"])


def count_shifty(data: str, shapes: str) -> int:
    shifty = import_module("shifty")
    prepared = shifty.PreparedValidator(Path(shapes))
    # The path without a report in RDF, which would need rdflib.
    result = prepared.validate_algebra(Path(data), graph_mode="data", infer=False)
    return sum(len(violation.reasons) for violation in result.violations)


def count_pyshacl_turbo(data: str, shapes: str) -> int:
    _, report, _ = import_module("pyshacl_turbo").validate(
        data,
        shacl_graph=shapes,
        data_graph_format="nt",
        shacl_graph_format="turtle",
        serialize_report_graph="nt",
    )
    return int(report.count(b"<http://www.w3.org/ns/shacl#result> "))


COUNTS = {
    "shacl": count_shacl,
    "shacl_rust": count_shacl_rust,
    "shifty": count_shifty,
    "pyshacl_turbo": count_pyshacl_turbo,
}
start = time.perf_counter()
results = COUNTS[sys.argv[1]](*sys.argv[2:])
print(json.dumps({"validate": time.perf_counter() - start, "results": results}))
