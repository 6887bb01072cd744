"""What the maintainers' tools found, in words."""
