"""The best constant of a bound lies between what is refuted and what stands, and both are what they are called."""

from __future__ import annotations

from fractions import Fraction

import toy_claims

from lemmata.evidence.profiles import profile_named
from lemmata.variants.best_constants import best_constants
from lemmata.variants.neighbours import constants_of

POWER = profile_named("power")


def test_the_constants_of_a_formula_are_those_that_are_written_in_it() -> None:
    assert [each.name for each in constants_of(toy_claims.ten_times)] == ["10 in 10 * n (ten_times, line 2)"]
    (ten,) = constants_of(toy_claims.ten_times)
    assert ten.at(Fraction(7, 2)).formula(4) == 14 and toy_claims.ten_times(4) == 40


def test_every_written_number_is_one_where_it_stands() -> None:
    # the ones of 1 − q ** (n + 1) and of 1 − q, and the one beside n, which moves the exponent
    assert [each.constant.within for each in constants_of(toy_claims.one_more)] == [
        "1 - q ** (n + 1)",
        "n + 1",
        "1 - q",
    ]


def test_where_none_is_written_it_is_the_factor_of_the_whole() -> None:
    (factor,) = constants_of(toy_claims.the_number_itself)
    assert factor.constant.value == 1 and factor.at(Fraction(1, 2)).formula(6) == 3


def test_a_sharp_constant_is_bracketed_from_below_with_its_case() -> None:
    (found,) = best_constants(toy_claims.sharp(), POWER, 1)
    assert found["stated"] == found["stands_at"] == "1"
    assert Fraction(31, 32) <= Fraction(found["refuted_at"]) < 1
    assert found["case"] and " > " in found["sentence"]


def test_a_loose_constant_stands_below_what_is_stated() -> None:
    heard: list[str] = []
    (found,) = best_constants(toy_claims.loose(), POWER, 1, heard.append)
    assert found["stated"] == "10"
    assert Fraction(found["refuted_at"]) < 1 <= Fraction(found["stands_at"]) < 2  # n ≤ c·n holds from c = 1 on
    assert any("is refuted" in words for words in heard) and any("is not refuted" in words for words in heard)


def test_a_constant_that_nothing_refutes_has_no_refuted_side() -> None:
    (found,) = best_constants(toy_claims.looks_at_nothing(), POWER, 1)
    assert (found["refuted_at"], found["stands_at"], found["case"]) == ("", "10", "")
