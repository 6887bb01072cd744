"""The command line as a process of its own: ``eloggraph`` and ``python -m eloggraph``."""

from __future__ import annotations

import os
import sys

from eloggraph.cli.main import main


def run_process() -> None:
    """Run the command line, and end the process as soon as everything is written.

    Python would first free what it holds object by object, which is a sixth of a short check;
    the system takes all of it back at once.
    """
    try:
        main()
    except SystemExit as ended:
        if not isinstance(ended.code, int | None):
            raise
        try:
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:  # a stream that is closed from the beginning is None
                    stream.flush()
        except (OSError, ValueError):  # nobody reads on: Python ends as for any program
            raise ended from None
        os._exit(ended.code or 0)


if __name__ == "__main__":
    run_process()
