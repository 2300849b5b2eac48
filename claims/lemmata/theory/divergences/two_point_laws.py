"""The two laws (½(1 + w), ½(1 − w)) and (½(1 − w), ½(1 + w)): the pair that every sharp bound between JS, J and TV is attained by.

With w = tanh y they have TV = w, J = 4wy and JS = ln 2 − H(½(1 + w)) = wy − ln cosh y. For any P and Q let m = ½(p + q) and
u = (p − q)/(p + q) = tanh(½ log(p/q)): then TV, J and JS are the means under m of |u|, 4|u| artanh|u| and ln 2 − H(½(1 + |u|)),
so that any pair is a mixture of such pairs, and Jensen's inequality compares them. It is an equality where |u| is constant.
JS is convex in w, with derivative artanh w. The derivative of J is 4 + 2 sinh(2y)/y times that, and the factor increases: so
JS is concave in J, and J/JS increases with w.
"""

from __future__ import annotations

from flint import arb, ctx

from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.conversions import as_ball
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Unresolved
from lemmata.numerics.vocabulary import cosh, log, tanh

__all__ = ["half_log_ratio", "jeffreys_over_jensen_shannon", "jensen_shannon_at"]


def jensen_shannon_at(w: Matrix) -> Matrix:
    """JS = ½(1 + w) ln(1 + w) + ½(1 − w) ln(1 − w) of the pair with total variation w, 0 < w < 1."""
    return ((1 + w) * log(1 + w) + (1 - w) * log(1 - w)) / 2


def half_log_ratio(J: Matrix) -> BallMatrix:
    """The y > 0 with 4y tanh y = J, in balls: ½ log(p/q) of the pair with this J.

    A midpoint is found by bisection; that y lies between its neighbours is told by the signs there, as y tanh y increases.
    Raises Unresolved where the ball of J does not tell.
    """
    goal = as_ball(J) / 4
    # y tanh y ≤ y², and y tanh y ≥ y − 1
    low, high = arb(0), (goal + 1).upper()
    for _ in range(2 * ctx.prec):
        middle = ((low + high) / 2).mid()
        if not low < middle < high:
            break
        low, high = (middle, high) if _product(middle) < goal else (low, middle)
    for lost in range(4, ctx.prec, 4):
        near = middle * arb(1, arb(2) ** (lost - ctx.prec))
        if _product(near.lower()) < goal < _product(near.upper()):
            return BallMatrix.of([[near]])
    raise Unresolved(f"y with 4y tanh y = {J} is not determined")


def _product(y: arb) -> arb:
    return y * y.tanh()


def jeffreys_over_jensen_shannon(log_ratio: Matrix) -> Matrix:
    """J/JS of the pair with log(p/q) = ±log_ratio > 0, which increases with it from 8 on without bound."""
    y = log_ratio / 2
    return 4 * y * tanh(y) / (y * tanh(y) - log(cosh(y)))
