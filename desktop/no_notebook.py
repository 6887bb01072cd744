"""Run before the frozen program: pyvis asks for a notebook's display, which a program has none of.

IPython and what it needs would be 40 MB that nothing uses.
"""

import sys
from types import ModuleType

display = ModuleType("IPython.display")
display.IFrame = None  # type: ignore[attr-defined]
sys.modules["IPython"], sys.modules["IPython.display"] = ModuleType("IPython"), display
