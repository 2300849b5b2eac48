"""What a run says about its verdicts, and that the verdicts owe nothing to what is expected of them."""

from __future__ import annotations

import pytest

INVERTED = """
from lemmata.evidence.forms import Form
from lemmata.numerics.verdict import Verdict

expected_in = Form.expected_in
other = {Verdict.HOLDS: Verdict.REFUTED, Verdict.REFUTED: Verdict.HOLDS}


def pytest_configure(config):
    Form.expected_in = lambda form, grade: other[expected_in(form, grade)]


def pytest_unconfigure(config):
    Form.expected_in = expected_in
"""

TRUTH_IN_THE_PLACE_OF_CONTROLS = """
from dataclasses import replace


def pytest_collection_modifyitems(items):
    for item in items:
        truth = next(f for f in item.claim.forms if f.expected.value == "holds")
        if item.form.role == "control":
            def formula(*arguments, truth=truth): return truth.formula(*arguments)
            formula.__name__ = item.form.name
            item.form = replace(item.form, formula=formula)
"""


def test_the_run_passes_when_every_verdict_is_as_expected(toys):
    result = toys.run()
    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=6)


def test_the_table_has_a_row_for_each_claim_and_counts(toys):
    result = toys.run()
    result.stdout.fnmatch_lines(
        [
            "claims: 2 in 6 forms and grades · profile smoke · seed 20200401 · device cpu",
            " triangle-number  ....",
            " identity         ..  *",
            "── sums ───*",
            " claim            slide       as printed  corrected  controls  decided by",
            " triangle-number  Sums        REFUTED     holds      2/2       exact",
            " identity         Identities  holds       –          1/1       exact",
            " 2 claims · 1 hold as printed · 1 refuted as printed, and corrected"
            " · 3 of 3 controls refuted, 3 by search too",
            " 1 claim builds on a step that is false as printed: identity (triangle-number)",
            " no verdict rests on samples · seed 20200401 · * s",
        ]
    )
    assert "\x1b" not in result.stdout.str()


def test_the_title_of_the_table_is_the_one_that_the_package_names(toys):
    (toys.path / "lecture").mkdir()
    toys.write("lecture/__init__.py", 'TITLE = "Lecture 1 · Sums"\n')
    (toys.path / "sums.py").rename(toys.path / "lecture" / "sums.py")
    toys.run().stdout.fnmatch_lines(["── Lecture 1 · Sums ──*"])


def test_a_slide_may_have_any_title(toys):
    toys.change('slide="Sums"', r'slide="\x1b[2J[/b] of [red]:\n\ud800"')
    result, found = toys.record("--claims-report=report.html")
    result.assert_outcomes(passed=6)
    result.stdout.fnmatch_lines([" triangle-number  �[[]2J[[]/b[]] of [[]red[]]: �  REFUTED     holds *"])
    assert found["claims"][0]["slide"] == "\x1b[2J[/b] of [red]:\n\ud800"
    assert "[/b] of [red]:" in (toys.path / "report.html").read_text(encoding="utf-8")


def test_colour_is_for_terminals_and_NO_COLOR_is_respected(toys, monkeypatch):
    assert "\x1b[33mREFUTED" in toys.run("--color=yes").stdout.str()
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in toys.run().stdout.str()


def test_the_last_lines_count_only_what_was_run(toys):
    result = toys.run("-k", "identity")
    result.stdout.fnmatch_lines(
        [" 1 claim · 1 hold as printed · 0 refuted as printed, and corrected · 1 of 1 control refuted, 1 by search too"]
    )
    assert "triangle-number" not in result.stdout.str()
    toys.run("-m", "control").stdout.fnmatch_lines([" identity * not run * – * 1/1 *exact"])


def test_verbose_and_quiet_runs_show_the_verdicts_their_own_way(toys):
    toys.run("-v").stdout.fnmatch_lines([f"{toys.triangle}[[]printed-not_halved-exact] refuted *"])
    quiet = toys.run("-q")
    quiet.stdout.fnmatch_lines(["......*", "── sums ───*"])
    assert "claims: 2 in" not in quiet.stdout.str()


