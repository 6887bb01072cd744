"""Named queries worked out by hand: the oracle is pandas over the cells of the tables.

Nothing of the toolkit reads the tables here but the answer that is judged.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import eloggraph

pd = pytest.importorskip("pandas", reason="pandas is not among the requirements")

DATA = Path(__file__).resolve().parents[2] / "datasets"
DAY = "2025-12-31"  # that of the Model Region
FACE = {"in-person", "outreach", "event"}
DIGITAL = {"video", "chat", "message", "e-service", "website"}


@cache
def read(network: str, table: str):  # type: ignore[no-untyped-def]
    """Return a table as it stands, all text."""
    return pd.read_csv(DATA / network / f"{table}.csv", dtype=str, keep_default_na=False)


def split(frame, *columns: str):  # type: ignore[no-untyped-def]
    """Return a row for each of several values in a cell; an empty cell has none."""
    for column in columns:
        frame = frame.assign(**{column: frame[column].str.split("|")}).explode(column)
    return frame


def names(network: str, table: str) -> dict[str, str]:
    frame = read(network, table)
    return dict(zip(frame["id"], frame["label@en"], strict=True))


def on(frame):  # type: ignore[no-untyped-def]
    """Return what holds on the day: full dates are compared as texts."""
    until = frame.get("until", "")
    return frame[(frame["since"] <= DAY) & ((until == "") | (until >= DAY))]


def list_projects() -> set[tuple[str, ...]]:
    projects, actors = read("mallimaakunta", "projects"), names("mallimaakunta", "actors")
    paid = projects.merge(read("mallimaakunta", "fundings"), left_on="id", right_on="project")
    return {
        (row["id"], row["since"], row["until"], actors[row["coordinator"]], actors[row["funder"]])
        for row in paid.to_dict("records")
    }


def list_coordinators() -> set[tuple[str, ...]]:
    projects = read("mallimaakunta", "projects")
    return set(zip(projects["id"], projects["coordinator"], strict=True))


def list_links() -> set[tuple[str, ...]]:
    links = on(read("mallimaakunta", "links"))
    living = set(on(read("mallimaakunta", "actors"))["id"])
    kept = links[links["from"].isin(living) & links["to"].isin(living)]
    rests = kept["intensity"].map(
        lambda degree: (
            "agreement" if degree == "agreement" else "informal" if degree else "not known"
        )
    )
    return set(zip(rests, kept["from"], kept["to"], strict=True))


def list_offers() -> set[tuple[str, ...]]:
    services = on(read("mallimaakunta", "services"))
    offers = split(services, "areas", "target_groups", "channels")
    return set(zip(offers["areas"], offers["target_groups"], offers["id"], strict=True))


def list_single_channels() -> set[tuple[str, ...]]:
    services = on(read("mallimaakunta", "services"))
    services = services[services["channels"] != ""]
    modes = services["channels"].map(
        lambda cell: {
            "face" if each in FACE else "digital" if each in DIGITAL else "other"
            for each in cell.split("|")
        }
    )
    told = {"face": "only face to face", "digital": "only digitally"}
    return {
        (told[mode], service)
        for service, found in zip(services["id"], modes, strict=True)
        for mode in found
        if len(found) == 1 and mode in told
    }


def list_untaught() -> set[tuple[str, ...]]:
    taught = set(split(read("mallimaakunta", "trainings"), "competences")["competences"])
    wanted = read("mallimaakunta", "competence_requirements")
    return {(each,) for each in wanted["competence"] if each not in taught}


def list_required() -> set[tuple[str, ...]]:
    wanted = read("mallimaakunta", "competence_requirements")
    return set(zip(wanted["required_by"], wanted["competence"], strict=True))


def list_taught() -> set[tuple[str, ...]]:
    found = split(read("mallimaakunta", "trainings"), "competences", "providers")
    actors = names("mallimaakunta", "actors")
    return {
        (row["competences"], row["id"], actors[row["providers"]])
        for row in found.to_dict("records")
    }


def list_unserved() -> set[tuple[str, ...]]:
    pairs = {(place, group) for place, group, _ in list_offers()}
    every = split(read("mallimaakunta", "norms"), "target_group", "area")
    return set(zip(every["area"], every["target_group"], strict=True)) - pairs


def list_outputs() -> set[tuple[str, ...]]:
    links = read("mallimaakunta", "links")
    made = links[links["project"] != ""].merge(
        read("mallimaakunta", "projects"), left_on="project", right_on="id"
    )
    later = made["until_x"].where(made["until_x"] != "", "9999") > made["until_y"]
    told = later.map({True: "goes on", False: "ends"}).where(made["until_x"] != "", "not known")
    return set(zip(made["project"], told, made["from"] + "~" + made["to"], strict=True))


def list_aimless() -> set[tuple[str, ...]]:
    goals = read("osaajaks", "goals")
    assert "indicators" not in goals
    return {("goal", each) for each in goals["id"]}


def list_nobodys() -> set[tuple[str, ...]]:
    measures = read("osaajaks", "measures")
    return {(each,) for each in measures.loc[measures["responsible"] == "", "id"]}


def list_steps() -> set[tuple[str, ...]]:
    steps, services = read("osaajaks", "steps"), names("osaajaks", "services")
    called = {**names("osaajaks", "steps"), "": ""}
    return {
        (row["order"], called[row["id"]], services[row["service"]], called[row["next"]])
        for row in steps.to_dict("records")
    }


CASES: dict[str, tuple[str, tuple[str, ...], Callable[[], set[tuple[str, ...]]], int]] = {
    "projects": ("mallimaakunta", ("project_iri", "since", "until", "coordinator", "funder"), list_projects, 10),
    "project-coordinators": ("mallimaakunta", ("project_iri", "responsible_iri"), list_coordinators, 10),
    "links-by-agreement": ("mallimaakunta", ("basis", "from_iri", "to_iri"), list_links, 1900),
    "services-by-target-group": ("mallimaakunta", ("municipality_iri", "target_group_iri", "service_iri"), list_offers, 130),
    "services-by-channel": ("mallimaakunta", ("only", "service_iri"), list_single_channels, 5),
    "competences-without-training": ("mallimaakunta", ("focus",), list_untaught, 2),
    "competences-of-roles": ("mallimaakunta", ("role_iri", "competence_iri"), list_required, 6),
    "trainings-by-competence": ("mallimaakunta", ("competence_iri", "training_iri", "provider"), list_taught, 8),
    "target-groups-without-services": ("mallimaakunta", ("focus", "target_group_iri"), list_unserved, 5),
    "outputs-beyond-projects": ("mallimaakunta", ("project_iri", "afterwards", "output_iri"), list_outputs, 195),
    "goals-without-indicator": ("osaajaks", ("kind", "focus"), list_aimless, 8),
    "measures-without-responsible": ("osaajaks", ("focus",), list_nobodys, 4),
    "chain-steps": ("osaajaks", ("order", "step", "service", "next"), list_steps, 3),
}  # fmt: skip


@cache
def open_folder(network: str) -> eloggraph.Network:
    return eloggraph.open(DATA / network)


def shorten(cell: str) -> str:
    """Return the id of a node; of a link those of its ends, as its row has them."""
    if "/links/" in cell:
        first, second, _ = cell.rpartition("/")[2].split("~")
        return f"{first.removeprefix('actors.')}~{second.removeprefix('actors.')}"
    return cell.rpartition("/")[2] if cell.startswith("https://") else cell


@pytest.mark.parametrize("name", CASES)
def test_the_answer_is_what_pandas_finds_in_the_tables(name: str) -> None:
    network, columns, work_out, least = CASES[name]
    answer = open_folder(network).select(name, "en").dicts()
    found = {tuple(shorten(row.get(column, "")) for column in columns) for row in answer}
    assert found == work_out()
    assert len(found) >= least
