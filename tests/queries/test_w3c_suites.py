"""SPARQL as the W3C tests it: evaluation and syntax of 1.1 and 1.0, asked of files by manifest."""

from __future__ import annotations

from pathlib import Path

import pytest

from sparql_suites import list_manifests, read_cases, run_case

# What the suites have besides: updates, protocols and entailment, which are no queries of ours,
# and SERVICE, which is refused.
MANIFESTS = {
    "sparql-1.1/manifest-sparql11-query.ttl": 328,
    "sparql-1.0/manifest-evaluation.ttl": 284,
    "sparql-1.0/manifest-syntax.ttl": 199,
}
BY_VALUE = "the engine keeps numbers and dates by value, so that 1, 01 and +1 are one term"
GRAPH = "the engine takes a group in GRAPH ?g that has no pattern to be about no graph"
SCOPE = "the engine looks at ?g before GRAPH has bound it"
FUNCTION = "a query is run, not only parsed, and the engine has no such function"
EMPTY_PATH = "a proposed test: the engine has no path of no length from a node that is nowhere"
TAGS = "a proposed test: the engine drops a language that all texts of GROUP_CONCAT have"
EXCEPTIONS = {
    "agg-empty-group-count-graph": GRAPH,
    "agg-groupconcat-04": TAGS,
    "agg-groupconcat-06": TAGS,
    "graph": GRAPH,
    "graph-minus": SCOPE,
    "graph-optional": SCOPE,
    "graph-variable-scope": SCOPE,
    "bnode01": "the engine names a blank node after the text, in every row alike",
    "zero_or_more_set_end": EMPTY_PATH,
    "zero_or_more_set_start": EMPTY_PATH,
    "zero_or_one_set_end": EMPTY_PATH,
    "zero_or_one_set_start": EMPTY_PATH,
    "test_4": FUNCTION,
    "date-2": "the engine finds days with and without a time zone different, not beyond comparison",
    "dawg-optional-filter-005-simplified": "not approved; its other reading is, and is met",
    "open-eq-01": BY_VALUE,
    "dawg-str-1": BY_VALUE,
    "dawg-str-2": BY_VALUE,
    "sameTerm-eq": BY_VALUE,
    "sameTerm-not-eq": BY_VALUE,
    "sameTerm-simple": BY_VALUE,
    "eq-graph-1": BY_VALUE,
    "eq-graph-2": BY_VALUE,
    "distinct-1": BY_VALUE,
    "distinct-9": BY_VALUE,
    "case-insensitive-booleans": "a proposed test: the engine takes true and false in small letters",
    "syntax-expr-05": FUNCTION,
    "syntax-order-05": FUNCTION,
    "syntax-order-06": FUNCTION,
    "syntax-function-01": FUNCTION,
    "syntax-function-02": FUNCTION,
    "syntax-function-03": FUNCTION,
    "syntax-function-04": FUNCTION,
    "syn-bad-26": "the engine takes <?a&&?b> for comparisons where an IRI is meant",
}


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_queries_are_answered_as_the_suite_expects(
    reference_data: Path, manifest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oracle are the suite's own answers; every exception is still one.

    The child process that bounds a query of a reader is tested elsewhere, and 800 take a while.
    """
    monkeypatch.setattr("eloggraph.api.query.call_bounded", lambda ask, _: ask())
    found = list_manifests(reference_data / "suites" / manifest)
    cases = [case for path in found for case in read_cases(path)]
    assert len(cases) == MANIFESTS[manifest]
    wrong = {case.name: said for case in cases if (said := run_case(case))}
    assert {name: said for name, said in wrong.items() if name not in EXCEPTIONS} == {}
    assert {case.name for case in cases} & EXCEPTIONS.keys() == wrong.keys()
