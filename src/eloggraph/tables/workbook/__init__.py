"""Workbooks: measured, read as text, and what their cells alone do not tell."""

SUFFIXES = (".xlsx", ".xlsm", ".ods")
