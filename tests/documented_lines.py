"""The Python of the README and of the notebooks under ``mypy --strict``: what people copy has types."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def read_documents() -> dict[str, str]:
    """Return the lines of each document, by a name that a module may have."""
    found = {"readme": "\n".join(_BLOCK.findall((CHECKOUT / "README.md").read_text("utf-8")))}
    for path in sorted((CHECKOUT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        found[path.stem.replace("-", "_")] = "\n\n".join(code)
    return {name: code for name, code in found.items() if code}


def main() -> int:
    """Check every document, and return the code of the checker."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.py" for name in read_documents()]
        for path, code in zip(paths, read_documents().values(), strict=True):
            path.write_text(code + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml"]
        return subprocess.run([*command, *map(str, paths)], cwd=CHECKOUT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
