"""Claims so small that one sees what should become of the variants of their formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from lemmata import at_most, claim, decided, equal, exact, integers, rationals, refuted
from lemmata.evidence.claim import Claim


def n_terms(q: Any, n: int) -> Any:
    return (1 - q**n) / (1 - q)


def one_more(q: Any, n: int) -> Any:
    return (1 - q ** (n + 1)) / (1 - q)


def sum_of_powers() -> Claim:
    @claim("1 + q + … + qⁿ", printed=refuted(n_terms, "n + 1 terms"), corrected=one_more,
           q=rationals(but=1), n=integers(0, 12), cases=[dict(q=2, n=1)])  # fmt: skip
    def claim_sum_of_powers(formula: Callable[..., Any], q: Any, n: int) -> Any:
        """1 + q + … + qⁿ = (1 − qⁿ⁺¹)/(1 − q) for q ≠ 1."""
        return equal(formula(q, n), sum(q**k for k in range(n + 1)))

    return claim_sum_of_powers


def square_and_one(x: Any) -> Any:
    return x * x + 1


def twice() -> Claim:
    @claim("2x ≤ x² + 1", printed=square_and_one, x=rationals(), cases=[dict(x=1)])
    def claim_twice(formula: Callable[..., Any], x: Any) -> Any:
        """2x ≤ x² + 1."""
        return at_most(2 * x, formula(x))

    return claim_twice


def ten_times(n: int) -> int:
    return 10 * n


def loose() -> Claim:
    @claim("n ≤ 10n", printed=ten_times, cases=[dict(n=1)], scope="exact, whole n")
    @decided(exact(n=st.integers(1, 1000)))
    def claim_loose(formula: Callable[..., Any], n: int) -> Any:
        """n ≤ 10n for n ≥ 1."""
        return at_most(n, formula(n))

    return claim_loose


def at_ten(n: int) -> int:
    return 10


def that_never_gets_there() -> Claim:
    @claim("min(n, 10) ≤ 10", printed=at_ten, cases=[dict(n=1)], scope="exact, whole n")
    @decided(exact(n=st.integers(1, 4), largest=lambda seed: 4))
    def claim_that_never_gets_there(formula: Callable[..., Any], n: int) -> Any:
        """min(n, 10) ≤ 10 for n ≥ 1."""
        return at_most(n, formula(n))

    return claim_that_never_gets_there


def whose_own_cases_are_small() -> Claim:
    @claim("min(n, 10) ≤ 10, heavy cases", printed=at_ten, cases=[dict(n=1)], scope="exact, whole n")
    @decided(exact(n=st.integers(1, 4), heaviest=lambda seed: 10))
    def claim_whose_own_cases_are_small(formula: Callable[..., Any], n: int) -> Any:
        """min(n, 10) ≤ 10 for n ≥ 1."""
        return at_most(n, formula(n))

    return claim_whose_own_cases_are_small


def looks_at_nothing() -> Claim:
    @claim("nothing depends on the formula", printed=ten_times, cases=[dict(n=1)], scope="exact, whole n")
    @decided(exact(n=st.integers(1, 1000)))
    def claim_looks_at_nothing(formula: Callable[..., Any], n: int) -> Any:
        """n = n."""
        return equal(n, n)

    return claim_looks_at_nothing


def the_number_itself(n: int) -> int:
    return n


def sharp() -> Claim:
    @claim("n ≤ n", printed=the_number_itself, cases=[dict(n=1)], scope="exact, whole n")
    @decided(exact(n=st.integers(1, 1000)))
    def claim_sharp(formula: Callable[..., Any], n: int) -> Any:
        """n ≤ n for n ≥ 1."""
        return at_most(n, formula(n))

    return claim_sharp


def square(x: Any) -> Any:
    return x * x


def where_x_is_at_least_one() -> Claim:
    @claim(
        "x ≤ x² where x ≥ 1", printed=square, x=rationals(), cases=[dict(x=2)], assumes=[("x ≥ 1", lambda x: x >= 1)]
    )
    def claim_where_x_is_at_least_one(formula: Callable[..., Any], x: Any) -> Any:
        """x ≤ x² where x ≥ 1."""
        return at_most(x, formula(x))

    return claim_where_x_is_at_least_one


def where_x_is_anything() -> Claim:
    @claim(
        "0 ≤ x² where x ≥ 1", printed=square, x=rationals(), cases=[dict(x=2)], assumes=[("x ≥ 1", lambda x: x >= 1)]
    )
    def claim_where_x_is_anything(formula: Callable[..., Any], x: Any) -> Any:
        """0 ≤ x² where x ≥ 1."""
        return at_most(0, formula(x))

    return claim_where_x_is_anything
