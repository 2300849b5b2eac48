"""Copies of the library, packages that have one name, other people's `claims`: judged as they are, or one sentence."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest
from toys import ROOT, TOY, named, run, text_at

import lemmata

HERE = Path(lemmata.__file__).parent
QUICK = ("-p", "no:cacheprovider", "--claims-profile", "smoke")
# the command `pytest`, which does not look for packages where it is started
PYTEST = ("-c", "import sys, pytest; sys.path.pop(0); sys.exit(pytest.main())")
WAYS = {"python -m pytest": ("-m", "pytest"), "pytest": PYTEST}


def judged(output: str) -> set[str]:
    """The ids in the table at the end of a run."""
    return set(re.findall(r"^ ([a-z-]+) +S +holds ", output, re.MULTILINE))


# ── the library ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["claims.lemmata", "claims.lemmata.numerics.balls"])
def test_the_library_has_one_name(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)
    monkeypatch.delitem(sys.modules, "claims", raising=False)
    with pytest.raises(ImportError) as error:
        importlib.import_module(name)
    monkeypatch.delitem(sys.modules, "claims")
    assert str(error.value) == (
        "this library is imported as `lemmata`, not as `claims.lemmata`: put its parent folder on the path"
    )


def another_library(root: Path) -> None:
    (root / "lemmata" / "evidence").mkdir(parents=True)
    (root / "lemmata" / "evidence" / "claim.py").touch()


def test_a_run_in_another_clone_is_refused(pytester: pytest.Pytester) -> None:
    another_library(pytester.path / "claims")
    pytester.makepyfile(test_theirs="def test_theirs():\n    pass\n")
    refused = pytester.runpytest_inprocess()
    assert refused.ret == pytest.ExitCode.USAGE_ERROR
    assert refused.errlines[-2:] == [
        f"ERROR: {pytester.path} has its own copy of lemmata, and the one that was imported is {HERE}: "
        "run `pip install -e .` there, or start elsewhere",
        "",
    ]


def test_claims_that_lie_in_another_clone_are_refused(pytester: pytest.Pytester) -> None:
    theirs = pytester.mkdir("elsewhere")
    another_library(theirs)
    text_at(theirs / "a_text", "theirs", "Theirs")
    refused = pytester.runpytest_inprocess("elsewhere/a_text")
    assert refused.ret == pytest.ExitCode.INTERRUPTED
    assert [line for line in refused.outlines if "copy of lemmata" in line] == [
        f"{theirs} has its own copy of lemmata, and the one that was imported is {HERE}: "
        "run `pip install -e .` there, or start elsewhere"
    ]


def test_in_a_clone_beside_the_wheel_pytest_and_the_command_are_refused(python: Path, clone: Path) -> None:
    site = run(python, "-c", "import lemmata; print(lemmata.__path__[0])", cwd=python.parent).stdout.strip()
    sentence = (
        f"{clone} has its own copy of lemmata, and the one that was imported is {site}: "
        "run `pip install -e .` there, or start elsewhere"
    )
    by_pytest = run(python, "-m", "pytest", "claims", cwd=clone)
    assert (by_pytest.returncode, by_pytest.stderr.strip()) == (4, f"ERROR: {sentence}")
    by_command = run(python.with_name("lemmata"), "list", cwd=clone)
    assert (by_command.returncode, by_command.stdout, by_command.stderr) == (2, "", f"lemmata: {sentence}\n")


def test_a_clone_on_the_path_runs_its_own_claims_beside_the_wheel(python: Path, clone: Path) -> None:
    file = clone / "claims" / "toy" / "numbers.py"
    file.write_text(named("toy-of-the-clone"), encoding="utf-8")
    ran = run(python, "-m", "pytest", "claims/toy", *QUICK, cwd=clone, PYTHONPATH=str(clone / "claims"))
    file.write_text(TOY, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert judged(ran.stdout) == {"toy-of-the-clone"}


# ── packages that have one name ────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A repository with packages that have the names of installed texts."""
    text_at(tmp_path / "toy", "of-theirs", "Theirs", "sums")
    text_at(tmp_path / "lecture17", "another-of-theirs", "Another", "sums")
    return tmp_path


@pytest.mark.parametrize("more", [(), ("-n", "2"), ("--import-mode=importlib",)], ids=["", "-n 2", "importlib"])
def test_a_package_of_theirs_is_judged_and_ours_of_that_name_is_not(
    python: Path, theirs: Path, more: tuple[str, ...]
) -> None:
    ran = run(python, *PYTEST, ".", *more, *QUICK, cwd=theirs)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert judged(ran.stdout) == {"of-theirs", "another-of-theirs"}


@pytest.mark.parametrize(
    "names", [("--pyargs", "toy.numbers", "toy/sums.py"), ("toy/sums.py", "--pyargs", "toy.numbers")]
)
def test_two_packages_of_one_name_in_one_run_are_one_sentence(
    python: Path, theirs: Path, names: tuple[str, ...]
) -> None:
    ran = run(python, *PYTEST, *names, *QUICK, cwd=theirs)
    assert ran.returncode == pytest.ExitCode.INTERRUPTED, ran.stdout + ran.stderr
    said = [line for line in ran.stdout.splitlines() if "was imported from" in line]
    assert len(said) == 1 and "Traceback" not in ran.stdout
    assert re.fullmatch(
        r"sums\.py is in the package \S+/toy, and a package `toy` was imported from \S+/site-packages/toy already: "
        r"run them one by one, or give yours another name",
        said[0],
    )


# ── a `claims` of theirs ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("is_a_package", [True, False], ids=["package", "namespace"])
def test_a_claims_package_of_theirs_is_their_business(tmp_path: Path, is_a_package: bool, way: str) -> None:
    for folder in ("claims", "claims/evidence"):
        (tmp_path / folder).mkdir()
        if is_a_package:
            (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "claims" / "evidence" / "kept.py").write_text("paid = 3\n", encoding="utf-8")
    (tmp_path / "claims" / "sums.py").write_text(TOY, encoding="utf-8")
    (tmp_path / "conftest.py").touch()  # puts this folder on the path
    (tmp_path / "test_theirs.py").write_text(
        "from claims.evidence.kept import paid\n\n\ndef test_it_is_theirs():\n    assert paid == 3\n", encoding="utf-8"
    )
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\naddopts = --strict-markers --strict-config\nfilterwarnings = error\n", encoding="utf-8"
    )
    ran = run(sys.executable, *WAYS[way], *QUICK, cwd=tmp_path, PYTHONPATH=str(HERE.parent))
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert judged(ran.stdout) == {"toy"} and "3 passed" in ran.stdout


# ── other ways in ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_claim_file_of_the_lecture_is_judged_in_any_import_mode() -> None:
    ran = run(
        *(sys.executable, "-m", "pytest", "--import-mode=importlib", "claims/lecture17/the_union_bound.py"), *QUICK,
        cwd=ROOT, PYTHONPATH=str(HERE.parent),
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "── Lecture 17 · " in ran.stdout and " union-bound " in ran.stdout
