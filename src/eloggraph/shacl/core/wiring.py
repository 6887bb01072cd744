"""Wiring: which shape judges which nodes, worked out before any data is seen.

A *group* is a set of focus nodes: those of a set of targets, or the value nodes that a shape
hands to the shapes nested in it. A *site* is a path walked from a group. A *unit* is a shape at a
group, and a *check* is one of its constraints there. Groups and sites are shared: whatever
property shapes ask the same path of the same nodes look at one frame.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eloggraph.shacl.core.plan import (
    Constraint,
    Nested,
    Pair,
    Plan,
    Qualified,
    Shape,
    Target,
    UniqueValues,
)
from eloggraph.shacl.model import Term
from eloggraph.shacl.paths import Path

# A shape that is reached by more ways than this judges the union of what they bring.
_WAYS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusGroup:
    """A set of focus nodes: of targets, or values of sites; ``level`` is how deep it lies.

    ``predicates`` are those of which it has all subjects and objects.
    """

    number: int
    level: int
    targets: tuple[Target, ...] = ()
    sites: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    predicates: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Site:
    """A path from a group; no path means the focus nodes themselves."""

    number: int
    group: int
    path: Path | None
    level: int


@dataclass(slots=True)
class Unit:
    """A shape at a group. ``height`` is how far the shapes nested in it go down."""

    number: int
    shape: Shape
    group: int
    site: int
    checks: list[Check] = field(default_factory=list)
    nested: list[Check] = field(default_factory=list)
    height: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint of a unit; ``other`` is the site that a pair constraint compares with.

    ``group`` is where the nested shapes of the constraint judge the value nodes; ``keys`` are the
    sites of values that are to be unique.
    """

    number: int
    unit: Unit
    constraint: Constraint
    other: int | None = None
    group: int | None = None
    keys: tuple[int, ...] = ()


@dataclass(slots=True)
class Wiring:
    """All groups, sites, units and checks of a run, numbered."""

    plan: Plan
    groups: list[FocusGroup] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    roots: list[Unit] = field(default_factory=list)
    _members: dict[int, list[Unit]] = field(default_factory=dict)
    _known: dict[object, int] = field(default_factory=dict)
    _units: dict[tuple[Term, int], Unit] = field(default_factory=dict)

    def asked_unit(self, check: Check, shape: Term) -> Unit | None:
        """Return the unit of a shape that a check asks; None where it is deactivated."""
        group = self.recursion_group() if self.leads_back(check.unit, shape) else check.group
        return self._units.get((shape, group)) if group is not None else None

    def leads_back(self, unit: Unit, shape: Term) -> bool:
        """Tell whether a shape asks one that asks it in turn."""
        recursion = self.plan.recursion
        return recursion is not None and (unit.shape.node, shape) in recursion.returns

    def is_recursive(self, unit: Unit) -> bool:
        """Tell whether a unit judges all nodes at which shapes may lead back to its own."""
        if self.plan.recursion is None or unit.shape.node not in self.plan.recursion.heads:
            return False
        return self._units.get((unit.shape.node, self.recursion_group())) is unit

    def members(self, check: Check) -> Sequence[Unit]:
        """Return the units that a check asks, one for each shape; repeats count."""
        return self._members.get(check.number, ())

    def needed(self, settled: Collection[int], counts: Mapping[int, int]) -> set[int]:
        """Return the units that must still be judged.

        Those are the units of shapes with targets, and what their checks ask that are not settled
        and whose groups have focus nodes, as far as it is known.
        """
        found = {unit.number for unit in self.roots}
        while True:
            before = len(found)
            for unit in self.units:  # parents first
                if unit.number in found and counts.get(unit.group, 1):
                    for check in unit.nested:
                        if check.number not in settled:
                            found.update(member.number for member in self.members(check))
            if self.plan.recursion is None or len(found) == before:
                return found

    def levels(self) -> int:
        """Return how many levels of groups there are."""
        return max((group.level for group in self.groups), default=-1) + 1

    # -- building -------------------------------------------------------------------------------

    def target_group(self, targets: tuple[Target, ...]) -> int:
        """Return the group of a set of targets."""
        return self._group(frozenset(targets), level=0, targets=targets)

    def value_group(self, site: Site) -> int:
        """Return the group of the value nodes of a site."""
        if site.path is None:
            return site.group
        return self._group(("values", site.number), level=site.level + 1, sites=(site.number,))

    def union(self, groups: list[int]) -> int:
        """Return the group that holds what several groups hold."""
        level = max(self.groups[number].level for number in groups) + 1
        return self._group(("union", *groups), level=level, groups=tuple(groups))

    def recursion_group(self) -> int:
        """Return the group of all nodes at which shapes may lead back to themselves."""
        assert self.plan.recursion is not None
        targets = tuple(group.number for group in self.groups if group.targets)
        return self._group(
            "recursion", level=1, groups=targets, predicates=self.plan.recursion.predicates
        )

    def _group(self, key: object, **parts: object) -> int:
        if key not in self._known:
            self._known[key] = len(self.groups)
            self.groups.append(FocusGroup(number=len(self.groups), **parts))  # type: ignore[arg-type]
        return self._known[key]

    def site(self, group: int, path: Path | None) -> Site:
        """Return the site of a path from a group."""
        key = ("site", group, path)
        if key not in self._known:
            self._known[key] = len(self.sites)
            self.sites.append(Site(len(self.sites), group, path, self.groups[group].level))
        return self.sites[self._known[key]]

    def add_unit(self, shape: Shape, group: int) -> Unit:
        """Return the unit of a shape at a group, with its checks."""
        known = self._units.get((shape.node, group))
        if known is not None:
            return known
        site = self.site(group, shape.path)
        unit = Unit(len(self.units), shape, group, site.number)
        self.units.append(unit)
        self._units[shape.node, group] = unit
        for constraint in shape.constraints:
            other = nested = None
            if isinstance(constraint, Pair):
                other = self.site(group, constraint.other).number
            elif isinstance(constraint, (Nested, Qualified)):
                nested = self.value_group(site)
            keys = self._key_sites(shape, constraint)
            check = Check(len(self.checks), unit, constraint, other, nested, keys)
            self.checks.append(check)
            unit.checks.append(check)
            if nested is not None:
                unit.nested.append(check)
        return unit

    def _key_sites(self, shape: Shape, constraint: Constraint) -> tuple[int, ...]:
        """Return the sites of the values that are to be unique among all nodes of a shape."""
        if not isinstance(constraint, UniqueValues) or not shape.targets:
            return ()
        group = self.target_group(shape.targets)
        return tuple(self.site(group, path).number for path in constraint.paths)

    def resolve(self, check: Check, members: list[Unit]) -> None:
        """Note the units that a check asks."""
        self._members[check.number] = members

    def reach_by(self, unit: Unit, group: int) -> None:
        """Let a unit be found under another group too: that of a part of its union."""
        self._units[unit.shape.node, group] = unit


