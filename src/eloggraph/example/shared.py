"""What every region refers to: source, roles, competences, target groups, and trainings."""

from __future__ import annotations

from collections.abc import Iterator

from eloggraph.example.region import Region
from eloggraph.example.words import Row, join, read_words


def list_shared() -> Iterator[tuple[str, Row]]:
    """Yield the rows that do not depend on chance."""
    for table, rows in read_words()["shared"].items():
        for row in rows:
            yield table, tuple(row)


def list_untrained() -> list[dict[str, str]]:
    """Return the roles that require a competence which no training develops."""
    words = read_words()
    trained = {competence for each in words["trainings"] for competence in each["competences"]}
    return [
        {"role": role, "competence": competence}
        for role, competence, _ in words["shared"]["competence_requirements"]
        if competence not in trained
    ]


def list_trainings(region: Region) -> Iterator[tuple[str, Row]]:
    """Yield the trainings, given by schools of the region."""
    schools = [a.id for a in region.members["middle"] if a.kind == "EducationProvider"]
    for training in read_words()["trainings"]:
        yield (
            "trainings",
            (
                *(training["id"], training["fi"], training["sv"], training["en"], "course"),
                join(sorted(region.rng.sample(schools, 2))),
                *(join(training["competences"]), join(training["roles"])),
            ),
        )
