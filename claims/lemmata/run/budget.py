"""A budget of wall time: it decides which forms are begun, and never what is found of one.

The clock runs in each process that judges, from its first form. A form that is begun is judged to its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from time import perf_counter

from lemmata.record.schema import Evidence

__all__ = ["TYPICAL", "Budget", "costs_of", "seconds_of"]

TYPICAL: Mapping[str, float] = {"symbolic": 0.01, "exact": 0.04, "certified": 0.1, "rounded": 0.6, "statistical": 1.0}
"""Seconds of the median form of the lecture in each grade, to one digit: an order for forms that nobody has timed."""

_UNITS = {"h": 3600, "m": 60, "s": 1}


def seconds_of(text: str) -> int:
    """The seconds of a time such as "90s", "2m" or "1h30m". Raises ValueError for anything else, a bare number too.

    The unit says that it is a time: a run has another budget, of error probability.
    """
    found = re.fullmatch("".join(f"(?:([0-9]{{1,6}}){unit})?" for unit in _UNITS), text)
    seconds = (
        sum(int(count or 0) * size for count, size in zip(found.groups(), _UNITS.values(), strict=True)) if found else 0
    )
    if seconds == 0:
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        raise ValueError(f"--claims-budget takes a time such as 90s, 2m or 1h30m, not {shown!r}")
    return seconds


def costs_of(document: Evidence, profile: str, device: str) -> dict[str, float]:
    """What each form took when it was last judged, in seconds by node id; nothing where that was another kind of run."""
    run = document["run"]
    if (run["profile"], run["device"]) != (profile, device):
        return {}
    taken = {
        form["node"]: form["seconds"] or form.get("cost", 0.0)
        for claim in document["claims"]
        for form in claim["forms"]
    }
    return {node: seconds for node, seconds in taken.items() if seconds}


class Budget:
    """The budget of one process.

    Args:
        seconds: how much there is.
        costs: what forms took when they were last judged, in seconds by node id.

    Attributes:
        left: the forms that it has left, with their costs; None where nobody knows.
    """

    def __init__(self, seconds: int, costs: Mapping[str, float]) -> None:
        self.seconds, self.costs = seconds, costs
        self.started: float | None = None
        self.left: dict[str, float | None] = {}

    def expected(self, node: str, grade: str) -> float:
        """Seconds that a form is expected to take: only an order depends on it."""
        return self.costs.get(node, TYPICAL[grade])

    def begins(self, node: str) -> bool:
        """Is this form to be begun now? It is left where no time is, or less than it is known to take."""
        now = perf_counter()
        if self.started is None:
            self.started = now
        remaining = self.seconds - (now - self.started)
        if remaining > 0 and self.costs.get(node, 0.0) <= remaining:
            return True
        self.left[node] = self.costs.get(node)
        return False
