"""µ, the sign on keyboards, and μ, the letter: Python reads both as one name, and so does everything here."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from lemmata.numerics.symbols import Symbols

SIGN, LETTER = "\u00b5", "\u03bc"
CLAIM = f'''
"""A mean."""
from hypothesis import strategies as st

from lemmata.evidence import claim, decided, exact
from numbers_here import Whole, equal


def {SIGN}_itself(n):
    return n


def {LETTER}_doubled(n):
    return 2 * n


@claim(
    id="mean", slide="Means", status="T", scope="whole numbers",
    printed={SIGN}_itself, controls=[{LETTER}_doubled], cases=[{{"{SIGN}": Whole(3)}}, {{"{LETTER}": Whole(4)}}],
)
@decided(exact({SIGN}=st.integers(1, 9).map(Whole), largest=lambda seed: {{"{SIGN}": Whole(10**6)}}))
def claim_mean(formula, {SIGN}):
    """{SIGN} = {LETTER}."""
    return equal(formula({LETTER}), {SIGN})
'''


def test_they_are_two_characters_and_one_name() -> None:
    assert SIGN != LETTER and unicodedata.normalize("NFKC", SIGN) == LETTER


@pytest.mark.parametrize("word", [f"{SIGN}_doubled", f"{LETTER}_doubled"])
def test_a_case_and_a_form_are_found_by_either(word: str, toys: Any) -> None:
    toys.write("means.py", CLAIM)
    result, found = toys.record("means.py", "-k", word)
    assert result.ret == pytest.ExitCode.OK
    (claim,) = found["claims"]
    assert [form["name"] for form in claim["forms"] if form["verdict"] == "refuted"] == [f"{LETTER}_doubled"]
    from means import claim_mean  # the run has imported it

    assert claim_mean.replay(word, "exact", **{LETTER: 5}) == claim_mean.replay(word, "exact", **{LETTER: 5})
    assert "10 ≠ 5" in claim_mean.replay(word, "exact", **{LETTER: 5})


def test_a_symbol_is_the_same_by_either_name() -> None:
    symbols = Symbols()
    assert symbols.matrix([[SIGN]]).entries() == symbols.matrix([[LETTER]]).entries()
    ((difference,),) = [(symbols.matrix([[SIGN]]) - symbols.matrix([[LETTER]])).entries()]
    assert difference == 0
