"""How large the model is, and how much of it anybody has used: what to look at before adding to it.

    python benchmarks/model_size.py [--columns]

Counts classes, properties, tables, columns and codes, and what no network of ``datasets`` ever
filled or used; with ``--columns`` those columns by table. A column counts once for each table that
has it.
"""

import argparse
from pathlib import Path

import eloggraph
from eloggraph.iri import ELO
from eloggraph.schema.model import Schema
from eloggraph.schema.packaged import packaged_schema
from eloggraph.tables.read.folder import read_network

DATASETS = Path(__file__).parent.parent / "datasets"


def list_networks() -> list[Path]:
    return sorted(path.parent for path in DATASETS.glob("*/network.toml"))


def find_filled(schema: Schema) -> set[tuple[str, str]]:
    """Return the columns, as table and key, in which some network has a value."""
    filled = set()
    for folder in list_networks():
        for matched in read_network(folder, schema).tables:
            frame = matched.raw.frame
            for key, index in matched.positions.items():
                if frame[f"c{index}"].null_count() < len(frame):
                    filled.add((matched.table.name, key))
    return filled


def find_used(schema: Schema) -> set[str]:
    """Return the codes that some network uses, by IRI."""
    said = "".join(eloggraph.open(folder).build("ntriples") for folder in list_networks())
    return {each.iri for each in schema.concepts if f"<{each.iri}>" in said}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--columns", action="store_true", help="list the columns never filled")
    wanted = parser.parse_args()
    schema = packaged_schema()
    filled, used = find_filled(schema), find_used(schema)
    columns = [(table.name, column.key) for table in schema.tables for column in table.columns]
    never = [column for column in columns if column not in filled]
    counts = {
        "classes": sum(iri.startswith(ELO) for iri in schema.classes),
        "properties": sum(iri.startswith(ELO) for iri in schema.properties),
        "tables": len(schema.tables),
        "columns": len(columns),
        "columns never filled": len(never),
        "code lists": len(schema.schemes),
        "codes": len(schema.concepts),
        "codes never used": len(schema.concepts) - len(used),
    }
    for name, count in counts.items():
        print(f"{count:6}  {name}")
    if wanted.columns:
        for table in schema.tables:
            keys = [key for name, key in never if name == table.name]
            if keys:
                print(f"{table.name}: {', '.join(keys)}")


if __name__ == "__main__":
    main()
