"""The invented region: the same for the same seed, clean, and with in it what it says."""

import csv
import json
import os
import subprocess
import sys
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner

import eloggraph
from eloggraph.cli.new import new
from eloggraph.errors import InputError, OutputError
from eloggraph.example.region import Region
from eloggraph.example.tables import find_layouts, read_tables
from eloggraph.example.writing import REGIONS, draw_example, write_example
from eloggraph.schema.packaged import packaged_schema

COMMITTED = Path(__file__).parent.parent.parent / "datasets" / "mallimaakunta"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_example(tmp_path_factory.mktemp("example") / "small", seed=7, actors=40)


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def planted(folder: Path) -> dict[str, Any]:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return {**truth, **truth["regions"][0]}


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def both(small: Path) -> Iterator[Path]:
    yield from (small, COMMITTED)


def ties(folder: Path) -> nx.Graph:
    graph = nx.Graph([(row["from"], row["to"]) for row in rows(folder, "links")])
    met = defaultdict(set)
    for row in rows(folder, "memberships"):
        met[row["organization"]].add(row["actor"])
    for row in rows(folder, "projects"):
        met[row["id"]] |= set(row["participants"].split("|"))
    for members in met.values():
        graph.add_edges_from(combinations(sorted(members), 2))
    return graph


def test_tables_and_columns_are_found_in_the_model() -> None:
    layouts = find_layouts(packaged_schema())
    assert set(layouts) == set(read_tables()["tables"])
    drawn = dict.fromkeys(name for name, _ in draw_example(2, 1, lambda _: None, 40))
    assert set(drawn) == set(layouts)
    assert layouts["link"].name == "links"
    assert layouts["link"].headers[:3] == ("from", "to", "type")
    with pytest.raises(KeyError, match="colour"):
        layouts["link"].cells({"colour": "red"}, ())


def test_a_model_that_has_moved_on_is_told_in_one_sentence() -> None:
    schema = packaged_schema()
    links = schema.table("links")
    others = tuple(table for table in schema.tables if table is not links)
    with pytest.raises(InputError, match="CollaborationLink"):
        find_layouts(replace(schema, tables=others))
    fewer = replace(links, columns=tuple(c for c in links.columns if c.key != "intensity"))
    with pytest.raises(InputError, match=r"links\.intensity.*tables\.toml"):
        find_layouts(replace(schema, tables=(*others, fewer)))
    renamed = replace(links, name="ties")
    assert find_layouts(replace(schema, tables=(*others, renamed)))["link"].name == "ties"


def test_small_region_checks_clean_but_for_what_was_planted(small: Path) -> None:
    report = eloggraph.check(small)
    assert report.complete
    assert report.count("violation") == 0
    where = Counter(finding.place.file for finding in report.findings if finding.place)
    assert where == {"competence_requirements.csv": 2, "competences.csv": 6, "norms.csv": 5}
    named = (finding.focus or "" for finding in report.findings if finding.severity == "warning")
    planted_cells = {
        f"{group}~municipalities.{area}" for group, area in planted(small)["cells_missing"]
    }
    assert {name.rpartition("/")[2].rpartition("~")[0] for name in named} == planted_cells


def test_regions_after_the_first_check_clean_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(REGIONS, "finland", 2)
    report = eloggraph.check(write_example(tmp_path / "two", "finland", actors=20))
    assert report.complete
    # The services of the second are in areas that hold no municipality: they may be anywhere.
    assert report.count("violation") == report.count("warning") == 0


def test_committed_region_reads_and_is_said_to_be_synthetic() -> None:
    network = eloggraph.open(COMMITTED)
    assert network.config.synthetic
    assert len(network.graph) > 20_000
    assert len(rows(COMMITTED, "links")) == 2_000
    assert 295 <= len(rows(COMMITTED, "actors")) <= 310


def test_committed_region_is_what_seed_0_gives(tmp_path: Path) -> None:
    assert bytes_of(write_example(tmp_path / "again")) == bytes_of(COMMITTED)


def test_same_seed_gives_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from eloggraph.example.writing import write_example;"
        "write_example(Path(sys.argv[1]), seed=3, actors=40)"
    )
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        place = str(tmp_path / hash_seed)
        subprocess.run([sys.executable, "-c", code, place], env=environment, check=True)
    assert bytes_of(tmp_path / "1") == bytes_of(tmp_path / "2")


def test_another_seed_gives_another_region(small: Path, tmp_path: Path) -> None:
    other = write_example(tmp_path / "other", seed=8, actors=40)
    assert bytes_of(other)["links.csv"] != bytes_of(small)["links.csv"]


def test_silos_meet_others_only_through_their_bridging_actor(small: Path) -> None:
    for folder in both(small):
        truth, graph = planted(folder), ties(folder)
        assert len(truth["bridging_actors"]) == 3
        assert set(truth["bridging_actors"]) <= set(nx.articulation_points(graph))
        for silo in truth["silos"]:
            own = set(silo["actors"])
            assert nx.is_connected(graph.subgraph(own))
            out = {end for edge in nx.edge_boundary(graph, own) for end in edge[:1]}
            assert len(out) == 1
            assert out <= set(truth["bridging_actors"])


