"""The start: one loopback socket, a code in the address, the browser, and the end."""

from __future__ import annotations

import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from eloggraph.errors import InputError
from eloggraph.filenames import is_network_folder
from eloggraph.text import Language, check_language
from eloggraph.web.app import make_app
from eloggraph.web.crew import Crew
from eloggraph.web.door import Keys
from eloggraph.web.idle import USUAL_HOURS
from eloggraph.web.instance import announce, find_running, withdraw
from eloggraph.web.protocol import MOST_QUERY
from eloggraph.web.session import Session

HOST = "127.0.0.1"
PREFERRED = 8756
HOME = "eloggraph"
_GRACE = 2


def serve(
    folder: str | Path | None = None,
    *,
    port: int | None = None,
    browser: bool = True,
    lang: Language | None = None,
    idle: float = USUAL_HOURS,
    tell: Callable[[str], object] = lambda address: None,
) -> None:
    """Serve the local page until it is ended: by its button, or by Ctrl-C.

    It is reachable from this machine alone, by a browser that has the code of the address or a
    program that has the bearer code that the page shows. Nothing leaves the machine. Where it runs
    already for the same networks, its page is opened instead of another one.

    Parameters
    ----------
    folder
        A network folder, which is opened at once; or a folder in which networks are kept. By
        default these are kept in ``eloggraph`` in the reader's home folder.
    port
        Of the address; another one where it is taken.
    browser
        Whether a browser is opened.
    lang
        The language of the page; by default the first of the browser's that there is.
    idle
        After so many hours in which no page was open and nothing was asked it ends by itself; with
        nought it never does.
    tell
        Hears the address, which can be entered once and for a minute.

    Raises
    ------
    InputError
        When there is no such folder.

    Examples
    --------
    >>> import eloggraph
    >>> eloggraph.serve("datasets/osaajaks")  # doctest: +SKIP
    """
    language = None if lang is None else check_language(lang)
    home, opened = choose_folders(folder)
    if (address := find_running(home, opened)) is not None:
        _tell(address, tell, browser)
        return
    listening = listen(port)
    bound = listening.getsockname()[1]
    keys, session = Keys(), Session(home, Crew(), language)
    while not announce(home, bound, keys.starter):  # another one began at the same time
        if (address := find_running(home, opened)) is not None:
            listening.close()
            _tell(address, tell, browser)
            return
    session.idle = idle * 3600
    server = _Server(session)
    server.config.app = make_app(session, keys, bound, server.stop, opened)
    _tell(f"http://{HOST}:{bound}/?code={keys.make_code()}", tell, browser)
    try:
        server.run(sockets=[listening])
    except KeyboardInterrupt:
        return  # the ordinary end, and all is in order
    finally:
        withdraw(home, keys.starter)
        listening.close()


def _tell(address: str, tell: Callable[[str], object], browser: bool) -> None:
    tell(address)
    if browser:
        webbrowser.open(address)


class _Server(uvicorn.Server):
    """A server that tells the pages when it ends: else it would wait for them for ever."""

    def __init__(self, session: Session) -> None:
        self._session = session
        config = uvicorn.Config(
            "",
            log_config=None,  # of a program without a console there is nowhere to write to
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_GRACE,
            limit_concurrency=200,
            ws="none",
            http="h11",
            # The longest query fits an address, written as an address writes it.
            h11_max_incomplete_event_size=4 * MOST_QUERY,
            lifespan="on",
        )
        super().__init__(config)

    def stop(self) -> None:
        """End when the answers are given that are being given."""
        self._session.closing.set()
        self.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End what the pages listen to first."""
        self._session.closing.set()
        super().handle_exit(sig, frame)


def choose_folders(folder: str | Path | None) -> tuple[Path, Path | None]:
    """Return where networks are kept, and the one that is opened at once."""
    usual = Path.home() / HOME
    if folder is None:
        return usual, None
    given = Path(folder).absolute()
    if not given.is_dir():
        raise InputError.tell("folder-missing", value=str(folder))
    return (usual, given) if is_network_folder(given) else (given, None)


def listen(port: int | None) -> socket.socket:
    """Return a socket that listens on the port, else on the usual one, else on any that is free."""
    for wanted in (port, PREFERRED, 0):
        if wanted is None:
            continue
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.bind((HOST, wanted))
            listening.listen()
        except (OSError, OverflowError):  # taken, or kept by the system
            listening.close()
            continue
        return listening
    raise InputError.tell("no-port", chapter="serve")
