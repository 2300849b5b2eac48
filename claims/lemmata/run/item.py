"""One form of a claim, in one grade, as a pytest item."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

import pytest

from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.dependencies import known_settings
from lemmata.evidence.forms import Form
from lemmata.evidence.judge import entry_of, judge
from lemmata.evidence.profiles import profile_named
from lemmata.record.one_form import command
from lemmata.record.record import plain
from lemmata.record.schema import FormEntry
from lemmata.run.explain import explain, explain_error
from lemmata.run.explain_power import explain_power
from lemmata.variants.best_constants import best_constants
from lemmata.variants.power import power_of, true_form

__all__ = ["ClaimItem", "UnexpectedVerdict", "suffix"]


class UnexpectedVerdict(Exception):
    """A form got another verdict than the claim expects. No AssertionError: no check raises it by mistake."""


class ClaimItem(pytest.Item):
    """Judges one form in one grade. Neither fixtures nor parameters apply to it.

    Attributes:
        key: the node id less the bracket: one claim in one file.
        source: the fingerprint of the folder that the claim was read from.
        replayed: was it decided before, from this source, by a run that this one resumes?
        entry: its entry in the evidence file, once it is judged.
        unexpected: the verdict that its claim does not expect, once it is judged.
        data: the figures of its claim, where this is the item that asks for them.
    """

    def __init__(
        self,
        *,
        claim: Claim,
        form: Form,
        decider: Decider,
        source: str,
        decided: Mapping[str, Mapping[str, Any]],
        **node: Any,
    ) -> None:
        super().__init__(**node)
        self.claim, self.form, self.decider = claim, form, decider
        self.key = self.nodeid.removesuffix(suffix(form, decider))
        self.entry: FormEntry | None = None
        self.unexpected: UnexpectedVerdict | None = None
        self.data: dict[str, Any] = {}
        before = decided.get(self.nodeid, {})
        self.source, self.replayed = source, before.get("source") == source
        if self.replayed:
            self.entry, self.data = before["entry"], before["data"]
        typed = self.name.replace("μ", "µ")  # the letter, as Python reads it, and the sign that keyboards have
        self.extra_keyword_matches.update((claim.id, typed))
        self.add_marker(form.role)
        self.add_marker(decider.grade.value)

    @property
    def function(self) -> Callable[..., Any]:
        """The check: some plugins read it of every item that there is."""
        return self.claim.check

    @property
    def address(self) -> str:
        """The node id as it is to be given where pytest was started, which need not be its root directory."""
        if not self.path.is_relative_to(self.config.rootpath):
            return self.nodeid
        path = Path(os.path.relpath(self.path, self.config.invocation_params.dir)).as_posix()
        return f"{path}::{self.name}"

    @property
    def reproduction(self) -> str:
        """The line that runs this form again, from where pytest was started."""
        option = self.config.option
        run = {"seed": option.claims_seed, "profile": option.claims_profile, "device": option.claims_device}
        return command(run, self.address)

    def runtest(self) -> None:
        if self.replayed:
            return
        if self.unexpected is not None:  # another plugin tries again what failed: one seed has one verdict
            raise self.unexpected
        option = self.config.option
        profile = replace(profile_named(option.claims_profile), device=option.claims_device)
        with known_settings():  # also while what was found is put into words
            decision, seconds = judge(self.claim, self.form, self.decider, profile, option.claims_seed)
            self.entry = entry_of(self.claim, self.form, self.decider, decision, seconds, self.nodeid)
            unexpected = decision.verdict is not self.form.expected_in(self.decider.grade)
            try:
                self.data = self._figures()
                if not unexpected and profile.variants != 0 and self._is_first(true_form(self.claim)):
                    self.entry["power"] = power_of(self.claim, profile, option.claims_seed)
                    if profile.variants is None and self.entry["power"]["bound"]:
                        self.entry["constants"] = list(best_constants(self.claim, profile, option.claims_seed))
            finally:  # such a verdict is told first, whatever becomes of the figures; Ctrl-C still ends the run
                if unexpected and not isinstance(sys.exception(), KeyboardInterrupt):
                    self.unexpected = UnexpectedVerdict(
                        explain(self.claim, self.form, self.decider, decision, option.claims_seed, self.reproduction)
                    )
                    raise self.unexpected
            if "power" in self.entry and (
                weakness := explain_power(self.claim, self.entry["power"], self.reproduction)
            ):
                self.unexpected = UnexpectedVerdict(weakness)
                raise self.unexpected

    def _is_first(self, form: Form) -> bool:
        """Is this the item of that form in its claim's first grade?"""
        return self.form.name == form.name and self.decider is self.claim.deciders[0]

    def _initrequest(self) -> None:
        """Nothing: pytest-retry calls it to forget the fixtures of an item, and this one has none."""

    def _figures(self) -> dict[str, Any]:
        """The figures of the claim as plain values, where they are written and this is its first form in its first grade."""
        claim, option = self.claim, self.config.option
        first = self._is_first(claim.forms[0])
        written = option.claims_evidence is not None or option.claims_report is not None
        if claim.figures is None or not first or not written:
            return {}
        found = claim.figures(option.claims_profile, option.claims_seed)
        if not isinstance(found, Mapping):
            raise TypeError(f"the figures of claim {claim.id!r} are a {type(found).__name__}, not values by name")
        figures: dict[str, Any] = plain(found)
        try:  # a whole number of thousands of digits cannot be: here that costs one form, later the whole run
            json.dumps(figures)
        except ValueError as error:
            raise ValueError(f"the figures of claim {claim.id!r} cannot be written: {error}") from None
        return figures

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The explanation of an unexpected verdict or of a crash; its whole traceback, from the judge on, where one asks."""
        option = self.config.option
        if isinstance(excinfo.value, UnexpectedVerdict):
            return str(excinfo.value)
        if option.fulltrace or option.tbstyle in ("long", "native"):
            excinfo.traceback = excinfo.traceback.cut(path=__file__)
            return super().repr_failure(excinfo, style)
        with known_settings():  # a case may be spelled with them
            return explain_error(
                self.claim, self.form, self.decider, excinfo.value, self.path.parent, self.reproduction
            )

    def reportinfo(self) -> tuple[PathLike[str] | str, int | None, str]:
        return self.path, self.claim.check.__code__.co_firstlineno - 1, self.name


def suffix(form: Form, decider: Decider) -> str:
    """The end of the name of the item that judges one form in one grade."""
    return f"[{form.role}-{form.name}-{decider.grade.value}]"
