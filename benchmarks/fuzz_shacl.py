"""Random shapes over random data, by the thousand: the column engine against other engines.

    python benchmarks/fuzz_shacl.py --examples 20000 --seed 0 --roots 4 --depth 5 --peers shacl

The examples are those of tests/shacl/core/test_differential.py, there with two roots and two
levels; so is the comparison with pySHACL, which leaves out where it is known to differ from the
specification. The other engines run in the environment of ``compare.py`` and see every example as
it is; where the Recommendation decides against one of them stands in ``known_differences.py``.
Results count as often as they are told. Prints how many examples were compared, how many of them
have results, the known differences, and the disagreements by the components they are about, each
with its smallest example.
"""

import argparse
import importlib.util
import json
import logging
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
from compare import make_peers
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from known_differences import name_difference

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "tests" / "shacl" / "core" / "test_differential.py"
PEERS = ("shacl", "shifty", "shacl_rust", "pyshacl_turbo")
# Seconds after which an engine is taken to give no answer.
LIMIT = 20.0
SH = "<http://www.w3.org/ns/shacl#"

Rows = Counter[tuple[str, ...]]
Triples = Sequence[ox.Triple]


def load_examples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("differential", EXAMPLES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["differential"] = module
    spec.loader.exec_module(module)
    return module


class Peer:
    """An engine in a process of its own, which is begun again where it breaks down."""

    def __init__(self, python: Path, engine: str) -> None:
        self.command = [str(python), str(HERE / "peers" / "answer.py"), engine]
        self.process = self.begin()

    def begin(self) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            self.command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )

    def ask(self, shapes: Triples, data: Triples) -> Rows | str:
        """Return the results of a case, or why there are none."""
        case = {"shapes": write_lines(shapes), "data": write_lines(data)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(case), file=self.process.stdin, flush=True)
        ready, _, _ = select.select([self.process.stdout], [], [], LIMIT)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.process.kill()
            self.process.wait()
            self.process = self.begin()
            return "broke down" if ready else f"no answer within {LIMIT:.0f} s"
        told = json.loads(line)
        if "refused" in told:
            return f"refused: {told['refused'].splitlines()[0][:100]}"
        return align_all(Counter(map(tuple, told["results"])))


def align(row: Sequence[str]) -> tuple[str, ...]:
    """Return a result as all engines can tell it.

    Blank nodes have no names, and a path is one predicate or any other.
    """
    focus, path, *rest = ("" if term == "None" else term.removeprefix(SH) for term in row)
    path = path if is_iri(path) else path and "_:"
    return tuple("_:" if t.startswith("_:") else t for t in (focus, path, *rest))


def align_all(rows: Rows) -> Rows:
    aligned: Rows = Counter()
    for row, count in rows.items():
        aligned[align(row)] += count
    return aligned


def is_iri(text: str) -> bool:
    return text.startswith("<") and text.endswith(">") and text.count("<") == 1


