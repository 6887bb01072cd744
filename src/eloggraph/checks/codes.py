"""The code of the finding that each constraint component of SHACL becomes, by its local name."""

from __future__ import annotations

MISSING = "value-missing"
RULE, OTHER = "rule-broken", "shape"
CODES = {
    "MinCount": MISSING,
    "QualifiedMinCount": MISSING,
    "MaxCount": "values-too-many",
    "QualifiedMaxCount": "values-too-many",
    "Datatype": "value-datatype",
    "NodeKind": "value-kind",
    "Or": "value-kind",
    "And": "value-kind",
    "Not": "value-kind",
    "Xone": "value-kind",
    "Node": "value-kind",
    "NodeByExpression": "value-kind",
    "ReifierShape": "value-kind",
    "RootClass": "value-kind",
    "SubsetOf": "value-kind",
    "MemberShape": "value-kind",
    "MinListLength": "value-kind",
    "MaxListLength": "value-kind",
    "UniqueMembers": "value-kind",
    "UniqueValuesFor": "value-kind",
    "SingleLine": "value-pattern",
    "SomeValue": MISSING,
    "Class": "value-class",
    "In": "value-not-allowed",
    "HasValue": "value-not-allowed",
    "Pattern": "value-pattern",
    "MinLength": "value-length",
    "MaxLength": "value-length",
    "MinInclusive": "value-range",
    "MaxInclusive": "value-range",
    "MinExclusive": "value-range",
    "MaxExclusive": "value-range",
    "UniqueLang": "values-too-many",
    "LanguageIn": "value-language",
    "LessThan": "values-order",
    "LessThanOrEquals": "values-order",
    "Disjoint": "values-same",
    "Equals": "values-differ",
    "SPARQL": RULE,
    "Closed": "property-unexpected",
}
# That there are too few or too many of one kind does not mean that there are none.
QUALIFIED = {
    "QualifiedMinCount": "checks.values-qualified.few",
    "SomeValue": "checks.values-qualified.few",
    "QualifiedMaxCount": "checks.values-qualified.many",
}
# What to do where a component says more than its code.
REMEDIES = {
    "HasValue": "checks.value-not-allowed.has.remedy",
    "SingleLine": "checks.value-pattern.lines.remedy",
    "ReifierShape": "checks.value-kind.spoken.remedy",
}
