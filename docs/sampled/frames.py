"""In whose function of Python a process spends its time, calls into machine code included; and how much of it in gc.

The kernel sends a signal every few milliseconds of CPU time. Python looks for it between two instructions, so after a long
call into a library it comes late: each sample counts the CPU time since the one before it.
"""

from __future__ import annotations

import gc
import signal
from collections import defaultdict
from time import process_time
from types import FrameType

from sampled.packages import package_of

__all__ = ["Frames"]

EVERY = 0.005
"""Seconds of CPU time between two signals."""


class Frames:
    """CPU seconds by package from `start` to `stop`.

    Attributes:
        in_gc: seconds within the collector of garbage, which are counted by package too.
        collections: how often it ran.
    """

    def __init__(self) -> None:
        self._files: dict[str, float] = defaultdict(float)
        self._last, self._gc_began = 0.0, 0.0
        self.in_gc, self.collections = 0.0, 0

    def start(self) -> None:
        """Count from now on."""
        self._last = process_time()
        signal.signal(signal.SIGVTALRM, self._sample)
        signal.setitimer(signal.ITIMER_VIRTUAL, EVERY, EVERY)
        gc.callbacks.append(self._collect)

    def stop(self) -> dict[str, float]:
        """Count no more. The seconds in the functions of each package."""
        gc.callbacks.remove(self._collect)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
        found: dict[str, float] = defaultdict(float)
        for file, seconds in self._files.items():
            found[package_of(file)] += seconds
        return dict(found)

    def _sample(self, number: int, frame: FrameType | None) -> None:
        now = process_time()
        if frame is not None:
            self._files[frame.f_code.co_filename] += now - self._last
        self._last = now

    def _collect(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._gc_began = process_time()
        else:
            self.in_gc += process_time() - self._gc_began
            self.collections += 1
