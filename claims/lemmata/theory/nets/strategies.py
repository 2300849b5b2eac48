"""Parameter sets and ε-nets that Hypothesis may draw: small dimensions, radii of one digit."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from hypothesis import assume, strategies as st

from lemmata.numerics.verdict import Verdict
from lemmata.theory.exact.points import Point
from lemmata.theory.nets.coverings import covering
from lemmata.theory.nets.definition import ToCover
from lemmata.theory.nets.parameter_sets import Finite, ParameterSet, Shell, ball, norm_squared
from lemmata.theory.nets.sizes import AnyNet, GivenNet, GreedyNet, NetCase, ProjectedGrid, hard_for, projected_grid
from lemmata.theory.nets.volumes import AllRadii, RadiusCase

__all__ = [
    "all_nets", "all_radii", "constants", "finite_sets", "greedy_nets", "net_problems", "nets", "parameter_sets", "radii",
    "seeded_nets", "seeded_radii", "volumes",
]  # fmt: skip

# The smallest radii at which a net of the ball is still built in milliseconds.
_SMALLEST = {1: Fraction(1, 10), 2: Fraction(1, 5), 3: Fraction(2, 5), 4: Fraction(7, 10)}
_DENOMINATORS = (1, 2, 3, 4, 5, 7, 8, 10)
# From ε = 1 on one point is a net, and bounds from below say nothing.
_BELOW_ONE = Fraction(99, 100)


def _dimensions(largest: int) -> st.SearchStrategy[int]:
    # the plane most often: there a covering has room to go wrong, and costs little
    return st.sampled_from([m for m in (1, 2, 2, 2, 3, 3, 4) if m <= largest])


def _simple_first(numbers: set[Fraction]) -> list[Fraction]:
    return sorted(numbers, key=lambda v: (v.denominator, abs(v), v < 0))


def radii(m: int = 1, *, largest: Fraction = Fraction(2)) -> st.SearchStrategy[Fraction]:
    """Radii ε with denominators up to 10, the whole ones first; no smaller than a net of the ball of R^m allows."""
    numbers = {Fraction(p, q) for q in _DENOMINATORS for p in range(1, 2 * q + 1)}
    return st.sampled_from(_simple_first({v for v in numbers if _SMALLEST[m] <= v <= largest}))


def _in_the_ball(m: int) -> st.SearchStrategy[Point]:
    quarters = st.sampled_from(_simple_first({Fraction(p, 4) for p in range(-4, 5)}))
    return st.tuples(*[quarters] * m).filter(lambda p: norm_squared(p) <= 1)


def finite_sets(m: int) -> st.SearchStrategy[Finite]:
    """Two to eight points of the unit ball of R^m, in quarters."""
    return st.lists(_in_the_ball(m), min_size=2, max_size=8, unique=True).map(lambda points: Finite(tuple(points)))


def _shells(m: int) -> st.SearchStrategy[Shell]:
    return st.sampled_from((Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))).map(lambda inner: Shell(m, inner))


def parameter_sets(m: int) -> st.SearchStrategy[ParameterSet]:
    """Θ ⊂ B^m: the ball, a shell of it, a few points."""
    return st.one_of(st.just(ball(m)), _shells(m), finite_sets(m))


@st.composite
def net_problems(draw: st.DrawFn, max_dimension: int = 3) -> ToCover:
    """Θ and ε, for which a net is wanted."""
    m = draw(_dimensions(max_dimension))
    return ToCover(draw(parameter_sets(m)), draw(radii(m)))


@st.composite
def greedy_nets(
    draw: st.DrawFn, max_dimension: int = 3, *, balls_only: bool = True, largest: Fraction = Fraction(2)
) -> GreedyNet:
    """Maximal packings of a ball, or of any Θ ⊂ B^m, that begin at some point of the ball, by default at an end of it."""
    m = draw(_dimensions(max_dimension))
    theta = ball(m) if balls_only else draw(parameter_sets(m))
    return GreedyNet(theta, draw(radii(m, largest=largest)), draw(st.none() | _in_the_ball(m)))


def _projected_grids(max_dimension: int) -> st.SearchStrategy[ProjectedGrid]:
    return _dimensions(max_dimension).flatmap(
        lambda m: radii(m, largest=_BELOW_ONE).map(lambda eps: projected_grid(ball(m), eps))
    )


@st.composite
def _sparse_nets(draw: st.DrawFn, max_dimension: int) -> GivenNet:
    """Nets with few points: the middles of equal pieces of the interval, or two points on each axis."""
    m = draw(_dimensions(max_dimension))
    eps = draw(radii(m, largest=_BELOW_ONE))
    if m == 1:
        pieces = -(-eps.denominator // eps.numerator)
        return GivenNet(ball(1), eps, tuple((Fraction(2 * i + 1 - pieces, pieces),) for i in range(pieces)))
    r = draw(st.sampled_from((Fraction(1, 2), Fraction(3, 5), Fraction(2, 3))))
    points = tuple(tuple(sign * r * (i == j) for j in range(m)) for i in range(m) for sign in (1, -1))
    assume(covering(ball(m), points, eps).verdict is Verdict.HOLDS)
    return GivenNet(ball(m), eps, points)


def nets(max_dimension: int = 3) -> st.SearchStrategy[NetCase]:
    """Nets of balls, ε < 1: packings, projected grids, and nets with few points."""
    return st.one_of(_sparse_nets(4), greedy_nets(max_dimension, largest=_BELOW_ONE), _projected_grids(max_dimension))


@st.composite
def all_nets(draw: st.DrawFn) -> AnyNet:
    """All nets of a ball at once, at a radius below 1, or so little below it that (1/ε)^m stays near 1."""
    m = draw(st.integers(1, 12))
    return draw(st.sampled_from([AnyNet(m, 1 - Fraction(1, q)) for q in (2, 4, 10, 100)] + [hard_for(m)]))


def constants() -> st.SearchStrategy[int]:
    """An absolute constant, or a Lipschitz constant: a whole number from 1 on."""
    return st.integers(1, 12)


def seeded_nets(m: int, *, between: tuple[str, str] = ("7/10", "19/20")) -> Callable[[int], GreedyNet]:
    """Seed ↦ a maximal packing of the ball of R^m, at a radius between the two and begun somewhere near the middle."""
    lowest, highest = (Fraction(v) for v in between)

    def case(seed: int) -> GreedyNet:
        rng = Random(seed)
        start = tuple(Fraction(rng.randint(-8, 8), 16) for _ in range(m))
        eps = lowest + (highest - lowest) * Fraction(rng.randint(0, 5), 5)
        return GreedyNet(ball(m), eps, start)

    return case


def volumes(max_dimension: int = 12) -> st.SearchStrategy[RadiusCase]:
    """A dimension and a radius."""
    radius = st.builds(Fraction, st.integers(1, 60), st.integers(1, 12))
    return st.builds(RadiusCase, st.integers(1, max_dimension), radius)


def seeded_radii(m: int) -> Callable[[int], RadiusCase]:
    """Seed ↦ a ball of R^m with a radius in millionths: so many that no two seeds are likely to agree."""
    return lambda seed: RadiusCase(m, Fraction(Random(seed).randint(1, 4 * 10**6), 10**6))


def all_radii(max_dimension: int = 12) -> list[AllRadii]:
    """All balls of each dimension, for computer algebra."""
    return [AllRadii(m) for m in range(1, max_dimension + 1)]
