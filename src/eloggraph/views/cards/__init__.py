"""Cards to confirm as pages, and what came back in sentences."""
