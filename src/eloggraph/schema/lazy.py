"""Lazy collections, read when they are first used: a check needs only a part of the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, overload

Value = TypeVar("Value")
Item = TypeVar("Item", covariant=True)


class LazyMapping(Mapping[str, Value]):
    """A mapping that is read when it is first used.

    >>> LazyMapping(lambda: {"a": 1})["a"]
    1
    """

    def __init__(self, read: Callable[[], Mapping[str, Value]]) -> None:
        self._read = read

    @cached_property
    def _found(self) -> Mapping[str, Value]:
        return self._read()

    def __getitem__(self, key: str) -> Value:
        """Return the value of a key."""
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)


class LazySequence(Sequence[Item]):
    """A sequence that is read when it is first used.

    >>> len(LazySequence(lambda: (1, 2)))
    2
    """

    def __init__(self, read: Callable[[], Sequence[Item]]) -> None:
        self._read = read

    @cached_property
    def _found(self) -> Sequence[Item]:
        return self._read()

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        """Return an item, or some."""
        return self._found[index]

    def __iter__(self) -> Iterator[Item]:
        """Iterate over the items."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)
