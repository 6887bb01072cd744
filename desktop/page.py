"""The program of the frozen folder that an icon starts: the local page, without a console.

It starts the other program of the folder and is gone, so that it carries nothing itself.
"""

import subprocess
import sys
from pathlib import Path

program = Path(sys.executable).with_name("eloggraph").with_suffix(Path(sys.executable).suffix)
subprocess.Popen(
    [str(program), "-m", "eloggraph.cli.windowed", *sys.argv[1:]],
    stdin=subprocess.DEVNULL,
    stdout=subprocess.DEVNULL,
    stderr=subprocess.DEVNULL,
    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    start_new_session=True,
)
