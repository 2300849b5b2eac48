"""One form in words: its verdict, the numbers that refute it, the cases it survives, the line that judges it again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

from lemmata.record.schema import Counterexample, FormEntry, FormKey

__all__ = [
    "cases_of", "clipped", "collect", "command", "in_all", "in_words", "numbers", "outcome", "percent", "refutation", "word",
]  # fmt: skip


def word(form: FormEntry) -> str:
    """ "holds", "refuted", "undecided", "error" or "not run"; with "!" behind it where it was not expected."""
    if form.get("error"):
        return "error!"
    found = str(form["verdict"]).replace("_", " ")
    return found if found in (form["expected"], "not run") else f"{found}!"


def outcome(form: FormEntry) -> str:
    """The verdict as the evidence has it; an exception after it counts too."""
    return "error" if form.get("error") else form["verdict"]


def refutation(form: FormEntry) -> Counterexample:
    """The counterexample of a form that has one."""
    found = form["counterexample"]
    assert found is not None
    return found


def in_words(form: FormKey) -> str:
    """A form as one that reads of its claim would name it."""
    role, name, grade = form
    return f"{role} {name}, {grade}"


def numbers(counterexample: Counterexample) -> str:
    """Both sides in the case: the sentence of a refutation, less the word that says so."""
    return str(counterexample["sentence"]).removeprefix("refuted: ")


def clipped(text: str, longest: int, rest: str = "") -> str:
    """A case or a sentence as it is, or the beginning of one that is longer, with what is to be said of the rest."""
    return text if len(text) <= longest else f"{text[:longest]} … ({len(text)} characters{rest})"


def cases_of(form: FormEntry) -> str:
    """How many cases a form was compared on, as a column shows it: "100", or "all 12" where there are no others."""
    return f"{'all ' if form.get('exhausted') else ''}{form['cases']}"


def in_all(cases: int, exhausted: bool) -> str:
    """A number of cases in words that say whether there are others: "100 cases", "all 12 cases"."""
    return f"{'all ' if exhausted else ''}{cases} case{'' if cases == 1 else 's'}"


def percent(share: float) -> str:
    """A share in words that are 0 % or 100 % only where it is 0 or 1."""
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{100 * share:.0f} %"


def collect(node: str) -> str:
    """The line that judges what has this node id, or begins with it: one in an installed package names its module."""
    file = node.partition("::")[0]
    return f"pytest {'' if file.endswith('.py') else '--pyargs '}{shlex.quote(node)}"


def command(run: Mapping[str, Any], node: str) -> str:
    """The line that judges one form again as this run did: with its seed, and what else is not as usual."""
    line = f"{collect(node)} --claims-seed {run['seed']}"
    if run["profile"] != "default":
        line += f" --claims-profile {run['profile']}"
    return line if run["device"] == "cpu" else f"{line} --claims-device {run['device']}"
