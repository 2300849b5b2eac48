"""`--claims-report`: the page of a run, written at its end, however that came about."""

from __future__ import annotations

import pytest

from lemmata.pages.report import report
from lemmata.record.evidence_file import read


def test_the_report_is_the_page_of_the_evidence(toys):
    result, _ = toys.record("--claims-report=report.html")
    result.assert_outcomes(passed=6)
    page = (toys.path / "report.html").read_text(encoding="utf-8")
    assert page == report(read(toys.path / "evidence.json"))
    assert "triangle-number" in page and "every pair is counted twice" in page


def test_a_report_needs_no_evidence_file(toys):
    assert toys.run("--claims-report=report.html").ret == 0
    assert "triangle-number" in (toys.path / "report.html").read_text(encoding="utf-8")
    assert not (toys.path / "evidence.json").exists() and not list(toys.path.glob("*.journal"))


def test_workers_make_the_same_report(toys):
    toys.run("--claims-report=one.html")
    result = toys.run("-n2", "--claims-report=two.html")
    result.assert_outcomes(passed=6)
    one, two = ((toys.path / name).read_text(encoding="utf-8") for name in ("one.html", "two.html"))
    assert len(one) > 10_000 and abs(len(one) - len(two)) < 100  # but for the seconds


def test_a_run_that_goes_wrong_or_is_cut_short_has_a_report_that_says_so(toys):
    toys.change("return n * (n + 1) // 2\n\n\ndef one_less", "return n * (n + 2) // 2\n\n\ndef one_less")
    result = toys.run("--claims-report=report.html", "-x")
    assert result.ret == pytest.ExitCode.INTERRUPTED or result.ret == pytest.ExitCode.TESTS_FAILED
    page = (toys.path / "report.html").read_text(encoding="utf-8")
    assert "1 form went wrong." in page and "The run is not complete." in page


def test_a_run_without_claims_has_a_report_too(toys):
    toys.write("test_nothing.py", "def test_nothing():\n    pass\n")
    assert toys.run("test_nothing.py", "--claims-report=report.html").ret == 0
    assert "No claims" in (toys.path / "report.html").read_text(encoding="utf-8")


def test_nothing_is_written_where_nothing_is_judged(toys):
    assert toys.run("--collect-only", "--claims-report=report.html").ret == 0
    assert not (toys.path / "report.html").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--claims-report=."], "*--claims-report * is a directory; name a file in it"),
        (
            ["--claims-report=nowhere/report.html"],
            "*--claims-report * cannot be written: there is no directory *nowhere",
        ),
        (
            ["--claims-report=both", "--claims-evidence=both"],
            "*--claims-evidence and --claims-report name the same file",
        ),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_before_the_first_claim(toys, options, sentence):
    result = toys.run(*options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([sentence])
    assert "claims:" not in result.stdout.str()


def test_two_names_of_one_file_are_refused(toys):
    (toys.path / "link").symlink_to("both")
    result = toys.run("--claims-report=link", "--claims-evidence=both")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "ERROR: --claims-evidence and --claims-report name the same file" in result.errlines


def test_a_report_that_can_no_longer_be_written_fails_the_run(toys):
    toys.write("conftest.py", "def pytest_sessionfinish():\n    import shutil\n\n    shutil.rmtree('pages')\n")
    (toys.path / "pages").mkdir()
    result = toys.run("--claims-report=pages/report.html")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["--claims-report pages/report.html could not be written: No such file or directory"])
