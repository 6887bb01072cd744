"""Shortages of labour, and what is on record that answers them: training, needs, questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from eloggraph.analysis.question import Material
from eloggraph.iri import BASE
from eloggraph.text import Text, say

AnswerKind = Literal["training", "need", "question"]
ANSWERS: tuple[AnswerKind, ...] = ("training", "need", "question")

SHORTAGE = f"{BASE}vocab/labour-balance/shortage"
MATCHING = f"{BASE}vocab/challenge-type/matching"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Something that answers a shortage; ``done`` are measures and projects for a question."""

    node: str
    label: Text
    done: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """An industry or occupation short of labour, and what is on record for it."""

    shortage: str
    label: Text
    areas: tuple[Text, ...]
    trainings: tuple[Answer, ...]
    needs: tuple[Answer, ...]
    questions: tuple[Answer, ...]

    def answers(self, kind: AnswerKind) -> tuple[Answer, ...]:
        """Return what answers the shortage in one of the ways."""
        return {"training": self.trainings, "need": self.needs, "question": self.questions}[kind]


def read_shortages(material: Material) -> tuple[Shortage, ...]:
    """Return the shortages of the day with what answers them, in the order of their rows.

    A training or a need answers a shortage of the same industry, or one that names the competence
    (or a broader one) that it is about; a question is a challenge of matching that names the
    industry or none. All of them must be in the same area, in a wider or narrower one, or in none.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> read_shortages(Material(network=nothing, on=date(2024, 1, 1)))
    ()
    """
    finder = _Finder(material)
    return tuple(map(finder.find, list_short(material)))


def list_short(material: Material) -> tuple[str, ...]:
    """Return what is short of labour on the day; a row that tells no balance tells a shortage."""
    return tuple(
        each
        for each in _list_there(material, "elo:LabourShortage")
        if material.records.value(each, "elo:labourBalance") in {None, SHORTAGE}
    )


def count_not_short(material: Material) -> int:
    """Count the rows by which there is labour enough or too much."""
    there = _list_there(material, "elo:LabourShortage")
    return len(there) - len(list_short(material))


def _list_there(material: Material, kind: str) -> tuple[str, ...]:
    records, on = material.records, material.on
    return tuple(each for each in records.of(kind) if records.in_force(each, on))


class _Finder:
    """Finds what answers a shortage; what it looks through is sorted by industry once."""

    def __init__(self, material: Material) -> None:
        self.material = material
        values = material.records.values
        self.trainings = self._index("elo:TrainingOffer", "elo:developsCompetence")
        self.needs = self._index("elo:CompetenceNeed", "elo:needsCompetence")
        self.questions: defaultdict[str | None, list[str]] = defaultdict(list)
        for each in _list_there(material, "elo:Challenge"):
            if MATCHING in values(each, "elo:challengeType"):
                for industry in values(each, "elo:inIndustry") or (None,):
                    self.questions[industry].append(each)
        self.above: Callable[[str], frozenset[str]] = cache(
            lambda area: material.records.above(area, "elo:withinArea")
        )

    def _index(self, kind: str, competence: str) -> dict[str, list[str]]:
        """Sort things by their industries, and by their competences with all broader ones."""
        records = self.material.records
        found: defaultdict[str, list[str]] = defaultdict(list)
        for each in _list_there(self.material, kind):
            about = {*records.values(each, "elo:inIndustry")}
            for narrow in records.values(each, competence):
                about |= records.above(narrow, "skos:broader")
            for one in about:
                found[one].append(each)
        return found

    def find(self, shortage: str) -> Shortage:
        records, name = self.material.records, self.material.name
        industries = records.values(shortage, "elo:inIndustry")
        about = (*industries, *records.values(shortage, "elo:needsCompetence"))
        areas = records.values(shortage, "dct:spatial")

        def choose(index: dict[str, list[str]]) -> tuple[Answer, ...]:
            there = dict.fromkeys(each for one in about for each in index.get(one, ()))
            return tuple(Answer(node=each, label=name(each)) for each in self._near(there, areas))

        asked = dict.fromkeys(
            each for one in (*industries, None) for each in self.questions.get(one, ())
        )
        return Shortage(
            shortage=shortage,
            label=self._name(shortage, industries),
            areas=tuple(map(name, areas)),
            trainings=choose(self.trainings),
            needs=choose(self.needs),
            questions=tuple(
                Answer(node=each, label=name(each), done=self._list_done(each))
                for each in self._near(asked, areas)
            ),
        )

    def _near(self, things: Iterable[str], areas: tuple[str, ...]) -> list[str]:
        return [each for each in things if self._meets(each, areas)]

    def _meets(self, thing: str, areas: tuple[str, ...]) -> bool:
        given = self.material.records.values(thing, "dct:spatial")
        if not (given and areas):
            return True
        return any(
            one in self.above(other) or other in self.above(one) for one in given for other in areas
        )

    def _list_done(self, challenge: str) -> tuple[Text, ...]:
        records, on = self.material.records, self.material.on
        acts = records.subjects(challenge, "elo:addressesChallenge")
        return tuple(
            self.material.name(act)
            for act in acts
            if records.is_a(act, "elo:Measure", "elo:Project") and records.in_force(act, on)
        )

    def _name(self, shortage: str, industries: tuple[str, ...]) -> Text:
        code = self.material.records.value(shortage, "elo:occupationCode")
        occupation = None if code is None else say("matching.occupation", code=code)
        if not industries:
            return occupation or self.material.name(shortage)
        industry = self.material.name(industries[0])
        if occupation is None:
            return industry
        return Text.each(lambda language: f"{industry.say(language)}, {occupation.say(language)}")