def test_an_unexpected_verdict_says_everything_one_needs(toys):
    toys.change("controls=[doubled]", "controls=[doubled, again]")
    toys.change("def doubled", "def again(n):\n    return n + 0\n\n\ndef doubled")
    result, evidence = toys.record("--claims-seed=5")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=6, failed=1)
    result.stdout.fnmatch_lines(
        [
            "claim * identity · Identities",
            "form * control again, exact",
            "expected * refuted",
            "got * holds, after * cases",
            "written case * n=Whole(value=3)",
            "numbers * holds: 3 = 3",
            f"again * pytest '{toys.identity}[[]control-again-exact]' --claims-seed 5 --claims-profile smoke",
            " identity * holds * – * 1/2! * exact",
            " 2 claims · 1 hold as printed * 3 of 4 controls refuted, * by search too · 1 form WENT WRONG",
        ]
    )
    assert "AssertionError" not in result.stdout.str()
    assert evidence["run"]["complete"] is True


def test_a_refuted_truth_shows_case_and_numbers(toys):
    toys.change("def itself(n):\n    return n", "def itself(n):\n    return n + (n == 3)")
    toys.run().stdout.fnmatch_lines(
        ["expected * holds", "got * refuted, *", "case * n=Whole(value=3)", "numbers * refuted: 4 ≠ 3"]
    )


def test_undecided_is_a_failure_and_says_what_it_needs(toys):
    toys.change(
        "return Comparison(Verdict.HOLDS if",
        "if left > 10**5:\n        return Comparison(Verdict.UNDECIDED, 'a', 'b', needs='more digits')\n"
        "    return Comparison(Verdict.HOLDS if",
        name="numbers_here.py",
    )
    result = toys.run("-k", "itself and printed")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["got * undecided, *", "needs * more digits", " identity * UNDECIDED! *"])


def test_a_blind_control_is_expected_to_hold_and_counted_apart(toys):
    toys.change("import claim, ", "import blind, claim, ")
    toys.change("controls=[doubled]", 'controls=[doubled, blind(again, "adding nothing cannot be seen")]')
    toys.change("def doubled", "def again(n):\n    return n + 0\n\n\ndef doubled")
    result = toys.run()
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines([" identity * 1/1 +1 blind *", "* 3 of 3 controls refuted* · 1 blind as expected"])


def test_a_crash_costs_one_form_only(toys):
    toys.change("def one_less(n):", "def one_less(n):\n    1 // 0")
    result, evidence = toys.record()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines(
        [
            " triangle-number  ..E.",
            "claim    triangle-number · Sums",
            "form     control one_less, exact",
            "case     n=Whole(value=3)",
            "error    ZeroDivisionError: integer division or modulo by zero",
            "again    pytest '*control-one_less-exact]' --claims-seed 20200401 --claims-profile smoke",
            "    1 // 0",
            "* 1 form WENT WRONG",
        ]
    )
    forms = {form["name"]: form for claim in evidence["claims"] for form in claim["forms"]}
    assert forms["one_less"]["verdict"] == "error"
    assert forms["one_less"]["error"].startswith("ZeroDivisionError: ")
    assert [name for name, form in forms.items() if form["verdict"] == "error"] == ["one_less"]
    assert evidence["run"]["complete"] is True


def test_inverted_expectations_change_no_verdict(toys, verdicts):
    _, before = toys.record()
    toys.write("conftest.py", INVERTED)
    result, after = toys.record()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(failed=6)
    assert verdicts(after) == verdicts(before)


def test_the_truth_in_the_place_of_the_controls_fails_the_run(toys):
    toys.write("conftest.py", TRUTH_IN_THE_PLACE_OF_CONTROLS)
    result = toys.run()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=3, failed=3)


def test_one_torch_thread_while_a_form_is_judged_and_as_many_as_before_afterwards(toys):
    import torch

    toys.change("def itself(n):", "def itself(n):\n    import torch\n    assert torch.get_num_threads() == 1")
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        toys.run("-k", "itself and printed").assert_outcomes(passed=1, deselected=5)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
