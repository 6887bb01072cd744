"""Which competences are asked for, by whom, and who trains for them or has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from eloggraph.analysis.question import Material
from eloggraph.graph.query_status import LEAVES_OUT
from eloggraph.text import Text

Reason = Literal["requirement", "need"]
State = Literal["trained", "held", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An actor that offers a competence, with its sectors.

    ``lends`` tells that it is none of those who ask for the competence and of another sector than
    they are; where their sector is not known, that it is none of them.
    """

    actor: str
    label: Text
    sectors: tuple[Text, ...]
    lends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A training with the client groups that it is for."""

    training: str
    label: Text
    groups: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A competence that a role or service requires, or that a need names.

    ``kind`` says of a requirement whether everyone needs it, ``seekers`` of a need who has told it,
    and ``proposals`` what has been proposed. ``state`` is ``trained`` where there
    is a training, else ``held`` where an actor offers it, else ``missing``.
    """

    reason: Reason
    by: str
    by_label: Text
    competence: str
    label: Text
    kind: str | None
    kind_label: Text | None
    seekers: tuple[Text, ...]
    trainings: tuple[Training, ...]
    holders: tuple[Holder, ...]
    proposals: tuple[Text, ...]

    @property
    def state(self) -> State:
        """Tell whether the competence is trained, only held, or neither."""
        if self.trainings:
            return "trained"
        return "held" if self.holders else "missing"

    def lenders(self) -> tuple[Holder, ...]:
        """Return who could lend the competence to those who ask for it."""
        return tuple(holder for holder in self.holders if holder.lends)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTraining:
    """A training for a role: what it develops, and who gives it."""

    role: str
    role_label: Text
    training: str
    label: Text
    competences: tuple[Text, ...]
    providers: tuple[Text, ...]


class Supply:
    """Who trains for each competence and who has it; a narrower competence is a broader one too.

    Parameters
    ----------
    material
        What is on record on the day.

    Examples
    --------
    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> list(Supply(Material(network=nothing, on=date(2024, 1, 1))).read_needs())
    []
    """

    def __init__(self, material: Material) -> None:
        self.material = material
        self.records = material.records
        self._trainings = self._index(self._there("elo:TrainingOffer"), "elo:developsCompetence")
        self._holders = self._index(self._there("elo:Actor"), "elo:offersCompetence")
        over = LEAVES_OUT["not-over"]
        proposals = self.records.of("elo:Proposal")
        open_still = (p for p in proposals if self.records.value(p, "elo:status") not in over)
        self._proposals = self._index(open_still, "elo:developsCompetence")

    def _there(self, *classes: str) -> Iterator[str]:
        on = self.material.on
        return (each for each in self.records.of(*classes) if self.records.in_force(each, on))

    def _index(self, things: Iterable[str], competence: str) -> Mapping[str, tuple[str, ...]]:
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for each in things:
            for narrow in self.records.values(each, competence):
                for one in self.records.above(narrow, "skos:broader"):
                    found[one][each] = None
        return {one: tuple(nodes) for one, nodes in found.items()}

    def train(self, competence: str) -> tuple[Training, ...]:
        """Return the trainings for a competence."""
        name, values = self.material.name, self.records.values
        return tuple(
            Training(
                training=each,
                label=name(each),
                groups=tuple(map(name, values(each, "elo:forTargetGroup"))),
            )
            for each in self._trainings.get(competence, ())
        )

    def read_role_trainings(self) -> Iterator[RoleTraining]:
        """Yield the trainings for each role, role by role."""
        name, values, on = self.material.name, self.records.values, self.material.on
        for role in self._there("elo:ActorRole"):
            for training in self.records.subjects(role, "elo:trainsFor"):
                if self.records.in_force(training, on):
                    yield RoleTraining(
                        role=role,
                        role_label=name(role),
                        training=training,
                        label=name(training),
                        competences=tuple(map(name, values(training, "elo:developsCompetence"))),
                        providers=tuple(map(name, values(training, "elo:providedBy"))),
                    )

    def read_requirements(self) -> Iterator[Asked]:
        """Yield what roles and services require, in the order of the rows."""
        for requirement in self._there("elo:CompetenceRequirement"):
            kind = self.records.value(requirement, "elo:requirementKind")
            competences = self.records.values(requirement, "elo:requiredCompetence")
            for by in self.records.subjects(requirement, "elo:setsRequirement"):
                if self.records.in_force(by, self.material.on):
                    for each in competences:
                        yield self._ask("requirement", by, each, kind, self._list_in_role(by))

    def read_needs(self) -> Iterator[Asked]:
        """Yield the competences that needs name, in the order of the rows."""
        for need in self._there("elo:CompetenceNeed"):
            seekers = frozenset(self.records.values(need, "elo:expressedBy"))
            for each in self.records.values(need, "elo:needsCompetence"):
                yield self._ask("need", need, each, None, seekers)

    def _list_in_role(self, role: str) -> frozenset[str]:
        """Return the actors that act in a role, or that provide a service."""
        values = self.records.values
        acts = self.records.subjects(role, "org:role")
        held = (each for act in acts for each in values(act, "org:member", "elo:employedBy"))
        return frozenset((*held, *values(role, "elo:providedBy")))

    def _ask(
        self, reason: Reason, by: str, competence: str, kind: str | None, seekers: frozenset[str]
    ) -> Asked:
        name = self.material.name
        sectors = {each for seeker in seekers for each in self._sectors(seeker)}
        return Asked(
            reason=reason,
            by=by,
            by_label=name(by),
            competence=competence,
            label=name(competence),
            kind=kind,
            kind_label=name(kind) if kind else None,
            seekers=tuple(map(name, sorted(seekers))) if reason == "need" else (),
            trainings=self.train(competence),
            proposals=tuple(map(name, self._proposals.get(competence, ()))),
            holders=tuple(
                Holder(
                    actor=each,
                    label=name(each),
                    sectors=tuple(map(name, self._sectors(each))),
                    lends=each not in seekers and sectors.isdisjoint(self._sectors(each)),
                )
                for each in self._holders.get(competence, ())
            ),
        )

    def _sectors(self, actor: str) -> tuple[str, ...]:
        return self.records.values(actor, "elo:inSector")
