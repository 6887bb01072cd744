"""The door: who may speak to the page, and what every answer carries.

The page is on a loopback address, which any page of any browser on the machine can reach. So an
answer is given to whoever asks for the address itself (no other name leads here), from the page
itself (no other page sends forms or reads), and has the cookie that the code in the address was
changed for, once. A program has a bearer code instead, and gets no further than the endpoint.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from eloggraph.web.instance import AGAIN, HEADER, is_proven

CODE_SECONDS = 60.0
FOR_PROGRAMS = ("/sparql", "/resource")
_SAFE = ("GET", "HEAD")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
# Map and report are whole pages with a policy in their own head, which would be narrowed by ours.
# In a frame they have an origin of their own, and reach nothing here.
FRAMED_POLICY = "frame-ancestors 'self'; sandbox allow-scripts allow-downloads allow-modals"
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # With “no-referrer” a browser says “null” for the origin of a form.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(slots=True)
class Keys:
    """What opens the door: the code of the address, used once and soon, the cookie, the bearer.

    ``starter`` is for the same program that is started again, to get a new code.

    >>> keys = Keys(clock=lambda: 0.0)
    >>> code = keys.make_code()
    >>> keys.take_code("another"), keys.take_code(code), keys.take_code(code)
    (False, True, False)
    """

    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    bearer: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    starter: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    clock: Callable[[], float] = time.monotonic
    _code: str | None = None
    _until: float = 0.0

    def make_code(self) -> str:
        """Return a new code in place of the one before."""
        self._code, self._until = secrets.token_urlsafe(16), self.clock() + CODE_SECONDS
        return self._code

    def take_code(self, said: str) -> bool:
        """Tell whether it is the code, which is then of no further use."""
        if self._code is None or not _is_same(said, self._code):
            return False
        self._code = None
        return self.clock() <= self._until


def _is_same(said: str, secret: str) -> bool:
    return secrets.compare_digest(said.encode("utf-8", "replace"), secret.encode())


Refuse = Callable[[int, Headers], Response]


class Door:
    """The application behind its door; ``lead`` says where somebody who came in is led."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        keys: Keys,
        port: int,
        refuse: Refuse,
        lead: Callable[[], str] = lambda: "/",
    ) -> None:
        self._app, self._keys, self._refuse, self._lead = app, keys, refuse, lead
        self._hosts = {f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]")}
        self._cookie = f"eloggraph-{port}"  # cookies are shared by all ports of a host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in or refuse; everything that goes out gets the headers of the house."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            answer = self._judge(scope) or self._app
            await answer(scope, receive, _add_headers(send))

    def _judge(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        status = self._judge_sender(scope, headers)
        if status:
            return self._refuse(status, headers)
        if entered := self._enter(scope):
            return entered
        if self._is_known(scope["path"], headers) or scope["path"].startswith("/static/"):
            return None
        return self._refuse(401, headers)

    def _judge_sender(self, scope: Scope, headers: Headers) -> int:
        """Return the status with which a request is refused, or 0."""
        hosts = headers.getlist("host")
        if len(hosts) != 1:
            return 400
        if hosts[0] not in self._hosts:
            return 421
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{hosts[0]}":
            return 403
        site = headers.get("sec-fetch-site", "none")
        if site not in ("none", "same-origin"):
            # Another port is the same site. A link that somebody follows may lead here, no more.
            is_link = scope["method"] in _SAFE and headers.get("sec-fetch-dest") == "document"
            return 0 if is_link and headers.get("sec-fetch-mode") == "navigate" else 403
        return 0

    def _enter(self, scope: Scope) -> Response | None:
        """Change the code of the address for a cookie, and the address for a clean one."""
        code = parse_qs(scope["query_string"].decode("ascii", "replace")).get("code", [""])[0]
        if scope["path"] != "/" or scope["method"] != "GET" or not self._keys.take_code(code):
            return None
        answer = RedirectResponse(self._lead(), 303)
        answer.set_cookie(
            self._cookie, self._keys.cookie, httponly=True, samesite="strict", path="/"
        )
        return answer

    def _is_known(self, path: str, headers: Headers) -> bool:
        if path == AGAIN:
            return is_proven(headers.get(HEADER, ""), self._keys.starter)
        if path.rstrip("/") in FOR_PROGRAMS:
            kind, _, said = headers.get("authorization", "").partition(" ")
            if kind.lower() == "bearer" and _is_same(said.strip(), self._keys.bearer):
                return True
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        found = cookies.get(self._cookie)
        return found is not None and _is_same(found.value, self._keys.cookie)


def _add_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def send_all(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_all
