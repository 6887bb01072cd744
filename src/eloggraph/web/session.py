"""What the page has open. The server owns it all: a browser that is closed loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from eloggraph.config import FILE as SETTINGS
from eloggraph.errors import InputError
from eloggraph.filenames import TEMPORARY, is_network_folder, make_stems
from eloggraph.finding import Finding
from eloggraph.output.files import write_file
from eloggraph.output.ownership import hash_bytes
from eloggraph.text import Language, Text
from eloggraph.views.local.model import Overview, Question, Reading, Words
from eloggraph.web.crew import Child, Crew
from eloggraph.web.failures import FAILURES, explain, fault
from eloggraph.web.target import Bench, Copied, Edited, Target

ORIGINALS, EARLIER, EDITS = ".originals", ".earlier", ".edits"
_MOST_NAMES = 1_000


@dataclass(slots=True)
class Job:
    """Work that somebody waits for: its stages, and what came of it.

    ``child`` does nothing else meanwhile; one that is lent for a query ends with the work itself.
    ``path`` is the table or folder that it reads; ``again`` begins it anew.
    """

    child: Child | None
    stages: tuple[str, ...] = ()
    name: str = ""
    at: int = 0
    step: Text | None = None
    value: object = None
    faults: tuple[Finding, ...] = ()
    path: Path | None = None
    again: Callable[[], None] | None = None
    task: asyncio.Task[None] | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_running(self) -> bool:
        """Whether it is still at work."""
        return self.task is not None and not self.task.done()

    def tell(self, *, at: int | None = None, step: Text | None = None) -> None:
        """Tell how far it is to whoever waits."""
        self.at, self.step = self.at if at is None else at, step
        self.changed.set()
        self.changed = asyncio.Event()


Work = Callable[[Job], Awaitable[object]]


class Session:
    """The network that is open, the work that is going on, and the language."""

    def __init__(self, home: Path, crew: Crew, language: Language | None = None) -> None:
        self.home, self.crew, self.language = home, crew, language
        self.folder: Path | None = None
        self.token = ""  # of what is open: see :meth:`open`
        self._seen = ""  # what the files of it were like
        self.name = ""
        self.source: Path | None = None  # somebody's own table, where the network was made of one
        self.revision = 0
        self.edited: Mapping[Path, bytes] = {}
        self.saved: Copied | None = None
        self.overview: Overview | None = None
        self.reading: Reading | None = None
        self.questions: dict[Language, tuple[Question, ...]] = {}
        self.words: dict[Language, Words] = {}
        self.jobs: dict[str, Job] = {}
        self.closing = asyncio.Event()
        self.idle = (
            0.0  # seconds without anybody asking after which the program ends; nought: never
        )

    def list_networks(self) -> list[str]:
        """Return the names of the networks that are kept, sorted."""
        if not self.home.is_dir():
            return []
        return sorted(
            path.name
            for path in self.home.iterdir()
            if path.is_dir() and not path.name.startswith(".") and is_network_folder(path)
        )

    def find_original(self, name: str) -> Path | None:
        """Return the table of somebody's own that a network was made of, if it was."""
        folder = self.home / ORIGINALS / name
        # A network that was imported has settings; a workbook of ours is a network by itself.
        if not folder.is_dir() or not (self.home / name / SETTINGS).is_file():
            return None
        files = (file for file in sorted(folder.iterdir()) if not file.name.startswith("."))
        return next(files, None)

    def place_original(self, name: str) -> Path:
        """Return where a file that comes in is kept: in a folder with the name of its network.

        A file of the same name is of the same network; another one never gets a name that is taken.
        """
        stem = make_stems([Path(name).stem])[0]
        for network in (stem, *(f"{stem}-{n}" for n in range(2, _MOST_NAMES))):
            file = self.home / ORIGINALS / network / name
            if file.is_file() or not (file.parent.exists() or (self.home / network).exists()):
                return file
        raise InputError.tell("file-name", chapter="serve", value=name)

    def keep_original(self, came: Path, file: Path) -> None:
        """Keep a file that came in. Another one of its name is kept beside it, as it was.

        Its edits stay where they are: the file has changed, and they are carried over to it.
        """
        if file.is_file() and (data := file.read_bytes()) != came.read_bytes():
            earlier = (file.parent / EARLIER / f"{file.stem}-{n}{file.suffix}" for n in count(1))
            write_file(next(path for path in earlier if not path.exists()), data)
        file.parent.mkdir(parents=True, exist_ok=True)
        came.replace(file)

    def put_edits_aside(self, path: Path) -> None:
        """Keep the edits of a network, or of a table, where they are not taken up any more."""
        workspace = self.workspace_of(path)
        number = next(n for n in count(1) if not workspace.with_suffix(f".{n}").exists())
        workspace.rename(workspace.with_suffix(f".{number}"))

    def begin(
        self,
        key: str,
        child: Child | None,
        work: Work,
        *,
        stages: tuple[str, ...] = (),
        name: str = "",
    ) -> Job:
        """Begin work under a key; what is at work under it already is ended."""
        before = self.jobs.get(key)
        if before is not None and before.is_running and before.task is not None:
            before.task.cancel()
        job = Job(child=child, stages=stages, name=name)
        job.task = asyncio.create_task(_run(job, work))
        self.jobs[key] = job
        return job

    def cancel(self, key: str) -> None:
        """End the work under a key."""
        job = self.jobs.pop(key, None)
        if job is not None and job.task is not None:
            job.task.cancel()

    def end(self, key: str) -> None:
        """End the work under a key with the child that does it, whoever else it works for."""
        job = self.jobs.get(key)
        if job is not None and job.is_running:
            self.cancel(key)
            if job.child is not None:
                job.child.end()

    def forget(self, job: Job) -> None:
        """Have work begun again when it is asked for next: somebody has seen what came of it."""
        self.jobs = {key: each for key, each in self.jobs.items() if each is not job}

    def open(self, folder: Path, name: str, source: Path | None = None) -> None:
        """Have another network open: nothing of the one before is shown any more.

        Its ``token`` goes with every page that is shown of it, so that what an older page sends is
        not taken for this one. It is the same after another start while the files are the same.
        """
        self.folder, self.name, self.reading, self.source = folder, name, None, source
        self.edited, self.saved = {}, None
        self.see_files()
        self.token = self._seen
        self.renew()

    def see_files(self) -> None:
        """Remember what the files of what is open are like, to notice when they change."""
        if self.folder is not None:
            self._seen = _identify(self.source or self.folder)

    def has_seen_files(self) -> bool:
        """Tell whether the files are as they were when they were looked at last."""
        if self.folder is None or not self._seen:
            return True
        return self._seen == _identify(self.source or self.folder)

    @property
    def target(self) -> Target:
        """The open network as it is now."""
        assert self.folder is not None
        return Target(folder=self.folder, revision=self.revision, edited=self.edited)

    @property
    def bench(self) -> Bench:
        """Where the edits of the open network are kept."""
        assert self.folder is not None
        headers = {} if self.reading is None else self.reading.headers()
        told = () if self.reading is None else self.reading.findings
        workspace = self.workspace_of(self.source or self.folder)
        targets = {} if self.reading is None else self.reading.targets()
        return Bench(
            workspace=workspace,
            source=self.source,
            headers=headers,
            told=told,
            targets=targets,
        )

    def workspace_of(self, path: Path) -> Path:
        """Return the folder in which the edits of a network, or of a table, are kept."""
        name = hash_bytes(str(path).encode())[:12]
        return self.home / EDITS / f"{make_stems([path.stem])[0]}-{name}"

    def take_edits(self, done: Edited, token: str) -> None:
        """Go on with the tables as an edit has left them; not if others are open meanwhile.

        ``token`` is what was open when the edit was begun. It is in its journal all the same.
        """
        if token != self.token:
            return
        self.edited = done.files
        self.reading = done.reading or self.reading
        self.renew()

    def renew(self) -> None:
        """Forget what was worked out: the tables are no longer what they were."""
        self.revision += 1
        self.overview = None
        for key in [key for key in self.jobs if key != "open"]:
            self.cancel(key)


def _identify(path: Path) -> str:
    """Return what tells a table, or the tables of a folder, from others and from earlier ones."""
    stats = []
    with suppress(OSError):  # gone, or going
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        # What a spreadsheet puts beside a table while it is open is no change.
        stats = [(f.name, f.stat()) for f in files if not f.name.startswith(TEMPORARY)]
    said = [str(path), *((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)]
    return hash_bytes(repr(said).encode())[:16]


async def _run(job: Job, work: Work) -> None:
    try:
        job.value = await work(job)
    except FAILURES as error:
        job.faults = explain(error)
    except OSError as error:
        job.faults = (fault("not-kept", error.strerror or type(error).__name__),)
    finally:
        job.changed.set()
