"""The evidence file: what it holds, that it is whole, and that the same seed writes it again."""

from __future__ import annotations

import json
import re
import sys
from decimal import Decimal
from pathlib import Path

import forked
import pytest

from lemmata.numerics.sampling import ALPHA
from lemmata.pages.report import report
from lemmata.pages.summary import summary
from lemmata.record.evidence_file import write
from lemmata.record.record import BUDGET, Record, plain

SPENDS = """
from lemmata.evidence import claim, decided
from lemmata.evidence.deciders import Decider
from lemmata.numerics.verdict import Comparison, Grade, Verdict
from numbers_here import Whole, equal, wholes


class sampled(Decider):
    grade = Grade.STATISTICAL

    def compare(self, question, case, seed=0):
        found = question.ask(None, case)
        return Comparison(found.verdict, found.left, found.right, error_probability=SHARE)


def itself(n):
    return n


def doubled(n):
    return 2 * n


@claim(id="sampled", slide="S", status="T", scope="one number", printed=itself, controls=[doubled], cases=[Whole(3)])
@decided(sampled(n=wholes()))
def claim_by_samples(formula, n):
    \"\"\"n = n.\"\"\"
    return equal(formula(n), n)
"""

DIES = """
from pytest import TestReport


def pytest_runtest_protocol(item):
    if "one_less" not in item.name:
        return None
    # What pytest-xdist reports in the place of the item over which a worker died.
    report = TestReport(item.nodeid, (str(item.path), None, item.name), {}, "failed", "worker 'gw0' crashed", "???")
    item.ihook.pytest_runtest_logreport(report=report)
    return True
"""


def without_seconds(path: Path) -> str:
    return re.sub(r'"seconds": [^,\n]*', '"seconds": 0', path.read_text(encoding="utf-8"))


def test_the_file_follows_the_schema(toys):
    _, evidence = toys.record()
    assert evidence["schema"] == "lemmata-evidence/2"
    run = evidence["run"]
    assert {"seed", "profile", "seconds", "complete", "error_probability", "versions", "device"} <= run.keys()
    assert (run["seed"], run["profile"], run["complete"], run["error_probability"]) == (20200401, "smoke", True, 0)
    assert {"python", "torch", "scipy", "sympy", "python-flint", "hypothesis", "pytest"} <= run["versions"].keys()
    assert re.fullmatch("[0-9a-f]{64}", run["code"]) and (run["why"], run["uncollected"]) == ("", [])
    first, second = evidence["claims"]
    assert (first["text"], first["text_title"]) == (second["text"], second["text_title"]) == ("sums", "sums")
    assert (first["place"], second["place"]) == ([0, 0], [0, 1])
    assert first["source"] == second["source"] and re.fullmatch("[0-9a-f]{64}", first["source"])
    assert {name: first[name] for name in ("id", "title", "slide", "file", "status", "scope", "uses", "data")} == {
        "id": "triangle-number", "title": "sum of the first numbers", "slide": "Sums", "file": "sums.py", "status": "F",
        "scope": "whole numbers up to a million", "uses": [], "data": {},
    }  # fmt: skip
    assert first["statement_printed"] == "1 + … + n = n (n + 1)"
    assert first["statement_corrected"] == "1 + … + n = n (n + 1) / 2."
    assert second["statement_corrected"] is None
    assert second["uses"] == ["triangle-number"]
    assert (first["shaken_by"], second["shaken_by"]) == ([], ["triangle-number"])
    parts = ("role", "name", "grade", "expected", "verdict")
    assert [tuple(form[part] for part in parts) for form in first["forms"]] == [
        ("printed", "not_halved", "exact", "refuted", "refuted"),
        ("corrected", "halved", "exact", "holds", "holds"),
        ("control", "one_less", "exact", "refuted", "refuted"),
        ("control", "with_a_seventh", "exact", "refuted", "refuted"),
    ]
    printed, corrected = first["forms"][:2]
    for form in (printed, corrected):
        assert {
            "cases", "escalated", "search_cases", "survives", "tightness", "error_probability", "erratum", "kindest",
            "counterexample", "seconds",
        } <= form.keys()  # fmt: skip
    assert printed["erratum"] == "every pair is counted twice"
    assert printed["counterexample"]["node"] == f"{toys.triangle}[printed-not_halved-exact]"
    assert corrected["counterexample"] is None
    assert corrected["cases"] >= 10


