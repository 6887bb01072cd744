"""Each data set holds what its source document says, by count and by name.

The oracle is the list of contents of the documents: how many themes, goals, work packages,
projects … a reader counts in them.
"""

import csv
import hashlib
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

DATASETS = Path(__file__).parents[2] / "datasets"
FOLDERS = sorted(path.name for path in DATASETS.iterdir() if (path / "network.toml").is_file())
FROM_DOCUMENTS = {
    "kansallinen-kehittaminen": "s0",
    "varsinais-suomi": "s1",
    "kaakkois-suomi": "s2",
    "laituri": "s3",
    "osaajaks": "s4",
}
Row = dict[str, str]


def rows(folder: str, table: str) -> list[Row]:
    path = DATASETS / folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count_by(table: list[Row], column: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in table:
        counts[row[column]] = counts.get(row[column], 0) + 1
    return counts


@pytest.mark.parametrize(("folder", "source"), FROM_DOCUMENTS.items())
def test_every_row_says_where_it_comes_from(folder: str, source: str) -> None:
    for path in sorted((DATASETS / folder).glob("*.csv")):
        if path.stem == "sources":
            continue
        for row in rows(folder, path.stem):
            assert row["source"] == source, (path.stem, row)
            assert row["locator"], (path.stem, row)


# -- S0 ---------------------------------------------------------------------------------------


def test_s0_has_six_project_lines_in_a_funded_programme() -> None:
    folder = "kansallinen-kehittaminen"
    projects = rows(folder, "projects")
    assert len(projects) == 6
    assert {row["programme"] for row in projects} <= {
        row["id"] for row in rows(folder, "programmes")
    } | {""}
    assert rows(folder, "fundings")


def test_s0_tells_posts_with_their_successions() -> None:
    terms = rows("kansallinen-kehittaminen", "terms")
    followed = [row for row in terms if row["succeeds"]]
    assert followed
    assert all(row["since"] for row in followed)


def test_s0_leaves_empty_what_the_source_does_not_say() -> None:
    """When the projects end, who pays the incentive, when the first co-ordinators began."""
    folder = "kansallinen-kehittaminen"
    assert not any(row.get("until") for row in rows(folder, "projects"))
    assert [row["project"] for row in rows(folder, "fundings") if not row["funder"]] == [
        "ohjaamo-hanke"
    ]
    assert sum(not row["since"] for row in rows(folder, "terms")) == 3


def test_s0_recognition_group_has_its_term() -> None:
    group = next(
        row
        for row in rows("kansallinen-kehittaminen", "bodies")
        if row["id"] == "tunnistamistyoryhma"
    )
    assert (group["since"][:4], group["until"][:4]) == ("2021", "2024")


def test_s0_barometer_since_2012() -> None:
    barometer = [
        row
        for row in rows("kansallinen-kehittaminen", "platforms")
        if "barometri" in row["label@fi"].lower()
    ]
    assert "2012" in [row["since"] for row in barometer]


def test_s0_target_of_60_per_cent_has_no_observation() -> None:
    (target,) = rows("kansallinen-kehittaminen", "targets")
    assert (target["comparator"], target["value"]) == ("at-least", "60")
    observed = {row["indicator"] for row in rows("kansallinen-kehittaminen", "observations")}
    assert target["indicator"] not in observed


# -- S1 ---------------------------------------------------------------------------------------


def test_s1_has_three_themes_with_vision_and_4_8_5_goals() -> None:
    themes = rows("varsinais-suomi", "themes")
    assert len(themes) == 3
    assert all(row[f"vision@{language}"] for row in themes for language in ("fi", "sv", "en"))
    goals = count_by(rows("varsinais-suomi", "goals"), "theme")
    assert [goals[row["id"]] for row in themes] == [4, 8, 5]


def test_s1_has_three_work_packages_a_theme_and_their_measures() -> None:
    packages = rows("varsinais-suomi", "work_packages")
    assert sorted(count_by(packages, "theme").values()) == [3, 3, 3]
    assert len(rows("varsinais-suomi", "measures")) >= 20


def test_s1_is_steered_by_a_body() -> None:
    assert rows("varsinais-suomi", "bodies")


def test_s1_says_whose_skills_are_to_grow() -> None:
    """A goal on teaching staff, one on instructors, a measure on staff, one on further training."""
    folder = "varsinais-suomi"
    needs = rows(folder, "competence_needs")
    assert [row["locator"] for row in needs] == [f"kappale {n}" for n in (31, 51, 62, 76)]
    assert {row["competences"] for row in needs} == {
        row["id"] for row in rows(folder, "competences")
    }


# -- S2 ---------------------------------------------------------------------------------------


def test_s2_asks_for_skills_in_the_answers_on_three_challenges() -> None:
    needs = rows("kaakkois-suomi", "competence_needs")
    assert {row["locator"].split(",")[0] for row in needs} == {f"kysymys {n}" for n in (2, 4, 5)}
    assert len(needs) == 5


def test_s2_has_four_challenges_each_with_proposals() -> None:
    challenges = rows("kaakkois-suomi", "challenges")
    main = {row["id"] for row in challenges if not row["part_of"]}
    assert len(main) == 4
    parent = {row["id"]: row["part_of"] or row["id"] for row in challenges}
    answered = {
        parent[challenge]
        for row in rows("kaakkois-suomi", "proposals")
        for challenge in row["challenges"].split("|")
        if challenge
    }
    assert main <= answered


def test_s2_has_8_respondents_and_16_votes_of_unknown_distribution() -> None:
    observations = rows("kaakkois-suomi", "observations")
    assert sorted(int(row["value"]) for row in observations) == [8, 16]
    of_challenges = {
        indicator
        for row in rows("kaakkois-suomi", "challenges")
        for indicator in row["indicators"].split("|")
        if indicator
    }
    assert of_challenges
    assert not of_challenges & {row["indicator"] for row in observations}


def test_s2_wishes_for_a_permanent_coordinator() -> None:
    (post,) = rows("kaakkois-suomi", "posts")
    assert (post["permanent"], post["status"]) == ("true", "wished")


def test_no_name_says_that_a_thing_is_only_wished_for() -> None:
    """The status says it; a name is what the thing will be called."""
    words = r"toivo|esity|ehdot|suunnit|önsk|förslag|planera|wish|propos|planned"
    names = [
        (folder, table.stem, row.get("id"), header)
        for folder in FOLDERS
        for table in sorted((DATASETS / folder).glob("*.csv"))
        for row in rows(folder, table.stem)
        for header, text in row.items()
        if header.startswith("label@") and re.search(rf"\([^)]*({words})", text, re.IGNORECASE)
    ]
    assert names == []


# -- S3 ---------------------------------------------------------------------------------------


def test_s3_has_five_strategic_goals_of_the_national_strategy() -> None:
    goals = rows("laituri", "goals")
    strategic = [row for row in goals if re.match(r"tavoite-\d", row["id"])]
    assert len(strategic) == 5
    assert {row["level"] for row in strategic} == {"national"}


def test_s3_has_a_statement_for_each_cell_of_the_matrix() -> None:
    cells = [row for row in rows("laituri", "claims") if row["id"].startswith("matriisi-")]
    assert len(cells) == 15


def test_s3_refers_to_eight_client_groups() -> None:
    groups = {
        group
        for table in ("measures", "competence_needs", "trainings")
        for row in rows("laituri", table)
        for group in row.get("target_groups", "").split("|")
        if group
    }
    assert len(groups) >= 8


def test_s3_has_the_bodies_of_an_elo_group() -> None:
    types = set(count_by(rows("laituri", "bodies"), "type"))
    assert {"management-group", "steering-group"} <= types
    assert len(types) >= 5


def test_s3_lists_six_competence_needs_on_one_slide() -> None:
    needs = rows("laituri", "competence_needs")
    assert [row["locator"] for row in needs] == ["dia 17"] * 6


# -- S4 ---------------------------------------------------------------------------------------


def test_s4_has_its_chain_institutions_municipalities_and_project() -> None:
    (chain,) = rows("osaajaks", "chains")
    assert chain["coordinator"] == "jyu"
    assert len(chain["providers"].split("|")) == 9
    (pilot,) = rows("osaajaks", "networks")
    assert len(pilot["members"].split("|")) == 4
    (project,) = rows("osaajaks", "projects")
    assert (project["since"], project["until"]) == ("2020", "2023")
    (funding,) = rows("osaajaks", "fundings")
    assert funding["funder"] == "okm"
    (seekers,) = rows("osaajaks", "observations")
    assert (seekers["value"], seekers["approximate"]) == ("12000", "true")
    assert len(rows("osaajaks", "shortages")) == 3


def test_s4_has_the_mismatch_what_is_done_and_what_is_needed() -> None:
    industries = {row["industry"] for row in rows("osaajaks", "shortages")}
    (mismatch,) = [row for row in rows("osaajaks", "challenges") if row["type"] == "matching"]
    assert set(mismatch["industries"].split("|")) == industries
    assert {row["industry"] for row in rows("osaajaks", "competence_needs")} == industries | {""}
    (training,) = rows("osaajaks", "trainings")
    assert set(training["industries"].split("|")) == industries
    measures = rows("osaajaks", "measures")
    assert len(measures) == 6
    assert sum(mismatch["id"] in row["challenges"].split("|") for row in measures) == 3
    assert all(row["type"] for row in rows("osaajaks", "challenges"))


# -- persons ----------------------------------------------------------------------------------

# Surnames of officials and advisers in the documents, as the first 16 digits of their SHA-256:
# the test must not name anyone either.
SURNAMES = {
    "299d84b3310c595b",
    "37deb5ea1ff1b86f",
    "4249c67b7ec127b1",
    "51c0200a78299fe9",
    "847a3feeee948e59",
    "9a8fdbad6749cbe8",
    "a94309acafbb8ac5",
    "b451ef8203ff914b",
    "d86c3b1f4cb10829",
    "f7eb1b04e04d53f9",
}
FIRST_NAMES = set(
    re.findall(
        r"\w+",
        """
        aino aleksi anja anna anne annika antti arto eeva elina eija emma hanna heikki helena heli
        hannu ilkka irja jaakko jani janne jari jenni joni juha juhani jukka jussi kaarina kaija
        kaisa kaisu kalle kari katja kimmo kirsi kristiina laura lauri leena liisa maarit maija
        maria marika marja marjo markku matti merja mika mikko minna mirja niina nina noora olli
        outi paavo paula pekka petri petteri pia pirjo raija raimo reijo reino riikka riitta ritva
        saara sami sanna sari satu seppo sirpa soile tanja tapani tapio tarja teea teemu terhi tiina
        timo tuija tuomas tuula ulla veikko veli vesa ville virpi anders gunilla henrik johan
        kerstin lars mats mikael nils ulf
        """,
    )
)


def read_text(path: Path) -> str:
    """All that a file says; of a workbook, the text of every cell and comment."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with ZipFile(path) as book:
        parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    return "\n".join(text for part in parts for text in re.findall(r">([^<]+)<", part))


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_person_is_named(folder: str) -> None:
    for path in sorted(path for path in (DATASETS / folder).rglob("*") if path.is_file()):
        text = read_text(path)
        for first, second in re.findall(r"\b([A-ZÅÄÖ][a-zåäöé]+) ([A-ZÅÄÖ][a-zåäöé]+)\b", text):
            assert first.lower() not in FIRST_NAMES, f"{path.name}: a first name before {second!r}"
        for word in set(re.findall(r"\w+", text.lower())):
            forms = {word, word.removesuffix("n"), word.removesuffix("in")}
            digests = {hashlib.sha256(form.encode()).hexdigest()[:16] for form in forms}
            assert not digests & SURNAMES, f"a surname in {path.name}"


def test_the_detector_sees_a_name(tmp_path: Path) -> None:
    found = re.findall(r"\b([A-ZÅÄÖ][a-zåäöé]+) ([A-ZÅÄÖ][a-zåäöé]+)\b", "Pia Esimerkki, koulu")
    assert found[0][0].lower() in FIRST_NAMES
