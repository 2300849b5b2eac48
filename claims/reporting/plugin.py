"""The reports of judged forms become progress, the evidence file and the closing table."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from importlib import metadata
from platform import python_version
from shutil import get_terminal_size
from typing import Any

import pytest

from claims.pages.evidence_file import write
from claims.reporting.progress import Progress, letter
from claims.reporting.record import BUDGET, Record
from claims.reporting.table import closing_table, over_budget

__all__ = ["Reporting"]

RECORDED = ("torch", "numpy", "scipy", "sympy", "python-flint", "mpmath", "hypothesis", "pytest", "lemmata")


class Reporting:
    """The hooks of the process that reports: with pytest-xdist the controller, without it the only one.

    ``entry`` is the entry point's watch over the run: when it started, and what could not be collected.
    """

    def __init__(self, config: pytest.Config, entry: Any) -> None:
        self.config, self.entry = config, entry
        self.record = Record()
        self.progress = Progress(config, self.record)
        self.seconds = 0.0
        self.unwritten = ""

    def learn(self, catalogue: list[dict[str, Any]]) -> None:
        """Take in the selected claims, and name them the first time."""
        if catalogue and not self.record.claims and self.config.get_verbosity() >= 0:
            option, forms = self.config.option, sum(form["selected"] for claim in catalogue for form in claim["forms"])
            self.progress.say(
                f"claims: {len(catalogue)} in {forms} forms and grades · profile {option.claims_profile} · "
                f"seed {option.claims_seed} · device {option.claims_device}"
            )
        self.record.learn(catalogue)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.progress.starts(nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        message: Mapping[str, Any] = json.loads(getattr(report, "lemmata", "{}"))
        if "catalogue" in message:
            self.learn(message["catalogue"])
        if "entry" in message:
            self.record.judged(report.nodeid, message["entry"], message["data"], message.get("error"))
        elif report.failed and self.record.awaits(report.nodeid):  # without a message where a worker died over it
            self.record.crashed(report.nodeid, message.get("error") or report.longreprtext.splitlines()[-1])
        else:
            return
        self.progress.judged(report.nodeid)

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, Any] | None:
        """The verdict is the word of -v; the letter is written by the progress where that is shown."""
        of_a_form = report.nodeid in self.record.forms and (report.when == "call" or report.failed)
        if not of_a_form or report.when == "teardown":
            return None
        form = self.record.forms[report.nodeid]
        mark = letter(form)
        found = "error" if mark == "E" else form["verdict"]
        word = found if mark == "." else f"{found.upper()}, expected {form['expected']}"
        return report.outcome, "" if self.progress.shown else mark, (word, {"green" if mark == "." else "red": True})

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Close the record and write the evidence file, however the run has ended."""
        self.seconds = time.perf_counter() - self.entry.started
        option = self.config.option
        if self.record.error_probability > BUDGET and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if option.claims_evidence is not None and not option.collectonly:
            whole = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not self.entry.uncollected
            stopped = session.shouldstop or session.shouldfail
            run = self._run(complete=bool(whole and not stopped and self.record.finished))
            try:
                write(self.record.document(run), self.config.invocation_params.dir / option.claims_evidence)
            except OSError as error:  # it could be written when the run began
                self.unwritten = f"--claims-evidence {option.claims_evidence} could not be written: {error.strerror}"
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """The table of what was judged, if anything was."""
        reporter = terminalreporter
        if self.record.started:
            # Where nobody can make the window wider, the lines are as wide as they need to be.
            width = get_terminal_size().columns if reporter.isatty else max(140, get_terminal_size().columns)
            seed, colour = self.config.option.claims_seed, reporter.hasmarkup
            reporter.ensure_newline()
            reporter.write(closing_table(self.record, seed, self.seconds, width=width, colour=colour), flush=True)
        if self.record.error_probability > BUDGET:
            reporter.write_line(over_budget(self.record), red=True, bold=True)
        if self.unwritten:
            reporter.write_line(self.unwritten, red=True, bold=True)

    def _run(self, *, complete: bool) -> dict[str, Any]:
        """What the evidence file says of the run itself."""
        option = self.config.option
        return {
            "seed": option.claims_seed,
            "profile": option.claims_profile,
            "device": option.claims_device,
            "complete": complete,
            "error_probability": float(self.record.error_probability),
            "seconds": self.seconds,
            "versions": versions(),
        }


def versions() -> dict[str, str | None]:
    """What the numbers may depend on; None for what is not installed."""
    found: dict[str, str | None] = {"python": python_version()}
    for name in RECORDED:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    return found
