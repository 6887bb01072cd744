"""The states of the page as a browser asks for them, and what is kept when it asks again."""

from __future__ import annotations

import hashlib
import html
import os
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from eloggraph.cli.main import main
from eloggraph.jobs.bounded import BoundExceeded
from eloggraph.text import LANGUAGES, say
from eloggraph.views.local.model import Rows
from eloggraph.web import app, upload
from eloggraph.web.door import FRAMED_POLICY, POLICY

OWN = "Organisaatio;Kunta;Toimiala\nOhjaamo;Kuopio;koulutus\nTyöpaja;Kuopoi;nuoriso\n"
OSAAJAKS = Path(__file__).parents[2] / "datasets" / "osaajaks"
STATES = ("/", "/interpretation", "/mend", "/map", "/report", "/ask")


def title(answer: Any) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    assert found
    return found[1].strip()


def test_before_anything_is_open_each_state_leads_to_the_start(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    with serve_in(tmp_path) as served:
        assert 'type="file"' in served.get("/").text
        for address in (*STATES[1:], "/query"):
            answer = served.get(address)
            assert (answer.status_code, title(answer)) == (200, "Open a table first")
        assert served.get("/reading").url.path == "/"
        assert served.get("/download/map").status_code == 404
        assert served.get("/no-such-page").status_code == 404
        assert served.get("/upload").status_code == 405


def test_who_names_a_network_comes_to_its_tables_and_the_start_leads_back(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    back = f'<span>osaajaks</span> <a href="/mend">{say("serve.failed.back").en}</a>'
    with serve_in(tmp_path / "named", OSAAJAKS) as served:
        assert served.wait(served.came).url.path == "/mend"
        again = served.get("/", params={"code": served.keys.make_code()})  # and names none
        assert (again.url.path, back in again.text) == ("/", True)
    with serve_in(tmp_path / "unnamed") as served:
        assert (served.came.url.path, back in served.came.text) == ("/", False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_in_the_language_that_was_chosen(osaajaks: Any, language: str) -> None:
    answer = osaajaks.post("/language", data={"language": language, "back": "/mend"})
    assert answer.url.path == "/mend"
    try:
        for address in ("/", "/interpretation", "/mend", "/ask", "/query"):
            answer = osaajaks.wait(osaajaks.get(address))
            assert answer.status_code == 200
            assert f'<html lang="{language}">' in answer.text
            assert answer.headers["content-security-policy"] == POLICY
            assert not re.search(r"<script>|<style|style=|onclick", answer.text)
    finally:
        osaajaks.session.language = None


def test_no_way_back_leads_elsewhere(osaajaks: Any) -> None:
    for back in ("//evil.example/", "http://evil.example/", "evil"):
        answer = osaajaks.post("/language", data={"back": back}, follow_redirects=False)
        assert answer.headers["location"] == "/"


def test_a_network_without_faults_has_an_empty_answer_of_its_own(osaajaks: Any) -> None:
    import eloggraph

    findings = eloggraph.open(OSAAJAKS).check().findings
    answer = osaajaks.get("/mend")
    assert ("There is nothing to correct" in answer.text) == (not findings)
    assert f"{len(osaajaks.session.overview.tables)} tables" in osaajaks.get("/interpretation").text


def test_of_somebodys_own_table_without_faults_it_is_told_what_its_rows_became(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    own = "Organisaatio;Kunta\nOhjaamo;Kuopio\nPaja;Iisalmi\n"
    with serve_in(tmp_path) as served:
        served.post("/upload", params={"name": "oma.csv"}, content=own.encode())
        served.wait(served.get("/reading"))
        page = served.get("/mend").text
        assert "There is nothing to correct" in page
        made = re.findall(r'<b class="num">(\d+)</b> (\w+)', page)
        assert ("2", "Actors") in made
        assert made == re.findall(
            r'<b class="num">(\d+)</b> (\w+)', served.get("/interpretation").text
        )
        assert "rows were read" not in page  # nobody has counted the rows of her file
        # Of the tables that were made it is told, as openpyxl counts their rows.
        served.open(tmp_path / "oma")
        (name,) = {table.file for table in served.session.overview.tables}
        book = openpyxl.load_workbook(tmp_path / "oma" / name, read_only=True)
        sheets = [book[str(table.sheet)] for table in served.session.overview.tables]
        told = (row for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True))
        rows = sum(any(cell is not None for cell in row) for row in told)
        book.close()
        assert rows > 1
        assert f"All {rows} rows were read." in served.get("/mend").text


def test_map_and_report_are_pages_of_their_own_in_a_frame(osaajaks: Any) -> None:
    for kind in ("map", "report"):
        answer = osaajaks.wait(osaajaks.get(f"/{kind}"))
        assert f'<iframe src="/files/{kind}"' in answer.text
        assert 'sandbox="allow-scripts' in answer.text
        # A frame is printed as far as it is seen: on a page of its own it is printed whole.
        assert f'href="/files/{kind}" target="_blank"' in answer.text
        framed = osaajaks.get(f"/files/{kind}")
        assert framed.headers["content-security-policy"] == FRAMED_POLICY
        assert "sandbox" in FRAMED_POLICY
        assert "allow-same-origin" not in FRAMED_POLICY
        saved = osaajaks.get(f"/download/{kind}")
        assert saved.content == framed.content
        assert f"osaajaks-{kind}.html" in saved.headers["content-disposition"]
    before = list(osaajaks.session.crew.analyst.called)
    osaajaks.get("/map")  # a second look draws nothing again
    assert osaajaks.session.crew.analyst.called == before


def test_questions_are_answered_by_sentence_numbers_and_rows(osaajaks: Any) -> None:
    import eloggraph

    network = eloggraph.open(OSAAJAKS)
    (outcome,) = network.analyse("silos").outcomes
    answer = osaajaks.wait(osaajaks.get("/ask?q=silos"))
    told = outcome.lacking or outcome.answer or outcome.sentences[0]
    assert told.en.replace("'", "&#39;") in answer.text
    rows = network.select("actors-by-region", "en")
    answer = osaajaks.wait(osaajaks.get("/ask?q=actors-by-region"))
    assert answer.text.count("<tr>") == len(rows) + 1
    assert "aria-current" in answer.text


def test_the_page_offers_the_queries_that_the_command_lists(osaajaks: Any) -> None:
    told = CliRunner().invoke(main, ["query", "--list"]).stdout
    listed = [re.split(r"  +", line[4:])[0] for line in told.splitlines()]
    offered = re.findall(r'href="/ask\?q=([^"&]+)', osaajaks.get("/ask").text)
    assert len(listed) > 40
    assert offered[-len(listed) :] == listed


def test_a_question_that_there_is_not_is_no_question(osaajaks: Any) -> None:
    assert title(osaajaks.get("/ask?q=%3Cscript%3E")) == "What would you like to know?"


def test_a_query_is_an_address_with_its_answer(osaajaks: Any) -> None:
    text = "SELECT ?s { ?s a elo:Actor } ORDER BY ?s LIMIT 2"
    answer = osaajaks.query(text)
    assert answer.text.count("<tr>") == 3
    assert text in answer.text
    file = osaajaks.get("/query.csv", params={"query": text})
    assert file.text.splitlines()[0] == "s"
    assert len(file.text.splitlines()) == 3
    assert "osaajaks.csv" in file.headers["content-disposition"]
    assert osaajaks.get("/query.exe", params={"query": text}).status_code == 404


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("SELECT ?s {} LIMIT 1", {"csv": "text/csv", "json": "application/sparql-results+json"}),
        ("ASK {}", {"csv": "text/csv", "json": "application/sparql-results+json"}),
        ("CONSTRUCT WHERE { ?s a elo:Actor }", {"ttl": "text/turtle"}),
    ],
)
def test_an_answer_is_given_in_the_forms_that_it_has(
    osaajaks: Any, query: str, types: dict[str, str]
) -> None:
    page = osaajaks.query(query).text
    assert set(re.findall(r'href="/query\.(\w+)\?', page)) == set(types)
    for name in ("csv", "json", "ttl"):
        answer = osaajaks.get(f"/query.{name}", params={"query": query})
        if name in types:
            type_ = answer.headers["content-type"].partition(";")[0]
            assert (answer.status_code, type_) == (200, types[name])
        else:
            assert answer.status_code == 406


def test_each_thing_has_a_page_and_rdf(osaajaks: Any) -> None:
    import eloggraph

    network = eloggraph.open(OSAAJAKS)
    query = f"SELECT ?s ?n {{ ?s a elo:Actor ; skos:prefLabel ?n FILTER (lang(?n) = 'en' && STRSTARTS(STR(?s), '{network.config.base}')) }} ORDER BY ?s LIMIT 1"
    ((iri, name),) = network.select(query).texts()
    html = {"accept": "text/html"}
    answer = osaajaks.get("/resource", params={"iri": iri}, headers=html)
    assert str(name) in title(answer)
    assert "actors.csv, row " in answer.text
    bearer = {"authorization": f"Bearer {osaajaks.keys.bearer}", "accept": "text/turtle"}
    turtle = osaajaks.get("/resource", params={"iri": iri}, headers=bearer)
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    assert str(name) in turtle.text
    for none in ("urn:none", "", "x> ?p ?o } #"):
        assert osaajaks.get("/resource", params={"iri": none}, headers=html).status_code == 404
    for bad, accept, status in (
        ("x> ?p ?o } #", "text/turtle", 404),
        (iri, "image/png", 406),
        (iri, "text/turtle;q=0", 406),
    ):
        told = osaajaks.get("/resource", params={"iri": bad}, headers={**bearer, "accept": accept})
        assert told.status_code == status
        assert told.headers["content-type"].startswith("text/plain")
        assert len(told.text.splitlines()) == 1


@pytest.mark.parametrize("name", ["kysely.rq", "oma kysely.sparql"])
def test_a_query_of_the_page_is_no_file(osaajaks: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("ASK {}", encoding="utf-8")
    answer = osaajaks.query(str(tmp_path / name))
    assert answer.status_code == 422
    assert osaajaks.query(" actors-by-region\n").status_code == 200


def test_a_query_that_is_none_is_told_where_it_was_asked(osaajaks: Any) -> None:
    answer = osaajaks.query("SELECT <script>")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "<script>" not in answer.text.partition("<main")[2]


def test_somebodys_own_table_is_read_told_and_corrected(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    with serve_in(tmp_path) as served:
        sent = served.post("/upload", params={"name": "oma verkosto.csv"}, content=OWN.encode())
        assert (sent.status_code, sent.json()) == (202, {"to": "/reading"})
        answer = served.wait(served.get("/reading"))
        assert answer.url.path == "/interpretation"
        assert [column.header for column in served.session.reading.sheets[0].columns] == [
            *("Organisaatio", "Kunta", "Toimiala"),
        ]
        assert served.session.reading.made[0][1] == 2
        # Reload and back are the same address.
        assert served.get("/interpretation").text == answer.text
        answer = served.wait(served.fill("/interpretation", {"0.2": "note"}))
        column = served.session.reading.sheets[0].columns[2]
        assert (column.chosen, column.sureness) == ("note", "said")
        # What was read as it should is not read again.
        answer = served.fill("/interpretation", {"0.2": "note"})
        assert answer.url.path == "/mend"
        assert (tmp_path / ".originals" / "oma-verkosto" / "oma verkosto.csv").read_text(
            "utf-8"
        ) == OWN
        assert "oma-verkosto" in served.get("/").text
        # The choice is remembered when the same file comes again.
        served.post("/upload", params={"name": "oma verkosto.csv"}, content=OWN.encode())
        served.wait(served.get("/reading"))
        assert served.session.reading.sheets[0].columns[2].chosen == "note"


def test_two_files_never_share_a_network(serve_in: Callable[..., Any], tmp_path: Path) -> None:
    with serve_in(tmp_path) as served:
        files = {"a.csv": OWN, "a.tsv": OWN.replace(";", "\t"), "originals.csv": OWN}
        for name, text in files.items():
            served.post("/upload", params={"name": name}, content=text.encode())
            assert served.wait(served.get("/reading")).url.path == "/interpretation"
        assert served.session.list_networks() == ["a", "a-2", "originals"]
        for network, name in {"a": "a.csv", "a-2": "a.tsv", "originals": "originals.csv"}.items():
            served.wait(served.post("/open", data={"what": "kept", "name": network}))
            assert (served.session.folder, served.session.name) == (tmp_path / network, name)
        served.post("/upload", params={"name": "a.tsv"}, content=OWN.replace(";", "\t").encode())
        served.wait(served.get("/reading"))
        assert served.session.folder == tmp_path / "a-2"
    # A folder that somebody keeps there is not written into either.
    (tmp_path / "b").mkdir()
    assert served.session.place_original("b.csv").parent.name == "b-2"


def test_a_workbook_of_ours_is_a_network_as_it_stands(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    with serve_in(tmp_path) as served:
        book = served.get("/template.xlsx")
        assert "network-template.xlsx" in book.headers["content-disposition"]
        served.post("/upload", params={"name": "oma.xlsx"}, content=book.content)
        answer = served.wait(served.get("/reading"))
        assert answer.url.path == "/mend"
        assert served.session.reading is None
        assert (tmp_path / "oma" / "network.xlsx").read_bytes() == book.content
        # What somebody did to it there is put aside when another one comes.
        (tmp_path / "oma" / "network.xlsx").write_bytes(b"changed in Excel")
        served.post("/upload", params={"name": "oma.xlsx"}, content=book.content)
        served.wait(served.get("/reading"))
        kept = tmp_path / "oma (earlier).xlsx"
        assert kept.read_bytes() == b"changed in Excel"
        # The word is one of the browser's language, also where none was chosen.
        (tmp_path / "oma" / "network.xlsx").write_bytes(b"changed again")
        finnish = {"accept-language": "fi-FI,fi;q=0.9"}
        sent = {"params": {"name": "oma.xlsx"}, "content": book.content, "headers": finnish}
        served.post("/upload", **sent)
        served.wait(served.get("/reading"))
        assert (tmp_path / "oma (aiempi).xlsx").read_bytes() == b"changed again"


def test_a_choice_that_is_none_is_refused(serve_in: Callable[..., Any], tmp_path: Path) -> None:
    with serve_in(tmp_path) as served:
        served.post("/upload", params={"name": "a.csv"}, content=OWN.encode())
        served.wait(served.get("/reading"))
        answer = served.wait(served.fill("/interpretation", {"0.1": "actors.no-such"}))
        assert answer.status_code == 422
        assert "actors.no-such" in answer.text


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *(("../a.csv", 422), ("a/b.csv", 422), ("..\\a.csv", 422), ("C:a.csv", 422)),
        *(("a.exe", 422), ("", 422), ("~$a.xlsx", 422), (".a.csv", 422), ("a\nb.csv", 422)),
        ("large.csv", 413),
    ],
)
def test_a_file_that_is_not_taken_leaves_nothing(
    serve_in: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    status: int,
) -> None:
    monkeypatch.setattr("eloggraph.web.upload.MOST_BYTES", 10)
    monkeypatch.setitem(upload.receive.__kwdefaults__, "most", 10)
    with serve_in(tmp_path) as served:
        sent = served.post("/upload", params={"name": name}, content=b"x" * 11)
        assert sent.status_code == status
        answer = served.get("/reading")
        assert (answer.status_code, "Nothing was lost" in answer.text) == (422, True)

        def stream() -> Any:  # of a length that is not announced
            yield b"x" * 6
            yield b"x" * 6

        assert served.post("/upload", params={"name": name}, content=stream()).status_code == status
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_cannot_be_read_is_told_with_what_to_do(
    serve_in: Callable[..., Any], tmp_path: Path
) -> None:
    with serve_in(tmp_path) as served:
        served.post("/upload", params={"name": "a.xlsx"}, content=b"no workbook")
        answer = served.wait(served.get("/reading"))
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert "Choose another file" in answer.text


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BoundExceeded(None), "The work was broken off"),
        (RuntimeError("told to nobody"), "There is an error in the program"),
    ],
)
def test_work_that_dies_is_told_and_the_page_goes_on(
    serve_in: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    told: str,
) -> None:
    def die(*_: object) -> None:
        raise error

    with serve_in(tmp_path) as served:
        served.open(OSAAJAKS)
        for child, task, address in (
            ("reader", "mend", "/mend"),
            ("reader", "template", "/template.xlsx"),
            ("analyst", "map", "/map"),
            ("analyst", "ask", "/ask?q=silos"),
        ):
            with monkeypatch.context() as context:
                context.setitem(getattr(served.session.crew, child).tasks, task, die)
                answer = served.wait(served.get(address))
                assert told in answer.text, address
                assert answer.status_code in (422, 500)
            assert served.get("/").status_code == 200
        assert served.wait(served.get("/ask?q=silos")).status_code == 200
        for asker in served.session.crew._askers:
            monkeypatch.setitem(asker.tasks, "query", die)
            monkeypatch.setitem(asker.tasks, "sparql", die)
        assert told in served.get("/query", params={"query": "ASK {}"}).text
        answer = served.get("/sparql", params={"query": "ASK {}"}, headers={"accept": "*/*"})
        assert (answer.status_code, told in answer.text) == (500, True)
        assert answer.headers["content-type"].startswith("text/plain")


