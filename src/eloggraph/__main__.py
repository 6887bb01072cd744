"""``python -m eloggraph``."""

from eloggraph.cli.main import main

main()
