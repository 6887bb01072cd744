"""Tables for people and other tools: answers, results, inspections, marked copies."""
