"""`@claim` with the kinds of its arguments: what follows from names and kinds, and what is refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from lemmata.evidence import Claim, ClaimError, claim, decided, exact, refuted
from lemmata.evidence.judge import judge
from lemmata.evidence.profiles import profile_named
from lemmata.evidence.question import Decision
from lemmata.kinds.numbers import integers, rationals
from lemmata.numerics.compare import at_most, equal
from lemmata.numerics.verdict import Comparison, Grade, OutsideArithmetic, Verdict
from lemmata.numerics.vocabulary import exp, sqrt

SMOKE = profile_named("smoke")


def n_factors(q: Any, n: int) -> Any:
    return (1 - q**n) / (1 - q)


def one_factor_more(q: Any, n: int) -> Any:
    return (1 - q ** (n + 1)) / (1 - q)


def claim_sum_of_powers(formula: Any, q: Any, n: int) -> Comparison:
    """1 + q + … + qⁿ = (1 − qⁿ⁺¹)/(1 − q) for q ≠ 1."""
    return equal(formula(q, n), sum(q**k for k in range(n + 1)))


SHORT: dict[str, Any] = {
    "printed": refuted(n_factors, "there are n + 1 terms"), "corrected": one_factor_more,
    "q": rationals(but=1), "n": integers(0, 12), "cases": [{"q": 2, "n": 1}],
}  # fmt: skip


def build(check: Any = claim_sum_of_powers, says: str = "1 + … + qⁿ = (1 − qⁿ)/(1 − q)", **changes: Any) -> Claim:
    arguments = {**SHORT, **changes}
    return claim(says, **{name: value for name, value in arguments.items() if value is not None})(check)


def found(built: Claim, form: str, grade: str) -> Decision:
    return judge(built, built.form(form), built.decider(grade), SMOKE, 1)[0]


# ── what follows ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_names_and_kinds_say_the_rest() -> None:
    built = build()
    assert built.id == "sum-of-powers" and built.slide == "Test declaration" and built.status == "F"
    assert built.scope == "q rational, q ≠ 1; n = 0, …, 12 (beside symbols up to 6)"
    assert built.statement_printed == "1 + … + qⁿ = (1 − qⁿ)/(1 − q)"
    assert built.statement_corrected == "1 + q + … + qⁿ = (1 − qⁿ⁺¹)/(1 − q) for q ≠ 1."
    assert [form.role for form in built.forms] == ["printed", "corrected"]
    assert repr(built.cases) == "({'q': 2, 'n': 1},)"
    assert [decider.grade for decider in built.deciders] == [Grade.SYMBOLIC, Grade.EXACT]


def test_what_is_said_goes_before_what_follows() -> None:
    built = build(id="powers", slide="Powers", status="I", scope="some q")
    assert (built.id, built.slide, built.status, built.scope) == ("powers", "Powers", "I", "some q")


def test_the_verdicts_of_the_short_way() -> None:
    built = build()
    for grade in ("symbolic", "exact"):
        assert found(built, "one_factor_more", grade).verdict is Verdict.HOLDS
        refutation = found(built, "n_factors", grade).counterexample
        assert refutation is not None and refutation.written and refutation.confirmed_by is Grade.EXACT
        assert refutation.sentence == "refuted: 1 ≠ 3"
    assert found(built, "one_factor_more", "symbolic").cases == 7


def test_without_written_cases_a_witness_is_drawn_and_shrunk() -> None:
    built = build(cases=None)
    for grade in ("symbolic", "exact"):
        refutation = found(built, "n_factors", grade).counterexample
        assert refutation is not None and not refutation.written
        assert repr(refutation.case) == "{'q': 0, 'n': 0}" and refutation.sentence == "refuted: 0 ≠ 1"


def test_a_replay_takes_values_as_they_are_typed() -> None:
    assert build().replay("n_factors", "exact", q="1/2", n=1) == "refuted: 1 ≠ 3/2"


def test_a_strategy_is_a_kind_without_symbols() -> None:
    built = build(n=st.integers(0, 5))
    assert [decider.grade for decider in built.deciders] == [Grade.EXACT]
    assert built.scope == "q rational, q ≠ 1; n as drawn"


def claim_of(check: Callable[..., Comparison], **changes: Any) -> Claim:
    return claim(**{"printed": changes.pop("formula"), "x": rationals(at_least=0), **changes})(check)


def test_where_rationals_have_no_value_balls_decide() -> None:
    def claim_exp(formula: Any, x: Any) -> Comparison:
        """1 + x ≤ eˣ."""
        return at_most(formula(x), exp(x))

    def line(x: Any) -> Any:
        return 1 + x

    built = claim_of(claim_exp, formula=line, x=rationals(but=0))
    assert [decider.grade for decider in built.deciders] == [Grade.CERTIFIED]
    assert found(built, "line", "certified").verdict is Verdict.HOLDS


def test_a_value_that_rationals_have_by_chance_leaves_them_out() -> None:
    def claim_root(formula: Any, x: Any) -> Comparison:
        """√x √x = x for x ≥ 0."""
        return equal(formula(x), x, unit=1)

    def square_of_root(x: Any) -> Any:
        return sqrt(x) * sqrt(x)

    built = claim_of(claim_root, formula=square_of_root, cases=[4])
    assert Grade.EXACT not in {decider.grade for decider in built.deciders}


def test_a_formula_that_has_a_value_in_no_arithmetic_is_one_sentence() -> None:
    def claim_widths(formula: Any, x: Any) -> Comparison:
        """Nothing."""
        return equal(formula(x), x)

    def in_no_arithmetic(x: Any) -> Any:
        raise OutsideArithmetic("nobody knows this number")

    with pytest.raises(ClaimError) as raised:
        claim_of(claim_widths, formula=in_no_arithmetic).deciders  # noqa: B018
    assert str(raised.value) == "claim 'widths' is decided by no arithmetic: nobody knows this number"


def test_a_bound_that_the_simplest_case_attains_is_left_to_the_judge() -> None:
    def claim_exp(formula: Any, x: Any) -> Comparison:
        """1 + x ≤ eˣ."""
        return at_most(formula(x), exp(x) + exp(-x) - exp(-x))

    def line(x: Any) -> Any:
        return 1 + x

    built = claim_of(claim_exp, formula=line, x=rationals())
    assert [decider.grade for decider in built.deciders] == [Grade.CERTIFIED]


def test_an_error_of_a_formula_is_left_to_its_judge() -> None:
    def claim_wrong(formula: Any, x: Any) -> Comparison:
        """Nothing."""
        return equal(formula(x), x)

    def without_a_name(x: Any) -> Any:
        return x + nowhere  # type: ignore[name-defined]  # noqa: F821

    built = claim_of(claim_wrong, formula=without_a_name)
    assert [decider.grade for decider in built.deciders] == [Grade.EXACT]
    with pytest.raises(NameError):
        found(built, "without_a_name", "exact")


# ── assumptions ────────────────────────────────────────────────────────────────────────────────────────────────────
def claim_quotient(formula: Any, a: Any, b: Any) -> Comparison:
    """(a² − b²)/(a − b) = a + b, where a ≠ b."""
    return equal((a * a - b * b) / (a - b), formula(a, b))


def added(a: Any, b: Any) -> Any:
    return a + b


APART = ("a ≠ b", lambda a, b: (a - b).is_zero() is False)


def quotient(**changes: Any) -> Claim:
    given = {"printed": added, "a": rationals(), "b": rationals(), "assumes": [APART], **changes}
    return claim(**given)(claim_quotient)


def test_what_breaks_an_assumption_is_not_judged() -> None:
    built = quotient()
    assert [decider.grade for decider in built.deciders] == [Grade.SYMBOLIC, Grade.EXACT]
    decision = found(built, "added", "exact")
    assert decision.verdict is Verdict.HOLDS and decision.cases >= SMOKE.cases
    with pytest.raises(ZeroDivisionError):
        found(quotient(assumes=[]), "added", "exact")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"cases": [{"a": 1, "b": 1}]},
            "claim 'quotient': case 1, a=1, b=1, breaks 'a ≠ b'",
        ),
        (
            {"assumes": [("a < b", APART[1])]},
            "claim 'quotient' assumes 'a < b', and its docstring does not say so: a reader finds it there",
        ),
        (
            {"assumes": [("a ≠ b", lambda a, c: True)]},
            "claim 'quotient': the assumption 'a ≠ b' takes a, c; the check has a, b",
        ),
        ({"assumes": ["a ≠ b"]}, "claim 'quotient': assumes= lists pairs such as (\"a ≠ b\", lambda a, b: a != b), got 'a ≠ b'"),
    ],
)  # fmt: skip
def test_an_assumption_that_does_not_fit_is_one_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ClaimError) as raised:
        quotient(**changes).deciders  # noqa: B018
    assert str(raised.value) == sentence


# ── slips ──────────────────────────────────────────────────────────────────────────────────────────────────────────
TAKES = "its check takes the formula and q, n"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"control": [n_factors]},
         f"claim 'sum-of-powers': control= is no argument of claim(…), and {TAKES}; did you mean controls=?"),
        ({"m": integers(0, 3)}, f"claim 'sum-of-powers': m= is no argument of claim(…), and {TAKES}"),
        ({"n": None}, f"claim 'sum-of-powers': {TAKES}, and n has no kind: give one, such as n=rationals()"),
        ({"n": 3},
         "claim 'sum-of-powers': n= is the kind of an argument, such as rationals(), or a Hypothesis strategy, got 3"),
        ({"cases": [{"q": 1, "n": 1}]}, "claim 'sum-of-powers', case 1, q: 1 is not ≠ 1"),
        ({"cases": [{"q": 0.5, "n": 1}]}, "claim 'sum-of-powers', case 1, q: write 0.5 as a Fraction: a case is exact"),
        ({"cases": [{"q": 2, "n": 1}, {"q": 2}]}, "claim 'sum-of-powers': case 2 gives q; it needs q, n"),
        ({"says": "sum-of-powers"},
         "claim(…) takes the statement as printed first; 'sum-of-powers' is an id: write id='sum-of-powers'"),
        ({"says": claim_sum_of_powers},
         f"claim(…) takes the statement as printed first, in words, got {claim_sum_of_powers!r}: write @claim(…) with "
         "parentheses"),
        ({"check": decided(exact(q=st.just(2), n=st.just(1)))(lambda f, q, n: None)},
         "claim id '<lambda>' is not lower-case words joined by hyphens: give it as id=…"),
    ],
)  # fmt: skip
def test_a_slip_is_one_sentence(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ClaimError) as raised:
        build(**changes)
    assert str(raised.value) == sentence


def test_kinds_and_deciders_are_two_ways() -> None:
    def claim_both(formula: Any, q: Any, n: int) -> Comparison:
        """Nothing."""
        return equal(formula(q, n), q)

    with pytest.raises(ClaimError) as raised:
        build(decided(exact(q=st.just(2), n=st.just(1)))(claim_both))
    assert str(raised.value) == "claim 'both' has kinds and @decided(…): give the kinds alone, or the deciders alone"


def test_an_argument_is_not_called_as_what_deciders_are_given() -> None:
    def claim_special(formula: Any, special: Any) -> Comparison:
        """Nothing."""
        return equal(formula(special), special)

    with pytest.raises(ClaimError) as raised:
        claim(printed=added, special=rationals())(claim_special)
    assert str(raised.value) == (
        "claim 'special': no argument of a check with kinds is called special: choose another name"
    )
