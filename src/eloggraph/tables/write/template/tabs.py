"""The colours of the tabs of a workbook: one for each kind of table."""

from __future__ import annotations

from eloggraph.tables.write.template.choice import Template

# Apart from each other for those too who see few colours; more kinds than these share the last.
_COLOURS = ("#0B5A63", "#D98E04", "#7A3E9D", "#2F6FBF", "#B23A48", "#4B7F2B", "#8C6D46")
_OTHERS = "#8A949B"


def choose_colours(template: Template) -> dict[str, str]:
    """Return the colour of each family of tables, those that a network begins with first.

    >>> from eloggraph.schema.packaged import packaged_schema
    >>> from eloggraph.tables.write.template.choice import choose_tables
    >>> colours = choose_colours(choose_tables(packaged_schema(), "fi", everything=False))
    >>> colours["actors"] == colours["services"]
    False
    """
    first = (table for table in template.schema.tables if table.begin_with)
    begun = sorted(first, key=lambda table: table.begin_with or 0)
    rest = sorted(template.tables, key=lambda table: table.family)
    families = dict.fromkeys(table.family for table in (*begun, *rest))
    return {
        family: _COLOURS[at] if at < len(_COLOURS) else _OTHERS
        for at, family in enumerate(families)
    }
