"""Which folders a command reads: those that are named, and those that they use."""

from pathlib import Path

from eloggraph.api.named import list_inputs
from eloggraph.api.opening import open_network


def test_what_a_network_uses_is_an_input_wherever_reading_finds_it(tmp_path: Path) -> None:
    """A packaged network by its name, a folder of one's own by its path."""
    for name, entry in (("one", "suomi"), ("two", "../one")):
        (tmp_path / name).mkdir()
        settings = f'id = "{name}"\nbase = "https://example.org/{name}/"\ntitle = "T"\n'
        (tmp_path / name / "network.toml").write_text(f'{settings}uses = ["{entry}"]\n', "utf-8")
    found = list_inputs([tmp_path / "two"])
    assert [path.name for path in found] == ["two", "one", "suomi"]
    read = open_network(tmp_path / "two").sources
    assert {path.resolve() for path in read} == {path.resolve() for path in found}
