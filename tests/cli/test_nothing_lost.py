"""Random folders and random outputs of every command that writes: nobody's file is lost or changed.

The oracle counts for itself what a command may write over: what a manifest of the same kind lists
with the hash that the file has, or with any hash on the reader's word; and the file that ``-o`` names.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eloggraph.cli.main import main
from eloggraph.tables.write.template import folder as template
from eloggraph.views.poster import printed
from eloggraph.views.reference import site

Entry = tuple[str, bytes]
World = dict[str, Entry]

# What each command writes into: a folder with a manifest, a folder that must be new, or one file.
COMMANDS = {
    "run net --output {to}": "run",
    "run net --output {to} --replace": "run",
    "docs --output {to}": "docs",
    "docs --output {to} --examples net --replace": "docs",
    "new {to}": "new",
    "new {to} --xlsx": "new",
    "convert net {to}": "new",
    "convert net {to}/network.xlsx": "workbook",
    "build net --format turtle -o {to}": "file",
    "map net -o {to}.html": "file",
    "report net -o {to}.html": "file",
    "query net actors --format csv -o {to}": "file",
    "inspect net/actors.csv --format json -o {to}": "file",
    "check net --format sarif -o {to}": "file",
    "check net --mark {to}.xlsx": "file",
    "check net --report json={to}.json --report markdown={to}": "file",
}
PLACES = [
    *("out", "out", "out/", "net/../out", "link out", "out/sub", "out/a", "out/deep/er", "file"),
    *("net", "net/out", "net/actors.csv", "viite", "used/roles.csv", "to roles", "hard"),
    *("link", "link/in", "loop", "gone", ".", "far/away"),
]
# What may stand there before: files, links, and what looks like an output and is none.
NAMES = [
    *("out/a", "out/a.html", "out/report.html", "out/index.html", "out/tables/mine.csv"),
    *("out/graph.ttl", "out/network.toml", "out/network.xlsx", "out/sub/x", "file", "file.html"),
    *("out/.hidden", "out/ä ö.txt", "net/notes.txt", "far/away/letter", ".out.eloggraph-00"),
]
KINDS = ["text", "to file", "to folder", "to nothing", "empty folder", "hard"]
INPUTS = {
    "net/network.toml": 'id = "p"\ntitle = "P"\nuses = ["../viite"]\n',
    "net/actors.csv": "id,label@fi,label@sv,label@en\na,A,A,A\nb,B,B,B\n",
    "viite/network.toml": 'id = "v"\ntitle = "V"\n',
    "viite/roles.csv": "id,label@fi,label@sv,label@en\njasen,jäsen,medlem,member\n",
    "precious/book": "precious",
}
SPOILS = ["nothing", "change", "add", "drop", "lie", "other kind", "no manifest", "link in place"]


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]], list[tuple[str, str]], str]:
    """Draw a place, what is put around it, what wrote there before and was spoiled, and a command."""
    place = draw(st.one_of(st.sampled_from(["out", "link out"]), st.sampled_from(PLACES)))
    kind = draw(st.sampled_from(["run", "docs", "run", "docs", "new", "workbook", "file", "file"]))
    alike = [command for command in COMMANDS if COMMANDS[command] == kind]
    command = draw(st.sampled_from(alike))
    around = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(KINDS)), max_size=2))
    earlier = st.one_of(st.sampled_from(alike), st.sampled_from([*COMMANDS]))
    written = draw(st.lists(st.tuples(earlier, st.sampled_from(SPOILS)), max_size=2))
    return place, around, written, command


def call(command: str, to: str) -> Any:
    return CliRunner().invoke(main, shlex.split(command.format(to=shlex.quote(to))))


def put(name: str, kind: str) -> None:
    """Put something of a kind where nothing is yet."""
    path = Path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == "text":
            path.touch(exist_ok=False)
            path.write_text(name, encoding="utf-8")
        elif kind == "empty folder":
            path.mkdir()
        elif kind == "hard":
            os.link("precious/book", path)
        else:
            to = {"to file": "precious/book", "to folder": "precious", "to nothing": "nowhere"}
            path.symlink_to(Path(to[kind]).absolute())
    except OSError:  # there is something already
        return


def spoil(folder: Path, way: str) -> None:
    """Change an output as people and other programs do."""
    if not (folder / "run.json").is_file():
        return
    manifest = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    name = sorted(manifest["outputs"])[0]
    if way == "change":
        (folder / name).write_text("mine now", encoding="utf-8")
    elif way == "add":
        (folder / "added.txt").write_text("mine", encoding="utf-8")
    elif way == "drop":
        (folder / name).unlink()
    elif way == "link in place":
        (folder / name).unlink()
        (folder / name).symlink_to(Path("precious/book").absolute())
    elif way == "no manifest":
        (folder / "run.json").unlink()
    elif way in ("lie", "other kind"):
        if way == "lie":
            (folder / "letter").write_text("mine", encoding="utf-8")
            manifest["outputs"] |= {"letter": "0" * 64, "../precious/book": "0" * 64}
        else:
            manifest["kind"] = "other"
        (folder / "run.json").write_text(json.dumps(manifest), encoding="utf-8")


def look(world: Path) -> World:
    """Return everything in a folder by name; links are what they are, not what they lead to."""
    found: World = {}
    for above, folders, files in os.walk(world):
        for path in (Path(above) / name for name in [*files, *folders]):
            name = path.relative_to(world).as_posix()
            if path.is_symlink():
                found[name] = ("link", os.fsencode(path.readlink()))
            elif path.is_file():
                found[name] = ("file", path.read_bytes())
    return found


def list_own(world: Path, before: World, folder: Path, kind: str, replace: bool) -> set[str]:
    """Return what a folder's manifest lists that is as it was written, or may be written over."""
    top = folder.relative_to(world).as_posix() if folder.is_relative_to(world) else "?"
    under = "" if top == "." else f"{top}/"
    try:
        manifest = json.loads(before[f"{under}run.json"][1])
        if manifest["kind"] != kind or any(".." in name for name in manifest["outputs"]):
            manifest = {"outputs": {}}
    except (KeyError, ValueError):
        manifest = {"outputs": {}}
    own = {f"{under}run.json"} if manifest["outputs"] else set[str]()
    for name, mark in manifest["outputs"].items():
        form, data = before.get(under + name, ("none", b""))
        if form == "file" and (replace or hashlib.sha256(data).hexdigest() == mark):
            own.add(under + name)
    return own


