"""What is written for the public names nobody for having few ties, and has nobody to contact."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.main import main
from eloggraph.errors import OptionError
from eloggraph.text import LANGUAGES, say

REPOSITORY = Path(__file__).parents[2]
# Has actors without ties, ties to suggest, steps to take and faults to mend.
FOLDER = REPOSITORY / "datasets" / "varsinais-suomi"
WORKING = {"graph.ttl", "findings.html", "findings.json", "tables/findings.csv", "cards.html"}
QUESTIONS = ("removal", "recommend", "upkeep")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Return the texts of both outputs by profile and file name."""
    found = {}
    for profile in ("working", "public"):
        folder = tmp_path_factory.mktemp(profile)
        eloggraph.run(FOLDER, folder, permutations=99, profile=profile)  # type: ignore[arg-type]
        found[profile] = {
            path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8", "replace")
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    return found


def test_the_public_output_lacks_files_that_are_for_working_with(
    written: dict[str, dict[str, str]],
) -> None:
    working, public = written["working"], written["public"]
    assert set(working) > WORKING
    gone = set(working) - set(public)
    assert gone == WORKING | {f"tables/{name}.csv" for name in ("removal", "recommended_ties")} | {
        name for name in working if name in ("tables/unconfirmed.csv", "tables/one_sided_ties.csv")
    }


def test_what_is_for_working_with_is_in_no_public_file(written: dict[str, dict[str, str]]) -> None:
    network = eloggraph.open(FOLDER)
    analysis = network.analyse(permutations=99)
    outcomes = {each.key: each for each in analysis.outcomes}
    alone = next(
        text for text in analysis.observations if text.fi.startswith("7 toimijalle ei ole")
    )
    texts = [*analysis.actions, alone]
    texts += [outcomes[key].title for key in QUESTIONS]
    texts += [text for key in QUESTIONS for text in outcomes[key].sentences]
    texts += [finding.message for finding in network.check().findings]
    words = {text.say(language) for text in texts for language in LANGUAGES}
    everywhere = {name: "\n".join(files.values()) for name, files in written.items()}
    assert [word for word in words if word in everywhere["public"]] == []
    assert len([word for word in words if word in everywhere["working"]]) > 10


@pytest.mark.parametrize("name", ["kaakkois-suomi", "laituri", "osaajaks"])
def test_no_public_file_of_a_packaged_network_tells_what_is_for_working_with(
    name: str, tmp_path: Path
) -> None:
    """The oracle is what the analysis, the check and the profiles of the working version say."""
    folder = REPOSITORY / "datasets" / name
    eloggraph.run(folder, tmp_path, permutations=99, profile="public")
    files = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in sorted(tmp_path.rglob("*"))
        if path.is_file()
    }
    network = eloggraph.open(folder)
    analysis = network.analyse(permutations=99)
    outcomes = {each.key: each for each in analysis.outcomes}
    texts = [*analysis.actions, *(outcomes[key].title for key in QUESTIONS)]
    texts += [text for key in QUESTIONS for text in outcomes[key].sentences]
    texts += [finding.message for finding in network.check().findings]
    profiles = network.map().model.cards.profiles.values()
    chapters = [each for profile in profiles for each in profile.chapters if each.key == "posts"]
    texts += [label for each in chapters for entry in each.entries for label in entry.labels]
    words = {text.say(language) for text in texts for language in LANGUAGES}
    told = [(word, path) for word in words for path, text in files.items() if word in text]
    assert told == []
    shown_alone = set(re.findall(r'data-only="([a-z]+)"', files["map.html"]))
    assert shown_alone <= {"ending", "uncovered"}
    assert "cards.html" not in files


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_pages_say_what_they_are_and_what_they_leave_out(
    written: dict[str, dict[str, str]], language: str
) -> None:
    notice = say("pages.notice.public").to_dict()[language]  # type: ignore[index]
    for page in ("report.html", "index.html"):
        assert notice in written["public"][page]
        assert notice not in written["working"][page]
    foot = say("pages.report.left-out-about").to_dict()[language]  # type: ignore[index]
    assert foot.replace("'", "&#39;") in written["public"]["report.html"]
    assert foot.replace("'", "&#39;") not in written["working"]["report.html"]


def test_by_default_all_is_written_for_working_with(
    written: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    eloggraph.run(FOLDER, tmp_path, permutations=99)
    assert (tmp_path / "report.html").read_text("utf-8") == written["working"]["report.html"]


def test_the_command_report_takes_a_profile_and_refuses_another(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    options = ["report", str(FOLDER), "--profile", "public", "-o", str(page), "--lang", "en"]
    assert CliRunner().invoke(main, options).exit_code == 0
    assert say("pages.notice.public").en in page.read_text("utf-8")
    with pytest.raises(OptionError, match="secret"):
        eloggraph.open(FOLDER).report(profile="secret")  # type: ignore[arg-type]
