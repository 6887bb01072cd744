"""What competence is asked for, and whether anyone trains for it or has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from eloggraph.analysis.competence_supply import (
    Asked,
    Holder,
    RoleTraining,
    State,
    Supply,
    Training,
)
from eloggraph.analysis.outcome import (
    ActionRank,
    Cell,
    Lack,
    Listing,
    ObservationRank,
    Remark,
    ReportTable,
    Row,
)
from eloggraph.analysis.question import Material, Question
from eloggraph.analysis.sentences import join_names
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkCompetence:
    """A competence of a framework, with the trainings for it."""

    competence: str
    label: Text
    trainings: tuple[Training, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A competence framework; ``standard`` names the widely used one that it leans on."""

    framework: str
    label: Text
    standard: Text | None
    competences: tuple[FrameworkCompetence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Competences:
    """What is required and needed, with who trains for it and who has it; and the frameworks."""

    requirements: tuple[Asked, ...]
    needs: tuple[Asked, ...]
    role_trainings: tuple[RoleTraining, ...]
    frameworks: tuple[Framework, ...]

    def only_trained(self) -> tuple[Text, ...]:
        """Return the roles that have a training though nobody has said what they require."""
        known = {each.by for each in self.requirements}
        return tuple(
            dict.fromkeys(each.role_label for each in self.role_trainings if each.role not in known)
        )

    def required(self, state: State) -> tuple[Asked, ...]:
        """Return what is required and in a state."""
        return tuple(each for each in self.requirements if each.state == state)

    def needed(self, state: State) -> tuple[Asked, ...]:
        """Return what is needed and in a state, without what is required already."""
        known = {each.competence for each in self.requirements}
        return tuple(
            each for each in self.needs if each.state == state and each.competence not in known
        )


def measure_competences(material: Material) -> Competences:
    """Hold what is required and needed against trainings and actors that offer a competence.

    A competence is missing when no training in force develops it, or a narrower one, and no actor
    offers it; it is held when only an actor does.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_competences(Material(network=nothing, on=date(2024, 1, 1))).required("missing")
    ()
    """
    supply = Supply(material)
    return Competences(
        requirements=tuple(supply.read_requirements()),
        needs=tuple(supply.read_needs()),
        role_trainings=tuple(supply.read_role_trainings()),
        frameworks=tuple(_read_frameworks(material, supply)),
    )


def _read_frameworks(material: Material, supply: Supply) -> Iterator[Framework]:
    records, name = material.records, material.name
    for framework in records.of("elo:CompetenceFramework"):
        standard = records.value(framework, "elo:frameworkStandard")
        yield Framework(
            framework=framework,
            label=name(framework),
            standard=_unlike(name(standard), name(framework)) if standard else None,
            competences=tuple(
                FrameworkCompetence(competence=each, label=name(each), trainings=supply.train(each))
                for each in records.subjects(framework, "elo:inFramework")
            ),
        )


def _unlike(name: Text, other: Text) -> Text | None:
    """Return a name that says more than the other."""
    return name if name.fi.casefold() != other.fi.casefold() else None


def _tell(found: Competences) -> Iterator[Text]:
    if found.requirements:
        named = list(_name_demanders(found.requirements))
        yield say("competences.required", n=len(named), names=join_names(named, separator="; "))
        yield from _tell_states("required", found.required("missing"), found.required("held"))
    if found.needs:
        by = {each.by for each in found.needs}
        named_in = say("competences.by-needs", n=len(by))
        total = _count(found.needs)
        yield say("competences.needed", n=total, needs=named_in)
        missing = found.needed("missing")
        if _count(missing) == total > 1:
            yield say("competences.needed-none")
        else:
            yield from _tell_states("needed", missing, found.needed("held"))
    if only := found.only_trained():
        yield say("competences.only-trained", n=len(only), names=join_names(only))
    if empty := [each.label for each in found.frameworks if not each.competences]:
        yield say("competences.empty-framework", n=len(empty), names=join_names(empty))


def _name_demanders(requirements: Sequence[Asked]) -> Iterator[Text]:
    """Name each role or service with how much it requires, by kind."""
    counts: dict[str, Counter[Text]] = {}
    labels = {each.by: each.by_label for each in requirements}
    for each in requirements:
        counts.setdefault(each.by, Counter())[each.kind_label or each.label] += 1
    for by, kinds in counts.items():
        parts = [say("competences.kind", kind=kind, n=n) for kind, n in kinds.items()]
        yield say("competences.demander", name=labels[by], parts=join_names(parts))


def _tell_states(key: str, missing: Sequence[Asked], held: Sequence[Asked]) -> Iterator[Text]:
    if missing:
        names = join_names(_name_asked(missing))
        yield say(f"competences.{key}-missing", n=_count(missing), names=names)
    if held:
        names = join_names([_name_held(each) for each in _once(held)], separator="; ")
        yield say(f"competences.{key}-held", n=_count(held), names=names)
    if not (missing or held):
        yield say(f"competences.{key}-trained")


def _count(asked: Iterable[Asked]) -> int:
    return len({each.competence for each in asked})


def _once(asked: Iterable[Asked]) -> list[Asked]:
    return list({each.competence: each for each in asked}.values())


def _name_asked(asked: Sequence[Asked]) -> list[Text]:
    """Name each competence once, with the roles and services that require it."""
    by: dict[str, dict[Text, None]] = {}
    for each in asked:
        by.setdefault(each.competence, {})
        if each.reason == "requirement":
            by[each.competence][each.by_label] = None
    labels = {each.competence: each.label for each in asked}
    return [
        _add(labels[competence], join_names(list(names))) if names else labels[competence]
        for competence, names in by.items()
    ]


def _add(name: Text, more: Text) -> Text:
    return Text.each(lambda language: f"{name.say(language)} ({more.say(language)})")


def _name_held(asked: Asked) -> Text:
    return say("competences.held-by", name=asked.label, names=_name_holders(asked.holders))


def _name_holders(holders: Sequence[Holder]) -> Text:
    return join_names(
        [
            _add(each.label, join_names(each.sectors)) if each.sectors else each.label
            for each in holders
        ]
    )


def _observe(found: Competences) -> Iterator[Remark]:
    if missing := found.required("missing"):
        names = join_names(_name_asked(missing))
        text = say("competences.required-missing", n=_count(missing), names=names)
        yield Remark(rank=ObservationRank.GAP, text=text)


def _advise(found: Competences, _: Material) -> Iterator[Remark]:
    if missing := found.required("missing"):
        names = join_names([each.label for each in _once(missing)])
        text = say("competences.action-train", n=_count(missing), names=names)
        yield Remark(rank=ActionRank.FILL, text=text)
    asked = (*found.required("held"), *found.needed("held"))
    if lent := _once(each for each in asked if each.lenders()):
        names = join_names(
            [
                say("competences.held-by", name=each.label, names=_name_holders(each.lenders()))
                for each in lent
            ],
            separator="; ",
        )
        text = say("competences.action-lend", n=len(lent), names=names)
        yield Remark(rank=ActionRank.CONNECT, text=text)


def _make_listings(found: Competences) -> Iterator[Listing]:
    for key, asked in (("required", found.requirements), ("needed", found.needs)):
        heads = (f"{key}-by", "seekers", "kind", "trainings", "holders", "proposals")
        seekers = {each.seekers for each in asked}
        alone = next(iter(seekers)) if len(seekers) == 1 else ()
        yield Listing(
            title=say(f"competences.listing.{key}"),
            columns=tuple(say(f"competences.listing.{head}") for head in heads),
            rows=tuple(_list_asked(asked, told=bool(alone))),
            note=say("competences.listing.seekers-all", names=join_names(alone)) if alone else None,
            table="competences",
        )
    yield Listing(
        title=say("competences.listing.roles"),
        columns=tuple(
            say(f"competences.listing.{head}") for head in ("role", "develops", "providers")
        ),
        rows=tuple(_list_roles(found.role_trainings)),
    )
    yield Listing(
        title=say("competences.listing.frameworks"),
        columns=tuple(
            say(f"competences.listing.{head}") for head in ("framework", "standard", "trainings")
        ),
        rows=tuple(_list_frameworks(found.frameworks)),
    )


def _list_asked(asked: Sequence[Asked], *, told: bool) -> Iterator[Row]:
    """List what is asked for by who asks; ``told`` is that the same have told every need."""
    groups: dict[str, list[Asked]] = {}
    for each in asked:
        groups.setdefault(each.by, []).append(each)
    for group in groups.values():
        first = group[0]
        seekers = join_names(first.seekers) if first.seekers and not told else None
        yield Row(cells=(first.by_label, seekers, None, None, None, None))
        for each in group:
            holders = _name_holders(each.holders) if each.holders else None
            proposals = join_names(each.proposals) if each.proposals else None
            trainings = _list_trainings(each)
            cells = (each.label, None, each.kind_label, trainings, holders, proposals)
            yield Row(level=1, cells=cells)


def _list_roles(trainings: Sequence[RoleTraining]) -> Iterator[Row]:
    for _, group in groupby(trainings, key=lambda each: each.role):
        given = list(group)
        yield Row(cells=(given[0].role_label, None, None))
        for each in given:
            competences = join_names(each.competences, most=9) if each.competences else None
            providers = join_names(each.providers) if each.providers else None
            yield Row(level=1, cells=(each.label, competences, providers))


def _list_trainings(asked: Asked) -> Cell:
    if asked.trainings:
        return join_names([each.label for each in asked.trainings])
    return Lack(say(f"competences.none.{asked.state}"))


def _list_frameworks(frameworks: Sequence[Framework]) -> Iterator[Row]:
    """List each framework, its competences, and below them the client groups with a training."""
    for framework in frameworks:
        empty = None if framework.competences else Lack(say("competences.none.competences"))
        yield Row(cells=(framework.label, framework.standard, empty))
        for each in framework.competences:
            general = [one.label for one in each.trainings if not one.groups]
            lacks = None if each.trainings else Lack(say("competences.none.held"))
            yield Row(level=1, cells=(each.label, None, join_names(general) if general else lacks))
            groups: dict[Text, list[Text]] = {}
            for one in each.trainings:
                for group in one.groups:
                    groups.setdefault(group, []).append(one.label)
            for group, names in groups.items():
                yield Row(level=2, cells=(group, None, join_names(names)))


def _make_tables(found: Competences) -> Iterator[ReportTable]:
    yield ReportTable(
        name="competences",
        columns={
            "reason": str, "by": str, "by_label": Text, "competence": str, "label": Text,
            "kind": str, "state": str, "trainings": str, "holders": str, "lenders": str,
        },
        rows=tuple(
            (
                each.reason, each.by, each.by_label, each.competence, each.label, each.kind,
                each.state, "|".join(one.training for one in each.trainings),
                "|".join(one.actor for one in each.holders),
                "|".join(one.actor for one in each.lenders()),
            )
            for each in (*found.requirements, *found.needs)
        ),
    )  # fmt: skip


def _explain(*_: object) -> Iterator[Text]:
    yield say("competences.method")


def _name_lacking(found: Competences) -> tuple[str, ...]:
    if found.requirements or found.needs or found.role_trainings or found.frameworks:
        return ()
    return ("elo:CompetenceRequirement", "elo:CompetenceNeed", "elo:CompetenceFramework")


QUESTION = Question(
    key="competences",
    order=76,
    section_order=58,
    measure=measure_competences,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    listings=_make_listings,
    explain=_explain,
    lack=_name_lacking,
)
