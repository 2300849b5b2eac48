"""Finite laws: their sums against closed forms, their text, what is refused, and what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb
from typing import Any

import pytest
from drawn_cases import drawn, minimal
from rebuilt import rebuilt

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.calculus import expectation
from lemmata.numerics.compare import at_most, equal
from lemmata.numerics.conversions import as_fraction
from lemmata.numerics.floats import Floats
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic, Unresolved, Verdict
from lemmata.numerics.vocabulary import cosh, exp, transpose
from lemmata.theory.exact.finite_laws import FiniteLaw, LawCase, law
from lemmata.theory.exact.measures import measure
from lemmata.theory.exact.strategies import finite_laws

QUARTER = Fraction(1, 4)
NUMBERS = (Rationals(), Balls(), Floats())


def exact(case: LawCase) -> FiniteLaw:
    return case.into(Rationals())


# ── what a law knows ───────────────────────────────────────────────────────────────────────────────────────────────
def test_weights_are_proportions() -> None:
    case = law([0, 1, 4], weights=[1, 2, 1])
    assert case.weights == (QUARTER, Fraction(1, 2), QUARTER) and case.points == ((0,), (1,), (4,))
    assert case == law([0, 1, 4], weights=["1/4", "1/2", "1/4"]) == law([0, 1, 4], weights=[5, 10, 5])
    assert law([3, 5]) == law([3, 5], weights=[7, 7])
    assert (case.points, case.weights) == (
        (other := measure([0, 1, 4], ["1/4", "1/2", "1/4"])).points,
        other.weights,
    )


def test_means_variances_and_expectations() -> None:
    X = exact(law([0, 1, 4], weights=[1, 2, 1]))
    assert (as_fraction(X.mean), as_fraction(X.variance)) == (Fraction(3, 2), Fraction(9, 4))
    assert as_fraction(X.expectation(lambda x: x * x)) == as_fraction(expectation(lambda x: x * x, X)) == Fraction(9, 2)
    assert as_fraction(X.expectation(lambda x: 7)) == 7
    assert str(X.probabilities) == "[1/4, 1/2, 1/4]" and [str(x) for x in X.points] == ["0", "1", "4"]
    point = exact(law(["-1/3"]))
    assert (as_fraction(point.mean), as_fraction(point.variance)) == (Fraction(-1, 3), 0)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_a_binomial_law_has_its_moments(n: int) -> None:
    p = Fraction(1, 3)
    X = exact(law(list(range(n + 1)), weights=[comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]))
    assert as_fraction(X.mean) == n * p and as_fraction(X.variance) == n * p * (1 - p)
    # E tˣ = (1 − p + pt)ⁿ
    assert as_fraction(X.expectation(lambda x: x.constant(3) ** int(as_fraction(x)))) == (1 + 2 * p) ** n


def test_probabilities_of_events() -> None:
    X = exact(law([0, 1, 4], weights=[1, 2, 1]))

    def at_least(t: int) -> Fraction:
        return as_fraction(X.probability(lambda x: x >= t))

    assert [at_least(t) for t in (0, 1, 2, 4, 5)] == [1, 3 * QUARTER, QUARTER, QUARTER, 0]
    assert as_fraction(X.probability(lambda x: x != 1)) == Fraction(1, 2)
    assert as_fraction(X.probability(lambda x: abs(x - X.mean) <= 1)) == Fraction(1, 2), "μ = 3/2"
    seen: list[str] = []
    X.probability(lambda x: bool(seen.append(str(x))))
    assert seen == ["0", "1", "4"], "an event is asked of each point once"
    plane = exact(law([[0, 0], [1, 2], [2, 1]], weights=[1, 2, 3]))
    assert as_fraction(plane.probability(lambda x: x[1] < x[2])) == Fraction(1, 3)


def test_an_event_that_an_arithmetic_does_not_decide_is_never_false_in_silence() -> None:
    case = law([0, "1/3", 4], weights=[1, 2, 1])
    with precision(128):
        X = case.into(Balls())
        assert equal(X.probability(lambda x: exp(x) > 2), X.mean.constant(QUARTER)).verdict is Verdict.HOLDS
        with pytest.raises(Unresolved):  # 3·(1/3) = 1, and no ball tells
            X.probability(lambda x: 3 * x >= 1)
    for arithmetic in (Floats(), Symbols()):
        point = arithmetic.matrix([["x" if isinstance(arithmetic, Symbols) else 2]])
        free = FiniteLaw((point,), arithmetic.matrix([[1]]))
        with pytest.raises(OutsideArithmetic):
            free.probability(lambda x: x >= 1)


def test_laws_in_the_plane() -> None:
    X = exact(law([[0, 0], [1, 2]], weights=[1, 3]))
    assert (X.d, str(X.mean), str(X.points[1])) == (2, "[3/4, 3/2]", "[1, 2]")
    # E XXᵀ − μμᵀ = p(1 − p) (1, 2)(1, 2)ᵀ
    second = X.expectation(lambda x: x @ transpose(x))
    assert str(second - X.mean @ transpose(X.mean)) == "[[3/16, 3/8], [3/8, 3/4]]"
    with pytest.raises(ValueError) as refusal:
        assert X.variance
    assert str(refusal.value) == "the variance is that of a law on the line, and this one is on R^2"


@pytest.mark.parametrize("arithmetic", NUMBERS, ids=lambda a: type(a).__name__)
def test_every_arithmetic_of_numbers_agrees_with_the_closed_form(arithmetic: Any) -> None:
    mean, second = Fraction(50, 21), Fraction(2, 63) + Fraction(64, 7)
    with precision(128):
        X = law([0, "1/3", 4], weights=[1, 2, 4]).into(arithmetic)
        found = (X.mean, X.variance, X.expectation(lambda x: x * x))
        for value, known in zip(found, (mean, second - mean * mean, second), strict=True):
            assert equal(value, value.constant(known)).verdict is Verdict.HOLDS
            assert equal(value, value.constant(known + Fraction(1, 2**40))).verdict is Verdict.REFUTED


def test_the_exponential_moment_of_a_coin_in_balls() -> None:
    with precision(128):
        X = law([-1, 1]).into(Balls())
        assert equal(X.expectation(exp), cosh(X.mean + 1)).verdict is Verdict.HOLDS
    with pytest.raises(OutsideArithmetic):
        exact(law([-1, 1])).expectation(exp)
    with pytest.raises(OutsideArithmetic, match="numbers are decided exactly or in balls"):
        law([-1, 1]).into(Symbols())


# ── its text, and what is refused ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("case", "text"),
    [
        (law([0, 1, 4], weights=["1/4", "1/2", "1/4"]), "law([0, 1, 4], weights=[1, 2, 1])"),
        (law([0, "-1/2"], weights=[3, 3]), "law([0, '-1/2'])"),
        (law([[0, 0], [1, "1/2"]], weights=["1/3", "2/3"]), "law([[0, 0], [1, '1/2']], weights=[1, 2])"),
        (law([7], weights=["1/2"]), "law([7])"),
        (law([0, 1], weights=["2/3", "4/5"]), "law([0, 1], weights=[5, 6])"),
    ],
)
def test_the_text_of_a_law_builds_it_again_in_whole_weights(case: LawCase, text: str) -> None:
    assert repr(case) == text
    assert rebuilt(case) == case and repr(rebuilt(case)) == text


REFUSED: list[tuple[Callable[[], Any], type[Exception], str]] = [
    (lambda: law([]), ValueError, "one weight for each point, got 0 points and 0 weights"),
    (lambda: law([0, 1], weights=[1]), ValueError, "one weight for each point, got 2 points and 1 weights"),
    (
        lambda: law([0, 1], weights=[1, 0]), ValueError,
        "the weights of a law are positive, got [1, 0]: leave out a point without mass",
    ),
    (
        lambda: law([0, 1], weights=[2, "-1/2"]), ValueError,
        "the weights of a law are positive, got [2, '-1/2']: leave out a point without mass",
    ),
    (lambda: law([0, 0]), ValueError, "a point is given twice: add its weights"),
    (lambda: law([0, [1, 2]]), ValueError, "the points of a measure have one dimension, got [1, 2]"),
    (lambda: law([0.5]), TypeError, "write 0.5 as a Fraction: a case is exact"),
    (lambda: law([0, 1], weights=[0.5, 0.5]), TypeError, "write 0.5 as a Fraction: a case is exact"),
    (
        lambda: exact(law([0, 1])).probability(lambda x: at_most(x, x)), TypeError,
        "an event is true or false of each point, as x >= 1 is, got Comparison(verdict=<Verdict.HOLDS: 'holds'>, left='0', "
        "right='0', relation='≤', trivial=True, needs='', tightness=None, error_probability=0.0)",
    ),
    (
        lambda: exact(law([0, 1])).probability(lambda x: None), TypeError,
        "an event is true or false of each point, as x >= 1 is, got None",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("build", "error", "sentence"), REFUSED, ids=[sentence[:60] for _, _, sentence in REFUSED])
def test_bad_input_is_refused_in_one_sentence(build: Any, error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as refusal:
        build()
    assert str(refusal.value) == sentence


def test_which_laws_are_symmetric_and_which_are_generic() -> None:
    for case, symmetric, generic in [
        (law([5]), True, False),
        (law([0, 1]), True, False),
        (law([0, 1], weights=[1, 2]), False, False),
        (law([1, 2, 3], weights=[2, 1, 2]), True, False),
        (law([1, 2, 3], weights=[2, 1, 1]), False, True),
        (law([1, 2, 4]), False, True),
        (law([[0, 0], [1, 2], [2, 4]]), True, False),
        (law([[0, 0], [1, 2], [2, 3]]), False, True),
    ]:
        assert (case.symmetric, case.generic) == (symmetric, generic), case


# ── what is drawn ──────────────────────────────────────────────────────────────────────────────────────────────────
def skewness(case: LawCase) -> Fraction:
    """E (X − μ)³, in the first coordinate."""
    mean = case.mean[0]
    return sum(((x[0] - mean) ** 3 * w for x, w in case.masses.items()), Fraction(0))


@pytest.mark.parametrize("d", [1, 2, 3])
def test_drawn_laws_reach_what_they_promise(d: int) -> None:
    laws = drawn(finite_laws(dimension=d), examples=300)
    assert all(case.d == d and 1 <= len(case.points) <= 4 for case in laws)
    assert all(abs(v) <= 8 and v.denominator in (1, 2, 4) for case in laws for x in case.points for v in x)
    assert {len(case.points) for case in laws} == {1, 2, 3, 4}
    assert sum(case.generic for case in laws) > len(laws) / 2, "half of the floor is generic"
    for n in (2, 3, 4):
        assert any(case.symmetric for case in laws if len(case.points) == n), n
    assert any(skewness(case) > 0 for case in laws) and any(skewness(case) < 0 for case in laws)
    rare = [case for case in laws if len(case.points) > 1 and min(case.weights) < Fraction(1, 50)]
    for light in (min, max):
        assert any(case.masses[light(case.points)] == min(case.weights) for case in rare), "on either side"
    assert all(repr(rebuilt(case)) == repr(case) for case in laws[:20])


def test_the_number_of_points_can_be_chosen() -> None:
    assert {len(case.points) for case in drawn(finite_laws(min_points=2, max_points=6))} == {2, 3, 4, 5, 6}
    assert {len(case.points) for case in drawn(finite_laws(min_points=3, max_points=3))} == {3}
    assert minimal(finite_laws(min_points=2, max_points=6)) == "law([0, 1])"


SHRUNK: list[tuple[int, Callable[[LawCase], bool], str]] = [
    (1, lambda case: True, "law([0])"),
    (1, lambda case: len(case.points) > 1, "law([0, 1])"),
    (1, lambda case: case.points[0][0] < 0, "law([-1])"),
    (1, lambda case: len(set(case.weights)) > 1, "law([0, 1], weights=[1, 2])"),
    (1, lambda case: skewness(case) > 0, "law([0, -1], weights=[1, 2])"),
    (1, lambda case: skewness(case) < 0, "law([0, 1], weights=[1, 2])"),
    (1, lambda case: case.symmetric and len(case.points) == 3, "law([-1, 0, 1])"),
    (1, lambda case: case.weights[-1] < Fraction(1, 50), "law([0, 1], weights=[99, 1])"),
    (2, lambda case: True, "law([[0, 0]])"),
    (2, lambda case: len(case.points) > 1, "law([[0, 0], [0, 1]])"),
    (3, lambda case: case.points[0][2] > 1, "law([[0, 0, 2]])"),
]


@pytest.mark.parametrize(("d", "condition", "text"), SHRUNK, ids=[f"{d}-{text}" for d, _, text in SHRUNK])
def test_laws_shrink_to_what_one_can_read(d: int, condition: Callable[[LawCase], bool], text: str) -> None:
    assert minimal(finite_laws(dimension=d), condition) == text
