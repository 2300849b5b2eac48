"""Classes of functions on a few points, with laws there, that Hypothesis may draw."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from random import Random

from hypothesis import assume, strategies as st

from lemmata.numerics.rationals import RationalMatrix
from lemmata.theory.discriminators.bounded_functions import BoundedClassCase, bounded_class
from lemmata.theory.discriminators.finite_classes import FiniteClassCase, Function, finite_class
from lemmata.theory.exact.strategies import dyadics
from lemmata.theory.transport.strategies import laws

__all__ = [
    "bounded_classes",
    "discriminating_classes",
    "finite_classes",
    "functions",
    "nested_classes",
    "seeded_bounded",
    "signed_classes",
]


# strategies are made once: making one costs as much as drawing from it
_values = dyadics()


@cache
def functions(points: int, *, least: int = 1, most: int = 4) -> st.SearchStrategy[list[Function]]:
    """Between ``least`` and ``most`` different functions on this many points, with small dyadic values."""
    return st.lists(st.tuples(*[_values] * points), min_size=least, max_size=most, unique=True)


@st.composite
def finite_classes(draw: st.DrawFn) -> FiniteClassCase:
    """One to four functions on two to five points, and three laws there, the third one anywhere or between the other two."""
    points = draw(st.integers(2, 5))
    P, Q, S = draw(laws(points)), draw(laws(points)), draw(laws(points))
    if draw(st.booleans()):
        share = draw(st.sampled_from([Fraction(k, 4) for k in (2, 1, 3)]))
        S = [share * p + (1 - share) * q for p, q in zip(P, Q, strict=True)]
    return finite_class(draw(functions(points)), P=P, Q=Q, middle=S)


@st.composite
def nested_classes(draw: st.DrawFn) -> FiniteClassCase:
    """A class and one to three more functions, some of them close to members of it."""
    points = draw(st.integers(2, 5))
    F, more = draw(functions(points)), draw(functions(points, most=3))
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
    F = draw(functions(points, least=points - 1, most=points + 1))
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
    """Classes with and without −f, with and without their convex hull, their reflection, 0 and −f/2; with the values of −f in
    another order, and with a last function that makes their sum constant."""
    points = draw(st.integers(2, 5))
    F = draw(functions(points, most=2))
    kind = draw(
        st.sampled_from(
            ("signed", "shifted", "signed", "shifted", "plain", "reflected", "zero", "half", "permuted", "balanced")
        )
    )
    more: list[Function] = []
    for f in F:
        c = draw(_values) if kind == "shifted" else Fraction(0)
        if kind in ("signed", "shifted"):
            more.append(tuple(c - v for v in f))
        elif kind == "reflected":
            more.append(f[::-1])
        elif kind == "permuted":
            more.append(tuple(sorted(-v for v in f)))
        elif kind == "half":
            more.extend(
                (tuple(-v / 2 for v in f), tuple(4 * v for v in f)) if len(F) == 1 else (tuple(-v / 2 for v in f),)
            )
    if kind == "zero":
        more.append((Fraction(0),) * points)
    if kind == "balanced":
        more.append(tuple(-sum(values, Fraction(0)) for values in zip(*F, strict=True)))
    F = list(dict.fromkeys([*F, *more]))
    P, Q = draw(laws(points)), draw(laws(points))
    assume(P != Q)
    return finite_class(F, P=P, Q=Q, hull=draw(st.booleans()))


# the two intervals of the lecture about one draw in four, and any other
_intervals = st.sampled_from(
    [
        *[(Fraction(low), Fraction(1)) for low in (0, -1) for _ in range(24)],
        *[(Fraction(low, 4), Fraction(low + width, 4)) for width in (4, 8, 2, 1, 3, 5) for low in range(-16, 17)],
    ]
)


@st.composite
def bounded_classes(draw: st.DrawFn) -> BoundedClassCase:
    """Two laws on two to eight points, and an interval of values: [0, 1], [−1, 1] or any other."""
    points = draw(st.sampled_from((2, 3, 4, 5, 6, 4, 5, 6, 7, 8)))
    P, Q = draw(laws(points)), draw(laws(points))
    assume(P != Q)
    low, high = draw(_intervals)
    return bounded_class(P=P, Q=Q, low=low, high=high)


def seeded_bounded(points: int) -> Callable[[int], BoundedClassCase]:
    """Seed ↦ two laws on this many points, and an interval of values."""

    def case(seed: int) -> BoundedClassCase:
        random = Random(seed)
        counts = [[random.randint(0, 4) for _ in range(points)] for _ in range(2)]
        P, Q = ([Fraction(v, sum(c)) for v in c] for c in counts)
        low = Fraction(random.randint(-8, 7), 4)
        return bounded_class(P=P, Q=Q, low=low, high=low + Fraction(random.randint(1, 8), 4))

    return case
