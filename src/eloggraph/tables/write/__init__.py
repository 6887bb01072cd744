"""Tables given back: templates, converted and marked copies, descriptions."""
