"""What every region refers to: source, roles, competences, target groups, and trainings."""

from __future__ import annotations

from eloggraph.example.region import Region
from eloggraph.example.tables import Rows
from eloggraph.example.words import join, name, read_words


def list_shared() -> Rows:
    """Yield the rows that do not depend on chance."""
    for table, rows in read_words()["shared"].items():
        for row in rows:
            yield table, row


def list_untrained() -> list[dict[str, str]]:
    """Return the roles that require a competence which no training develops."""
    words = read_words()
    trained = {competence for each in words["courses"] for competence in each["competences"]}
    return [
        {key: required[key] for key in ("role", "competence")}
        for required in words["shared"]["requirement"]
        if required["competence"] not in trained
    ]


def list_trainings(region: Region) -> Rows:
    """Yield the trainings, given by schools of the region."""
    schools = [a.id for a in region.members["middle"] if a.kind == "EducationProvider"]
    for training in read_words()["courses"]:
        yield (
            "training",
            {
                "id": training["id"],
                "label": name(training),
                "type": "course",
                "providers": join(sorted(region.rng.sample(schools, 2))),
                "competences": join(training["competences"]),
                "roles": join(training["roles"]),
            },
        )
