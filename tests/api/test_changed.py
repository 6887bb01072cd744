"""What is read once is what is told: a file that changes under the work is no part of an output."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import eloggraph
from eloggraph.api.network import Network

DATASETS = Path(__file__).parents[2] / "datasets"


@pytest.mark.parametrize(
    "changed", ["osaajaks/actors.csv", "suomi/regions.csv", "osaajaks/network.toml", None]
)
def test_file_that_changes_under_the_work_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str | None
) -> None:
    for name in ("osaajaks", "suomi"):
        shutil.copytree(DATASETS / name, tmp_path / name)
    real: Callable[..., object] = Network.check

    def check(self: Network) -> object:
        if changed:  # as an editor saves: a new file in place of the old
            path = tmp_path / changed
            copy = path.with_suffix(".copy")
            copy.write_bytes(path.read_bytes().replace(b"\n", b" \n", 1))
            copy.replace(path)
        return real(self)

    monkeypatch.setattr(Network, "check", check)
    if changed is None:
        assert eloggraph.run(tmp_path / "osaajaks", tmp_path / "out", permutations=9).written
        return
    with pytest.raises(eloggraph.InputError) as caught:
        eloggraph.run(tmp_path / "osaajaks", tmp_path / "out", permutations=9)
    assert {f.code for f in caught.value.findings} == {"file-changed"}
    assert not (tmp_path / "out").exists()
