"""Ids of rows that have none: made from their names, kept from one reading to the next."""
