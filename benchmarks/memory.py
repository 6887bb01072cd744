"""What a check takes: CPU seconds and peak memory, beside another checkout if one is given.

    python benchmarks/memory.py [--cases 1m many] [--runs 3] [--against CHECKOUT]

``10k``, ``1m`` and ``10m`` are the synthetic networks of ``compare.py`` as N-Triples, checked with
its shapes, the results as JSON. ``many`` is 100,000 violations in RDF, written in each format;
``deep`` is a chain of 10,000 under ``sh:zeroOrMorePath``, and a list of 3,000 members.
Checkouts run in turn: where others use the machine too, the ratio says more than the seconds.
Peak memory is that of the whole process.
"""

import argparse
import statistics
import sys
from pathlib import Path

import compare
from measure import Run, run_bounded

SRC = Path(__file__).parent.parent / "src"
MANY = 100_000
FORMATS = ("json", "csv", "turtle", "text")
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ;
  sh:property [ sh:path <urn:p> ; sh:nodeKind sh:IRI ] .
"""
FIRST, REST, NIL = (
    f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}>" for name in ("first", "rest", "nil")
)
MEMBERS = f"( <urn:p> [ sh:zeroOrMorePath {REST} ] {FIRST} )"
DEEP_SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> sh:targetSubjectsOf <urn:p> ; sh:property [ sh:path {path} ; sh:nodeKind {kind} ] .
"""


def make_commands(case: str) -> dict[str, list[str]]:
    """Return the commands of a case by their names; their data are made once."""
    check = [sys.executable, "-m", "eloggraph", "check", "--format"]
    if case == "many":
        data, shapes = make_many()
        return {f"{case}, {each}": [*check, each, data, "--shapes", shapes] for each in FORMATS}
    if case == "deep":
        return {
            f"{case}, {name}": [*check, "json", data, "--shapes", shapes]
            for name, data, shapes in (make_chain(), make_list())
        }
    data, shapes = compare.make_rdf(compare.make_network(case)[0]), compare.make_shapes()
    return {case: [*check, "json", str(data), "--shapes", str(shapes)]}


def make_many() -> tuple[str, str]:
    """Write statements that all violate a shape, and the shape."""
    data, shapes = compare.OUT / "many.nt", compare.OUT / "many.ttl"
    lines = (f'<http://example.org/data/{n}> <urn:p> "{n}"@fi .\n' for n in range(MANY))
    data.write_text("".join(lines), "utf-8")
    shapes.write_text(SHAPES, "utf-8")
    return str(data), str(shapes)


def make_chain() -> tuple[str, str, str]:
    """Write statements of which each leads to the next, and a shape for all that they lead to."""
    lines = (f"<urn:{n}> <urn:p> <urn:{n + 1}> .\n" for n in range(10_000))
    shapes = DEEP_SHAPES.format(path="[ sh:zeroOrMorePath <urn:p> ]", kind="sh:IRI")
    return write_deep("chain", "".join(lines), shapes)


def make_list() -> tuple[str, str, str]:
    """Write a list, and a shape for its members."""
    nodes = [f"_:n{n}" for n in range(3_000)]
    pairs = zip(nodes, [*nodes[1:], NIL], strict=True)
    lines = "".join(f'{one} {FIRST} "a" .\n{one} {REST} {other} .\n' for one, other in pairs)
    shapes = DEEP_SHAPES.format(path=MEMBERS, kind="sh:Literal")
    return write_deep("list", f"<urn:s> <urn:p> _:n0 .\n{lines}", shapes)


def write_deep(name: str, data: str, shapes: str) -> tuple[str, str, str]:
    """Write data and a shape, and return a name with the names of both files."""
    paths = compare.OUT / f"{name}.nt", compare.OUT / f"{name}.ttl"
    for path, text in zip(paths, (data, shapes), strict=True):
        path.write_text(text, "utf-8")
    return name, *map(str, paths)


def main() -> None:
    """Print the median of CPU seconds and the largest peak of each command and checkout."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", nargs="+", default=["10k", "1m", "many"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--against", type=Path, help="another checkout")
    options = parser.parse_args()
    compare.OUT.mkdir(exist_ok=True)
    checkouts = {"here": SRC} | ({"there": options.against / "src"} if options.against else {})
    for case in options.cases:
        for name, command in make_commands(case).items():
            runs: dict[str, list[Run]] = {each: [] for each in checkouts}
            for _ in range(options.runs):
                for each, src in checkouts.items():
                    in_checkout = ["env", f"PYTHONPATH={src.resolve()}", *command]
                    runs[each].append(run_bounded(in_checkout, 900, compare.MEMORY))
            for each, took in runs.items():
                cpu = statistics.median(run.cpu for run in took)
                peak = max(run.megabytes for run in took)
                ended = "" if not took[0].stopped else "  stopped"
                print(
                    f"{name:14} {each:6} CPU s {cpu:7.2f}  peak MB {peak:7.0f}{ended}", flush=True
                )
            if len({run.output for took in runs.values() for run in took}) > 1:
                print(f"{name:14} the outputs differ")


if __name__ == "__main__":
    main()
