"""Rules of a shapes graph: what follows from a data graph by ``sh:rule``, apart from it.

Rules are read into values, and what cannot be run is noted (``reading``, ``model``). They are run
in their order, each order until it has nothing more to say, and all again while any of them has
(``run``). Rules of one order do not see what the others of it infer. A triple rule is
written as a query (``writing``), or its node expressions are worked out one by one where shapes
filter nodes (``expressions``); a SPARQL rule has its ``CONSTRUCT``. Both are asked of an Oxigraph
store that is filled with what they can read (``store``). A blank node that a
query makes anew in every round is made once (``blanks``).

Source: SHACL Advanced Features, W3C Working Group Note 8 June 2017, sections 6 and 8.
"""

from eloggraph.shacl.rules.model import Inferred
from eloggraph.shacl.rules.reading import list_unrun_rules
from eloggraph.shacl.rules.run import infer_statements

__all__ = ["Inferred", "infer_statements", "list_unrun_rules"]
