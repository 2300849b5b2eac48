"""Slips in a claim of one's own: each is one sentence, found where it is declared if it can be, and the run is red."""

from __future__ import annotations

import pytest

LONGEST = 45
"""How many lines a run may print over one slip: a page, with pytest's head and the closing table."""

FIRST = '''
"""A first claim."""
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from lemmata.evidence import certified, claim, decided, exact, refuted, symbolic
from lemmata.numerics.compare import at_most, equal, nothing_claimed
from lemmata.theory.exact.case import Case


@dataclass(frozen=True)
class Pair(Case):
    p: Fraction | str
    q: Fraction | str

    def lift(self, arithmetic):
        return tuple(arithmetic.numbers(self.p, self.q))


def halves():
    return st.integers(-20, 20).map(lambda n: Fraction(n, 2))


def square_of_the_sum(pairs):
    p, q = pairs
    return p * p + 2 * p * q + q * q


def without_the_middle(pairs):
    p, q = pairs
    return p * p + q * q


@claim(
    id="binomial", slide="Squares", status="T", scope="halves up to 10",
    printed=square_of_the_sum, controls=[without_the_middle],
    cases=[Pair(1, 2)],
)
@decided(exact(pairs=st.builds(Pair, halves(), halves())))
def claim_binomial(formula, pairs):
    """(p + q)² = p² + 2pq + q²."""
    p, q = pairs
    return equal(formula(pairs), (p + q) * (p + q))
'''

DECIDED = "@decided(exact(pairs=st.builds(Pair, halves(), halves())))"
CASES = "cases=[Pair(1, 2)]"
RETURN = "return equal(formula(pairs), (p + q) * (p + q))"

DECLARED = {
    "a keyword that the check does not take": (
        DECIDED, DECIDED.replace("pairs=", "pair="),
        "first.py:36: claim 'binomial': exact(pair=…) its check takes pairs",
    ),
}  # fmt: skip


def test_the_claim_without_a_slip(toys):
    toys.write("first.py", FIRST)
    result = toys.run("first.py")
    assert result.ret == pytest.ExitCode.OK
