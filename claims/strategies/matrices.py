"""Pairs of matrices that Hypothesis may draw."""

from __future__ import annotations

from hypothesis import strategies as st

from claims.strategies.networks import dyadics
from claims.theory.pairs import MatrixPair, SymbolicPair

__all__ = ["matrix_pairs", "symbolic_pairs"]


@st.composite
def matrix_pairs(draw: st.DrawFn, max_dimension: int = 3) -> MatrixPair:
    """Two square matrices of dyadic numbers, of one size up to ``max_dimension``."""
    d = draw(st.integers(1, max_dimension))
    rows = st.tuples(*[st.tuples(*[dyadics()] * d)] * d)
    return MatrixPair(draw(rows), draw(rows))


def symbolic_pairs(d: int) -> list[SymbolicPair]:
    """All sizes up to d."""
    return [SymbolicPair(i) for i in range(1, d + 1)]
