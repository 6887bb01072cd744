"""Bytes are read once and hashed as read: a file that changes under the work is in no output.

The oracle of a hash is hashlib over the file. A file is replaced by one of the same size and time,
in the same place on the disk, so that nothing but its bytes can tell.
"""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.api.network import Network
from eloggraph.cli.check_marking import Judge
from eloggraph.cli.main import main

DATASETS = Path(__file__).parents[2] / "datasets"
SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>
<office:spreadsheet><table:table table:name="actors">%s</table:table></office:spreadsheet>
</office:body></office:document-content>"""


def write_document(path: Path, rows: list[list[str]]) -> None:
    """Write an ODS file by hand, as the standard describes it."""
    cell = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
    row = "<table:table-row>%s</table:table-row>"
    table = "".join(row % "".join(cell % text for text in cells) for cells in rows)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", SHEET % table)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
            f'><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("osaajaks", "suomi"):
        shutil.copytree(DATASETS / name, tmp_path / name)
    return tmp_path / "osaajaks"


def to_workbook(folder: Path) -> None:
    """Let the network be a workbook in place of its CSV files."""
    eloggraph.convert(folder, folder.parent / "book" / "network.xlsx")
    for path in folder.glob("*.csv"):
        path.unlink()
    shutil.move(folder.parent / "book" / "network.xlsx", folder)


def to_document(folder: Path) -> None:
    """Let the table of actors be a sheet of an ODS file."""
    import csv

    with (folder / "actors.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    (folder / "actors.csv").unlink()
    write_document(folder / "network.ods", rows)


FORMS: dict[str, Callable[[Path], object]] = {
    "csv": lambda _: None,
    "xlsx": to_workbook,
    "ods": to_document,
}


def replace_unseen(path: Path) -> None:
    """Write other bytes of the same number into the same file, with the time that it had."""
    before = path.stat()
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    data[at] = 32 if data[at] != 32 else 95
    with path.open("r+b") as file:
        file.write(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = path.stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)
    assert after.st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("form", FORMS)
def test_hashes_are_of_every_file_that_was_read(folder: Path, tmp_path: Path, form: str) -> None:
    FORMS[form](folder)
    assert eloggraph.run(folder, tmp_path / "out", permutations=9, draft=True).written
    inputs = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))["inputs"]
    endings = {Path(name).suffix for name in inputs}
    assert endings == {"csv": {".csv", ".toml"}}.get(form, {f".{form}", ".csv", ".toml"})
    assert "../suomi/regions.csv" in inputs
    assert inputs == {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in inputs
    }


@pytest.mark.parametrize(
    ("form", "changed"),
    [
        ("csv", "osaajaks/actors.csv"),
        ("csv", "suomi/regions.csv"),
        ("csv", "osaajaks/network.toml"),
        ("csv", "suomi/network.toml"),
        ("xlsx", "osaajaks/network.xlsx"),
        ("ods", "osaajaks/network.ods"),
        ("csv", None),
    ],
)
@pytest.mark.parametrize("gone", [False, True])
def test_file_that_changes_under_the_work_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, form: str, changed: str | None, gone: bool
) -> None:
    FORMS[form](folder)
    out = folder.parent / "out"
    real: Callable[..., object] = Network.check

    def check(self: Network) -> object:
        report = real(self)
        if changed and (path := folder.parent / changed).exists():
            path.unlink() if gone else replace_unseen(path)
        return report

    monkeypatch.setattr(Network, "check", check)
    if changed is None:
        assert eloggraph.run(folder, out, permutations=9, draft=True).written
        return
    with pytest.raises(eloggraph.InputError) as caught:
        eloggraph.run(folder, out, permutations=9, draft=True)
    told = {(f.code, f.place and f.place.file) for f in caught.value.findings}
    assert told == {("file-changed", Path(changed).name)}
    assert not out.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("changed", [True, False])
def test_marked_copy_is_of_the_tables_that_were_judged(
    folder: Path, monkeypatch: pytest.MonkeyPatch, form: str, changed: bool
) -> None:
    FORMS[form](folder)
    real: Callable[..., object] = Judge.__call__
    path = folder / ("actors.csv" if form == "csv" else "network.xlsx")

    def judge(self: Judge) -> object:
        report = real(self)
        if changed:
            replace_unseen(path)
        return report

    monkeypatch.setattr(Judge, "__call__", judge)
    copy = folder.parent / "copy.xlsx"
    done = CliRunner().invoke(main, ["check", str(folder), "--mark", str(copy), "--lang", "en"])
    assert done.exit_code == (2 if changed else 0)
    assert ("changed while the work went on" in done.stderr) == changed
    assert copy.exists() != changed
