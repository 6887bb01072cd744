"""How much memory there is for a process, and sizes as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from eloggraph.errors import OptionError

_UNITS = {"": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([kmgt]b)?", re.IGNORECASE)
_GIVEN: ContextVar[int | None] = ContextVar("given", default=None)
_MEMINFO, _GROUP = Path("/proc/meminfo"), Path("/sys/fs/cgroup")


def read_size(text: str) -> int | None:
    """Return the bytes of a size with its unit; None of what is none.

    >>> read_size("1.5 GB"), read_size("500MB"), read_size("much")
    (1500000000, 500000000, None)
    """
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        return None
    number, unit = found.groups(default="")
    return round(float(number.replace(",", ".")) * _UNITS[unit.lower()])


def bound_memory(text: str | None) -> int | None:
    """Return the bytes that are meant, by default all that are free.

    Raises
    ------
    OptionError
        When a text is no size.

    Examples
    --------
    >>> bound_memory("2GB")
    2000000000
    """
    if text is None:
        return measure_free()
    if not (size := read_size(text)):
        raise OptionError.tell("memory-malformed", chapter="checks", value=text)
    return size


@contextmanager
def room_given(size: str | int | None) -> Iterator[None]:
    """Let work take so much memory, whatever is free; None leaves it at that.

    Raises
    ------
    OptionError
        When a text is no size.

    Examples
    --------
    >>> with room_given("2GB"):
    ...     find_room()
    2000000000
    """
    given = bound_memory(size) if isinstance(size, str) else size
    before = _GIVEN.set(given if size is not None else _GIVEN.get())
    try:
        yield
    finally:
        _GIVEN.reset(before)


@contextmanager
def room_raised(megabytes: int | None) -> Iterator[None]:
    """Let work take so much memory where that is more than is free.

    Examples
    --------
    >>> with room_given("2GB"), room_raised(3000):
    ...     find_room()
    3000000000
    """
    free = find_room()
    is_known = megabytes is not None and free is not None
    with room_given(max(free or 0, (megabytes or 0) * 10**6) if is_known else None):
        yield


def find_room() -> int | None:
    """Return the bytes that work may take: those that were given, else those that are free."""
    return measure_free() if _GIVEN.get() is None else _GIVEN.get()


def measure_free() -> int | None:
    """Return the bytes that a process may still take; None where the system does not tell.

    A container may have less than its machine.
    """
    try:
        lines = _MEMINFO.read_text(encoding="ascii").splitlines()
        free = next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable"))
    except (OSError, ValueError, IndexError, StopIteration):
        return None
    try:
        most, taken = (int((_GROUP / f"memory.{name}").read_text()) for name in ("max", "current"))
    except (OSError, ValueError):  # no container, or one without a bound
        return free
    return min(free, max(most - taken, 0))
