"""Words for one form: what is long is cut and says so, a share is never rounded into certainty."""

from __future__ import annotations

from typing import Any

import pytest

from lemmata.record.one_form import clipped, command, numbers, percent, word

RUN = {"seed": 7, "profile": "default", "device": "cpu"}


def test_only_what_is_too_long_is_cut_and_it_says_how_long_it_was() -> None:
    assert clipped("x" * 160, 160) == "x" * 160
    assert clipped("x" * 161, 160) == "x" * 160 + " … (161 characters)"
    assert clipped("abc", 2, ", all in the file") == "ab … (3 characters, all in the file)"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0 %"),
        (0.009, "under 1 %"),
        (0.01, "1 %"),
        (0.5, "50 %"),
        (0.99, "99 %"),
        (0.991, "over 99 %"),
        (1.0, "100 %"),
    ],
)
def test_a_share_is_nothing_or_all_only_where_it_is(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"verdict": "holds", "expected": "holds"}, "holds"),
        ({"verdict": "holds", "expected": "refuted"}, "holds!"),
        ({"verdict": "undecided", "expected": "holds"}, "undecided!"),
        ({"verdict": "not_run", "expected": "holds"}, "not run"),
        ({"verdict": "holds", "expected": "holds", "error": "ValueError"}, "error!"),
    ],
)
def test_a_word_for_a_form(form: dict[str, Any], words: str) -> None:
    assert word(form) == words


def test_the_numbers_of_a_counterexample() -> None:
    assert numbers({"sentence": "refuted: 1 ≤ 0"}) == "1 ≤ 0"
    assert numbers({"sentence": "1 ≤ 0"}) == "1 ≤ 0"


def test_a_command_says_only_what_is_not_as_usual() -> None:
    assert command(RUN, "claims/a.py::b") == "pytest claims/a.py::b --claims-seed 7"
    assert command(RUN | {"profile": "smoke"}, "a.py::b[it's]") == (
        """pytest 'a.py::b[it'"'"'s]' --claims-seed 7 --claims-profile smoke"""
    )
    assert command(RUN, "some.lectures.a::b[c]") == "pytest --pyargs 'some.lectures.a::b[c]' --claims-seed 7"
    assert command(RUN | {"device": "cuda"}, "a.py::b").endswith("--claims-seed 7 --claims-device cuda")
