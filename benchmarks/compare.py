"""The check beside its peers: one command, whole processes, time and peak memory side by side.

    python benchmarks/compare.py [--sizes 10k 1m 10m] [--runs 3] [--limit 900] [--processor 600]

Makes synthetic networks with faults planted in them, an environment for the peers (pinned in
``requirements.txt``) and one with our wheel as it is installed, runs every engine on every size
that it can manage within the limit, and writes ``figures.json``, ``table.md`` and ``growth.svg``
to ``benchmarks/out``; ``--report`` writes the table with its conditions where it is asked to. What
is compared is user CPU seconds: the clock says little where others use the machine. The peers
validate without the SPARQL constraints of the shapes, which would take most of their time. Beside
the engines stands what it takes to import our libraries and do
nothing: machines differ.
"""

import argparse
import csv
import json
import os
import platform
import statistics
import subprocess
import sys
from functools import partial
from pathlib import Path

import pyoxigraph as ox
from growth import draw_growth
from measure import run_bounded

import eloggraph
from eloggraph.example.writing import write_example
from eloggraph.graph.rdf.ntriples import write_ntriples
from eloggraph.iri import expand
from eloggraph.schema.package import ontology_files, shape_files

HERE = Path(__file__).parent
OUT = HERE / "out"
SH = "http://www.w3.org/ns/shacl#"
# What is said in SPARQL, and the one use of a component that is.
SPARQL = {SH + "sparql", SH + "parameter", SH + "propertyValidator", expand("elosh:notAfter")}
COMPONENT = expand("elosh:NotAfter")
# Regions, and actors of one region.
SIZES = {"10k": (1, 125), "1m": (40, 300), "10m": (400, 300), "44m": (1800, 300)}
# The cell of every so many rows is emptied or broken.
STEP = 100
# Too large for the peers, and for a file of N-Triples.
WITHOUT_RDF = {"44m"}
# Gigabytes of address space for one engine, so that none takes the machine with it.
MEMORY = 18
PEERS = {
    "SPARQL per constraint, Oxigraph": "sparql_oxigraph.py",
    "pyrudof": "pyrudof_native.py",
    "rdflib + pySHACL": "pyshacl_rdflib.py",
    "pySHACL on Oxigraph": "pyshacl_oxigraph.py",
    "shacl": "native.py shacl",
    "shacl-rust": "native.py shacl_rust",
    "pyshifty": "native.py shifty",
    "pyshacl-turbo": "native.py pyshacl_turbo",
}
OWN = "eloggraph, N-Triples"


def make_network(size: str) -> tuple[Path, int]:
    """Write the network of a size, with faults, once; return it and its statements."""
    folder, counted = OUT / size, OUT / f"{size}.json"
    if not counted.exists():
        regions, actors = SIZES[size]
        write_example(folder, "europe", seed=1, regions=regions, actors=actors)
        faults = {name: plant(folder / name, *where) for name, where in FAULTS.items()}
        statements = len(eloggraph.open(folder).graph)
        counted.write_text(json.dumps({"statements": statements, "faults": faults}))
    return folder, json.loads(counted.read_text())["statements"]


# Names taken away, and a beginning that comes after the end.
FAULTS = {
    "services.csv": ("label@fi", ""),
    "actors.csv": ("label@fi", ""),
    "links.csv": ("since", "2099-01-01"),
}


