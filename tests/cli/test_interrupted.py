"""The keyboard, and who else asks a process to end: at once, with 130 or 143, nothing left behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

CHECKOUT = Path(__file__).parents[2]
# A command that gets a signal when it does something for the first time: the audit hook hears
# what Python opens, makes and renames.
PROCESS = """
import os, signal, sys
number, event, name = int(sys.argv[1]), sys.argv[2], sys.argv[3]
def hear(heard, values):
    if heard == event and name in str(values[0]) and not sent:
        sent.append(1)
        os.kill(os.getpid(), number)
sent = []
sys.addaudithook(hear)
sys.argv = ["eloggraph", *sys.argv[4:]]
from eloggraph.__main__ import run_process
run_process()
"""
READING = ("open", "actors.csv")
COMMANDS = {
    "check": ["check", "net"],
    "check with shapes": ["check", "net", "--shapes", "shapes"],
    "run": ["run", "net", "--output", "out"],
    "map": ["map", "net", "-o", "map.html"],
    "report": ["report", "net", "-o", "report.html"],
    "build": ["build", "net", "-o", "graph.ttl"],
    "analyse": ["analyse", "net"],
    "convert": ["convert", "net", "net.xlsx"],
    "mark": ["check", "net", "--mark", "marked.xlsx"],
    "query": ["query", "net", "actors"],
    "reason": ["reason", "net", "-o", "inferred.nt"],
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    shutil.copytree(CHECKOUT / "datasets/osaajaks", tmp_path / "net")
    shutil.copytree(CHECKOUT / "datasets/suomi", tmp_path / "suomi")
    shutil.copytree(CHECKOUT / "shapes", tmp_path / "shapes")
    return tmp_path


def send(
    place: Path, number: int, moment: tuple[str, str], *command: str
) -> subprocess.CompletedProcess[str]:
    code = [sys.executable, "-c", PROCESS, str(number), *moment, *command]
    return subprocess.run(code, cwd=place, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_ends_where_it_reads(place: Path, command: list[str], number: int) -> None:
    before = sorted(path for path in place.rglob("*"))
    done = send(place, number, READING, *command)
    # With shapes it is the child that is asked to end, and the command ends as it did.
    assert done.returncode == 128 + number, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert sorted(path for path in place.rglob("*")) == before


@pytest.mark.parametrize("moment", [("os.mkdir", ""), ("os.rename", ""), ("open", "graph.ttl")])
def test_a_run_that_ends_where_it_writes_leaves_nothing(
    place: Path, moment: tuple[str, str]
) -> None:
    before = sorted(path for path in place.rglob("*"))
    done = send(place, signal.SIGINT, moment, *COMMANDS["run"])
    assert "Traceback" not in done.stderr
    left = [path for path in place.iterdir() if path.name.startswith(".")]
    assert left == []
    if done.returncode == 130:
        assert sorted(path for path in place.rglob("*")) == before
    else:
        assert done.returncode == 0
        assert (place / "out/run.json").is_file()


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def list_children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in listed.read_text(encoding="ascii").split()]


@pytest.mark.skipif(sys.platform != "linux", reason="children are listed by /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("work", ["query", "shapes", "reason"])
def test_work_in_a_child_is_ended_with_it(place: Path, work: str, number: int) -> None:
    """A signal to the command alone, not to the terminal's group as the keyboard sends it."""
    rule = place / "rule.ttl"
    rule.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:S> a sh:NodeShape ; "
        "sh:targetSubjectsOf <http://www.w3.org/2004/02/skos/core#prefLabel> ; sh:sparql "
        f'[ sh:select "{ENDLESS.replace("(COUNT(*) AS ?n)", "$this WHERE")[:-1]} '
        'FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) < 3) }" ] .\n',
        encoding="utf-8",
    )
    java = place / "jdk/bin/java"
    java.parent.mkdir(parents=True)
    java.write_text("#!/bin/sh\nexec sleep 600\n", encoding="utf-8")
    java.chmod(0o755)
    command = {
        "query": ["query", "net", ENDLESS, "--seconds", "600"],
        "shapes": ["check", "net", "--shapes", str(rule)],
        "reason": ["reason", "net"],
    }[work]
    with subprocess.Popen(
        [sys.executable, "-m", "eloggraph", *command],
        cwd=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"JAVA_HOME": str(place / "jdk"), "TMPDIR": str(place)},
    ) as process:
        children: list[int] = []
        while not children and process.poll() is None:
            time.sleep(0.02)
            children = list_children(process.pid)
        time.sleep(0.3)
        begun = time.monotonic()
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
        took = time.monotonic() - begun
    assert process.returncode == 128 + number
    assert b"Traceback" not in told
    assert took < 10  # seconds where it takes a tenth of one
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    assert not list(place.glob("eloggraph-*"))
