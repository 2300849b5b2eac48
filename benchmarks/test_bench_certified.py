"""Certified networks per second, beside mpmath at the same precision.

    pytest benchmarks/test_bench_certified.py --benchmark-only

Both sides do the same work with rigorous enclosures: J_x g⁻¹ at x = g(z) by the lecture's product, and again by the chain
rule along g⁻¹, layer by layer, and a comparison entry by entry. Ours: flint's balls. mpmath: its interval matrices. The
weights and the points are read into each library beforehand. *mp product* is mpmath without any enclosure, the product
alone: less than half of the work, and no certificate.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import mpmath
import pytest

from benchmarks.interleave import interleaved
from lecture17.the_jacobian import claim_jacobian_of_the_inverse, product_with_slopes_between
from lemmata.evidence import certified
from lemmata.evidence.question import Question
from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.verdict import Verdict
from lemmata.theory.networks.seeded_networks import Seeded

BITS = certified.bits[0]
SIZES = [(4, 3), (8, 4), (16, 6)]


@pytest.mark.parametrize(("d", "l"), SIZES, ids=lambda v: str(v))
def test_certified_networks_per_second(benchmark: Any, rows: list[dict[str, Any]], d: int, l: int) -> None:
    cases = [Seeded(d, l, "asinh", seed) for seed in range(8)]
    iv = mpmath.iv
    before, iv.prec = iv.prec, BITS
    try:
        with precision(BITS), mpmath.workprec(BITS):
            sites = itertools.cycle([case.into(Balls(BITS)) for case in cases])
            plain = itertools.cycle([_in_mpmath(case, mpmath.mp) for case in cases])
            intervals = itertools.cycle([_in_mpmath(case, iv) for case in cases])

            def ours() -> None:
                site = next(sites)
                site.memo.clear()  # every call pays for its own truth side
                comparison = claim_jacobian_of_the_inverse(product_with_slopes_between, site=site)
                assert comparison.verdict is Verdict.HOLDS

            def mpmath_product() -> None:
                problem = next(plain)
                _product(mpmath.mp, problem.weights, problem.slopes)

            def mpmath_intervals() -> None:
                problem = next(intervals)
                left = _product(iv, problem.weights, problem.slopes)
                right = _chain_rule(iv, problem)
                for i in range(d):
                    for j in range(d):
                        assert left[i, j].a <= right[i, j].b and right[i, j].a <= left[i, j].b

            certified_ratio = interleaved(ours, mpmath_intervals, pairs=8)
            plain_ratio = interleaved(ours, mpmath_product, pairs=8)
            benchmark.pedantic(ours, rounds=16, iterations=1)
    finally:
        iv.prec = before
    benchmark.extra_info["networks per second"] = 1 / certified_ratio.ours_seconds
    for order, (name, ratio) in enumerate((("mpmath intervals", certified_ratio), ("mp product alone", plain_ratio))):
        benchmark.extra_info[f"{name} / ours"] = ratio.median
        rows.append(
            {
                "order": 10**6 + 10 * d + order,
                "size": f"(1, 1, {d}, {l})",
                "activation": "asinh",
                "contender": f"{name}, {BITS} bits",
                "ours_ms": ratio.ours_seconds * 1e3,
                "alone": f"{ratio.median:.1f} [{ratio.lower:.1f}, {ratio.upper:.1f}]",
            }
        )


@dataclass(frozen=True)
class Problem:
    """A network in one of mpmath's number systems: weights, biases, the point, and s′(h_k) for k = 2 … l."""

    weights: list[Any]
    biases: list[Any]
    x: Any
    slopes: list[list[Any]]


def _product(system: Any, weights: list[Any], slopes: list[list[Any]]) -> Any:
    J = weights[0] ** -1
    for W, s in zip(weights[1:], slopes, strict=True):
        J = J * system.diag(s) * W**-1
    return J


def _chain_rule(system: Any, problem: Problem) -> Any:
    """h + t·T pushed through g⁻¹, with s = sinh and s′ = cosh."""
    V = problem.weights[-1] ** -1
    h, tangents = V * (problem.x - problem.biases[-1]), V
    for W, b in zip(problem.weights[-2::-1], problem.biases[-2::-1], strict=True):
        V = W**-1
        e = [system.exp(v) for v in h]
        tangents = V * (system.diag([(v + 1 / v) / 2 for v in e]) * tangents)
        h = V * (system.matrix([(v - 1 / v) / 2 for v in e]) - b)
    return tangents


def _in_mpmath(case: Seeded, system: Any) -> Problem:
    """The same network, and the same h_k to 40 digits, in mpmath's numbers."""
    W, b, _ = case.arrays()
    site = case.into(Balls(BITS))

    def numbers(column: Any) -> list[Any]:
        return [system.mpf(v.mid().str(40, radius=False)) for v in column.entries()]

    slopes = []
    for k in range(2, case.l + 1):
        e = [system.exp(v) for v in numbers(site.h[k])]
        slopes.append([(v + 1 / v) / 2 for v in e])
    return Problem(
        [system.matrix(w.tolist()) for w in W],
        [system.matrix(c.tolist()) for c in b],
        system.matrix(numbers(site.x)),
        slopes,
    )


def test_the_comparison_is_the_one_that_the_claim_makes() -> None:
    """What is timed above is one certified case of jacobian-product, at its first precision."""
    form = claim_jacobian_of_the_inverse.form("product_with_slopes_between")
    question = claim_jacobian_of_the_inverse.question(form, claim_jacobian_of_the_inverse.decider("certified"))
    assert isinstance(question, Question)
    assert certified().compare(question, {"site": Seeded(4, 3, "asinh", 0)}).verdict is Verdict.HOLDS
