"""`python -O` judges as Python does; `-OO` strips the statements, and says so in one sentence."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

STRIPPED = "docstrings are stripped, and the true statement is one: run Python without -OO"


def run(flag: str, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *flag.split(), "-m", *command],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where files compiled without assertions are kept: they belong to the runs below alone."""
    return str(tmp_path_factory.mktemp("compiled"))


@pytest.fixture(autouse=True)
def here(toys, compiled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toys.path)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", compiled)
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE")


def test_optimised_once_it_judges_the_same_in_a_repository_where_warnings_are_errors(toys) -> None:
    toys.record("sums.py")
    expected = toys.evidence()["claims"]
    toys.write("pytest.ini", "[pytest]\nfilterwarnings =\n    error\n    default:assertions not in test modules\n")
    found = run("-O", "pytest", "sums.py", "--claims-profile=smoke", "--claims-evidence=out.json")
    assert found.returncode == 0, found.stdout + found.stderr
    assert "1 refuted as printed, and corrected" in found.stdout
    claims = toys.evidence("out.json")["claims"]
    for claim in (*claims, *expected):
        for form in claim["forms"]:
            del form["seconds"]
    assert claims == expected


@pytest.mark.parametrize(("flag", "environment"), [("-OO", {}), ("", {"PYTHONOPTIMIZE": "2"})])
def test_optimised_twice_is_one_sentence(flag: str, environment: dict[str, str]) -> None:
    found = run(flag, "pytest", "sums.py", "-q", **environment)
    assert found.returncode == 2
    told = [line for line in found.stdout.splitlines() if STRIPPED in line]
    assert len(told) == 1 and told[0].endswith(f": claim 'triangle-number': {STRIPPED}")
    assert "Traceback" not in found.stdout + found.stderr
    listed = run(flag, "lemmata", "show", "identity", "sums.py", **environment)
    assert listed.returncode == 2 and STRIPPED in listed.stderr and len(listed.stderr.splitlines()) == 1
