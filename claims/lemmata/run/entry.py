"""The pytest entry point of lemmata: light, and silent in a run without claims.

Nothing here loads torch, sympy or hypothesis: `lemmata.run.judging` is loaded once pytest has imported a file that holds
claims, or once a worker of pytest-xdist has reported on one.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from lemmata.record.grades import GRADES
from lemmata.run.copies import other_copy
from lemmata.run.files import ClaimFile, is_claim
from lemmata.run.finding import Finder
from lemmata.run.options import add_options, check_options

MARKERS = {
    "printed": "a claim as it is printed",
    "corrected": "what is true where the printed form is not",
    "control": "a false variant that the same check must refute",
    **{grade: f"decided by {how}" for grade, how in GRADES.items()},
}


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning} (lemmata).")
    if other := other_copy(config.rootpath):
        raise pytest.UsageError(other)
    check_options(config)
    config.pluginmanager.register(Entry(config), "lemmata-entry")


class Entry:
    """What is watched from the start of a run, whether or not it turns out to hold claims.

    Attributes:
        started: when, by `time.perf_counter`.
        uncollected: the nodes whose collection failed.
        passed_over: the files, in folders that the run was given, that look like claims and cannot be told to be ours.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.started = time.perf_counter()
        self.uncollected: list[str] = []
        self.passed_over: set[str] = set()
        self.finder = Finder(config.rootpath)
        self.by_pytest: set[Path] = set()
        self.reports_here = not hasattr(config, "workerinput")
        self.judging: Any = None
        self.reporting: Any = None

    def judge(self) -> Any:
        """The plugin that judges claims, loaded and registered at the first call."""
        if self.reports_here:
            self.report()
        if self.judging is None:
            self.judging = importlib.import_module("lemmata.run.judging").Judging(self.config)
            self.config.pluginmanager.register(self.judging, "lemmata-judging")
        return self.judging

    def report(self) -> Any:
        """The plugin that reports on claims, loaded and registered at the first call."""
        if self.reporting is None:
            self.reporting = importlib.import_module("lemmata.run.reporting").Reporting(self.config, self)
            self.config.pluginmanager.register(self.reporting, "lemmata-reporting")
        return self.reporting

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """A file that was asked for is seen to from the start, and written even when no claim is met.

        With a budget of time a worker may report on no form, and yet have something to say when it ends.
        """
        option = self.config.option
        asked = (option.claims_evidence, option.claims_report, option.claims_budget)
        if self.reports_here and any(each is not None for each in asked):
            self.report().begin()

    @pytest.hookimpl(wrapper=True)
    def pytest_pycollect_makemodule(
        self, module_path: Path, parent: pytest.Collector
    ) -> Generator[None, pytest.Module | None, pytest.Module | None]:
        """A file that pytest collects by itself, and that holds claims among its tests."""
        module = yield
        self.by_pytest.add(module_path)
        if type(module) is not pytest.Module or not self.finder.names_claims(module_path):
            return module
        file: ClaimFile = ClaimFile.from_parent(parent, path=module_path)
        file.with_tests = True
        return file

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
        """A file that pytest passes over, and that holds claims, or looks as if it did."""
        found = yield
        if file_path.suffix == ".py" and file_path not in self.by_pytest:
            if self.finder.can_hold_claims(file_path):
                found.append(ClaimFile.from_parent(parent, path=file_path))
            elif self.finder.looks_like_claims(file_path) and any(map(parent.session.isinitpath, file_path.parents)):
                root = self.config.rootpath
                shown = file_path.relative_to(root) if file_path.is_relative_to(root) else file_path
                self.passed_over.add(shown.as_posix())
        return found

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, collector: pytest.Collector, name: str, obj: object) -> Any:
        if isinstance(collector, pytest.Module) and is_claim(obj):
            return self.judge().items(collector, name, obj)
        return None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.uncollected.append(report.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """With pytest-xdist the controller collects nothing: it meets the claims in the reports of its workers."""
        if self.reports_here and self.reporting is None and hasattr(report, "lemmata"):
            self.report().pytest_runtest_logreport(report)  # too late registered to be called for this one
