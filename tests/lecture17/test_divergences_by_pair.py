"""The rows of a figure: J and JS of pairs of laws, certified."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from lecture17.figures.divergences import rows
from lemmata.numerics.balls import ACCURACY_BITS


@pytest.fixture(scope="module")
def found() -> list[dict[str, str | float]]:
    return rows(20200401)


def test_every_number_is_certified_to_the_last_digit_of_a_float(found: list[dict[str, str | float]]) -> None:
    assert all(float(row["width"]) < 2.0**-ACCURACY_BITS for row in found)


def test_every_kind_of_pair_is_there_from_near_to_far(found: list[dict[str, str | float]]) -> None:
    assert min(Counter(row["law"] for row in found).values()) >= 9
    divergences = [float(row["jeffreys"]) for row in found]
    assert min(divergences) < 2**-9 and max(divergences) > 2**9


def test_gaussians_have_the_divergence_of_jeffreys_in_closed_form(found: list[dict[str, str | float]]) -> None:
    shifted = [float(row["jeffreys"]) for row in found if row["law"] == "Gaussians, shifted"]
    scaled = [float(row["jeffreys"]) for row in found if row["law"] == "Gaussians, scaled"]
    # t² for a shift by t, ½(s² + 1/s²) − 1 for a scale s: exact in these floats
    assert shifted[3:8] == [1, 4, 9, 25, 100]
    assert scaled[3] == 9 / 8


def test_two_points_that_swap_their_masses(found: list[dict[str, str | float]]) -> None:
    """P = (r, 1)/(r + 1): JS = log 2 − H(P), J = 2(r − 1)/(r + 1) log r; the last row has r = 10²⁴."""
    last = [row for row in found if row["law"] == "two points, swapped"][-1]
    assert last["jensen_shannon"] == math.log(2)
    assert last["jeffreys"] == 2 * math.log(10**24)


@pytest.mark.parametrize("seed", [-1])
def test_any_seed(seed: int) -> None:
    assert rows(seed) == rows(seed % 2**32)