def wire_targets(plan: Plan, shapes: Iterable[Shape]) -> Wiring:
    """Return a wiring that has the groups of the targets of some shapes, and nothing else yet."""
    wiring = Wiring(plan)
    for shape in shapes:
        wiring.target_group(shape.targets)
    return wiring


def wire(wiring: Wiring, shapes: Iterable[Shape]) -> None:
    """Add the units of some shapes with targets, and of all that they ask."""
    chosen = {shape.node for shape in shapes}
    fed: dict[Term, dict[int, None]] = {}
    recursion = wiring.plan.recursion
    # Asked by shapes that come later: whoever does not ask is not judged.
    heads = recursion.heads if recursion and chosen else frozenset()
    for node, shape in wiring.plan.shapes.items():
        if shape.deactivated or not (node in chosen or node in fed or node in heads):
            continue
        units = []
        if node in chosen:
            units.append(wiring.add_unit(shape, wiring.target_group(shape.targets)))
            wiring.roots.append(units[0])
        ways = list(fed.get(node, ()))
        if node in heads:
            ways.append(wiring.recursion_group())
        if len(ways) > _WAYS:
            merged = wiring.add_unit(shape, wiring.union(ways))
            units.append(merged)
            for way in ways:
                wiring.reach_by(merged, way)
        else:
            units += [wiring.add_unit(shape, way) for way in ways]
        for check in (check for unit in units for check in unit.nested):
            if check.group is not None:
                for child in _asked(check.constraint):
                    if not wiring.leads_back(check.unit, child):
                        fed.setdefault(child, {})[check.group] = None
    _resolve(wiring)


def _asked(constraint: Constraint) -> tuple[Term, ...]:
    if isinstance(constraint, Nested):
        return constraint.shapes
    return (constraint.shape, *constraint.siblings) if isinstance(constraint, Qualified) else ()


def _resolve(wiring: Wiring) -> None:
    """Find the units that checks ask, and how far down they go."""
    # Units come parents first, so that children have their heights before they are asked.
    for unit in reversed(wiring.units):
        for check in unit.nested:
            found = (wiring.asked_unit(check, node) for node in _asked(check.constraint))
            wiring.resolve(check, [member for member in found if member is not None])
        members = [
            member
            for check in unit.nested
            for member in wiring.members(check)
            if not wiring.leads_back(unit, member.shape.node)
        ]
        # A shape that is asked may be deactivated: what asks it is judged all the same.
        unit.height = 1 + max((m.height for m in members), default=0) if unit.nested else 0
