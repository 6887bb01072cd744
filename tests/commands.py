"""The examples that the help of each command gives."""

from __future__ import annotations

import re

from click.testing import CliRunner

from eloggraph.cli.main import COMMANDS, main

# Those that end by themselves; the local page waits for its reader (tests/web).
ENDING = [name for name in COMMANDS if name != "serve"]


def list_examples(command: str) -> list[str]:
    """Return the lines after ``eloggraph`` of the examples in a command's help."""
    text = CliRunner(env={"ELOGGRAPH_LANG": "en"}).invoke(main, [command, "--help"]).output
    return re.findall(r"^\s+eloggraph (.+)$", text, re.MULTILINE)
