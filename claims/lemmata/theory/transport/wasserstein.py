"""Two finite measures and a norm: W₁ by a transport plan, and the supremum over Lipschitz functions by a potential.

Each comes with a proof in two halves: any plan costs at least W₁, any Lipschitz function tells at most W₁ apart. In
rational arithmetic the halves meet; in balls (Euclidean lengths) they enclose the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

from flint import arb, ctx

from lemmata.numerics.balls import Balls, ball
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.measures import Measure, difference
from lemmata.theory.exact.points import Point
from lemmata.theory.exact.spelling import makes
from lemmata.theory.transport.costs import NORMS, length, scaled, squared_norm
from lemmata.theory.transport.plans import cheapest, check_marginals
from lemmata.theory.transport.potentials import steepest

_ZERO = Fraction(0)

__all__ = ["Far", "FarCase", "apart", "between", "lipschitz_supremum", "on_the_line", "transport_cost"]


def between(lower: Any, upper: Any) -> Any:
    """The number that is proved to lie between two. Raises ArithmeticError for rationals that differ: a solver stopped early."""
    if isinstance(upper, arb):
        return lower.union(upper)
    if lower != upper:
        raise ArithmeticError(f"the solver stopped early: its plan costs {upper}, its potential proves only {lower}")
    return upper


def _number(arithmetic: Rationals | Balls) -> Callable[[Fraction], Any]:
    return ball if isinstance(arithmetic, Balls) else Fraction


def _least(terms: Iterable[Any]) -> Any:
    """The least of some numbers; for balls a ball that holds it."""
    return reduce(lambda a, b: a.min(b) if isinstance(a, arb) else min(a, b), terms)


def transport_cost(P: Measure, Q: Measure, name: str, arithmetic: Rationals | Balls, *, steps: int = 10_000) -> Matrix:
    """The least E‖X − Y‖ over all couplings of P and Q, from a plan and its prices."""
    number = _number(arithmetic)
    true = [[length(x, y, name, number) for y in Q.points] for x in P.points]
    whole, unit = _whole(P.points, Q.points, name)
    found = cheapest(P.weights, Q.weights, whole, steps=steps)
    check_marginals(found.plan, P.weights, Q.weights)
    upper = sum(
        (true[i][j] * number(x) for i, row in enumerate(found.plan) for j, x in enumerate(row) if x), number(_ZERO)
    )
    # u and v_j = min_i (u_i + c_ij) prove Σ q_j v_j − Σ p_i u_i whatever the numbers u_i are
    u = [number(price * unit) for price in found.u]
    v = [_least(price + row[j] for price, row in zip(u, true, strict=True)) for j in range(len(Q.points))]
    lower = _integral(v, Q.weights, number) - _integral(u, P.weights, number)
    return arithmetic.matrix([[between(lower, upper)]])


def lipschitz_supremum(
    P: Measure, Q: Measure, name: str, arithmetic: Rationals | Balls, *, steps: int = 10_000
) -> Matrix:
    """sup E_P f − E_Q f over |f(x) − f(y)| ≤ ‖x − y‖, from a potential and its flow."""
    number, masses = _number(arithmetic), difference(P, Q)
    above, below = [x for x, w in masses.items() if w > 0], [y for y, w in masses.items() if w < 0]
    if not above:
        return arithmetic.matrix([[_ZERO]])
    whole, unit = _whole(above, below, name)
    found = steepest([masses[x] for x in above], [-masses[y] for y in below], whole, steps=steps)
    # f(x) = min_j (f_j + ‖x − y_j‖) is Lipschitz whatever the numbers f_j are [McShane 1934]
    heights = [(y, number(height * unit)) for y, height in zip(below, found.below, strict=True)]
    f = [_least(height + length(x, y, name, number) for y, height in heights) for x in masses]
    lower = _integral(f, masses.values(), number)
    upper = sum(
        (length(above[i], below[j], name, number) * number(x) for (i, j), x in found.flow.items()), number(_ZERO)
    )
    return arithmetic.matrix([[between(lower, upper)]])


def _integral(values: Iterable[Any], weights: Iterable[Fraction], number: Callable[[Fraction], Any]) -> Any:
    return sum((v * number(w) for v, w in zip(values, weights, strict=True)), number(_ZERO))


def _whole(xs: Sequence[Point], ys: Sequence[Point], name: str) -> tuple[list[list[int]], Fraction]:
    """The lengths from each x to each y in whole numbers of a unit; Euclidean ones rounded far below the precision."""
    if name == "euclidean" and len(xs[0]) > 1:
        return scaled([[squared_norm(x, y, name) for y in ys] for x in xs], True, 2 * ctx.prec)
    return scaled([[length(x, y, name, Fraction) for y in ys] for x in xs], False, 0)


def on_the_line(P: Measure, Q: Measure) -> Fraction:
    """Σ |F_P − F_Q| Δx, for measures on the line. Raises ValueError elsewhere."""
    if P.d != 1:
        raise ValueError(f"distribution functions are compared on the line, got measures on R^{P.d}")
    masses, total, height = difference(P, Q), Fraction(0), Fraction(0)
    for here, there in pairwise(masses):
        height += masses[here]
        total += abs(height) * (there[0] - here[0])
    return total


@dataclass(frozen=True)
class Far:
    """Two measures in one arithmetic, and the norm that says what it costs to move mass."""

    P: Measure
    Q: Measure
    norm: str
    arithmetic: Rationals | Balls

    @property
    def W1(self) -> Matrix:
        """The least cost of a plan from P to Q."""
        return transport_cost(self.P, self.Q, self.norm, self.arithmetic)

    def lipschitz_supremum(self, norm: str) -> Matrix:
        """sup E_P f − E_Q f over the functions that are 1-Lipschitz in this norm."""
        return lipschitz_supremum(self.P, self.Q, norm, self.arithmetic)

    @property
    def least_squared_cost(self) -> Matrix:
        """W₂² = min E‖X − Y‖²."""
        squares = [[squared_norm(x, y, self.norm) for y in self.Q.points] for x in self.P.points]
        whole, unit = scaled(squares, False, 0)
        plan = cheapest(self.P.weights, self.Q.weights, whole).plan
        total = sum(x * c for row, of in zip(plan, whole, strict=True) for x, c in zip(row, of, strict=True))
        return self.arithmetic.matrix([[total * unit]])

    @property
    def independent_cost(self) -> Matrix:
        """E‖X − Y‖ for independent X and Y."""
        number = _number(self.arithmetic)
        pairs = (
            length(x, y, self.norm, number) * number(p * q)
            for x, p in self.P.masses.items()
            for y, q in self.Q.masses.items()
        )
        return self.arithmetic.matrix([[sum(pairs, number(_ZERO))]])

    @property
    def distance_of_the_means(self) -> Matrix:
        """‖E X − E Y‖."""
        return self.arithmetic.matrix([[length(self.P.mean, self.Q.mean, self.norm, _number(self.arithmetic))]])

    @property
    def difference_of_the_means(self) -> Matrix:
        """E X − E Y, a column."""
        return self.arithmetic.matrix([[a - b] for a, b in zip(self.P.mean, self.Q.mean, strict=True)])

    @property
    def largest_square_of_a_linear_function(self) -> Matrix:
        """sup ⟨θ, v⟩² over ‖θ‖ ≤ 1, v = E X − E Y: the largest root of the characteristic polynomial of vvᵀ.

        Raises ArithmeticError if that polynomial has more than one root besides 0.
        """
        v = self.difference_of_the_means
        polynomial = (v @ v.transpose()).raw.charpoly()  # type: ignore[attr-defined]
        coefficients = [polynomial[k] for k in range(self.P.d + 1)]
        if any(coefficients[: self.P.d - 1]):
            raise ArithmeticError("a matrix of rank one has one eigenvalue besides 0")
        return v.constant(-coefficients[self.P.d - 1])


@dataclass(frozen=True)
class FarCase(Case):
    """Two finite measures on Q^d, and a norm."""

    arithmetics = (Rationals, Balls)
    elsewhere = "measures are numbers: rationals or balls decide them"

    P: Measure
    Q: Measure
    norm: str

    @property
    def generic(self) -> bool:
        """d ≥ 2, at least two points on either side, and means that differ in each coordinate by another amount."""
        steps = {abs(a - b) for a, b in zip(self.P.mean, self.Q.mean, strict=True)}
        return self.P.d >= 2 and len(steps) == self.P.d and min(len(self.P.points), len(self.Q.points)) >= 2

    def lift(self, arithmetic: Rationals | Balls) -> Far:
        if self.norm == "euclidean" and not isinstance(arithmetic, Balls):
            raise OutsideArithmetic("a Euclidean length need not be rational: balls decide it")
        return Far(self.P, self.Q, self.norm, arithmetic)


@makes(FarCase)
def apart(P: Measure, Q: Measure, *, norm: str = "sum") -> FarCase:
    """Two measures and a norm. Raises ValueError for measures on different spaces and for a norm that is not known."""
    if P.d != Q.d:
        raise ValueError(f"two measures on one space are compared, got one on R^{P.d} and one on R^{Q.d}")
    if norm not in NORMS:
        raise ValueError(f"unknown norm {norm!r}; known: {', '.join(NORMS)}")
    return FarCase(P, Q, norm)
