"""Descriptions of the tables for other programs: CSVW and Frictionless."""
