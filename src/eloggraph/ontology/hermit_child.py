"""The child process that becomes HermiT, so that it can be limited and killed.

Run as ``python -m eloggraph.ontology.hermit_child FILE JAVA MEGABYTES SECONDS PARENT``. It bounds
itself and then becomes Java: one process, which has the bounds and ends with its parent. HermiT
comes with owlready2; what it says goes to stdout and stderr in its own words.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from eloggraph.jobs.parent import end_with_parent, limit_seconds

# Memory that Java needs besides the heap: code, threads, class tables.
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


def write_command(path: Path, java: str, megabytes: int) -> list[str]:
    """Return the command that asks HermiT of a file whether anything can be, and what classes can.

    Performance data of Java are switched off: a killed process would leave their file behind.
    """
    import owlready2

    home = Path(owlready2.__file__).parent / "hermit"
    classes = os.pathsep.join([str(home), str(home / "HermiT.jar")])
    hermit = ["-cp", classes, "org.semanticweb.HermiT.cli.CommandLine"]
    asked = ["--consistency", "--classify", path.as_uri()]
    return [java, "-XX:-UsePerfData", f"-Xmx{megabytes}M", *hermit, *asked]


def main(path: str, java: str, megabytes: str, seconds: str, parent: str) -> None:
    """Ask HermiT of one file."""
    command = write_command(Path(path), java, int(megabytes))
    if sys.platform == "win32":
        raise SystemExit(subprocess.run(command, check=False).returncode)
    limit_memory(int(megabytes))
    # Java works on several processors at a time.
    limit_seconds(float(seconds) * (os.cpu_count() or 1))
    end_with_parent(int(parent))
    os.execv(java, command)


if __name__ == "__main__":
    main(*sys.argv[1:6])
