"""What goes wrong at the work of the page: as findings for people, in a line for programs."""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.responses import PlainTextResponse, Response

from eloggraph.errors import EloggraphError
from eloggraph.finding import Finding, tell
from eloggraph.jobs.bounded import BoundExceeded
from eloggraph.jobs.warm import ChildFailed
from eloggraph.text import Language
from eloggraph.web.crew import TooMany

Failure = EloggraphError | BoundExceeded | ChildFailed | TooMany
FAILURES = (EloggraphError, BoundExceeded, ChildFailed, TooMany)
_FAULTY, _FULL = 500, 503
_STATUS = {
    "query-forbidden": 403,
    "query-not-acceptable": 406,
    "query-too-long": 413,
    "query-beyond-bounds": 504,
    "nothing-open": 404,
    "no-resource": 404,
}


def fault(code: str, reason: str = "") -> Finding:
    """Return a reason of the page's own why something could not be done."""
    return tell(code, "violation", chapter="serve", reason=reason)


def explain(error: Failure) -> tuple[Finding, ...]:
    """Return why some work was not done."""
    match error:
        case EloggraphError():
            return error.findings
        case BoundExceeded():
            return (fault("worker-died"),)
        case TooMany():
            return (fault("too-many"),)
        case _:
            return (fault("program-faulty"),)


def choose_status(error: Failure, usual: int) -> int:
    """Return the status of what was not done; ``usual`` is that of what was asked amiss."""
    if isinstance(error, EloggraphError):
        return usual
    return _FULL if isinstance(error, TooMany) else _FAULTY


async def answer_program(work: Awaitable[object], language: Language) -> Response:
    """Return what a child gives, a media type and bytes; or in one line why there is nothing."""
    try:
        found = await work
    except FAILURES as error:
        first = explain(error)[0]
        status = _STATUS.get(first.code, choose_status(error, 400))
        return refuse_program(status, first, language)
    assert isinstance(found, tuple)
    type_, content = found
    return Response(content, headers={"content-type": type_})


def refuse_program(status: int, told: Finding, language: Language) -> Response:
    """Return a line for a program: what is not done, and what to do."""
    said = f"{told.message.say(language)} {told.remedy.say(language)}\n"
    headers = {"retry-after": "5"} if status == _FULL else None
    return PlainTextResponse(said, status, headers)
