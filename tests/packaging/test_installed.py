"""A wheel of this repository: what is in it, and that it works where there is nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
import tomllib
import zipfile
from pathlib import Path

from toys import ROOT, TOY, run, text_at

DATA = ("py.typed", ".template", ".html", ".css")
QUICK = ("-p", "no:cacheprovider", "--claims-profile", "smoke")


def test_building_says_nothing_to_worry_about(built: subprocess.CompletedProcess[str]) -> None:
    lines = (built.stdout + built.stderr).splitlines()
    assert [line for line in lines if re.search(r"warning|deprecat", line, re.IGNORECASE)] == []


def test_the_wheel_holds_the_library_and_the_texts_and_nothing_else(clone: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    sources = clone / "claims"
    files = {path.relative_to(sources) for path in sources.rglob("*") if path.is_file()}
    made = ("__pycache__", "lemmata.egg-info")  # by Python, and by setuptools
    assert names == {path.as_posix() for path in files if not set(made) & set(path.parts)}
    assert {"lemmata", "lecture17", "toy"} <= {name.partition("/")[0] for name in names}
    assert {name for name in names if not name.endswith((".py", *DATA))} == set()
    assert {"lemmata/py.typed", "lecture17/py.typed", "lecture17/figures/__init__.py"} <= names


def test_the_wheel_registers_the_entry_point_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (listed,) = (archive.read(name).decode() for name in archive.namelist() if name.endswith("entry_points.txt"))
    assert "[pytest11]\nlemmata = lemmata.run.entry\n" in listed
    assert "[console_scripts]\nlemmata = lemmata.__main__:main\n" in listed


def test_the_source_distribution_holds_what_the_wheel_is_made_of(clone: Path, wheel: Path) -> None:
    (archive,) = (clone / "dist").glob("lemmata-*.tar.gz")
    with tarfile.open(archive) as sources, zipfile.ZipFile(wheel) as made:
        inside = {name.partition("/")[2] for name in sources.getnames()}
        assert {f"claims/{name}" for name in made.namelist() if ".dist-info/" not in name} <= inside
    assert {"pyproject.toml", "README.md", "LICENSE"} <= inside


def test_a_text_is_found_and_not_listed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["setuptools"]["packages"]["find"] == {"where": ["claims"], "namespaces": False}
    assert "lecture17" not in json.dumps(project)


def test_pyargs_judges_an_installed_text_from_an_empty_directory(python: Path, tmp_path: Path) -> None:
    ran = run(
        python,
        "-m",
        "pytest",
        "--pyargs",
        "toy",
        "-p",
        "no:cacheprovider",
        "--claims-evidence",
        "out.json",
        cwd=tmp_path,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "── Toys ──" in ran.stdout
    evidence = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [claim["file"] for claim in evidence["claims"]] == ["toy/numbers.py"]
    assert evidence["run"]["complete"] is True
    (node,) = (form["node"] for form in evidence["claims"][0]["forms"] if form["name"] == "doubled")
    assert node == "toy.numbers::claim_a_number_is_itself[control-doubled-exact]"
    again = run(python, "-m", "pytest", "--pyargs", node, "-p", "no:cacheprovider", cwd=tmp_path)
    assert again.returncode == 0 and "1 passed" in again.stdout, again.stdout + again.stderr


def test_pyargs_judges_the_lecture_with_workers_from_an_empty_directory(python: Path, tmp_path: Path) -> None:
    ran = run(python, "-m", "pytest", "--pyargs", "lecture17", "-n", "2", "-k", "union-bound", *QUICK, cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "── Lecture 17 · " in ran.stdout and "\n 1 claim · " in ran.stdout


def test_an_editable_install_runs_the_clone_and_texts_that_come_later(
    clone: Path, editable: Path, tmp_path: Path
) -> None:
    later = text_at(clone / "claims" / "later", "came-later", "Later")
    ran = run(editable, "-m", "pytest", "--pyargs", "later", *QUICK, cwd=tmp_path)
    shutil.rmtree(later)
    assert ran.returncode == 0 and " came-later " in ran.stdout, ran.stdout + ran.stderr
    places = run(
        editable, "-c", "import lemmata, lecture17; print(*lemmata.__path__, *lecture17.__path__)", cwd=tmp_path
    )
    assert places.stdout.split() == [str(clone / "claims" / "lemmata"), str(clone / "claims" / "lecture17")]


def test_an_empty_directory_holds_no_claims(python: Path, tmp_path: Path) -> None:
    ran = run(python, "-m", "pytest", cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (5, "")
    assert "claim" not in ran.stdout.partition("collected")[2]


def test_claims_of_another_repository_are_collected(python: Path, tmp_path: Path) -> None:
    (tmp_path / "numbers_of_theirs.py").write_text(TOY, encoding="utf-8")
    ran = run(python, "-m", "pytest", "-p", "no:cacheprovider", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "── numbers_of_theirs ──" in ran.stdout


def test_the_worked_example_runs_from_an_empty_directory(python: Path, tmp_path: Path) -> None:
    example = ROOT / "docs" / "examples" / "numerical_integration"
    shutil.copytree(example, tmp_path / example.name, ignore=shutil.ignore_patterns("__pycache__"))
    ran = run(python, "-m", "pytest", example.name, *QUICK, "--claims-evidence", "out.json", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "── Numerical integration ──" in ran.stdout
    evidence = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [claim["id"] for claim in evidence["claims"]] == ["trapezoid-error", "trapezoid-bound", "simpson-degree"]
    assert evidence["run"]["complete"] is True


FOREIGN = {
    "cantelli": {"exact"}, "descent_lemma": {"exact"}, "relu_lipschitz": {"exact"},
    "sherman_morrison": {"symbolic", "exact"}, "softmax_jacobian": {"symbolic", "certified"},
    "vae_kl": {"symbolic", "certified"},
}  # fmt: skip
"""Claims of other subjects in docs/examples, and the grades that follow from their kinds."""


def test_claims_of_other_subjects_are_short_and_judged_beside_the_wheel(python: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "examples" / "foreign", tmp_path / "foreign")
    lines = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in tmp_path.glob("foreign/*.py")}
    assert lines.keys() == FOREIGN.keys() and max(lines.values()) <= 25
    ran = run(
        python, "-m", "pytest", "foreign", "-p", "no:cacheprovider", "--claims-evidence", "out.json", cwd=tmp_path
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    document = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert document["run"]["complete"] is True
    judged = {
        (claim["text"], form["grade"], form["role"], form["verdict"])
        for claim in document["claims"]
        for form in claim["forms"]
    }
    wanted = (("printed", "refuted"), ("corrected", "holds"))
    assert judged == {(name, grade, *form) for name, grades in FOREIGN.items() for grade in grades for form in wanted}
    # each counterexample is one that its author wrote
    assert "no written case refutes" not in ran.stdout


def test_the_command_works_from_an_empty_directory_though_warnings_are_errors(python: Path, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    lemmata = python.with_name("lemmata")
    listed = run(lemmata, "list", "--slide", "S", cwd=tmp_path)
    assert listed.returncode == 0 and "toy/numbers.py" in listed.stdout, listed.stdout + listed.stderr
    ran = run(lemmata, "run", "-k", "toy", "-p", "no:cacheprovider", "--claims-evidence", "out.json", cwd=tmp_path)
    assert ran.returncode == 0 and "── Toys ──" in ran.stdout, ran.stdout + ran.stderr
    made = run(lemmata, "report", "out.json", cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "<h1>Toys</h1>" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_claim_of_ones_own_is_begun_and_judged_beside_the_wheel(python: Path, tmp_path: Path) -> None:
    made = run(python.with_name("lemmata"), "new", "my_claims", cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    ran = run(python, "-m", "pytest", "my_claims.py", *QUICK, cwd=tmp_path)
    assert ran.returncode == 0 and "── my_claims ──" in ran.stdout, ran.stdout + ran.stderr
