"""The page that an output folder opens with: what there is, and what each file is for."""
