"""References in cells to the nodes they mean: by IRI, id, notation or label."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from eloggraph.iri import contract
from eloggraph.schema.model import Column, Schema

NAMES_SCHEMA = {
    "iri": pl.String,
    "class": pl.String,
    "text": pl.String,
    "form": pl.String,
    "shown": pl.String,
}
_RANKS = {"iri": 0, "id": 1, "label": 2}


def empty_names() -> pl.DataFrame:
    """Return a frame of names without any."""
    return pl.DataFrame(schema=NAMES_SCHEMA)


def normalise_reference(text: pl.Expr) -> pl.Expr:
    """Return the text in the form in which labels are compared: NFC, lower case."""
    return text.str.normalize("NFC").str.to_lowercase()


def names_of_rows(rows: pl.DataFrame, *, table: str, target_class: str) -> pl.DataFrame:
    """Return the names by which rows may be referred to.

    ``rows`` has ``iri``, ``id`` and any label columns (their names start with ``label``). An id
    may be written with its table before it (``projects/osaajaks``) where several tables share it.
    """
    labels = [name for name in rows.columns if name.startswith("label")]
    shown = pl.coalesce(*labels, "id") if labels else pl.col("id")
    rows = rows.with_columns(shown.alias("shown"))
    parts = [
        _form(rows, pl.col("iri"), "iri"),
        _form(rows, pl.col("id").str.normalize("NFC"), "id"),
        _form(rows, pl.concat_str(pl.lit(f"{table}/"), pl.col("id").str.normalize("NFC")), "id"),
        *(_form(rows, normalise_reference(pl.col(label)), "label") for label in labels),
    ]
    names = pl.concat(parts).drop_nulls("text").with_columns(pl.lit(target_class).alias("class"))
    return names.select(list(NAMES_SCHEMA)).unique(maintain_order=True)


def _form(rows: pl.DataFrame, text: pl.Expr, form: str) -> pl.DataFrame:
    return rows.select("iri", text.alias("text"), pl.lit(form).alias("form"), "shown")


def names_of_codes(schema: Schema, column: Column) -> pl.DataFrame:
    """Return the names of the codes or classes that a column allows."""
    rows: list[tuple[str, str, str, str, str]] = []
    if column.kind == "class":
        for iri in column.allowed:
            label = schema.labels.get(iri)
            texts = list(dict(label.items()).values()) if label else []
            rows += _code_names(iri, contract(iri).partition(":")[2], texts)
    else:
        for concept in schema.concepts:
            if concept.scheme == column.scheme:
                texts = list(dict(concept.label.items()).values())
                code = concept.notation or concept.iri.rpartition("/")[2]
                rows += _code_names(concept.iri, code, texts)
    frame = pl.DataFrame(rows, schema=NAMES_SCHEMA, orient="row")
    is_label = pl.col("form") == "label"
    text = pl.when(is_label).then(normalise_reference(pl.col("text"))).otherwise(pl.col("text"))
    return frame.with_columns(text).unique(maintain_order=True)


def _code_names(iri: str, code: str, texts: Iterable[str]) -> list[tuple[str, str, str, str, str]]:
    named = [
        (iri, "", iri, "iri", code),
        (iri, "", code, "id", code),
        (iri, "", code, "label", code),
    ]
    return named + [(iri, "", text, "label", text) for text in texts]


def names_of_nodes(schema: Schema, column: Column, sources: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Return the names of the rows that a column may refer to.

    ``sources`` are the names of the network itself and then of each network it uses; what comes
    first wins. A row whose class fits wins over one that may only be narrowed to fit.
    """
    exact = {
        below for iri in column.classes for below in schema.descendants.get(iri, frozenset({iri}))
    }
    related = {table.target_class for table in schema.tables_of(column.classes)} | exact
    parts = []
    for order, names in enumerate(sources):
        fitting = names.filter(pl.col("class").is_in(sorted(related)))
        narrow = pl.when(pl.col("class").is_in(sorted(exact))).then(0).otherwise(1)
        form = pl.col("form").replace_strict(_RANKS, return_dtype=pl.Int32)
        parts.append(fitting.with_columns((form * 1000 + order * 2 + narrow).alias("rank")))
    return pl.concat(parts)


def resolve(cells: pl.DataFrame, names: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Find the node that each cell means.

    Parameters
    ----------
    cells
        Any columns beside ``text``.
    names
        As :func:`names_of_nodes` or :func:`names_of_codes` give them.

    Returns
    -------
    ``cells`` with the column ``object`` (null where nothing is meant for sure), and for the
    cells that mean several nodes at once the column ``choices`` (their names).
    """
    if "rank" not in names.columns:
        form = pl.col("form").replace_strict(_RANKS, return_dtype=pl.Int32)
        names = names.with_columns((form * 1000).alias("rank"))
    exact = names.filter(pl.col("form") != "label")
    labels = names.filter(pl.col("form") == "label")
    numbered = cells.with_row_index("cell")
    hits = pl.concat(
        [
            numbered.select("cell", pl.col("text").str.normalize("NFC")).join(exact, on="text"),
            numbered.select("cell", normalise_reference(pl.col("text"))).join(labels, on="text"),
        ]
    )
    best = hits.filter(pl.col("rank") == pl.col("rank").min().over("cell"))
    chosen = best.group_by("cell").agg(
        pl.col("iri").unique().sort().alias("iris"), pl.col("shown").first()
    )
    sure = chosen.filter(pl.col("iris").list.len() == 1)
    unsure = chosen.filter(pl.col("iris").list.len() > 1)
    resolved = numbered.join(
        sure.select("cell", pl.col("iris").list.first().alias("object")), on="cell", how="left"
    )
    ambiguous = numbered.join(
        unsure.select("cell", pl.col("iris").alias("choices")), on="cell", how="inner"
    )
    return resolved.sort("cell").drop("cell"), ambiguous.sort("cell").drop("cell")
