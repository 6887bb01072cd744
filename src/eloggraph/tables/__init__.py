"""Tables as people save them, read as text with every cell's place kept."""
