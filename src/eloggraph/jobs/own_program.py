"""A module of ours run as a process of its own, whether Python runs it or a frozen program."""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import Sequence

# What the frozen program is given before the name of a module, as Python is.
_MODULE = "-m"


def command_of(module: str) -> tuple[str, ...]:
    """Return the command that runs a module of the toolkit in a process of its own.

    Python imports nothing from the folder that one happens to be in, which may be anybody's. A
    frozen program is no Python: it knows by :func:`run_module` that a module is meant.

    Examples
    --------
    >>> command_of("eloggraph.web.work")[1:]
    ('-P', '-m', 'eloggraph.web.work')
    """
    if getattr(sys, "frozen", False):
        return (sys.executable, _MODULE, module)
    return (sys.executable, "-P", _MODULE, module)


def run_module(arguments: Sequence[str]) -> bool:
    """Run the module that a frozen program is started with; false where it is started by somebody.

    Parameters
    ----------
    arguments
        What the program is started with, its own name first.

    Examples
    --------
    >>> run_module(["eloggraph", "check"])
    False
    """
    if list(arguments[1:2]) != [_MODULE] or not "".join(arguments[2:3]).startswith("eloggraph."):
        return False
    sys.argv = list(arguments[2:])
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    return True


def give_back_libraries() -> None:
    """Let what is started from here find the libraries of the system.

    PyInstaller's start has its own libraries found first, which Java or a browser must not get.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    elif getattr(sys, "frozen", False):
        os.environ.pop("LD_LIBRARY_PATH", None)
