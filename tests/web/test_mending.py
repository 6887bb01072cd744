"""Mending: every edit is kept before it is confirmed, and the original is never touched."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from eloggraph.jobs.bounded import BoundExceeded
from eloggraph.views.local.mending_values import Mending
from eloggraph.views.local.mending_words import say_mending

OWN = (
    "Organisaatio;Kunta;Toimiala\n"
    "Ohjaamo;Kuopio;koulutus\n"
    "Työpaja;Kuopoi;nuoriso\n"
    '"<script>x</script>";Iisalmi;nuoriso\n'
)
NAME = "oma.csv"


def upload(served: Any, text: str = OWN) -> None:
    sent = served.post("/upload", params={"name": NAME}, content=text.encode())
    assert sent.status_code == 202
    served.wait(served.get("/reading"))


def look(served: Any, **query: int) -> Any:
    answer = served.get("/mend.json", params={"token": served.session.token, **query})
    assert answer.status_code == 200
    return answer.json()


def send(served: Any, **edit: Any) -> Any:
    said = json.dumps({"sheet": 0, "token": served.session.token, **edit})
    return served.post("/edits", content=said, headers={"content-type": "application/json"})


def paste(served: Any, revision: int, row: int, column: int, *rows: list[str], **where: int) -> Any:
    return send(
        served, kind="paste", revision=revision, row=row, column=column, block=[*rows], **where
    )


@pytest.fixture
def served(serve_in: Callable[..., Any], tmp_path: Path) -> Any:
    with serve_in(tmp_path) as served:
        upload(served)
        yield served


def cells(state: Any) -> set[tuple[int, int]]:
    return {(mark["row"], mark["column"]) for mark in state["marks"]}


def test_a_cell_of_somebodys_own_table_is_marked_and_mended(served: Any, tmp_path: Path) -> None:
    state = look(served)
    assert state["rows"][2] == ["Työpaja", "Kuopoi", "nuoriso"]
    assert (3, 1) in cells(state)
    assert any("B3" == cause["where"] for cause in state["causes"])
    done = paste(served, 0, 3, 1, ["Kuopio"])
    assert done.json() == {
        "said": "The change is kept.",
        "touched": [{"sheet": 0, "first": 3, "last": 3}],
    }
    journal = next((tmp_path / ".edits").rglob("journal.jsonl"))
    assert "Kuopio" in journal.read_text(encoding="utf-8")
    after = look(served)
    assert (after["revision"], after["rows"][2][1]) == (1, "Kuopio")
    assert (3, 1) not in cells(after)
    assert after["changed"] == [[3, 1]]
    assert (tmp_path / ".originals" / "oma" / NAME).read_text(encoding="utf-8") == OWN
    # What is drawn and asked next is the mended table.
    rows = served.post(
        "/sparql",
        data={"query": "SELECT ?n { ?s skos:prefLabel 'Työpaja'@fi ; elo:operatesIn ?n }"},
        headers={"accept": "text/csv"},
    )
    assert rows.status_code == 200


def test_what_is_found_in_the_network_is_told_at_the_cell_of_her_own_table(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    """The oracle is the cell: it says what is told of."""
    own = (
        "Muuta;Palvelun nimi;Organisaatio;Y-tunnus;Kunta\n"
        "x;Neuvonta;Ohjaamo;1234567-1;Kuopio\n"
        "y;Ohjaus;Ohjaamo;;Kuopio\n"
        "z;Ohjaus;Opisto;1234567-8;Kuopio\n"
    )
    with serve_in(tmp_path) as served:
        upload(served, own)
        state = look(served)
        text = served.get("/mend").text
    causes = [cause for cause in state["causes"] if "1234567-8" in cause["message"]]
    assert [cause["where"] for cause in causes] == ["D4"]
    assert (4, 3) in cells(state)
    assert state["rows"][3][3] == "1234567-8"
    assert "network.xlsx" not in text


def test_a_cell_below_two_rows_of_headers_is_marked_and_corrected(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    own = tmp_path / "sekava.xlsx"
    with xlsxwriter.Workbook(own) as book:
        sheet = book.add_worksheet("Verkosto")
        sheet.merge_range("A1:B1", "Organisaatio")
        sheet.merge_range("C1:D1", "Sijainti")
        sheet.write_row(1, 0, ["Nimi", "Lisätieto", "Kunta", "Osoite"])
        for row, town in enumerate(("Kuopio", "Kuopoi", "Iisalmi"), 2):
            sheet.write_row(row, 0, [f"Ohjaamo {row}", "", town, ""])
    with serve_in(tmp_path / "home") as served:
        served.post("/upload", params={"name": own.name}, content=own.read_bytes())
        served.wait(served.get("/reading"))
        state = look(served)
        assert cells(state) == {(4, 2)}
        (cause,) = (each for each in state["causes"] if each["fix"])
        assert (cause["where"], cause["fix"]) == ("C4", "Correct: Kuopio")
        assert send(served, kind="correct", cause=cause["key"], revision=0).status_code == 200
        assert look(served)["rows"][3][2] == "Kuopio"


def test_a_safe_correction_is_one_click(served: Any) -> None:
    cause = next(c for c in look(served)["causes"] if c["where"] == "B3")
    assert cause["fix"] == "Correct: Kuopio"
    assert 'value="correct"' in served.get("/mend").text
    assert send(served, kind="correct", cause=cause["key"], revision=0).status_code == 200
    state = look(served)
    assert state["rows"][2] == ["Työpaja", "Kuopio", "nuoriso"]
    assert state["changed"] == [[3, 1]]


def test_where_nothing_is_left_to_correct_the_copy_is_saved_from_there(served: Any) -> None:
    assert "not yet in your own file" not in served.get("/mend").text
    for cause in (each for each in look(served)["causes"] if each["fix"]):
        assert send(served, kind="correct", cause=cause["key"], revision=0).status_code == 200
    page = served.get("/mend").text
    assert "There is nothing to correct" in page
    assert "not yet in your own file" in page
    form = page.partition('action="/save"')[2].partition("</form>")[0]
    token = form.partition('name="token" value="')[2].partition('"')[0]
    saved = served.post("/save", data={"token": token})
    assert "The copy is saved" in saved.text


def test_a_cell_offers_what_its_column_may_say(served: Any) -> None:
    def ask(column: int) -> list[str]:
        return get_choices(sheet=0, column=column).json()  # type: ignore[no-any-return]

    def get_choices(**query: int) -> Any:
        return served.get("/choices.json", params={"token": served.session.token, **query})

    assert {"Kuopio", "Iisalmi"} <= set(ask(1))
    assert "nuorisoala" in ask(2)  # in the language of the table, whatever that of the page
    assert ask(0) == []  # any name
    assert ask(77) == []
    assert get_choices(sheet=9, column=1).json() == []
    assert get_choices().status_code == 404


def test_a_paste_is_undone_and_done_again_as_one(served: Any) -> None:
    paste(served, 0, 2, 1, ["Iisalmi", "nuoriso"], ["Joensuu", "koulutus"])
    state = look(served)
    assert [row[1:] for row in state["rows"][1:3]] == [
        ["Iisalmi", "nuoriso"],
        ["Joensuu", "koulutus"],
    ]
    assert (state["undo"], state["redo"]) == (True, False)
    assert send(served, kind="undo", revision=1).status_code == 200
    state = look(served)
    assert state["changed"] == []
    assert (state["undo"], state["redo"]) == (False, True)
    assert send(served, kind="redo", revision=2).status_code == 200
    assert look(served)["rows"][1][1] == "Iisalmi"
    # What was undone before a new step is not what redo means.
    assert send(served, kind="undo", revision=3).status_code == 200
    paste(served, 4, 2, 1, ["Lieksa"])
    state = look(served)
    assert (state["undo"], state["redo"]) == (True, False)


def test_who_has_not_seen_the_last_edit_is_told(served: Any) -> None:
    assert paste(served, 0, 2, 1, ["Joensuu"]).status_code == 200
    late = paste(served, 0, 2, 1, ["Lieksa"])
    assert late.status_code == 409
    assert "another window" in late.json()["message"]
    assert look(served)["rows"][1][1] == "Joensuu"


@pytest.mark.parametrize("sheet", [1, 9, -1])
def test_an_edit_of_a_sheet_that_there_is_not_is_written_nowhere(served: Any, sheet: int) -> None:
    late = paste(served, 0, 2, 1, ["Joensuu"], sheet=sheet)
    assert (late.status_code, "another window" in late.json()["message"]) == (409, True)
    state = look(served)
    assert (state["revision"], state["rows"][1][1]) == (0, "Kuopio")


def test_what_an_older_page_sends_is_not_taken_for_what_is_open_now(
    served: Any, tmp_path: Path
) -> None:
    first = re.findall(r'name="token" value="([^"]+)"', served.get("/mend").text)[0]
    assert served.get("/mend").text.count(f'name="token" value="{first}"') >= 4  # every form
    other = tmp_path / "toinen.csv"
    other.write_text("Organisaatio;Kunta\nKirjasto;Kuopoi\n", encoding="utf-8")
    sent = served.post("/upload", params={"name": other.name}, content=other.read_bytes())
    assert sent.status_code == 202
    served.wait(served.get("/reading"))
    edit = {"kind": "paste", "revision": 0, "row": 2, "column": 1, "block": [["of the first"]]}
    late = send(served, **edit, token=first)
    assert (late.status_code, "Open this network again" in late.json()["message"]) == (409, True)
    form = {"kind": "paste", "row": "2", "column": "1", "text": "x", "token": first}
    for address, fields in (
        ("/edits", form),
        ("/save", {"token": first}),
        ("/save", {"token": ""}),
        ("/conflict", {"token": first}),
        ("/interpretation", {"token": first, "0.1": "note"}),
        ("/open", {"token": first, "what": "again"}),
    ):
        answer = served.post(address, data=fields)
        assert (answer.status_code, "was opened" in answer.text) == (409, True), address
    assert served.get("/mend.json", params={"token": first}).status_code == 409
    gone = {"token": first, "sheet": 0, "column": 1}
    assert served.get("/choices.json", params=gone).status_code == 404
    state = look(served)
    assert (state["rows"][1], state["revision"]) == (["Kirjasto", "Kuopoi"], 0)
    # The same table opened again is the same: what its page sends is taken.
    served.wait(served.post("/open", data={"what": "kept", "name": "oma"}))
    assert send(served, **edit, token=first).status_code == 200
    assert look(served)["rows"][1][1] == "of the first"


def test_an_answer_that_comes_late_is_not_taken_for_what_is_open_meanwhile(
    served: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, folder = served.session.crew.reader, served.session.folder
    call = reader.call

    async def call_late(name: str, *given: object, **options: Any) -> object:
        done = await call(name, *given, **options)
        if name in ("edit", "look"):
            served.session.open(tmp_path, "another")
        return done

    monkeypatch.setattr(reader, "call", call_late)
    assert paste(served, 0, 3, 1, ["Kuopio"]).status_code == 200  # it is in its journal
    assert (served.session.reading, served.session.edited) == (None, {})
    served.session.open(folder, "oma")
    served.get("/interpretation")
    assert served.session.overview is None


@pytest.mark.parametrize(
    "edit",
    [
        {"kind": "drop"},
        {"kind": "paste", "revision": "x"},
        {"kind": "paste", "block": [[1]]},
        {"kind": "undo", "revision": float("inf")},
        {"kind": "paste", "block": "x", "row": None},
        {},
    ],
)
def test_what_is_no_edit_is_refused(served: Any, edit: dict[str, Any]) -> None:
    assert send(served, **edit).status_code == 400
    assert look(served)["revision"] == 0


def test_an_edit_that_the_file_cannot_take_is_told(served: Any) -> None:
    answer = paste(served, 0, 99, 0, ["x"])
    assert answer.status_code == 422
    assert answer.json()["message"].endswith(".")
    assert look(served)["revision"] == 0


def test_the_copy_differs_in_the_cells_that_were_mended(served: Any, tmp_path: Path) -> None:
    paste(served, 0, 3, 1, ["Kuopio"])
    answer = served.fill("/save")
    assert "The copy is saved: one cell has changed" in answer.text
    copy = tmp_path / "oma (corrected).csv"
    assert copy.read_bytes() == OWN.encode().replace(b"Kuopoi", b"Kuopio")
    taken = served.get("/saved")
    assert taken.content == copy.read_bytes()
    assert "oma%20%28corrected%29.csv" in taken.headers["content-disposition"]
    # To be told again of it, or in another language, saves nothing.
    assert (served.get("/save").text, answer.request.method) == (answer.text, "GET")
    assert len([*tmp_path.glob("oma (corrected*")]) == 1
    served.fill("/save")  # nothing that is there is replaced
    assert (tmp_path / "oma (corrected 2).csv").exists()


def test_a_copy_without_edits_is_the_original_and_says_so(served: Any, tmp_path: Path) -> None:
    paste(served, 0, 3, 1, ["Kuopio"])
    send(served, kind="undo", revision=1)
    answer = served.fill("/save")
    assert "Nothing was changed" in answer.text
    assert "0 cells" not in answer.text
    assert (tmp_path / "oma (copy).csv").read_bytes() == OWN.encode()
    assert not [*tmp_path.glob("oma (corrected*")]


@pytest.mark.parametrize("sheets", [[], ["Ohje"]])
def test_where_there_is_no_table_it_is_told_and_nothing_is_edited(
    serve_in: Callable[..., Any], tmp_path: Path, sheets: list[str]
) -> None:
    (folder := tmp_path / "tyhjä").mkdir()
    (folder / "network.toml").write_text('id = "a"\ntitle = "A"\n', encoding="utf-8")
    if sheets:
        with xlsxwriter.Workbook(str(folder / "network.xlsx")) as book:
            for sheet in sheets:
                book.add_worksheet(sheet).write(0, 0, "Hei")
    with serve_in(tmp_path / "home") as served:
        served.open(folder)
        answers = [served.get("/mend"), served.get("/mend?sheet=0"), look_at(served, "/mend.json")]
        answers += [paste(served, 0, 1, 0, ["x"]), served.fill("/save")]
        answers += [served.fill("/edits", {"kind": kind}) for kind in ("undo", "redo", "correct")]
        for answer in answers:
            assert (answer.status_code, "holds no tables" in answer.text) == (422, True)


def test_a_place_has_the_name_of_its_sheet_where_there_are_several(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    (folder := tmp_path / "a").mkdir()
    (folder / "network.toml").write_text('id = "a"\ntitle = "A"\n', encoding="utf-8")
    (folder / "actors.csv").write_text("id,label@en,areas\na,A,Kuopoi\n", encoding="utf-8")
    with serve_in(tmp_path / "home") as served:
        served.open(folder)
        assert "C2" in [cause["where"] for cause in look(served)["causes"]]
        (folder / "goals.csv").write_text("id,label@en\ng,G\n", encoding="utf-8")
        served.open(folder)
        assert "Actors C2" in [cause["where"] for cause in look(served)["causes"]]


def test_what_another_program_changed_is_taken_up_once(served: Any, tmp_path: Path) -> None:
    session, called = served.session, served.session.crew.reader.called

    def ask() -> tuple[int, int]:
        before, calls = session.revision, len(called)
        assert served.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        return session.revision - before, called[calls:].count("notice")

    served.get("/mend")
    for edits in (False, True):
        if edits:
            paste(served, look(served)["revision"], 3, 1, ["Kuopio"])
        assert ask() == (0, 0)  # nothing was changed, so nothing is asked
        source = session.source
        source.write_text(source.read_text("utf-8") + "Uusi;Iisalmi;nuoriso\n", encoding="utf-8")
        assert ask() == (1, 1)
        assert ask() == (0, 0)


def test_edits_are_there_at_the_next_start(serve_in: Callable[..., Any], tmp_path: Path) -> None:
    with serve_in(tmp_path) as served:
        upload(served)
        paste(served, 0, 3, 1, ["Kuopio"])
        served.session.crew.reader.desk.leave()  # as a process that is killed
    with serve_in(tmp_path) as served:
        answer = served.wait(served.post("/open", data={"what": "kept", "name": "oma"}))
        assert answer.url.path == "/interpretation"
        assert look(served)["rows"][2][1] == "Kuopio"


def test_a_newer_file_of_the_same_name_keeps_the_edits(served: Any, tmp_path: Path) -> None:
    paste(served, 0, 3, 1, ["Kuopio"])
    newer = OWN + "Kirjasto;Lieksa;kulttuuri\n"
    upload(served, newer)
    assert served.get("/reading").url.path == "/interpretation"
    rows = look(served)["rows"]
    assert (rows[2][1], rows[4][0]) == ("Kuopio", "Kirjasto")
    assert [path.read_text("utf-8") for path in tmp_path.rglob(".earlier/*")] == [OWN]
    # What both changed is asked: nothing is chosen for her.
    upload(served, newer.replace("Kuopoi", "Joensuu"))
    asked = served.get("/reading")
    assert asked.url.path == "/mend"
    assert 'name="oma.csv B3" value="ours"' in asked.text
    served.fill("/conflict", {"oma.csv B3": "ours"})
    assert look(served)["rows"][2][1] == "Kuopio"
    assert len([*tmp_path.rglob(".earlier/*")]) == 2


def test_edits_that_cannot_be_read_are_put_aside(served: Any, tmp_path: Path) -> None:
    paste(served, 0, 3, 1, ["Kuopio"])
    paste(served, 1, 3, 1, ["Joensuu"])
    served.session.crew.reader.desk.leave()
    journal = next(tmp_path.rglob("journal.jsonl"))
    damaged = journal.read_bytes().replace(b"Kuopio", b"Kuopo", 1)
    journal.write_bytes(damaged)
    failed = served.wait(served.post("/open", data={"what": "kept", "name": "oma"}))
    assert failed.status_code == 422
    assert 'name="what" value="aside"' in failed.text
    opened = served.wait(served.post("/open", data={"what": "aside"}))
    assert opened.url.path == "/interpretation"
    assert look(served)["rows"][2][1] == "Kuopoi"
    assert [path.read_bytes() for path in tmp_path.rglob("journal.jsonl") if path != journal] == [
        damaged
    ]
    # Of edits that can be read nothing is put aside.
    served.post("/open", data={"what": "aside"})
    assert len([*tmp_path.rglob(".edits/*")]) == 2


def test_edits_of_a_file_that_is_gone_wait_for_it(
    serve_in: Callable[..., Any],
    tmp_path: Path,
    write_network: Callable[..., Path],
    tiny_tables: dict[str, list[list[str]]],
) -> None:
    folder = write_network(tmp_path / "tiny", tiny_tables)
    file, another = folder / "actors.csv", tmp_path / "actors.csv"
    name = tiny_tables["actors"][1][2]
    with serve_in(tmp_path / "home") as served:
        served.open(folder)
        sheet = next(s for s in range(9) if name in look(served, sheet=s)["rows"][1])
        assert paste(served, 0, 2, 2, ["Toinen"], sheet=sheet).status_code == 200
        file.rename(another)
        served.open(folder)
        page = served.get("/mend").text
        assert "actors.csv is no longer here" in page
        assert "One edit goes for good" in page
        another.rename(file)
        served.open(folder)
        assert "no longer here" not in served.get("/mend").text
        assert look(served, sheet=sheet)["rows"][1][2] == "Toinen"
        # Or they are forgotten, when it is said.
        file.rename(another)
        served.open(folder)
        state = look(served)
        cause = next(cause for cause in state["causes"] if cause["waiting"])
        given = {"kind": "forget", "revision": state["revision"], "cause": cause["key"]}
        assert send(served, **given).status_code == 200
        assert "no longer here" not in served.get("/mend?sheet=0").text
        another.rename(file)
        served.open(folder)
        assert look(served, sheet=sheet)["rows"][1][2] == name


def test_what_another_program_changed_is_taken_in_or_asked(
    serve_in: Callable[..., Any],
    tmp_path: Path,
    write_network: Callable[..., Path],
    tiny_tables: dict[str, list[list[str]]],
) -> None:
    folder = write_network(tmp_path / "tiny", tiny_tables)
    file = folder / "actors.csv"

    def change(old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def find(text: str) -> tuple[int, int, int]:
        for sheet in range(len(look(served)["tabs"])):
            for number, row in enumerate(look(served, sheet=sheet)["rows"], 1):
                if text in row:
                    return sheet, number, row.index(text)
        raise AssertionError(text)

    first, second = tiny_tables["actors"][1][2], tiny_tables["actors"][2][2]
    with serve_in(tmp_path / "home") as served:
        served.open(folder)
        # Nothing is edited yet: the file as it is now is what is shown.
        change(first, "Ensimmäinen")
        served.get("/mend?sheet=0")
        sheet, row, column = find("Ensimmäinen")
        cell = {"sheet": sheet, "row": row, "column": column}
        done = send(served, kind="paste", revision=0, block=[["Meidän"]], **cell)
        assert done.status_code == 200, done.text
        # Another cell of the file is taken in; the edit stays.
        change(second, "Toinen")
        served.get("/mend?sheet=0")
        assert find("Meidän") == (sheet, row, column)
        assert find("Toinen")[0] == sheet
        # The same cell: it is asked which holds, and nothing is saved before.
        change("Ensimmäinen", "Heidän")
        answer = served.fill("/save")
        assert answer.url.path == "/mend"
        for text in ("Meidän", "Heidän", "Ensimmäinen", "one cell has been changed twice"):
            assert text in answer.text
        assert not [*(tmp_path / "home").glob("*corrected*")]
        assert "changed twice" in served.fill("/conflict").text  # nothing was chosen
        name = re.findall(r'type="radio" name="([^"]+)"', answer.text)[0]
        served.fill("/conflict", {name: "theirs"})
        assert find("Heidän") == (sheet, row, column)
        assert find("Toinen")[0] == sheet


def test_what_another_program_saves_is_asked_and_drawn_at_once(
    serve_in: Callable[..., Any],
    tmp_path: Path,
    write_network: Callable[..., Path],
    tiny_tables: dict[str, list[list[str]]],
) -> None:
    folder = write_network(tmp_path / "tiny", tiny_tables)
    file, name = folder / "actors.csv", tiny_tables["actors"][1][2]

    def save(old: str, new: str) -> None:
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def list_names() -> str:
        text = "SELECT ?name { ?actor a elo:Actor ; skos:prefLabel ?name }"
        answer = served.get("/query.csv", params={"query": text})
        assert answer.status_code == 200
        return str(answer.text)

    with serve_in(tmp_path / "home") as served:
        served.open(folder)
        assert name in list_names()
        save(name, "Ensimmäinen")
        assert "Ensimmäinen" in list_names()
        served.wait(served.get("/map"))
        before = served.session.revision
        (folder / "~$actors.xlsx").write_bytes(b"a spreadsheet has it open")
        assert "Ensimmäinen" in served.get("/files/map").text
        served.get("/map")
        assert served.session.revision == before  # nothing changed, nothing is read again
        save("Ensimmäinen", "Toinen nimi")
        served.wait(served.get("/map"))
        assert "Toinen nimi" in served.get("/files/map").text
        # What both changed holds as the page has it until somebody chooses.
        sheet = next(s for s in range(9) if "Toinen nimi" in look(served, sheet=s)["rows"][1])
        assert paste(served, 0, 2, 2, ["Sivun nimi"], sheet=sheet).status_code == 200
        save("Toinen nimi", "Tiedoston nimi")
        assert "Sivun nimi" in list_names()
        assert "has been changed twice" in served.get("/mend").text


def test_the_page_works_without_a_script(served: Any) -> None:
    page = served.get("/mend", params={"sheet": 0, "row": 3, "column": 1}).text
    assert ">\nKuopoi</textarea>" in page
    assert "<script>x" not in page
    form = {"kind": "paste", "revision": "0", "sheet": "0", "row": "3", "column": "1"}
    answer = served.fill("/edits", {**form, "text": "Kuopio"})
    assert answer.url.path == "/mend"
    assert look(served)["rows"][2][1] == "Kuopio"
    served.fill("/edits", {"kind": "undo", "revision": "1", "sheet": "0"})
    assert look(served)["rows"][2][1] == "Kuopoi"


@pytest.mark.parametrize(
    ("task", "ask"),
    [
        ("mend", lambda served: served.get("/mend")),
        ("notice", lambda served: served.get("/mend")),
        ("mend", lambda served: look_at(served, "/mend.json")),
        ("rows", lambda served: look_at(served, "/rows.json", sheet=0, first=1)),
        ("choices", lambda served: look_at(served, "/choices.json", sheet=0, column=1)),
        ("edit", lambda served: paste(served, 0, 3, 1, ["x"])),
        ("edit", lambda served: served.fill("/edits", {"kind": "undo"})),
        ("merge", lambda served: served.fill("/conflict")),
        ("save", lambda served: served.fill("/save")),
        ("mark", lambda served: served.get("/download/marked")),
    ],
)
@pytest.mark.parametrize("error", [BoundExceeded(None), RuntimeError("told to nobody")])
def test_what_fails_is_told_in_the_way_it_was_asked_for(
    served: Any,
    monkeypatch: pytest.MonkeyPatch,
    task: str,
    ask: Callable[[Any], Any],
    error: Exception,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setitem(served.session.crew.reader.tasks, task, fail)
    monkeypatch.setattr(served.client._transport, "raise_server_exceptions", False)
    answer = ask(served)
    is_json = answer.request.url.path.endswith(".json") or "json" in str(
        answer.request.headers.get("content-type")
    )
    said = answer.json()["message"] if is_json else answer.text
    wanted = "broken off" if isinstance(error, BoundExceeded) else "error in the program"
    assert (answer.status_code, wanted in said, "nobody" in said) == (500, True, False)
    assert is_json or 'aria-current="step"' in said
    assert look(served)["revision"] == 0 if task != "mend" else True


def look_at(served: Any, address: str, **query: int) -> Any:
    return served.get(address, params={"token": served.session.token, **query})


def test_an_edit_in_the_journal_is_there_though_the_child_died(
    served: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = served.session.crew.reader
    edit = reader.tasks["edit"]

    def die(*given: object) -> None:
        edit(*given)
        reader.desk.leave()
        raise BoundExceeded(None)

    monkeypatch.setitem(reader.tasks, "edit", die)
    assert paste(served, 0, 3, 1, ["Kuopio"]).status_code == 500
    state = look(served)
    assert (state["revision"], state["rows"][2][1]) == (1, "Kuopio")
    assert (3, 1) not in cells(state)  # what is checked is what the journal says


def test_the_page_gives_the_cell_as_it_is_or_not_to_be_written(served: Any) -> None:
    upload(served, 'Organisaatio;Kunta\n"\n A\n B";Kuopio\nC\u200eD;Kuopio\n')
    page = served.get("/mend", params={"sheet": 0, "row": 2, "column": 0}).text
    field = re.findall(r'<textarea id="text"([^>]*)>\n(.*?)</textarea>\s*<button>', page, re.DOTALL)
    assert field == [(' name="text" rows="3" autocomplete="off"', "\n A\n B")]
    state = json.loads(page.partition('id="mending">')[2].partition("</script>")[0])
    assert [row[0] for row in state["rows"][1:]] == ["\n A\n B", "C\u200eD"]
    # What cannot be shown as it is would come back as something else.
    page = served.get("/mend", params={"sheet": 0, "row": 3, "column": 0}).text
    assert re.search(r"readonly>\nC\ufffdD</textarea>\s*<button disabled>", page)


def test_the_columns_of_a_wide_table_are_shown_in_parts(served: Any) -> None:
    """A cell of a part that is not shown is neither left out in silence nor overwritten unseen."""
    head = ";".join(["Organisaatio", "Kunta", *(f"S{n}" for n in range(3, 76))])
    row = ";".join(["Ohjaamo", "Kuopio", *(f"v{n}" for n in range(3, 76))])
    upload(served, f"{head}\n{row}\n")
    state = look(served, sheet=0)
    assert (state["left"], state["wide"], state["letters"][-1]) == (0, 75, "BH")
    page = served.get("/mend", params={"sheet": 0}).text
    assert "Columns A–BH of 75." in page
    assert "Columns after" in page
    page = served.get("/mend", params={"sheet": 0, "row": 2, "column": 70}).text
    assert ">BS2</b>" in page
    assert ">\nv71</textarea>" in page
    assert '<td tabindex="-1" data-row="2" data-column="70">v71</td>' in page
    assert "Columns before" in page
    form = {"kind": "paste", "revision": "0", "sheet": "0", "row": "2", "column": "70"}
    answer = served.fill("/edits", {**form, "text": "uusi"})
    assert 'data-column="70">uusi</td>' in answer.text
    state = look(served, sheet=0, column=70)
    assert (state["left"], state["letters"][0]) == (60, "BI")
    assert (state["rows"][1][10], len(state["rows"][0])) == ("uusi", 15)
    # Of a cell that is not there no form is shown, which would write over what nobody sees.
    for cell in ({"row": 2, "column": 99}, {"row": 9, "column": 1}):
        assert " data-form hidden>" in served.get("/mend", params={"sheet": 0, **cell}).text


def test_the_rows_of_a_long_table_are_given_in_windows(served: Any) -> None:
    """The oracle is the file itself; what an edit has touched is told with its answer."""
    rows = [[f"Ohjaamo {n}", "Kuopio", "koulutus"] for n in range(700)]
    upload(served, "".join(";".join(row) + "\n" for row in (OWN.splitlines()[0].split(";"), *rows)))

    def ask(**query: int) -> Any:
        answer = served.get("/rows.json", params={"token": served.session.token, **query})
        assert answer.status_code == 200
        return answer.json()

    state = look(served, sheet=0)
    assert (state["top"], state["last"], state["wide"], state["window"]) == (1, 701, 3, 500)
    assert state["heads"] == ["Organisaatio", "Kunta", "Toimiala"]
    told = ask(sheet=0, first=501)
    assert told == {"revision": 0, "first": 501, "rows": rows[499:], "changed": []}
    assert len(ask(sheet=0, first=1)["rows"]) == 500
    assert ask(sheet=0, first=999)["rows"] == []
    assert ask(sheet=9, first=1)["rows"] == []
    done = paste(served, 0, 600, 1, ["Lieksa"], ["Lieksa"])
    assert done.json()["touched"] == [{"sheet": 0, "first": 600, "last": 601}]
    told = ask(sheet=0, first=501)
    assert (told["revision"], told["changed"]) == (1, [[600, 1], [601, 1]])
    # Rows that are added below are touched, and where they go again all may have moved.
    done = paste(served, 1, 701, 0, ["Toinen"], ["Uusi"])
    assert done.json()["touched"] == [{"sheet": 0, "first": 1, "last": 702}]
    assert look(served)["last"] == 702
    done = send(served, kind="undo", revision=2)
    assert done.json()["touched"] == [{"sheet": 0, "first": 1, "last": 701}]
    assert send(served, kind="redo", revision=9).status_code == 409
    assert served.get("/rows.json", params={"token": "of another", "sheet": 0}).status_code == 409


def test_tables_of_the_model_are_mended_too(
    serve_in: Callable[..., Any],
    tmp_path: Path,
    write_network: Callable[..., Path],
    tiny_tables: dict[str, list[list[str]]],
) -> None:
    tiny_tables["actors"][1][2] = ""  # its Finnish name
    folder = write_network(tmp_path / "tiny", tiny_tables)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with serve_in(tmp_path / "home") as served:
        served.open(folder)
        state = look(served)
        mark = next(mark for mark in state["marks"] if mark["severity"] == "violation")
        edit = {"row": mark["row"], "column": mark["column"]}
        done = send(
            served,
            kind="paste",
            revision=0,
            block=[["Ohjaamo"]],
            **{
                **edit,
                "sheet": state["sheet"],
            },
        )
        assert done.status_code == 200
        after = look(served, sheet=state["sheet"])
        assert (mark["row"], mark["column"]) not in cells(after)
        answer = served.wait(served.get("/map"))
        assert "Ohjaamo" in served.get("/files/map").text
        assert answer.status_code == 200
        served.fill("/save")
        copy = tmp_path / "home" / f"{folder.name} (corrected)"
        assert "Ohjaamo" in (copy / "actors.csv").read_text(encoding="utf-8")
        assert (copy / "network.toml").is_file()
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fi", "3 estävää virhettä, 1 tarkistettava"),
        ("sv", "3 fel som hindrar, 1 att kontrollera"),
        ("en", "3 stand in the way, 1 is worth a look"),
    ],
)
def test_what_is_to_be_mended_is_counted_in_words_of_the_language(
    language: str, title: str
) -> None:
    fields = {
        "revision": 0,
        "at": 0,
        "first": 1,
        "last": 1,
        "header": 1,
        "hidden": 0,
        "left": 0,
        "wide": 0,
        "top": 1,
        "window": 500,
    }
    empty: dict[str, Any] = dict.fromkeys(
        ("tabs", "letters", "heads", "rows", "marks", "causes"), ()
    )
    state = Mending(
        **fields,
        **empty,
        changed=frozenset(),
        counts=(("violation", 3), ("warning", 1), ("info", 7)),
        can_undo=False,
        can_redo=False,
    )
    assert say_mending(state, language)["title"] == title


def test_a_correction_writes_what_its_button_says(
    serve_in: Callable[..., Any],
    tmp_path: Path,
    write_network: Callable[..., Path],
    tiny_tables: dict[str, list[list[str]]],
) -> None:
    tiny_tables["projects"][1][5] = "2020/10/01"
    folder = write_network(tmp_path / "tiny", tiny_tables)
    with serve_in(tmp_path / "home") as served:
        served.open(folder)
        state = look(served)
        cause = next(cause for cause in state["causes"] if cause["fix"])
        assert cause["fix"] == "Correct: 2020-10-01"
        place = {"sheet": cause["sheet"]}
        done = send(served, kind="correct", cause=cause["key"], revision=0, **place)
        assert done.status_code == 200
        assert look(served, **place)["rows"][cause["row"] - 1][5] == "2020-10-01"
