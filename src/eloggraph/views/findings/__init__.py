"""Findings in every form: terminal, page, and the formats of machines."""
