"""Write an example to a folder: one region in memory at a time, rows streamed to their tables."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from contextlib import ExitStack
from importlib.resources import files
from itertools import chain, repeat
from pathlib import Path
from typing import Any, Literal, get_args

from eloggraph.example.region import Region, draw_actors, draw_areas
from eloggraph.example.services import draw_evaluations, draw_goals, draw_services
from eloggraph.example.shared import list_shared, list_trainings, list_untrained
from eloggraph.example.tables import Rows, find_layouts
from eloggraph.example.ties import (
    Links,
    draw_changes,
    draw_collectives,
    draw_links,
    draw_projects,
)
from eloggraph.output import fill_new_folder
from eloggraph.schema.packaged import packaged_schema

Size = Literal["region", "finland", "europe"]
SIZES: tuple[Size, ...] = get_args(Size)
REGIONS: dict[Size, int] = {"region": 1, "finland": 40, "europe": 400}
ACTORS = 300
TRUTH = "truth.json"


def draw_example(
    regions: int, seed: int, tell: Callable[[dict[str, Any]], None], actors: int = ACTORS
) -> Rows:
    """Yield ``(table, row)`` of an example, and tell of each region what was planted in it.

    Tables and what rows say have the names of ``tables.toml``.
    """
    yield from list_shared()
    for number in range(1, regions + 1):
        region = Region(number=number, seed=seed, actors=actors)
        planted: dict[str, Any] = {"region": region.id}
        links = Links(region)
        yield from draw_areas(region)
        yield from draw_actors(region)
        if number == 1:
            yield from list_trainings(region)
        yield from draw_collectives(region)
        yield from draw_goals(region, planted)
        yield from draw_projects(region, planted, links)
        yield from draw_changes(region, planted, links)
        yield from draw_links(region, planted, links)
        yield from draw_services(region, planted)
        yield from draw_evaluations(region, planted)
        tell(planted)


def write_example(
    folder: Path,
    size: Size = "region",
    *,
    seed: int = 0,
    actors: int = ACTORS,
    regions: int | None = None,
) -> Path:
    """Write an example as a network folder, whole or not at all.

    Parameters
    ----------
    folder
        Where it goes: a folder that is not there yet, or is empty.
    size
        How many regions: one, or as many as make about a million or ten million statements.
    seed
        The same seed gives the same bytes.
    actors
        How many actors one region has, and with them how many links.
    regions
        How many regions, where it shall be other than the size says.

    Raises
    ------
    InputError
        When the model has no longer a table or column that the example writes.
    OutputError
        When the folder is not empty, or cannot be written.
    """
    with fill_new_folder(folder) as work:
        _write(work, size, seed, actors, regions or REGIONS[size])
    return folder


def _write(folder: Path, size: Size, seed: int, actors: int, regions: int) -> None:
    layouts = find_layouts(packaged_schema())
    origin = ("m-lahde", f"siemen {seed}")
    with ExitStack() as stack:
        truth = stack.enter_context((folder / TRUTH).open("w", encoding="utf-8", newline="\n"))
        head = {"seed": seed, "size": size, "actors": actors, "roles_untrained": list_untrained()}
        truth.write(f'{json.dumps(head)[:-1]},\n"regions": [')
        separators = chain(("\n",), repeat(",\n"))

        def tell(planted: dict[str, Any]) -> None:
            truth.write(next(separators) + json.dumps(planted))

        writers: dict[str, Any] = {}
        for table, row in draw_example(regions, seed, tell, actors):
            layout = layouts[table]
            if table not in writers:
                path = folder / f"{layout.name}.csv"
                file = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
                writers[table] = csv.writer(file, lineterminator="\n")
                writers[table].writerow(layout.headers)
            source = str(row.get("told") or origin[0])
            said = {key: value for key, value in row.items() if key != "told"}
            writers[table].writerow(layout.cells(said, (source, origin[1])))
        truth.write("\n]}\n")
    for name in ("network.toml", "README.md"):
        text = (files(__package__) / "folder" / name).read_text(encoding="utf-8")
        text = text.replace("@SEED@", str(seed)).replace("@SIZE@", size)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
