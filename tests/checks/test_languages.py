"""Only the languages that a network declares are asked for."""

import shutil
from pathlib import Path

import pytest

import eloggraph

DATASETS = Path(__file__).parents[2] / "datasets"
ALL = ("fi", "sv", "en")


@pytest.mark.parametrize("languages", [("fi",), ("fi", "sv"), ("fi", "en"), ALL])
def test_texts_in_undeclared_languages_are_not_missing(
    tmp_path: Path, languages: tuple[str, ...]
) -> None:
    for name in ("laituri", "suomi"):
        shutil.copytree(DATASETS / name, tmp_path / name)
    settings = tmp_path / "laituri" / "network.toml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("languages")]
    declared = ", ".join(f'"{language}"' for language in languages)
    first_table = next((n for n, line in enumerate(lines) if line.startswith("[")), len(lines))
    lines.insert(first_table, f"languages = [{declared}]")
    settings.write_text("\n".join(lines), encoding="utf-8")
    table = tmp_path / "laituri" / "actors.csv"
    header, first, *rest = table.read_text(encoding="utf-8").split("\n")
    names = header.split(",")
    cells = first.split(",")
    for language in ALL[1:]:
        cells[names.index(f"label@{language}")] = ""
    table.write_text("\n".join([header, ",".join(cells), *rest]), encoding="utf-8")
    report = eloggraph.check(tmp_path / "laituri")
    columns = {f.place.column for f in report.findings if f.place and f.place.file == "actors.csv"}
    asked = {language for language in ALL[1:] if f"label@{language}" in columns}
    assert asked == set(languages) & set(ALL[1:])
    assert report.validation is not None
