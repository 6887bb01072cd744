"""HermiT asked from a child process with a bound on memory and on time."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Failure = Literal["java-missing", "time-limit", "memory-limit", "reasoner-failed"]

_OUT_OF_MEMORY = re.compile(
    r"OutOfMemoryError|MemoryError|insufficient memory|could not reserve|could not allocate"
    r"|Too small (initial|maximum) heap|before VM initialization|std::bad_alloc",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(r"^(?:Exception in thread \S+ )?([\w.$]+(?:Exception|Error)\b.*)$", re.M)
_REASON_LENGTH = 200


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
        command = [sys.executable, "-m", "eloggraph.ontology.hermit_child"]
        with subprocess.Popen(
            [*command, str(path), java, str(memory_mb)],
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
    return _read_answer(said, complained)


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


def _read_answer(said: str, complained: str) -> HermitAnswer:
    try:
        answer = json.loads(said)
    except ValueError:
        answer = {"failure": complained or said}
    if "failure" not in answer:
        unsatisfiable = tuple(answer["unsatisfiable"])
        return HermitAnswer(consistent=answer["consistent"], unsatisfiable=unsatisfiable)
    text = str(answer["failure"])
    if _OUT_OF_MEMORY.search(text):
        return HermitAnswer(consistent=None, failure="memory-limit")
    named = _EXCEPTION.findall(text)
    last = (text.strip().splitlines() or ["?"])[-1]
    reason = (named[0] if named else last).strip()[:_REASON_LENGTH]
    return HermitAnswer(consistent=None, failure="reasoner-failed", reason=reason)
