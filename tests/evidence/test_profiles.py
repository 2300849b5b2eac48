"""Profiles by their names."""

from __future__ import annotations

import pytest

from lemmata.evidence.profiles import PROFILES, profile_named


def test_an_unknown_profile_lists_the_known_ones() -> None:
    assert profile_named("default").cases == 100 and profile_named("default").search == 100
    assert profile_named("search").search == 1000
    with pytest.raises(ValueError) as raised:
        profile_named("fast")
    assert str(raised.value) == f"unknown profile 'fast'; known: {', '.join(PROFILES)}"
