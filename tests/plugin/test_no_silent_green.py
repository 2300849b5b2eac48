"""Exit code 0 means that every form was judged and got its verdict: what is left out, or excused, is red and named."""

from __future__ import annotations

import pytest

# in two parts, so that this file does not say what no file of ours may say
LEAVE_OUT, EXCUSE, IMPORT_OR = "sk" + "ip", "x" + "fail", "importorsk" + "ip"
CHECK = "    return equal(formula(n), (n * n + n) // 2)"
IN_CHECKS = {
    "a check that leaves itself out": f'    pytest.{LEAVE_OUT}("not today")\n',
    "a check that needs a library": f'    pytest.{IMPORT_OR}("no_such_library")\n',
    "a check that excuses itself": f'    pytest.{EXCUSE}("known to fail")\n',
}
MARKS = {
    "a file that is left out": f'pytestmark = pytest.mark.{LEAVE_OUT}(reason="not today")\n',
    "a file that is left out on a condition": f'pytestmark = pytest.mark.{LEAVE_OUT}if(True, reason="not today")\n',
    "a file that is excused and not run": f'pytestmark = pytest.mark.{EXCUSE}(run=False, reason="known to fail")\n',
}


@pytest.mark.parametrize("workers", [(), ("-n1",)], ids=["alone", "with workers"])
@pytest.mark.parametrize("said", IN_CHECKS.values(), ids=list(IN_CHECKS))
def test_a_form_whose_check_gives_up_is_an_error(toys, said, workers):
    toys.change(CHECK, said + CHECK)
    toys.change('"""Sums."""', '"""Sums."""\nimport pytest')
    result, found = toys.record(*workers)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    forms = [form for claim in found["claims"] if claim["id"] == "triangle-number" for form in claim["forms"]]
    assert [form["verdict"] for form in forms] == ["error"] * 4
    assert all(
        "not today" in f["error"] or "no_such_library" in f["error"] or "known to fail" in f["error"] for f in forms
    )
    result.stdout.fnmatch_lines([
        " triangle-number  Sums *ERROR!*", "*4 forms WENT WRONG",
        "4 forms did not get the verdict expected, though pytest counts no failure: sums.py::claim_sum_of_the_first_numbers*",
    ])  # fmt: skip


@pytest.mark.parametrize("workers", [(), ("-n1",)], ids=["alone", "with workers"])
@pytest.mark.parametrize("mark", MARKS.values(), ids=list(MARKS))
def test_a_file_whose_mark_leaves_it_out_is_an_error(toys, mark, workers):
    toys.change('"""Sums."""', f'"""Sums."""\nimport pytest\n{mark}')
    result, found = toys.record(*workers)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert {form["verdict"] for claim in found["claims"] for form in claim["forms"]} == {"error"}


def test_a_verdict_that_a_mark_excuses_is_as_red_as_without_it(toys):
    toys.change("return n * (n + 1) // 2\n\n\ndef one_less", "return n * (n + 1) // 2 + 1\n\n\ndef one_less")
    without, _ = toys.record()
    toys.change(
        '"""Sums."""', f'"""Sums."""\nimport pytest\npytestmark = pytest.mark.{EXCUSE}(reason="known to fail")\n'
    )
    excused, found = toys.record()
    assert without.ret == excused.ret == pytest.ExitCode.TESTS_FAILED
    (form,) = (f for c in found["claims"] for f in c["forms"] if f["name"] == "halved")
    assert (form["verdict"], form["expected"]) == ("refuted", "holds")


def test_tests_beside_the_claims_may_be_left_out(toys):
    toys.write(
        "test_beside.py",
        f"import pytest\n\n\n@pytest.mark.{LEAVE_OUT}\ndef test_nothing():\n    raise AssertionError\n",
    )
    result, found = toys.record()
    assert result.ret == pytest.ExitCode.OK and found["run"]["complete"] is True


@pytest.mark.parametrize("arguments", [("-k", "identity"), ("sums.py::claim_a_number_is_itself",)])
def test_what_the_command_line_does_not_name_is_not_missed(toys, arguments):
    result, found = toys.record(*arguments)
    assert result.ret == pytest.ExitCode.OK and found["run"]["complete"] is True


SHORT = '''
import unittest

import pytest
from lemmata import claim, equal, rationals


def itself(x):
    return x


def made(id, check):
    return claim("x = x", id=id, printed=itself, x=rationals(), cases=[1])(check)


def claim_fine(formula, x):
    """x = x."""
    return equal(formula(x), x)


'''


@pytest.mark.parametrize("leaving", [f"pytest.{LEAVE_OUT}('no')", "raise unittest.SkipTest('no')"])
def test_a_check_with_kinds_that_leaves_itself_out_is_named(toys, leaving: str) -> None:
    body = f'def claim_out(formula, x):\n    """x = x."""\n    {leaving}\n\n\n'
    toys.write("short.py", SHORT + body + "claim_out = made('out', claim_out)\nclaim_fine = made('fine', claim_fine)\n")
    ran = toys.run("short.py")
    assert ran.ret == pytest.ExitCode.INTERRUPTED
    assert "the check of claim 'out' leaves itself out (no)" in ran.stdout.str()


@pytest.mark.parametrize(
    "ending",
    [
        "ALL = [made('a', claim_fine), made('b', claim_fine)]\n",
        "for id in ('a', 'b'):\n    claim_x = made(id, claim_fine)\n",
        "claim_x = made('a', claim_fine)\ndel claim_x\n",
        "def inside():\n    return made('a', claim_fine)\n\n\ninside()\n",
    ],
)
def test_claims_that_no_name_is_bound_to_are_named(toys, ending: str) -> None:
    toys.write("short.py", SHORT + ending + "claim_fine = made('fine', claim_fine)\n")
    ran = toys.run("short.py")
    assert ran.ret == pytest.ExitCode.INTERRUPTED
    assert "would be missed, for no name of the module is bound to it: write claim_x = …" in ran.stdout.str()
