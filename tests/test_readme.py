"""The README's commands run as they stand, and its list of output files is the true one."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from commands import list_examples
from eloggraph.cli.main import COMMANDS, main

CHECKOUT = Path(__file__).parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
LINES = re.findall(r"^eloggraph (.+?)(?:\s+#.*)?$", README, re.MULTILINE)
# Those that a command's own help gives as well are run with it (tests/cli/test_commands.py).
IN_HELP = {line for name in COMMANDS for line in list_examples(name)}


def test_readme_has_commands() -> None:
    assert len(LINES) > 10


@pytest.mark.parametrize("line", [line for line in LINES if line not in IN_HELP])
def test_command_of_the_readme_runs(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("datasets", "ontology", "shapes"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, shlex.split(line))
    assert done.exit_code in (0, 1 if "--fail-on warning" in line else 0), done.output


def test_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    block = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert block
    exec(compile(block.group(1), "README.md", "exec"), {})


def test_every_output_of_the_readme_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CHECKOUT)
    arguments = ["run", "datasets/osaajaks", "--output", str(tmp_path / "out")]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    named = set(re.findall(r"^\| `([\w./*]+)` \|", README, re.MULTILINE))
    written = {p.relative_to(tmp_path / "out") for p in (tmp_path / "out").rglob("*.*")}
    assert {str(p) for p in written if p.parent == Path()} == named - {"tables/*.csv"}
    assert any(p.match("tables/*.csv") for p in written)
