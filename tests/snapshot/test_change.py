"""What changed between two versions, told by the reading of each case by hand: both sides of each.

The earlier data are of the last day of 2024, the later of the last of January 2026.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import eloggraph
from eloggraph.analysis.comparison import Comparison
from eloggraph.errors import OptionError
from eloggraph.views.change.words import tell_difference
from networks import SETTINGS, write_tables

HEAD = "id,label@fi,sector,since,until\n"
TIES = "from,to,type,intensity,since,until\n"
EVENTS = "id,label@fi,type,original,resulting,date\n"
LINK = "a,b,joint-planning,"
ENDS = "a,Aalto,,,\nb,Berg,,,\n"


def make(folder: Path, day: str, actors: str, links: str = "", events: str = "") -> Path:
    tables = {"actors.csv": HEAD + actors}
    tables |= {"links.csv": TIES + links} if links else {}
    tables |= {"change_events.csv": EVENTS + events} if events else {}
    made = write_tables(folder, tables, SETTINGS.replace("2026-01-31", day))
    assert eloggraph.open(made).check().count("violation") == 0
    return made


def compare(place: Path, old: tuple[str, ...], new: tuple[str, ...]) -> Comparison:
    before = make(place / "old", "2024-12-31", *old)
    return eloggraph.compare(before, make(place / "new", "2026-01-31", *new), permutations=9)


def tell(found: Comparison) -> list[tuple[str, str, str]]:
    """Return why, what of whom, and the sentence, of everything that is not as it was."""
    return [
        (each.why, f"{each.name.fi} {each.what}", tell_difference(each).fi)
        for each in found.changes.differences
    ]


ONE = "o,Yksi,,,\n"
CASES = {
    # Nothing but the day is another.
    "same": (("a,Aalto,youth,2010,\n",), ("a,Aalto,youth,2010,\n",), []),
    # A beginning between the days is the world's; on the earlier day, or before it, it was learned.
    "begun": ((ONE,), (ONE + "a,Aalto,,2025-01-01,\n",), [("world", "begun", "alkoi 1.1.2025")]),
    "held before": (
        (ONE,),
        (ONE + "a,Aalto,,2024-12-31,\n",),
        [("learned", "held", "alkoi jo 31.12.2024, kirjattu vasta nyt")],
    ),
    # A year that the earlier day lies in may have begun on either side of it.
    "that year": (
        (ONE,),
        (ONE + "a,Aalto,,2024,\n",),
        [("learned", "held", "alkoi jo 2024, kirjattu vasta nyt")],
    ),
    "no date": ((ONE,), (ONE + "a,Aalto,,,\n",), [("unknown", "added", "uusi aineistossa")]),
    "a plan came about": (
        ("a,Aalto,,2025-03,\n",),
        ("a,Aalto,,2025-03,\n",),
        [("world", "begun", "alkoi 3/2025")],
    ),
    # An end on the earlier day leaves the thing there for that day; an end before it was learned.
    "ended": (
        ("a,Aalto,,,\n",),
        ("a,Aalto,,,2024-12-31\n",),
        [("world", "ended", "päättyi 31.12.2024")],
    ),
    "ended before": (
        ("a,Aalto,,,\n",),
        ("a,Aalto,,,2024-12-30\n",),
        [("learned", "ended", "oli päättynyt jo 30.12.2024")],
    ),
    "ends on the later day": (
        ("a,Aalto,,,\n",),
        ("a,Aalto,,,2026-01-31\n",),
        [("learned", "changed", "päättyen: 31.1.2026 (ennen tyhjä)")],
    ),
    "gone": (("a,Aalto,,,\n" + ONE,), (ONE,), [("unknown", "gone", "ei enää aineistossa")]),
    "gone as foreseen": (
        ("a,Aalto,,,2025-06-30\n" + ONE,),
        (ONE,),
        [("world", "ended", "päättyi 30.6.2025")],
    ),
    "over when written": (
        (ONE,),
        (ONE + "a,Aalto,,,2020\n",),
        [("learned", "past", "kirjattu vasta nyt, päättyi jo 2020")],
    ),
    # Cells: an empty one is not known; a date that is written otherwise is a correction.
    "filled": (
        ("a,Aalto,,,\n",),
        ("a,Aalto,youth,,\n",),
        [("learned", "changed", "sektori: nuorisoala (ennen tyhjä)")],
    ),
    "corrected": (
        ("a,Aalto,,2010,\n",),
        ("a,Aalto,,2011,\n",),
        [("learned", "changed", "alkaen: 2010 → 2011")],
    ),
    "another value": (
        ("a,Aalto,education,,\n",),
        ("a,Aalto,youth,,\n",),
        [("unknown", "changed", "sektori: koulutus → nuorisoala")],
    ),
    "emptied": (
        ("a,Aalto,education,,\n",),
        ("a,Aalto,,,\n",),
        [("unknown", "changed", "sektori: tyhjennetty, ennen koulutus")],
    ),
    # One name: another id is told, and of two of that name nobody knows which.
    "same name, other id": (
        ("a,Aalto,,,\n",),
        ("a2,aalto,,,\n",),
        [("unknown", "renumbered", "sama nimi, eri tunniste: a → a2")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_happened_and_whether_it_was_the_world(tmp_path: Path, case: str) -> None:
    old, new, told = CASES[case]
    found = [
        (why, what.rpartition(" ")[2], said)
        for why, what, said in tell(compare(tmp_path, old, new))
    ]
    if case == "same name, other id":
        found = [each for each in found if each[1] != "changed"]
    assert found == told


def test_of_two_of_one_name_nobody_knows_which_it_was(tmp_path: Path) -> None:
    found = compare(tmp_path, ("a,Aalto,,,\n",), ("x,Aalto,,,\ny,Aalto,,,\n",))
    assert sorted(what for _, what, _ in tell(found)) == [
        "Aalto added",
        "Aalto added",
        "Aalto gone",
    ]


@pytest.mark.parametrize(
    ("since", "why"),
    [("2023", "learned"), ("2024", "unknown"), ("2024-06", "learned"), ("2024-07", "world")],
)
def test_a_year_that_the_earlier_day_lies_in_is_on_either_side_of_it(
    tmp_path: Path, since: str, why: str
) -> None:
    old = make(tmp_path / "old", "2024-06-30", ONE)
    new = make(tmp_path / "new", "2026-01-31", ONE + f"a,Aalto,,{since},\n")
    found = eloggraph.compare(old, new, permutations=9)
    assert [each for each, _, _ in tell(found)] == [why]


def test_faults_of_either_side_are_told(tmp_path: Path) -> None:
    old = make(tmp_path / "old", "2024-12-31", ONE)
    tables = {"actors.csv": HEAD + ONE, "links.csv": TIES + "o,nobody,referral,,,\n"}
    found = eloggraph.compare(old, write_tables(tmp_path / "new", tables), permutations=9)
    assert [notice.fi for notice in found.notices if "virhe" in notice.fi] == [
        "Taulukoissa (31.1.2026) on virhe, jonka vuoksi osa tiedoista jäi vertaamatta (rivejä 1):"
        " katso eloggraph check."
    ]


RENAMED = "old,Neuvonta,education,,\nnew,Ohjaus,,,\nb,Berg,,,\n"


@pytest.mark.parametrize(
    ("day", "why", "said"),
    [
        ("2025-01-01", "world", "nimi vaihtui 1.1.2025, ennen Neuvonta"),
        ("2024-12-31", "learned", "nimi oli vaihtunut jo 31.12.2024, ennen Neuvonta"),
        ("2024", "learned", "nimi oli vaihtunut jo 2024, ennen Neuvonta"),
    ],
)
def test_a_renaming_is_one_organisation_and_its_ties_are_the_same(
    tmp_path: Path, day: str, why: str, said: str
) -> None:
    old = ("old,Neuvonta,education,,\nb,Berg,,,\n", "old,b,referral,,,\n")
    new = (RENAMED, "new,b,referral,,,\n", f"r,Uusi nimi,renaming,old,new,{day}\n")
    assert tell(compare(tmp_path, old, new)) == [(why, "Ohjaus renamed", said)]


def test_before_its_day_a_renaming_is_no_change(tmp_path: Path) -> None:
    old = ("old,Neuvonta,education,,\nb,Berg,,,\n",)
    new = (RENAMED, "", "r,Uusi nimi,renaming,old,new,2026-02-01\n")
    found = [what for _, what, _ in tell(compare(tmp_path, old, new))]
    assert "Ohjaus renamed" not in found
    assert "Neuvonta gone" not in found


def test_a_known_change_is_told_no_more(tmp_path: Path) -> None:
    both = (RENAMED, "new,b,referral,,,\n", "r,Uusi nimi,renaming,old,new,2024-06-01\n")
    assert tell(compare(tmp_path, both, both)) == []


def test_a_merger_and_a_split_are_neither_gone_nor_new(tmp_path: Path) -> None:
    actors = "one,Ykkönen,,,\ntwo,Kakkonen,,,\nwhole,Kokonainen,,,\n"
    made = "both,Yhdistetty,,,\nleft,Vasen,,,\nright,Oikea,,,\n"
    ties = "one,whole,referral,,,\n"
    events = (
        "m,Yhdessä,merger,one|two,both,2025-07-01\ns,Erikseen,split,whole,left|right,2025-08-01\n"
    )
    found = tell(compare(tmp_path, (actors, ties), (actors + made, ties, events)))
    assert ("world", "Yhdistetty merged", "yhdistyi 1.7.2025: Ykkönen, Kakkonen") in found
    assert ("world", "Kokonainen split", "jakautui 1.8.2025: Vasen, Oikea") in found
    # The tie of the whole ends with it: nobody knows which of the two it is with now.
    assert [what for _, what, _ in found if "merged" not in what and "split" not in what] == [
        "Ykkönen – Kokonainen (asiakasohjaus) ended"
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("", "a,b,joint-planning,,2025-03-01,\n", ("world", "alkoi 1.3.2025")),
        ("a,b,joint-planning,,,\n", "a,b,joint-planning,,,2025\n", ("world", "päättyi 2025")),
        ("a,b,joint-planning,,,\n", "b,a,joint-planning,,,\n", ("unknown", "uusi aineistossa")),
        (
            "a,b,joint-planning,co-operation,2020,\n",
            "a,b,joint-planning,agreement,2025-02,\n",
            ("world", "tiiviys: yhteistyö omista"),
        ),
        # A beginning that is moved past the earlier day: on that day the tie was on record.
        (
            "a,b,joint-planning,,2020,\n",
            "a,b,joint-planning,,2025-02,\n",
            ("unknown", "alkaen: 2020 → 2/2025"),
        ),
    ],
)
def test_a_tie_is_what_its_ends_and_type_say(
    tmp_path: Path, old: str, new: str, told: tuple[str, str]
) -> None:
    other = "a,b,referral,,,\n"
    found = tell(compare(tmp_path, (ENDS, other + old), (ENDS, other + new)))
    assert any(why == told[0] and told[1] in said for why, _, said in found), found


def test_the_base_of_the_addresses_makes_no_difference(tmp_path: Path) -> None:
    links = "a,b,referral,,,\n"
    before = make(tmp_path / "old", "2024-12-31", ENDS, links)
    settings = SETTINGS.replace("https://example.org/t/", "https://example.org/moved/")
    after = write_tables(
        tmp_path / "new", {"actors.csv": HEAD + ENDS, "links.csv": TIES + links}, settings
    )
    assert eloggraph.compare(before, after, permutations=9).changes.differences == ()


def test_a_row_with_another_source_only_is_counted(tmp_path: Path) -> None:
    for name, page in (("old", "s. 1"), ("new", "s. 2")):
        text = f"id,label@fi,locator\na,Aalto,{page}\nb,Berg,s. 3\n"
        write_tables(tmp_path / name, {"actors.csv": text})
    found = eloggraph.compare(tmp_path / "old", tmp_path / "new", permutations=9)
    assert (found.changes.differences, found.changes.sources) == ((), 1)
    assert "Yhdellä rivillä on muuttunut vain lähde tai sen kohta." in [
        notice.fi for notice in found.notices
    ]


def test_two_days_of_one_folder_differ_by_the_world_alone(tmp_path: Path) -> None:
    actors = "a,Aalto,,2025-01-01,\nb,Berg,,,2025\nc,Casa,,,\n"
    folder = make(tmp_path / "t", "2026-01-31", actors)
    found = eloggraph.compare(folder, from_day="2024", permutations=9)
    assert tell(found) == [
        ("world", "Aalto begun", "alkoi 1.1.2025"),
        ("world", "Berg ended", "päättyi 2025"),
    ]
    assert (found.old.on, found.new.on) == ("2024-12-31", "2026-01-31")
    counts = found.answers[0].numbers[0]
    assert (counts.old, counts.new) == (2, 2)


def test_days_in_the_wrong_order_are_refused(tmp_path: Path) -> None:
    old = make(tmp_path / "old", "2024-12-31", ONE)
    new = make(tmp_path / "new", "2026-01-31", ONE)
    with pytest.raises(OptionError, match="later day"):
        eloggraph.compare(new, old)
    with pytest.raises(OptionError, match="two folders"):
        eloggraph.compare(new)
    with pytest.raises(OptionError, match="must be before"):
        eloggraph.compare(new, from_day="2026-01-31")
    assert eloggraph.compare(new, old, from_day="2024", to_day="2026-01-31", permutations=9)
