"""Variants in a run: what is red, what stands in the evidence, and that workers and resumed runs find the same."""

from __future__ import annotations

import pytest

IMPORTS = "from hypothesis import strategies as st\nfrom lemmata.numerics.verdict import Comparison, Verdict\n"
FEW, ALL = "--claims-profile=default", "--claims-profile=power"
NO_CONTROLS = '''

@claim(id="loose", slide="Sums", status="T", scope="whole numbers up to a million", printed=ten_times, cases=[Whole(3)])
@decided(exact(n=wholes()))
def claim_loose(formula, n):
    """n ≤ 10n."""
    return {}
'''
AT_MOST = "Comparison(Verdict.HOLDS if n <= formula(n) else Verdict.REFUTED, str(n), str(formula(n)), relation='≤')"
IGNORED = "equal(n, n)"


def _with(toys, check, drawn="wholes()"):
    text = (
        (toys.path / "sums.py").read_text(encoding="utf-8").replace("from numbers_here", f"{IMPORTS}from numbers_here")
    )
    of_its_own = NO_CONTROLS.format(check).replace("wholes()", drawn)
    toys.write("sums.py", f"{text}\n\ndef ten_times(n):\n    return 10 * n\n{of_its_own}")


def _power(found, id):
    (claim,) = (claim for claim in found["claims"] if claim["id"] == id)
    return claim["power"]


@pytest.mark.parametrize("workers", [(), ("-n1",)], ids=["alone", "with workers"])
def test_a_claim_that_rejects_something_needs_no_control_and_no_line(toys, workers):
    _with(toys, AT_MOST)
    result, found = toys.record(FEW, "-k", "loose", *workers)
    assert result.ret == pytest.ExitCode.OK
    power = _power(found, "loose")
    assert power["refuted"] >= 1 and not power["all"]
    assert not any("power" in form for claim in found["claims"] for form in claim["forms"])
    result.stdout.fnmatch_lines(["* a few variants of each formula: * refuted*"])
    result.stdout.no_fnmatch_line("*nothing shows that the check can fail*")


def test_a_claim_that_rejects_nothing_is_red_and_says_so(toys):
    _with(toys, IGNORED)
    result, found = toys.record(FEW, "-k", "loose")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert _power(found, "loose")["refuted"] == 0
    result.stdout.fnmatch_lines(
        ["rejects*none of * variants of this formula, each changed in one place", "needs*a check that can fail*"]
    )


def test_a_control_that_is_refuted_shows_already_that_a_check_can_fail(toys):
    toys.change("return n\n\n\ndef doubled", "return n if n else n\n\n\ndef doubled")
    result, _ = toys.record(FEW, "-k", "identity")
    assert result.ret == pytest.ExitCode.OK


def test_what_is_known_to_be_false_and_survives_is_red_where_all_variants_are_judged(toys):
    _with(toys, AT_MOST.replace("n <=", "n * n <="), "st.integers(1, 4).map(Whole), heaviest=lambda seed: Whole(10)")
    few, _ = toys.record(FEW, "-k", "loose")
    result, found = toys.record(ALL, "-k", "loose")
    assert (few.ret, result.ret) == (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    power = _power(found, "loose")
    assert power["all"] and power["false_surviving"] >= 1
    (claim,) = found["claims"]
    assert claim["forms"][0]["verdict"] == "holds"  # the statement does; its check is what is weak
    result.stdout.fnmatch_lines(
        ["survives*ten_times, line 2: 10 *", "case*n=Whole(value=10)", "needs*cases of the claim that reach there*"]
    )


def test_power_is_the_same_with_workers_and_after_a_resumed_run(toys):
    _, alone = toys.record(FEW)
    _, parallel = toys.record(FEW, "-n2")
    for one, other in zip(alone["claims"], parallel["claims"], strict=True):
        assert {**one["power"], "seconds": 0} == {**other["power"], "seconds": 0}


def test_the_quick_profile_judges_no_variants(toys):
    _, found = toys.record()
    assert not any("power" in claim for claim in found["claims"])
