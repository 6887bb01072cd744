"""What the report and the page of findings share: a sign for every severity."""

from __future__ import annotations

# Every state has a sign and a word beside its colour.
SEVERITY_SIGNS = {"violation": "✕", "warning": "!", "info": "i"}
