"""The workflow that docs/ci.md shows does what the page says: its steps are run as they stand. So is the hook."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import forked
import pytest
import yaml

from lemmata.record import evidence_file

ROOT = Path(__file__).parents[2]
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / "docs" / "examples" / "workflow.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in WORKFLOW["jobs"]["claims"]["steps"] if "run" in step}
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
# `gh`, as far as the workflow asks it: one run of the base branch, and the artefact that it left
GH = """#!/bin/sh
case "$1 $2" in
"run list") echo 17 ;;
"run download") mkdir "$7" && cp "$LEFT_BY_THE_BASE_BRANCH" "$7/evidence.json" ;;
*) exit 64 ;;
esac
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the claims that docs/writing-a-claim.md shows, and the commands that the workflow uses."""
    root = tmp_path_factory.mktemp("repository")
    page = (ROOT / "docs" / "writing-a-claim.md").read_text(encoding="utf-8")
    (root / "my_claims").mkdir()
    (root / "my_claims" / "powers.py").write_text(page.split("```python\n")[1].split("```")[0], encoding="utf-8")
    commands = root / ".bin"
    commands.mkdir()
    for name, text in {"gh": GH, "pip": '#!/bin/sh\ntest "$*" = "install -r requirements.txt"\n'}.items():
        (commands / name).write_text(text, encoding="utf-8")
        (commands / name).chmod(0o755)
    return root


def step(name: str, root: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """One step of the workflow, in the shell that GitHub takes; claims are judged quickly."""
    path = os.pathsep.join([str(root / ".bin"), str(Path(sys.executable).parent), os.environ["PATH"]])
    given = {"PYTEST_ADDOPTS": "--claims-profile=smoke -n 0", "GITHUB_STEP_SUMMARY": str(root / "page.md"), **variables}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS[name]["run"]],
        cwd=root, env={**os.environ, "PATH": path, **given}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def succeed(name: str, root: Path, **variables: str) -> str:
    ran = step(name, root, **variables)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def decided(repository: Path) -> Path:
    """The repository after the first steps."""
    succeed("Install", repository)
    succeed("Decide the claims", repository)
    succeed("Summary and badge", repository)
    return repository


def test_the_page_names_every_file_that_the_job_leaves(decided: Path) -> None:
    left = {path.name for path in (decided / "build").iterdir()}
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert left == set(re.findall(r"^\| `([a-z.]+)` \|", page, re.MULTILINE))
    document = evidence_file.read(decided / "build" / "evidence.json")
    forms = [form for claim in document["claims"] for form in claim["forms"]]
    suite = ElementTree.parse(decided / "build" / "junit.xml").getroot().find("testsuite")
    assert suite is not None and suite.get("tests") == str(len(forms)) and suite.get("failures") == "0"
    assert "sum-of-powers" in (decided / "page.md").read_text(encoding="utf-8")


def test_the_comparison_takes_what_the_base_branch_left(decided: Path, tmp_path: Path) -> None:
    here = decided / "build" / "evidence.json"
    other = tmp_path / "evidence.json"
    other.write_text(here.read_text(encoding="utf-8").replace('"holds",', '"refuted",'), encoding="utf-8")
    for left, code in ((here, 0), (other, 1)):
        shutil.rmtree(decided / "base", ignore_errors=True)
        succeed("Fetch the evidence of the base branch", decided, LEFT_BY_THE_BASE_BRANCH=str(left), **ON_GITHUB)
        assert step("Compare with the base branch", decided).returncode == code


ON_GITHUB = {"GITHUB_WORKFLOW": "claims", "GITHUB_BASE_REF": "main"}


def test_without_evidence_of_the_base_branch_the_job_goes_on(decided: Path) -> None:
    shutil.rmtree(decided / "base", ignore_errors=True)
    said = succeed("Fetch the evidence of the base branch", decided, LEFT_BY_THE_BASE_BRANCH="/nowhere", **ON_GITHUB)
    assert said == "::notice::There is no evidence of main to compare with.\n"


def test_a_claim_that_goes_wrong_fails_the_job(decided: Path, tmp_path: Path) -> None:
    shutil.copytree(decided / "my_claims", tmp_path / "my_claims", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "my_claims" / "powers.py"
    right = "def one_factor_more(q, n): return (1 - q**(n + 1))"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, right.replace("n + 1", "n + 3")), encoding="utf-8")
    ran = step("Decide the claims", tmp_path)
    assert ran.returncode == pytest.ExitCode.TESTS_FAILED and "WENT WRONG" in ran.stdout, ran.stdout + ran.stderr
    succeed("Summary and badge", tmp_path)
    assert "What went wrong" in (tmp_path / "page.md").read_text(encoding="utf-8")


def test_the_workflow_runs_on_pull_requests_and_on_the_branch_that_they_go_to() -> None:
    on: Mapping[str, Any] = WORKFLOW[True]  # YAML 1.1 reads `on` as a truth value
    assert on == {"push": {"branches": ["main"]}, "pull_request": None}
    assert WORKFLOW["permissions"] == {"contents": "read", "actions": "read"}


def test_the_hook_judges_claims_and_fails_where_there_are_none(repository: Path, tmp_path: Path) -> None:
    hook = HOOKS["lemmata"]
    entry = [sys.executable, "-m", *shlex.split(hook["entry"]), "-n", "0", "-p", "no:cacheprovider"]
    run = forked.run([*entry, "my_claims/powers.py"], cwd=repository)
    assert run.returncode == 0 and "1 claim · " in run.stdout, run.stdout + run.stderr
    (tmp_path / "nothing.py").write_text("", encoding="utf-8")
    run = forked.run([*entry, "nothing.py"], cwd=tmp_path)
    assert run.returncode == pytest.ExitCode.NO_TESTS_COLLECTED
    assert re.search(hook["exclude"], "my_claims/__init__.py") and not re.search(hook["exclude"], "my_claims/powers.py")
