"""Laws of f(x), sample sizes and deviations that Hypothesis may draw."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from hypothesis import assume, strategies as st

from lemmata.theory.concentration.coordinates import CoordinateCase, coordinates
from lemmata.theory.concentration.lattice_laws import Lattice, lattice
from lemmata.theory.concentration.mean_norms import CornersCase, LineSamplesCase, corners_of_a_cube, samples_on_a_line
from lemmata.theory.concentration.means import AverageCase, CoinTestCase, average, coin_test, levels
from lemmata.theory.exact.strategies import dyadics

__all__ = [
    "averages",
    "coin_tests",
    "coordinate_classes",
    "corner_samples",
    "factors",
    "lattices",
    "line_samples",
    "network_levels",
    "seeded_averages",
    "symmetric_line_samples",
]


@st.composite
def network_levels(draw: st.DrawFn, *, max_levels: int = 8) -> Lattice:
    """The law of a drawn ReLU network with two hidden units, rounded to K levels, on a finite P_real in the plane."""
    atoms = draw(st.lists(st.tuples(dyadics(), dyadics()), min_size=2, max_size=6, unique=True))
    weights = draw(st.lists(st.integers(1, 4), min_size=len(atoms), max_size=len(atoms)))
    hidden = draw(st.tuples(*[st.tuples(dyadics(), dyadics(), dyadics())] * 2))
    output = draw(st.tuples(dyadics(), dyadics()))
    values = [_network(hidden, output, x) for x in atoms]
    lowest, highest = min(values), max(values)
    assume(lowest < highest)
    # an affine output layer takes the values to [0, 1]
    scaled = [(v - lowest) / (highest - lowest) for v in values]
    return levels(scaled, weights, draw(st.integers(1, max_levels)))


def _network(
    hidden: tuple[tuple[Fraction, ...], ...], output: tuple[Fraction, ...], x: tuple[Fraction, ...]
) -> Fraction:
    units = (max(w[0] * x[0] + w[1] * x[1] + w[2], Fraction(0)) for w in hidden)
    return sum((v * unit for v, unit in zip(output, units, strict=True)), Fraction(0))


@st.composite
def lattices(draw: st.DrawFn, *, max_levels: int = 8) -> Lattice:
    """Coins, laws with drawn counts, and networks; on [0, 1] or shifted and stretched."""
    law = draw(
        st.one_of(
            st.tuples(st.integers(1, 4), st.integers(1, 4)).map(lattice),
            st.lists(st.integers(0, 4), min_size=2, max_size=max_levels + 1).filter(any).map(lattice),
            network_levels(max_levels=max_levels),
        )
    )
    assume(sum(c > 0 for c in law.counts) > 1)
    width = draw(st.sampled_from((Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3))))
    return Lattice(law.counts, draw(st.sampled_from((Fraction(0), -width / 2))), law.step * width)


@st.composite
def averages(draw: st.DrawFn, *, max_samples: int = 200) -> AverageCase:
    """A law of f, N, and ε such that ε/4 is a deviation that the mean can show: there the tail jumps."""
    law = draw(lattices())
    N = draw(st.one_of(st.integers(1, 16), st.integers(1, max_samples)))
    centre = N * (law.mean - law.lowest) / law.step
    # a sum that N values have, on either side of the expectation, near it or far out: levels without mass give none
    gap = abs(draw(st.sampled_from([k for k, mass in enumerate(law.sums(N)[0]) if mass])) - centre)
    assume(gap > 0)
    return average(law, N=N, epsilon=4 * gap * law.step / N)


def seeded_averages(K: int, N: int) -> Callable[[int], AverageCase]:
    """Seed ↦ a law on K + 1 levels and the mean of N values, ε/4 three to seven standard deviations."""

    def case(seed: int) -> AverageCase:
        random = Random(seed)
        counts = [random.randint(0, 9) for _ in range(K + 1)]
        law = lattice([*counts[:-1], counts[-1] + 1])
        spread = random.randint(9, 49) * Fraction(law.variance / N).limit_denominator(10**6)
        return average(law, N=N, epsilon=4 * Fraction(float(spread) ** 0.5).limit_denominator(10**4))

    return case


@st.composite
def coordinate_classes(draw: st.DrawFn) -> CoordinateCase:
    """Finitely or countably many coordinates, t and δ, joined by segments or not."""
    count = draw(st.sampled_from((1, 2, 3, 5, 20, 100, 1000, None)))
    t = draw(st.sampled_from([Fraction(p, 16) for p in range(16, 1, -1)]))
    delta = draw(st.sampled_from([Fraction(p, 20) for p in range(19, 0, -1)]))
    return coordinates(count, t=t, delta=delta, patience=draw(st.integers(1, 200)), joined=draw(st.booleans()))


@st.composite
def coin_tests(draw: st.DrawFn) -> CoinTestCase:
    """A coin, m, and ε up to 4: a mean of coins can miss by ε/4 only where ε/4 ≤ max(p, 1 − p)."""
    counts = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    furthest = Fraction(max(counts), sum(counts))
    epsilon = draw(st.sampled_from([Fraction(p, 64) for p in range(48, 257)]))
    assume(epsilon / 4 <= furthest)
    return coin_test(counts, m=draw(st.integers(1, 5)), epsilon=epsilon)


factors = st.sampled_from((Fraction(1), Fraction(2), Fraction(10), Fraction(1, 2)))


@st.composite
def line_samples(draw: st.DrawFn, *, max_samples: int = 60) -> LineSamplesCase:
    """A law on a lattice, up to 60 samples, and C."""
    return samples_on_a_line(draw(lattices(max_levels=4)), N=draw(st.integers(1, max_samples)), C=draw(factors))


@st.composite
def _symmetric(draw: st.DrawFn) -> Lattice:
    half = draw(st.lists(st.integers(0, 4), min_size=1, max_size=3).filter(any))
    middle = draw(st.lists(st.integers(0, 3), max_size=1))
    counts = [*half, *middle, *half[::-1]]
    step = draw(st.sampled_from((Fraction(2), Fraction(1), Fraction(1, 2))))
    return lattice(counts, lowest=-step * Fraction(len(counts) - 1, 2), step=step)


@st.composite
def symmetric_line_samples(draw: st.DrawFn, *, max_samples: int = 60) -> LineSamplesCase:
    """A law that x ↦ −x does not change, and up to 60 samples."""
    law = draw(_symmetric())
    assume(law.variance > 0)
    return samples_on_a_line(law, N=draw(st.integers(1, max_samples)), C=draw(factors))


@st.composite
def corner_samples(draw: st.DrawFn) -> CornersCase:
    """Two to four dimensions, two samples or more (with one, the bound is attained), and C."""
    d = draw(st.sampled_from((2, 2, 3, 3, 4)))
    return corners_of_a_cube(d, N=draw(st.integers(2, 40)), C=draw(factors))
