"""A copy of the toolkit to change, and its commands run on it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
# Runs commands one after another in one process, and prints what each of them answered.
_RUN = """
import json, sys
from click.testing import CliRunner
from eloggraph.cli.main import main
runner = CliRunner()
done = [(" ".join(line), runner.invoke(main, line)) for line in json.load(sys.stdin)]
print(json.dumps({line: [each.exit_code, each.stdout, each.output] for line, each in done}))
"""


def copy_toolkit(top: Path, *datasets: str) -> Path:
    """Copy sources, ontology, shapes and some data sets into a folder."""
    # What is compiled goes along: it stays valid for each module that is not changed.
    ignored = shutil.ignore_patterns("prepared")
    shutil.copytree(CHECKOUT / "src" / "eloggraph", top / "src" / "eloggraph", ignore=ignored)
    for name in ("ontology", "shapes", *(f"datasets/{name}" for name in datasets)):
        shutil.copytree(CHECKOUT / name, top / name)
    return top


def run_python(top: Path, *arguments: str, stdin: str = "", language: str = "en") -> str:
    """Run Python on the toolkit of a folder; what it prints."""
    environment = {
        "PYTHONPATH": str(top / "src"),
        "PATH": os.environ["PATH"],
        "PYTHONUTF8": "1",
        "ELOGGRAPH_LANG": language,
    }
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, input=stdin, cwd=top, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_commands(
    top: Path, lines: Sequence[str], language: str = "en"
) -> dict[str, tuple[int, str, str]]:
    """Run commands of the toolkit of a folder; exit code, stdout and all output of each."""
    asked = json.dumps([line.split() for line in lines])
    answers: dict[str, tuple[int, str, str]] = json.loads(
        run_python(top, "-c", _RUN, stdin=asked, language=language)
    )
    return answers
