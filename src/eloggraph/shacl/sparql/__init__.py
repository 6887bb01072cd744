"""SPARQL-based constraints and components, run set-wise: one query for all focus nodes of a shape.

A shapes graph is read into checks (``reading``); a judge runs them over a data graph
(:class:`SparqlJudge`). The way of a query: it is read and looked through (``queries``, ``syntax``),
refused where the specification does not allow it (``prebinding``), the statements that it can read
are selected from the frames (``reduction``) and loaded (``loading``), and it is asked once, with
``$this`` bound to all focus nodes at the same time.
"""

from eloggraph.shacl.sparql.check import SparqlCheck
from eloggraph.shacl.sparql.judge import FocusNodes, SparqlJudge
from eloggraph.shacl.sparql.targets import SparqlTarget, select_nodes

__all__ = ["FocusNodes", "SparqlCheck", "SparqlJudge", "SparqlTarget", "select_nodes"]
