"""Service chains worked by hand: three steps, what each gap looks like, and what is no gap."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.analysis.questions.chain import Chains
from eloggraph.cli.main import main
from networks import write_tables

ACTORS = "id,label@fi,part_of,until\na,A,,\nb,B,,\nold,Vanha,,2025\nunit,Yksikkö,a,\n"
SERVICES = (
    "id,label@fi,providers,status,since,until\n"
    "s1,S1,a,,,\ns2,S2,unit,,,\ns3,S3,b,,,\n"
    "none,S4,,,,\ngone,S5,old,,,\nleft,S6,b|old,,,\n"
    "over,S7,a,,,2025\nlater,S8,a,,2027,\nplan,S9,a,planned,,\n"
)
CHAINS = "id,label@fi,coordinator,project,status\nk,Ketju,a,,\n"
STEPS = "id,label@fi,chain,order,service,next\n"
WHOLE = "v1,V1,k,1,s1,v2\nv2,V2,k,2,s2,v3\nv3,V3,k,3,s3,\n"


def make(folder: Path, steps: str = WHOLE, **tables: str) -> Path:
    given = {"actors": ACTORS, "services": SERVICES, "chains": CHAINS, "steps": STEPS + steps}
    return write_tables(folder, {f"{name}.csv": text for name, text in (given | tables).items()})


def measure(folder: Path) -> Chains:
    found: Chains = eloggraph.open(folder).analyse("chain").chain
    return found


def say(folder: Path, lang: str = "en") -> str:
    done = CliRunner().invoke(main, ["analyse", str(folder), "chain", "--lang", lang])
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def test_a_whole_chain_is_told_step_by_step_with_who_takes_over(tmp_path: Path) -> None:
    """A unit of an organisation is that organisation: only the last hand-over is to another."""
    folder = make(tmp_path / "t")
    (chain,) = measure(folder).chains
    assert [step.passing for step in chain.steps] == ["same", "other", None]
    assert not measure(folder).broken()
    told = say(folder)
    assert "The data has one service chain: Ketju (3 steps). Every step has a service" in told
    assert "changes altogether at one hand-over: 2 → 3 (Yksikkö → B)." in told
    assert "1. V1 · S1 · A · V2 (same provider) 2. V2 · S2 · Yksikkö · V3 (another org" in told
    assert "Tuottaja vaihtuu kokonaan yhdessä siirtymässä: 2 → 3 (Yksikkö → B)." in say(
        folder, "fi"
    )


@pytest.mark.parametrize(
    ("second", "kinds", "told"),
    [
        ("v2,V2,k,2,s2,v3", [], None),
        ("v2,V2,k,2,,v3", ["service"], "no service"),
        ("v2,V2,k,2,over,v3", ["service-ended"], "the service has ended: S7"),
        ("v2,V2,k,2,later,v3", ["service-later"], "the service begins later: S8"),
        ("v2,V2,k,2,plan,v3", ["service-aside"], "the service is not running: S9"),
        ("v2,V2,k,2,none,v3", ["provider"], "the service has no provider"),
        ("v2,V2,k,2,gone,v3", ["provider-ended"], "the provider has ended: Vanha"),
        ("v2,V2,k,2,s2,", ["hand-over"], "no way on to the next step: V3"),
        ("v2,V2,k,2,s2,v1", ["back"], "leads back to the step V1"),
    ],
)
def test_each_gap_breaks_the_chain_at_its_step(
    tmp_path: Path, second: str, kinds: list[str], told: str | None
) -> None:
    folder = make(tmp_path / "t", f"v1,V1,k,1,s1,v2\n{second}\nv3,V3,k,3,s3,\n")
    broken = measure(folder).broken()
    assert [gap.kind for _, step in broken for gap in step.gaps] == kinds
    if told is not None:
        assert f"The service chain breaks at one step: 2. V2 ({told})." in say(folder)


def test_a_step_that_is_passed_by_and_a_number_that_is_missing(tmp_path: Path) -> None:
    passed = make(tmp_path / "a", "v1,V1,k,1,s1,v3\nv2,V2,k,2,s2,v3\nv3,V3,k,3,s3,\n")
    assert "1. V1 (leads past this step: V2)." in say(passed)
    missing = make(tmp_path / "b", "v1,V1,k,1,s1,v3\nv3,V3,k,3,s3,\n")
    assert "3. V3 (step 2 is missing)." in say(missing)


def test_a_provider_that_has_ended_is_told_but_breaks_nothing_where_another_is_left(
    tmp_path: Path,
) -> None:
    folder = make(tmp_path / "t", "v1,V1,k,1,s1,v2\nv2,V2,k,2,left,\n")
    found = measure(folder)
    assert found.broken() == ()
    assert [gap.kind for step in found.chains[0].steps for gap in step.gaps] == ["provider-left"]
    assert "one of the providers has ended: Vanha" in say(folder)


def test_providers_that_are_partly_the_same_and_providers_not_known(tmp_path: Path) -> None:
    steps = "v1,V1,k,1,both,v2\nv2,V2,k,2,s1,v3\nv3,V3,k,3,none,\n"
    folder = make(tmp_path / "t", steps, services=SERVICES + "both,S0,a|b,,,\n")
    assert [step.passing for step in measure(folder).chains[0].steps] == ["partly", "unknown", None]
    assert "only partly the same at one hand-over between steps: 1 → 2." in say(folder)


def test_what_a_planned_chain_lacks_is_no_break_and_one_that_is_over_is_not_told(
    tmp_path: Path,
) -> None:
    chains = "id,label@fi,status\nk,Ketju,planned\nold,Entinen,cancelled\n"
    folder = make(tmp_path / "t", "v1,V1,k,1,,\n", chains=chains)
    found = measure(folder)
    assert [chain.label.fi for chain in found.chains] == ["Ketju"]
    assert found.broken() == ()
    assert "Ketju is not running yet, so its gaps are not counted." in say(folder)


def test_what_ends_is_told_with_what_depends_on_it(tmp_path: Path) -> None:
    """The project ends with its funding, which is told once; the other funding ends before."""
    folder = make(
        tmp_path / "t",
        chains="id,label@fi,project\nk,Ketju,h\n",
        projects="id,label@fi,until\nh,Hanke,2026-12\n",
        fundings="project,funder,until\nh,a,2026-12\nh,b,2026-06\n",
        services="id,label@fi,providers,until\ns1,S1,a,2026-01-31\ns2,S2,unit,\ns3,S3,b,\n",
    )
    endings = [(each.kind, each.ends, each.label.en) for each in measure(folder).endings]
    assert endings == [
        ("service", "2026-01-31", "S1"),
        ("funding", "2026-06", "B – Hanke"),
        ("project", "2026-12", "Hanke"),
    ]
    told = say(folder)
    assert "depend on 3 services, providers, projects or fundings" in told
    assert "Hanke · project, funded by A · 2026-12 · Ketju" in told


def test_a_chain_without_steps_and_data_without_a_chain(tmp_path: Path) -> None:
    folder = make(tmp_path / "a", "")
    assert "The steps of one chain are not on record: Ketju." in say(folder)
    empty = write_tables(tmp_path / "b", {"actors.csv": ACTORS})
    assert "Service chains: there is an answer once these tables have rows: Serv" in say(empty)


def test_a_step_that_hands_over_to_one_of_no_chain_is_told_by_its_name(tmp_path: Path) -> None:
    """By a number where the next is a step of a chain, by its name and no provider where not."""
    folder = make(tmp_path / "t", WHOLE.replace("s3,\n", "s3,x\n") + "x,Muualla,,4,s1,\n")
    (chain,) = measure(folder).chains
    assert [step.step.rpartition("/")[2] for step in chain.steps] == ["v1", "v2", "v3"]
    assert "2 → 3 (Yksikkö → B), 3 → Muualla." in say(folder)
