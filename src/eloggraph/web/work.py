"""The child's end of the page's work: ``python -m eloggraph.web.work``."""

from __future__ import annotations

import gc

from eloggraph.jobs.warm import answer_calls
from eloggraph.web.tasks import Desk

if __name__ == "__main__":
    gc.set_threshold(500_000, 50, 50)
    answer_calls(Desk().list_tasks())
