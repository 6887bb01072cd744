"""A researcher's script: how many organisations serve each target group, as a CSV file."""

import sys
from pathlib import Path

import pandas as pd

import eloggraph


def count_providers(network: eloggraph.Network) -> pd.DataFrame:
    """Return for each target group its services and who provides them, counted."""
    answer = network.select(
        """
        SELECT ?group ?service ?provider
        WHERE {
          ?service elo:forTargetGroup ?g ; elo:providedBy ?provider .
          ?g skos:prefLabel ?group
          FILTER(LANG(?group) = "en")
        }
        """
    )
    frame = answer.to_pandas()
    return frame.groupby("group").agg(
        services=("service", "nunique"), providers=("provider", "nunique")
    )


def count_findings(network: eloggraph.Network) -> pd.Series:
    """Return how many findings of each severity the tables have."""
    found = [finding.severity for finding in network.check().findings]
    return pd.Series(found, dtype="string").value_counts()


def main(folder: Path, output: Path) -> None:
    """Count, and write the result."""
    network = eloggraph.open(folder)
    counted = count_providers(network)
    counted["findings"] = int(count_findings(network).sum())
    counted.to_csv(output)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
