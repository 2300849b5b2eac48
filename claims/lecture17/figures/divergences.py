"""J and JS of pairs of laws from near to far, as balls: rows for a figure."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import count

import numpy as np

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.conversions import as_ball
from lemmata.theory.divergences.discrete_laws import DiscretePair, DiscretePairCase, discrete
from lemmata.theory.divergences.generator_pairs import GeneratorPairCase, same_law, two_generators
from lemmata.theory.divergences.line_pairs import LinePair
from lemmata.theory.networks.generator_case import normal
from lemmata.theory.networks.seeded_networks import Seeded

__all__ = ["rows"]

_BITS = 128
_ACTIVATION = "leaky_relu(1/2)"
_DRAWN = 16
# tenfold from one to the next in J, or nearly so
_SHIFTS = (Fraction(1, 30), Fraction(1, 10), Fraction(3, 10), 1, 2, 3, 5, 10, 30)
_SCALES = (Fraction(31, 30), Fraction(11, 10), Fraction(13, 10), 2, 3, 5, 10, 30, 100)
_RATIOS = (Fraction(21, 20), Fraction(6, 5), 2, 5, 20, 10**3, 10**6, 10**12, 10**24)

Case = DiscretePairCase | GeneratorPairCase


def rows(seed: int) -> list[dict[str, str | float]]:
    """For each pair: what it is, the midpoints of J and JS, and the larger one of their relative radii. Pairs that are drawn twice
    the same law are left out."""
    found: list[dict[str, str | float]] = []
    with precision(_BITS):
        for law, case in _pairs(seed):
            pair = case.into(Balls(_BITS))
            assert isinstance(pair, (DiscretePair, LinePair))
            J, JS = as_ball(pair.jeffreys), as_ball(pair.jensen_shannon)
            width = max(float(v.rad() / abs(v.mid())) for v in (J, JS))
            found.append({"law": law, "jeffreys": float(J.mid()), "jensen_shannon": float(JS.mid()), "width": width})
    return found


def _pairs(seed: int) -> Iterator[tuple[str, Case]]:
    for shift in _SHIFTS:
        yield "Gaussians, shifted", two_generators(normal(0), normal(shift))
    for scale in _SCALES:
        yield "Gaussians, scaled", two_generators(normal(0), normal(0, scale))
    for ratio in _RATIOS:
        counts = Fraction(ratio).as_integer_ratio()
        yield "two points, swapped", discrete(counts, counts[::-1])
    # the low bits of the seed: numpy's generator takes no negative numbers
    seed %= 2**32
    rng = np.random.default_rng(seed)
    for _ in range(_DRAWN):
        points = rng.integers(2, 6)
        # counts over three decades: laws that are far apart as well
        first, second = (np.ceil(10 ** rng.uniform(0, 3, points)).astype(int).tolist() for _ in range(2))
        if len({Fraction(a, b) for a, b in zip(first, second, strict=True)}) > 1:
            yield "discrete, drawn", discrete(first, second)
    networks = (Seeded(1, 2, _ACTIVATION, seed + index, "dyadic").written() for index in count())
    for _ in range(_DRAWN):
        g, h = next(networks), next(networks)
        if not same_law(g, h):
            yield "networks, drawn", two_generators(g, h)
