"""Complex balls, for rigorous integration: acb.integral asks a function for its values on complex neighbourhoods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from flint import acb, acb_mat, arb

from lemmata.numerics.algebra.recorded import recorded
from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.flint import FlintMatrix, rational
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import OutsideArithmetic, Unresolved

__all__ = ["ComplexBallMatrix", "complexified", "integral"]

# Evaluations that one integral may take: a work limit, after which the enclosure is merely wide.
_EVALUATIONS = 20_000


def _number(value: Any) -> acb:
    return value if isinstance(value, acb) else acb(value) if isinstance(value, arb) else acb(arb(rational(value)))


def _where_real_is_positive(of: Callable[[acb], acb], of_what: Callable[[acb], acb]) -> Callable[[acb], acb]:
    """``of``, analytic wherever the real part of ``of_what`` is positive; elsewhere no value is known."""
    return lambda v: of(v) if of_what(v).real > 0 else acb("nan")


class _Asked:
    """Whether acb.integral asks for a value that must be analytic on the ball, or for any enclosure of the range."""

    analytic = False


def _either(n: acb, p: acb) -> acb:
    """Both branches at once: an enclosure, but no analytic function."""
    return acb("nan") if _Asked.analytic else n.union(p)


def _abs(v: acb) -> acb:
    # the continuation of |v| from the real axis: analytic on either side of 0
    return v if v.real > 0 else -v if v.real < 0 else _either(-v, v)


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "abs": _abs,
    "exp": acb.exp,
    "log": _where_real_is_positive(acb.log, lambda v: v),
    "log1p": _where_real_is_positive(lambda v: (1 + v).log(), lambda v: 1 + v),
    "sqrt": _where_real_is_positive(acb.sqrt, lambda v: v),
    "sin": acb.sin,
    "cos": acb.cos,
    "sinh": acb.sinh,
    "cosh": acb.cosh,
    # 1 + v² stays off the cut of the square root, and v + √(1+v²) off the cut of the logarithm
    "asinh": _where_real_is_positive(acb.asinh, lambda v: 1 + v * v),
    "tanh": acb.tanh,
    "erf": acb.erf,
    "sigmoid": lambda v: 1 / (1 + (-v).exp()),
    "atanh": _where_real_is_positive(acb.atanh, lambda v: 1 - v * v),
}


class ComplexBallMatrix(FlintMatrix):
    """A matrix of complex balls around real points."""

    called: ClassVar[str] = "complex balls"
    kind: ClassVar[Any] = acb_mat
    number = staticmethod(_number)
    functions = _FUNCTIONS

    def adopt(self, other: Matrix) -> Matrix | None:
        return complexified(other) if isinstance(other, BallMatrix) else super().adopt(other)

    def pi(self) -> ComplexBallMatrix:
        return self.single(acb(arb.pi()))

    def log_abs_determinant(self) -> Matrix:
        return self.determinant().apply("abs").apply("log")

    def log_two_pi(self) -> ComplexBallMatrix:
        return self.single(acb((2 * arb.pi()).log()))

    @staticmethod
    def choose(v: Any, n: Any, p: Any) -> Any:
        return n if v.real < 0 else p if v.real > 0 else _either(n, p)

    def off_zero(self, what: str) -> ComplexBallMatrix:
        """1 off the imaginary axis, and no value on it."""
        known = [acb(1) if v.real > 0 or v.real < 0 else acb("nan") for v in self.entries()]
        return self._new(*self.shape, known)

    def midpoint(self) -> Matrix:
        raise OutsideArithmetic("a complex ball is not solved for")

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("a complex ball is not solved for")


def complexified(matrix: Matrix) -> ComplexBallMatrix:
    """The same balls, as complex ones."""
    assert isinstance(matrix, BallMatrix)
    return ComplexBallMatrix.of(matrix.raw.tolist())


def integral(f: Callable[[Any], Any], breaks: Sequence[arb], *, goal: tuple[int, int] = (64, 96)) -> BallMatrix:
    """∫ f over [breaks[0], breaks[-1]] with a rigorous radius, piece by piece; f is analytic near the inside of each.

    ``goal`` is what acb.integral aims at in relative and in absolute bits; the radius tells what was reached.
    acb.integral bounds the error of Gauss–Legendre quadrature on complex neighbourhoods and bisects [Johansson 2018].
    Around a break the neighbourhoods shrink until the enclosure by area suffices.
    """

    # what f never has is said here, before arb asks, which cannot hand on an exception
    program = recorded(f, (9 * breaks[0] + 7 * breaks[-1]).mid() / 16)
    on_the_line, around = program.on(BallMatrix), program.on(ComplexBallMatrix)

    def values(x: acb, analytic: bool) -> acb:
        _Asked.analytic = analytic
        try:
            return around(x) if analytic or not x.imag.is_zero() else acb(on_the_line(x.real))
        except (ArithmeticError, OutsideArithmetic, Unresolved):
            return acb("nan")  # around a singular matrix, at a kink: no value is known

    relative, absolute = (arb(2) ** -bits for bits in goal)
    pieces = [
        acb.integral(values, acb(a), acb(b), eval_limit=_EVALUATIONS, rel_tol=relative, abs_tol=absolute).real
        for a, b in pairwise(breaks)
    ]
    return BallMatrix.of([[sum(pieces, arb(0))]])
