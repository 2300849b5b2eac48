"""Discriminators that Hypothesis may draw: pairs of bias-free networks with rational weights in the unit ball."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from hypothesis import assume, strategies as st

from lemmata.theory.discriminators.adversarial_pairs import adversarial_pair
from lemmata.theory.discriminators.network_pairs import NetworkPair
from lemmata.theory.exact.strategies import dyadics

__all__ = ["PIECEWISE_LINEAR_CONTRACTIONS", "adversarial_pairs", "network_pairs"]

PIECEWISE_LINEAR_CONTRACTIONS = ("relu", "leaky_relu(1/2)", "leaky_relu(1/4)", "abs", "leaky_relu(1)")

Rows = tuple[tuple[Fraction, ...], ...]


def _near_the_sphere(whole: Sequence[int]) -> list[Fraction]:
    """These whole numbers over the smallest whole number that brings them into the unit ball."""
    square = sum(v * v for v in whole)
    norm = isqrt(square - 1) + 1 if square else 1
    return [Fraction(v, norm) for v in whole]


def _layers(values: Sequence[Fraction], widths: Sequence[int]) -> tuple[Rows, ...]:
    entries, net = iter(values), []
    for columns, rows in pairwise(widths):
        net.append(tuple(tuple(next(entries) for _ in range(columns)) for _ in range(rows)))
    return tuple(net)


@st.composite
def network_pairs(
    draw: st.DrawFn,
    sigmas: Sequence[str] = PIECEWISE_LINEAR_CONTRACTIONS,
    *,
    min_depth: int = 1,
    max_depth: int = 4,
    max_width: int = 3,
) -> NetworkPair:
    """θ near the sphere; θ̂ anywhere else on it, θ shrunk by a little, or θ with one layer shrunk. The domain ends at x, or
    a little beyond."""
    depth = draw(st.sampled_from([*range(min_depth, max_depth + 1), *range(max(min_depth, 2), max_depth + 1)]))
    widths = [*(draw(st.integers(1, max_width)) for _ in range(depth)), 1]
    m = sum(a * b for a, b in pairwise(widths))
    # positive weights more often: they keep ReLU networks alive
    entries = st.lists(st.sampled_from((1, 0, 2, 3, -1, -2)), min_size=m, max_size=m)
    theta = _near_the_sphere(draw(entries))
    kind = draw(st.sampled_from(("elsewhere", "shrunk", "one layer shrunk")))
    factor = Fraction(1) - Fraction(1, 2 ** draw(st.integers(1, 6)))
    if kind == "elsewhere":
        other = _near_the_sphere(draw(entries))
    elif kind == "shrunk":
        other = [v * factor for v in theta]
    else:
        last = widths[-2]
        other = [*theta[:-last], *(v * factor for v in theta[-last:])]
    assume(theta != other)
    # small points too: there tanh is nearly the identity, and the bound nearly attained
    scale = draw(st.sampled_from((Fraction(1), Fraction(1, 16))))
    x = tuple(v * scale for v in draw(st.tuples(*[dyadics()] * widths[0])))
    assume(any(x))
    beyond = draw(st.sampled_from((None, Fraction(1, 4))))
    return NetworkPair(
        _layers(theta, widths),
        _layers(other, widths),
        x,
        draw(st.sampled_from((Fraction(1), Fraction(2), Fraction(1, 2), Fraction(1, 8)))),
        draw(st.sampled_from(tuple(sigmas))),
        None if beyond is None else sum((v * v for v in x), Fraction(0)) + beyond,
        draw(st.sampled_from((False, False, True))),
    )


def adversarial_pairs(d: int, hidden: Sequence[int], sigmas: Sequence[str]) -> Callable[[int], NetworkPair]:
    """Seed ↦ a pair of networks of one shape that gradient ascent has driven towards the bound."""

    def case(seed: int) -> NetworkPair:
        return adversarial_pair(d, tuple(hidden), sigmas[seed % len(sigmas)], seed >> 8)

    return case
