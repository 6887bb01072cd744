"""Files read: CSV and workbooks as matched tables, the place of every cell kept."""
