"""Live progress: a line for each claim, a letter for each of its forms as it is judged.

With pytest-xdist forms of several claims finish in turn. One line is open at a time; letters of the other claims wait.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator
from typing import Any

import pytest

from lemmata.record.names import labels
from lemmata.record.printable import look_alikes
from lemmata.record.record import Record
from lemmata.record.schema import FormEntry

__all__ = ["Progress", "Summary", "letter"]


def letter(form: FormEntry) -> str:
    """One letter for one form: "." as expected, "F" not so, "E" for a crash, be it after the verdict."""
    if form.get("error"):
        return "E"
    return "." if form["verdict"] == form["expected"] else "F"


class Summary:
    """A hook of the process that reports: what a form has found may hold characters that the terminal cannot show.

    pytest would write an explanation of ten lines as a single one, with an escape for every character beyond ASCII.
    """

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(self) -> Generator[None, None, None]:
        with look_alikes(sys.stdout):
            return (yield)


class Progress:
    """Writes the lines. ``shown`` is false where pytest's own terminal does better: -v, -q, or another reporter."""

    def __init__(self, config: pytest.Config, record: Record) -> None:
        reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
        self.shown = type(reporter) is pytest.TerminalReporter and config.get_verbosity() == 0
        self.reporter, self.record = reporter, record
        self.paths = self.shown and reporter.showfspath  # what pytest would do before the first letter of a file
        self.waiting: dict[str, list[str]] = {}
        self.left: Counter[str] = Counter()
        self.open: str | None = None

    def say(self, line: str) -> None:
        """One line of its own."""
        if self.reporter is not None:
            with look_alikes(sys.stdout):
                self.reporter.write_line(line)

    def starts(self, node: str) -> None:
        """A form or a test is about to run: a claim's line starts with its name, not with its file."""
        if self.shown:
            self.reporter.showfspath = self.paths and node not in self.record.forms

    def judged(self, node: str) -> None:
        """A form has its verdict."""
        if not self.shown:
            return
        form, key = self.record.forms[node], self.record.claim_of[node]
        if key not in self.left:
            self.left[key] = sum(form["selected"] for form in self.record.claims[key]["forms"])
        self.left[key] -= 1
        self.waiting.setdefault(key, []).append(letter(form))
        self._flush()

    def _flush(self) -> None:
        while self.waiting:
            if self.open is None:
                self._start(next(iter(self.waiting)))
            assert self.open is not None
            for mark in self.waiting.pop(self.open, ()):
                self.reporter.write(mark, flush=True, green=mark == ".", red=mark != ".")
            if self.left[self.open] > 0:
                return
            self.open = None

    def _start(self, key: str) -> None:
        if self.reporter.currentfspath:
            self.reporter.ensure_newline()
        else:
            self.reporter.line("")
        label = labels(self.record.claims.values())
        with look_alikes(sys.stdout):
            self.reporter.write(f" {label[key]:<{max(map(len, label.values()))}}  ")
        self.open = key
