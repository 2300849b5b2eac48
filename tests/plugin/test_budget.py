"""`--claims-budget`: a run of forms that fit in a time is told as incomplete, and one of all forms is as without it."""

from __future__ import annotations

import json
import re
from itertools import count

import pytest

from lemmata.record.grades import GRADES
from lemmata.run.budget import TYPICAL, seconds_of

EVIDENCE = "--claims-evidence=evidence.json"
NO_TIME = "--claims-budget takes a time such as 90s, 2m or 1h30m, not "


@pytest.fixture
def clock(monkeypatch):
    """A clock on which ten seconds pass from one form to the next."""
    passed = count(1000, 10)
    monkeypatch.setattr("lemmata.run.budget.perf_counter", lambda: next(passed))


def without_seconds(toys, name="evidence.json"):
    return re.sub(r'"seconds": [^,\n]*', '"seconds": 0', (toys.path / name).read_text(encoding="utf-8"))


def timed(toys, **seconds):
    """An evidence file of a whole run in which each form took so many seconds, by its formula."""
    toys.record()
    found = toys.evidence()
    for claim in found["claims"]:
        for form in claim["forms"]:
            form["seconds"] = seconds.get(form["name"], 1)
    toys.write("evidence.json", json.dumps(found))
    return (toys.path / "evidence.json").read_text(encoding="utf-8")


def of(found, field="verdict"):
    return {form["name"]: form.get(field) for claim in found["claims"] for form in claim["forms"]}


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("2m", 120), ("1m30s", 90), ("1h", 3600), ("1h30m", 5400), ("1h0m1s", 3601)]
)
def test_a_time_has_hours_minutes_and_seconds(text, seconds):
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["60", "0s", "", "s", "1.5m", "-3s", "2m1h", "1 m", "1m ", "٣s", "1e3s", "soon"])
def test_anything_else_is_one_sentence(toys, text):
    result = toys.run(f"--claims-budget={text}")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert result.errlines[0] == f"ERROR: {NO_TIME}{text!r}"


def test_a_long_one_is_not_repeated_whole():
    with pytest.raises(ValueError, match=f"^{NO_TIME}'{'9' * 40}…'$"):
        seconds_of("9" * 5000 + "s")


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_where_everything_fits_the_run_is_as_without_a_budget(toys, workers):
    toys.record()
    expected = without_seconds(toys)
    result, found = toys.record(workers, "--claims-budget=1h")  # it knows what each form took
    assert result.ret == pytest.ExitCode.OK and found["run"]["complete"] is True
    assert without_seconds(toys) == expected
    assert not (toys.path / "evidence.json.journal").exists()
    assert not [line for line in result.outlines if "did not fit" in line]


def test_what_does_not_fit_is_named_and_the_run_is_not_green(toys, clock):
    result, found = toys.record("--claims-budget=25s")
    result.assert_outcomes(passed=3)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert of(found) == {
        "not_halved": "refuted", "halved": "not_run", "one_less": "not_run", "with_a_seventh": "not_run",
        "itself": "holds", "doubled": "refuted",
    }  # fmt: skip
    assert set(of(found, "selected").values()) == {True} and set(of(found, "cost").values()) == {None}
    left = "3 of 6 forms did not fit in --claims-budget 25s"
    assert (found["run"]["complete"], found["run"]["why"]) == (False, left)
    said = result.outlines.index(f"{left}. Not judged for want of time: triangle-number (3 of 4)")
    assert result.outlines[said + 1] == "to go on with them, add --claims-resume"
    assert any(
        line.startswith(" triangle-number  Sums        REFUTED     not run    not run") for line in result.outlines
    )


def test_it_is_resumed_until_it_is_whole(toys, clock):
    toys.run("--claims-evidence=undisturbed.json")
    for decided, code in ((0, 1), (2, 1), (4, 0)):
        result = toys.run(EVIDENCE, "--claims-budget=15s", "--claims-resume")
        assert result.ret == code
        assert (f"resuming: {decided} of 6 forms were decided before" in result.outlines) == bool(decided)
    assert without_seconds(toys) == without_seconds(toys, "undisturbed.json")
    assert not (toys.path / "evidence.json.journal").exists()


