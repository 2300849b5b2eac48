"""A new arithmetic is a file of its own: it owns its comparisons, and nothing of ours is edited for it.

The one here counts modulo a prime p. It is a field without an order; a rational has a value where p does not divide its
denominator; what differs there differs as a rational too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Self

import pytest
from flint import nmod, nmod_mat
from hypothesis import strategies as st

from lemmata.evidence import Claim, claim, decided, exact
from lemmata.evidence.deciders import Question
from lemmata.evidence.judge import judge
from lemmata.evidence.profiles import profile_named
from lemmata.numerics.arithmetic import Numbers
from lemmata.numerics.balls import Balls
from lemmata.numerics.compare import at_most, equal
from lemmata.numerics.flint import FlintMatrix, rational
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict
from lemmata.numerics.vocabulary import determinant
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.concentration.mean_norms import corners_of_a_cube
from lemmata.theory.concentration.means import average
from lemmata.theory.networks.determinants import leibniz
from lemmata.theory.networks.matrix_pairs import MatrixPair, matrix_pair

P = 2**31 - 1


# ── the arithmetic ─────────────────────────────────────────────────────────────────────────────────────────────────
def residue(value: Any) -> nmod:
    if isinstance(value, nmod):
        return value
    q = rational(value)
    if int(q.q) % P == 0:
        raise OutsideArithmetic(f"1/{q.q} has no value modulo {P}")
    return nmod(int(q.p), P) / nmod(int(q.q), P)


class ResidueMatrix(FlintMatrix):
    """A matrix of residues."""

    kind: ClassVar[Any] = staticmethod(lambda rows, columns, entries: nmod_mat(rows, columns, entries, P))
    number = staticmethod(residue)

    def entries(self) -> list[Any]:
        return [self.raw[i, j] for i in range(self.raw.nrows()) for j in range(self.raw.ncols())]

    def equals(self, other: Self, unit: Any = None) -> Comparison:
        same = self.entries() == other.entries()
        verdict = Verdict.HOLDS if same else Verdict.REFUTED
        return Comparison(verdict, str(self.raw), str(other.raw), trivial=same and not any(map(int, self.entries())))

    def apply(self, function: str) -> Matrix:
        raise OutsideArithmetic(f"{function} of a residue is none")

    def log_abs_determinant(self) -> Matrix:
        raise OutsideArithmetic("a residue has no logarithm")

    def log_two_pi(self) -> Matrix:
        raise OutsideArithmetic("π is no residue")

    @staticmethod
    def choose(v: Any, n: Any, p: Any) -> Any:
        raise OutsideArithmetic("a residue has no sign")

    def midpoint(self) -> Matrix:
        return self

    def widened(self, radius: Matrix) -> Matrix:
        raise OutsideArithmetic("a residue has no radius")


@dataclass(frozen=True)
class Residues(Numbers):
    """The arithmetic modulo P."""

    grade: ClassVar[Grade] = Grade.EXACT

    def matrix(self, rows: Sequence[Sequence[Any]]) -> ResidueMatrix:
        return ResidueMatrix.of(rows)


class modular(exact):
    """Decided modulo P."""

    def compare(self, question: Question, case: Any, seed: int = 0) -> Comparison:
        return question.ask(Residues(), case)


# ── what it meets ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_its_own_comparison_decides() -> None:
    half, other = (ResidueMatrix.of([[v]]) for v in ("1/2", (P + 1) // 2))
    assert equal(half, other).verdict is Verdict.HOLDS, "2·(p + 1)/2 = p + 1 = 1"
    assert equal(half, other + 1).verdict is Verdict.REFUTED


def test_an_order_that_it_does_not_have_is_one_sentence() -> None:
    one = ResidueMatrix.of([[1]])
    with pytest.raises(TypeError, match="matrices of another arithmetic do not decide which of two numbers is larger"):
        at_most(one, one)


def test_it_takes_rationals_as_its_own_and_no_other_arithmetic() -> None:
    half, third = Rationals().matrix([["1/2"]]), ResidueMatrix.of([["1/3"]])
    for value in (half * third, third * half, half @ third):
        assert isinstance(value, ResidueMatrix) and equal(value, Fraction(1, 6)).verdict is Verdict.HOLDS
    assert equal(half + third - half, Rationals().matrix([["1/3"]])).verdict is Verdict.HOLDS
    with pytest.raises(OutsideArithmetic, match=f"1/{P} has no value modulo"):
        _ = third + Fraction(1, P)
    for compare in (equal, at_most):
        with pytest.raises(TypeError, match="cannot compare a ResidueMatrix with a BallMatrix"):
            compare(third, Balls().matrix([[1]]))


def test_a_case_that_needs_numbers_only_is_lifted_into_it() -> None:
    lifted = average(lattice([1, 1]), N=2, epsilon="1/2").into(Residues())
    # P(|mean − ½| ≥ ½) = ½ for two throws of a coin
    assert equal(lifted.tail(1), ResidueMatrix.of([["1/2"]])).verdict is Verdict.HOLDS


def test_a_case_that_needs_more_refuses_it_and_says_why() -> None:
    with pytest.raises(OutsideArithmetic, match="a Euclidean norm has roots in it: balls decide"):
        corners_of_a_cube(2, N=2).into(Residues())


def claim_in_residues() -> Claim:
    def both(A: Matrix, B: Matrix) -> Matrix:
        return determinant(A) * determinant(B)

    def the_first_alone(A: Matrix, B: Matrix) -> Matrix:
        return determinant(A)

    entries = st.integers(-9, 9)
    pairs = st.lists(entries, min_size=8, max_size=8).map(
        lambda v: matrix_pair([v[:2], v[2:4]], [v[4:6], v[6:]])  # both may be singular: det is 0 then on either side
    )

    @claim(
        id="determinants-modulo-p", slide="Residues", status="T", scope="2×2", printed=both, controls=[the_first_alone],
        cases=[matrix_pair([[1, 0], [0, 1]], [[2, 0], [0, 1]])],
    )  # fmt: skip
    @decided(modular(pair=pairs, special="any pair will do"))
    def claim_determinants_modulo_p(formula: Any, pair: Any) -> Comparison:
        """det AB = det A · det B modulo a prime."""
        return equal(formula(pair.A, pair.B), leibniz(pair.A @ pair.B))

    return claim_determinants_modulo_p


@pytest.mark.parametrize("name", ["both", "the_first_alone"])
def test_a_claim_of_ones_own_is_judged_in_it(name: str) -> None:
    asked = claim_in_residues()
    form, decider = asked.form(name), asked.decider("exact")
    decision, _ = judge(asked, form, decider, profile_named("smoke"), run_seed=1)
    assert decision.verdict is form.expected, decision.needs
    assert decision.cases >= 10 if name == "both" else isinstance(decision.counterexample.case["pair"], MatrixPair)  # type: ignore[union-attr]
