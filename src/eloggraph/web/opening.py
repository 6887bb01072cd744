"""How a network comes in: a file that is dropped, a folder, the example, an empty template."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from eloggraph.errors import EloggraphError
from eloggraph.filenames import is_network_folder
from eloggraph.text import Language, say
from eloggraph.views.local.model import Overview, Reading
from eloggraph.web.changing import notice
from eloggraph.web.failures import fault
from eloggraph.web.session import ORIGINALS, Job, Session, Work
from eloggraph.web.shown import (
    go,
    language_of,
    read_form,
    session_of,
    show,
    show_failed,
    show_stale,
    show_waiting,
)
from eloggraph.web.target import Bench, Edited, Target
from eloggraph.web.upload import TooLarge, check_name, receive
from eloggraph.web.work_over import look

if TYPE_CHECKING:
    from eloggraph.importing.choosing import Choice

_LOOKS = count(1)
_IMPORTING, _OPENING = ("import", "check"), ("read", "check")


async def start(request: Request) -> Response:
    """Show the start: one wish, no settings."""
    session = session_of(request)
    return show(
        request,
        "start",
        step="file",
        title=say("serve.start.title"),
        scripts=("drop.js",),
        networks=session.list_networks(),
        home=str(session.home),
        opened=session.name,
    )


async def upload(request: Request) -> Response:
    """Take a file and begin to read it."""
    session = session_of(request)
    try:
        name = check_name(request.query_params.get("name", ""))
        file = session.place_original(name)
        came = session.home / ORIGINALS / f".{name}"
        await receive(request.stream(), came, announced=request.headers.get("content-length"))
        session.keep_original(came, file)
    except EloggraphError as error:
        return _refuse(session, error.findings, 422)
    except TooLarge:
        return _refuse(session, (fault("file-too-large"),), 413)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _refuse(session, (fault("not-kept", reason=reason),), 507)
    begin_import(session, file, language_of(request))
    return JSONResponse({"to": "/reading"}, 202)


def _refuse(session: Session, faults: tuple[object, ...], status: int) -> Response:
    """Keep why a file was not taken for the page that is shown next."""

    async def fail(_: Job) -> object:
        raise EloggraphError(*faults)  # type: ignore[arg-type]

    session.begin("open", session.crew.reader, fail)
    return JSONResponse({"to": "/reading"}, status)


def begin_import(
    session: Session,
    file: Path,
    language: Language,
    *,
    choices: Mapping[Choice, str] | None = None,
    replace: bool = False,
) -> None:
    """Begin to import somebody's table into its network, and to check it."""
    folder = session.home / file.parent.name
    reader, bench = session.crew.reader, Bench(workspace=session.workspace_of(file), source=file)

    async def work(job: Job) -> object:
        word = say("serve.start.earlier").say(language)
        if choices is None and await reader.call("own", file, folder, word):
            return await _open(session, job, folder, file.name)
        given = (bench, folder, choices, replace)
        reading = await reader.call("import", *given, listen=lambda step: job.tell(step=step))
        assert isinstance(reading, Reading)
        session.open(folder, file.name, file)
        session.reading = reading
        # Edits of an earlier file are carried over to it; where both differ it is asked.
        disagreements = await notice(session)
        job.tell(at=1)
        await _check(session, job)
        return "/mend" if disagreements else "/interpretation"

    job = session.begin("open", reader, work, stages=_IMPORTING, name=file.name)
    again = partial(begin_import, session, file, language, choices=choices, replace=replace)
    job.path, job.again = file, again


def begin_open(session: Session, folder: Path, before: Work | None = None) -> None:
    """Begin to open a network folder and to check it."""

    async def work(job: Job) -> object:
        if before is not None:
            await before(job)
        return await _open(session, job, folder, folder.name)

    job = session.begin("open", session.crew.reader, work, stages=_OPENING, name=folder.name)
    job.path, job.again = folder, partial(begin_open, session, folder, before)


async def _open(session: Session, job: Job, folder: Path, name: str) -> object:
    target = Target(folder=folder, revision=-next(_LOOKS))  # it may have changed since
    overview = await session.crew.reader.call("look", target)
    assert isinstance(overview, Overview)
    session.open(folder, name)
    kept = await session.crew.reader.call("resume", session.target, session.bench)
    assert isinstance(kept, Edited)
    session.edited = kept.files
    job.tell(at=1)
    await _check(session, job)
    return "/mend"


async def _check(session: Session, job: Job) -> None:
    await look(session)
    reader = session.crew.reader
    await reader.call("check", session.target, listen=lambda step: job.tell(step=step))


async def open_network(request: Request) -> Response:
    """Begin to open what somebody chose: the example, one that is kept, a folder of a path."""
    session, form = session_of(request), await read_form(request)
    what, said = form.get("what", ""), form.get("name", "").strip()
    if what == "example":
        folder = session.home / say("serve.start.example-folder").say(language_of(request))
        if is_network_folder(folder):
            begin_open(session, folder)
        else:
            reader = session.crew.reader
            begin_open(session, folder, lambda _: reader.call("example", folder))
    elif what == "kept" and said in session.list_networks():
        source = session.find_original(said)
        if source is None:
            begin_open(session, session.home / said)
        else:
            begin_import(session, source, language_of(request), choices={})
    elif what == "path" and said:
        begin_open(session, Path(said).expanduser().absolute())
    elif what == "again" and session.source is not None:
        if form.get("token") != session.token:
            return show_stale(request)
        begin_import(session, session.source, language_of(request), replace=True)
    elif what == "aside" and _is_damaged(job := session.jobs.get("open")):
        assert job
        assert job.path
        assert job.again
        session.put_edits_aside(job.path)
        job.again()
    else:
        return go("/")
    return go("/reading")


def _is_damaged(job: Job | None) -> bool:
    """Tell whether nothing was opened because the journal of its edits cannot be read."""
    return job is not None and any(each.code == "journal-damaged" for each in job.faults)


async def reading(request: Request) -> Response:
    """Show how far the reading is; when it is done, go on to what was read."""
    job = session_of(request).jobs.get("open")
    if job is None:
        return go("/")
    if job.is_running:
        title = say("serve.reading.title", name=job.name)
        return show_waiting(request, "open", job, step="file", title=title)
    if job.faults:
        edited = any(each.code == "import-edited" for each in job.faults)
        return show_failed(request, job.faults, replace=edited, aside=_is_damaged(job))
    return go(str(job.value or "/"))


async def template(request: Request) -> Response:
    """Give an empty workbook."""
    language = language_of(request)
    book = await session_of(request).crew.reader.call("template", language)
    assert isinstance(book, bytes)
    name = say("serve.start.template-file").say(language)
    return give_file(book, f"{name}.xlsx")


_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".zip": "application/zip",
}


def give_file(content: bytes, name: str, type_: str | None = None) -> Response:
    """Return a file that the browser saves; its type is by default that of its ending."""
    type_ = type_ or _TYPES.get(Path(name).suffix, "application/octet-stream")
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=type_, headers={"content-disposition": disposition})
