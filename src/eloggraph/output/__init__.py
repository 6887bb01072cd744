"""Writing: old or new, always at its place; and nothing that is not ours is ever removed.

- ``guard``: an output that is, holds or lies in an input is refused.
- ``ownership``: a folder is ours only if a manifest of ours lists every file in it.
- ``exchange``: the old output and the new one change places in one step.
- ``files`` and ``folders``: what commands call.
"""

from eloggraph.output.exchange import clear_leftovers
from eloggraph.output.files import write_file
from eloggraph.output.folders import fill_new_folder, write_folder, write_new_folder
from eloggraph.output.guard import refuse_inputs, refuse_twice
from eloggraph.output.ownership import MANIFEST, refuse_foreign

__all__ = [
    "MANIFEST",
    "clear_leftovers",
    "fill_new_folder",
    "refuse_foreign",
    "refuse_inputs",
    "refuse_twice",
    "write_file",
    "write_folder",
    "write_new_folder",
]
