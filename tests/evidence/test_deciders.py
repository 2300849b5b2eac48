"""Deciders on toy checks: what it takes to hold, what counts as a case, and how a refutation is found and confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Any

import flint
import pytest
import sympy
import torch
from flint import arb
from hypothesis import strategies as st

from lemmata.evidence.deciders import Decider
from lemmata.evidence.grades import certified, exact, symbolic
from lemmata.evidence.profiles import PROFILES, profile_named
from lemmata.evidence.question import Decision, Question
from lemmata.evidence.rounded import rounded
from lemmata.evidence.statistical import statistical
from lemmata.numerics.balls import BallMatrix, Balls
from lemmata.numerics.compare import equal
from lemmata.numerics.floats import Floats, RoundedMatrix
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.sampling import ALPHA, Bernoulli, Samples, rate_at_most
from lemmata.numerics.symbols import SymbolicMatrix, Symbols
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict

HOLDS, REFUTED, UNDECIDED = Verdict.HOLDS, Verdict.REFUTED, Verdict.UNDECIDED
SMOKE = PROFILES["smoke"]  # 10 cases, 2 at the largest size, 10 for a search
WIDE = st.integers(0, 10**6)


def zero(n: int) -> int:
    """The toy formula that every toy check compares with 0."""
    return 0


def says(verdict: Verdict, **fields: Any) -> Comparison:
    return Comparison(verdict, "left", "right", **fields)


def toy(formula: Callable[[int], int], n: int) -> Comparison:
    """formula(n) = 0."""
    value = formula(n)
    return Comparison(HOLDS if value == 0 else REFUTED, f"{value} at {n}", "0")


def decide(
    formula: Callable[..., Any] = zero,
    *,
    check: Callable[..., Comparison] = toy,
    written: tuple[Any, ...] = (),
    decider: Decider | None = None,
    profile: str = "smoke",
    seed: int = 0,
) -> Decision:
    question = Question(check, formula, [{"n": n} for n in written])
    return (decider or exact(n=WIDE)).decide(question, profile_named(profile), seed)


# ── to hold ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("profile", ["smoke", "default"])
def test_a_form_holds_with_as_many_distinct_cases_as_the_floor_asks_for(profile: str) -> None:
    decision = decide(profile=profile, written=(1, 2))
    assert (decision.verdict, decision.needs, decision.counterexample) == (HOLDS, "", None)
    assert decision.cases >= profile_named(profile).cases and decision.survives == 1
    assert decision.search_cases is None and decision.error_probability is None


def test_fewer_distinct_cases_than_the_floor_are_undecided() -> None:
    decision = decide(decider=exact(n=st.sampled_from(range(6))))
    assert (decision.verdict, decision.cases) == (UNDECIDED, 6), "six cases, however often they are drawn"
    assert decision.needs == "10 distinct cases in which the comparison says something, got 6"


def test_written_and_drawn_cases_are_counted_once() -> None:
    decision = decide(written=(0, 0, 1, 2), decider=exact(n=st.sampled_from(range(4))))
    assert decision.cases == 4


def test_trivial_cases_do_not_count() -> None:
    def mostly_trivial(formula: Any, n: int) -> Comparison:
        return says(HOLDS, trivial=n >= 5)

    decision = decide(check=mostly_trivial, written=(7,), decider=exact(n=st.sampled_from(range(20))))
    assert (decision.verdict, decision.cases) == (UNDECIDED, 5)


def test_draws_outside_the_arithmetic_do_not_count() -> None:
    def partly_outside(formula: Any, n: int) -> Comparison:
        if n >= 5:
            raise OutsideArithmetic("no meaning here")
        return says(HOLDS)

    decision = decide(check=partly_outside, written=(7,), decider=exact(n=st.sampled_from(range(20))))
    assert (decision.verdict, decision.cases) == (UNDECIDED, 5)


def test_what_repeats_and_rejections_leave_missing_is_drawn_again() -> None:
    def half_outside(formula: Any, n: int) -> Comparison:
        if n % 2:
            raise OutsideArithmetic("odd")
        return says(HOLDS)

    assert decide(check=half_outside, profile="default").verdict is HOLDS


def test_a_floor_at_the_largest_size() -> None:
    def source(step: int) -> Callable[[int], int]:
        return lambda index: -1 - index * step

    enough = decide(decider=exact(n=WIDE, largest=source(1)))
    assert (enough.verdict, enough.at_largest, enough.cases) == (HOLDS, 2, 12)
    same = decide(decider=exact(n=WIDE, largest=source(0)))
    assert (same.verdict, same.at_largest) == (UNDECIDED, 1)
    assert same.needs == "2 distinct cases at the largest size, got 1"
    wrong = decide(lambda n: int(n < 0), decider=exact(n=WIDE, largest=source(1)))
    assert wrong.verdict is REFUTED, "the largest cases refute like any other"


def test_seeded_cases_of_a_check_with_several_parameters_are_mappings() -> None:
    def two(formula: Callable[[int], int], n: int, m: int) -> Comparison:
        return toy(formula, n + m)

    question = Question(two, zero, [])
    both = exact(n=WIDE, m=WIDE, largest=lambda index: {"n": -1 - index, "m": 0})
    assert (both.decide(question, SMOKE, 0).verdict, both.decide(question, SMOKE, 0).at_largest) == (HOLDS, 2)
    one = exact(n=WIDE, m=WIDE, largest=lambda index: -1)
    with pytest.raises(ValueError) as raised:
        one.decide(question, SMOKE, 0)
    assert str(raised.value) == "the check takes n, m: a case is a mapping with a value for each name, got -1"


def test_the_heaviest_cases_are_looked_at_only_as_often_as_the_profile_says() -> None:
    assert {name: profile.heaviest for name, profile in PROFILES.items() if profile.heaviest} == {"thorough": 3}
    asked: list[int] = []

    def heaviest(index: int) -> int:
        asked.append(index)
        return -len(asked)

    def decider() -> Decider:
        return exact(n=WIDE, largest=lambda index: 2 * 10**6 + index, heaviest=heaviest)

    without = decide(decider=decider(), profile="default")
    assert not asked
    question = Question(toy, zero, [])
    held = decider().decide(question, replace(PROFILES["default"], heaviest=3), 0)
    assert (held.cases, held.at_largest) == (without.cases + 3, without.at_largest) and len(set(asked)) == 3
    asked.clear()
    wrong = decider().decide(
        replace(question, formula=lambda n: int(n == -2)), replace(PROFILES["default"], heaviest=3), 0
    )
    assert wrong.verdict is REFUTED and len(asked) == 2, "what is refuted is looked at no further"
    assert wrong.counterexample is not None and wrong.counterexample.case == {"n": -2}


def test_one_undecided_case_leaves_the_form_undecided_and_says_what_it_needs() -> None:
    def one_open(formula: Any, n: int) -> Comparison:
        return says(UNDECIDED, needs="more bits") if n == 3 else says(HOLDS)

    decision = decide(check=one_open, written=(3,))
    assert decision.verdict is UNDECIDED and decision.needs == "n=3: undecided: left against right; more bits"


def test_a_refutation_outweighs_what_is_undecided() -> None:
    def mixed(formula: Any, n: int) -> Comparison:
        return says(UNDECIDED, needs="more") if n == 3 else says(REFUTED if n == 4 else HOLDS)

    assert decide(check=mixed, written=(3, 4)).verdict is REFUTED


def test_generic_cases_and_the_sharpest_inequality_are_recorded() -> None:
    @dataclass(frozen=True)
    class Size:
        n: int

        @property
        def generic(self) -> bool:
            return self.n > 2

    def at_most(formula: Any, n: Size) -> Comparison:
        return says(HOLDS, relation="≤", tightness=n.n / 16)

    decision = decide(check=at_most, written=tuple(map(Size, range(8))), decider=exact(n=st.just(Size(9))))
    assert (decision.cases, decision.generic, decision.tightness) == (9, 6, 9 / 16)


@pytest.mark.parametrize("error", [ValueError, ZeroDivisionError, AssertionError])
def test_a_crash_is_neither_a_refutation_nor_a_rejected_draw(error: type[Exception]) -> None:
    def crash(formula: Any, n: int) -> Comparison:
        if n > 10:
            raise error("a defect")
        return says(HOLDS)

    with pytest.raises(error, match="a defect"):
        decide(check=crash, written=(1,))


# ── refuting ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_written_case_refutes_and_search_goes_on_without_it() -> None:
    decision = decide(lambda n: int(n == 5 or n > 10**5), written=(4, 5, 6))
    found = decision.counterexample
    assert decision.verdict is REFUTED and found is not None
    assert (found.case, found.sentence, found.written) == ({"n": 5}, "refuted: 1 at 5 ≠ 0", True)
    assert found.confirmed_by is Grade.EXACT
    assert decision.search_cases is not None, "most draws are above 10⁵"


def test_a_form_that_only_its_written_case_refutes_has_no_search_cases() -> None:
    decision = decide(lambda n: int(n == -5), written=(-5,))
    assert (decision.verdict, decision.search_cases, decision.survives) == (REFUTED, None, 1.0)


def test_a_search_takes_as_many_draws_as_the_profile_gives() -> None:
    counts = {}
    for profile in ("smoke", "default"):
        drawn = set()

        def check(formula: Any, n: int, drawn: set[int] = drawn) -> Comparison:
            drawn.add(n)
            return says(REFUTED if n == -1 else HOLDS)

        decide(check=check, written=(-1,), profile=profile)
        counts[profile] = len(drawn) - 1
    assert counts["smoke"] >= 10 and counts["default"] >= 100, counts


def test_search_alone_refutes_and_shrinks_to_the_smallest_case() -> None:
    decision = decide(lambda n: int(n >= 1000), written=(1,))
    assert decision.verdict is REFUTED and decision.counterexample is not None
    assert decision.counterexample.case == {"n": 1000} and not decision.counterexample.written
    assert decision.search_cases is not None and decision.search_cases >= 1


def test_search_cases_count_draws_up_to_the_first_refutation() -> None:
    order: list[int] = []

    def fifth_is_wrong(formula: Any, n: int) -> Comparison:
        if n != -1 and n not in order:
            order.append(n)
        return says(REFUTED if n == -1 or order.index(n) == 4 else HOLDS)

    assert decide(check=fifth_is_wrong, written=(-1,)).search_cases == 5


def test_survives_is_the_share_of_drawn_cases_that_did_not_refute() -> None:
    seen: set[int] = set()

    def wrong_on_even(formula: Any, n: int) -> Comparison:
        if n >= 0:
            seen.add(n)
        return says(REFUTED if n % 2 == 0 else HOLDS)

    decision = decide(check=wrong_on_even, written=(-2,))
    assert decision.survives == sum(n % 2 for n in seen) / len(seen), "the written case is not among them"
    assert decide(lambda n: 1, written=(-2,)).survives == 0


def test_the_same_seed_decides_the_same_and_another_draws_others() -> None:
    def sample(seed: int) -> tuple[set[int], Decision]:
        seen: set[int] = set()

        def check(formula: Any, n: int) -> Comparison:
            seen.add(n)
            return toy(formula, n)

        return seen, decide(lambda n: int(n > 5 * 10**5), check=check, seed=seed)

    assert sample(1) == sample(1)
    assert sample(1)[0] != sample(2)[0]


def test_a_question_tells_neither_role_nor_expectation() -> None:
    assert {f.name for f in fields(Question)} == {"check", "formula", "written", "rivals", "checks", "lifts"}
    words = {"role", "expected", "expectation", "form", "claim", "blindness", "erratum"}
    assert not words & set(Question.__annotations__), "a decider could learn what is expected of it"


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


@dataclass(frozen=True)
class Number:
    """One number."""

    value: Fraction | int

    def into(self, arithmetic: Any) -> Matrix:
        if isinstance(arithmetic, Symbols) or (arithmetic == Rationals() and self.value == 7):
            raise OutsideArithmetic("balls decide this one")
        return arithmetic.matrix([[self.value]])


def squares(formula: Callable[[Any], Any], n: Any) -> Comparison:
    """formula(n) = n²."""
    return equal(formula(n), n * n)


def truly_squared(n: Any) -> Any:
    return n * n


def doubled(n: Any) -> Any:
    return n + n


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


# ── rounded ────────────────────────────────────────────────────────────────────────────────────────────────────────
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


# ── statistical ────────────────────────────────────────────────────────────────────────────────────────────────────
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


# ── profiles ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_unknown_profile_lists_the_known_ones() -> None:
    assert profile_named("default").cases == 100 and profile_named("default").search == 100
    assert profile_named("search").search == 1000
    with pytest.raises(ValueError) as raised:
        profile_named("fast")
    assert str(raised.value) == f"unknown profile 'fast'; known: {', '.join(PROFILES)}"
