"""Finite classes of discriminators, training games and samples that Hypothesis may draw."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from lemmata.numerics.rationals import RationalMatrix
from lemmata.theory.discriminators.attainment import LineGameCase, line_game
from lemmata.theory.discriminators.bounded_functions import BoundedClassCase, bounded_class
from lemmata.theory.discriminators.finite_classes import FiniteClassCase, Function, finite_class
from lemmata.theory.discriminators.minimax import GameCase, game
from lemmata.theory.discriminators.rademacher import SampledCase, sampled
from lemmata.theory.discriminators.sines import DigitsCase, SinesCase, powers_of, sines
from lemmata.theory.exact.strategies import dyadics
from lemmata.theory.transport.strategies import laws

__all__ = [
    "bounded_classes",
    "discriminating_classes",
    "finite_classes",
    "games",
    "line_games",
    "nested_classes",
    "samples_of_classes",
    "seeded_bounded",
    "seeded_samples",
    "signed_classes",
    "sine_classes",
]


# strategies are made once: making one costs as much as drawing from it
_values = dyadics()


@cache
def _functions(points: int, *, least: int = 1, most: int = 4) -> st.SearchStrategy[list[Function]]:
    return st.lists(st.tuples(*[_values] * points), min_size=least, max_size=most, unique=True)


@st.composite
def finite_classes(draw: st.DrawFn) -> FiniteClassCase:
    """One to four functions on two to five points, and three laws there, the third one anywhere or between the other two."""
    points = draw(st.integers(2, 5))
    P, Q, S = draw(laws(points)), draw(laws(points)), draw(laws(points))
    if draw(st.booleans()):
        share = draw(st.sampled_from([Fraction(k, 4) for k in (2, 1, 3)]))
        S = [share * p + (1 - share) * q for p, q in zip(P, Q, strict=True)]
    return finite_class(draw(_functions(points)), P=P, Q=Q, middle=S)


@st.composite
def nested_classes(draw: st.DrawFn) -> FiniteClassCase:
    """A class and one to three more functions, some of them close to members of it."""
    points = draw(st.integers(2, 5))
    F, more = draw(_functions(points)), draw(_functions(points, most=3))
    if draw(st.booleans()):
        more[0] = tuple(v / 2 + 1 for v in F[0])
    P, Q = draw(laws(points)), draw(laws(points))
    assume(P != Q)
    return finite_class(F, P=P, Q=Q, more=more)


@st.composite
def discriminating_classes(draw: st.DrawFn) -> FiniteClassCase:
    """Two different laws on two to four points, and a class that need not tell them apart.

    Often Q = P + a difference that all but the last function, or all of them, do not see.
    """
    points = draw(st.integers(2, 4))
    F = draw(_functions(points, least=points - 1, most=points + 1))
    P = draw(laws(points, zeros=False))
    Q = draw(laws(points))
    if draw(st.booleans()):
        unseen = RationalMatrix.of([[1] * points, *F[: points - 2]]).raw.rref()
        direction = _kernel(unseen, points)
        step = min(p / abs(v) for p, v in zip(P, direction, strict=True) if v)
        Q = [p + step * v for p, v in zip(P, direction, strict=True)]
        F = F if draw(st.booleans()) else [*F[: points - 2], *(_lifted(f, F[: points - 2]) for f in F[points - 2 :])]
    assume(P != Q and len(set(F)) == len(F))
    return finite_class(F, P=P, Q=Q)


def _lifted(f: Function, others: list[Function]) -> Function:
    """A combination of others and a constant that still looks like a function of its own."""
    scale = f[0] or Fraction(1)
    total = [scale * (k + 1) for k in range(len(others))]
    values = [sum((c * g[i] for c, g in zip(total, others, strict=True)), f[-1]) for i in range(len(f))]
    return tuple(values)


def _kernel(reduced: tuple[object, int], points: int) -> list[Fraction]:
    """A vector that a matrix in reduced row echelon form sends to 0."""
    matrix, rank = reduced
    rows = [[Fraction(int(v.p), int(v.q)) for v in row] for row in matrix.tolist()[:rank]]  # type: ignore[attr-defined]
    pivots = [next(j for j, v in enumerate(row) if v) for row in rows]
    free = next(j for j in range(points) if j not in pivots)
    vector = [Fraction(0)] * points
    vector[free] = Fraction(1)
    for row, j in zip(rows, pivots, strict=True):
        vector[j] = -row[free]
    return vector


@st.composite
def signed_classes(draw: st.DrawFn) -> FiniteClassCase:
    """Classes with and without −f, with and without their convex hull, their reflection, 0 and −f/2."""
    points = draw(st.integers(2, 5))
    F = draw(_functions(points, most=2))
    kind = draw(st.sampled_from(("signed", "shifted", "signed", "shifted", "plain", "reflected", "zero", "half")))
    more: list[Function] = []
    for f in F:
        c = draw(_values) if kind == "shifted" else Fraction(0)
        if kind in ("signed", "shifted"):
            more.append(tuple(c - v for v in f))
        elif kind == "reflected":
            more.append(f[::-1])
        elif kind == "half":
            more.extend(
                (tuple(-v / 2 for v in f), tuple(4 * v for v in f)) if len(F) == 1 else (tuple(-v / 2 for v in f),)
            )
    if kind == "zero":
        more.append((Fraction(0),) * points)
    F = list(dict.fromkeys([*F, *more]))
    P, Q = draw(laws(points)), draw(laws(points))
    assume(P != Q)
    return finite_class(F, P=P, Q=Q, hull=draw(st.booleans()))


@cache
def _several_laws(points: int) -> st.SearchStrategy[list[list[Fraction]]]:
    return st.lists(laws(points), min_size=1, max_size=4)


@st.composite
def games(draw: st.DrawFn) -> GameCase:
    """One to four discriminators against one to four generators on two to four points."""
    points = draw(st.integers(2, 4))
    generators = draw(_several_laws(points))
    return game(draw(_functions(points)), samples=draw(laws(points)), generators=generators)


_bounds = st.tuples(st.integers(-4, 4), st.sampled_from((1, 2, 3, 4, 0))).map(lambda e: [e[0], e[0] + e[1]])


@st.composite
def line_games(draw: st.DrawFn) -> LineGameCase:
    """Intervals Θ and T, most of them compact, and samples inside T or outside."""

    def text(bounds: list[int]) -> str:
        low, high = map(str, bounds)
        left, right = draw(st.sampled_from(("[]",) * 5 + ("[)", "(]", "()")))
        if bounds[0] == bounds[1]:
            left, right = "[", "]"
        if draw(st.sampled_from((False,) * 4 + (True,))):
            right, high = ")", "inf"
        return f"{left}{low}, {high}{right}"

    theta, t = draw(_bounds), draw(_bounds)
    jumps = [draw(st.sampled_from((None,) * 6 + tuple(bounds))) for bounds in (theta, t)]
    return line_game(
        text(theta),
        text(t),
        samples=draw(st.sampled_from((5, -5, 6, 9, -6, 0, 1))),
        theta_jump=jumps[0],
        t_jump=jumps[1],
    )


@cache
def _indicators(points: int) -> st.SearchStrategy[list[Function]]:
    events = st.lists(st.integers(0, points - 1), min_size=1, max_size=points - 1, unique=True)
    return events.map(lambda A: [tuple(Fraction(int(x in A)) for x in range(points))])


@cache
def _classes(points: int) -> st.SearchStrategy[list[Function]]:
    return _functions(points, least=2) | _functions(points, least=2) | _functions(points) | _indicators(points)


@st.composite
def samples_of_classes(draw: st.DrawFn, *, max_n: int = 4) -> SampledCase:
    """One to four functions on two to four points, or one event, and one to four samples of a law there."""
    points = draw(st.sampled_from((2, 3, 3, 4)))
    F = draw(_classes(points))
    assume(any(len(set(f)) > 1 for f in F))
    n = draw(st.sampled_from([*range(1, max_n + 1), *range(2, max_n + 1)]))
    return sampled(F, P=draw(laws(points, most=6, zeros=False)), n=n)


def seeded_samples(parameter: str, points: int, n: int) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: three functions on this many points, and n samples."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        F = [[Fraction(random.randint(-8, 8), 4) for _ in range(points)] for _ in range(3)]
        counts = [random.randint(1, 4) for _ in range(points)]
        return {parameter: sampled(F, P=[Fraction(c, sum(counts)) for c in counts], n=n)}

    return case


# never 1: one point has capacity 1 where θ is free, and no enclosure tells that from C/√n
_shares = st.sampled_from((Fraction(9, 10), Fraction(2), Fraction(10), Fraction(1, 2)))


@st.composite
def sine_classes(draw: st.DrawFn) -> SinesCase | DigitsCase:
    """One to five points, |θ| bounded or not; or as many as one likes that a free θ fits whatever the signs."""
    if draw(st.sampled_from((True, False, False, False, False))):
        return powers_of(draw(st.sampled_from((8, 16, 64))), n=draw(st.integers(2, 100)), C=draw(_shares))
    n = draw(st.integers(1, 5))
    if draw(st.sampled_from((True, False, False, False))):
        points = draw(st.lists(st.integers(1, 20), min_size=n, max_size=n))
        return sines(points, C=draw(_shares))
    quarters = st.integers(-12, 12).map(lambda p: Fraction(p, 4))
    some = draw(st.lists(quarters, min_size=n, max_size=n).filter(any))
    # the supremum is 0 nowhere, and sin(θx) < θx by enough to be seen
    R = draw(st.sampled_from([Fraction(p, 2) for p in (1, 2, 3, 4, 6, 8)]))
    return sines(some, radius=R, C=draw(_shares))


_widths = st.sampled_from([Fraction(k, 4) for k in (4, 8, 2, 1, 3, 5)])
_ends = st.tuples(_values, _widths).map(lambda e: [e[0], sum(e)])
_intervals = st.sampled_from(([0, 1], [-1, 1])) | _ends | _ends | _ends


@st.composite
def bounded_classes(draw: st.DrawFn) -> BoundedClassCase:
    """Two laws on two to eight points, and an interval of values: [0, 1], [−1, 1] or any other."""
    points = draw(st.sampled_from((2, 3, 4, 5, 6, 4, 5, 6, 7, 8)))
    P, Q = draw(laws(points)), draw(laws(points))
    assume(P != Q)
    low, high = draw(_intervals)
    return bounded_class(P=P, Q=Q, low=low, high=high)


def seeded_bounded(parameter: str, points: int) -> Callable[[int], dict[str, Any]]:
    """Seed ↦ case: two laws on this many points, and an interval of values."""

    def case(seed: int) -> dict[str, Any]:
        random = Random(seed)
        counts = [[random.randint(0, 4) for _ in range(points)] for _ in range(2)]
        P, Q = ([Fraction(v, sum(c)) for v in c] for c in counts)
        low = Fraction(random.randint(-8, 7), 4)
        return {parameter: bounded_class(P=P, Q=Q, low=low, high=low + Fraction(random.randint(1, 8), 4))}

    return case
