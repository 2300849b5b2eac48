"""What cannot work is refused in one sentence, before the first claim runs."""

from __future__ import annotations

import pytest

from claims.evidence.profiles import PROFILES as KNOWN
from lemmata.options import PROFILES


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--claims-profile=quick", "unknown --claims-profile 'quick'; known: smoke, default, thorough, search"),
        ("--claims-seed=-1", "--claims-seed takes a whole number from 0 on, not '-1'"),
        ("--claims-seed=x", "--claims-seed takes a whole number from 0 on, not 'x'"),
        ("--claims-seed=²", "--claims-seed takes a whole number from 0 on, not '²'"),
        ("--claims-device=floppy", "--claims-device 'floppy' cannot be used: *"),
        ("--claims-evidence=nowhere/a.json", "--claims-evidence * cannot be written: there is no directory *nowhere"),
        ("--claims-evidence=.", "--claims-evidence * is a directory; name a file in it"),
        ("--claims-evidence=/proc/evidence.json", "--claims-evidence /proc/evidence.json cannot be written: *"),
    ],
)
def test_an_option_that_cannot_work_is_one_sentence(toys, option, sentence):
    result = toys.pytester.runpytest_inprocess(option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert not any("collected" in line for line in result.outlines)
    (line,) = (line for line in result.errlines if line.startswith("ERROR"))
    result.stderr.fnmatch_lines([f"ERROR: {sentence}"])
    assert "\n" not in line


def test_the_entry_point_knows_the_profiles_without_loading_them():
    assert tuple(KNOWN) == PROFILES


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("controls=[doubled]", "controls=[]", "claim 'identity' has no controls*"),
        (" corrected=halved,", "", "claim 'triangle-number' is refuted as printed and has no corrected form*"),
        ("controls=[doubled]", "controls=[doubled, doubled]", "claim 'identity' has two forms of one name*"),
        ('"identity", slide', '"Identity!", slide', "claim id 'Identity!' is not lower-case words*"),
    ],
)
def test_a_claim_that_is_not_put_together_right_is_one_sentence(toys, old, new, sentence):
    toys.change(old, new)
    result, evidence = toys.record()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([f"sums.py:[0-9]*: {sentence}"])
    assert "Traceback" not in result.stdout.str()
    assert evidence["run"]["complete"] is False


def test_a_file_that_cannot_import_says_which_line_and_why(toys):
    toys.write("more.py", "from claims.evidence import claim\nimport nowhere\n\n@claim('x')\ndef f(): pass\n")
    result = toys.run()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["more.py:2: No module named 'nowhere'"])


def test_a_file_with_a_syntax_error_is_not_passed_over(toys):
    toys.write("more.py", "from claims.evidence import claim\n\n@claim('x'\ndef f(): pass\n")
    result = toys.run()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*SyntaxError*"])


def test_two_claims_of_one_id_are_refused(toys):
    (toys.path / "again").mkdir()
    text = (toys.path / "sums.py").read_text(encoding="utf-8")
    toys.write("again/sums_again.py", text)
    result = toys.run()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["claim id 'triangle-number' is taken by *sums*py::claim_* and by *sums*py::claim_*"])
