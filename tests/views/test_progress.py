"""From one check to the next; each case worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eloggraph.finding import Finding, Place, Report, tell
from eloggraph.text import Language
from eloggraph.views.findings.progress import compare_reports, render_progress


def fault(row: int, value: str = "x", column: str = "areas") -> Finding:
    place = Place(file="actors.csv", row=row, column=column)
    return tell(
        "reference-dangling", "violation", place, value=value, variant="far", column="c", tables="t"
    )


def lacking(row: int) -> Finding:
    place = Place(file="goals.csv", row=row, column="id")
    return tell("key-missing", "violation", place, column="id", table="goals")


def test_new_mended_and_still() -> None:
    progress = compare_reports(Report((fault(2), fault(3, "y"))), Report((fault(2), fault(4, "z"))))
    assert progress.new == (fault(4, "z"),)
    assert progress.mended == (fault(3, "y"),)
    assert progress.still == (fault(2),)


def test_row_put_in_above_makes_nothing_new() -> None:
    before = Report((fault(2), lacking(5), lacking(6)))
    after = Report((fault(3), lacking(6), lacking(7)))
    progress = compare_reports(before, after)
    assert progress.new == progress.mended == ()
    assert progress.still == after.findings


def test_one_of_two_alike_that_goes_is_mended() -> None:
    progress = compare_reports(Report((lacking(5), lacking(9))), Report((lacking(9),)))
    assert progress.mended == (lacking(5),)
    assert progress.still == (lacking(9),)


def test_one_more_that_is_alike_is_new() -> None:
    progress = compare_reports(Report((lacking(5),)), Report((lacking(5), lacking(8))))
    assert progress.new == (lacking(8),)


@pytest.mark.parametrize("other", [fault(2, column="kind"), replace(fault(2), severity="warning")])
def test_another_column_or_severity_is_another_finding(other: Finding) -> None:
    progress = compare_reports(Report((fault(2),)), Report((other,)))
    assert (progress.new, progress.mended) == ((other,), (fault(2),))


def test_what_could_not_be_looked_at_is_not_mended() -> None:
    unread = tell("cell-nul", "violation", Place(file="goals.csv", row=1))
    after = Report((unread,), complete=False)
    progress = compare_reports(Report((fault(2),)), after)
    assert (progress.new, progress.mended) == ((unread,), ())


def test_text_names_place_message_remedy_and_the_whole() -> None:
    before, after = Report((lacking(5), fault(2))), Report((fault(3), fault(9, "y")))
    assert render_progress(before, after, "en") == (
        "1 new finding:\n"
        "\n"
        "actors.csv, row 9, column areas — error\n"
        f"  {fault(9, 'y').message.en}\n"
        f"  → {fault(9, 'y').remedy.en}\n"
        "\n"
        "1 finding fixed:\n"
        f"  ✓ goals.csv, row 5, column id: {lacking(5).message.en}\n"
        "1 finding as before.\n"
        "In all: 2 errors.\n"
    )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_nothing_left_is_said_in_each_language(language: Language) -> None:
    clean = {"fi": "Ei huomautettavaa.", "sv": "Inget att anmärka.", "en": "No problems found."}
    said = render_progress(Report((fault(2),)), Report(()), language)
    assert said.endswith(clean[language] + "\n")


def test_row_with_a_new_address_keeps_its_findings() -> None:
    place = Place(file="actors.csv", row=3, column="id")
    first, second = (
        tell("key-repeated", "violation", place, value="a", table="Actors", first="2", focus=focus)
        for focus in ("https://example.org/a", "https://example.com/a")
    )
    progress = compare_reports(Report((first,)), Report((second,)))
    assert progress.still == (second,)
    assert not progress.new
    assert not progress.mended
