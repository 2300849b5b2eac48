"""Derivatives in balls without a derivative rule of ours: arb's power series arithmetic, to first order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import flint
from flint import arb, arb_series

from lemmata.numerics.balls import BallMatrix, ball
from lemmata.numerics.flint import FlintMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import OutsideArithmetic

__all__ = ["value_and_derivative"]


class _Grid:
    """The little of a flint matrix that entrywise operations need, for entries flint has no matrix of."""

    def __init__(self, rows: int, columns: int, entries: Sequence[Any]) -> None:
        self._rows, self._columns, self._entries = rows, columns, list(entries)

    def nrows(self) -> int:
        return self._rows

    def ncols(self) -> int:
        return self._columns

    def entries(self) -> list[Any]:
        return self._entries

    def __getitem__(self, place: tuple[int, int]) -> Any:
        return self._entries[place[0] * self._columns + place[1]]

    def __neg__(self) -> _Grid:
        return _Grid(self._rows, self._columns, [-v for v in self._entries])

    def __add__(self, other: _Grid) -> _Grid:
        pairs = zip(self._entries, other.entries(), strict=True)
        return _Grid(self._rows, self._columns, [a + b for a, b in pairs])

    def __mul__(self, factor: arb_series) -> _Grid:
        return _Grid(self._rows, self._columns, [v * factor for v in self._entries])


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
    """A column of first-order power series."""

    called: ClassVar[str] = "power series"
    kind: ClassVar[Any] = _Grid
    number = staticmethod(_series)

    def apply(self, function: str) -> _SeriesMatrix:
        of = _FUNCTIONS[function]
        return self._new(*self.shape, [of(u) for u in self.entries()])

    def adopt(self, other: Matrix) -> Matrix | None:
        if isinstance(other, BallMatrix):
            return self._new(*other.shape, [_series(v) for v in other.entries()])
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
        raise OutsideArithmetic("series here are columns")

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
    cap, flint.ctx.cap = flint.ctx.cap, 2
    try:
        column = _SeriesMatrix(_Grid(*at.shape, [arb_series([v, arb(1)]) for v in at.entries()]))
        images = f(column).entries()
    finally:
        flint.ctx.cap = cap
    return BallMatrix.of([[u[0]] for u in images]), BallMatrix.of([[u[1]] for u in images])
