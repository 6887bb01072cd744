"""What is worked out over the network that is open, once for each revision of it."""

from __future__ import annotations

import asyncio

from eloggraph.output.ownership import hash_bytes
from eloggraph.text import Language
from eloggraph.views.local.model import Overview, Question, Words
from eloggraph.web.session import Job, Session

# So long a page is waited for before one is shown that tells how far it is.
_PATIENCE = 1.0


async def look(session: Session) -> Overview:
    """Return the tables of the open network."""
    if session.overview is None:
        at = session.revision
        found = await session.crew.reader.call("look", session.target)
        assert isinstance(found, Overview)
        if session.revision != at:
            return found
        session.overview = found
    return session.overview


async def list_questions(session: Session, language: Language) -> tuple[Question, ...]:
    """Return everything that may be asked by name."""
    if language not in session.questions:
        found = await session.crew.reader.call("questions", language)
        assert isinstance(found, tuple)
        session.questions[language] = found
    return session.questions[language]


async def list_words(session: Session, language: Language) -> Words:
    """Return what a query is written of."""
    if language not in session.words:
        async with session.crew.take_asker() as child:
            found = await child.call("words", language)
        assert isinstance(found, Words)
        session.words[language] = found
    return session.words[language]


def draw(session: Session, kind: str, language: Language) -> Job:
    """Return the work at a page of the map or the report, begun where it is not yet."""
    return _work_out(session, f"{kind}:{language}", kind, language)


def ask(session: Session, question: str, language: Language) -> Job:
    """Return the work at an answer, begun where it is not yet."""
    return _work_out(session, f"ask:{language}:{question}", "ask", question, language)


def run_query(session: Session, text: str, language: Language) -> Job:
    """Return the work at a query, begun where it is not yet."""
    key = f"query:{language}:{hash_bytes(text.encode())[:16]}"
    job = session.jobs.get(key)
    if job is not None:
        return job

    async def work(_: Job) -> object:
        async with session.crew.take_asker() as child:
            return await child.call("query", session.target, text, language)

    return session.begin(key, None, work, name=key)


async def is_ready(job: Job) -> bool:
    """Wait for some work as long as a page is waited for; tell whether it is done."""
    if job.task is not None:
        await asyncio.wait({job.task}, timeout=_PATIENCE)
    return not job.is_running


def _work_out(session: Session, key: str, task: str, *given: object) -> Job:
    job = session.jobs.get(key)
    # What has failed is told once before it is begun again: see :meth:`Session.forget`.
    if job is not None and (job.is_running or job.value is not None or job.faults):
        return job
    analyst, target = session.crew.analyst, session.target

    async def work(job: Job) -> object:
        return await analyst.call(task, target, *given, listen=lambda step: job.tell(step=step))

    return session.begin(key, analyst, work)
