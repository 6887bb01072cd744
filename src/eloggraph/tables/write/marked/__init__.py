"""A copy of the reader's own workbook with the faulty cells marked."""