def test_the_snippet_of_a_counterexample_prints_its_sentence(toys):
    _, evidence = toys.record("-k", "with_a_seventh")
    found = evidence["claims"][0]["forms"][3]["counterexample"]
    ran = forked.run([sys.executable, "-c", found["snippet"]], cwd=toys.path)
    assert ran.stdout.splitlines()[-1] == found["sentence"]


FIGURES = """
def curve(profile, seed):
    with open("called", "a") as file:
        file.write(f"{profile} {seed}\\n")
    BODY


@claim(
    id="triangle-number", """


def with_figures(toys, body: str) -> None:
    toys.change(
        '@claim(\n    id="triangle-number", ', FIGURES.lstrip("\n").replace("\\\\n", "\\n").replace("BODY", body)
    )
    toys.change(
        "cases=[Whole(3)],\n)\n@decided(exact(n=wholes()))\ndef claim_sum",
        ("cases=[Whole(3)], figures=curve,\n)\n@decided(exact(n=wholes()), certified(n=wholes()))\ndef claim_sum"),
    )
    toys.change("import claim, decided, exact", "import certified, claim, decided, exact")


def called(toys) -> list[str]:
    path = toys.path / "called"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def test_figures_are_asked_for_once_and_become_the_data_of_their_claim(toys):
    with_figures(
        toys,
        "import numpy as np; return {'n': np.arange(3), 'at': {1: np.float64(0.5)}, 'first': (1, None), 'set': {'b', 'c', 'a'}}",
    )
    _, evidence = toys.record("--claims-seed=7")
    data = {"n": [0, 1, 2], "at": {"1": 0.5}, "first": [1, None], "set": ["a", "b", "c"]}
    assert evidence["claims"][0]["data"] == data
    assert evidence["claims"][1]["data"] == {}
    assert called(toys) == ["smoke 7"]
    _, evidence = toys.record("-k", "triangle and not printed")
    assert evidence["claims"][0]["data"] == {} and len(called(toys)) == 1
    _, evidence = toys.record("-k", "printed and certified")
    assert evidence["claims"][0]["data"] == {} and len(called(toys)) == 1


def test_figures_are_not_asked_for_where_nobody_reads_them(toys):
    with_figures(toys, "return {'n': [1, 2]}")
    toys.run("--claims-seed=7").assert_outcomes(passed=10)
    assert called(toys) == []
    toys.run("--claims-seed=7", "--claims-report=report.html").assert_outcomes(passed=10)
    assert called(toys) == ["smoke 7"]


def test_workers_ask_for_figures_once_too(toys):
    with_figures(toys, "return {'n': [1, 2]}")
    result = toys.run("-n2", "--claims-evidence=evidence.json")
    result.assert_outcomes(passed=10)
    assert toys.evidence()["claims"][0]["data"] == {"n": [1, 2]}
    assert called(toys) == ["smoke 20200401"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("1 // 0", "ZeroDivisionError: "),
        ("return [1, 2]", "TypeError: the figures of claim 'triangle-number' are a list, not values by name"),
        (
            "return {'n': 10**5000}",
            "ValueError: the figures of claim 'triangle-number' cannot be written: Exceeds the limit",
        ),
    ],
)
def test_figures_that_crash_fail_their_item_and_cost_no_verdict(toys, verdicts, body, error):
    before = verdicts(toys.record()[1])
    with_figures(toys, body)
    result, evidence = toys.record()
    result.assert_outcomes(passed=9, failed=1)
    assert before.items() <= verdicts(evidence).items()
    first, *others = evidence["claims"][0]["forms"]
    assert (first["verdict"], first["counterexample"] is not None) == ("refuted", True)
    assert first["error"].startswith(error) and not any("error" in form for form in others)
    assert evidence["claims"][0]["data"] == {} and evidence["run"]["complete"] is True
    result.stdout.fnmatch_lines(
        [
            " triangle-number  E.......",
            f"error  {error}*",
            " triangle-number * ERROR! * holds *",
            "* · 1 form WENT WRONG",
        ]
    )


