"""A check after an edit judges only what the edit can reach, and tells the same as a full one."""

import shutil
from pathlib import Path

import pytest

import eloggraph
from eloggraph.shacl.core import run as columns_run

OSAAJAKS = Path(__file__).parents[2] / "datasets" / "osaajaks"

# Table, text of a cell, and what it becomes.
EDITS = [
    ("actors.csv", "Gradia", "Gradia oy"),
    ("actors.csv", "folk-high-school", "no-such-type"),
    ("actors.csv", "gradia,EducationProvider,Gradia", "gradia,EducationProvider,"),
    ("services.csv", "guidance", "information"),
    ("links.csv", "osaajaks,", "gradia,"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(OSAAJAKS.parent / "suomi", tmp_path / "suomi")
    return Path(shutil.copytree(OSAAJAKS, tmp_path / "osaajaks"))


@pytest.mark.parametrize("edit", EDITS)
def test_a_check_again_tells_the_same_as_a_full_one(
    folder: Path, edit: tuple[str, str, str]
) -> None:
    first = eloggraph.check(folder)
    name, before, after = edit
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    again = eloggraph.check(folder, earlier=first)
    full = eloggraph.check(folder)
    assert again == full
    assert again.validation == full.validation
    back = eloggraph.check(OSAAJAKS, earlier=again)
    assert back == first


def test_only_shapes_that_see_the_change_are_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from eloggraph.shacl.core import incremental

    ran: list[set[str]] = []

    def check_shapes(plan, shapes, *rest, **options):  # type: ignore[no-untyped-def]
        ran.append({shape.node.value for shape in shapes})
        return columns_run.check_shapes(plan, shapes, *rest, **options)

    monkeypatch.setattr(incremental, "check_shapes", check_shapes)
    first = eloggraph.check(folder)
    eloggraph.check(folder, earlier=first)
    path = folder / "actors.csv"
    text = path.read_text(encoding="utf-8").replace(
        "university,education", "municipality,education"
    )
    path.write_text(text, encoding="utf-8")
    eloggraph.check(folder, earlier=first)
    unchanged, changed = ran
    assert unchanged == set()
    assert any(name.endswith("#ActorShape") or name.endswith("/ActorShape") for name in changed)
    assert not any("StrategicGoalShape" in name for name in changed)
