"""The state of mending: a sheet with its cells marked, edits, undo and redo, and the copy."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from eloggraph.errors import EloggraphError
from eloggraph.text import Text, say
from eloggraph.views.local.mending_values import Mending
from eloggraph.views.local.mending_words import say_mending
from eloggraph.web.changing import change, notice
from eloggraph.web.opening import give_file
from eloggraph.web.session import Session
from eloggraph.web.shown import (
    asks_json,
    go,
    language_of,
    read_body,
    read_form,
    session_of,
    show,
    show_nothing_open,
    show_stale,
)
from eloggraph.web.target import Copied, Edit
from eloggraph.web.work_over import look

_KINDS = ("paste", "undo", "redo", "correct", "forget")


async def mend(request: Request) -> Response:
    """Show what has to be mended: what others follow from first."""
    session, language = session_of(request), language_of(request)
    if session.folder is None:
        return show_nothing_open(request, "mend")
    token = session.token  # what is shown is of what was open when it was asked for
    if disagreements := await notice(session):
        return show(
            request,
            "conflict",
            step="mend",
            title=say("serve.conflict.title", n=len(disagreements)),
            disagreements=disagreements,
            token=token,
        )
    mending = await _look(session, request)
    if not mending.causes and "sheet" not in request.query_params:
        return await _show_nothing(request, token, is_edited=mending.can_undo)
    words = say_mending(mending, language)
    return show(
        request,
        "mend",
        step="mend",
        title=Text.same(str(words["title"])),
        scripts=("grid.js",),
        mending={**words, "token": token},
        token=token,
        chosen=_choose_cell(request),
        # What the script says of the rows that are seen, and of the cell that it has gone to.
        shown=say("serve.mend.shown", first="{first}", to="{to}", last="{last}"),
        place=say("serve.mend.place", cell="{cell}", row="{row}", last="{last}"),
    )


async def _show_nothing(request: Request, token: str, *, is_edited: bool) -> Response:
    """Show that there is nothing to mend, and what was read: her rows, or the model's own.

    Where that is so by edits, a copy can be saved at once.
    """
    session = session_of(request)
    reading = session.reading
    overview = await look(session) if reading is None else None
    title = say("serve.nothing.title")
    return show(
        request,
        "nothing",
        step="mend",
        title=title,
        reading=reading,
        overview=overview,
        token=token,
        is_edited=is_edited,
    )


def _choose_cell(request: Request) -> tuple[int, int] | None:
    """Return the cell that is edited in the form above the grid, if any."""
    row, column = _number(request, "row"), _number(request, "column")
    return None if row is None or column is None else (row, column)


async def _look(session: Session, request: Request) -> Mending:
    part = [_number(request, name) for name in ("sheet", "first", "column")]
    # A page that is opened has all of it; after an edit what is known at once comes first.
    wait = "soon" not in request.query_params
    given = (session.target, session.bench, *part, wait)
    found = await session.crew.reader.call("mend", *given)
    assert isinstance(found, Mending)
    return found


def _number(request: Request, name: str) -> int | None:
    said = request.query_params.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 9 else None


async def look_again(request: Request) -> Response:
    """Tell what is found now, for the grid that is shown."""
    session, token = session_of(request), request.query_params.get("token", "")
    if session.folder is None or token != session.token:
        return show_stale(request)
    mending = await _look(session, request)
    return JSONResponse({**say_mending(mending, language_of(request)), "token": token})


async def edit(request: Request) -> Response:
    """Make an edit: from the grid as JSON, or from a form."""
    session, language = session_of(request), language_of(request)
    body = await read_body(request)
    is_json = asks_json(request)
    wanted = _read_json(body) if is_json else _read_form(body)
    if wanted is None:
        return JSONResponse({"message": ""}, 400) if is_json else go("/mend")
    if session.folder is None or wanted.token != session.token:
        return show_stale(request)
    done = await change(session, "edit", wanted, language)
    if done is None:
        return show_stale(request, "edited-elsewhere")
    if is_json:
        touched = [
            dict(zip(("sheet", "first", "last"), rows, strict=True)) for rows in done.touched
        ]
        return JSONResponse({"said": say("serve.mend.kept").say(language), "touched": touched})
    return go(f"/mend?sheet={wanted.sheet}&first={max(1, wanted.row - 20)}&column={wanted.column}")


async def list_rows(request: Request) -> Response:
    """Tell what some rows say, for the grid that is scrolled."""
    session = session_of(request)
    sheet, first = _number(request, "sheet"), _number(request, "first")
    if session.folder is None or request.query_params.get("token") != session.token:
        return show_stale(request)
    given = (session.target, session.bench, sheet or 0, first or 1)
    return JSONResponse(await session.crew.reader.call("rows", *given))


async def list_choices(request: Request) -> Response:
    """Tell what the cells of a column may say."""
    session = session_of(request)
    sheet, column = _number(request, "sheet"), _number(request, "column")
    is_open = session.folder is not None and request.query_params.get("token") == session.token
    if not is_open or sheet is None or column is None:
        return JSONResponse([], 404)
    given = (session.target, session.bench, sheet, column)
    return JSONResponse(await session.crew.reader.call("choices", *given))


def _read_json(body: bytes) -> Edit | None:
    """Return the edit that a script sends; None where it is none."""
    try:
        said = json.loads(body)
        block = said.get("block", [])
        if not all(isinstance(text, str) for row in block for text in row):
            return None
        edit = Edit(
            kind=said["kind"],
            block=tuple(tuple(row) for row in block),
            **{name: int(said.get(name, 0)) for name in ("revision", "sheet", "row", "column")},
            cause=str(said.get("cause", "")),
            token=str(said.get("token", "")),
        )
    except (ValueError, TypeError, OverflowError, KeyError, AttributeError, RecursionError):
        return None
    return edit if edit.kind in _KINDS else None


def _read_form(body: bytes) -> Edit | None:
    from urllib.parse import parse_qsl

    said = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    numbers = {name: said.get(name, "0") for name in ("revision", "sheet", "row", "column")}
    if said.get("kind") not in _KINDS or not all(
        each.isdecimal() and len(each) < 9 for each in numbers.values()
    ):
        return None
    return Edit(
        kind=said["kind"],
        block=((said.get("text", ""),),),
        cause=said.get("cause", ""),
        token=said.get("token", ""),
        **{name: int(each) for name, each in numbers.items()},
    )


async def choose(request: Request) -> Response:
    """Go on with what was chosen where both changed a cell."""
    session, choices = session_of(request), await read_form(request)
    if session.folder is None:
        return go("/mend")
    if choices.pop("token", "") != session.token:
        return show_stale(request)
    await change(session, "merge", choices)
    return go("/mend")


async def save(request: Request) -> Response:
    """Save a copy; where it is, another address tells, which may be asked again."""
    session, form, language = session_of(request), await read_form(request), language_of(request)
    if session.folder is None:
        return go("/mend")
    if form.get("token") != session.token:
        return show_stale(request)
    words = [say(f"serve.mend.{name}").say(language) for name in ("corrected", "same")]
    given = (session.target, session.bench, session.home, *words)
    try:
        done = await session.crew.reader.call("save", *given)
    except EloggraphError as error:
        if any(each.code == "file-changed-meanwhile" for each in error.findings):
            return go("/mend")
        raise
    assert isinstance(done, Copied)
    session.saved = done
    return go("/save")


async def tell_saved(request: Request) -> Response:
    """Tell where the copy is that was saved last, once it has been read again."""
    copied = session_of(request).saved
    if copied is None:
        return go("/mend")
    return show(
        request,
        "saved",
        step="mend",
        title=say("serve.saved.same")
        if copied.is_same
        else say("serve.saved.title", n=copied.cells),
        copied=copied,
        is_file=copied.path.is_file(),
    )


async def saved(request: Request) -> Response:
    """Give the copy that was saved last, for the browser to put where its files are."""
    copied = session_of(request).saved
    if copied is None or not copied.path.is_file():
        return Response(status_code=404)
    return give_file(copied.path.read_bytes(), copied.path.name)
