"""Repositories that are not ours: the entry point stays light, silent and out of their way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import forked
import pytest

from lemmata.commands.new import TEMPLATE

LIGHT = """
import sys


def test_nothing_heavy_is_loaded():
    heavy = {"torch", "sympy", "flint", "scipy", "numpy", "rich", "click", "lecture17"} & sys.modules.keys()
    assert "lemmata" in sys.modules
    assert not heavy
"""

THEIRS = """
import claims


def test_it_is_theirs():
    assert claims.paid == 3
"""


def pytest_in(directory: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return forked.run(command, cwd=directory)


def light_in(directory: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """In a new interpreter: a fork has everything heavy loaded."""
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


WAYS = {"pytest": [str(Path(sys.executable).with_name("pytest"))], "python -m pytest": [sys.executable, "-m", "pytest"]}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def way(request: pytest.FixtureRequest) -> list[str]:
    return request.param


def test_a_run_without_claims_loads_nothing_of_ours_but_the_entry_point(tmp_path, way):
    (tmp_path / "test_light.py").write_text(LIGHT, encoding="utf-8")
    ran = light_in(tmp_path, *way, "-p", "no:hypothesispytest")
    assert ran.returncode == 0, ran.stdout
    assert "claims:" not in ran.stdout


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A repository with its own package `claims`, under strict settings."""
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "__init__.py").write_text("paid = 3\n", encoding="utf-8")
    (tmp_path / "test_theirs.py").write_text(THEIRS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\naddopts = --strict-markers --strict-config\nfilterwarnings = error\n", encoding="utf-8"
    )
    return tmp_path


def test_a_repository_with_its_own_claims_package_sees_its_own(foreign, way):
    ran = pytest_in(foreign, *way)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 passed" in ran.stdout


def test_its_own_claims_package_stays_its_own_with_workers(foreign):
    ran = pytest_in(foreign, *WAYS["python -m pytest"], "-n1")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_claims_beside_another_claims_package_are_judged(foreign, way):
    uses_both = TEMPLATE.read_text(encoding="utf-8") + "\nimport claims\n\nassert claims.paid == 3\n"
    (foreign / "payments.py").write_text(uses_both, encoding="utf-8")
    ran = pytest_in(foreign, *way, "--claims-profile=smoke", "--claims-evidence=out.json")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "── payments ──" in ran.stdout and (foreign / "out.json").is_file()


def test_claims_of_their_own_kind_are_left_alone(foreign, way):
    (foreign / "claims" / "evidence.py").write_text("def claim(id):\n    return lambda f: f\n", encoding="utf-8")
    theirs = "from claims.evidence import claim\n\n\n@claim(id='x')\ndef claim_x(formula, n):\n    pass\n"
    (foreign / "sums.py").write_text(f"{theirs}\n\nraise RuntimeError('nobody imports this')", encoding="utf-8")
    (foreign / "odd.py").write_text(theirs.replace("'x'", r"'\d'"), encoding="utf-8")  # Python warns of this one
    (foreign / "old.py").write_text(f"{theirs}print 'Python 2'\n", encoding="utf-8")
    (foreign / "conftest.py").write_text(theirs, encoding="utf-8")
    (foreign / "test_light.py").write_text(LIGHT, encoding="utf-8")
    ran = light_in(foreign, *way, "-p", "no:hypothesispytest")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    said = ran.stdout.partition("collected 2 items")[2].splitlines()
    assert [line.split()[0] for line in said if line][:-1] == ["test_light.py", "test_theirs.py"], said


COUNTING = """
import ast, collections, pathlib
read, parsed = collections.Counter(), []
read_bytes, parse = pathlib.Path.read_bytes, ast.parse
def reading(path):
    read[path.name] += 1
    return read_bytes(path)
def parsing(source, *more, **named):
    parsed.append(str(source))
    return parse(source, *more, **named)
pathlib.Path.read_bytes, ast.parse = reading, parsing
def pytest_unconfigure():
    print([read[f"plain_{n}.py"] for n in range(3)], read["theirs.py"], sum("no such word" in text for text in parsed))
"""


def test_files_of_theirs_are_read_once_and_only_those_that_may_hold_claims_are_parsed(foreign):
    (foreign / "counting.py").write_text(COUNTING, encoding="utf-8")
    (foreign / "claims" / "evidence.py").write_text("def claim(x):\n    return lambda f: f\n", encoding="utf-8")
    for number in range(3):
        text = f"'''no such word {number}'''\nimport plain_{(number + 1) % 3}\n"
        (foreign / f"plain_{number}.py").write_text(text, encoding="utf-8")
    theirs = "import plain_0\nfrom claims.evidence import claim\n\n\n@claim(id='x')\ndef f():\n    pass\n"
    (foreign / "theirs.py").write_text(theirs, encoding="utf-8")
    ran = pytest_in(foreign, *WAYS["python -m pytest"], "-p", "counting")
    assert ran.stdout.splitlines()[-1] == "[1, 1, 1] 1 0", ran.stdout + ran.stderr


def test_the_plugin_named_twice_is_loaded_once(tmp_path):
    (tmp_path / "test_light.py").write_text(LIGHT, encoding="utf-8")
    ran = light_in(tmp_path, *WAYS["pytest"], "-p", "lemmata", "-p", "no:hypothesispytest")
    assert ran.returncode == 0, ran.stdout + ran.stderr
