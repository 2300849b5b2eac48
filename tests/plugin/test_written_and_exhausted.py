"""What a run says beside its verdicts: false forms that no written case refutes, and spaces of few cases."""

from __future__ import annotations

import pytest

SIGNS = """
from dataclasses import dataclass

from hypothesis import strategies as st

from lemmata import claim, decided, equal, exact
from lemmata.theory.exact.case import Case


@dataclass(frozen=True)
class Signs(Case):
    x: int
    y: int

    def lift(self, arithmetic):
        return (*arithmetic.numbers(self.x, self.y), *arithmetic.numbers(1 if self.x == self.y else -1))


def product(x, y):
    return x * y


def without_the_second(x, y):
    return x


signs = st.sampled_from((1, -1))


@claim(printed=product, controls=[without_the_second], cases=[Signs(1, -1)], scope="all signs")
@decided(exact(signs=st.builds(Signs, signs, signs)))
def claim_signs_multiply(formula, signs):
    '''The product of two signs is 1 where they are equal and −1 where they are not.'''
    x, y, found = signs
    return equal(formula(x, y), found)
"""


def test_a_false_form_that_only_drawn_cases_refute_is_named_and_the_run_is_green(toys):
    toys.change(
        "controls=[one_less, with_a_seventh], cases=[Whole(3)]", "controls=[one_less, with_a_seventh], cases=[Whole(1)]"
    )
    result, found = toys.record("--claims-profile=default")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(
        [
            " no written case refutes: triangle-number (with_a_seventh); drawn ones do, and readers would rather see one in "
            "cases=[[]…]"
        ]
    )
    forms = {form["name"]: form for form in found["claims"][0]["forms"]}
    assert forms["with_a_seventh"]["counterexample"]["written"] is False
    assert forms["one_less"]["counterexample"]["written"] is True


def test_a_run_whose_written_cases_refute_says_nothing_of_that(toys):
    assert "no written case" not in toys.run().stdout.str()


@pytest.mark.parametrize("profile", ["smoke", "default"])
@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_space_of_few_cases_holds_and_says_so(toys, profile, workers):
    toys.write("signs.py", SIGNS)
    result, found = toys.record("signs.py", f"--claims-profile={profile}", *workers)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines([" a form holds in all cases that can be drawn: signs-multiply (all 4 cases)"])
    held = [form for form in found["claims"][0]["forms"] if form["verdict"] == "holds"]
    assert [(form["cases"], form["exhausted"]) for form in held] == [(4, True)]
    assert not any(form["exhausted"] for form in found["claims"][0]["forms"] if form["verdict"] != "holds")


def test_a_space_of_few_cases_that_should_be_refuted_says_that_all_were_seen(toys):
    toys.write("signs.py", SIGNS.replace("    return x\n", "    return x * y\n"))
    result = toys.run("signs.py")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["got * holds, after all 4 cases"])
