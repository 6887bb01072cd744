"""eloggraph: knowledge graphs of lifelong guidance networks.

Tables of actors, services and ties become a graph; the graph is checked against shapes with
every fault named down to the cell, analysed with evidence, and shown as a map and a report.

>>> import eloggraph
>>> net = eloggraph.open("datasets/osaajaks")
>>> net.check().count("violation")
0

What the command line can do, this package can do in the same words: ``check``, ``compare``,
``confirm``, ``convert``, ``diff``, ``docs``, ``hash_graph``, ``import_tables``, ``inspect``,
``new``, ``pack``, ``reason``, ``run`` and ``serve`` are functions here, and ``check``, ``build``,
``query``, ``analyse``, ``map``, ``report``, ``reason`` and ``mark`` are methods of the
:class:`Network` that ``open`` returns.

Where ``lang`` is not given, a page about a network opens in the first of the network's languages,
so that the same tables give the same page on every machine; everything else is in the reader's
language: ``ELOGGRAPH_LANG``, else the locale, else English.
"""

import typing

if typing.TYPE_CHECKING:
    from eloggraph.api.asked import Dataset
    from eloggraph.api.check import check
    from eloggraph.api.compare import compare
    from eloggraph.api.confirm import Confirmation, confirm
    from eloggraph.api.convert import convert
    from eloggraph.api.dataset import open_dataset
    from eloggraph.api.diff import diff
    from eloggraph.api.docs import docs
    from eloggraph.api.hash_graph import hash_graph
    from eloggraph.api.import_tables import import_tables
    from eloggraph.api.inspect import inspect
    from eloggraph.api.map import NetworkMap
    from eloggraph.api.network import Network
    from eloggraph.api.new import new
    from eloggraph.api.opening import open_network as open
    from eloggraph.api.pack import pack
    from eloggraph.api.reason import reason
    from eloggraph.api.report import NetworkReport
    from eloggraph.api.run import RunResult, run
    from eloggraph.api.views import NetworkView
    from eloggraph.checks.check import CheckReport
    from eloggraph.errors import (
        EloggraphError,
        InputError,
        OptionError,
        OutputError,
        QueryError,
    )
    from eloggraph.finding import Finding, Place, Report, Severity
    from eloggraph.text import Language, Text
    from eloggraph.web.start import serve

    __version__: str

# Where each name is; it is imported when it is asked for, so that nobody waits for the others.
_HOMES = {
    "CheckReport": "checks.check",
    "Confirmation": "api.confirm",
    "Dataset": "api.asked",
    "EloggraphError": "errors",
    "Finding": "finding",
    "InputError": "errors",
    "Language": "text",
    "Network": "api.network",
    "NetworkMap": "api.map",
    "NetworkReport": "api.report",
    "NetworkView": "api.views",
    "OptionError": "errors",
    "OutputError": "errors",
    "Place": "finding",
    "QueryError": "errors",
    "Report": "finding",
    "RunResult": "api.run",
    "Severity": "finding",
    "Text": "text",
    "check": "api.check",
    "compare": "api.compare",
    "confirm": "api.confirm",
    "convert": "api.convert",
    "diff": "api.diff",
    "docs": "api.docs",
    "hash_graph": "api.hash_graph",
    "import_tables": "api.import_tables",
    "inspect": "api.inspect",
    "new": "api.new",
    "open": "api.opening",
    "open_dataset": "api.dataset",
    "pack": "api.pack",
    "reason": "api.reason",
    "run": "api.run",
    "serve": "web.start",
}


def __getattr__(name: str) -> object:
    """Return a public name from where it is."""
    if name == "__version__":
        from importlib.metadata import version

        return version("eloggraph")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = import_module(f"eloggraph.{_HOMES[name]}")
    return getattr(home, "open_network" if name == "open" else name)


def __dir__() -> list[str]:
    """Return the public names."""
    return [*__all__]


__all__ = [
    "CheckReport",
    "Confirmation",
    "Dataset",
    "EloggraphError",
    "Finding",
    "InputError",
    "Language",
    "Network",
    "NetworkMap",
    "NetworkReport",
    "NetworkView",
    "OptionError",
    "OutputError",
    "Place",
    "QueryError",
    "Report",
    "RunResult",
    "Severity",
    "Text",
    "__version__",
    "check",
    "compare",
    "confirm",
    "convert",
    "diff",
    "docs",
    "hash_graph",
    "import_tables",
    "inspect",
    "new",
    "open",
    "open_dataset",
    "pack",
    "reason",
    "run",
    "serve",
]
