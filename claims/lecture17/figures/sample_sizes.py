"""How many samples a class needs, beside the number that the theorem asks for, and what each step of the proof costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, log, sqrt
from typing import Any

from flint import arb

from lemmata.numerics.sampling import Samples
from lemmata.theory.concentration.lattice_laws import Lattice, lattice
from lemmata.theory.generalisation.exact_classes import UniformClass, bumps, cube_corners, one_function, two_cells
from lemmata.theory.generalisation.sampled_classes import Cells, Corners, SampledClass

__all__ = ["cost_of_the_steps", "needed", "rows", "scaling"]

DELTA = Fraction(1, 10)
_EXPERIMENTS = 200
_SIGN = lattice([1, 1], lowest=-1, step=2)


def needed(enough: Callable[[int], bool]) -> int:
    """An N that is enough while N − 1 is not, by doubling and bisection (the least one where failures fall with N)."""
    high = 1
    while not enough(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _theorem(m: int, L: float, width: float, epsilon: float) -> int:
    """(4Δ²/ε²)(m ln(1 + 8L/ε) + ln(2/δ)): generalisation-without-detour."""
    return ceil(4 * width**2 / epsilon**2 * (m * log(1 + 8 * L / epsilon) + log(2 / DELTA)))


def _exactly(F: UniformClass, epsilon: Fraction) -> int:
    return needed(lambda N: bool(arb(F.failure(N, N, epsilon)) <= arb(DELTA.numerator) / DELTA.denominator))


def _by_sampling(F: SampledClass, epsilon: Fraction, seed: int) -> int:
    def enough(N: int) -> bool:
        surely, _ = F.exceeded(N, epsilon, Samples(seed + 10**6 * F.m + N, _EXPERIMENTS))
        return surely <= DELTA * _EXPERIMENTS

    return needed(enough)


def scaling(seed: int) -> Iterator[dict[str, Any]]:
    """N_needed(δ)/N_theorem against m, ε and L, δ = 1/10: exact where the law of the supremum is, estimated from 200 experiments
    for each N otherwise (an estimate, not a verdict)."""
    half = Fraction(1, 2)
    for m in (1, 2, 3):
        yield _row("corners", cube_corners(m), half, _exactly(cube_corners(m), half), "exact")
    for m in (10, 30, 100, 300, 1000):
        yield _row("corners", Corners(m), half, _by_sampling(Corners(m), half, seed), "estimated")
    yield _row("cells", two_cells([1, 1]), half, _exactly(two_cells([1, 1]), half), "exact")
    for m in (3, 10, 30, 100, 300, 1000):
        cells = Cells(m, "uniform", seed)
        yield _row("cells", cells, half, _by_sampling(cells, half, seed), "estimated")
    for m in (1, 3, 10, 30, 100):
        yield _row("bumps", bumps(m, 1000), half, _exactly(bumps(m, 1000), half), "exact")
    for exponent in (1, 2, 4, 8, 16, 32):
        yield _row("bumps", bumps(1, 10**exponent), half, _exactly(bumps(1, 10**exponent), half), "exact")
    for p in (2, 4, 8, 16, 24):
        epsilon = Fraction(p, 16)
        yield _row("corners", cube_corners(2), epsilon, _exactly(cube_corners(2), epsilon), "exact")
        yield _row("bumps", bumps(3, 1000), epsilon, _exactly(bumps(3, 1000), epsilon), "exact")


def _row(name: str, F: UniformClass | SampledClass, epsilon: Fraction, N: int, how: str) -> dict[str, Any]:
    assert F.width is not None
    L = sqrt(F.lipschitz_squared)
    theorem = _theorem(F.m, L, float(F.width), float(epsilon))
    return {
        "class": name, "m": F.m, "L": L, "epsilon": float(epsilon), "delta": float(DELTA), "needed": N, "theorem": theorem,
        "ratio": N / theorem, "how": how,
    }  # fmt: skip


@dataclass(frozen=True)
class _Instance:
    """A class, and the law of its function that deviates most."""

    name: str
    F: UniformClass
    worst: Lattice
    epsilon: Fraction


def cost_of_the_steps() -> Iterator[Mapping[str, Any]]:
    """Sample sizes that each step of the proof leaves, from what is needed to what the theorem asks for, and their ratios.

    union: the supremum is replaced by a sum of exact tails, at ε/2, over a net of (1 + 8L/ε)^m points; Hoeffding: the exact
    tail by its exponential bound; triangle: the difference of the two samples by two deviations from P_real, each at half.
    """
    coin = lattice([1, 1])
    for at in (
        _Instance("one function", one_function(coin, m=1, L=Fraction(1, 1000)), coin, Fraction(1, 4)),
        _Instance("linear, m = 1", cube_corners(1), _SIGN, Fraction(1, 2)),
        _Instance("cells, m = 2", two_cells([1, 1]), _SIGN, Fraction(1, 2)),
        _Instance("1000 bumps, m = 1", bumps(1, 1000), _SIGN, Fraction(1, 2)),
        _Instance("1000³ bumps, m = 3", bumps(3, 1000), _SIGN, Fraction(1, 2)),
    ):
        m, L, width, epsilon = at.F.m, sqrt(at.F.lipschitz_squared), float(at.F.width), float(at.epsilon)
        net = (1 + 8 * L / epsilon) ** m

        def over_the_net(N: int, at: _Instance = at, net: float = net) -> bool:
            tail = arb(at.worst.two_sample_tail(N, N, at.epsilon / 2))
            return bool(tail * arb(net) <= arb(DELTA.numerator) / DELTA.denominator)

        exactly, union = _exactly(at.F, at.epsilon), needed(over_the_net)
        hoeffding = _theorem(m, L, width, epsilon)
        triangle = ceil(8 * width**2 / epsilon**2 * (m * log(1 + 8 * L / epsilon) + log(4 / DELTA)))
        yield {
            "class": at.name, "epsilon": epsilon, "delta": float(DELTA), "needed": exactly,
            "after the union over the net": union, "after Hoeffding": hoeffding, "after the triangle": triangle,
            "factor of the union": union / exactly, "factor of Hoeffding": hoeffding / union,
            "factor of the triangle": triangle / hoeffding,
        }  # fmt: skip


def rows(seed: int) -> Mapping[str, Any]:
    """Everything above, as plain values."""
    return {"scaling": list(scaling(seed)), "steps": list(cost_of_the_steps())}
