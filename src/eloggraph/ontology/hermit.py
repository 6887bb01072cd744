"""HermiT asked from a child process with a bound on memory and on time."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eloggraph.jobs.own_program import command_of

Failure = Literal["java-missing", "time-limit", "memory-limit", "reasoner-failed"]

_OUT_OF_MEMORY = re.compile(
    r"OutOfMemoryError|MemoryError|insufficient memory|could not reserve|could not allocate"
    r"|Too small (initial|maximum) heap|before VM initialization|std::bad_alloc",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"^(?:Exception in thread \S+ )?([\w.$]+(?:Exception|Error)\b.*)$", re.M)
_REASON_LENGTH = 200
# HermiT's own words.
SATISFIABLE = "http://www.w3.org/2002/07/owl#Thing is satisfiable."
_INCONSISTENT = (
    "org.semanticweb.owlapi.reasoner.InconsistentOntologyException: Inconsistent ontology"
)
_EQUIVALENT = "EquivalentClasses("
_NOTHING = "http://www.w3.org/2002/07/owl#Nothing"
_THREAD = re.compile(r'^Exception in thread "[^"]*" ')


@dataclass(frozen=True, slots=True, kw_only=True)
class HermitAnswer:
    """What HermiT said: ``consistent`` is None where it could not tell, and ``failure`` why."""

    consistent: bool | None
    unsatisfiable: tuple[str, ...] = ()
    failure: Failure | None = None
    reason: str = ""


def find_java() -> str | None:
    """Return the Java to run: that of ``JAVA_HOME``, else the one on the path, else None."""
    home = os.environ.get("JAVA_HOME")
    inside = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    return inside or shutil.which("java")


def ask_hermit(ntriples: str, *, memory_mb: int, seconds: float) -> HermitAnswer:
    """Ask HermiT whether a graph is consistent and which of its classes can have no members.

    Parameters
    ----------
    ntriples
        The graph, as :func:`eloggraph.ontology.logical.extract_logical_part` makes it.
    memory_mb
        The heap that Java may use.
    seconds
        How long it may take; then the child process and all that it started are killed.
    """
    java = find_java()
    if java is None:
        return HermitAnswer(consistent=None, failure="java-missing")
    with tempfile.TemporaryDirectory(prefix="eloggraph-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "graph.nt"
        path.write_text(ntriples, encoding="utf-8", newline="\n")
        command = command_of("eloggraph.ontology.hermit_child")
        with subprocess.Popen(
            [*command, str(path), java, str(memory_mb), str(seconds), str(os.getpid())],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        ) as child:
            try:
                said, complained = child.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                return HermitAnswer(consistent=None, failure="time-limit")
            finally:
                _kill_group(child)
                child.wait()  # at the keyboard's interruption Popen would not wait for its end
    return read_answer(child.returncode, said, complained)


def _environment(folder: str) -> dict[str, str]:
    """Return the environment of the child: its temporary files go where they are cleared away."""
    modules = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry)
    return {**os.environ, "PYTHONPATH": modules, "TMPDIR": folder, "TEMP": folder, "TMP": folder}


def _kill_group(child: subprocess.Popen[str]) -> None:
    """End the child and the Java that it started, whatever state they are in."""
    if sys.platform == "win32":
        if child.poll() is None:
            kill = ["taskkill", "/T", "/F", "/PID", str(child.pid)]
            subprocess.run(kill, capture_output=True, check=False)
        return
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # the process group is gone already


def read_answer(code: int, said: str, complained: str) -> HermitAnswer:
    r"""Return what HermiT said; a verdict comes only from its own words.

    A process that ended in silence, that was killed or that said something else has not judged.

    Parameters
    ----------
    code, said, complained
        The exit code of the process, what it wrote to stdout, and to stderr.

    Examples
    --------
    >>> read_answer(0, f"{SATISFIABLE}\n\n", "warning: …").consistent
    True
    >>> read_answer(0, "", "").consistent
    """
    lines = said.splitlines()
    if code == 0 and SATISFIABLE in lines:
        return HermitAnswer(consistent=True, unsatisfiable=tuple(_find_empty(lines)))
    failed = next((line for line in complained.splitlines() if _THREAD.match(line)), "")
    if code == 1 and _THREAD.sub("", failed) == _INCONSISTENT:
        return HermitAnswer(consistent=False)
    if -code == getattr(signal, "SIGXCPU", None):
        return HermitAnswer(consistent=None, failure="time-limit")
    text = f"{complained}\n{said}"
    if _OUT_OF_MEMORY.search(text):
        return HermitAnswer(consistent=None, failure="memory-limit")
    named = _EXCEPTION.findall(text)
    last = (text.strip().splitlines() or [f"exit code {code}"])[-1]
    reason = (named[0] if named else last).strip()[:_REASON_LENGTH]
    return HermitAnswer(consistent=None, failure="reasoner-failed", reason=reason)


def _find_empty(lines: Iterable[str]) -> list[str]:
    """Return the classes that the taxonomy says to be those without members, sorted."""
    named = {
        iri
        for line in lines
        if line.startswith(_EQUIVALENT) and f"<{_NOTHING}>" in line
        for iri in re.findall("<([^<>]+)>", line)
    }
    return sorted(named - {_NOTHING})
