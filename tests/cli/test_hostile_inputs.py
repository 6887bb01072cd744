"""The suite of hostile inputs, file by file: each ends in an answer or a sentence, within bounds.

Oracle: ``EXPECTED.md`` of the suite, and the figures of issue threads that it was made from.
"""

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is measured by wait4")

CHECKOUT = Path(__file__).parents[2]
NETWORK = "datasets/osaajaks"
# A process begins with the peak of the one that it is forked from: a small one stands between.
MEASURED = """
import os, resource, subprocess, sys
done = subprocess.run([sys.executable, *sys.argv[1:]], stderr=subprocess.STDOUT)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(flush=True)
print(used.ru_maxrss, used.ru_utime + used.ru_stime, end="", flush=True)
sys.exit(done.returncode if done.returncode >= 0 else 255)
"""
DATA = "sh-pattern-redos-data.ttl"
# Of each file the commands that take such a file, with exit code and what is said. A name in
# braces is a file of the suite, a name in angle brackets the text of one.
CASES: dict[str, list[tuple[list[str], int, str]]] = {
    "bad-iris.nt": [(["check", "{}"], 2, "not valid RDF: Invalid IRI")],
    "big-literal.rq": [(["query", NETWORK, "{}", "--rows", "1"], 0, "aaaa")],
    "billion-laughs-depth6.rdf": [
        (["check", "{}"], 2, "DOCTYPE"),
        (["reason", "{}"], 2, "format of the file"),
        (["check", NETWORK, "--shapes", "{}"], 2, "DOCTYPE"),
    ],
    "cross-product.rq": [(["query", NETWORK, "{}"], 2, "was not done in 1 seconds")],
    "drop-all.ru": [(["query", NETWORK, "{}"], 2, "DROP, which is not allowed")],
    "from-file.rq": [(["query", NETWORK, "{}"], 2, "There is no graph <file:///etc/hostname>")],
    "from-http.rq": [(["query", NETWORK, "{}"], 2, "There is no graph <http://127.0.0.1:9/")],
    "host-rebind.http": [(["check", "{}"], 2, "does not tell its RDF format")],
    "load.ru": [(["query", NETWORK, "{}"], 2, "LOAD, which is not allowed")],
    "owl-imports.ttl": [
        (["check", "{}"], 1, "error"),
        (["check", "{}", "--shapes", "shapes"], 1, "It was not fetched"),
        (["check", NETWORK, "--shapes", "{}"], 1, "It was not fetched"),
    ],
    "path-star.rq": [(["query", NETWORK, "{}"], 2, "so it was ended")],
    "regex-redos.rq": [(["query", NETWORK, "{}"], 0, "false")],
    "remote-context.jsonld": [(["check", "{}"], 2, "Nothing is fetched")],
    "service.rq": [(["query", NETWORK, "{}"], 2, "SERVICE, which is not allowed")],
    "sh-pattern-redos-data.ttl": [(["check", "{}", "--shapes", "shapes"], 1, "error")],
    "sh-pattern-redos.ttl": [
        (["check", DATA, "--shapes", "{}"], 1, "has the wrong form"),
        (["check", NETWORK, "--shapes", "{}"], 0, "No problems found"),
    ],
    "shapes-no-target.ttl": [
        (["check", NETWORK, "--shapes", "{}"], 1, "has no target"),
        (["check", DATA, "--shapes", "{}"], 1, "has no target"),
    ],
    "sparql-injection-param.txt": [
        (["query", NETWORK, "actors", "--bind", "actor=<>"], 0, "actor")
    ],
    "xxe-file.rdf": [(["check", "{}"], 2, "DOCTYPE"), (["reason", "{}"], 2, "format of the file")],
}
COMMANDS = [
    pytest.param(name, *case, id=f"{name}-{case[0][0]}-{number}")
    for name, cases in CASES.items()
    for number, case in enumerate(cases)
]


@pytest.fixture(scope="session")
def suite(reference_data: Path) -> Path:
    folder = reference_data / "suites" / "hostile-inputs"
    if not folder.is_dir():
        pytest.skip("the suite of hostile inputs is not among the reference data")
    return folder


@pytest.fixture(scope="session")
def calls() -> Iterator[list[object]]:
    """Who calls at port 9 of this machine, which stands for any address in the suite."""
    heard: list[object] = []
    with socket.socket() as listener:
        with contextlib.suppress(OSError):  # the port needs a right that not every user has
            listener.bind(("127.0.0.1", 9))
            listener.listen()

            def listen() -> None:
                with contextlib.suppress(OSError):
                    while True:
                        heard.append(listener.accept()[1])

            threading.Thread(target=listen, daemon=True).start()
        yield heard


def test_every_file_of_the_suite_has_a_case(suite: Path) -> None:
    there = {path.name for path in suite.iterdir()} - {"EXPECTED.md"}
    assert there == set(CASES)
    assert len(there) == 19


@pytest.mark.parametrize(("name", "command", "code", "said"), COMMANDS)
def test_hostile_file_is_a_sentence_within_bounds(
    suite: Path, calls: list[object], name: str, command: list[str], code: int, said: str
) -> None:
    path, text = str(suite / name), (suite / name).read_text(encoding="utf-8")
    words = [word.replace("{}", path).replace("<>", text) for word in command]
    words = [str(suite / word) if word == DATA else word for word in words]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "-m", "eloggraph", *words, "--lang", "en"],
        cwd=CHECKOUT,
        capture_output=True,
        env=os.environ | {"PATH": ""},  # without Java: HermiT has bounds and tests of its own
        check=False,
    )
    told, _, measured = done.stdout.decode().rpartition("\n")
    kilobytes, seconds = map(float, measured.split())
    assert done.returncode == code, told
    assert said in told
    assert "Traceback" not in told
    assert "The program has an error" not in told
    assert Path("/etc/hostname").read_text(encoding="utf-8").strip() not in told
    assert calls == []
    if sys.platform == "linux":  # in kB there
        assert kilobytes < 500_000
    assert seconds < 20  # seconds of the processor, where it takes one or two
