"""What shape the network has: one module per question, all on the affiliation network."""
