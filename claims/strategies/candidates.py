"""Candidates for the generator class, in and out of it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from claims.strategies.networks import dyadics, weights
from claims.theory.candidates import ACTIVATIONS, Candidate

__all__ = ["candidates"]


@st.composite
def candidates(draw: st.DrawFn, *, max_dimension: int = 2) -> Candidate:
    """Two layers with any of the rational activations, weights of full rank or not, and z on or off the special point."""
    d = draw(st.sampled_from([1, *range(2, max_dimension + 1)] + [max_dimension] * 2))
    activation = ACTIVATIONS[draw(st.sampled_from(tuple(ACTIVATIONS)))]
    W = []
    for _ in range(2):
        rows = draw(weights(d, edges=False))
        if draw(st.integers(0, 5)) == 5:  # a deficient rank now and then
            rows = (*rows[:-1], tuple(Fraction(0) for _ in range(d)))
        W.append(rows)
    vectors = st.tuples(*[dyadics()] * d)
    b, z, y = (draw(vectors), draw(vectors)), draw(vectors), draw(vectors)
    if draw(st.booleans()):  # W_1 z + b_1 = 0: where flat points and kinks are
        b = (tuple(-sum((w * v for w, v in zip(row, z, strict=True)), Fraction(0)) for row in W[0]), b[1])
    return Candidate((W[0], W[1]), b, activation, z, y)
