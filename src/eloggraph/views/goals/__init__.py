"""The view of goals and challenges: trees from an aim to who answers for it."""
