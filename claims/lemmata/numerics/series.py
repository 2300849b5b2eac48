"""Derivatives in balls without a derivative rule of ours: arb's power series arithmetic, to first order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import flint
from flint import arb, arb_mat, arb_series

from lemmata.numerics.balls import BallMatrix, ball
from lemmata.numerics.flint import FlintMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import OutsideArithmetic

__all__ = ["derivative_along", "value_and_derivative"]


class _Grid:
    """A matrix of first-order power series A + B·t as two of flint's matrices; a product is that of the series, cut off."""

    def __init__(self, rows: int, columns: int, entries: Sequence[Any]) -> None:
        self._parts = tuple(arb_mat(rows, columns, [u[i] for u in entries]) for i in (0, 1))

    @classmethod
    def of_parts(cls, value: arb_mat, rate: arb_mat) -> _Grid:
        made = cls.__new__(cls)
        made._parts = value, rate
        return made

    @property
    def rate(self) -> arb_mat:
        """B."""
        return self._parts[1]

    def nrows(self) -> int:
        return self._parts[0].nrows()

    def ncols(self) -> int:
        return self._parts[0].ncols()

    def entries(self) -> list[Any]:
        values, rates = (part.entries() for part in self._parts)
        return [arb_series([v, r]) for v, r in zip(values, rates, strict=True)]

    def __getitem__(self, place: tuple[int, int]) -> Any:
        return arb_series([part[place] for part in self._parts])

    def __neg__(self) -> _Grid:
        return _Grid.of_parts(*(-part for part in self._parts))

    def __add__(self, other: _Grid) -> _Grid:
        return _Grid.of_parts(*(mine + its for mine, its in zip(self._parts, other._parts, strict=True)))

    def __mul__(self, factor: _Grid | arb_series) -> _Grid:
        (a, b), (c, d) = self._parts, factor._parts if isinstance(factor, _Grid) else (factor[0], factor[1])
        return _Grid.of_parts(a * c, a * d + b * c)


def _series(value: Any) -> arb_series:
    return value if isinstance(value, arb_series) else arb_series([ball(value)])


def _quotient(u: arb_series, v: arb_series) -> arb_series:
    """u / v; no value is known where v may be 0."""
    return arb_series([arb.nan(), arb.nan()]) if v[0].contains(0) else u / v


def _asinh(u: arb_series) -> arb_series:
    return (u + (u * u + 1).sqrt()).log()


def _tanh(u: arb_series) -> arb_series:
    return 1 - _quotient(arb_series([2]), (2 * u).exp() + 1)


_FUNCTIONS: dict[str, Callable[[arb_series], arb_series]] = {
    "exp": arb_series.exp,
    "log": arb_series.log,
    "log1p": lambda u: (1 + u).log(),
    "sqrt": arb_series.sqrt,
    "sinh": lambda u: (u.exp() - (-u).exp()) / 2,
    "cosh": lambda u: (u.exp() + (-u).exp()) / 2,
    "asinh": _asinh,
    "tanh": _tanh,
    "atanh": lambda u: _quotient(1 + u, 1 - u).log() / 2,
    "erf": arb_series.erf,
    "sin": arb_series.sin,
    "cos": arb_series.cos,
    "sigmoid": lambda u: _quotient(arb_series([1]), 1 + (-u).exp()),
    "abs": lambda u: u if u[0] > 0 else -u if u[0] < 0 else arb_series([abs(u[0]), u[1] * arb(0, 1)]),
}


class _SeriesMatrix(FlintMatrix):
    """A matrix of first-order power series."""

    called: ClassVar[str] = "power series"
    kind: ClassVar[Any] = _Grid
    number = staticmethod(_series)

    def apply(self, function: str) -> _SeriesMatrix:
        of = _FUNCTIONS[function]
        return self._new(*self.shape, [of(u) for u in self.entries()])

    def adopt(self, other: Matrix) -> Matrix | None:
        if isinstance(other, BallMatrix):
            return _SeriesMatrix(_Grid.of_parts(other.raw, arb_mat(*other.shape)))
        return super().adopt(other)

    def pi(self) -> Matrix:
        return self._new(1, 1, [_series(arb.pi())])

    def over(self, other: Any) -> _SeriesMatrix:
        return self._entrywise(other, _quotient)

    @staticmethod
    def choose(v: Any, n: Any, p: Any) -> Any:
        # on the kink, or not told apart from it, no derivative is known
        return n if v[0] < 0 else p if v[0] > 0 else arb_series([arb(0, "inf"), arb(0, "inf")])

    def log_two_pi(self) -> Matrix:
        return self.constant(0) + _SeriesMatrix.of([[arb_series([(2 * arb.pi()).log()])]])

    def log_abs_determinant(self) -> Matrix:
        raise OutsideArithmetic("series here have no determinants")

    def off_zero(self, what: str) -> Matrix:
        """1 off 0, and no value where a number may be 0."""
        known = [arb(1) if u[0] > 0 or u[0] < 0 else arb.nan() for u in self.entries()]
        return self._new(*self.shape, [_series(v) for v in known])

    def midpoint(self) -> Matrix:
        raise OutsideArithmetic("series here are not solved for")

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("series here are not solved for")


def value_and_derivative(f: Callable[[Any], Any], at: BallMatrix) -> tuple[BallMatrix, BallMatrix]:
    """f and f′, entrywise, at a column of balls."""
    images = _pushed(f, at, BallMatrix.of([[1]] * at.rows)).entries()
    return BallMatrix.of([[u[0]] for u in images]), BallMatrix.of([[u[1]] for u in images])


def derivative_along(f: Callable[[Any], Any], at: BallMatrix, direction: BallMatrix) -> BallMatrix:
    """d/dt f(at + t·direction) at t = 0, for a map f of columns to columns: f is asked for its value on the series itself."""
    images = _pushed(f, at, direction).entries()
    return BallMatrix.of([[u[1]] for u in images])


def _pushed(f: Callable[[Any], Any], at: BallMatrix, direction: BallMatrix) -> Any:
    cap, flint.ctx.cap = flint.ctx.cap, 2
    try:
        return f(_SeriesMatrix(_Grid.of_parts(at.raw, direction.raw)))
    finally:
        flint.ctx.cap = cap
