"""The editor of the query page: another's library, built into one file with its licences."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import eloggraph

VENDOR = Path(eloggraph.__file__).parent / "views" / "local" / "vendor"
RECIPE = Path(__file__).parents[2] / ".ci" / "codemirror"
SCRIPT = VENDOR / "codemirror.js"
LICENCES = (VENDOR / "codemirror.LICENSE.txt").read_text(encoding="utf-8")


def test_each_library_that_is_in_it_has_its_licence_beside_it() -> None:
    script = SCRIPT.read_bytes()
    assert f"sha256 {hashlib.sha256(script).hexdigest()}\n" in LICENCES
    banner = script.decode().partition("\n")[0]
    titles = re.findall(r"\S+ \d+\.\d+\.\d+ \(\w+\)", banner)
    parts = LICENCES.split("=" * 72 + "\n")[1:]
    assert [part.partition("\n")[0] for part in parts] == titles
    assert len(titles) > 9
    for part in parts:
        assert "Copyright" in part
        assert "Permission is hereby granted" in part


def test_it_fetches_nothing_and_makes_no_code_of_text() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\"'`\s)]*", script))
    assert addresses == {"http://www.w3.org/2000/svg"}  # a name
    for word in (
        "eval(",
        "new Function",
        "innerHTML",
        "document.write",
        "sourceMappingURL",
        "fetch(",
    ):
        assert word not in script


def test_its_recipe_names_each_version() -> None:
    """Of what is asked for the versions stand there, of all the rest in the lock with its hash."""
    asked = json.loads((RECIPE / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((RECIPE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in {**asked["dependencies"], **asked["devDependencies"]}.items():
        assert lock[f"node_modules/{name}"]["version"] == version
        if name in asked["dependencies"]:
            assert f"{name} {version} (MIT)" in LICENCES
    assert all("integrity" in each for place, each in lock.items() if place)
    assert not any("resolved" in each for each in lock.values())


@pytest.mark.skipif(
    not (RECIPE / "node_modules").is_dir() or shutil.which("node") is None,
    reason="its sources are not here: npm ci --ignore-scripts --prefix .ci/codemirror",
)
def test_its_sources_give_the_same_bytes() -> None:
    done = subprocess.run(["node", RECIPE / "build.mjs", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
