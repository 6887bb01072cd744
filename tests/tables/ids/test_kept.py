"""Ids that are kept beside the tables: renamings are told, and no id goes to another row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import eloggraph
from eloggraph.api.ids import keep_ids
from eloggraph.tables.ids.kept import render_kept_ids

Factory = Callable[..., Any]
FILE = "ids.csv"


@pytest.fixture
def keep(tmp_path: Path, write_network: Factory, read: Factory) -> Factory:
    """Keep the ids of some actors, then read others: ``name,type,areas`` a row."""

    def read_after(before: list[str], after: list[str], header: str = "label@fi,type,areas") -> Any:
        def write(rows: list[str]) -> Path:
            return write_network(tmp_path, {"actors": "\n".join([header, *rows, ""])})

        assert keep_ids(eloggraph.open(write(before))) is not None
        return read(write(after))

    return read_after


def ids(reading: Any) -> list[str]:
    return [iri.rpartition("/")[2] for iri in reading.graph.subjects()]


def told(reading: Any) -> list[tuple[str, int]]:
    return [(f.code, f.place.row) for f in reading.findings if f.code.startswith("id-")]


A, B = "Kuopion kaupunki,municipality,179", "Savonia,university,13"


def test_the_same_names_have_the_same_ids_and_nothing_is_told(keep: Factory) -> None:
    reading = keep([A, B], [B, A])
    assert (ids(reading), told(reading)) == (["kuopion-kaupunki", "savonia"], [])


def test_a_slip_of_the_pen_mended_keeps_the_id_and_is_told(keep: Factory) -> None:
    reading = keep(["Koupion kaupunki,,"], ["Kuopion kaupunki,,"])
    assert ids(reading) == ["koupion-kaupunki"]
    (finding,) = reading.of("id-renamed")
    assert (finding.severity, finding.place.row, finding.place.column) == ("info", 2, "label@fi")
    for text in ("Koupion kaupunki", "Kuopion kaupunki", "koupion-kaupunki"):
        assert text in finding.message.fi
    assert "kuopion-kaupunki" in finding.remedy.fi


def test_another_name_on_a_row_that_is_the_same_otherwise_keeps_the_id(keep: Factory) -> None:
    reading = keep([A, B], [A, "Itä-Suomen ammattikorkeakoulu,university,13"])
    assert ids(reading) == ["kuopion-kaupunki", "savonia"]
    assert told(reading) == [("id-renamed", 3)]


def test_another_name_on_a_row_that_says_another_thing_is_another_row(keep: Factory) -> None:
    reading = keep([A, B], [A, "Xamk,university,179"])
    assert (ids(reading), told(reading)) == (["kuopion-kaupunki", "xamk"], [])


def test_what_several_rows_say_is_no_sign_of_a_renaming(keep: Factory) -> None:
    twin = "Humak,university,13"
    reading = keep([B, twin], ["Xamk,university,13", twin])
    assert (ids(reading), told(reading)) == (["humak", "xamk"], [])


def test_names_that_are_alike_are_asked_about_and_get_new_ids(keep: Factory) -> None:
    reading = keep(["Kuopion nuorten ohjaamo,,"], ["Kuopion nuorisotyön ohjaamo,,"])
    assert ids(reading) == ["kuopion-nuorisotyon-ohjaamo"]
    (finding,) = reading.of("id-unsure")
    assert (finding.severity, finding.place.row) == ("warning", 2)
    assert "kuopion-nuorten-ohjaamo" in finding.remedy.fi


def test_a_word_that_no_other_name_has_is_asked_about(keep: Factory) -> None:
    before = ["Otavia,,", "Pieksämäen Poleeni,,", "Juvan lukio,,"]
    after = ["Otavian opisto,,", "Kulttuurikeskus Poleeni,,", "Juvan kirjasto,,"]
    reading = keep([*before, "Juvan kunta,,"], [*after, "Juvan kunta,,"])
    assert told(reading) == [("id-unsure", 2), ("id-unsure", 3)]


@pytest.mark.parametrize(("old", "new"), [("Ohjaamo 1", "Ohjaamo 2"), ("Kela", "Keva")])
def test_another_number_or_a_letter_of_a_short_name_is_no_slip(
    keep: Factory, old: str, new: str
) -> None:
    assert keep([f"{old},,"], [f"{new},,"]).of("id-renamed") == []


def test_of_two_that_may_be_meant_none_is_taken(keep: Factory) -> None:
    reading = keep(["Kuopion lukio,,"], ["Kuopion lukiot,,", "Kuopion lukie,,"])
    assert ids(reading) == ["kuopion-lukie", "kuopion-lukiot"]
    assert told(reading) == [("id-unsure", 2), ("id-unsure", 3)]


def test_an_answer_is_the_id_on_the_row(keep: Factory) -> None:
    header = "id,label@fi,type,areas"
    before = [",Kuopion nuorten ohjaamo,,"]
    reading = keep(before, ["kuopion-nuorten-ohjaamo,Kuopion nuorisotyön ohjaamo,,"], header)
    assert (ids(reading), told(reading)) == (["kuopion-nuorten-ohjaamo"], [])


def test_the_old_name_is_understood_where_it_is_still_written(
    tmp_path: Path, write_network: Factory, read: Factory
) -> None:
    def write(name: str) -> Path:
        links = "from,to,type\nKoupion kaupunki,Savonia,referral\n"
        return write_network(tmp_path, {"actors": f"label@fi\n{name}\nSavonia\n", "links": links})

    keep_ids(eloggraph.open(write("Koupion kaupunki")))
    reading = read(write("Kuopion kaupunki"))
    assert reading.of("reference-dangling") == []
    (link,) = [iri for iri in reading.graph.subjects() if "/links/" in iri]
    assert "koupion-kaupunki" in link


def test_an_id_of_what_is_gone_is_given_back_and_to_nothing_else(
    keep: Factory, tmp_path: Path
) -> None:
    keep(["Åbo,,", B], [B])
    folder = tmp_path / "verkosto"
    keep_ids(eloggraph.open(folder))
    assert "gone" in (folder / FILE).read_text(encoding="utf-8-sig")
    actors = folder / "actors.csv"
    actors.write_text("label@fi\nAbo\nSavonia\n", encoding="utf-8")
    assert ids_of(folder) == ["abo-2", "savonia"]
    actors.write_text("label@fi\nAbo\nSavonia\nÅbo\n", encoding="utf-8")
    assert ids_of(folder) == ["abo", "abo-2", "savonia"]


def ids_of(folder: Path) -> list[str]:
    network = eloggraph.open(folder)
    return [iri.rpartition("/")[2] for iri in network.graph.subjects()]


def test_twins_keep_their_ids_when_their_order_changes(keep: Factory) -> None:
    before = ["Ohjaus,university,13", "Ohjaus,municipality,179"]
    reading = keep(before, before[::-1])
    kinds = dict(reading.values("https://w3id.org/eloggraph/ns#actorType"))
    assert kinds["ohjaus"].endswith("university")
    assert kinds["ohjaus-2"].endswith("municipality")


@pytest.mark.parametrize(
    ("names", "id_"),
    [(["Kela", "KELA", "K e l a"], "k-e-l-a"), (["Ohjaus"] * 10, "ohjaus-10")],
    ids=["names that a reader takes for one", "ten of one name"],
)
def test_rows_that_are_alike_keep_their_ids_where_nothing_changes(
    keep: Factory, names: list[str], id_: str
) -> None:
    kinds = [*["university"] * (len(names) - 1), "municipality"]
    rows = [f"{name},{kind}," for name, kind in zip(names, kinds, strict=True)]
    reading = keep(rows, rows)
    found = dict(reading.values("https://w3id.org/eloggraph/ns#actorType"))
    assert [each for each, kind in found.items() if kind.endswith("municipality")] == [id_]
    book = reading.tables.ids
    assert render_kept_ids(book.list_lines()) == render_kept_ids(book.kept.lines)


def test_the_file_is_the_same_bytes_and_written_only_when_something_is_new(
    tiny_network: Path,
) -> None:
    folder = tiny_network
    assert keep_ids(eloggraph.open(folder)) is None
    assert not (folder / FILE).exists()
    (folder / "actors.csv").write_text("label@fi\nB\nA\njyu\n", encoding="utf-8")
    note = keep_ids(eloggraph.open(folder))
    assert note is not None
    assert note.code == "ids-kept"
    first = (folder / FILE).read_bytes()
    assert keep_ids(eloggraph.open(folder)) is None
    (folder / "actors.csv").write_text("label@fi\njyu\nA\nB\n", encoding="utf-8")
    assert keep_ids(eloggraph.open(folder)) is None
    assert (folder / FILE).read_bytes() == first


def test_check_writes_nothing(tiny_network: Path) -> None:
    (tiny_network / "actors.csv").write_text("label@fi\njyu\n", encoding="utf-8")
    eloggraph.check(tiny_network)
    assert not (tiny_network / FILE).exists()


def test_a_strangers_folder_is_left_as_it_is(tiny_network: Path) -> None:
    (tiny_network / "actors.csv").write_text("label@fi\njyu\n", encoding="utf-8")
    assert keep_ids(eloggraph.open(tiny_network, untrusted=True)) is None
    assert not (tiny_network / FILE).exists()


def test_a_link_is_not_written_through_and_that_is_told(tiny_network: Path) -> None:
    (tiny_network / "actors.csv").write_text("label@fi\njyu\n", encoding="utf-8")
    other = tiny_network / "other.txt"
    other.write_text("table;id;name\n", encoding="utf-8")
    (tiny_network / FILE).symlink_to(other)
    note = keep_ids(eloggraph.open(tiny_network))
    assert note is not None
    assert (note.code, note.severity) == ("ids-not-kept", "warning")
    assert other.read_text(encoding="utf-8") == "table;id;name\n"


def test_where_nothing_can_be_written_that_is_told_and_no_more(
    tiny_network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tiny_network / "actors.csv").write_text("label@fi\njyu\n", encoding="utf-8")
    network = eloggraph.open(tiny_network)

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("eloggraph.output.files.sync_folder", refuse)
    note = keep_ids(network)
    assert note is not None
    assert "Permission denied" in note.message.en


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id;nimi\na;B\n", ("ids-foreign", 1, None)),
        ("table;id;name\nactors;;A\n", ("ids-line", 2, "id")),
        ("table;id;name\nactors;a b;A\n", ("ids-line", 2, "id")),
        ("table;id;name\nstars;a;A\n", ("ids-line", 2, "table")),
        ("table;id;name\nactors;a;A\nactors;A;B\n", ("ids-line", 3, "id")),
    ],
)
def test_a_fault_of_the_file_is_told_at_its_cell_and_the_file_stays(
    tiny_network: Path, read: Factory, text: str, fault: tuple[str, int, str | None]
) -> None:
    (tiny_network / FILE).write_text(text, encoding="utf-8")
    reading = read(tiny_network)
    assert reading.cells() == [fault]
    assert keep_ids(eloggraph.open(tiny_network)) is None
    assert (tiny_network / FILE).read_text(encoding="utf-8") == text


def test_what_is_kept_of_a_table_that_is_not_there_stays(tiny_network: Path) -> None:
    line = "table;id;name\nprojects;p;P\ngoals;g;Tavoite\n"
    (tiny_network / FILE).write_text(line, encoding="utf-8")
    (tiny_network / "actors.csv").write_text("label@fi\njyu\n", encoding="utf-8")
    keep_ids(eloggraph.open(tiny_network))
    kept = (tiny_network / FILE).read_text(encoding="utf-8-sig").splitlines()
    assert kept[1:] == ["actors;jyu;jyu;;;;", "goals;g;Tavoite;;;;", "projects;p;P;;;gone;"]
