"""Names of tables and columns as people type them, compared without what does not matter."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=8192)
def normalise_header(header: str) -> str:
    """Return a header without differences of case, spacing and Unicode form.

    >>> normalise_header("  Target_Groups ")
    'target groups'
    """
    text = unicodedata.normalize("NFC", header).casefold().replace("_", " ")
    return " ".join(text.split())
