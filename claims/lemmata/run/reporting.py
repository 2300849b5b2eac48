"""The reports of judged forms become progress, the evidence file and the closing table."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from shutil import get_terminal_size
from typing import Any

import pytest

from lemmata.record.atomic import write_text
from lemmata.record.evidence_file import Unreadable, read, why_incomplete, write
from lemmata.record.journal import Journal, Refused, beside
from lemmata.record.journal_lines import SCHEMA
from lemmata.record.record import BUDGET, Record
from lemmata.record.schema import ClaimEntry, Evidence, Run, Settings
from lemmata.run.budget import costs_of
from lemmata.run.progress import Progress, Summary, letter
from lemmata.run.table import beyond, closing_table, left_in_words, left_out, not_looked_into, over_budget
from lemmata.run.versions import code, versions

__all__ = ["Reporting"]


class Reporting:
    """The hooks of the process that reports: with pytest-xdist the controller, without it the only one.

    ``entry`` is the entry point's watch over the run: when it started, and what could not be collected.
    """

    def __init__(self, config: pytest.Config, entry: Any) -> None:
        self.config, self.entry = config, entry
        self.record = Record()
        self.progress = Progress(config, self.record)
        config.pluginmanager.register(Summary(), "lemmata-summary")
        self.seconds = 0.0
        self.journal: Journal | None = None
        self.decided: dict[str, dict[str, Any]] = {}  # before this run began, by node id
        self.costs: dict[str, float] = {}  # what forms took then, where this run has a budget of time
        self.remarks: list[str] = []
        self.known: set[str] = set()

    def begin(self) -> None:
        """Open the journal of a run that writes an evidence file. Raises pytest.UsageError, in one sentence."""
        option = self.config.option
        if option.claims_evidence is None:
            return
        path = self.config.invocation_params.dir / option.claims_evidence
        try:
            if path.is_file() and path.stat().st_size:
                before = read(path)
                if option.claims_budget is not None:
                    self.costs = costs_of(before, option.claims_profile, option.claims_device)
        except Unreadable as error:
            raise pytest.UsageError(f"{error}; it is left as it is: move it away or name another file") from None
        if not option.collectonly:
            run = {"schema": SCHEMA, **self._settings()}
            try:
                self.journal = Journal(beside(path), run, resume=option.claims_resume)
            except Refused as error:
                raise pytest.UsageError(str(error)) from None
            self.decided = self.journal.replayable()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of pytest-xdist what was decided before, and how long it took."""
        node.workerinput.update(lemmata_decided=json.dumps(self.decided), lemmata_costs=json.dumps(self.costs))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Hear from a worker that ends which forms its budget has left; perhaps it has reported on none."""
        message = json.loads(getattr(node, "workeroutput", {}).get("lemmata_left", "{}"))
        self._hear(message)
        self.record.leave(message.get("left", {}))

    def _hear(self, message: Mapping[str, Any]) -> None:
        """Take in what a worker has collected, where it says so."""
        if "catalogue" in message:
            self.learn(message["catalogue"], message["replayed"], message["known"])
            self.entry.passed_over.update(message["passed_over"])

    def learn(self, catalogue: list[ClaimEntry], replayed: int, known: list[str]) -> None:
        """Take in the selected claims, how many forms were decided before, and all keys that there are; say so once."""
        self.known.update(known)
        if catalogue and not self.record.claims and self.config.get_verbosity() >= 0:
            option, forms = self.config.option, [form for claim in catalogue for form in claim["forms"]]
            selected = [form["node"] for form in forms if form["selected"]]
            self.progress.say(
                f"claims: {len(catalogue)} in {len(selected)} forms and grades · profile {option.claims_profile} · "
                f"seed {option.claims_seed} · device {option.claims_device}"
            )
            if self.decided:
                changed = sum(node in self.decided for node in selected) - replayed
                again = f"; {changed} more are judged again, for their files have changed" if changed else ""
                self.progress.say(f"resuming: {replayed} of {len(selected)} forms were decided before{again}")
            elif option.claims_resume:
                self.progress.say(f"nothing to resume: no decided form lies beside {option.claims_evidence}")
        self.record.learn(catalogue)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.progress.starts(nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        message: Mapping[str, Any] = json.loads(getattr(report, "lemmata", "{}"))
        self._hear(message)
        first = self.record.awaits(report.nodeid)  # not where another plugin tries again what failed
        if "entry" in message:
            self.record.judged(report.nodeid, message["entry"], message["data"], message.get("error"))
            if self.journal is not None and "error" not in message:
                self.journal.add(report.nodeid, message["source"], message["entry"], message["data"])
        elif not report.passed and first:  # without a message where a worker died over it
            self.record.crashed(report.nodeid, message.get("error") or report.longreprtext.splitlines()[-1])
        else:
            return
        if first:
            self.progress.judged(report.nodeid)

    def pytest_runtest_logfinish(self) -> None:
        """Stop where the journal cannot be written: a run that is to lose nothing decides nothing more."""
        if self.journal is not None and self.journal.failure:
            raise pytest.Session.Interrupted(self.journal.failure)

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, Any] | None:
        """The verdict is the word of -v; the letter is written by the progress where that is shown."""
        of_a_form = report.nodeid in self.record.forms and (report.when == "call" or not report.passed)
        if not of_a_form or report.when == "teardown":
            return None
        form = self.record.forms[report.nodeid]
        mark = letter(form)
        found = "error" if mark == "E" else form["verdict"]
        word = found if mark == "." else f"{found.upper()}, expected {form['expected']}"
        return report.outcome, "" if self.progress.shown else mark, (word, {"green" if mark == "." else "red": True})

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Close the record and write what was asked for, however the run has ended; not if it was refused."""
        self.seconds = time.perf_counter() - self.entry.started
        option = self.config.option
        if passed_over := self.entry.passed_over:
            self.remarks.append(not_looked_into(sorted(passed_over)))
        if self.record.left:
            self.remarks += beyond(self.record, option.claims_budget, resumable=self.journal is not None)
        if exitstatus == pytest.ExitCode.OK and not option.collectonly:
            if unmet := self.record.unmet:  # pytest counts no failure where a form is left out, or excused
                self.remarks.append(left_out(unmet))
            if unmet or passed_over or self.record.left or self.record.error_probability > BUDGET:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED
        if exitstatus == pytest.ExitCode.USAGE_ERROR:  # what an earlier run has written is worth more than a slip
            if self.journal is not None:
                self.journal.end((), complete=False)
        elif not option.collectonly and (option.claims_evidence is not None or option.claims_report is not None):
            seen = not self.entry.uncollected and not passed_over
            whole = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and seen
            stopped = session.shouldstop or session.shouldfail
            document = self.record.document(self._run(complete=bool(whole and not stopped and self.record.finished)))
            written = [self._write_evidence(document), self._write_report(document)]
            if not all(written) and exitstatus == pytest.ExitCode.OK:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _write_evidence(self, document: Evidence) -> bool:
        """Write the evidence file, if one is asked for, and end its journal. False where it cannot be written."""
        if self.journal is None:
            return True
        path = self.config.option.claims_evidence
        if self._worth_more("--claims-evidence", path):
            self.remarks.append(self.journal.end((), complete=False))
            return True
        try:
            write(document, self.config.invocation_params.dir / path)
        except OSError as error:  # it could be written when the run began
            unwritten = f"--claims-evidence {path} could not be written: {error.strerror}"
            self.remarks.append(f"{unwritten}; --claims-resume goes on from what is decided")
            return False
        self.remarks.append(self.journal.end(self.record.judged_nodes, complete=document["run"]["complete"]))
        return True

    def _write_report(self, document: Evidence) -> bool:
        """Write the report, if one is asked for. False where it cannot be written."""
        path = self.config.option.claims_report
        if path is None or self._worth_more("--claims-report", path):
            return True
        from lemmata.pages.report import report

        try:
            write_text(report(document), self.config.invocation_params.dir / path)
        except OSError as error:
            self.remarks.append(f"--claims-report {path} could not be written: {error.strerror}")
            return False
        return True

    def _worth_more(self, option: str, path: str) -> bool:
        """Is there a file of an earlier run, and nothing to put in its place? A slip in `-k` would cost hours."""
        file = self.config.invocation_params.dir / path
        if self.record.started or not (file.is_file() and file.stat().st_size):
            return False
        self.remarks.append(f"no claim was judged: {option} {path} is left as it was")
        return True

    def pytest_unconfigure(self) -> None:
        """Let go of the journal, however the run has ended."""
        if self.journal is not None:
            self.journal.close()

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
        for remark in filter(None, self.remarks):
            reporter.write_line(remark, red=True, bold=True)

    def _run(self, *, complete: bool) -> Run:
        """What the evidence file says of the run itself."""
        uncollected, passed_over = sorted(set(self.entry.uncollected)), sorted(self.entry.passed_over)
        left = left_in_words(self.record, self.config.option.claims_budget) if self.record.left else ""
        return {
            **self._settings(),
            "complete": complete,
            "why": "" if complete else why_incomplete(uncollected, passed_over, left),
            "uncollected": uncollected,
            "passed_over": passed_over,
            "known": sorted(self.known),
            "error_probability": float(self.record.error_probability),
            "seconds": self.seconds,
        }

    def _settings(self) -> Settings:
        """What the verdicts of a run depend on, but for the claims themselves."""
        option = self.config.option
        return {
            "seed": option.claims_seed,
            "profile": option.claims_profile,
            "device": option.claims_device,
            "versions": versions(),
            "code": code(),
        }
