"""The README's commands run as they stand, and its list of output files is the true one."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.analysis.registry import list_questions
from eloggraph.cli.main import main
from eloggraph.views.reference import site

CHECKOUT = Path(__file__).parent.parent
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
LINES = re.findall(r"^eloggraph (.+?)(?:\s+#.*)?$", README, re.MULTILINE)


def test_readme_has_commands() -> None:
    assert len(LINES) > 10


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
    rows = re.findall(r"^\| ((?:`[\w./*-]+`(?:, )?)+) \|", README, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([\w/*-]+\.[\w]+)`", row)}
    if find_spec("typst") is None:  # the extra that prints posters
        named -= {"poster.pdf", "poster.png"}
    written = {p.relative_to(tmp_path / "out") for p in (tmp_path / "out").rglob("*.*")}
    assert {str(p) for p in written if p.parent == Path()} == named - {"tables/*.csv"}
    assert any(p.match("tables/*.csv") for p in written)


def test_the_readme_names_every_question() -> None:
    table = README.partition("| of | questions |")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+)`", table)
    assert sorted(named) == sorted(question.key for question in list_questions())


def _look(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _list_ours(before: dict[str, bytes], line: str) -> set[str]:
    """Return what a command may write over: what a manifest lists, and the files that it names."""
    words = (word.rpartition("=")[2] for word in shlex.split(line))
    ours = {word for word in words if word.startswith("out/")}
    for name in (name for name in before if name.endswith("run.json")):
        folder = name.removesuffix("run.json")
        listed = json.loads(before[name])["outputs"]
        ours |= {name, *(folder + inner for inner in listed)}
    return ours


def tell_apart(lines: list[str]) -> list[str]:
    """Return lines of which none writes a new network where another one does: those are choices."""
    return [
        line.replace("out/verkosto", f"out/verkosto-{number}") for number, line in enumerate(lines)
    ]


def keep_made(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that gives what was made before, where the same is asked for."""
    made: list[tuple[tuple[Any, ...], Any]] = []

    def take_or_make(*given: Any, **options: Any) -> Any:
        asked = (given, options)
        found = next((found for before, found in made if before == asked), None)
        if found is None:
            found = make(*given, **options)
            made.append((asked, found))
        return found

    return take_or_make


@pytest.fixture
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``docs`` and ``compare`` work out for seconds, of inputs that stay as they are."""
    monkeypatch.setattr(site, "render_reference", keep_made(site.render_reference))
    monkeypatch.setattr(eloggraph, "compare", keep_made(eloggraph.compare))


@pytest.mark.usefixtures("made_once")
def test_commands_run_in_order_in_one_folder_and_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case D1: every output folder has a file of somebody else's in it, and the round is twice."""
    for name in ("datasets", "ontology", "shapes"):
        shutil.copytree(CHECKOUT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    lines = [*tell_apart(LINES), "docs --output out/docs", "docs --output out/osaajaks"]
    quick = [line for line in lines if "out/" in line]
    written, mine, before = 0, set(), _look(tmp_path)
    for number, line in enumerate((*lines, *quick)):
        done = CliRunner().invoke(main, shlex.split(line))
        is_first = number < len(LINES)
        expected = (0, 1 if "--fail-on warning" in line else 0) if is_first else (0, 1, 2)
        assert done.exit_code in expected, done.output
        assert not done.exception or isinstance(done.exception, SystemExit), line
        after, ours = _look(tmp_path), _list_ours(before, line)
        kept = {name: data for name, data in before.items() if name not in ours}
        assert {name: after.get(name) for name in kept} == kept, line
        written += after != before
        for folder in [path for path in tmp_path.glob("out/**/") if path.is_dir()]:
            (folder / "mine.txt").write_text(str(folder), encoding="utf-8")
            mine.add(folder / "mine.txt")
            after[folder.relative_to(tmp_path).as_posix() + "/mine.txt"] = str(folder).encode()
        before = after
    assert written == 19, "the rest of the second round is refused, or writes the same"
    assert {tmp_path / f"out/{name}/mine.txt" for name in ("osaajaks/tables", "excel")} < mine
    assert all(path.read_text(encoding="utf-8") == str(path.parent) for path in mine)
