"""Every term of SHACL that a shapes graph may use, by what a check does with it.

Sources: SHACL, W3C Recommendation 20 July 2017; SHACL Advanced Features and SHACL JavaScript
Extensions, W3C Working Group Notes 8 June 2017; SHACL 1.2 Core, SPARQL Extensions and Rules, W3C
Working Drafts 2026; DASH Data Shapes Vocabulary.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

# What a check does with a term: it is run; it changes no result; it demands something that is not
# looked at.
Effect = Literal["runs", "idle", "not-run"]


def _split(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TARGETS = "targetNode targetClass targetSubjectsOf targetObjectsOf targetWhere shape target"
_PATHS = "path inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath"
_CORE = """class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive
maxInclusive minLength maxLength pattern flags languageIn uniqueLang equals disjoint lessThan
lessThanOrEquals not and or xone node property qualifiedValueShape qualifiedValueShapesDisjoint
qualifiedMinCount qualifiedMaxCount closed ignoredProperties hasValue in"""
# What SHACL 1.2 adds, which pySHACL does not know.
_LATER = """someValue subsetOf memberShape minListLength maxListLength uniqueMembers singleLine
rootClass uniqueValuesFor nodeByExpression reifierShape reificationRequired"""
_ABOUT = "deactivated severity message"
_SPARQL = """sparql select ask prefixes declare prefix namespace parameter optional validator
nodeValidator propertyValidator"""

# Properties that describe, order or show, those of a report, and those that only say more of what
# another property begins: a rule's head and body, a function's code.
_IDLE = """name description order group defaultValue labelTemplate shapesGraph suggestedShapesGraph
codeIdentifier intent formalized agentInstruction unit
conforms result detail focusNode resultPath resultSeverity resultMessage value sourceShape
sourceConstraint sourceConstraintComponent shapesGraphWellFormed conformsToShapesGraph
usedShapesGraph usedDataGraph usedConfiguration
conformanceDisallows resultAnnotation annotationProperty annotationValue annotationVarName
runOnce layer condition construct subject predicate object nodes filterShape intersection union
sourceRule returnType update describe bodyExpression keyParameter ruleOrder jsFunctionName
jsLibrary jsLibraryURL"""
# Rules, and the entailment that they are (``sh:Rules``), are run where that is asked for. A set of
# rules belongs to no shape; what is incomplete would be judged more mildly.
_NOT_RUN = """expression values js expectedPredicate ruleProcessor rule entailment tempTriple
hasRule includesRuleSet incomplete incompleteURIStart"""

_SH: dict[str, Effect] = {
    **dict.fromkeys(_split(_IDLE), "idle"),
    **dict.fromkeys(_split(_NOT_RUN), "not-run"),
    **dict.fromkeys(_split(f"{_TARGETS} {_PATHS} {_CORE} {_LATER} {_ABOUT} {_SPARQL}"), "runs"),
}
# Of DASH what demands something; its other terms are about forms and pictures.
_DASH_NOT_RUN = _split(
    """closedByTypes coExistsWith hasValueIn hasValueWithClass indexed nonRecursive reifiableBy
    rootClass scriptConstraint singleLine stem subSetOf symmetric uniqueValueForClass
    uniqueValuesForClass uriStart"""
)
# What computes a node of others: in DASH and drafts of SHACL. A rule runs some of it; whoever else
# asks for it is told as not run.
_EXPRESSIONS = _split(
    """count distinct min max sum groupConcat separator limit offset orderBy desc if then else
    exists minus nodes filterShape intersection union sparqlExpr"""
)
TERMS = tuple(sorted(_SH))
# The parameters of the constraint components of SHACL Core and SHACL-SPARQL.
PARAMETERS = _split(f"{_CORE} {_LATER}") | {"sparql"}
# Parameters of SHACL that take more in 1.2: a list to choose from, a path, or ``sh:ByTypes``.
_WIDENED = _split("class datatype nodeKind equals disjoint lessThan lessThanOrEquals")
_LATER_TERMS = _split(_LATER) | {"targetWhere", "target"}


def find_effect(name: str) -> Effect | None:
    """Return what a check does with a property of the namespace of SHACL; None where it is none.

    >>> find_effect("minCount"), find_effect("order"), find_effect("js"), find_effect("minCuont")
    ('runs', 'idle', 'not-run', None)
    """
    return _SH.get(name)


def is_of_later_version(name: str, value: str | None) -> bool:
    """Tell whether a property of the namespace of SHACL says what the Recommendation does not know.

    That is SHACL 1.2, and of the Advanced Features the targets that a query selects.

    ``value`` is the IRI that it has, or None where it has none.

    >>> is_of_later_version("class", None), is_of_later_version("class", "http://e.org/C")
    (True, False)
    """
    if name == "closed":
        return value is not None
    return name in _LATER_TERMS or (name in _WIDENED and value is None)


def is_expression(names: Collection[str]) -> bool:
    """Tell whether the properties of a node in the namespace of SHACL are a node expression's.

    >>> is_expression({"count"}), is_expression({"path", "count"})
    (True, False)
    """
    return _EXPRESSIONS.issuperset(names)


def demands_in_dash(name: str) -> bool:
    """Tell whether a property of DASH demands something of data.

    >>> demands_in_dash("nonRecursive"), demands_in_dash("editor")
    (True, False)
    """
    return name in _DASH_NOT_RUN
