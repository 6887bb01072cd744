"""Does the client get through every service chain? Steps, hand-overs, breaks and what ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eloggraph.analysis.chain_endings import Ending, list_endings
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
from eloggraph.analysis.sentences import join_names, write_day
from eloggraph.analysis.service_chains import Chain, Gap, Passing, Step, read_chains
from eloggraph.text import Text, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """The service chains of the day, and what of them ends after it."""

    chains: tuple[Chain, ...]
    endings: tuple[Ending, ...]

    def running(self) -> tuple[Chain, ...]:
        """Return the chains that are in force: only those can break."""
        return tuple(chain for chain in self.chains if chain.status is None)

    def broken(self) -> tuple[tuple[Chain, Step], ...]:
        """Return the steps at which a chain breaks."""
        return tuple(
            (chain, step)
            for chain in self.running()
            for step in chain.steps
            if any(gap.breaks for gap in step.gaps)
        )

    def passing(self, *kinds: Passing) -> tuple[tuple[Chain, Step], ...]:
        """Return the steps that hand the client over in one of the ways."""
        return tuple(
            (chain, step)
            for chain in self.running()
            for step in chain.steps
            if step.passing in kinds
        )


def measure_chains(material: Material) -> Chains:
    """Read the chains of the day.

    A chain breaks at a step that has no service in force, a service without a provider in force, or
    no way on though it is not the last; at one that leads past a step or back; and where a number
    is missing. Providers are compared as whole organisations.

    >>> from datetime import date
    >>> from eloggraph.analysis.affiliation import AffiliationNetwork
    >>> nothing = AffiliationNetwork(nodes=(), ties=(), groupings=())
    >>> measure_chains(Material(network=nothing, on=date(2024, 1, 1))).broken()
    ()
    """
    chains = read_chains(material)
    return Chains(chains=chains, endings=list_endings(material, chains))


def _tell(found: Chains) -> Iterator[Text]:
    named = [
        say("chain.counted", name=chain.label, steps=say("chain.steps", n=len(chain.steps)))
        if chain.steps
        else chain.label
        for chain in found.chains
    ]
    yield say("chain.found", n=len(named), names=join_names(named))
    running = found.running()
    if planned := [chain.label for chain in found.chains if chain.status is not None]:
        yield say("chain.planned", n=len(planned), names=join_names(planned))
    if without := [chain.label for chain in running if not chain.steps]:
        yield say("chain.without", n=len(without), names=join_names(without))
    broken = found.broken()
    if broken:
        yield say("chain.broken", n=len(broken), names=_name_broken(found, broken))
    elif any(chain.steps for chain in running):
        yield say("chain.whole")
    yield from _tell_passing(found)
    if found.endings:
        first = found.endings[0]
        told = {"name": first.label, "when": write_day(first.ends)}
        if len(found.endings) == 1:
            yield say(f"chain.ends.{first.kind}", **told)
        else:
            yield say("chain.ends.several", n=len(found.endings), **told)


def _name_broken(found: Chains, broken: Sequence[tuple[Chain, Step]]) -> Text:
    return join_names(
        [
            say("chain.break", step=_name_at(found, *at), gaps=_tell_gaps(at[1].gaps))
            for at in broken
        ],
        separator="; ",
    )


def _tell_passing(found: Chains) -> Iterator[Text]:
    moves = found.passing("same", "partly", "other")
    if moves and all(step.passing == "same" for _, step in moves):
        yield say("chain.same")
        return
    kinds: tuple[Passing, ...] = ("other", "partly")
    steps = {step.step: step for chain in found.chains for step in chain.steps}
    for kind in kinds:
        if passed := found.passing(kind):
            named = [_name_move(found, chain, step, steps) for chain, step in passed]
            yield say(f"chain.{kind}", n=len(passed), names=join_names(named))


def _name_move(found: Chains, chain: Chain, step: Step, steps: Mapping[str, Step]) -> Text:
    """Name a hand-over by the numbers of its steps, and by who takes over where all change."""
    after = steps.get(step.next or step.step)  # None where it is a step of no chain
    there = _number(after) if after else step.next_label
    move = say("chain.move", here=_number(step), there=there or "")
    if step.passing == "other" and after:
        here, there = (join_names(each.provider_labels, most=1) for each in (step, after))
        move = say("chain.move-named", move=move, here=here, there=there)
    several = len(found.chains) > 1
    return say("chain.at", chain=chain.label, step=move) if several else move


def _number(step: Step) -> Text:
    return step.label if step.order is None else Text.same(str(step.order))


def _name_at(found: Chains, chain: Chain, step: Step) -> Text:
    named = _name_step(step)
    several = len(found.chains) > 1
    return say("chain.at", chain=chain.label, step=named) if several else named


def _name_step(step: Step) -> Text:
    if step.order is None:
        return step.label
    return Text.each(lambda language: f"{step.order}. {step.label.say(language)}")


def _tell_gaps(gaps: Iterable[Gap]) -> Text:
    told = [
        say(f"chain.gap.{gap.kind}", n=len(gap.names), names=join_names(gap.names)) for gap in gaps
    ]
    return join_names(told, most=len(told), separator="; ")


def _observe(found: Chains) -> Iterator[Remark]:
    if broken := found.broken():
        text = say("chain.broken", n=len(broken), names=_name_broken(found, broken))
        yield Remark(rank=ObservationRank.GAP, text=text)


def _advise(found: Chains, _: Material) -> Iterator[Remark]:
    if broken := found.broken():
        named = join_names([_name_at(found, *at) for at in broken])
        yield Remark(rank=ActionRank.FILL, text=say("chain.action", n=len(broken), names=named))


def _make_listings(found: Chains) -> Iterator[Listing]:
    yield Listing(
        title=say("chain.listing.steps"),
        columns=tuple(
            say(f"chain.listing.{name}")
            for name in ("step", "service", "role", "providers", "next", "gaps")
        ),
        rows=tuple(_list_steps(found.chains)),
        table="chain_steps",
    )
    yield Listing(
        title=say("chain.listing.endings"),
        columns=tuple(say(f"chain.listing.{name}") for name in ("what", "kind", "ends", "depends")),
        rows=tuple(map(_list_ending, found.endings)),
        table="chain_endings",
    )


def _list_steps(chains: Sequence[Chain]) -> Iterator[Row]:
    for chain in chains:
        providers = say("chain.coordinated", names=join_names(chain.coordinators))
        wanting = None if chain.steps else Lack(say("chain.no-steps"))
        yield Row(
            cells=(
                chain.label,
                chain.status,
                None,
                providers if chain.coordinators else None,
                None,
                wanting,
            )
        )
        for step in chain.steps:
            yield Row(
                level=1,
                cells=(
                    _name_step(step),
                    step.service_label,
                    step.role,
                    join_names(step.provider_labels) if step.provider_labels else None,
                    _tell_next(step),
                    Lack(_tell_gaps(step.gaps)) if step.gaps else None,
                ),
            )


def _tell_next(step: Step) -> Cell:
    if step.next_label is None:
        return None
    if step.passing is None or step.passing == "unknown":
        return step.next_label
    return say(f"chain.next.{step.passing}", name=step.next_label)


def _list_ending(ending: Ending) -> Row:
    kind = say(f"chain.kind.{ending.kind}")
    if ending.funders:
        kind = say("chain.kind.funded", n=len(ending.funders), names=join_names(ending.funders))
    return Row(cells=(ending.label, kind, write_day(ending.ends), join_names(ending.depends)))


def _make_tables(found: Chains) -> Iterator[ReportTable]:
    yield ReportTable(
        name="chain_steps",
        columns={
            "chain": str, "chain_label": Text, "order": int, "step": str, "step_label": Text,
            "service": str, "service_label": Text, "providers": str, "next": str, "passing": str,
            "gaps": str,
        },
        rows=tuple(
            (
                chain.chain, chain.label, step.order, step.step, step.label, step.service,
                step.service_label, "|".join(step.providers), step.next, step.passing,
                "|".join(gap.kind for gap in step.gaps),
            )
            for chain in found.chains
            for step in chain.steps
        ),
    )  # fmt: skip
    yield ReportTable(
        name="chain_endings",
        columns={"kind": str, "node": str, "label": Text, "ends": str},
        rows=tuple((each.kind, each.node, each.label, each.ends) for each in found.endings),
    )


def _explain(*_: object) -> Iterator[Text]:
    yield say("chain.method")


def _name_lacking(found: Chains) -> tuple[str, ...]:
    return () if found.chains else ("chains", "steps")


QUESTION = Question(
    key="chain",
    order=72,
    section_order=70,
    measure=measure_chains,
    tell=_tell,
    observe=_observe,
    advise=_advise,
    tables=_make_tables,
    listings=_make_listings,
    explain=_explain,
    lack=_name_lacking,
)
