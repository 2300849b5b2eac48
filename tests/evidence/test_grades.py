"""Certified and symbolic on toy checks: bits until a case is decided, and witnesses for what symbols refute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flint
import pytest
import sympy
from flint import arb
from hypothesis import strategies as st
from toy_checks import (
    HOLDS,
    REFUTED,
    SMOKE,
    UNDECIDED,
    Number,
    decide,
    doubled,
    says,
    squares,
    truly_squared,
    zero,
)

from lemmata.evidence.grades import certified, symbolic
from lemmata.evidence.question import Question
from lemmata.numerics.balls import BallMatrix, Balls
from lemmata.numerics.compare import equal
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict
from lemmata.record.grades import GRADES


# ── certified ──────────────────────────────────────────────────────────────────────────────────────────────────────
def at_bits(needed: int, asked: list[int], verdict: Verdict = HOLDS) -> Callable[..., Comparison]:
    """A check that is decided from this many bits on."""

    def check(formula: Any, n: int) -> Comparison:
        asked.append(flint.ctx.prec)
        return says(verdict) if flint.ctx.prec >= needed else says(UNDECIDED, needs="more bits")

    return check


def test_precision_doubles_until_a_case_is_decided() -> None:
    for verdict in (HOLDS, REFUTED):
        asked: list[int] = []
        found = certified().compare(Question(at_bits(1000, asked, verdict), zero, []), {"n": 1})
        assert (found.verdict, asked) == (verdict, [128, 256, 512, 1024])


def test_once_a_draw_has_refuted_a_form_the_last_precisions_are_not_tried() -> None:
    asked: dict[int, int] = {}

    def check(formula: Any, n: int) -> Comparison:
        asked[n] = flint.ctx.prec
        return says(REFUTED) if n <= 1 else says(UNDECIDED, needs="more bits")

    decision = decide(check=check, written=(2, 1), decider=certified(n=st.integers(0, 400)))
    assert decision.verdict is REFUTED and decision.search_cases == 1 and decision.survives == 0
    assert (asked.pop(0), asked.pop(1), asked.pop(2)) == (128, 128, 4096)
    assert asked and set(asked.values()) == {512}


def test_at_the_cap_a_case_is_undecided() -> None:
    asked: list[int] = []
    decision = decide(check=at_bits(10**6, asked), written=(1,), decider=certified(n=st.just(1)))
    assert decision.verdict is UNDECIDED and decision.needs.endswith("more bits")
    assert max(asked) == 4096 == max(certified.bits)


def test_a_matrix_not_told_apart_from_a_singular_one_asks_for_more_bits() -> None:
    def check(formula: Any, n: int) -> Comparison:
        nearly = BallMatrix.of([[arb(2).sqrt() + arb(2) ** -300, arb(2)], [arb(1), arb(2).sqrt()]])
        return equal(nearly.inverse() @ nearly, nearly.inverse() @ nearly)

    found = certified().compare(Question(check, zero, []), {"n": 1})
    assert found.verdict is HOLDS, "from 512 bits on it is invertible"

    def singular(formula: Any, n: int) -> Comparison:
        return equal(Balls().matrix([[1, 2], [2, 4]]).inverse(), Balls().matrix([[1]]))

    found = certified().compare(Question(singular, zero, []), {"n": 1})
    assert found.verdict is UNDECIDED and "singular at 4096 bits" in found.needs


def test_precision_is_put_back_after_a_decision_and_after_a_crash() -> None:
    before = flint.ctx.prec
    certified().compare(Question(at_bits(512, []), zero, []), {"n": 1})
    assert flint.ctx.prec == before

    def crash(formula: Any, n: int) -> Comparison:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        certified().compare(Question(crash, zero, []), {"n": 1})
    assert flint.ctx.prec == before


# ── symbolic ───────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Anything:
    """All numbers at once, shifted so that two shapes differ."""

    shift: int

    def into(self, arithmetic: Any) -> Matrix:
        if not isinstance(arithmetic, Symbols):
            raise OutsideArithmetic("a symbol has no number")
        return SymbolicMatrix(sympy.Matrix([[sympy.Symbol("x", real=True) + self.shift]]))


SHAPES = symbolic(n=[Anything(k) for k in range(3)])


def test_symbols_exhaust_their_shapes_and_need_no_floor() -> None:
    decision = decide(truly_squared, check=squares, decider=SHAPES)
    assert (decision.verdict, decision.cases) == (HOLDS, 3)


def test_no_shape_at_all_is_undecided() -> None:
    assert decide(truly_squared, check=squares, decider=symbolic(n=[])).verdict is UNDECIDED
    assert decide(truly_squared, check=squares, decider=symbolic(n=[Number(1)])).verdict is UNDECIDED, "all outside"


def test_a_symbolic_difference_counts_once_a_written_number_confirms_it() -> None:
    decision = decide(doubled, check=squares, decider=SHAPES, written=(Number(2), Number(3)))
    found = decision.counterexample
    assert decision.verdict is REFUTED and found is not None
    assert (found.case, found.confirmed_by, found.written) == ({"n": Number(3)}, Grade.EXACT, True), "2 + 2 = 2²"
    assert found.sentence == "refuted: 6 ≠ 9"


def test_a_witness_outside_exact_arithmetic_is_confirmed_by_balls() -> None:
    decision = decide(doubled, check=squares, decider=SHAPES, written=(Number(7),))
    assert decision.counterexample is not None and decision.counterexample.confirmed_by is Grade.CERTIFIED


@pytest.mark.parametrize("written", [(), (Number(0), Number(2)), (Anything(1),)])
def test_a_symbolic_difference_without_a_witness_is_undecided(written: tuple[Any, ...]) -> None:
    decision = decide(doubled, check=squares, decider=SHAPES, written=written)
    assert decision.verdict is UNDECIDED and decision.counterexample is None
    assert decision.needs.startswith("a confirmation of the refutation at n=Anything(shift=0): refuted: ")


def test_a_witness_is_confirmed_by_the_check_of_the_claim() -> None:
    def of_this_grade(formula: Any, n: Any) -> Comparison:
        if not isinstance(n, SymbolicMatrix):
            raise AssertionError("a symbolic road cannot take numbers")
        return squares(formula, n)

    question = Question(
        of_this_grade, doubled, [{"n": Number(3)}], checks={Grade.EXACT: squares, Grade.CERTIFIED: squares}
    )
    assert SHAPES.decide(question, SMOKE, 0).verdict is REFUTED


def test_each_grade_is_said_in_words_in_the_order_of_their_strength() -> None:
    assert list(GRADES) == [grade.value for grade in Grade]
