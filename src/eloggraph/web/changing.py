"""Tables that change: by an edit of the page, or by another program meanwhile."""

from __future__ import annotations

from contextlib import suppress

from eloggraph.errors import EloggraphError
from eloggraph.jobs.bounded import BoundExceeded
from eloggraph.jobs.warm import ChildFailed
from eloggraph.views.local.mending_values import Disagreement
from eloggraph.web.session import Session
from eloggraph.web.target import Edited


async def change(session: Session, task: str, *given: object) -> Edited | None:
    """Have the tables changed, and go on with what they are then; None where nothing was."""
    reader, token = session.crew.reader, session.token
    target, bench = session.target, session.bench
    try:
        done = await reader.call(task, target, bench, *given)
    except (BoundExceeded, ChildFailed):  # the edit may be in its journal already
        known = await reader.call("go-on", target, bench)
        assert isinstance(known, Edited)
        session.take_edits(known, token)
        raise
    if done is None:
        return None
    assert isinstance(done, Edited)
    if not done.disagreements:
        session.take_edits(done, token)
    return done


async def notice(session: Session) -> tuple[Disagreement, ...]:
    """Take up what another program changed in the tables; return what has to be chosen first."""
    session.see_files()
    done = await change(session, "notice")
    return () if done is None else done.disagreements


async def keep_up(session: Session) -> None:
    """Take up what another program changed, if the files are no longer as they were seen last.

    What both changed stays as the edits have it until it is chosen: that is asked on the page of
    mending. So is told what cannot be read.
    """
    if session.folder is None or session.has_seen_files():
        return
    at = session.revision
    with suppress(EloggraphError, BoundExceeded, ChildFailed):
        await notice(session)
    if session.revision == at:  # a file without edits, or the settings
        session.renew()
