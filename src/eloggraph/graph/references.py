"""References in cells to the nodes they mean: by IRI, id, notation or label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Lookup:
    """Texts and what they mean: one frame for ids and IRIs as they are, one for labels.

    Both have ``key``, ``object`` (null where several nodes are meant) and ``choices``.
    """

    exact: pl.DataFrame
    labels: pl.DataFrame
    known: frozenset[str]


def build_lookup(names: pl.DataFrame) -> Lookup:
    """Return what each text means among names: the node of the best rank, if there is one."""
    if "rank" not in names.columns:
        names = names.with_columns(pl.lit(0).alias("rank"))
    is_label = pl.col("form") == "label"
    shown = names.filter(pl.col("form") != "iri")
    ids = names.filter(pl.col("form") == "id")
    return Lookup(
        exact=_choose_best(names.filter(~is_label)),
        labels=_choose_best(names.filter(is_label)),
        known=frozenset({*shown["shown"], *ids["text"]} - {None}),
    )


def _choose_best(names: pl.DataFrame) -> pl.DataFrame:
    best = names.filter(pl.col("rank") == pl.col("rank").min().over("text"))
    meant = best.group_by(pl.col("text").alias("key")).agg(
        pl.col("iri").unique().sort().alias("choices")
    )
    sure = pl.when(pl.col("choices").list.len() == 1).then(pl.col("choices").list.first())
    return meant.with_columns(sure.alias("object"))


def resolve(cells: pl.DataFrame, lookup: Lookup) -> pl.DataFrame:
    """Find the node that each cell means.

    Parameters
    ----------
    cells
        Any columns beside ``text``.
    lookup
        As :func:`build_lookup` gives it. An id or an IRI is looked for first, then a label.

    Returns
    -------
    ``cells`` in their order with the columns ``object``, null where nothing is meant for sure,
    and ``choices``, which lists what may be meant and is null where nothing is.

    Examples
    --------
    >>> names = pl.DataFrame([("urn:a", "", "a", "id", "a")], schema=NAMES_SCHEMA, orient="row")
    >>> cells = pl.DataFrame({"text": ["a", "b"]})
    >>> resolve(cells, build_lookup(names))["object"].to_list()
    ['urn:a', None]
    """
    as_is, folded = pl.col("text").str.normalize("NFC"), normalise_reference(pl.col("text"))
    found = (
        cells.lazy()
        .with_columns(as_is.alias("as_is"), folded.alias("folded"))
        .join(
            lookup.exact.lazy(), left_on="as_is", right_on="key", how="left", maintain_order="left"
        )
        .join(
            lookup.labels.lazy(),
            left_on="folded",
            right_on="key",
            how="left",
            maintain_order="left",
            suffix="_label",
        )
    )
    exact = pl.col("choices").is_not_null()
    return found.select(
        *cells.columns,
        pl.when(exact).then(pl.col("object")).otherwise(pl.col("object_label")).alias("object"),
        pl.coalesce("choices", "choices_label").alias("choices"),
    ).collect()