def test_what_nobody_waits_for_is_ended_with_its_child(
    serve_in: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = threading.Event()
    with serve_in(tmp_path) as served:
        served.open(OSAAJAKS)
        analyst = served.session.crew.analyst
        monkeypatch.setitem(analyst.tasks, "map", lambda *_: hangs.wait(20))
        assert "data-progress" in served.get("/map").text
        served.post("/cancel", data={"key": "map:en"})
        hangs.set()
        assert analyst.ended == 1
        served.post("/cancel", data={"key": "map:en"})  # nothing is at work
        assert analyst.ended == 1


def test_a_query_is_waited_for_beside_its_text_and_can_be_stopped(
    serve_in: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = threading.Event()
    monkeypatch.setattr("eloggraph.web.work_over._PATIENCE", 0.01)
    with serve_in(tmp_path) as served:
        served.open(OSAAJAKS)
        for asker in served.session.crew._askers:
            monkeypatch.setitem(
                asker.tasks, "query", lambda *_: hangs.wait(20) and Rows(truth=True)
            )
        text = "ASK { ?s ?p ?o }"
        waiting = served.get("/query", params={"query": text})
        assert (waiting.status_code, waiting.text.count(text)) == (200, 1)
        key = re.findall(r'name="key" value="([^"]+)"', waiting.text)[0]
        back = html.unescape(re.findall(r'name="back" value="([^"]+)"', waiting.text)[-1])
        # Another window with the same question waits for the same answer.
        assert key in served.get("/query", params={"query": text}).text
        stopped = served.post("/cancel", data={"key": key, "back": back})
        assert stopped.status_code == 200
        assert text in stopped.text
        assert "data-progress" not in stopped.text
        assert served.session.jobs.keys() == {"open"}
        hangs.set()
        answer = served.query(text)
        assert "Yes: there is such a thing" in answer.text
        assert served.session.jobs.keys() == {"open"}  # asked again, it is found out again


@pytest.mark.parametrize("address", ["/map", "/report", "/ask?q=silos", "/query?query=ASK+{}"])
def test_work_that_fails_late_is_told_once_and_begun_again(
    serve_in: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    begun: list[str] = []

    def die(*_: object) -> None:
        begun.append(address)
        time.sleep(0.05)
        raise BoundExceeded(None)

    with serve_in(tmp_path) as served:
        served.open(OSAAJAKS)
        crew = served.session.crew
        for child in (crew.analyst, *crew._askers):
            for task in ("map", "report", "ask", "query"):
                monkeypatch.setitem(child.tasks, task, die)
        served.get("/ask")  # what may be asked is known
        monkeypatch.setattr("eloggraph.web.work_over._PATIENCE", 0.01)
        for times in (1, 2):
            answer = served.wait(served.get(address), times=3)
            assert "The work was broken off" in answer.text
            assert len(begun) == times


def test_another_language_leaves_one_where_one_is(osaajaks: Any) -> None:
    for asked in ("/mend?sheet=0&first=1", "/query?query=ASK+%7B%7D%20%23%C3%A4&x=%26", "/"):
        page = osaajaks.get(asked).text
        back = html.unescape(re.findall(r'name="back" value="([^"]+)"', page)[0])
        done = osaajaks.post("/language", data={"back": back}, follow_redirects=False)
        assert (back, done.headers["location"]) == (asked, asked)
    # What answers a form is not asked for again by its address.
    page = osaajaks.post("/save").text
    assert 'name="back" value="/mend"' in page


@pytest.mark.parametrize("back", ["//evil.example", "http://evil.example", "/\\evil.example", ""])
def test_a_form_leads_back_to_this_page_alone(osaajaks: Any, back: str) -> None:
    for address in ("/language", "/cancel"):
        done = osaajaks.post(address, data={"back": back}, follow_redirects=False)
        assert (done.status_code, done.headers["location"]) == (303, "/")


def test_words_for_a_query_are_those_of_the_model_and_run_as_they_are(osaajaks: Any) -> None:
    words = osaajaks.get("/words.json").json()
    assert "elo" in words["prefixes"]
    assert ["elo:Actor", "actor"] in [each[:2] for each in words["classes"]]
    assert "elo:forTargetGroup" in [each[0] for each in words["properties"]]
    names = [name for name, _, _ in words["queries"]]
    offered = re.findall(r'href="/ask\?q=([^"&]+)', osaajaks.get("/ask").text)
    assert names == offered[-len(names) :]
    shown = osaajaks.get("/query", params={"named": "actors-by-region"}).text
    (text,) = [text for name, _, text in words["queries"] if name == "actors-by-region"]
    assert html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in shown
    assert "ELECT" in osaajaks.get("/query", params={"named": "none"}).text
    assert osaajaks.query(text).status_code == 200
    link = 'href="/query?named=actors-by-region"'
    assert link in osaajaks.wait(osaajaks.get("/ask?q=actors-by-region")).text


def test_of_a_term_that_nobody_knows_the_page_says_so(osaajaks: Any) -> None:
    """Else the empty answer would say that the network has nothing of the kind."""
    page = html.unescape(osaajaks.query("SELECT ?s { ?s a elo:Actr }").text)
    assert "The ontology has no “elo:Actr”" in page
    assert "Did you mean “elo:Actor”?" in page
    empty = say("serve.ask.none").en
    assert empty not in page
    assert empty in osaajaks.query("SELECT ?s { ?s a skos:Collection, elo:Actor }").text


def test_the_page_says_which_graphs_a_query_of_the_reader_asks(osaajaks: Any) -> None:
    own = "https://w3id.org/eloggraph/data/osaajaks/"
    told = f"Its own rows alone: GRAPH <{own}> {{ … }}."
    query = "SELECT ?s { ?s a elo:Actor }"
    assert told in html.unescape(osaajaks.query(query).text)
    for other in (f"SELECT ?s {{ GRAPH <{own}> {{ ?s a elo:Actor }} }}", "actors-by-region"):
        assert "Its own rows alone" not in osaajaks.query(other).text


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("SELECT ?s {\n  ?s a elo:Actor ;\n  bad here }", (3, 11)),
        ("ASK {\n ?s nope:x 1 }", (2, 5)),
        ("ASK { SERVICE <http://e/> {} }", (1, 7)),
        ("SELECT *", (1, 10)),
    ],
)
def test_where_a_query_is_wrong_is_told_to_the_editor(
    osaajaks: Any, query: str, at: tuple[int, int]
) -> None:
    page = osaajaks.query(query).text
    assert f'data-line="{at[0]}" data-column="{at[1]}"' in page
    assert f"line {at[0]}, character {at[1]}." in page
    assert "data-line" not in osaajaks.query("ASK {}").text


def test_whoever_looks_after_the_machine_is_told_what_the_program_opens_and_is(
    osaajaks: Any,
) -> None:
    assert 'href="/support"' in osaajaks.get("/").text
    page = html.unescape(osaajaks.get("/support").text)
    told = ("127.0.0.1:8756", str(osaajaks.session.home), str(os.getpid()), POLICY)
    assert [text for text in told if text not in page] == []
    listed = osaajaks.get("/eloggraph.sha256")
    assert "eloggraph.sha256" in listed.headers["content-disposition"]
    assert hashlib.sha256(listed.content).hexdigest() in page
    # As sha256sum would: every line is a file of the package, and each is there.
    package = Path(app.__file__).parents[1]
    lines = [line.split("  ", 1) for line in listed.text.splitlines()]
    for sum_, name in lines:
        assert hashlib.sha256((package.parent / name).read_bytes()).hexdigest() == sum_, name
    assert {"eloggraph/web/app.py", "eloggraph/views/local/vendor/codemirror.js"} <= {
        name for _, name in lines
    }
    for name in ("Python", "eloggraph", "starlette", "polars"):
        assert f"<dt>{name}</dt>" in page


def test_the_end_is_told(serve_in: Callable[..., Any], tmp_path: Path) -> None:
    with serve_in(tmp_path) as served:
        answer = served.post("/stop")
        assert title(answer) == "The program has ended"
        assert served.stopped == [True]


def test_scripts_and_styles_have_types_of_our_own(osaajaks: Any) -> None:
    assert osaajaks.get("/static/drop.js").headers["content-type"].startswith("text/javascript")
    for name in ("local.html", "..%2Fpage%2Fstart.js", "base.html", "none.css", "page.js.map"):
        assert osaajaks.get(f"/static/{name}").status_code == 404


def test_no_script_speaks_a_language() -> None:
    """What people read comes from the catalogue: a script has no sentence of its own."""
    import eloggraph

    folder = Path(eloggraph.__file__).parent / "views" / "local"
    for script in folder.glob("*.js"):
        code = re.sub(r"/\*.*?\*/", "", script.read_text(encoding="utf-8"), flags=re.DOTALL)
        said = re.findall(r"[\"'`]([^\"'`\n]*)[\"'`]", code)
        assert not [text for text in said if re.search(r"[A-ZÅÄÖ][a-zåäö]+ \w", text)], script.name
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", code)