class Tally:
    """What the examples gave beside one engine: how many of each kind, the smallest that differ."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: Counter[str] = Counter()
        self.known: Counter[str] = Counter()
        self.smallest: dict[str, list[str]] = {}

    def add(self, ours: Rows, theirs: Rows | str | None) -> bool:
        """Count a case; return whether both agree, as far as they answer."""
        if not isinstance(theirs, Counter):
            self.counts[theirs or "refused"] += 1
            return True
        self.counts["compared"] += 1
        self.counts["with results"] += bool(theirs)
        self.counts["results"] += ours.total()
        return ours == theirs

    def differ(self, ours: Rows, theirs: Rows, lines: list[str]) -> None:
        """Count a disagreement by what it is about, and keep the smallest."""
        sides = [("only ours", ours - theirs), (f"only of {self.name}", theirs - ours)]
        found = [
            f"  {name}: {n} × {row}" for name, rows in sides for row, n in sorted(rows.items())
        ]
        odd = [row for _, rows in sides for row in rows]
        about = ", ".join(sorted({row[3].strip(">") for row in odd}))
        self.counts[f"DISAGREEMENT about {about}"] += 1
        if about not in self.smallest or len(lines) < len(self.smallest[about]):
            self.smallest[about] = lines + found

    def disagreements(self) -> int:
        return sum(n for name, n in self.counts.items() if name.startswith("DISAGREE"))

    def report(self) -> str:
        lines = [f"{self.name}:"]
        lines += [f"{count:>8,}  {name}" for name, count in sorted(self.counts.items())]
        lines += [f"{count:>8,}  known: {name}" for name, count in sorted(self.known.items())]
        for about, example in sorted(self.smallest.items()):
            lines += [f"smallest about {about}:", *example]
        return "\n".join([*lines, f"{self.disagreements():>8,}  disagreements"])


def write_lines(triples: Triples) -> str:
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def run(examples: ModuleType, asked: argparse.Namespace) -> list[Tally]:
    reference = [Tally("pyshacl")] if asked.reference else []
    python = asked.python or make_peers() if asked.peers else Path()
    peers = [(Tally(name), Peer(python, name)) for name in asked.peers]

    # Larger than those of the tests, whose results are often none.
    graph = st.lists(examples.triples, min_size=6, max_size=24)
    graphs = st.lists(graph, min_size=asked.data, max_size=asked.data)

    @seed(asked.seed)
    @settings(
        max_examples=-(-asked.examples // asked.data),
        deadline=None,
        derandomize=False,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(examples.shapes_graphs(asked.roots, asked.depth), graphs)
    def compare(shapes, graphs) -> None:  # type: ignore[no-untyped-def]
        for data in graphs:
            compare_one(examples, shapes, data, reference, peers)

    compare()
    return reference + [tally for tally, _ in peers]


def compare_one(
    examples: ModuleType,
    shapes: tuple[ox.Triple, ...],
    data: list[ox.Triple],
    reference: list[Tally],
    peers: list[tuple[Tally, Peer]],
) -> None:
    """Let all engines judge a case, and count what they say."""
    lines = [f"{triple} ." for triple in (*shapes, *data)]
    same, ours = False, Counter()
    for tally in reference:
        outcome = examples.compare(shapes, data)
        if not tally.add(outcome.ours, outcome.theirs):
            tally.differ(outcome.ours, outcome.theirs, lines)
        same = examples.leave_out_unordered(shapes, data) == (shapes, data)
        ours = align_all(outcome.ours)
    if peers and not same:
        ours = judge(examples, shapes, data)
    for tally, peer in peers:
        theirs = peer.ask(shapes, data)
        if tally.add(ours, theirs):
            continue
        if known := name_difference(tally.name, shapes, data, partial(agree, examples, peer)):
            tally.known[known] += 1
        else:
            tally.differ(ours, theirs, lines)


def judge(examples: ModuleType, shapes: Triples, data: Triples) -> Rows:
    return align_all(examples.judge_with_columns(tuple(shapes), list(data)))


def agree(examples: ModuleType, peer: Peer, shapes: Triples, data: Triples) -> bool:
    return judge(examples, shapes, data) == peer.ask(shapes, data)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz the column engine against others.")
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--roots", type=int, default=4, help="so many shapes with targets at most")
    parser.add_argument("--depth", type=int, default=4, help="so deep at most are shapes nested")
    parser.add_argument("--data", type=int, default=4, help="data graphs to each shapes graph")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=["shacl"])
    parser.add_argument("--python", type=Path, help="the Python of an environment with the peers")
    parser.add_argument("--no-reference", dest="reference", action="store_false")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # rdflib logs every ill-typed literal
    start = time.perf_counter()
    tallies = run(load_examples(), asked)
    for tally in tallies:
        print(tally.report())
    print(f"{time.perf_counter() - start:.0f} s, seed {asked.seed}")
    sys.exit(any(tally.disagreements() for tally in tallies))


if __name__ == "__main__":
    main()