def test_without_an_evidence_file_the_end_says_how_a_run_can_be_gone_on_with(toys, clock):
    result = toys.run("--claims-budget=5s")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    said = "5 of 6 forms did not fit in --claims-budget 5s. Not judged for want of time: triangle-number, identity (1 of 2)"
    assert said in result.outlines
    assert "to go on with them, name a file with --claims-evidence PATH; then add --claims-resume" in result.outlines


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_a_form_that_is_known_to_take_longer_is_not_begun(toys, workers):
    timed(toys, halved=4000, one_less=7000)
    for again in (workers, "-n0"):  # the second time what they took is known from a run that has left them
        result, found = toys.record("--claims-budget=1h", again)
        result.assert_outcomes(passed=4)
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        assert [name for name, verdict in of(found).items() if verdict == "not_run"] == ["halved", "one_less"]
        assert {name: cost for name, cost in of(found, "cost").items() if cost} == {"halved": 4000, "one_less": 7000}
        assert found["run"]["why"] == "2 of 6 forms did not fit in --claims-budget 1h"
        assert (
            "2 of these took longer than 1h when they were last judged: only without such a budget are they judged"
        ) in result.outlines
        assert not [line for line in result.outlines if "--claims-resume" in line]
    result, found = toys.record("--claims-resume")
    assert result.ret == pytest.ExitCode.OK and set(of(found, "cost").values()) == {None}


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_where_nothing_fits_the_evidence_is_left_as_it_was(toys, workers):
    before = timed(toys, **dict.fromkeys(of(toys.record()[1]), 61))
    result = toys.run(EVIDENCE, "--claims-budget=1m", workers)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert "no claim was judged: --claims-evidence evidence.json is left as it was" in result.outlines
    assert (
        "6 of 6 forms did not fit in --claims-budget 1m. Not judged for want of time: triangle-number, identity"
        in result.outlines
    )
    assert (toys.path / "evidence.json").read_text(encoding="utf-8") == before


def test_seconds_of_another_profile_say_nothing(toys):
    timed(toys, halved=4000)
    result = toys.run(EVIDENCE, "--claims-budget=1h", "--claims-profile=default")
    assert result.ret == pytest.ExitCode.OK and toys.evidence()["run"]["complete"] is True


def order(toys, *arguments):
    return [line.partition("[")[2] for line in toys.run("--collect-only", "-q", *arguments).outlines if "::" in line]


def test_the_dearest_claims_come_last(toys):
    by_text = order(toys)
    assert order(toys, "--claims-budget=1m") == by_text[4:] + by_text[:4], "more forms of one grade take longer"
    timed(toys, itself=9)
    assert order(toys, "--claims-budget=1m", EVIDENCE) == by_text


def test_there_is_a_typical_time_for_every_grade():
    assert TYPICAL.keys() == GRADES.keys()


def test_only_what_is_selected_is_missed(toys, clock):
    result, found = toys.record("--claims-budget=15s", "-k", "printed or corrected")
    result.assert_outcomes(passed=2)
    assert found["run"]["why"] == "1 of 3 forms did not fit in --claims-budget 15s"
    result, found = toys.record("--claims-budget=15s", "-k", "identity")
    assert result.ret == pytest.ExitCode.OK and found["run"]["complete"] is True


def test_what_goes_wrong_is_told_as_ever(toys, clock):
    toys.change("def doubled(n):\n    return 2 * n", "def doubled(n):\n    return n")
    result, found = toys.record("--claims-budget=25s")
    result.assert_outcomes(passed=2, failed=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED and of(found)["doubled"] == "holds"
    assert found["run"]["why"] == "3 of 6 forms did not fit in --claims-budget 25s"
    result, found = toys.record("--claims-budget=25s", "-x")
    assert found["run"]["complete"] is False and of(found)["not_halved"] == "not_run"
    assert found["run"]["why"] == "the run was cut short"
    toys.change("def one_less(n):\n    return n * (n - 1) // 2", "def one_less(n):\n    return n * (n + 1) // 2")
    timed(toys, not_halved=4000)
    result, found = toys.record("--claims-budget=1h", "-x", "-k", "triangle")
    why = "1 of 4 forms did not fit in --claims-budget 1h; 1 more was not reached"
    assert (found["run"]["complete"], found["run"]["why"]) == (False, why)


def test_tests_beside_forms_that_are_left_are_run_as_ever(toys, clock):
    """What pytest has set up for a file has to go before it comes to the next one, whatever was left between them."""
    text = (toys.path / "sums.py").read_text(encoding="utf-8")
    (toys.path / "sums.py").unlink()
    for name, first, second in (("test_a", "a", "b"), ("test_b", "c", "d")):
        ids = text.replace('"triangle-number"', f'"{first}"').replace('"identity"', f'"{second}"')
        toys.write(f"{name}.py", f"{ids}\n\ndef test_halves():\n    assert halved(3) == 6\n")
    toys.write("test_c.py", "def test_nothing():\n    pass\n")
    toys.run("--claims-budget=15s").assert_outcomes(passed=2 + 3)


def test_parts_that_have_left_forms_are_joined(toys, clock):
    toys.run("--claims-evidence=first.json", "--claims-budget=25s")
    toys.run("--claims-evidence=second.json", "-k", "triangle")
    from lemmata.record.evidence_file import read
    from lemmata.record.merging import merge

    merged = merge({name: read(toys.path / name) for name in ("first.json", "second.json")})
    assert merged.document["run"]["complete"] is True and merged.unjudged == ()
