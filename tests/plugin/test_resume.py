"""A run that is cut off loses nothing: the next one goes on with it and writes the file of an undisturbed run."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import forked
import pytest

from lemmata.record.journal import Journal
from lemmata.record.journal_lines import parse

OPTIONS = ("--claims-profile=smoke", "--claims-evidence=evidence.json")

KILLED = '''
import os
import signal
from pathlib import Path


def killed(place):
    """Kill this run and its workers, the first time that it comes to this place."""
    mark = Path(f"killed-{place}")
    if not mark.exists():
        mark.touch()
        os.killpg(os.getpgrp(), signal.SIGKILL)
    return 0
'''

LIMITED = """
import resource, sys, pytest
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(pytest.main(sys.argv[2:]))
"""

UNLESS_CRASH = """
    import pathlib
    assert not pathlib.Path("crash").exists()
"""

CURVE = """
def curve(profile, seed):
    with open("called", "a") as file:
        file.write("once ")
    return {"n": [1, 0.1]}


@claim(
    id="triangle-number", figures=curve, """


def alone(toys, *command: str) -> subprocess.CompletedProcess[str]:
    """One run in a process group of its own."""
    return forked.run([sys.executable, *command], cwd=toys.path, session=True)


def without_seconds(toys, name: str = "evidence.json") -> str:
    return re.sub(r'"seconds": [^,\n]*', '"seconds": 0', (toys.path / name).read_text(encoding="utf-8"))


def undisturbed(toys) -> str:
    toys.run("--claims-evidence=undisturbed.json")
    return without_seconds(toys, "undisturbed.json")


@pytest.fixture
def journal(toys) -> Path:
    return toys.path / "evidence.json.journal"


@pytest.fixture
def cut_off(toys, journal) -> Callable[[int], bytes]:
    """A run that was killed when so many of its forms were decided."""

    def after(forms: int) -> bytes:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Journal, "end", lambda self, written, complete: "")
            toys.record()
        (toys.path / "evidence.json").unlink()
        lines = journal.read_bytes().splitlines(keepends=True)
        assert len(lines) == 7
        journal.write_bytes(b"".join(lines[: 1 + forms]))
        return journal.read_bytes()

    return after


@pytest.mark.parametrize("workers", [("-n0", "-n0"), ("-n2", "-n0", "-n2")], ids=" ".join)
def test_a_run_that_is_killed_again_and_again_ends_as_if_it_had_not_been(toys, journal, workers):
    toys.write("kills.py", KILLED)
    toys.change('"""Sums."""', '"""Sums."""\nfrom kills import killed')
    for place in ("halved", "doubled")[: len(workers) - 1]:
        (toys.path / f"killed-{place}").touch()
        toys.change(f"def {place}(n):\n    return ", f"def {place}(n):\n    return killed({place!r}) + ")
    expected = undisturbed(toys)
    for mark in toys.path.glob("killed-*"):
        mark.unlink()
    decided = 0
    for count in workers:
        ran = alone(toys, "-m", "pytest", *OPTIONS, "--claims-resume", count)
        assert (f"resuming: {decided} of 6 forms were decided before" in ran.stdout) == bool(decided)
        if ran.returncode != -signal.SIGKILL:
            break
        assert not (toys.path / "evidence.json").exists()
        before, decided = decided, len(parse(journal.read_bytes()).forms)
        assert decided >= before
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert without_seconds(toys) == expected
    assert decided > 0 and not journal.exists()


@pytest.mark.parametrize("forms", [1, 4, 6])
def test_the_file_is_that_of_an_undisturbed_run_wherever_it_was_cut_off(toys, journal, cut_off, forms):
    expected = undisturbed(toys)
    cut_off(forms)
    result = toys.run(*OPTIONS, "--claims-resume")
    result.assert_outcomes(passed=6)
    assert f"resuming: {forms} of 6 forms were decided before" in result.outlines
    result.stdout.fnmatch_lines([" triangle-number  ....", " identity         .. *", "── sums ──*"])
    assert without_seconds(toys) == expected
    assert not journal.exists()


def test_what_was_decided_is_not_judged_again_here_nor_by_workers(toys, journal, cut_off):
    toys.change("def halved(n):\n", f"def halved(n):{UNLESS_CRASH}")
    expected = undisturbed(toys)
    kept = cut_off(4)
    (toys.path / "crash").touch()
    ran = alone(toys, "-m", "pytest", *OPTIONS, "--claims-resume", "-n2")
    assert ran.returncode == 0 and "6 passed" in ran.stdout, ran.stdout + ran.stderr
    assert without_seconds(toys) == expected
    journal.write_bytes(kept)
    toys.run(*OPTIONS, "--claims-resume").assert_outcomes(passed=6)
    assert without_seconds(toys) == expected
    toys.run().assert_outcomes(passed=5, failed=1)


def test_the_figures_of_a_claim_are_kept_with_its_first_form(toys, cut_off):
    toys.change('@claim(\n    id="triangle-number", ', CURVE.lstrip("\n"))
    cut_off(1)
    toys.run(*OPTIONS, "--claims-resume")
    assert toys.evidence()["claims"][0]["data"] == {"n": [1, 0.1]}
    assert (toys.path / "called").read_text(encoding="utf-8") == "once "


def test_a_form_that_was_being_written_is_judged_again(toys, journal, cut_off):
    expected = undisturbed(toys)
    journal.write_bytes(cut_off(4)[:-1])
    result = toys.run(*OPTIONS, "--claims-resume")
    assert "resuming: 3 of 6 forms were decided before" in result.outlines
    assert without_seconds(toys) == expected


def test_forms_whose_files_have_changed_are_judged_again(toys, journal, cut_off):
    cut_off(4)
    toys.change("def one_less(n):\n    return n * (n - 1) // 2", "def one_less(n):\n    return n * (n + 1) // 2")
    result = toys.run(*OPTIONS, "--claims-resume")
    result.assert_outcomes(passed=5, failed=1)
    said = "resuming: 0 of 6 forms were decided before; 4 more are judged again, for their files have changed"
    assert said in result.outlines
    assert toys.evidence()["run"]["complete"] is True and not journal.exists()


@pytest.mark.parametrize("text", ["return n * (n + 1) // 2", "1 // 0"])
def test_what_went_wrong_is_judged_again_and_told_in_full(toys, journal, cut_off, text):
    toys.change("def one_less(n):\n    return n * (n - 1) // 2", f"def one_less(n):\n    {text}")
    before = toys.run("-x")
    result = toys.run(*OPTIONS, "-x")
    assert toys.evidence()["run"]["complete"] is False
    again = toys.run(*OPTIONS, "--claims-resume")
    again.assert_outcomes(passed=5, failed=1)
    assert "resuming: 2 of 6 forms were decided before" in again.outlines
    (told,) = {
        line for line in before.outlines if line.startswith(("error  ", "got"))
    }  # once more at the end, where CI is set
    assert told in result.outlines and told in again.outlines
    assert toys.evidence()["run"]["complete"] is True and not journal.exists()


@pytest.mark.parametrize("stop", ["1 // 0", "raise KeyboardInterrupt"])
def test_a_run_that_ended_in_order_before_its_end_is_replaced_or_resumed(toys, journal, stop):
    toys.change("def one_less(n):", f'def one_less(n):\n    if __import__("os").path.exists("stop"): {stop}')
    expected = undisturbed(toys)
    for resume, said in ((["--claims-resume"], "resuming: 2 of 6 forms were decided before"), ([], "")):
        (toys.path / "stop").touch()
        _, evidence = toys.record("-x", no_reraise_ctrlc=True)
        assert evidence["run"]["complete"] is False and parse(journal.read_bytes()).ended
        (toys.path / "stop").unlink()
        result = toys.run(*OPTIONS, *resume)
        assert [line for line in result.outlines if line.startswith("resuming")] == [said][: len(resume)]
        assert without_seconds(toys) == expected and not journal.exists()


def test_a_run_of_other_claims_in_between_loses_nothing(toys, journal, cut_off):
    expected = undisturbed(toys)
    cut_off(4)
    result = toys.run(*OPTIONS, "--claims-resume", "-k", "identity")
    assert "resuming: 0 of 2 forms were decided before" in result.outlines
    assert result.outlines[-2].endswith(
        "evidence.json.journal keeps 4 decided forms that this run did not select or reach: "
        "add --claims-resume to go on with them"
    )
    assert [claim["id"] for claim in toys.evidence()["claims"]] == ["identity"]
    assert toys.run(*OPTIONS).ret == pytest.ExitCode.USAGE_ERROR
    toys.run(*OPTIONS, "--claims-resume", "-k", "nothing of that name")
    result = toys.run(*OPTIONS, "--claims-resume")
    assert "resuming: 6 of 6 forms were decided before" in result.outlines
    assert without_seconds(toys) == expected and not journal.exists()


def test_with_nothing_to_resume_a_run_starts_from_nothing(toys, journal):
    result = toys.run(*OPTIONS, "--claims-resume")
    assert "nothing to resume: no decided form lies beside evidence.json" in result.outlines
    assert toys.evidence()["run"]["complete"] is True and not journal.exists()


def test_a_run_without_claims_and_one_that_only_collects_leave_no_journal(toys, journal):
    toys.write("test_more.py", "def test_x():\n    pass\n")
    toys.record("test_more.py")
    toys.run(*OPTIONS, "--collect-only")
    assert not journal.exists()


@pytest.mark.parametrize("workers", ["-n0", "-n2"])
def test_a_disk_that_is_full_stops_the_run_and_loses_nothing(toys, journal, cut_off, workers):
    expected = undisturbed(toys)
    size = len(cut_off(2)) + 100
    journal.unlink()
    ran = alone(toys, "-c", LIMITED, str(size), *OPTIONS, workers)
    assert ran.returncode == pytest.ExitCode.INTERRUPTED, ran.stdout + ran.stderr
    (said,) = (line for line in ran.stdout.splitlines() if "can no longer be written" in line)
    assert f"{journal} can no longer be written (File too large): what was decided before is in it" in said
    found = parse(journal.read_bytes())
    assert 0 < len(found.forms) < 6 and found.size == journal.stat().st_size and not found.ended
    result = toys.run(*OPTIONS, "--claims-resume")
    assert f"resuming: {len(found.forms)} of 6 forms were decided before" in result.outlines
    assert without_seconds(toys) == expected and not journal.exists()


def test_an_evidence_file_that_could_not_be_written_is_written_by_the_next_run(toys, journal):
    toys.change("def doubled(n):", f"def doubled(n):{UNLESS_CRASH}")
    expected = undisturbed(toys)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lemmata.run.reporting.write", lambda document, path: path.mkdir() or path.read_bytes())
        result = toys.run(*OPTIONS)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert (
        "--claims-evidence evidence.json could not be written: Is a directory; "
        "--claims-resume goes on from what is decided"
    ) in result.outlines
    (toys.path / "evidence.json").rmdir()
    (toys.path / "crash").touch()
    toys.run(*OPTIONS, "--claims-resume").assert_outcomes(passed=6)
    assert without_seconds(toys) == expected and not journal.exists()
