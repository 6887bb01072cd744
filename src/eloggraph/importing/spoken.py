"""The language that the headers of foreign tables are written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eloggraph.importing.headings import Heading, match_header
from eloggraph.text import LANGUAGES, Language


def find_language(
    headers: Sequence[str], headings: Sequence[Heading], preferred: Language
) -> Language:
    """Return the language that most headers are written in; of several, the preferred one.

    A header that is as good in two languages speaks for none of them.

    >>> from eloggraph.importing.headings import list_headings
    >>> from eloggraph.schema.packaged import packaged_schema
    >>> headings = list_headings(packaged_schema())
    >>> find_language(["Organisation", "Roll"], headings, "fi")
    'sv'
    """
    counts = Counter[Language]()
    spoken: dict[Language, list[Heading]] = {
        language: [each for each in headings if each.language == language] for language in LANGUAGES
    }
    for header in dict.fromkeys(filter(None, headers)):
        scores: dict[Language, float] = {}
        for language, own in spoken.items():
            scores[language] = max((m.score for m in match_header(header, own)), default=0.0)
        best = max(scores.values())
        said = [language for language, score in scores.items() if score == best]
        if best and len(said) == 1:
            counts[said[0]] += 1
    most = max(counts.values(), default=0)
    likely = [language for language in LANGUAGES if counts[language] == most]
    return preferred if preferred in likely else likely[0]
