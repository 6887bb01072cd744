"""The rest of many equal findings: what is counted fits between the rows that are named."""

import pytest

from eloggraph.finding import Place, tell
from eloggraph.tables.bounds import tell_rest


@pytest.mark.parametrize(
    ("place", "last", "told"),
    [
        (Place(file="a.csv", row=2, column="since"), 8, "more cells of the column: 2 more, on rows 7–8."),
        (Place(file="a.csv", row=2, column="since"), 7, "more values: 2 more, all in one cell on row 7."),
        (Place(file="a.csv", row=2), 8, "more rows: 2 more, between 7 and 8."),
        (Place(file="a.csv", row=2), 7, "more places: 2 more, all on row 7."),
        (Place(file="stdin", row=2), 8, "more places: 2 more, on lines 7–8."),
        (Place(file="stdin", row=2), 7, "more places: 2 more, all on line 7."),
        (Place(file="stdin"), None, "more nodes: 2 more."),
    ],
)  # fmt: skip
def test_rest_is_counted_in_what_it_is(place: Place, last: int | None, told: str) -> None:
    like = tell("value-missing", "violation", place, column="since")
    rest = tell_rest(like, 2, last and 7, last)
    assert rest.message.en == f"The same goes for {told}"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place(file="a.csv", row=2, column="since"), "more values of the column: 3 more, on rows 7–8."),
        (Place(file="a.csv", row=2), "more places: 3 more, on rows 7–8."),
    ],
)  # fmt: skip
def test_more_than_there_are_rows_between_is_not_counted_in_rows(place: Place, told: str) -> None:
    like = tell("value-missing", "violation", place, column="since")
    assert tell_rest(like, 3, 7, 8).message.en == f"The same goes for {told}"
