"""The sections of the report that show more than sentences: a template, and what it takes."""
