"""Ratios of running times, measured so that a machine that slows down for a while slows down both sides.

pytest-benchmark times one function to the end before it starts the next, which on a shared machine compares two hours
of the day. Here the two alternate, and the median of the ratios of neighbours is reported.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Ratio", "interleaved"]

Run = Callable[[], object]


@dataclass(frozen=True)
class Ratio:
    """How many times longer ``other`` takes than ``ours``: median and quartiles over the pairs."""

    median: float
    lower: float
    upper: float
    pairs: int
    ours_seconds: float
    other_seconds: float


def interleaved(ours: Run, other: Run, pairs: int, wait: Run = lambda: None) -> Ratio:
    """The ratio time(other)/time(ours) over ``pairs`` alternating runs, after one run of each that does not count.

    Which of the two goes first changes with every pair. ``wait`` blocks until the device is done (needed for
    accelerators, which return before they are). ``pairs`` must be at least 2.
    """
    if pairs < 2:
        raise ValueError(f"quartiles need at least 2 pairs, got {pairs}")
    _seconds(ours, wait)
    _seconds(other, wait)
    mine: list[float] = []
    theirs: list[float] = []
    collecting = gc.isenabled()
    gc.disable()
    gc.freeze()  # what is here already need not be looked through again
    try:
        for pair in range(pairs):
            for run, times in ((ours, mine), (other, theirs))[:: 1 if pair % 2 else -1]:
                times.append(_seconds(run, wait))
                gc.collect()  # objects in cycles would hold on to their memory, and push the next run into fresh pages
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()
    lower, median, upper = statistics.quantiles([b / a for a, b in zip(mine, theirs, strict=True)], n=4)
    return Ratio(median, lower, upper, pairs, statistics.median(mine), statistics.median(theirs))


def _seconds(run: Run, wait: Run) -> float:
    wait()
    start = time.perf_counter()
    run()
    wait()
    return time.perf_counter() - start
