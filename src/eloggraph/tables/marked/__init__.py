"""A copy of the tables with every faulty cell marked."""
