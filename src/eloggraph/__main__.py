"""The command line: ``eloggraph`` and ``python -m eloggraph``."""

import os


def run_process() -> None:
    """Run the command line; the keyboard is heard before it has begun and while it ends."""
    try:
        from eloggraph.cli import process

        process.run_process()
    except KeyboardInterrupt:
        os._exit(130)


if __name__ == "__main__":
    run_process()
