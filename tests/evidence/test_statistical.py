"""Statistical on toy checks: stages, and a second sample for each refutation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from toy_checks import (
    HOLDS,
    REFUTED,
    SMOKE,
    UNDECIDED,
)

from lemmata.evidence.question import Question
from lemmata.evidence.statistical import statistical
from lemmata.numerics.sampling import ALPHA, Bernoulli, Samples, rate_at_most
from lemmata.numerics.verdict import Comparison, OutsideArithmetic


@dataclass(frozen=True)
class Coin:
    """A coin, and a sampler of its own."""

    heads: float

    def into(self, arithmetic: Any) -> Bernoulli:
        if not isinstance(arithmetic, Samples):
            raise OutsideArithmetic("a coin is thrown")
        count = int((arithmetic.uniform(arithmetic.n) < self.heads).sum())
        return Bernoulli(count, count, arithmetic.n)


def thrown(asked: list[int]) -> Callable[..., Comparison]:
    def check(formula: Callable[[], float], n: Bernoulli) -> Comparison:
        asked.append(n.n)
        return rate_at_most(n, formula())

    return check


STAGES = (220, 880, 3520)


def coins(heads: float) -> statistical:
    return statistical(lambda seed: Coin(heads * (1 + seed % 1000 / 10**6)), stages=STAGES)


def test_a_next_stage_is_drawn_only_where_the_last_was_not_enough() -> None:
    asked: list[int] = []
    question = Question(thrown(asked), lambda: 0.1, [])
    for heads, expected, stages in ((0.001, HOLDS, 1), (0.05, HOLDS, 3), (0.9, REFUTED, 1)):
        asked.clear()
        found = coins(heads).compare(question, {"n": Coin(heads)}, 3)
        assert (found.verdict, tuple(asked)) == (expected, STAGES[:stages]), heads
        assert found.error_probability == sum([ALPHA] * stages)
    asked.clear()
    found = coins(0.1).compare(question, {"n": Coin(0.1)}, 3)
    assert (found.verdict, tuple(asked)) == (UNDECIDED, STAGES) and found.needs.startswith("more than 3520 repetitions")


def test_failure_rates_of_repeated_experiments_hold_and_are_refuted_twice() -> None:
    held = coins(0.001).decide(Question(thrown([]), lambda: 0.1, [{"n": Coin(0.002)}]), SMOKE, 0)
    assert (held.verdict, held.cases) == (HOLDS, SMOKE.sampled + 1)
    refuted = coins(0.001).decide(Question(thrown([]), lambda: 0.1, [{"n": Coin(0.5)}]), SMOKE, 0)
    assert refuted.verdict is REFUTED and refuted.counterexample is not None
    assert refuted.counterexample.spent == ALPHA and refuted.counterexample.seed is not None


def test_stages_grow() -> None:
    assert statistical(lambda seed: {}).stages == (20_000, 80_000, 320_000)
    for stages in ((), (0,), (100, 100), (200, 100)):
        with pytest.raises(ValueError, match="stages are sample sizes, each larger than the one before, got"):
            statistical(lambda seed: {}, stages=stages)
