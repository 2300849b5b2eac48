"""A wheel of this repository, installed beside the packages that are here already."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOY = """
from dataclasses import dataclass

from hypothesis import strategies as st

from lemmata.evidence import claim, decided, exact
from lemmata.numerics.verdict import Comparison, Verdict


@dataclass(frozen=True)
class Whole:
    value: int

    def into(self, arithmetic):
        return self.value


def itself(n):
    return n


def doubled(n):
    return 2 * n


@claim("toy", slide="S", status="T", scope="whole numbers", printed=itself, controls=[doubled], cases=[Whole(3)])
@decided(exact(n=st.integers(1, 10**6).map(Whole)))
def claim_a_number_is_itself(formula, n):
    \"\"\"n = n.\"\"\"
    return Comparison(Verdict.HOLDS if formula(n) == n else Verdict.REFUTED, str(formula(n)), str(n))
"""


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON"))}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of this repository that a clone would have, with one small claim among those of the package."""
    target = tmp_path_factory.mktemp("clone") / "repository"
    target.mkdir()
    for name in ("claims", "tests/packaging"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy(file, target)
    (target / "claims" / "toy").mkdir()
    (target / "claims" / "toy" / "__init__.py").write_text('TITLE = "Toys"\n', encoding="utf-8")
    (target / "claims" / "toy" / "numbers.py").write_text(TOY, encoding="utf-8")
    return target


@pytest.fixture(scope="module")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        *(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-index", "--no-build-isolation"),
        *("-w", folder, "."),
        cwd=clone,
    )
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("lemmata-*.whl")
    return found


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel, and every other package that this one has."""
    home = tmp_path_factory.mktemp("environment") / "venv"
    made = run(sys.executable, "-m", "venv", "--without-pip", home, cwd=wheel.parent)
    assert made.returncode == 0, made.stderr
    python = home / "bin" / "python"
    site = Path(run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=home).stdout.strip())
    unpacked = run(
        sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel, cwd=home
    )
    assert unpacked.returncode == 0, unpacked.stderr
    # A plain path, not a site directory: the .pth files there, an editable install of ours among them, are not read.
    (site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def test_the_wheel_holds_the_package_and_the_entry_point_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"claims", "lemmata"}
    inside = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "claims").rglob("*")
        if path.is_file() and not {"_entry", "__pycache__"} & set(path.parts)
    }
    assert inside <= set(names)
    assert {"lemmata/__init__.py", "claims/py.typed", "claims/toy/numbers.py"} <= set(names)
    assert not any("_entry" in name for name in names)


def test_pytest_pyargs_claims_works_from_an_empty_directory(python, tmp_path):
    ran = run(
        *(python, "-m", "pytest", "--pyargs", "claims", "-k", "toy", "-p", "no:cacheprovider"),
        *("--claims-evidence", "out.json"),
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "── Toys ──" in ran.stdout
    evidence = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [claim["file"] for claim in evidence["claims"]] == ["claims/toy/numbers.py"]
    assert evidence["run"]["complete"] is True
    (node,) = (form["node"] for form in evidence["claims"][0]["forms"] if form["name"] == "doubled")
    assert node == "claims.toy.numbers::claim_a_number_is_itself[control-doubled-exact]"
    for named in (node, node.partition("[")[0], node.partition("::")[0]):
        again = run(python, "-m", "pytest", "--pyargs", named, "-p", "no:cacheprovider", cwd=tmp_path)
        assert again.returncode == 0 and "passed" in again.stdout, again.stdout + again.stderr


WITHOUT_THE_CURRENT_DIRECTORY = "import sys, pytest; sys.path.pop(0); sys.exit(pytest.main())"


@pytest.mark.parametrize("way", [["-m", "pytest"], ["-c", WITHOUT_THE_CURRENT_DIRECTORY]], ids=["python -m", "plain"])
def test_a_clone_runs_its_own_claims_where_a_wheel_is_installed(python, clone, way):
    (clone / "claims" / "toy" / "numbers.py").write_text(TOY.replace('"toy"', '"toy-of-the-clone"'), encoding="utf-8")
    ran = run(python, *way, "claims", "-k", "toy", "-p", "no:cacheprovider", cwd=clone)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "toy-of-the-clone" in ran.stdout


def test_claims_of_another_repository_are_collected(python, tmp_path):
    (tmp_path / "numbers_of_theirs.py").write_text(TOY, encoding="utf-8")
    ran = run(python, "-m", "pytest", "-p", "no:cacheprovider", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "── numbers_of_theirs ──" in ran.stdout


def test_the_worked_example_runs_from_an_empty_directory(python, tmp_path):
    example = ROOT / "examples" / "numerical_integration"
    shutil.copytree(example, tmp_path / example.name, ignore=shutil.ignore_patterns("__pycache__"))
    ran = run(
        *(python, "-m", "pytest", example.name, "-p", "no:cacheprovider", "--claims-profile", "smoke"),
        *("--claims-evidence", "out.json"),
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "── Numerical integration ──" in ran.stdout
    evidence = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [claim["id"] for claim in evidence["claims"]] == ["trapezoid-error", "trapezoid-bound", "simpson-degree"]
    assert evidence["run"]["complete"] is True


def test_the_command_works_from_an_empty_directory_though_warnings_are_errors(python, tmp_path):
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    lemmata = python.with_name("lemmata")
    listed = run(lemmata, "list", "--slide", "S", cwd=tmp_path)
    assert listed.returncode == 0 and "claims/toy/numbers.py" in listed.stdout, listed.stdout + listed.stderr
    ran = run(lemmata, "run", "-k", "toy", "-p", "no:cacheprovider", "--claims-evidence", "out.json", cwd=tmp_path)
    assert ran.returncode == 0 and "── Toys ──" in ran.stdout, ran.stdout + ran.stderr
    made = run(lemmata, "report", "out.json", cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "<h1>Toys</h1>" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_claim_of_ones_own_is_begun_and_judged_beside_the_wheel(python, tmp_path):
    made = run(python.with_name("lemmata"), "new", "my_claims", cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    ran = run(
        *(python, "-m", "pytest", "my_claims.py", "-p", "no:cacheprovider", "--claims-profile", "smoke"), cwd=tmp_path
    )
    assert ran.returncode == 0 and "── my_claims ──" in ran.stdout, ran.stdout + ran.stderr
