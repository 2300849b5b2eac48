"""Rounded on toy checks: what floats decide, what goes to balls, and what balls have to confirm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import torch
from toy_checks import (
    HOLDS,
    REFUTED,
    SMOKE,
    UNDECIDED,
    Number,
    doubled,
    says,
    squares,
    truly_squared,
)

from lemmata.evidence.question import Decision, Question
from lemmata.evidence.rounded import rounded
from lemmata.evidence.tally import Tally
from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.compare import equal
from lemmata.numerics.floats import Floats, RoundedMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic


@dataclass(frozen=True)
class Batch:
    """Numbers decided together in floats, every one with the given radius."""

    values: tuple[int, ...]
    radius: float = 0.0

    def singles(self) -> Iterator[Number]:
        return map(Number, self.values)

    def into(self, arithmetic: Any) -> Matrix:
        if not isinstance(arithmetic, Floats):
            raise OutsideArithmetic("a batch is decided in floats")
        mid = torch.tensor(self.values, dtype=torch.float64)[:, None, None]
        return RoundedMatrix(mid, torch.full_like(mid, self.radius))


def in_batches(
    formula: Callable[[Any], Any],
    *batches: Batch,
    rivals: tuple[Callable[[Any], Any], ...] = (doubled,),
    written: tuple[Number, ...] = (),
    check: Callable[..., Comparison] = squares,
    volume: float = 1.0,
) -> tuple[Decision, list[Any]]:
    """The decision, and the numbers that went to balls."""
    escalated: list[Any] = []

    def watched(formula: Any, n: Any) -> Comparison:
        if isinstance(n, BallMatrix):
            escalated.append(int(n.entries()[0].unique_fmpz()))
        return check(formula, n)

    decider = rounded(lambda seed, share: batches)
    question = Question(watched, formula, [{"n": n} for n in written], rivals)
    return decider.decide(question, replace(SMOKE, volume=volume), 0), escalated


MANY = tuple(range(3, 203))


def test_floats_confirm_what_their_bounds_tell_from_every_rival() -> None:
    decision, escalated = in_batches(truly_squared, Batch(MANY), Batch(tuple(range(203, 303))))
    assert (decision.verdict, decision.cases, decision.escalated, escalated) == (HOLDS, 300, 0, [])


def test_exactly_the_networks_that_floats_cannot_tell_go_to_balls() -> None:
    # 0 and 2 are equal to their rival: 0 + 0 = 0², 2 + 2 = 2²
    decision, escalated = in_batches(truly_squared, Batch((0, 1, 2, *MANY)))
    assert (decision.verdict, decision.escalated, escalated) == (HOLDS, 2, [0, 2])


def test_a_network_that_balls_find_trivial_is_not_counted() -> None:
    decision, escalated = in_batches(truly_squared, Batch((0, *MANY)))
    assert (decision.cases, decision.escalated, escalated) == (len(MANY), 1, [0]), "0 = 0 says nothing"


def test_a_rival_that_coincides_sends_every_network_to_balls() -> None:
    decision, escalated = in_batches(truly_squared, Batch(MANY), rivals=(doubled, lambda n: n * n * 1))
    assert (decision.verdict, decision.escalated, escalated) == (HOLDS, len(MANY), list(MANY))


def test_a_vacuous_bound_confirms_nothing_by_itself() -> None:
    for radius in (1e9, float("inf")):
        decision, _ = in_batches(truly_squared, Batch(MANY, radius))
        assert (decision.verdict, decision.escalated) == (HOLDS, len(MANY)), "balls decide, one network at a time"
        decision, _ = in_batches(doubled, Batch(MANY, radius), rivals=(truly_squared,))
        assert decision.verdict is REFUTED, "and see what floats could not"


def test_a_separation_is_confirmed_by_balls_on_that_network() -> None:
    decision, escalated = in_batches(doubled, Batch((2, 5, *MANY)), rivals=(truly_squared,))
    found = decision.counterexample
    assert decision.verdict is REFUTED and found is not None
    assert (found.case, found.confirmed_by, found.written) == ({"n": Number(5)}, Grade.CERTIFIED, False)
    assert escalated == [2, 5], "2 was not told apart, 5 is confirmed"
    assert (decision.search_cases, decision.survives) == (2, 1 / len({2, 5, *MANY}))


def test_a_separation_that_balls_do_not_confirm_is_undecided() -> None:
    def floats_are_wrong(formula: Any, n: Any) -> Comparison:
        return equal(formula(n) + 1, n * n) if isinstance(n, RoundedMatrix) else equal(formula(n), n * n)

    decision, _ = in_batches(truly_squared, Batch(MANY), check=floats_are_wrong)
    assert decision.verdict is UNDECIDED and decision.counterexample is None
    assert decision.needs.startswith(
        "a confirmation of the refutation at n=Number(value=3): refuted: two sides at distance "
    )


def test_a_network_that_balls_leave_undecided_is_named() -> None:
    def balls_are_wide(formula: Any, n: Any) -> Comparison:
        return says(UNDECIDED, needs="more bits") if isinstance(n, BallMatrix) else equal(formula(n), n * n)

    decision, _ = in_batches(truly_squared, Batch((*MANY, 2)), check=balls_are_wide)
    assert decision.verdict is UNDECIDED and decision.needs.startswith("n=Number(value=2): undecided:")


def test_written_cases_are_decided_in_floats_too_and_named_as_written() -> None:
    decision, _ = in_batches(doubled, Batch(MANY), rivals=(truly_squared,), written=(Number(5),))
    assert decision.counterexample is not None and decision.counterexample.written
    assert decision.counterexample.case == {"n": Number(5)}


def test_volume_stops_once_a_form_is_refuted_searched_and_surveyed() -> None:
    taken: list[int] = []

    def source(seed: int, share: float) -> Iterator[Batch]:
        for start in range(0, 1000, 100):
            taken.append(start)
            yield Batch(tuple(range(start + 3, start + 103)))

    refuted = Question(squares, doubled, [{"n": Number(5)}], (truly_squared,))
    assert rounded(source).decide(refuted, SMOKE, 0).verdict is REFUTED
    assert len(taken) == 2, "one batch, and a look at the next"
    taken.clear()
    held = Question(squares, truly_squared, [{"n": Number(5)}], (doubled,))
    assert rounded(source).decide(held, SMOKE, 0).cases == 1000 and len(taken) == 10


def test_a_rounded_check_must_compare_rounded_matrices() -> None:
    with pytest.raises(TypeError, match="a rounded check must compare rounded matrices, got Comparison"):
        in_batches(truly_squared, Batch(MANY), check=lambda formula, n: says(HOLDS))


def test_the_seed_and_the_share_reach_the_source_of_batches() -> None:
    asked = []

    def source(seed: int, share: float) -> Iterator[Batch]:
        asked.append((seed, share))
        return iter([Batch(MANY)])

    rounded(source).decide(Question(squares, truly_squared, [], (doubled,)), replace(SMOKE, volume=0.25), 17)
    assert asked == [(17, 0.25)]


# ── memory ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_network_is_remembered_in_sixteen_bytes_however_long_its_text_is() -> None:
    tally = Tally()
    for digits in (1, 4000):
        for i in range(500):
            tally.add({"n": Number(10**digits + i)}, says(HOLDS), drawn=True)
        assert all(tally.knows({"n": Number(10**digits + i)}, drawn=True) for i in range(500))
    assert len(tally.seen) == tally.drawn == 1000, "two that are spelled in two ways are two"
    assert {len(key) for key in tally.seen} == {16}
    grown = [name for name, value in vars(tally).items() if hasattr(value, "__len__") and len(value) > 1]
    assert grown == ["seen"], "nothing else is kept of a network"


def test_a_written_case_that_is_drawn_counts_once_and_for_the_search_too() -> None:
    tally = Tally()
    tally.add({"n": Number(5)}, says(HOLDS), drawn=False)
    assert tally.knows({"n": Number(5)}, drawn=False) and not tally.knows({"n": Number(5)}, drawn=True)
    for _ in range(2):
        tally.add({"n": Number(5)}, says(HOLDS), drawn=True)
        assert tally.knows({"n": Number(5)}, drawn=True) and tally.knows({"n": Number(5)}, drawn=False)
        assert (len(tally.seen), tally.drawn) == (1, 1)
    tally.add({"n": Number(6)}, says(HOLDS), drawn=True)
    tally.add({"n": Number(6)}, says(HOLDS), drawn=False)
    assert (len(tally.seen), tally.drawn) == (2, 2)
