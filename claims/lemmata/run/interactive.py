"""`judge`: the verdicts on one claim where one works by hand, in a Python prompt or a notebook, without pytest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rich.console import Console
from rich.progress import Progress

from lemmata.evidence.claim import Claim
from lemmata.evidence.judge import entry_of, judge as decide
from lemmata.evidence.profiles import profile_named
from lemmata.record.defaults import DEFAULT_SEED
from lemmata.record.one_form import cases_of, clipped, numbers, word
from lemmata.record.schema import FormEntry
from lemmata.record.tally import unexpected

__all__ = ["Verdicts", "judge"]

_HEADINGS = ("form", "decided by", "verdict", "cases", "what was seen")
# How much of a case and its numbers one row shows.
_WIDTH = 120


@dataclass(frozen=True, repr=False)
class Verdicts:
    """What was found of the forms of one claim. A prompt shows it as a table, a notebook too.

    Attributes:
        claim: the claim.
        forms: an entry for each form and grade, as the evidence file has it.
    """

    claim: Claim
    forms: Sequence[FormEntry]

    @property
    def as_expected(self) -> bool:
        """Whether every form got the verdict that its claim expects."""
        return not unexpected(self.forms)

    def form(self, name: str, grade: str | None = None) -> FormEntry:
        """The entry of a form, in its strongest grade by default. Raises KeyError, listing the names there are."""
        for entry in self.forms:
            if entry["name"] == name and grade in (None, entry["grade"]):
                return entry
        raise KeyError(f"no form {name!r}{f' in grade {grade!r}' if grade else ''}; {_names(self.forms)}")

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for entry in self.forms:
            found = entry["counterexample"]
            seen = entry["needs"] if found is None else f"{found['case']}: {numbers(found)}"
            yield (
                f"{entry['role']} {entry['name']}", entry["grade"], word(entry), cases_of(entry), clipped(seen, _WIDTH)
            )  # fmt: skip

    @property
    def _sentence(self) -> str:
        return "every verdict is the expected one" if self.as_expected else "a verdict with ! is not the expected one"

    def __repr__(self) -> str:
        rows = [_HEADINGS, *self._rows()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([f"{self.claim.id}: {self.claim.statement_printed}", *lines, self._sentence])

    def _repr_html_(self) -> str:
        def row(cells: Sequence[str], tag: str) -> str:
            return (
                "<tr>" + "".join(f'<{tag} style="text-align:left">{escape(cell)}</{tag}>' for cell in cells) + "</tr>"
            )

        head, body = row(_HEADINGS, "th"), "".join(row(cells, "td") for cells in self._rows())
        return (
            f"<p><strong>{escape(self.claim.id)}</strong>: {escape(self.claim.statement_printed)}</p>"
            f"<table><thead>{head}</thead><tbody>{body}</tbody></table><p>{escape(self._sentence)}</p>"
        )


def _names(forms: Sequence[FormEntry]) -> str:
    return f"there are {', '.join(dict.fromkeys(form['name'] for form in forms))}"


def judge(claim: Claim, *, profile: str = "default", seed: int = DEFAULT_SEED) -> Verdicts:
    """Judge every form of a claim in each of its grades, as ``pytest`` would with this profile and seed.

    In a terminal a bar shows how far it is. Raises what a check or a formula raises, TypeError for what is no claim, and
    ValueError for an unknown profile.
    """
    if not isinstance(claim, Claim):
        raise TypeError(f"judge(…) takes a claim, the function below @claim(…), got {claim!r}")
    work = [(form, decider) for form in claim.forms for decider in claim.deciders]
    console = Console(stderr=True)
    found = []
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(claim.id, total=len(work))
        for form, decider in work:
            decision, seconds = decide(claim, form, decider, profile_named(profile), seed)
            found.append(entry_of(claim, form, decider, decision, seconds, ""))
            progress.advance(task)
    return Verdicts(claim, found)
