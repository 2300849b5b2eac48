"""Laws on few points, and discriminators that do not see it, that Hypothesis may draw."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.concentration.mean_gaps import MeanGapCase, mean_gap
from lemmata.theory.concentration.strategies import lattices
from lemmata.theory.generalisation.small_support import (
    CellClassCase,
    CloudCase,
    CubeCloudCase,
    cell_class,
    cloud,
    cube_cloud,
)
from lemmata.theory.transport.small_support_is_far import DISTANCES, FooledCase, fooled

__all__ = ["cell_classes", "clouds", "fooled_discriminators", "many_cells", "mean_gaps"]


@st.composite
def cell_classes(draw: st.DrawFn, *, max_cells: int = 12) -> CellClassCase:
    """Two to twelve cells, equally likely or not, and ε from 1/4 on; now and then 200 cells, to tell powers of m apart."""
    m = draw(st.integers(2, max_cells) | st.sampled_from((2, 3, 4, 200)))
    alike = st.just([1] * m)
    counts = draw(st.lists(st.integers(1, 3), min_size=m, max_size=m) | alike if m <= max_cells else alike)
    return cell_class(counts, epsilon=draw(st.sampled_from([Fraction(p, 16) for p in range(24, 3, -1)])))


def many_cells(m: int) -> Callable[[int], CellClassCase]:
    """Seed ↦ m cells whose probabilities differ by a factor of up to three."""

    def case(seed: int) -> CellClassCase:
        random = Random(seed)
        counts = [random.randint(1, 3) for _ in range(m)]
        return cell_class(counts, epsilon=Fraction(random.randint(10, 24), 16))

    return case


@st.composite
def clouds(draw: st.DrawFn) -> CloudCase | CubeCloudCase:
    """Two to five points of the unit ball of R^d, d ≤ 6; among them the corners ±e_i, which are as far apart as can be. Or all
    corners of a cube, d ≤ 40."""
    if draw(st.sampled_from((False, False, True))):
        d = draw(st.integers(1, 6) | st.sampled_from((20, 40)))
        return cube_cloud(d, epsilon=draw(st.sampled_from([Fraction(p, 16) for p in range(24, 3, -1)])))
    d = draw(st.integers(1, 6))
    quarters = [Fraction(p, 4) for p in range(-4, 5)]
    anywhere = st.tuples(*[st.sampled_from(quarters)] * d).filter(lambda x: sum(v * v for v in x) <= 1)
    corner = st.builds(
        lambda i, s: tuple(s if i == j else Fraction(0) for j in range(d)),
        st.integers(0, d - 1), st.sampled_from((Fraction(1), Fraction(-1))),
    )  # fmt: skip
    points = draw(st.lists(corner | anywhere, min_size=2, max_size=5, unique=True))
    counts = draw(st.lists(st.integers(1, 3), min_size=len(points), max_size=len(points)))
    weights = [Fraction(c, sum(counts)) for c in counts]
    return cloud(points, weights, epsilon=draw(st.sampled_from([Fraction(p, 16) for p in range(24, 1, -1)])))


@st.composite
def mean_gaps(draw: st.DrawFn) -> MeanGapCase:
    """Up to 40 coordinates on two to four levels, up to nine points, and up to 18 samples or all of P_real; learnt or not."""
    law = draw(lattices(max_levels=3) | st.just(lattice([1, 1], lowest=-1, step=2)))
    N = draw(st.just(1) | st.integers(1, 9))
    n = draw(st.none() | st.sampled_from((N, 2 * N)) | st.integers(1, 9))
    learnt = draw(st.sampled_from((False, False, False, True))) and (n is None or n >= N)
    return mean_gap(law, count=draw(st.integers(1, 8) | st.just(40)), N=N, n=n, learnt=learnt)


@st.composite
def fooled_discriminators(draw: st.DrawFn) -> FooledCase:
    """Gaussians in 16 to 200 dimensions, or in fewer, and discriminators with up to 20 parameters; or four to eight dimensions,
    where so many points come near to the whole law."""
    if draw(st.sampled_from((False, False, True))):
        return fooled(d=draw(st.integers(4, 8)), m=draw(st.integers(1, 20)), L=1, epsilon=Fraction(15, 16))
    m, L = draw(st.integers(1, 20)), draw(st.sampled_from((1, 2, 5, 10)))
    epsilon = draw(st.sampled_from([Fraction(p, 16) for p in range(4, 16)]))
    return fooled(
        d=draw(st.integers(16, 200) | st.integers(2, 15)),
        m=m,
        L=L,
        epsilon=epsilon,
        distance=draw(st.sampled_from(DISTANCES)),
    )