def plant(path: Path, column: str, value: str) -> int:
    """Break the cell of a column in every ``STEP``-th row; return how many were broken."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    position = rows[0].index(column)
    broken = rows[STEP // 10 :: STEP]
    for row in broken:
        row[position] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return len(broken)


def make_rdf(folder: Path) -> Path:
    """Write the network with the ontology as N-Triples, once."""
    path = OUT / f"{folder.name}.nt"
    if not path.exists():
        with path.open("w", encoding="utf-8") as file:
            for graph in eloggraph.open(folder).graphs:
                file.write(write_ntriples(graph))
            for source in ontology_files():
                quads = ox.parse(
                    path=str(source), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True
                )
                file.write(ox.serialize(quads, format=ox.RdfFormat.N_TRIPLES).decode())
    return path


def make_shapes() -> Path:
    """Write the packaged shapes without their SPARQL constraints, as one file."""
    path = OUT / "shapes.ttl"
    triples = [
        quad.triple
        for source in shape_files()
        for quad in ox.parse(path=str(source), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        if quad.predicate.value not in SPARQL and COMPONENT not in str(quad.subject)
    ]
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE))
    return path


def make_peers() -> Path:
    """Build the environment of the peers, once; return its Python."""
    python = OUT / "peers" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", OUT / "peers"], check=True)
        wanted = [python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt"]
        subprocess.run(wanted, check=True)
    return python


def make_ours() -> Path:
    """Build our wheel and install it in an environment of its own; return its command."""
    work = OUT / "ours"
    subprocess.run([sys.executable, "-m", "venv", "--clear", work], check=True)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", work / "dist"]
    subprocess.run([*build, HERE.parent], check=True, stdout=subprocess.DEVNULL)
    wheels = sorted((work / "dist").glob("*.whl"))
    install = [work / "bin" / "python", "-m", "pip", "install", "--quiet", *wheels]
    subprocess.run(install, check=True)
    return work / "bin" / "eloggraph"


def list_commands(
    folder: Path, data: Path | None, shapes: Path, peers: Path, installed: Path
) -> dict[str, list[str]]:
    """Return the command of every engine, ours first."""
    check = [str(installed), "check", "--format", "json"]
    ours = {"eloggraph, CSV": [*check, str(folder)]}
    if data is None:
        return ours
    ours[OWN] = [*check, str(data), "--shapes", str(shapes)]
    scripts = {name: script.split() for name, script in PEERS.items()}
    return ours | {
        name: [str(peers), str(HERE / "peers" / script), *engine, str(data), str(shapes)]
        for name, (script, *engine) in scripts.items()
    }


def count_results(output: bytes) -> int | None:
    """Return how many validation results a command told of."""
    try:
        told = json.loads(output)
    except ValueError:
        return None
    # What is told of a file or of a shape as a whole is no validation result.
    return told.get("results", sum(bool(each["focus"]) for each in told.get("findings", ())))


def measure_all(asked: argparse.Namespace) -> list[dict[str, object]]:
    """Run every engine on every size; one that passed the limit is spared the larger sizes."""
    shapes, peers, installed = make_shapes(), make_peers(), make_ours()
    beaten = set(asked.without)
    run = partial(run_bounded, limit=asked.limit, gigabytes=asked.memory, processor=asked.processor)
    figures: list[dict[str, object]] = []
    for size in asked.sizes:
        folder, statements = make_network(size)
        data = make_rdf(folder) if size not in WITHOUT_RDF else None
        for engine, command in list_commands(folder, data, shapes, peers, installed).items():
            entry = {"size": size, "statements": statements, "engine": engine}
            print(engine, file=sys.stderr)
            if engine in beaten:
                continue
            took = [run(command)]
            if took[0].cpu < asked.limit / 30:
                took += [run(command) for _ in range(asked.runs - 1)]
            if took[0].stopped:
                beaten.add(engine)
            figures.append(
                entry
                | {
                    "seconds": statistics.median(each.seconds for each in took),
                    "cpu": statistics.median(each.cpu for each in took),
                    "user": statistics.median(each.user for each in took),
                    "megabytes": max(each.megabytes for each in took),
                    "results": count_results(took[0].output),
                    "stopped": took[0].stopped,
                    "runs": len(took),
                }
            )
            print(json.dumps(figures[-1]), file=sys.stderr)
    return figures


def measure_imports(runs: int) -> str:
    """Return what it takes to import the libraries of a check, as a sentence."""
    command = [
        str(OUT / "ours" / "bin" / "python"),
        "-c",
        "import polars, narwhals, pyoxigraph, click",
    ]
    took = [run_bounded(command, 60, MEMORY) for _ in range(runs + 1)][1:]
    seconds, cpu = (
        statistics.median(getattr(each, name) for each in took) for name in ("seconds", "cpu")
    )
    return (
        f"Importing Polars, Narwhals, pyoxigraph and click alone: {seconds:.2f} s, CPU {cpu:.2f}."
    )


def merge(path: Path, figures: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return earlier figures of other sizes and engines with the new ones, by size."""
    earlier = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    new = {(figure["size"], figure["engine"]) for figure in figures}
    kept = [figure for figure in earlier if (figure["size"], figure["engine"]) not in new]
    return sorted([*kept, *figures], key=lambda figure: list(SIZES).index(figure["size"]))


