"""The language of what is said and shown: one rule for the library and the command line.

``lang`` is the tag of one of the languages that the toolkit has. Without it, a page about a network
opens in the first of the network's languages, so that the same tables give the same page on every
machine; everything else (answers, workbooks, sentences) is in the reader's own language, as the
environment tells it.
"""

from __future__ import annotations

import os

from eloggraph.config import NetworkConfig
from eloggraph.text import LANGUAGES, Language, check_language


def choose_language(lang: Language | None = None) -> Language:
    """Return the language, or the reader's: ``ELOGGRAPH_LANG``, else the locale, else English.

    Raises
    ------
    ValueError
        When we do not have the language; those that we have are named.

    Examples
    --------
    >>> choose_language("sv")
    'sv'
    """
    if lang is not None:
        return check_language(lang)
    for variable in ("ELOGGRAPH_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = os.environ.get(variable, "")[:2].lower()
        if wanted in LANGUAGES:
            return wanted
    return "en"


def choose_page_language(lang: Language | None, config: NetworkConfig) -> Language:
    """Return the language in which a page about a network opens."""
    return check_language(lang) if lang is not None else config.languages[0]
