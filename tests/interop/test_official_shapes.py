"""The column engine on the official shapes and examples, with the counts measured by pySHACL.

The counts are those of the examples as they are published, without inference.
"""

from pathlib import Path

import pytest

import eloggraph

CPSV, CPOV = "cpsv-ap-3.2.0", "cpov-2.1.2"
CCCEV, DCAT = "cccev-2.1.0", "dcat-ap-3.0.1"
PROFILES = {
    CPSV: f"{CPSV}/cpsv-ap-SHACL.ttl",
    CPOV: f"{CPOV}/core-public-organisation-ap-SHACL.ttl",
    CCCEV: f"{CCCEV}/cccev-ap-SHACL.ttl",
    "html": f"{DCAT}/html-shacl/shapes.ttl",
    DCAT: f"{DCAT}/dcat-ap-SHACL.ttl",
}
META = "w3c-ns/shacl-shacl.ttl"


def count(data: Path, *shapes: Path) -> int:
    done = eloggraph.check(data, shapes=list(shapes))
    assert done.complete, done.findings
    assert done.validation is not None
    return len(done.validation.results)


@pytest.mark.parametrize(
    ("example", "profile", "results"),
    [
        (f"{CPSV}/example-rdf_public_service.ttl", CPSV, 6),
        (f"{CPOV}/example-rdf_public_organisation.ttl", CPOV, 9),
        (f"{CPOV}/example-rdf_public_organisation.ttl", CPSV, 3),
        (f"{CCCEV}/example-rdf_childcare_cost.ttl", CCCEV, 5),
        (f"{CCCEV}/example-rdf_entitlement_to_marry.ttl", CCCEV, 4),
    ],
)
def test_official_example_has_the_results_that_were_measured(
    external: Path, example: str, profile: str, results: int
) -> None:
    assert count(external / example, external / PROFILES[profile]) == results


@pytest.mark.parametrize(
    ("part", "by_html", "by_whole"), [("modified", 4, 9), ("gea-nha", 4, 9), ("issued", 3, 8)]
)
def test_catalogue_example_has_the_results_that_were_measured(
    external: Path, part: str, by_html: int, by_whole: int
) -> None:
    found = sorted((external / DCAT / "examples").rglob(f"*{part}.ttl"))
    assert len(found) == 1
    assert count(found[0], external / PROFILES["html"]) == by_html
    assert count(found[0], external / PROFILES[DCAT]) == by_whole


@pytest.mark.parametrize(("part", "results"), [("modified", 31), ("ordered", 21)])
def test_catalogue_example_has_the_recommended_and_the_code_lists_too(
    external: Path, part: str, results: int
) -> None:
    (found,) = (external / DCAT / "examples").glob(f"*{part}.ttl")
    names = ("shapes", "shapes_recommended", "range", "mdr-vocabularies.shape")
    shapes = [external / DCAT / "html-shacl" / f"{name}.ttl" for name in names]
    assert count(found, *shapes) == results


@pytest.mark.parametrize(("profile", "results"), [(CPSV, 0), (CPOV, 0), (CCCEV, 0), (DCAT, 2)])
def test_official_shapes_are_judged_as_shapes(external: Path, profile: str, results: int) -> None:
    assert count(external / PROFILES[profile], external / META) == results
