"""In whose machine code a process spends its time: a histogram of the program counter, kept by sprofil of glibc.

The kernel ends every few milliseconds of CPU time with a signal, whose handler, in glibc, adds one to the counter of the
page of memory at which the program stood. No code of Python runs for it, so a long call into a library counts as what it is.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sampled.packages import package_of

__all__ = ["MachineCode"]

PAGE = 4096
MARGIN = 1 << 30
"""Bytes on either side of the libraries that are counted too, for those that are loaded later."""
GAP = 1 << 33
"""Libraries that lie further apart have a histogram each."""


class _Region(ctypes.Structure):
    _fields_ = (
        ("counters", ctypes.c_void_p), ("size", ctypes.c_size_t), ("start", ctypes.c_size_t), ("scale", ctypes.c_ulong),
    )  # fmt: skip


class _Time(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("microseconds", ctypes.c_long))


class MachineCode:
    """A histogram from `start` to `stop`. Raises OSError where the C library has no sprofil: it is glibc's alone."""

    def __init__(self) -> None:
        try:
            self._sprofil = ctypes.CDLL(None).sprofil
        except AttributeError:
            raise OSError("this C library has no sprofil: run it on Linux with glibc") from None
        self._spans: list[tuple[int, ctypes.Array[ctypes.c_uint]]] = []
        self._elsewhere = (ctypes.c_uint * 1)()

    def start(self) -> None:
        """Count from now on."""
        spans: list[list[int]] = []
        for low, high, _ in _mapped():
            if spans and low - spans[-1][1] < GAP:
                spans[-1][1] = high
            else:
                spans.append([max(low - MARGIN, 0), high])
        ends = [low for low, _ in spans[1:]] + [1 << 62]
        for (low, high), end in zip(spans, ends, strict=True):
            self._spans.append((low, (ctypes.c_uint * ((min(high + MARGIN, end) - low) // PAGE))()))
        regions = (_Region * (len(self._spans) + 1))()
        for place, (low, counters) in enumerate(self._spans):
            # one counter of four bytes for PAGE bytes of code: 65536 · 4 / scale of them
            regions[place] = _Region(ctypes.addressof(counters), ctypes.sizeof(counters), low, 65536 * 4 // PAGE)
        regions[len(self._spans)] = _Region(ctypes.addressof(self._elsewhere), 4, 0, 2)  # whatever lies in none of them
        if self._sprofil(regions, len(regions), ctypes.byref(_Time()), 1):
            raise OSError("sprofil could not be started")

    def stop(self) -> Counter[str]:
        """Count no more. How many samples fell into the machine code of each package."""
        self._sprofil(None, 0, None, 0)
        found: Counter[str] = Counter()
        counted = sum(sum(counters) for _, counters in self._spans)
        for low, high, file in _mapped():
            for start, counters in self._spans:
                if start <= low < start + PAGE * len(counters):
                    found[package_of(file)] += sum(counters[(low - start) // PAGE : (high - start) // PAGE])
        found["elsewhere"] = self._elsewhere[0] + counted - found.total()
        return +found


def _mapped() -> Iterator[tuple[int, int, str]]:
    """Where machine code lies in this process, from below: first byte, end, file."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        found = re.match(r"(\w+)-(\w+) ..x. \w+ \S+ \d+ *(.*)", line)
        if found and found[3] != "[vsyscall]":
            yield int(found[1], 16), int(found[2], 16), found[3]
