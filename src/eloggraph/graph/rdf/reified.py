"""Statements about statements (RDF 1.2), read as the reification that RDF 1.1 has.

Who says something of a statement is a *reifier*: ``r rdf:reifies <<( s p o )>>``. Of that become
``r rdf:subject s ; rdf:predicate p ; rdf:object o``, which frames hold as they hold all else.
"""

from __future__ import annotations

import polars as pl

from eloggraph.finding import Place
from eloggraph.graph.rdf.lines import LINE
from eloggraph.graph.statements import OBJECT, ROW, SUBJECT, Graph
from eloggraph.iri import expand

_TERM = "^[^ ]+ [^ ]+ <<"  # no literal begins so
_PARTS = ("subject", "predicate", "object")
_REIFIER, _GRAPH = "reifier", "graph"
_REIFIES = (
    rf"^(?P<{_REIFIER}>[^ ]+) <{expand('rdf:reifies')}> "
    r"<<\( (?P<subject>[^ ]+) (?P<predicate><[^ ]+>) (?P<object>.+) \)>>(?P<graph> [^ ]+)? \.$"
)


class Reifications:
    """Counts the statements about which something is said, while lines are read."""

    def __init__(self) -> None:
        self.count = 0

    def write(self, lines: pl.DataFrame) -> pl.DataFrame:
        r"""Return canonical lines with a reification in the place of each triple as a term.

        A triple in another place, inside another, or one of several that a reifier has, stays as
        it is: RDF 1.1 has no way to say that.

        Examples
        --------
        >>> said = f"_:r <{expand('rdf:reifies')}> <<( <urn:a> <urn:p> \"x\" )>> ."
        >>> lines = pl.DataFrame({"line": [said], "row": [7]})
        >>> [line.rpartition("#")[2] for line in Reifications().write(lines)["line"]]
        ['subject> <urn:a> .', 'predicate> <urn:p> .', 'object> "x" .']
        """
        is_about = lines[LINE].str.contains(_TERM)
        if not is_about.any():
            return lines
        about = lines.filter(is_about)
        about = about.with_columns(pl.col(LINE).str.extract_groups(_REIFIES).alias("parts"))
        about = about.unnest("parts")
        alone = pl.struct(_PARTS).n_unique().over(_REIFIER, _GRAPH) == 1
        is_read = pl.col(_REIFIER).is_not_null() & ~pl.col("object").str.starts_with("<<") & alone
        about = about.with_columns(is_read.alias("is_read"))
        read, left = about.filter("is_read"), about.filter(~pl.col("is_read"))
        self.count += read.height
        written = [
            read.with_columns(
                pl.format(
                    f"{{}} <{expand(f'rdf:{part}')}> {{}}{{}} .",
                    _REIFIER,
                    part,
                    pl.col(_GRAPH).fill_null(""),
                ).alias(LINE)
            )
            for part in _PARTS
        ]
        columns = lines.columns
        kept = (each.select(columns) for each in (lines.filter(~is_about), *written, left))
        return pl.concat(kept)


def find_mixed(graph: Graph) -> list[Place]:
    """Return where a reifier has parts of two statements: the first such place of each file.

    So it is where the two are in two graphs, two files, or far from each other in one.
    """
    firsts: dict[str, Place] = {}
    for name in _PARTS:
        parts = [*graph.of(expand(f"rdf:{name}"))]
        if not parts:
            continue
        said = pl.concat(
            part.frame.select(
                SUBJECT,
                OBJECT,
                ROW,
                pl.lit(f"{part.is_literal} {part.datatype} {part.language}").alias("kind"),
                pl.lit(number).alias("part"),
            )
            for number, part in enumerate(parts)
        )
        different = said.unique([SUBJECT, OBJECT, "kind"], maintain_order=True)
        mixed = different.filter(pl.col(SUBJECT).is_duplicated())
        for number, row in mixed.group_by("part").agg(pl.col(ROW).min()).iter_rows():
            place = parts[number].place(row)
            if place is not None and place.file is not None:
                known = firsts.setdefault(place.file, place)
                firsts[place.file] = min(known, place, key=lambda each: each.row or 0)
    return [firsts[file] for file in sorted(firsts)]
