"""The one guard of outputs: none is, holds or lies in what the work reads."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from eloggraph.errors import OutputError


def refuse_inputs(output: str | Path, inputs: Iterable[str | Path]) -> None:
    """Refuse an output that is an input, lies in one or holds one, by whatever name.

    Parameters
    ----------
    output
        The file or folder that is to be written. A device or pipe is never an input.
    inputs
        Files and folders that the work reads; what is not there is passed over.

    Raises
    ------
    OutputError
        Naming the output and the input.

    Examples
    --------
    >>> refuse_inputs("out/map.html", ["datasets/osaajaks"])
    >>> refuse_inputs(
    ...     "datasets/osaajaks/actors.csv", ["datasets/osaajaks"]
    ... )  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    eloggraph.errors.OutputError: ... “datasets/osaajaks/actors.csv”, because it lies in ...
    """
    place = Path(os.path.realpath(output))
    if place.exists() and not place.is_file() and not place.is_dir():
        return
    for given in inputs:
        source = Path(os.path.realpath(given))
        if not os.path.exists(source):  # noqa: PTH110  a text may be too long for a name
            continue
        if place == source or (place.exists() and place.samefile(source)):
            relation = "same"
        elif source.is_dir() and _is_within(place, source):
            relation = "within"
        elif _is_within(source, place):
            relation = "around"
        else:
            continue
        raise OutputError.tell(
            "output-is-input", variant=relation, value=str(output), input=str(given)
        )


def refuse_twice(outputs: Iterable[str | None]) -> None:
    """Refuse outputs of one command of which one would be written over another.

    Parameters
    ----------
    outputs
        Names of files; None and ``-`` are stdout, where only one has a place too.

    Raises
    ------
    OutputError
        Naming the first that is there twice.

    Examples
    --------
    >>> refuse_twice([None, "a.sarif", "a.md"])
    >>> refuse_twice(["a.md", "./a.md"])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    eloggraph.errors.OutputError: Nothing was written, because two outputs would go to “./a.md”...
    """
    seen = set()
    for output in outputs:
        name = output or "-"
        place = "-" if name == "-" else os.path.normcase(os.path.realpath(name))
        if place in seen:
            raise OutputError.tell("output-twice", value="stdout" if name == "-" else name)
        seen.add(place)


def _is_within(inner: Path, outer: Path) -> bool:
    """Tell whether a path lies below a folder, on systems that fold case too."""
    if inner.is_relative_to(outer):
        return True
    return outer.exists() and any(
        above.exists() and above.samefile(outer) for above in inner.parents
    )
