"""eloggraph: knowledge graphs of lifelong guidance networks.

Tables of actors, services and ties become a graph; the graph is checked against shapes with
every fault named down to the cell, analysed with evidence, and shown as a map and a report.

>>> import eloggraph
>>> net = eloggraph.open("datasets/osaajaks")
>>> net.check().count("violation")
0
"""

from importlib.metadata import version

from eloggraph.errors import EloggraphError, InputError, OutputError, QueryError
from eloggraph.finding import Finding, Place, Report, Severity
from eloggraph.job import RunResult, run
from eloggraph.network import Network, NetworkMap, check
from eloggraph.network import open_network as open
from eloggraph.text import Language, Text

__version__ = version("eloggraph")

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
    "open",
    "run",
]
