"""A command that starts from a fork says what a new interpreter says: see `forked`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import forked
import pytest

from lemmata.commands.new import TEMPLATE

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("lemmata")

# what a process knows of itself
SAID = """
import json, os, sys
import torch
print(json.dumps([sys.argv, os.getcwd(), dict(os.environ), sys.path, sys.stdin.read(), __name__, torch.get_num_threads()]))
print("to the other stream", file=sys.stderr)
"""
# sums in floats, eigenvalues, random numbers, and the digits of a ball
COMPUTED = """
import flint, numpy, sympy, torch
torch.manual_seed(1)
A = torch.randn(40, 40)
print(torch.linalg.eigvals(A).abs().sum().item().hex(), (A @ A).sum().item().hex(), torch.rand(3))
print(numpy.random.default_rng(1).normal(size=(30, 30)).dot(numpy.ones(30)).tobytes().hex())
print(flint.arb(2).sqrt(), sympy.integrate(sympy.exp(-sympy.Symbol("x") ** 2), sympy.Symbol("x")))
"""


def both(*command: object, cwd: Path, input: str = "", **variables: str) -> tuple[tuple[int, str, str], ...]:
    """Exit code and streams: from a fork, and from a new interpreter."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **variables}
    words = list(map(str, command))
    runs = (
        forked.run(words, cwd=cwd, env=environment, input=input),
        subprocess.run(
            words,
            cwd=cwd,
            env=environment,
            input=input,
            capture_output=True,
            encoding=variables.get("PYTHONIOENCODING", "utf-8"),
            check=False,
        ),
    )
    return tuple((ran.returncode, ran.stdout, ran.stderr) for ran in runs)


@pytest.mark.parametrize(
    "command", [("-c", SAID, "a", "--b"), ("said.py", "a"), ("-m", "said", "--b")], ids=lambda c: c[0]
)
def test_a_fork_has_arguments_folder_environment_path_and_streams_of_its_own(command, tmp_path) -> None:
    (tmp_path / "said.py").write_text(SAID, encoding="utf-8")
    (tmp_path / "there").mkdir()
    path = os.pathsep.join([str(ROOT / "claims"), "there"])
    here, there = both(sys.executable, *command, cwd=tmp_path, input="given\nto it", PYTHONPATH=path, OURS="1")
    assert here == there
    assert json.loads(here[1])[4] == "given\nto it"


@pytest.mark.parametrize(
    "ending",
    ["pass", "import sys; sys.exit(3)", "raise SystemExit('said at the end')", "import os; os.kill(os.getpid(), 9)"],
)
def test_it_ends_as_that_process_ends(ending, tmp_path) -> None:
    here, there = both(sys.executable, "-c", f"print('begun', flush=True)\n{ending}", cwd=tmp_path)
    assert here == there


def test_its_streams_are_encoded_as_the_environment_says(tmp_path) -> None:
    code = "import sys; print(sys.stdin.encoding, sys.stdout.encoding, sys.stderr.encoding, sys.stderr.errors, 'Lévy')"
    here, there = both(sys.executable, "-c", code, cwd=tmp_path, PYTHONIOENCODING="cp1252")
    assert here == there and "cp1252 cp1252 cp1252" in here[1]
    assert both(sys.executable, "-c", "print('σ')", cwd=tmp_path, PYTHONIOENCODING="cp1252")[0][0] == 1


def test_an_error_is_told_by_its_last_line(tmp_path) -> None:
    here, there = both(sys.executable, "-c", "import fractions\nfractions.Fraction(1, 0)", cwd=tmp_path)
    assert here[:2] == there[:2] == (1, "")
    assert here[2].splitlines()[-1] == there[2].splitlines()[-1] == "ZeroDivisionError: Fraction(1, 0)"


def test_a_fork_computes_what_a_new_interpreter_computes(tmp_path) -> None:
    for _ in range(2):  # none of a fork is left in the next
        here, there = both(sys.executable, "-c", COMPUTED, cwd=tmp_path)
        assert here == there


def test_a_run_leaves_the_same_evidence_and_a_program_says_the_same(tmp_path) -> None:
    (tmp_path / "squares.py").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    judged = [sys.executable, "-m", "pytest", ".", "-q", "-p", "no:cacheprovider", "--claims-evidence=evidence.json"]
    found = []
    for start in (forked.run, lambda words, cwd: subprocess.run(words, cwd=cwd, capture_output=True, check=False)):
        assert start(judged, cwd=tmp_path).returncode == 0
        claims = json.loads((tmp_path / "evidence.json").read_text(encoding="utf-8"))["claims"]
        found.append([{**form, "seconds": 0} for claim in claims for form in claim["forms"]])
    assert found[0] == found[1] != []
    assert len(set(both(PROGRAM, "list", ".", cwd=tmp_path))) == 1


def test_a_session_of_its_own_is_one(tmp_path: Path) -> None:
    said = forked.run(
        [sys.executable, "-c", "import os; print(os.getsid(0) == os.getpgrp() == os.getpid())"],
        cwd=tmp_path,
        session=True,
    )
    assert said.stdout == "True\n"
    killed = forked.run([sys.executable, "-c", "import os; os.killpg(os.getpgrp(), 9)"], cwd=tmp_path, session=True)
    assert killed.returncode == -9


def test_what_a_fork_cannot_be_is_refused(tmp_path) -> None:
    for command in ([sys.executable, "-O", "-c", "pass"], [sys.executable]):
        with pytest.raises(ValueError, match="from a fork"):
            forked.run(command, cwd=tmp_path)
    with pytest.raises(ValueError, match="an interpreter that starts"):
        forked.run([sys.executable, "-c", "pass"], cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": "7"})
