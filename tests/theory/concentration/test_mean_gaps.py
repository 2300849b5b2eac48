"""Mean distances of a generator's points from samples and from their law, against the enumeration of all of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.concentration.lattice_laws import Lattice, lattice
from lemmata.theory.concentration.mean_gaps import mean_gap

SIGN, SKEW = lattice([1, 1], lowest=-1, step=2), lattice([2, 0, 1], lowest="-1/3", step="2/3")


def enumerated(law: Lattice, count: int, N: int, n: int, *, learnt: bool) -> tuple[Fraction, Fraction]:
    """E d_F(P_gen, P_samples) and E d_F(P_gen, P_real) over all points of all coordinates."""
    atoms = [(law.lowest + k * law.step, Fraction(c, law.total)) for k, c in enumerate(law.counts) if c]
    drawn = n if learnt else N + n
    between, to_the_law = Fraction(0), Fraction(0)
    for coordinates in product(product(atoms, repeat=drawn), repeat=count):
        probability = Fraction(1)
        for values in coordinates:
            for _, p in values:
                probability *= p
        means = [
            (sum(x for x, _ in values[:N]) / N, sum(x for x, _ in (values if learnt else values[N:])) / n)
            for values in coordinates
        ]
        between += probability * max(abs(a - b) for a, b in means)
        to_the_law += probability * max(abs(a - law.mean) for a, _ in means)
    return between, to_the_law


@pytest.mark.parametrize("learnt", [False, True])
@pytest.mark.parametrize(("count", "N", "n"), [(1, 1, 1), (1, 2, 3), (1, 3, 1), (2, 1, 2), (2, 2, 2), (3, 1, 1)])
@pytest.mark.parametrize("law", [SIGN, SKEW], ids=["sign", "skew"])
def test_mean_gaps_are_those_of_all_samples(law: Lattice, count: int, N: int, n: int, learnt: bool) -> None:
    if learnt and n < N:
        with pytest.raises(ValueError, match=f"of {n} samples no more than {n} can be learnt, got N = {N}"):
            mean_gap(law, count=count, N=N, n=n, learnt=True)
        return
    gap = mean_gap(law, count=count, N=N, n=n, learnt=learnt).into(Rationals())
    between, to_the_law = enumerated(law, count, N, n, learnt=learnt)
    assert (str(gap.from_samples), str(gap.from_the_law)) == (str(between), str(to_the_law))


def test_infinitely_many_samples_are_their_law() -> None:
    gap = mean_gap(SKEW, count=3, N=4, n=None).into(Rationals())
    assert str(gap.from_samples) == str(gap.from_the_law)
    with pytest.raises(OutsideArithmetic):
        mean_gap(SIGN, N=1, n=1).into(Balls())


def test_many_signs_approach_twice_the_distance() -> None:
    # one point each: every sign is 1 away from its mean, and some two of K differ by 2 with probability 1 − 2^−K
    gap = mean_gap(SIGN, count=40, N=1, n=1).into(Rationals())
    assert (str(gap.from_samples), str(gap.from_the_law)) == (str(2 - Fraction(2, 2**40)), "1")


@pytest.mark.parametrize("numbers", [{"count": 0, "N": 1, "n": 1}, {"N": 0, "n": 1}, {"N": 1, "n": 0}])
def test_nothing_to_compare_is_refused(numbers: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least one function, one point and one sample are needed"):
        mean_gap(SIGN, **numbers)  # type: ignore[arg-type]