def test_an_unexpected_verdict_is_told_even_where_figures_crash(toys):
    with_figures(toys, "1 // 0")
    toys.change("def not_halved(n):\n    return n * (n + 1)", "def not_halved(n):\n    return n * (n + 1) // 2")
    result, evidence = toys.record("-k", "not_halved and exact")
    result.stdout.fnmatch_lines(["expected * refuted", "got * holds, *", " triangle-number * HOLDS! *"])
    assert evidence["claims"][0]["forms"][0]["verdict"] == "holds"
    toys.change("1 // 0", "raise KeyboardInterrupt")
    assert toys.run("--claims-evidence=again.json", no_reraise_ctrlc=True).ret == pytest.ExitCode.INTERRUPTED


def test_forms_that_were_not_selected_are_listed_as_such_and_the_run_is_complete(toys, verdicts):
    _, evidence = toys.record("-k", "halved")
    assert verdicts(evidence) == {
        "triangle-number/not_halved/exact": "refuted",
        "triangle-number/halved/exact": "holds",
        "triangle-number/one_less/exact": "not_run",
        "triangle-number/with_a_seventh/exact": "not_run",
    }
    assert [form["selected"] for form in evidence["claims"][0]["forms"]] == [True, True, False, False]
    assert evidence["run"]["complete"] is True


def test_a_run_that_stops_at_its_last_form_has_stopped_early(toys):
    toys.change("return 2 * n", "return n")
    _, evidence = toys.record("-x")
    assert evidence["run"]["complete"] is False
    assert evidence["claims"][1]["forms"][1]["verdict"] == "holds"


@pytest.mark.parametrize("stop", ["1 // 0", "raise KeyboardInterrupt"])
def test_a_run_that_stops_early_keeps_what_was_decided(toys, verdicts, stop):
    toys.change("def one_less(n):", f"def one_less(n):\n    {stop}")
    result, evidence = toys.record("-x", no_reraise_ctrlc=True)
    assert result.ret in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    assert (evidence["run"]["complete"], evidence["run"]["why"]) == (False, "the run was cut short")
    assert list(verdicts(evidence).values()) == [
        "refuted", "holds", "error" if "//" in stop else "not_run", "not_run", "not_run", "not_run",
    ]  # fmt: skip
    result.stdout.fnmatch_lines([" triangle-number * REFUTED * holds *", " 1 claim · *"])


def test_a_file_that_was_not_collected_leaves_the_record_incomplete(toys):
    toys.write("more.py", "from lemmata.evidence import claim\nimport nowhere\n\n@claim(id='x')\ndef f(): pass\n")
    result, evidence = toys.record("--continue-on-collection-errors")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert evidence["run"]["complete"] is False
    assert {form["verdict"] for claim in evidence["claims"] for form in claim["forms"]} == {"holds", "refuted"}
    assert evidence["run"]["uncollected"] == ["more.py"]
    assert evidence["run"]["why"] == "more.py could not be collected"
    for page in (report(evidence), summary(evidence)):
        assert "more.py could not be collected" in page
    assert toys.record("--ignore=more.py")[1]["run"]["uncollected"] == []


def test_a_run_without_claims_writes_an_empty_and_incomplete_file(toys):
    toys.write("test_more.py", "def test_x():\n    pass\n")
    result, evidence = toys.record("test_more.py")
    result.assert_outcomes(passed=1)
    assert evidence["claims"] == []
    assert evidence["run"]["complete"] is False


def test_collecting_only_writes_nothing(toys):
    toys.run("--collect-only", "--claims-evidence=evidence.json")
    assert not (toys.path / "evidence.json").exists()


