"""A browser as somebody has it who uses no mouse: keys, the clipboard, and what has the focus.

Chromium is driven by Playwright. Firefox speaks Marionette, its own protocol for tests, on a socket
of this machine: nothing has to be installed beside it.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

WAIT = 60.0  # where nothing is wrong it is never waited for
_FOCUSED = "document.activeElement"


@dataclass(frozen=True)
class Focus:
    """What has the focus, as an assistive technology is told of it."""

    role: str
    name: str


class Keyboard(Protocol):
    """A window of a browser and what a person has at hand without a mouse."""

    complaints: list[str]

    def visit(self, address: str) -> None: ...

    def press(self, *keys: str) -> None: ...

    def type(self, text: str) -> None: ...

    def copy(self, text: str) -> None:
        """Have another program put a text on the clipboard."""

    def choose(self, file: Path) -> None:
        """Choose a file in the dialog of the field that has the focus."""

    def focus(self) -> Focus: ...

    def ask(self, expression: str) -> Any:
        """Return the value of an expression on the page."""


def wait_for(keyboard: Keyboard, expression: str) -> None:
    """Wait until an expression on the page is true."""
    until = time.monotonic() + WAIT
    while not keyboard.ask(expression):
        if time.monotonic() > until:
            raise AssertionError(f"{expression}: {keyboard.ask('document.body.innerText')}")
        time.sleep(0.03)


def travel(keyboard: Keyboard, role: str, name: str, key: str = "Tab", most: int = 150) -> None:
    """Press a key until what has a role and a name has the focus."""
    passed: list[Focus] = []
    for _ in range(most):
        keyboard.press(key)
        here = keyboard.focus()
        if here.role == role and name.casefold() in here.name.casefold():
            return
        passed.append(here)
    raise AssertionError(f"no {role} “{name}” on the way: {passed}")


def follow(keyboard: Keyboard) -> None:
    """Press Enter where it leads to another page, and wait until that is there."""
    keyboard.ask("window.before = true")
    keyboard.press("Enter")
    wait_for(keyboard, "!window.before && document.readyState === 'complete'")


@dataclass
class Chromium:
    """A page of Playwright's."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    _chosen: Path | None = None

    def __post_init__(self) -> None:
        self._tools = self.page.context.new_cdp_session(self.page)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        # From the beginning: a dialog that is not waited for yet would open as on a screen.
        self.page.on("filechooser", lambda chooser: chooser.set_files(str(self._chosen)))

    def visit(self, address: str) -> None:
        self.page.goto(address)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def copy(self, text: str) -> None:
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    def choose(self, file: Path) -> None:
        self._chosen = file
        with self.page.expect_file_chooser():
            self.press("Enter")

    def focus(self) -> Focus:
        there = self._tools.send("Runtime.evaluate", {"expression": _FOCUSED})["result"]
        asked = {"objectId": there["objectId"], "fetchRelatives": False}
        node = self._tools.send("Accessibility.getPartialAXTree", asked)["nodes"][0]
        return Focus(*(str(node.get(each, {}).get("value", "")) for each in ("role", "name")))

    def ask(self, expression: str) -> Any:
        from playwright.sync_api import Error

        try:
            return self.page.evaluate(expression)
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
            return None  # the next page comes


# The keys that are no letters, as WebDriver has them.
_KEYS = {
    **{"Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Control": "\ue009"},
    **{"Escape": "\ue00c", "Space": "\ue00d", "End": "\ue010", "Home": "\ue011"},
    **{"ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015"},
    **{"Delete": "\ue017", "F2": "\ue032", "F8": "\ue038"},
}
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_PREFERENCES = {
    "dom.events.testing.asyncClipboard": "true",
    "browser.shell.checkDefaultBrowser": "false",
    "datareporting.policy.dataSubmissionEnabled": "false",
    "app.normandy.enabled": "false",
    "marionette.port": "0",
}


class Firefox:
    """A window of Firefox, spoken to over Marionette."""

    def __init__(self, program: str, profile: Path) -> None:
        self.complaints: list[str] = []
        lines = (f'user_pref("{key}", {value});\n' for key, value in _PREFERENCES.items())
        (profile / "user.js").write_text("".join(lines), encoding="ascii")
        options = ("--headless", "--marionette", "--no-remote", "--profile", str(profile))
        self._process = subprocess.Popen(
            [program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._number = 0
        port = self._find_port(profile / "MarionetteActivePort")
        with socket.create_connection(("127.0.0.1", port), 60) as connection:
            self._stream = connection.makefile("rwb")  # which keeps it open
        self._read()
        self._call("NewSession", capabilities={"unhandledPromptBehavior": "accept"})

    def _find_port(self, file: Path) -> int:
        until = time.monotonic() + 60
        while not (file.is_file() and (said := file.read_text(encoding="utf-8"))):
            assert self._process.poll() is None, "Firefox did not start"
            assert time.monotonic() < until, "Firefox did not tell its port"
            time.sleep(0.05)
        return int(said)

    def close(self) -> None:
        self._stream.close()
        self._process.kill()
        self._process.wait()

    def _read(self) -> Any:
        length = b""
        while (sign := self._stream.read(1)) != b":":
            assert sign, "Firefox has gone"
            length += sign
        return json.loads(self._stream.read(int(length)))

    def _call(self, name: str, **given: Any) -> Any:
        self._number += 1
        said = json.dumps([0, self._number, f"WebDriver:{name}", given]).encode()
        self._stream.write(b"%d:%s" % (len(said), said))
        self._stream.flush()
        _, number, error, found = self._read()
        assert number == self._number
        if error is not None:
            raise AssertionError(f"{name}: {error['error']}: {error['message']}")
        return found.get("value", found) if isinstance(found, dict) else found

    def visit(self, address: str) -> None:
        self._call("Navigate", url=address)

    def press(self, *keys: str) -> None:
        moves = []
        for key in keys:
            signs = [_KEYS.get(part, part) for part in key.split("+")]
            moves += [{"type": "keyDown", "value": sign} for sign in signs]
            moves += [{"type": "keyUp", "value": sign} for sign in reversed(signs)]
        self._call("PerformActions", actions=[{"type": "key", "id": "keys", "actions": moves}])

    def type(self, text: str) -> None:
        self.press(*("Space" if sign == " " else sign for sign in text))

    def copy(self, text: str) -> None:
        self.ask(f"navigator.clipboard.writeText({json.dumps(text)})")

    def choose(self, file: Path) -> None:
        self._call("ElementSendKeys", id=self._focused(), text=str(file))

    def _focused(self) -> str:
        return str(self._call("GetActiveElement")[_ELEMENT])

    def focus(self) -> Focus:
        if not self.ask("document.hasFocus() && document.activeElement !== document.body"):
            return Focus("", "")  # the keyboard is at the browser's own buttons
        role = self._call("GetComputedRole", id=self._focused())
        return Focus(str(role), str(self._call("GetComputedLabel", id=self._focused())))

    def ask(self, expression: str) -> Any:
        return self._call("ExecuteScript", script=f"return ({expression});", args=[])


def find_firefox() -> str | None:
    """Return the path of an installed Firefox."""
    return next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)


Start = Callable[[str], Keyboard]
