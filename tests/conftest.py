"""Here so that pytest puts this folder on the path: several folders of tests import `documents`, `shown` and `rebuilt`.

What makes the suite quick as a whole stands here too; it changes no test.
"""

import gc
import os
import sys

import torch  # noqa: F401  (a run inside this process forgets what it is the first to import, and torch bears no second import)

collect_ignore = ["browser"]  # they need a browser: `.ci/browser` brings one, and names that folder

# Hundreds of processes start below: without compiled files, which some containers forbid, each would compile the library.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """What is there once the tests are collected stays to the end: the garbage collector need not look through it again."""
    gc.freeze()
