"""The pages of a network say which day they tell of, given or not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import eloggraph

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("setting", "at", "told"),
    [
        ("", None, "Tilanne 30.11.2026"),
        ('date = "2026-01-31"', None, "Tilanne 31.1.2026"),
        ('date = "2026-01"', None, "Tilanne 1/2026"),
        ("", "2025-12-31", "Tilanne 31.12.2025"),
    ],
)
def test_the_map_says_its_day(tmp_path: Path, setting: str, at: str | None, told: str) -> None:
    """A network without a date is looked at today, and the page says so as the report does."""
    (tmp_path / "network.toml").write_text(f'id = "pieni"\ntitle = "Pieni"\n{setting}\n', "utf-8")
    (tmp_path / "actors.csv").write_text("id,label@fi\na,Alfa\nb,Beeta\n", "utf-8")
    drawn = eloggraph.open(tmp_path).map(draft=True, at=at, today=TODAY)
    assert told in drawn.to_html("fi")
