"""CSV and its relatives: bytes to records of cells."""
