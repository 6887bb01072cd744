"""Random shapes over random data, by the thousand: the column engine against pySHACL.

    python benchmarks/fuzz_shacl.py --examples 20000 --seed 0

The examples and their comparison are those of tests/shacl/core/test_differential.py; there the
places are listed at which pySHACL is known to differ from the specification. Prints how many
examples were compared, how many of them have results, and the disagreements by the components they
are about, each with its smallest example.
"""

import argparse
import importlib.util
import logging
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

from hypothesis import HealthCheck, Phase, given, seed, settings

EXAMPLES = Path(__file__).parents[1] / "tests" / "shacl" / "core" / "test_differential.py"


def load_examples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("differential", EXAMPLES)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["differential"] = module
    spec.loader.exec_module(module)
    return module


class Tally:
    """What the examples gave: how many of each kind, and the smallest that disagrees."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.smallest: dict[str, list[str]] = {}

    def add(self, examples: ModuleType, shapes: tuple, data: list) -> None:  # type: ignore[type-arg]
        outcome = examples.compare(shapes, data)
        if outcome.theirs is None:
            self.counts["refused by pySHACL"] += 1
            return
        self.counts["compared"] += 1
        self.counts["with results"] += bool(outcome.theirs)
        if outcome.ours != outcome.theirs:
            sides = [("only ours", outcome.ours), ("only pySHACL's", outcome.theirs)]
            both = outcome.ours & outcome.theirs
            found = [f"  {name}: {row}" for name, rows in sides for row in sorted(rows - both)]
            lines = [f"  {triple} ." for triple in (*shapes, *data)]
            about = ", ".join(sorted({row[3] for row in outcome.ours ^ outcome.theirs}))
            self.counts[f"DISAGREEMENT about {about}"] += 1
            if about not in self.smallest or len(lines) < len(self.smallest[about]):
                self.smallest[about] = lines + found

    def report(self) -> str:
        lines = [f"{count:>8,}  {name}" for name, count in sorted(self.counts.items())]
        for about, example in sorted(self.smallest.items()):
            lines += [f"smallest about {about}:", *example]
        return "\n".join(lines)


def run(examples: ModuleType, count: int, number: int) -> Tally:
    tally = Tally()

    @seed(number)
    @settings(
        max_examples=count,
        deadline=None,
        derandomize=False,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(examples.shapes_graphs(), examples.data_graphs)
    def compare(shapes, data) -> None:  # type: ignore[no-untyped-def]
        tally.add(examples, shapes, data)

    compare()
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description="Fuzz the column engine against pySHACL.")
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # rdflib logs every ill-typed literal
    start = time.perf_counter()
    tally = run(load_examples(), asked.examples, asked.seed)
    print(tally.report())
    disagreements = sum(n for name, n in tally.counts.items() if name.startswith("DISAGREE"))
    seconds = time.perf_counter() - start
    print(f"{disagreements:>8,}  disagreements, {seconds:.0f} s, seed {asked.seed}")
    sys.exit(disagreements > 0)


if __name__ == "__main__":
    main()
