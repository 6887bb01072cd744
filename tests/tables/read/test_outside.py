"""What is outside stays outside: links that leave the folder, and what strangers may use."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.finding import Finding

Factory = Callable[..., Path]
SECRET = "id,label@fi,label@sv,label@en\nsalaisuus,Salaisuus,Hemlighet,Secret\n"
CONFIG = 'id = "pieni"\ntitle = "Pieni"\n'
pytestmark = pytest.mark.skipif(not hasattr(os, "symlink"), reason="no symbolic links here")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the network, with a table that is not the network's."""
    place = tmp_path / "muualla"
    place.mkdir()
    (place / "networks.csv").write_text(SECRET, encoding="utf-8")
    (place / "network.toml").write_text('id = "muu"\ntitle = "Salaisuus"\n', encoding="utf-8")
    return place


def use(folder: Path, *entries: str) -> Path:
    """Let a network use some folders; what is in the settings after ``uses`` stays."""
    listed = ", ".join(f'"{entry}"' for entry in entries)
    (folder / "network.toml").write_text(f"uses = [{listed}]\n{CONFIG}", encoding="utf-8")
    return folder


def told(folder: Path, *, untrusted: bool = False) -> list[tuple[str, str]]:
    """Return severity and message of what is told of places outside."""
    findings = eloggraph.check(folder, untrusted=untrusted).findings
    return [(f.severity, f.message.en) for f in findings if is_about_outside(f)]


def is_about_outside(finding: Finding) -> bool:
    return finding.code in ("link-outside", "uses-outside")


@pytest.mark.parametrize("name", ["networks.csv", "Verkostot.TSV", "network.xlsx", "vanha.xlsx"])
def test_table_that_is_a_link_out_of_the_folder_is_told_and_not_read(
    tiny_network: Path, outside: Path, name: str
) -> None:
    use(tiny_network, "../viite")
    (tiny_network / name).symlink_to(outside / "networks.csv")
    report = eloggraph.check(tiny_network)
    [finding] = [f for f in report.findings if f.code == "link-outside"]
    assert finding.place is not None
    assert finding.place.file == name
    assert finding.message.en == (
        f"“{name}” is a link that leads out of the folder, so it was not read."
    )
    assert not report.complete
    assert "Salaisuus" not in str([f.message.fi for f in report.findings])


def test_link_is_followed_where_uses_names_the_place(tiny_network: Path, outside: Path) -> None:
    use(tiny_network, "../viite", "../muualla")
    (tiny_network / "networks.csv").symlink_to(outside / "networks.csv")
    assert told(tiny_network) == []
    tables = {matched.table.name for matched in eloggraph.open(tiny_network).tables.tables}
    assert "networks" in tables


def test_uses_names_a_place_and_not_what_lies_beside_it(tiny_network: Path, outside: Path) -> None:
    use(tiny_network, "../viite")
    (outside.parent / "viite2").mkdir()
    other = outside.parent / "viite2" / "networks.csv"
    other.write_text(SECRET, encoding="utf-8")
    (tiny_network / "networks.csv").symlink_to(other)
    assert [severity for severity, _ in told(tiny_network)] == ["violation"]


def test_link_within_the_folder_and_a_linked_folder_are_no_matter(
    tiny_network: Path, tmp_path: Path
) -> None:
    (tiny_network / "actors.csv").rename(tiny_network / "varsinainen.txt")
    (tiny_network / "actors.csv").symlink_to("varsinainen.txt")
    (tmp_path / "linkki").symlink_to(tiny_network, target_is_directory=True)
    for folder in (tiny_network, tmp_path / "linkki"):
        for untrusted in (False, True):
            assert told(folder, untrusted=untrusted) == []
            assert eloggraph.check(folder, untrusted=untrusted).complete


def test_link_of_links_is_judged_by_where_it_ends(tiny_network: Path, outside: Path) -> None:
    (tiny_network / "toinen.txt").symlink_to(outside / "networks.csv")
    (tiny_network / "networks.csv").symlink_to("toinen.txt")
    assert [severity for severity, _ in told(tiny_network)] == ["violation"]


def test_settings_that_are_a_link_out_are_not_read(tiny_network: Path, outside: Path) -> None:
    (tiny_network / "network.toml").unlink()
    (tiny_network / "network.toml").symlink_to(outside / "network.toml")
    network = eloggraph.open(tiny_network)
    assert "Salaisuus" not in network.config.title.fi
    assert [message for _, message in told(tiny_network)] == [
        "“network.toml” is a link that leads out of the folder, so the settings were not read."
    ]


def test_linked_sub_folder_is_a_warning_unless_uses_names_it(
    tiny_network: Path, outside: Path
) -> None:
    (tiny_network / "lisää").symlink_to(outside, target_is_directory=True)
    assert told(tiny_network) == [
        ("warning", "“lisää” is a link to a folder outside of this one, and was not followed.")
    ]
    use(tiny_network, "../viite", "lisää")
    assert told(tiny_network) == []
    assert len(eloggraph.open(tiny_network).tables.uses) == 2


def test_link_in_a_used_folder_is_told_there(tiny_network: Path, outside: Path) -> None:
    (tiny_network.parent / "viite" / "networks.csv").symlink_to(outside / "networks.csv")
    report = eloggraph.check(tiny_network)
    files = [f.place.file for f in report.findings if f.code == "link-outside" and f.place]
    assert files == ["../viite/networks.csv"]
    assert not report.complete


