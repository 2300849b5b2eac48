"""Laws on finitely many points as arguments of a check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from lemmata.evidence.kind import Kind
from lemmata.kinds.spans import span_of
from lemmata.kinds.values import indexed
from lemmata.late import sympy
from lemmata.numerics.symbols import Symbols
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.finite_laws import FiniteLaw, LawCase
from lemmata.theory.exact.strategies import finite_laws

__all__ = ["Laws", "SymbolicLaw", "laws"]

_MOST_POINTS = 12
_LARGEST_DIMENSION = 8
# Up to these sizes computer algebra is asked.
_SYMBOLIC_POINTS = 3
_SYMBOLIC_DIMENSION = 2


@dataclass(frozen=True, repr=False)
class SymbolicLaw(Case):
    """All laws on n points of R^d: symbols for every coordinate, and probabilities proportional to positive symbols."""

    name: str
    n: int
    d: int

    arithmetics = (Symbols,)
    elsewhere = "a symbol is no number"

    def lift(self, arithmetic: Symbols) -> FiniteLaw:
        names = [indexed(self.name, i) for i in range(1, self.n + 1)]
        rows = [[name] if self.d == 1 else [indexed(name, j) for j in range(1, self.d + 1)] for name in names]
        points = tuple(arithmetic.matrix([[sympy.Symbol(v, real=True)] for v in row]) for row in rows)
        weights = [sympy.Symbol(f"w({name})", positive=True) for name in names]
        return FiniteLaw(points, arithmetic.matrix([[w / sum(weights)] for w in weights]))

    def __repr__(self) -> str:
        return f"a law on {self.n} points of R^{self.d}"


class Laws(Kind):
    """Finite laws: see `laws`."""

    def __init__(self, points: int | tuple[int, int], dimension: int) -> None:
        self.sizes = span_of(points, "the number of points of a law", _MOST_POINTS)
        dimensions = span_of(dimension, "the dimension of a law", _LARGEST_DIMENSION)
        if len(dimensions) > 1:
            raise ValueError(f"laws(…) are on one space: its dimension is one number, got {dimension!r}")
        self.dimension = dimensions[0]

    def strategy(self) -> st.SearchStrategy[LawCase]:
        return finite_laws(dimension=self.dimension, min_points=self.sizes[0], max_points=self.sizes[-1])

    def value(self, given: Any) -> LawCase:
        if not isinstance(given, LawCase):
            raise TypeError(f"a law is typed as law([0, 1, 4], weights=[1, 2, 1]), got {given!r}")
        if given.d != self.dimension:
            raise ValueError(f"{given!r} is a law on R^{given.d}, not on R^{self.dimension}")
        if len(given.points) not in self.sizes:
            raise ValueError(
                f"{given!r} is a law on {_points(range(len(given.points), len(given.points) + 1))}, not on {self._size}"
            )
        return given

    @property
    def _size(self) -> str:
        return _points(self.sizes)

    def words(self, name: str) -> str:
        return f"{name} a law on {self._size} of Q" + (f"^{self.dimension}" if self.dimension > 1 else "")

    def symbols(self, name: str) -> Sequence[SymbolicLaw]:
        if self.dimension > _SYMBOLIC_DIMENSION:
            return ()
        return tuple(SymbolicLaw(name, n, self.dimension) for n in self.sizes if n <= _SYMBOLIC_POINTS)


def _points(sizes: range) -> str:
    if len(sizes) > 1:
        return f"{sizes[0]} to {sizes[-1]} points"
    return f"{sizes[0]} point{'s' if sizes[0] > 1 else ''}"


def laws(points: int | tuple[int, int] = (1, 4), *, dimension: int = 1) -> Laws:
    """The law of a random variable X with finitely many values; a case types it ``X=law([0, 1, 4], weights=[1, 2, 1])``.

    The check gets its ``points`` and ``probabilities``, ``X.expectation(f)``, ``X.probability(lambda x: x >= 1)``, ``X.mean``,
    and on the line ``X.variance``. Computer algebra decides for all laws on up to three points in up to two dimensions,
    rationals and balls for drawn ones with rational points and probabilities: skewed ones, symmetric ones, and ones with a
    rare point.

    Args:
        points: on how many points, or from how many to how many.
        dimension: that of the space; points are numbers on the line, and columns from dimension 2 on.

    Raises:
        ValueError: for a number of points or a dimension that is no whole number, is below 1, or too large to draw.
    """
    return Laws(points, dimension)
