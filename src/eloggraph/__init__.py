"""eloggraph: knowledge graphs of lifelong guidance networks.

Tables of actors, services and ties become a graph; the graph is checked against shapes with
every fault named down to the cell, analysed with evidence, and shown as a map and a report.

>>> import eloggraph
>>> net = eloggraph.open("datasets/osaajaks")
>>> net.check().count("violation")
0
"""

import typing

from eloggraph.api.check import check, examine
from eloggraph.api.network import Network, NetworkMap, inspect
from eloggraph.api.network import open_network as open
from eloggraph.errors import EloggraphError, InputError, OutputError, QueryError
from eloggraph.finding import Finding, Place, Report, Severity
from eloggraph.text import Language, Text

if typing.TYPE_CHECKING:
    from eloggraph.api.run import RunResult, run

__version__: str


def __getattr__(name: str) -> object:
    """Return what is imported when it is asked for: it takes longer than most commands need."""
    if name == "__version__":
        from importlib.metadata import version

        return version("eloggraph")
    if name in ("RunResult", "run"):
        from eloggraph.api import run as running

        return getattr(running, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "EloggraphError",
    "Finding",
    "InputError",
    "Language",
    "Network",
    "NetworkMap",
    "OutputError",
    "Place",
    "QueryError",
    "Report",
    "RunResult",
    "Severity",
    "Text",
    "__version__",
    "check",
    "examine",
    "inspect",
    "open",
    "run",
]
