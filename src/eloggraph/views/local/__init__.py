"""The local page: what each of its states shows, and its templates, style and scripts."""
