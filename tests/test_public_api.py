"""What the package shows is what it promises."""

import subprocess
import sys

import eloggraph


def test_all_is_sorted_and_there() -> None:
    assert eloggraph.__all__ == sorted(eloggraph.__all__)
    assert all(hasattr(eloggraph, name) for name in eloggraph.__all__)


def test_nothing_public_is_left_out_of_all() -> None:
    import types

    visible = {
        name
        for name, value in vars(eloggraph).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert visible - set(eloggraph.__all__) == set()


def test_every_public_name_is_documented() -> None:
    for name in eloggraph.__all__:
        value = getattr(eloggraph, name)
        if callable(value) and not str(value).startswith("typing."):
            assert value.__doc__, name


def test_help_imports_no_data_library() -> None:
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from eloggraph.cli.main import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "heavy = {'polars', 'pyoxigraph', 'rdflib', 'networkx', 'numpy', 'pyshacl', 'jinja2'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