@pytest.fixture(scope="module", autouse=True)
def few_pages() -> Any:
    """What takes long to make has little in it: what is in it is nothing to these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "build_reference", lambda *_, **__: None)
        patch.setattr(site, "describe_reference", lambda _: {})
        patch.setattr(site, "render_reference", lambda *_: {"index.html": "x", "a": "y"})
        patch.setattr(printed, "print_poster", lambda *_: {"poster.pdf": b"x", "poster.png": b"y"})
        patch.setattr(template, "render_workbook", lambda *_: b"workbook")
        yield


@settings(max_examples=150)
@given(history=histories())
@example(history=("out", [], [("run net --output {to}", "change")], "run net --output {to}"))
@example(history=("out", [], [("docs --output {to}", "lie")], "docs --output {to}"))
@example(history=("out", [("out/index.html", "hard")], [], [*COMMANDS][3]))
@example(history=("hard", [], [], "build net --format turtle -o {to}"))
def test_no_file_that_is_not_ours_is_ever_missing_or_changed(
    tmp_path_factory: pytest.TempPathFactory,
    history: tuple[str, list[tuple[str, str]], list[tuple[str, str]], str],
) -> None:
    to, around, written, command = history
    world = Path(os.path.realpath(tmp_path_factory.mktemp("world")))
    for name, text in INPUTS.items():
        (world / name).parent.mkdir(exist_ok=True)
        (world / name).write_text(text, encoding="utf-8")
    (world / "out").mkdir()
    (world / "link").symlink_to("precious")
    (world / "link out").symlink_to("out")
    (world / "to roles").symlink_to("viite/roles.csv")
    os.link(world / "net" / "actors.csv", world / "hard")
    (world / "loop").symlink_to("loop")
    (world / "used").symlink_to("viite")
    (world / "gone").symlink_to("nowhere")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(world)
        for earlier, way in written:
            call(earlier, to)
            spoil(Path(to), way)
        for name, way in around:
            put(name, way)
        before = look(world)
        done = call(command, to)
    assert done.exit_code in (0, 1, 2), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    after = look(world)
    changed = {name for name in before if after.get(name) != before[name]}
    allowed: set[str] = set()
    kind = COMMANDS[command]
    place = Path(os.path.realpath(world / to))
    if kind in ("run", "docs"):
        replace = "--replace" in command
        allowed = list_own(world, before, place, kind, replace)
    elif kind == "file":
        words = shlex.split(command.format(to=shlex.quote(to)))
        ends = (Path(os.path.realpath(world / word.rpartition("=")[2])) for word in words)
        allowed = {end.relative_to(world).as_posix() for end in ends if end.is_relative_to(world)}
        allowed -= {name for name in before if name.startswith(("net/", "viite/"))}
    # The leftover of a process that has died, by the name that it has.
    allowed |= {name for name in before if ".eloggraph-" in name and not name.startswith("net/")}
    assert changed <= allowed
    if done.exit_code == 2 and "--report" not in command:
        assert after == before
    assert not [name for name in after if ".eloggraph-" in name and name not in before]
