"""Deciders on toy checks: what it takes to hold, what counts as a case, and how a refutation is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import pytest
from hypothesis import strategies as st
from toy_checks import (
    HOLDS,
    REFUTED,
    SMOKE,
    UNDECIDED,
    WIDE,
    decide,
    says,
    toy,
    zero,
)

from lemmata.evidence.deciders import Decider
from lemmata.evidence.forms import ClaimError
from lemmata.evidence.grades import exact
from lemmata.evidence.profiles import PROFILES, profile_named
from lemmata.evidence.question import Decision, Question
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic


@dataclass(frozen=True)
class Special:
    """A case with a symmetry."""

    n: int
    generic = False

    def into(self, arithmetic: Any) -> Special:
        return self


# ── to hold ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("profile", ["smoke", "default"])
def test_a_form_holds_with_as_many_distinct_cases_as_the_floor_asks_for(profile: str) -> None:
    decision = decide(profile=profile, written=(1, 2))
    assert (decision.verdict, decision.needs, decision.counterexample) == (HOLDS, "", None)
    assert decision.cases >= profile_named(profile).cases and decision.survives == 1
    assert decision.search_cases is None and decision.error_probability is None


def test_fewer_distinct_cases_than_the_floor_are_undecided() -> None:
    residues = st.integers(0, 10**9).map(lambda n: n % 6)
    decision = decide(decider=exact(n=residues))
    assert (decision.verdict, decision.cases) == (UNDECIDED, 6), "six cases, however often they are drawn"
    assert decision.needs == "10 distinct cases in which the comparison says something, got 6"
    assert not decision.exhausted, "nobody can tell that there are no others"


@pytest.mark.parametrize("profile", ["smoke", "default", "thorough"])
def test_a_form_holds_in_all_cases_that_there_are_however_few(profile: str) -> None:
    decision = decide(decider=exact(n=st.sampled_from(range(6))), profile=profile)
    assert (decision.verdict, decision.cases, decision.exhausted, decision.needs) == (HOLDS, 6, True, "")
    two = st.tuples(st.booleans(), st.integers(1, 3)).filter(lambda pair: pair != (True, 2)).map(str)
    decision = decide(decider=exact(n=two), profile=profile, check=lambda formula, n: says(HOLDS))
    assert (decision.verdict, decision.cases, decision.exhausted) == (HOLDS, 5, True)


def test_a_space_that_is_drawn_in_many_ways_is_exhausted_by_a_long_round() -> None:
    """Nine cases, each of which is drawn in eleven ways: a round of ten, or of ninety-nine, cannot try them all."""
    often = st.tuples(st.integers(0, 8), st.integers(0, 10)).map(lambda pair: pair[0])
    decision = decide(decider=exact(n=often))
    assert (decision.verdict, decision.cases, decision.exhausted) == (HOLDS, 9, True)


def test_a_space_that_is_no_smaller_than_the_floor_needs_not_be_exhausted() -> None:
    decision = decide(decider=exact(n=st.sampled_from(range(50))))
    assert (decision.verdict, decision.cases, decision.exhausted) == (HOLDS, 10, False)


def test_an_exhausted_space_refutes_as_any_other() -> None:
    decision = decide(lambda n: int(n == 4), decider=exact(n=st.sampled_from(range(6))))
    assert (decision.verdict, decision.exhausted) == (REFUTED, False)
    assert decision.counterexample is not None and decision.counterexample.case == {"n": 4}


def test_an_exhausted_space_needs_no_generic_cases_but_its_largest_ones() -> None:
    few = st.sampled_from([Special(0), Special(1)])
    assert decide(decider=exact(n=few), check=lambda formula, n: says(HOLDS)).verdict is HOLDS
    short = exact(n=few, largest=lambda seed: Special(9))
    decision = decide(decider=short, check=lambda formula, n: says(HOLDS))
    assert (decision.verdict, decision.needs) == (UNDECIDED, "2 distinct cases at the largest size, got 1")


def test_an_exhausted_space_with_a_case_that_is_outside_undecided_or_always_trivial_does_not_hold() -> None:
    def outside_at_four(formula: Any, n: int) -> Comparison:
        if n == 4:
            raise OutsideArithmetic("no meaning here")
        return says(HOLDS)

    few = exact(n=st.sampled_from(range(6)))
    decision = decide(check=outside_at_four, decider=few)
    assert (decision.verdict, decision.exhausted) == (UNDECIDED, False)
    assert decision.needs == (
        "10 distinct cases in which the comparison says something, got 5: no others can be drawn, and some have no "
        "meaning in this arithmetic"
    )
    decision = decide(check=lambda formula, n: says(UNDECIDED if n == 4 else HOLDS), decider=few)
    assert (decision.verdict, decision.exhausted) == (UNDECIDED, False)
    decision = decide(check=lambda formula, n: says(HOLDS, trivial=n < 6), decider=few, written=(7,))
    assert (decision.verdict, decision.exhausted) == (UNDECIDED, False)


def test_written_and_drawn_cases_are_counted_once() -> None:
    decision = decide(written=(0, 0, 1, 2), decider=exact(n=st.sampled_from(range(4))))
    assert decision.cases == 4


def test_trivial_cases_do_not_count() -> None:
    def mostly_trivial(formula: Any, n: int) -> Comparison:
        return says(HOLDS, trivial=n >= 5)

    decision = decide(check=mostly_trivial, written=(7,), decider=exact(n=st.integers(0, 10**9).map(lambda n: n % 20)))
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


def test_a_largest_case_that_comes_twice_is_made_up_for() -> None:
    made: list[int] = []

    def largest(seed: int) -> int:
        made.append(seed)
        return 10**7 + (0 if len(made) <= 3 else seed)

    found = exact(n=WIDE, largest=largest).decide(Question(toy, zero, []), SMOKE, 0)
    assert (found.verdict, found.at_largest, len(made)) == (HOLDS, 2, 4)


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

        def into(self, arithmetic: Any) -> Size:
            return self

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
    assert {f.name for f in fields(Question)} == {
        "check", "formula", "written", "rivals", "checks", "assumes", "lifts", "settled",
    }  # fmt: skip
    words = {"role", "expected", "expectation", "form", "claim", "blindness", "erratum"}
    assert not words & set(Question.__annotations__), "a decider could learn what is expected of it"


def test_a_check_that_writes_into_its_case_is_refused() -> None:
    def check(formula: Any, n: list[int]) -> Comparison:
        n[:] = [1, 2]
        return says(HOLDS)

    with pytest.raises(ClaimError, match="the check changes its case, which other forms are judged on"):
        decide(check=check, written=(), decider=exact(n=st.lists(st.integers(), min_size=3)))