def write_table(figures: list[dict[str, object]], imports: str) -> str:
    """Return the figures as Markdown, with the ratio to our own run from the same file."""
    own = {f["size"]: f for f in figures if f["engine"] == OWN}
    lines = [
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; whole "
        f"processes, median user CPU seconds and peak memory. {imports}".rstrip(),
        "",
        "| statements | engine | user s | × ours from N-Triples | MB | results | runs |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    for f in figures:
        seconds = f"stopped at {f['user']:.0f}" if f["stopped"] else f"{f['user']:.2f}"
        ours = own.get(f["size"])
        ratio = f"{f['user'] / ours['user']:.1f}" if ours else "–"
        ratio = f"> {ratio}" if f["stopped"] else ratio
        lines.append(
            f"| {f['statements']:,} | {f['engine']} | {seconds} | {ratio} | "
            f"{f['megabytes']:.0f} | {write_results(f, ours)} | {f['runs']} |"
        )
    return "\n".join(lines) + "\n"


def write_results(figure: dict[str, object], own: dict[str, object] | None) -> str:
    """Return the count of results, and whether it is another than ours from the same file."""
    if figure["results"] is None:
        return "–"
    same = own is None or figure["results"] == own["results"]
    # Our check of tables runs the rules in SPARQL too.
    spared = figure["engine"] in ("eloggraph, CSV", "SPARQL per constraint, Oxigraph")
    return f"{figure['results']:,}" if same or spared else f"**{figure['results']:,}: others**"


def write_report(table: str, figures: list[dict[str, object]], asked: argparse.Namespace) -> str:
    """Return the table with what it was measured by."""
    given = [f"--{name} {value:g}" for name, value in (("limit", asked.limit),) if value]
    given += [f"--processor {asked.processor:g}"] if asked.processor else []
    sizes = " ".join(size for size in SIZES if any(f["size"] == size for f in figures))
    load = os.getloadavg()[2]
    return f"""# The check beside its peers

By `python benchmarks/compare.py --sizes {sizes} {" ".join(given)} --memory {asked.memory}`:
user CPU seconds of whole processes, reading, validating and reporting, on the same file of
N-Triples and the same shapes (those of the package without their SPARQL). Others used the machine
meanwhile (a load of {load:.0f} at the end), so that the clock says little and is left out. An
engine is stopped at its limit of seconds or memory, and spared the larger sizes. Results are
counted: an engine with other counts than ours is marked, and its time is not that of the same
work.

{table}"""


def main() -> None:
    """Measure, and write table and picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["10k", "1m", "10m"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=900.0, help="seconds for one run")
    parser.add_argument("--processor", type=float, default=0, help="CPU seconds for one run")
    parser.add_argument("--memory", type=int, default=MEMORY, help="gigabytes for one run")
    parser.add_argument("--report", type=Path, help="where to write the table with its conditions")
    parser.add_argument(
        "--without", nargs="+", choices=PEERS, default=[], help="peers to leave out"
    )
    options = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    figures = measure_all(options)
    figures = merge(OUT / "figures.json", figures)
    (OUT / "figures.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    table = write_table(figures, measure_imports(options.runs))
    (OUT / "table.md").write_text(table, encoding="utf-8")
    if options.report:
        options.report.write_text(write_report(table, figures, options), encoding="utf-8")
    (OUT / "growth.svg").write_text(draw_growth(figures), encoding="utf-8")
    print(table, end="")


if __name__ == "__main__":
    main()
