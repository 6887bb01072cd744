"""The child process that runs HermiT through owlready2, so that it can be limited and killed.

Run as ``python -m eloggraph.ontology.hermit_child FILE JAVA MEGABYTES``. What it finds is written
to stdout as JSON: ``{"consistent": bool, "unsatisfiable": [iri ...]}`` or ``{"failure": text}``.
The graph that owlready2 makes of the file is thrown away: it is only asked, never published.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

# Memory that Java and Python need besides the heap: code, threads, class tables.
_BESIDE_THE_HEAP = 1024


def limit_memory(megabytes: int) -> None:
    """Bound the memory that this process, and each that it starts, may write to.

    The bound is on data, not on addresses: Java reserves far more addresses than it uses.
    Windows has no such bound; there Java's own limit stands alone.
    """
    if sys.platform != "win32":
        import resource

        bound = (megabytes + _BESIDE_THE_HEAP) << 20
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard != resource.RLIM_INFINITY:
            bound = min(bound, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def judge(path: Path, java: str, megabytes: int) -> dict[str, Any]:
    """Ask HermiT whether the N-Triples of a file are consistent, and which classes are empty."""
    import owlready2
    from owlready2 import reasoning

    owlready2.JAVA_EXE = java
    reasoning.JAVA_MEMORY = megabytes
    world = owlready2.World()
    with path.open("rb") as file:
        world.get_ontology("urn:eloggraph:judged#").load(fileobj=file, only_local=True)
    try:
        reasoning.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"consistent": False, "unsatisfiable": []}
    except owlready2.OwlReadyJavaError as error:
        return {"failure": str(error)}
    empty = sorted(found.iri for found in world.inconsistent_classes())
    nothing = "http://www.w3.org/2002/07/owl#Nothing"
    return {"consistent": True, "unsatisfiable": [iri for iri in empty if iri != nothing]}


def main(path: str, java: str, megabytes: str) -> None:
    """Judge one file and write the answer."""
    limit_memory(int(megabytes))
    try:
        answer = judge(Path(path), java, int(megabytes))
    except MemoryError:
        answer = {"failure": "MemoryError"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:4])
