"""The build of the package: what follows from its own sources is made once, here.

See ``src/eloggraph/cache.py``. A wheel carries it; an editable installation keeps it beside the
sources.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PreparingBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Make ready texts, schema and plan."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write them where the build takes them from."""
        source = Path(self.root) / "src"
        editable = version == "editable"
        parent = source / "eloggraph" if editable else Path(self.directory)
        folder = parent / "prepared"
        # An isolated build finds its libraries by this path too.
        path = os.pathsep.join(filter(None, [str(source), os.environ.get("PYTHONPATH")]))
        # The same sources give the same bytes.
        environment = os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", "eloggraph.api.prepare", str(folder)]
        # A checkout may be in the midst of a change: there it is made when it is asked for.
        subprocess.run(command, check=not editable, env=environment)
        if not editable:
            build_data["force_include"][str(folder)] = "eloggraph/prepared"
