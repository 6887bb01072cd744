"""A region as a coordinator would type it: names everywhere, lists by ``;``, her own columns.

Invented. Six faults are planted as people make them; ``FAULTS`` says where.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.importing.foreign import Cell, Rows

TOWNS = (
    "Vaasa",
    "Mustasaari",
    "Närpiö",
    "Pietarsaari",
    "Kristiinankaupunki",
    "Laihia",
    "Uusikaarlepyy",
    "Kruunupyy",
)
_KINDS = (
    ("{}n kaupunki", "työllisyys"),
    ("Ohjaamo {}", "nuoriso"),
    ("{}n kansalaisopisto", "koulutus"),
    ("{} lukio", "koulutus"),
    ("Föreningen Stöd i {} rf", "järjestöt"),
)  # fmt: skip
FORMS = ("neuvonta", "ohjaus", "ryhmäohjaus", "valmennus")
GROUPS = ("Nuoret", "Työttömät työnhakijat", "Maahanmuuttajat", "Opiskelijat", "Osatyökykyiset")
# Sheet, row and column of what is wrong.
FAULTS = {
    ("Toimijat", 7, "Yhteistyökumppanit"),  # Ohjaamo Mustasaarii
    ("Toimijat", 12, "Kunta"),  # Mustasari
    ("Toimijat", 20, "Toimiala"),  # avaruustutkimus
    ("Palvelut", 6, "Päättyy"),  # 31.6.2026
    ("Palvelut", 9, None),  # no name
    ("Hankkeet", 3, "Budjetti"),  # paljon
}


def list_actors() -> list[str]:
    """Return the names of forty actors."""
    return [kind.format(town) for town in TOWNS for kind, _ in _KINDS]


def _write_actors() -> Rows:
    names = list_actors()
    rows: list[Sequence[Cell]] = [
        ["Pohjanmaan ohjausverkosto, tilanne 15.1.2026"],
        [],
        ["Organisaatio", "Kunta", "Toimiala", "Yhteistyökumppanit", "Verkostot", "Yhteyshenkilö", "Puhelin", "Kokousmuistio"],
    ]  # fmt: skip
    for index, name in enumerate(names):
        town = TOWNS[index // len(_KINDS)]
        partners = [names[(index + step) % len(names)] for step in (1, 5, 11)[: 1 + index % 3]]
        networks = "Pohjanmaan ELO-ryhmä" if index % 4 == 0 else None
        rows.append(
            [name, town, _KINDS[index % len(_KINDS)][1], "; ".join(partners), networks,
             "Testi Henkilö", "050 123 4567", "käyty 3.2." if index % 7 == 0 else None]
        )  # fmt: skip
    cells = [list(row) for row in rows]
    cells[6][3] = "Ohjaamo Mustasaarii"
    cells[11][1] = "Mustasari"
    cells[19][2] = "avaruustutkimus"
    return cells


def _write_services() -> Rows:
    names = list_actors()
    rows: list[list[Cell]] = [
        ["Palvelun nimi", "Järjestäjä", "Kenelle", "Muoto", "Kunta", "Alkaen", "Päättyy", "Kävijöitä 2025"]
    ]  # fmt: skip
    for index in range(25):
        groups = GROUPS[index % 5 : index % 5 + 2]
        rows.append(
            [f"Palvelu {index + 1}: {FORMS[index % 4]}", names[index], "; ".join(groups), FORMS[index % 4],
             TOWNS[index // 5], date(2024, 1, 1 + index), date(2026, 12, 31), 40 + index]
        )  # fmt: skip
    rows[5][6] = "31.6.2026"
    rows[8][0] = None
    return rows


def _write_projects() -> Rows:
    names = list_actors()
    return [
        ["Hanke", "Toteuttaja", "Osatoteuttajat", "Hankeaika", "Rahoittaja", "Budjetti"],
        [
            "Silta ohjaukseen",
            names[2],
            f"{names[7]}; {names[12]}",
            "1.1.2025–31.12.2026",
            "Pohjanmaan liitto",
            250000,
        ],
        ["Bron", names[4], names[9], "2024–2025", "Svenska kulturfonden", "paljon"],
    ]


def make_region() -> dict[str, Rows]:
    """Return the sheets of the workbook."""
    return {
        "Toimijat": _write_actors(),
        "Palvelut": _write_services(),
        "Hankkeet": _write_projects(),
    }
