"""Private data in texts: what is found and concealed, and what only looks like it."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eloggraph.private import (
    CONCEALED,
    SUSPECT_ID,
    conceal,
    conceal_address,
    conceal_ids,
    find_private,
    is_identity_code,
)
from eloggraph.tables.read.private import find_private_cells
from eloggraph.tables.read.raw import make_raw_table

EMAILS = [
    "maija@firma.fi",
    "Maija Meikäläinen <maija.m@firma.fi>",
    "äijä@jyväskylä.fi",
    "mailto:maija%40firma.fi",
    "maija @ firma.fi",
    "maija＠firma.fi",
    "maija\u200b@firma.fi",
    "maija&#64;firma.fi",
    "name (at) example.fi",
    "NAME (AT) EXAMPLE.FI",
    "name ( at ) example . fi",
    "name [at] example dot fi",
    "name{at}example{dot}fi",
    "name -at- example.fi",
    "name at example dot fi",
    "maija.m at firma.fi",
    "maija(ät)firma.fi",
    "maija.m (a) firma.fi",
    "maija(a)firma.fi",
    "name ät firma piste fi",
    "maija piste m ät firma piste fi",
    "maija miukumauku firma piste fi",
    "namn (at) firma punkt fi",
    "maija (snabel-a) firma.se",
    "maija *at* firma.fi",
    "maija (att) firma.fi",
    "maija at-merkki firma.fi",
    '"maija"@firma.fi',
]
PHONES = [
    "erä 040 123 4567",
    "parti 050-765 4321",
    "erä: 0401234567",
    "erä nro 040 123 4567",
    "014 123 456 st. Petersburg",
    "014 1234 56 kpl",
    "+358 14 123 456",
    "tel:0401234567",
    "sms:+358401234567",
    "callto:040-1234567",
    # Of a company: nothing says that it is the direct line of nobody.
    "020 202 2020",
    "029 123 4567",
    "tunnus 0407654321",
    "(viite: 040 765 4321)",
    "tilauskoodi 050 7654321",
    "+358 40 123 4567",
    "+358401234567",
    "+358-40-1234567",
    "+358-50-123-4567",
    "358401234567",
    "358 40 1234567",
    "0401234567,0507654321",
    "014/123456",
    "+358 (0)40 123 4567",
    "(+358) 40 123 4567",
    "00358 40 123 4567",
    "040 123 4567",
    "0401234567",
    "050-123 4567",
    "040–123 4567",
    "040 - 123 4567",
    "040\u00a0123\u00a04567",
    "040/1234567",
    "040.123.4567",
    "(09) 1234 5678",
    "09-1234567",
    "(014) 123 456",
    "014 123456",
    "018-12 345",
    "0295 016 001",
    "0400 123 456",
    "0800 12345",
    "puh.0401234567",
    "puh. 123 4567",
    "tel:+358401234567",
    "+46 8 123 456 78",
    "+46701234567",
    "+44 (0)20 7946 0958",
    "+1 (555) 123-4567",
]
# 131052-308T is the example that the Digital and Population Data Services Agency gives.
CODES = [
    "131052-308T",
    "131052 - 308T",
    "13 10 52-308 T",
    "131052–308T",
    "131052 308T",
    "131052308T",
    "13.10.1952-308T",
    "13-10-52-308T",
    "1 3 1 0 5 2 - 3 0 8 T",
    "HETU131052-308T",
    "hetu:131052-308t",
    *(f"131052{sign}308T" for sign in "+AFYXWVUBCDE"),
]
NOTHING = [
    *("1234567-8", "0116297-6", "FI01162976", "FI21 1234 5600 0007 85", "FI42 1234 0512 3456 78"),
    *("2020 2021 2022", "2020–2023", "2021–2027", "08 2024–2025", "(05) 2024-25"),
    *(
        "05 2023 - 08 2024",
        "hankekoodi 012345678",
        "01.02.2024",
        "1.2.2024",
        "2024-01-02",
        "08-12-2024",
        "klo 08.00–16.00",
        "0800-1600",
    ),
    *("00100 Helsinki", "00100 00120", "02100 02130", "049 091 092 235", "0311 0312 0313"),
    *("ISBN 978-952-263-123-4", "ISBN 0471958697", "ISBN: 0-471-95869-7", "ISSN 0355-0001"),
    *("10.1234/0401234567", "https://doi.org/10.1000/0401234567", "www.x.fi/040-1234567"),
    *("https://x.fi/0401234567?id=0401234567", "1.2.246.562.10.00000000001", "OKM/040/1234567"),
    *("040 000", "1 040 000", "+10 000 000", "+1 500 000 euroa", "+1500000", "0,123456789"),
    *("60.1699 24.9384", "123 456 789", "12345678901234", "091-401-11-12", "091-401-0001-0012"),
    *("tilasto 014 123 456 kpl", "014 123 456 st", "050 100 150 kappaletta", "040 500 €"),
    *("040 500 600 stycken", "050 100 150 euroa", "erä 050 100 150", "Erä: 050-100-150"),
    *("eränumero 014 123 456", "parti 050 100 150", "batch 050 100 150", "sarjanumero 0500 123 45"),
    *(
        "014 123 456 euron",
        "erä nro 050 100 150",
        "parti nr. 050 100 150",
        "diaari 014/123456/2020",
    ),
    *("https://wa.me/358401234567", "https://x.fi/tel/040-123-4567", "www.x.fi/a?p=0401234567"),
    *("https://www.youtube.com/@ohjaamo.fi", "https://x.fi/maps/@62.24,25.74,15z"),
    *("Seuraa @ohjaamo", "@elo.verkosto", "@ohjaamo.fi meidän", "(at) ja (a)"),
    *("Read more at www.example.fi", "see it at example.fi", "look at the dot product"),
    *("vaihtoehto (a) Jyväskylä", "kohta (a) 2.3 ja", "Barn ät frukost", "siemen 0", "m1-t001"),
    *("131052-308U", "310299-1234", "991390-308T", "131052-308TA", "131052-001T"),
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "email") for text in EMAILS),
        *((text, "phone") for text in PHONES),
        *((text, "identity-code") for text in CODES),
    ],
)
def test_private_data_is_found_and_nothing_of_it_is_left(text: str, kind: str) -> None:
    for around in (
        text,
        f"Kysy: {text}",
        f"({text})",
        f"{text}, kiitos",
        f"Ohjaamo\n{text}\nJämsä",
    ):
        assert find_private(around) == (kind,), around
        left = conceal(around)
        assert CONCEALED in left
        assert not any(character.isdigit() for character in left)
        assert not any(word in left.lower() for word in ("firma", "example", "maija@", "jyväskylä"))


def test_tables_find_what_texts_hold() -> None:
    """The first look over whole columns passes over nothing that the second would find."""
    texts = [*EMAILS, *PHONES, *CODES]
    rows = [["id", "label@fi"], *([f"r{i}", f"Kysy {text}."] for i, text in enumerate(texts))]
    raw, _ = make_raw_table(rows, file="actors.csv", sheet=None, stem="actors")
    assert raw is not None
    found = {f.place.row for f in find_private_cells([raw], []) if f.place}
    assert [texts[row - 2] for row in range(2, len(rows) + 1) if row not in found] == []
    assert all(found_alone(text) for text in texts)


def found_alone(text: str) -> bool:
    rows = [["id", "label@fi"], ["a", text]]
    raw, _ = make_raw_table(rows, file="actors.csv", sheet=None, stem="actors")
    return raw is not None and any(find_private_cells([raw], []))


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_private_is_left_as_it_is(text: str) -> None:
    for around in (text, f"Ks. {text}", f"{text}, kiitos"):
        assert find_private(around) == (), around
        assert conceal(around) == around


def test_several_are_each_concealed() -> None:
    text = "Maija (maija@firma.fi, 040 123 4567) ja 131052-308T; Jyväskylä 2024"
    assert find_private(text) == ("email", "identity-code", "phone")
    assert conceal(text) == "Maija (•••, •••) ja •••; Jyväskylä 2024"


def test_address_is_concealed_by_its_parts() -> None:
    assert conceal_address("https://e.fi/actors/maija%40firma.fi#1") == "https://e.fi/actors/•••#1"
    assert conceal_address("https://e.fi/actors/0401234567") == "https://e.fi/actors/•••"
    assert conceal_address("https://e.fi/actors/jyu") == "https://e.fi/actors/jyu"


def test_ids_that_are_private_are_told_apart_by_numbers() -> None:
    start = "https://e.fi/actors/"
    private = [f"{start}{name}" for name in ("0401234567", "maija%40firma.fi", "131052-308T")]
    others = [f"{start}{name}" for name in ("jyu", "2023000123", "1310523081", "m1-t001", "0295")]
    shown = conceal_ids([*others, *private, *private])
    assert sorted(shown) == sorted(private)
    assert sorted(shown.values()) == [f"{start}•••-{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "text",
    [
        *("maija@firma.fi", "0401234567", "040-1234567", "040.123.4567", "358401234567"),
        *("+358401234567", "00358401234567", "131052-308T", "131052A308T", "131052308T"),
        "hetu-131052-308t",
    ],
)
def test_first_look_at_an_id_passes_over_nothing_that_is_one(text: str) -> None:
    """An id as it stands in a cell, and at the end of an IRI."""
    for id_ in (text, f"https://e.fi/actors/{quote(text)}", f"https://e.fi/a#{quote(text)}"):
        assert conceal_address(id_) != id_
        assert pl.Series([id_]).str.contains(SUSPECT_ID).all()


def check_character(born: date, number: int) -> str:
    """Return the control character by the definition: the remainder of 31, in a row of 31."""
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(f"{born:%d%m%y}{number:03}") % 31]


SIGNS = {18: "+", 19: "-YXWVU", 20: "ABCDEF"}
DAYS = st.integers(0, 299 * 365).map(lambda days: date(1801, 1, 1) + timedelta(days=days))


@given(born=DAYS, number=st.integers(2, 999), data=st.data())
def test_code_is_one_with_its_own_character_and_no_other(
    born: date, number: int, data: st.DataObject
) -> None:
    sign = data.draw(st.sampled_from(SIGNS[born.year // 100]))
    right = check_character(born, number)
    drawn = data.draw(st.sampled_from("0123456789ABCDEFHJKLMNPRSTUVWXY"))
    code = f"{born:%d%m%y}{sign}{number:03}"
    assert is_identity_code(code + right)
    assert find_private(f"Hetu {code}{right}.") == ("identity-code",)
    assert is_identity_code(code + drawn) == (drawn == right)


@pytest.mark.parametrize(
    ("born", "number", "is_code"),
    [
        ("290200A", 2, True),  # 2000 is a leap year
        ("290200-", 2, False),  # 1900 is none
        ("310400A", 2, False),
        ("010100A", 1, False),
        ("010100A", 999, True),
    ],
)
def test_day_and_number_must_exist(born: str, number: int, is_code: bool) -> None:
    right = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(f"{born[:6]}{number:03}") % 31]
    assert is_identity_code(f"{born}{number:03}{right}") == is_code


@given(st.text(alphabet="0123456789 +-().@atdoFI\n", max_size=60))
def test_concealing_leaves_nothing_to_conceal(text: str) -> None:
    assert conceal(conceal(text)) == conceal(text)
    assert not set(find_private(conceal(text))) & {"email", "identity-code"}


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 200_000, "1" * 200_000, "1 " * 100_000, "0-" * 100_000, "+1 " * 60_000),
        *("a." * 100_000, "a dot " * 40_000, "a at " * 40_000, "(at) " * 40_000, "%40a" * 50_000),
    ],
)
def test_long_text_is_looked_at_once(text: str) -> None:
    """A pattern that goes back over a cell again and again would not come to an end."""
    assert find_private(text + "@") == ()
