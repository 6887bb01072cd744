"""What is worked out over the network that is open, once for each revision of it."""

from __future__ import annotations

from eloggraph.text import Language
from eloggraph.views.local.model import Overview, Question
from eloggraph.web.session import Job, Session


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


def draw(session: Session, kind: str, language: Language) -> Job:
    """Return the work at a page of the map or the report, begun where it is not yet."""
    return _work_out(session, f"{kind}:{language}", kind, language)


def ask(session: Session, question: str, language: Language) -> Job:
    """Return the work at an answer, begun where it is not yet."""
    return _work_out(session, f"ask:{language}:{question}", "ask", question, language)


def _work_out(session: Session, key: str, task: str, *given: object) -> Job:
    job = session.jobs.get(key)
    if job is not None and (job.is_running or job.value is not None):
        return job
    analyst, target = session.crew.analyst, session.target

    async def work(job: Job) -> object:
        return await analyst.call(task, target, *given, listen=lambda step: job.tell(step=step))

    return session.begin(key, analyst, work)
