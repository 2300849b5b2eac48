"""The exact tail of a mean of N lattice values, beside convolution in floating point.

    pytest benchmarks/test_bench_tail.py --benchmark-only

All sides compute P(|mean − E| ≥ t) for the same law: ours by powering an integer polynomial (a coin's by its binomials), the
others by squaring and multiplying probability vectors, with numpy's direct convolution and with scipy's FFT. What they lose is
measured too: the relative error in a tail of about 1e-16, against the exact one. Limit: *the power alone*, the polynomial
without a sum of its coefficients.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import fmpz_poly
from scipy.signal import fftconvolve

from benchmarks.interleave import interleaved
from lemmata.theory.concentration.lattice_laws import Lattice, lattice

SIZES = [(1, 2000), (10, 1000), (20, 1000), (10, 2000), (64, 300)]
FAR = 1e-16

Convolution = Callable[[np.ndarray, np.ndarray], np.ndarray]


def _law(K: int) -> Lattice:
    return lattice([1 + (7 * k) % 5 for k in range(K + 1)])


def _by_squaring(law: Lattice, N: int, t: Fraction, convolve: Convolution) -> float:
    square = np.array(law.counts, dtype=float) / law.total
    result = np.ones(1)
    for bit in reversed(f"{N:b}"):
        if bit == "1":
            result = convolve(result, square)
        square = convolve(square, square)
    deviation = np.abs(np.arange(len(result)) * float(law.step) / N - float(law.mean))
    return float(result[deviation >= float(t)].sum())


@pytest.mark.parametrize(("K", "N"), SIZES, ids=lambda v: str(v))
def test_exact_tails(benchmark: Any, rows: list[dict[str, Any]], K: int, N: int) -> None:
    law = _law(K)
    t = Fraction(6, 1) * Fraction(float(law.variance / N) ** 0.5).limit_denominator(10**6)
    peers: dict[str, Callable[[], object]] = {
        name: lambda convolve=convolve: _by_squaring(law, N, t, convolve)
        for name, convolve in (("numpy.convolve", np.convolve), ("scipy fftconvolve", fftconvolve))
    }
    peers["the power alone"] = lambda: fmpz_poly(list(law.counts)) ** N

    def ours() -> None:
        Lattice.tail.__wrapped__(law, N, t)  # a cached answer would time the cache

    for order, (name, other) in enumerate(peers.items()):
        ratio = interleaved(ours, other, pairs=9)
        benchmark.extra_info[f"{name} / ours"] = ratio.median
        rows.append(
            {
                "order": 2 * 10**6 + 100 * K + N + order, "size": f"({N}, {K + 1} levels)", "activation": "tail",
                "contender": name, "ours_ms": ratio.ours_seconds * 1e3,
                "alone": f"{ratio.median:.2f} [{ratio.lower:.2f}, {ratio.upper:.2f}]",
            }
        )  # fmt: skip
    benchmark.pedantic(ours, rounds=5, iterations=1)


@pytest.mark.parametrize(("K", "N"), [(1, 2000), (10, 1000)], ids=lambda v: str(v))
def test_errors_in_a_far_tail(rows: list[dict[str, Any]], K: int, N: int) -> None:
    law = _law(K)
    level = law.step / N
    # eight standard deviations are about 1e-15; step outwards until the tail is below 1e-16
    start = int(8 * float(law.variance / N) ** 0.5 / float(level))
    steps = next(
        k for k in range(start, start + 10**4) if float(_fraction(law, N, (k + Fraction(1, 2)) * level)) <= FAR
    )
    t = (steps + Fraction(1, 2)) * level
    exact = _fraction(law, N, t)
    for order, (name, convolve) in enumerate({"numpy.convolve": np.convolve, "scipy fftconvolve": fftconvolve}.items()):
        error = abs(Fraction(_by_squaring(law, N, t, convolve)) / exact - 1)
        rows.append(
            {
                "order": 3 * 10**6 + 100 * K + N + order, "size": f"({N}, {K + 1} levels)", "activation": "far tail",
                "contender": f"{name}: relative error", "alone": f"{float(error):.1e}",
            }
        )  # fmt: skip


def _fraction(law: Lattice, N: int, t: Fraction) -> Fraction:
    tail = law.tail(N, t)
    return Fraction(int(tail.p), int(tail.q))
