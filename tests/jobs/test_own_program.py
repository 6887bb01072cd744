"""A module of ours as a process of its own, where Python runs it and where no Python is there."""

from __future__ import annotations

import os
import runpy
import sys

import pytest

from eloggraph.jobs import own_program


def test_python_is_given_a_module_and_imports_nothing_from_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert own_program.command_of("eloggraph.a") == (sys.executable, "-P", "-m", "eloggraph.a")
    # A frozen program is no Python, and knows none of its options.
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert own_program.command_of("eloggraph.a") == (sys.executable, "-m", "eloggraph.a")


def test_a_frozen_program_runs_its_own_modules_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", [*sys.argv])
    ran: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(runpy, "run_module", lambda name, **_: ran.append((name, sys.argv)))
    assert own_program.run_module(["program", "-m", "eloggraph.web.work", "a"])
    assert ran == [("eloggraph.web.work", ["eloggraph.web.work", "a"])]
    for said in (["-m", "http.server"], ["-m", "eloggraph"], ["-m"], ["check", "-m"], []):
        assert not own_program.run_module(["program", *said])
    assert len(ran) == 1


@pytest.mark.parametrize(
    ("frozen", "before", "kept"),
    [(True, None, None), (True, "/mine", "/mine"), (False, None, "/now")],
)
def test_what_is_started_finds_the_libraries_of_the_system(
    monkeypatch: pytest.MonkeyPatch, frozen: bool, before: str | None, kept: str | None
) -> None:
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/now")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    own_program.give_back_libraries()
    assert os.environ.get("LD_LIBRARY_PATH") == kept
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
