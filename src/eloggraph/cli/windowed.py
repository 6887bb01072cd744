"""The local page begun by an icon, without a console: what goes wrong is shown in the browser."""

from __future__ import annotations

import sys
import webbrowser
from contextlib import suppress
from pathlib import Path

LOG = "eloggraph.log"


def run_page() -> None:
    """Serve the local page; what a console would show is written to a file.

    The file, ``eloggraph.log`` among the networks in the reader's home folder, is of the last
    start. Where the page cannot be served, it is opened in the browser.
    """
    from eloggraph.cli.process import run_process
    from eloggraph.web.start import HOME

    log = Path.home() / HOME / LOG
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):  # another start has it open, and goes on with its own
        log.unlink()
    # Without a console there are no streams, and whoever writes to one fails.
    sys.stdout = sys.stderr = log.open("a", encoding="utf-8")
    sys.argv[1:1] = ["serve"]
    run_process(lambda: webbrowser.open(log.as_uri()))


if __name__ == "__main__":
    run_page()