def test_the_same_seed_writes_the_same_file_and_another_seed_does_not(toys, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    toys.run("--claims-evidence=first.json")
    toys.run("--claims-evidence=again.json")
    monkeypatch.setenv("CI", "true")
    toys.run("--claims-evidence=ci.json", "--hypothesis-seed=3")
    toys.run("--claims-evidence=other.json", "--claims-seed=1")
    first = without_seconds(toys.path / "first.json")
    assert without_seconds(toys.path / "again.json") == first
    assert without_seconds(toys.path / "ci.json") == first
    assert without_seconds(toys.path / "other.json") != first


def test_workers_write_the_same_file_and_the_same_table(toys):
    toys.run("--claims-evidence=alone.json")
    result = toys.run("-n2", "--claims-evidence=workers.json")
    result.assert_outcomes(passed=6)
    result.stdout.fnmatch_lines(
        ["claims: 2 in 6 forms and grades *", " triangle-number  ....", " identity         .. *", "── sums ──*"]
    )
    assert without_seconds(toys.path / "workers.json") == without_seconds(toys.path / "alone.json")


def test_a_worker_that_dies_over_a_form_costs_that_form(toys, verdicts):
    toys.write("conftest.py", DIES)
    result, evidence = toys.record()
    result.assert_outcomes(passed=5, failed=1)
    result.stdout.fnmatch_lines([" triangle-number  ..E."])
    found = verdicts(evidence)
    assert [name for name, verdict in found.items() if verdict == "error"] == ["triangle-number/one_less/exact"]
    assert "not_run" not in found.values()


def test_a_run_that_spends_more_error_probability_than_it_may_fails(toys):
    toys.write("spending.py", SPENDS.replace("SHARE", "1e-10"))
    result, evidence = toys.record("spending.py")
    assert result.ret == pytest.ExitCode.OK
    assert evidence["run"]["error_probability"] == sum(f["error_probability"] for f in evidence["claims"][0]["forms"])
    result.stdout.fnmatch_lines([" error probability of the whole run ≤ 2*E-9 · seed *"])
    toys.change("1e-10", "1e-7", name="spending.py")
    result, evidence = toys.record("spending.py")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["the statistical forms of this run spent an error probability of *, more than *"])


def test_ten_thousand_decisions_are_within_the_budget_and_one_more_is_not():
    record = Record()
    record.forms = {str(i): {"error_probability": ALPHA} for i in range(10_000)}
    assert record.error_probability == BUDGET == Decimal("1e-6")
    record.forms["one more"] = {"error_probability": ALPHA}
    assert record.error_probability > BUDGET


def test_an_old_file_stays_whole_when_the_new_one_cannot_be_written(tmp_path):
    path = tmp_path / "evidence.json"
    write({"old": 1}, path)
    with pytest.raises(ValueError, match="Out of range float"):
        write({"new": float("nan")}, path)
    assert json.loads(path.read_text(encoding="utf-8")) == {"old": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["evidence.json"]


def test_a_file_that_can_no_longer_be_written_fails_the_run_in_one_sentence(toys):
    toys.change(
        "def doubled(n):", "def doubled(n):\n    import pathlib; pathlib.Path('evidence.json').mkdir(exist_ok=True)"
    )
    result = toys.run("--claims-evidence=evidence.json")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["── sums ──*", "--claims-evidence evidence.json could not be written: *"])


def test_every_value_becomes_one_that_json_knows():
    import numpy as np
    import torch

    found = plain({"a": np.float32(0.5), "b": torch.tensor(2), "c": float("inf"), 1: (np.int64(3), True, None)})
    assert plain([np.eye(2), torch.tensor([0.5])]) == [[[1, 0], [0, 1]], [0.5]]
    assert found == {"a": 0.5, "b": 2, "c": None, "1": [3, True, None]}
    assert json.dumps(found) == '{"a": 0.5, "b": 2, "c": null, "1": [3, true, null]}'
