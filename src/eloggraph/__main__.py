"""The command line: ``eloggraph`` and ``python -m eloggraph``."""

from eloggraph.cli.process import run_process

if __name__ == "__main__":
    run_process()
