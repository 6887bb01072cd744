"""What a profile has no room for, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from eloggraph.publish.writing import read_head
from eloggraph.text import Language, Text, say

# So many are read; the head of the output has them all.
MOST = 20


def explain_head(text: str, labels: Mapping[str, Text], language: Language) -> str:
    """Return one line for each thing that was left out, below a line that counts them.

    Parameters
    ----------
    text
        What :func:`eloggraph.publish.writing.write_profile` has written.
    labels
        The name of every node by IRI.
    language
        The reader's.

    Examples
    --------
    >>> import eloggraph
    >>> network = eloggraph.open("datasets/osaajaks")
    >>> print(explain_head(network.build("cpsv"), network.labels, "en").splitlines()[1])
    The service “OsaajaKS service chain” was left out: no responsible authority is on record.
    """
    profile, omitted = read_head(text)
    if not omitted:
        return ""
    lines = [say("publish.told", n=len(omitted), profile=profile).say(language)]
    for each in omitted[:MOST]:
        name = labels.get(each.node, Text.same(each.node)).say(language)
        why = ", ".join(say(f"publish.reason.{reason}").say(language) for reason in each.reasons)
        # What lacks something that the profile demands may still be told, in another way.
        kind = each.kind if each.missing else "gone"
        lines.append(say(f"publish.line.{kind}", name=name, why=why).say(language))
    if len(omitted) > MOST:
        lines.append(say("publish.more", n=len(omitted) - MOST).say(language))
    return "".join(f"{line}\n" for line in lines)
