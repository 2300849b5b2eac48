"""One form of a claim, in one grade, as a pytest item."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

import pytest

from claims.evidence.claim import Claim, Form
from claims.evidence.deciders import Decider
from claims.evidence.explain import explain
from claims.evidence.judge import entry_of, judge
from claims.evidence.profiles import profile_named
from claims.reporting.record import plain

__all__ = ["ClaimItem", "UnexpectedVerdict", "suffix"]


class UnexpectedVerdict(Exception):
    """A form got another verdict than the claim expects. No AssertionError: no check raises it by mistake."""


class ClaimItem(pytest.Item):
    """Judges one form in one grade. Neither fixtures nor parameters apply to it.

    Attributes:
        key: the node id less the bracket: one claim in one file.
        entry: its entry in the evidence file, once it is judged.
        data: what judging it added to the data of its claim.
    """

    def __init__(self, *, claim: Claim, form: Form, decider: Decider, **node: Any) -> None:
        super().__init__(**node)
        self.claim, self.form, self.decider = claim, form, decider
        self.key = self.nodeid.removesuffix(suffix(form, decider))
        self.entry: dict[str, Any] | None = None
        self.data: dict[str, Any] = {}
        self.extra_keyword_matches.add(claim.id)
        self.add_marker(form.role)
        self.add_marker(decider.grade.value)

    @property
    def reproduction(self) -> str:
        """The line that runs this form again, from where pytest was started."""
        option = self.config.option
        path = Path(os.path.relpath(self.path, self.config.invocation_params.dir)).as_posix()
        line = f"pytest '{path}::{self.name}' --claims-seed {option.claims_seed}"
        if option.claims_profile != "default":
            line += f" --claims-profile {option.claims_profile}"
        if option.claims_device != "cpu":
            line += f" --claims-device {option.claims_device}"
        return line

    def runtest(self) -> None:
        option = self.config.option
        profile = replace(profile_named(option.claims_profile), device=option.claims_device)
        before = {name: json.dumps(plain(value)) for name, value in self.claim.data.items()}
        with one_thread():
            decision, seconds = judge(self.claim, self.form, self.decider, profile, option.claims_seed)
            self.data = {
                name: value for name, value in self.claim.data.items() if before.get(name) != json.dumps(plain(value))
            }
            self.entry = entry_of(self.claim, self.form, self.decider, decision, seconds, self.nodeid)
            if decision.verdict is not self.form.expected_in(self.decider.grade):
                raise UnexpectedVerdict(
                    explain(self.claim, self.form, self.decider, decision, option.claims_seed, self.reproduction)
                )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The explanation of an unexpected verdict; the traceback of a crash, from the judge on."""
        if isinstance(excinfo.value, UnexpectedVerdict):
            return str(excinfo.value)
        excinfo.traceback = excinfo.traceback.cut(path=__file__)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[PathLike[str] | str, int | None, str]:
        return self.path, self.claim.check.__code__.co_firstlineno - 1, self.name


def suffix(form: Form, decider: Decider) -> str:
    """The end of the name of the item that judges one form in one grade."""
    return f"[{form.role}-{form.name}-{decider.grade.value}]"


@contextmanager
def one_thread() -> Iterator[None]:
    """One torch thread while a form is judged: with two, the last bits of some kernels differ from run to run."""
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