def test_link_that_is_no_table_and_one_that_leads_nowhere_are_not_told_as_links_out(
    tiny_network: Path, outside: Path
) -> None:
    (tiny_network / "README.md").symlink_to(outside / "network.toml")
    (tiny_network / "networks.csv").symlink_to(outside / "poistettu.csv")
    codes = {finding.code for finding in eloggraph.check(tiny_network).findings}
    assert "link-outside" not in codes
    assert codes & {"file-not-regular", "file-unreadable"}


# -- strangers ---------------------------------------------------------------------------------


def test_stranger_is_told_all_at_once_one_sentence_each(tiny_network: Path, outside: Path) -> None:
    (tiny_network.parent / "repo" / ".git").mkdir(parents=True)
    network = tiny_network.rename(tiny_network.parent / "repo" / "verkosto")
    use(network, str(outside), "~/salainen", "../../muualla", "C:\\\\data", "ei-ole")
    (network / "networks.csv").symlink_to(outside / "networks.csv")
    messages = [message for _, message in told(network, untrusted=True)]
    assert sorted(messages) == [
        "The path “../../muualla” under uses leads out of the repository, so it was not read.",
        f"The path “{outside}” under uses is absolute, so it was not read.",
        "The path “C:\\data” under uses is absolute, so it was not read.",
        "The path “~/salainen” under uses leads to a home folder, so it was not read.",
        "“networks.csv” is a link that leads out of the folder, so it was not read.",
    ]
    assert not eloggraph.check(network, untrusted=True).complete


@pytest.mark.parametrize("git", ["folder", "file", None])
def test_stranger_may_use_what_is_below_the_top(tiny_network: Path, git: str | None) -> None:
    """A worktree and a submodule have a file of that name. Without any, neighbours are in."""
    top = tiny_network.parent
    if git == "folder":
        (top / ".git").mkdir()
    elif git == "file":
        (top / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert told(tiny_network, untrusted=True) == []
    assert eloggraph.check(tiny_network, untrusted=True).complete


@pytest.mark.parametrize("entry", ["../../muualla", "../..", "linkki", "../verkosto/../../muualla"])
def test_stranger_may_use_nothing_above_the_top(
    tiny_network: Path, outside: Path, entry: str
) -> None:
    top = tiny_network.parent / "repo"
    top.mkdir()
    network = tiny_network.rename(top / "verkosto")
    (network / "linkki").symlink_to(outside, target_is_directory=True)
    use(network, entry)
    assert len([m for _, m in told(network, untrusted=True) if "uses" in m]) == 1
    assert [m for _, m in told(network) if "uses" in m] == []


def test_top_is_that_of_the_network_given_for_all_that_it_uses(
    tiny_network: Path, outside: Path
) -> None:
    top = tiny_network.parent / "repo"
    (top / ".git").mkdir(parents=True)
    network = tiny_network.rename(top / "verkosto")
    (tiny_network.parent / "viite").rename(top / "viite")
    use(top / "viite", "../../muualla")
    assert told(network, untrusted=True) == [
        (
            "violation",
            "The path “../../muualla” under uses leads out of the repository, so it was not read.",
        )
    ]


def test_stranger_cannot_learn_whether_a_folder_is_there(tiny_network: Path) -> None:
    def all_told(entry: str) -> list[str]:
        use(tiny_network, entry)
        report = eloggraph.check(tiny_network, untrusted=True)
        return [f.message.en.replace(entry, "…") for f in report.findings]

    assert all_told("/etc") == all_told("/ei-ole")


def test_stranger_gets_no_link_followed_even_where_uses_names_the_place(
    tiny_network: Path, outside: Path
) -> None:
    use(tiny_network, "../viite", "../muualla")
    (tiny_network / "networks.csv").symlink_to(outside / "networks.csv")
    assert [severity for severity, _ in told(tiny_network, untrusted=True)] == ["violation"]


@pytest.mark.parametrize(
    "command",
    [
        "check {}",
        "check {} --mark {}.xlsx",
        "run {} --output {}-out",
        "build {}",
        "query {} actors",
        "analyse {}",
        "map {}",
        "report {}",
        "reason {}",
        "docs --examples {} --output {}-docs",
        "convert {} {}-kirja.xlsx",
    ],
)
def test_every_command_refuses_for_a_stranger_and_shows_nothing(
    tiny_network: Path, outside: Path, command: str
) -> None:
    use(tiny_network, "../viite", "../muualla")
    (tiny_network / "networks.csv").symlink_to(outside / "networks.csv")
    arguments = command.replace("{}", str(tiny_network)).split()
    done = CliRunner(env={"ELOGGRAPH_LANG": "en"}).invoke(main, [*arguments, "--untrusted"])
    assert done.exit_code == 2
    assert "leads out of the folder" in done.output
    assert "Salaisuus" not in done.output
    written = [path for path in tiny_network.parent.iterdir() if path.name.endswith(".xlsx")]
    for path in written:
        assert_without_secret(path)


def assert_without_secret(workbook: Path) -> None:
    from zipfile import ZipFile

    with ZipFile(workbook) as archive:
        for name in archive.namelist():
            assert b"Salaisuus" not in archive.read(name), name
