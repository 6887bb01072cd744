"""The program of the frozen folder: the command line, or a child that it starts of itself."""

import sys

from eloggraph.__main__ import run_process
from eloggraph.jobs.own_program import give_back_libraries, run_module

give_back_libraries()
if not run_module(sys.argv):
    run_process()
