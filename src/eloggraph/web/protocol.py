"""A request in the SPARQL 1.1 protocol, read: which query, of which graphs, in which form.

Source: SPARQL 1.1 Protocol, section 2.1. Only the query operation is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

FORM = "application/x-www-form-urlencoded"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
MOST_QUERY = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a request asks."""

    query: str
    accept: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Refused(Exception):
    """The request is none that is answered: its status, and the entry of the reason."""

    def __init__(self, status: int, reason: str) -> None:
        self.status, self.reason = status, reason
        super().__init__(reason)


def read_request(
    method: str, query_string: str, body: bytes, headers: Mapping[str, str]
) -> Wanted | None:
    """Return what a request asks; None where it asks for the endpoint's description.

    >>> read_request("GET", "query=ASK%20%7B%7D", b"", {}).query
    'ASK {}'
    >>> read_request("GET", "", b"", {}) is None
    True

    Raises
    ------
    Refused
        When it is no query in the way of the protocol; every update is refused.
    """
    try:
        fields = _parse(query_string.encode())
        if method == "POST":
            type_ = headers.get("content-type", "").partition(";")[0].strip().lower()
            if type_ == FORM:
                fields = _parse(body)
            elif type_ == QUERY:
                fields = {**fields, "query": [body.decode("utf-8")]}
            elif type_ == UPDATE:
                raise Refused(403, "read-only")
            else:
                raise Refused(415, "media-type")
    except UnicodeDecodeError as error:
        raise Refused(400, "not-utf8") from error
    except ValueError as error:
        raise Refused(400, "too-many-fields") from error
    if "update" in fields:
        raise Refused(403, "read-only")
    queries = fields.get("query", [])
    if not queries and method in ("GET", "HEAD"):
        return None
    if len(queries) != 1:
        raise Refused(400, "one-query")
    if len(queries[0]) > MOST_QUERY:
        raise Refused(413, "query-too-large")
    return Wanted(
        query=queries[0],
        accept=headers.get("accept", ""),
        default_graphs=tuple(fields.get("default-graph-uri", ())),
        named_graphs=tuple(fields.get("named-graph-uri", ())),
    )


def _parse(text: bytes) -> dict[str, Sequence[str]]:
    said = parse_qs(
        text.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=200
    )
    return dict(said)
