"""`lemmata run`: pytest with all its options and its exit codes, on the claims that are shipped where no path is named."""

from __future__ import annotations

import sys
from pathlib import Path

import forked
import pytest

import lemmata.run.judging  # noqa: F401  (loaded once here: a run inside this process forgets what it was first to import)
from lemmata.commands.new import TEMPLATE
from lemmata.record.texts import folders

SHIPPED = {folder.name for folder in folders()}

EXECUTABLE = Path(sys.executable).with_name("lemmata")


@pytest.fixture
def squares(pytester: pytest.Pytester) -> Path:
    """A file in the current folder with one claim."""
    path = pytester.path / "squares.py"
    path.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_without_a_path_it_is_the_claims_of_the_package_whatever_the_folder_says(command, squares) -> None:
    # values of options that are also names of files, and paths in the folder's own settings, name no path to run
    (squares.parent / "jacobian").mkdir()
    (squares.parent / "pytest.ini").write_text("[pytest]\ntestpaths = squares.py\n", encoding="utf-8")
    ran = command("run", "-k", "jacobian", "--collect-only", "-q")
    assert ran.exit_code == 0, ran.output
    nodes = [line for line in ran.stdout.splitlines() if "::" in line]
    assert any(line.startswith("lecture17.") for line in nodes)
    assert all(line.partition(".")[0] in SHIPPED for line in nodes)


def test_paths_take_the_place_of_the_package(command, squares) -> None:
    for arguments in (
        ("squares.py",), (".", "-k", "square-of-a-sum"), ("squares.py::claim_square_of_a_sum", "-m", "exact or symbolic")
    ):  # fmt: skip
        ran = command("run", *arguments, "--collect-only", "-q")
        assert (ran.exit_code, ran.stdout.count("squares.py::claim_square_of_a_sum[")) == (0, 8), ran.output


def test_the_exit_code_is_that_of_pytest(command, squares) -> None:
    printed = "squares.py::claim_square_of_a_sum[printed-without_the_mixed_term-exact]"
    judged = command("run", printed, "--claims-profile=smoke", "-v")
    assert judged.exit_code == pytest.ExitCode.OK
    assert f"{printed} refuted" in judged.stdout
    assert command("run", "squares.py", "-k", "nothing").exit_code == pytest.ExitCode.NO_TESTS_COLLECTED
    for wrong in ("--no-such-option", "no_such_file.py", "--claims-profile=none"):
        refused = command("run", "squares.py", wrong)
        assert refused.exit_code == pytest.ExitCode.USAGE_ERROR
        assert refused.stderr.count("ERROR") == 1, "it is said once"
    nearly = TEMPLATE.read_text(encoding="utf-8").replace("+ 2 * a * b + b**2", "+ 3 * a * b + b**2")
    (squares.parent / "triples.py").write_text(nearly, encoding="utf-8")
    ran = command("run", "triples.py", "--claims-profile=smoke", "-k", "twice and exact")
    assert ran.exit_code == pytest.ExitCode.TESTS_FAILED
    assert "form      corrected with_the_mixed_term_twice, exact" in ran.stdout


def test_a_first_h_is_ours_and_after_two_dashes_that_of_pytest(command) -> None:
    for flag in ("-h", "--help"):
        ours = command("run", flag)
        assert (ours.exit_code, ours.stderr) == (0, "")
        assert ours.stdout.startswith("Usage: lemmata run [OPTIONS] [ARGUMENTS OF PYTEST]...\n\n  Judge claims: ")
        for arguments in (("--", flag), ("-q", flag)):
            theirs = command("run", *arguments)
            assert theirs.exit_code == 0
            assert "--claims-evidence=PATH" in theirs.stdout and "Judge claims" not in theirs.stdout


def test_what_follows_two_dashes_is_for_pytest_as_it_stands(command, squares) -> None:
    ran = command("run", "--", "squares.py", "-k", "exact", "--collect-only", "-q")
    assert (ran.exit_code, ran.stdout.count("-exact]")) == (0, 4), ran.output


def test_workers_get_the_claims_of_the_package_too(tmp_path: Path) -> None:
    chosen = "jacobian-order and printed and symbolic"
    ran = forked.run([EXECUTABLE, "run", "-n1", "-k", chosen, "-p", "no:cacheprovider", "-W", "error"], cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " jacobian-order " in ran.stdout and "1 passed" in ran.stdout