def test_false_silo_is_inward_no_more_than_its_size_explains() -> None:
    """A random pair is of two local actors with about the square of their share."""
    share = planted(COMMITTED)["false_silo"]["share"]
    level = {row["id"]: row["level"] for row in rows(COMMITTED, "actors")}
    pairs = ties(COMMITTED).edges
    inward = sum(level[a] == level[b] == "local" for a, b in pairs) / len(pairs)
    assert inward > 0.5
    assert inward == pytest.approx(share**2, abs=0.05)


def test_cells_of_the_norm_have_the_providers_that_were_planted(small: Path) -> None:
    for folder in both(small):
        truth = planted(folder)
        providers = defaultdict(set)
        for row in rows(folder, "services"):
            for place in row["areas"].split("|"):
                providers[row["target_groups"], place].add(row["providers"])
        cells = [(row["target_group"], row["area"]) for row in rows(folder, "norms")]
        found = {cell: len(providers[cell]) for cell in cells}
        assert sorted(list(c) for c, n in found.items() if n == 0) == truth["cells_missing"]
        assert sorted(list(c) for c, n in found.items() if n == 1) == truth["cells_thin"]
        assert [list(c) for c, n in found.items() if n == 6] == [truth["cell_overlapping"]]
        assert (len(truth["cells_missing"]), len(truth["cells_thin"])) == (5, 4)


def test_pairs_of_ended_projects_have_no_other_link(small: Path) -> None:
    for folder in both(small):
        links = rows(folder, "links")
        pairs = Counter(frozenset((row["from"], row["to"])) for row in links)
        until = {(r["from"], r["to"], r["type"]): (r["project"], r["until"]) for r in links}
        for project, ended in planted(folder)["ended_projects"].items():
            assert ended["ties"]
            for tie in ended["ties"]:
                assert until[tuple(tie)] == (project, ended["until"])
                assert pairs[frozenset(tie[:2])] == 1


def test_changed_organisations_end_and_begin_on_the_day(small: Path) -> None:
    actors = {row["id"]: row for row in rows(small, "actors")}
    changes = planted(small)["changes"]
    assert [(c["type"], len(c["from"])) for c in changes] == [("renaming", 1), ("merger", 2)]
    for change in changes:
        assert {actors[old]["until"] for old in change["from"]} == {change["date"]}
        assert actors[change["to"]]["since"] == change["date"]


def test_goals_without_measures_and_roles_without_training(small: Path) -> None:
    truth = planted(small)
    served = {row["goals"] for row in rows(small, "measures")}
    regional = {row["id"] for row in rows(small, "goals") if row["level"] == "regional"}
    assert sorted(regional - served) == sorted(truth["goals_without_measures"])
    trained = {c for row in rows(small, "trainings") for c in row["competences"].split("|")}
    untrained = [
        {"role": row["required_by"], "competence": row["competence"]}
        for row in rows(small, "competence_requirements")
        if row["competence"] not in trained
    ]
    assert untrained == truth["roles_untrained"] != []


def test_toolkit_finds_the_planted_cells(small: Path) -> None:
    coverage = eloggraph.open(small).analyse().coverage
    assert coverage is not None
    assert (coverage.count("missing"), coverage.count("thin")) == (5, 4)


def test_every_truth_key_is_explained_in_the_readme() -> None:
    text = (COMMITTED / "README.md").read_text(encoding="utf-8")
    for key in planted(COMMITTED):
        assert text.count(f"`{key}`") >= 3, key


def test_ids_are_unique_over_tables_and_regions() -> None:
    ids = [row["id"] for _, row in draw_example(3, 1, lambda _: None, 40) if "id" in row]
    assert len(ids) == len(set(ids))


def test_memory_does_not_grow_with_the_number_of_regions() -> None:
    def peak(regions: int) -> int:
        tracemalloc.start()
        for _ in draw_example(regions, 1, lambda _: None, 40):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)
    assert peak(12) < 1.5 * peak(3)


def test_regions_differ() -> None:
    first, second = (Region(number=n, seed=1, actors=40).rng.random() for n in (1, 2))
    assert first != second


def test_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError):
        write_example(tmp_path, actors=40)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_file_in_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError):
        write_example(file, actors=40)
    assert file.read_text(encoding="utf-8") == "mine"


def test_earlier_example_is_not_replaced(tmp_path: Path) -> None:
    """What has been changed in it would be lost."""
    folder = write_example(tmp_path / "it", seed=1, actors=40)
    before = bytes_of(folder)
    with pytest.raises(OutputError):
        write_example(folder, seed=2, actors=40)
    assert bytes_of(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["it"]


def test_command_writes_the_region_and_says_so(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        new, [str(tmp_path / "uusi"), "--example", "region", "--seed", "5", "--lang", "fi"]
    )
    assert result.exit_code == 0, result.output
    assert "truth.json" in result.output
    assert planted(tmp_path / "uusi")["seed"] == 5


def test_command_refuses_a_foreign_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert CliRunner().invoke(new, [str(tmp_path), "--example", "region"]).exit_code == 2
