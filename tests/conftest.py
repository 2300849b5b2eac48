"""Here so that pytest puts this folder on the path: several folders of tests import `documents`, `shown` and `rebuilt`.

What makes the suite quick as a whole stands here too; it changes no test.
"""

import gc
import os
import sys
from typing import Any

if "PYTEST_XDIST_WORKER" in os.environ:  # as many processes as there are cores: none has threads besides
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
import sympy  # noqa: F401  (a run inside this process forgets what it is the first to import: two sympys do not add up,
import torch  # noqa: F401   and torch bears no second import)
from xdist.scheduler import LoadScopeScheduling

collect_ignore = ["browser"]  # they need a browser: `.ci/browser` brings one, and names that folder

# Hundreds of processes start below: without compiled files, which some containers forbid, each would compile the library.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """What is there once the tests are collected stays to the end: the garbage collector need not look through it again."""
    gc.freeze()


# The folders whose tests take longest, in the order in which workers begin with them: the short ones fill up the end.
DEAREST = (
    "packaging",
    "reproduction",
    "plugin",
    "docs",
    "commands",
    "theory",
    "faults",
    "kinds",
    "texts",
    "run",
    "evidence",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        rank = {folder: place for place, folder in enumerate(DEAREST)}
        items.sort(key=lambda item: rank.get(item.nodeid.split("/")[1], len(rank)))


class FileByFile(LoadScopeScheduling):
    """What a file's tests share is made once: they go to one worker, and so do those that share one installed wheel."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "packaging" if file.startswith("tests/packaging/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileByFile:
    config.option.loadscopereorder = False
    return FileByFile(config, log)
