"""Claims under pytest: an item for each form and grade, and what judging it leaves on its report.

The entry point `lemmata` loads this module with the first file that holds claims. What becomes of the reports is the
business of `lemmata.run.reporting`, in this process or, with pytest-xdist, in another.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any
from unittest import SkipTest

import pytest
from pytest import skip

from lemmata import late
from lemmata.evidence.claim import Claim
from lemmata.record.journal_lines import fingerprint
from lemmata.record.record import plain
from lemmata.run.budget import Budget, seconds_of
from lemmata.run.catalogue import catalogue
from lemmata.run.files import python_files
from lemmata.run.frames import error_in_words
from lemmata.run.item import ClaimItem, UnexpectedVerdict, suffix
from lemmata.run.order import dearest_last, put_in_order
from lemmata.run.text import text_of
from lemmata.run.uses import Uses

__all__ = ["Judging"]


class Judging:
    """The hooks of a process that collects and judges claims."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.owners: dict[tuple[str, str], tuple[str, Claim]] = {}
        self.sources: dict[Path, str] = {}
        self.unsent: dict[str, Any] = {}
        self.uses = Uses()
        reporting = config.pluginmanager.get_plugin("lemmata-reporting")
        if reporting is None:
            told = getattr(config, "workerinput", {})
            self.decided, costs = (json.loads(told.get(f"lemmata_{name}", "{}")) for name in ("decided", "costs"))
        else:
            self.decided, costs = reporting.decided, reporting.costs
        time = config.option.claims_budget
        self.budget = None if time is None else Budget(seconds_of(time), costs)

    def items(self, collector: pytest.Module, name: str, claim: Claim) -> list[ClaimItem]:
        """The items of one claim found in a module; none if the module only imports it, or has it by another name too."""
        if claim.module != collector.obj.__name__:
            if any(value is claim for value in vars(sys.modules.get(claim.module, object)).values()):
                return []
            raise collector.CollectError(
                f"claim {claim.id!r} stands in {collector.path.name} and its check was written in {claim.module}, where "
                "it is no claim: write the check where the claim is made"
            )
        node = f"{self._file(collector)}::{name}"
        owner, owned = self.owners.setdefault((text_of(claim), claim.id), (node, claim))
        if owned is claim and owner != node:
            return []
        if owner != node:
            raise collector.CollectError(f"claim id {claim.id!r} is taken by {owner} and by {node}")
        if unknown := self.uses.unknown(claim, collector.path):
            raise collector.CollectError(unknown)
        try:
            deciders = claim.deciders  # those that follow from kinds are found by trying the check
        except (skip.Exception, SkipTest) as error:  # the whole file would be missed without a word
            raise collector.CollectError(f"the check of claim {claim.id!r} leaves itself out ({error})") from None
        source = self._source(collector.path.parent)
        # The node id is given as text: pytest 9.2 and later take the bracket for a part of the name where they make it
        # themselves, and --lf finds nothing again.
        return [
            ClaimItem.from_parent(
                collector,
                name=name + end,
                nodeid=node + end,
                claim=claim,
                form=form,
                decider=decider,
                source=source,
                decided=self.decided,
            )
            for form in claim.forms
            for decider in deciders
            for end in (suffix(form, decider),)
        ]

    def _file(self, collector: pytest.Module) -> str:
        """The first part of a node id, such that pytest finds it again from its root directory.

        For a file elsewhere pytest makes one that leads nowhere: there it is the module for --pyargs, or the whole path.
        """
        if collector.path.is_relative_to(self.config.rootpath):
            return collector.nodeid
        module: str = collector.obj.__name__
        return module if "." in module else collector.path.as_posix()

    def _source(self, folder: Path) -> str:
        """The fingerprint of a folder that holds claims: a claim is judged again where it has changed."""
        if folder not in self.sources:
            self.sources[folder] = fingerprint(folder, python_files(folder))
        return self.sources[folder]

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Files in the order of their text, whatever order others have put them in; with a budget, the dearest claims last."""
        put_in_order(items)
        if self.budget is not None:
            dearest_last(items, self.budget)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Say which claims are selected, here or with a worker's first report: what is never reached is known too."""
        items = list(session.items)
        put_in_order(items)  # again: --failed-first may run the claims in another order than they are told in
        forms = [item for item in items if isinstance(item, ClaimItem)]
        if forms and not self.config.option.collectonly:
            late.load()
        selected, replayed = catalogue(forms), sum(item.replayed for item in forms)
        known = [f"{text}/{id}" for text, id in self.owners]
        reporting = self.config.pluginmanager.get_plugin("lemmata-reporting")
        if reporting is None:
            passed_over = sorted(getattr(self.config.pluginmanager.get_plugin("lemmata-entry"), "passed_over", ()))
            self.unsent = {"catalogue": selected, "replayed": replayed, "known": known, "passed_over": passed_over}
        else:
            reporting.learn(selected, replayed, known)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        """Leave a form that does not fit in the budget: pytest hears nothing of it, for there is nothing to tell."""
        if self.budget is None or not isinstance(item, ClaimItem) or item.replayed or self.budget.begins(item.nodeid):
            return None
        # what is set up for the file of this form goes with its last form
        item.session._setupstate.teardown_exact(nextitem)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Say which forms were left: here, or to the controller of pytest-xdist."""
        if self.budget is None:
            return
        reporting = self.config.pluginmanager.get_plugin("lemmata-reporting")
        if reporting is not None:
            reporting.record.leave(self.budget.left)
        elif self.budget.left:
            told: dict[str, Any] = vars(self.config)["workeroutput"]
            told["lemmata_left"] = json.dumps({**self.unsent, "left": self.budget.left})

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Put what was found on the report, as one JSON string: plain values travel between processes unharmed."""
        report = yield
        if isinstance(item, ClaimItem):
            message, self.unsent = self.unsent, {}
            if report.when == "call" and item.entry is not None:
                message.update(entry=item.entry, data=item.data, source=item.source)
            if call.excinfo is not None and not isinstance(call.excinfo.value, UnexpectedVerdict):
                message["error"] = error_in_words(call.excinfo.value)
            report.__dict__["lemmata"] = json.dumps(plain(message))
        return report
