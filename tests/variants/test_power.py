"""What becomes of variants: each class can be said, and nothing is said that was not seen or proved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import toy_claims

from lemmata.evidence.claim import Claim
from lemmata.evidence.profiles import profile_named
from lemmata.numerics.compare import at_most, probability_at_most
from lemmata.record.power import open_variants, power_in_words, power_line, rejects_nothing, share
from lemmata.record.schema import Power
from lemmata.variants.in_plain_sight import Bound, bound_of
from lemmata.variants.neighbours import without_an_assumption
from lemmata.variants.power import power_of

ALL, FEW = profile_named("power"), replace(profile_named("default"), variants=2)


def _power(of: Claim, profile: Any = ALL, seed: int = 1) -> Power:
    return power_of(of, profile, seed)


def test_an_equality_rejects_all_that_is_not_the_same() -> None:
    power = _power(toy_claims.sum_of_powers())
    assert not power["bound"] and power["all"] and power["refuted"] > 10
    assert power["variants"] == power["refuted"] + power["same"] and not power["survivors"]
    assert share(power) == 1 and not rejects_nothing(power)


def test_of_a_bound_the_weaker_variants_are_proved_and_the_stronger_refuted() -> None:
    power = _power(toy_claims.twice())
    assert power["bound"] and power["same"] >= 2  # x² + 9/8 and x² + 2 are above x² + 1 by a constant
    assert power["refuted"] >= 4 and power["false_surviving"] == 0
    assert all(survivor["kind"] in ("open", "stronger") for survivor in power["survivors"])


def test_a_loose_bound_leaves_tighter_variants_open_with_their_place() -> None:
    power = _power(toy_claims.loose())
    assert power["false_surviving"] == 0 and power["open"] >= 5
    tighter = open_variants(power, looser=False)
    assert any("10 → " in line and "9" in line and "5" in line for line in tighter)
    looser = open_variants(power, looser=True)
    assert any("11" in line and "20" in line for line in looser)


def test_a_variant_that_only_a_case_beyond_refutes_is_known_false_and_surviving() -> None:
    assert _power(toy_claims.that_never_gets_there())["false_surviving"] == 0
    power = _power(toy_claims.whose_own_cases_are_small())
    false = [survivor for survivor in power["survivors"] if survivor["kind"] == "false_surviving"]
    assert power["false_surviving"] == len(false) > 0
    assert {"10 → 9", "10 → 5"} <= {f"{each['before']} → {each['after']}" for each in false}
    assert all(each["case"] == "n=10" or "10" in each["case"] for each in false) and all(
        each["sentence"] for each in false
    )


def test_a_check_that_looks_at_nothing_rejects_nothing() -> None:
    assert rejects_nothing(_power(toy_claims.looks_at_nothing()))
    assert rejects_nothing(_power(toy_claims.looks_at_nothing(), FEW))


def test_a_few_variants_go_on_until_one_is_refuted_and_the_seed_chooses_them() -> None:
    power = _power(toy_claims.sum_of_powers(), FEW)
    assert not power["all"] and power["refuted"] >= 1 and power["variants"] + power["without_value"] >= 2
    assert power["variants"] < _power(toy_claims.sum_of_powers())["variants"]
    same = _power(toy_claims.sum_of_powers(), FEW)
    assert {**power, "seconds": 0} == {**same, "seconds": 0}


def test_the_same_seed_gives_the_same_power() -> None:
    first, again = (_power(toy_claims.loose(), seed=7) for _ in range(2))
    assert {**first, "seconds": 0} == {**again, "seconds": 0}


def test_the_direction_of_a_bound_is_read_where_it_is_in_plain_sight() -> None:
    def above(formula: Any, n: int) -> Any:
        return probability_at_most(n, formula(n))

    def below(formula: Any, n: int) -> Any:
        return at_most(formula(n), n)

    def twice(formula: Any, n: int) -> Any:
        return at_most(formula(n), formula(n + 1))

    assert bound_of(above) == Bound("probability_at_most", above=True)
    assert bound_of(below) == Bound("at_most", above=False)
    assert bound_of(twice) is None


def test_power_in_words() -> None:
    power = _power(toy_claims.whose_own_cases_are_small())
    assert power_in_words(power).startswith(f"{power['refuted']} of {power['variants']} refuted")
    assert power_in_words(power).endswith(f"{power['false_surviving']} false and surviving")
    with pytest.raises(KeyError):
        power["nothing"]  # type: ignore[typeddict-item]


def test_an_assumption_that_is_needed_is_refuted_where_it_is_dropped() -> None:
    (needed,) = without_an_assumption(toy_claims.square, toy_claims.where_x_is_at_least_one().assumes)
    assert needed.words == "assumes: x ≥ 1 → nothing"
    survivors = _power(toy_claims.where_x_is_at_least_one())["survivors"]
    assert not any(survivor["function"] == "assumes" for survivor in survivors)


def test_an_assumption_that_nothing_needs_is_open() -> None:
    survivors = _power(toy_claims.where_x_is_anything())["survivors"]
    (left,) = (survivor for survivor in survivors if survivor["function"] == "assumes")
    assert left["kind"] in ("open", "stronger") and not left["looser"]  # symbols prove 0 ≤ x² where they are asked


def test_what_samples_of_variants_spend_is_an_account_of_its_own() -> None:
    power = {**_power(toy_claims.sum_of_powers()), "error_probability": 1.04e-9}
    claims: Any = [{"power": power}, {"power": {**power, "error_probability": 0.0}}, {}]
    assert power_line(claims).endswith(" · error probability of their own ≤ 1.1E-9")
    assert "error" not in power_line(claims[1:]) and power_line(claims[2:]) == ""
