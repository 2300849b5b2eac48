"""`lemmata new`: a file that is in order and runs as it is, and that fails once its claim is wrong."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import forked
import pytest

from lemmata.commands.new import TEMPLATE


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_file_is_written_and_the_next_step_is_said(command, folder: Path) -> None:
    made = command("new", "my-claims")
    assert (made.exit_code, made.stdout, made.stderr) == (0, "wrote my_claims.py\nrun it: pytest my_claims.py\n", "")
    assert (folder / "my_claims.py").read_bytes() == TEMPLATE.read_bytes()
    (folder / "lectures").mkdir()
    made = command("new", "trapezoid.py", "--directory", "lectures")
    assert made.stdout == "wrote lectures/trapezoid.py\nrun it: pytest lectures/trapezoid.py\n"
    (folder / "my lectures").mkdir()
    made = command("new", "trapezoid", "--directory", "my lectures")
    assert made.stdout == "wrote my lectures/trapezoid.py\nrun it: pytest 'my lectures/trapezoid.py'\n"


@pytest.mark.parametrize("name", ["3d", "class", "a.b", "../up", "", "ü", "a+b"])
def test_a_name_that_no_module_has_is_refused(command, folder: Path, name: str) -> None:
    refused = command("new", name)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"lemmata: {name!r} is no name for a Python file: take letters, digits and _, as in my_claims\n"
    )
    assert not list(folder.iterdir())


@pytest.mark.parametrize("name", ["random", "msvcrt", "_curses", "claims", "lemmata", "torch"])
def test_a_name_that_would_hide_another_module_is_refused(command, folder: Path, name: str) -> None:
    refused = command("new", name)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == (
        f"lemmata: {name}.py would hide the module {name!r} that others import: choose another name\n"
    )


@pytest.mark.parametrize("name", ["conftest", "__init__", "__main__.py"])
def test_a_name_with_a_meaning_of_its_own_is_refused(command, folder: Path, name: str) -> None:
    refused = command("new", name)
    assert (refused.exit_code, refused.stdout) == (2, "")
    file = f"{name.removesuffix('.py')}.py"
    assert refused.stderr == (f"lemmata: {file} has a meaning of its own for Python or pytest: choose another name\n")


def test_a_name_that_is_too_long_for_a_file_is_one_sentence(command, folder: Path) -> None:
    for arguments in (("a" * 300,), ("mine", "--directory", "d" * 300)):
        refused = command("new", *arguments)
        assert (refused.exit_code, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
        assert not list(folder.iterdir())


def test_nothing_is_overwritten_and_no_folder_is_made(command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "mine.py").write_text("mine", encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))  # as `python -m lemmata` has it
    refused = command("new", "mine")
    assert (refused.exit_code, refused.stderr) == (2, "lemmata: mine.py is there already: choose another name\n")
    assert (folder / "mine.py").read_text(encoding="utf-8") == "mine"
    refused = command("new", "mine", "--directory", "nowhere")
    assert (refused.exit_code, refused.stderr) == (2, "lemmata: there is no folder nowhere: make it first\n")
    refused = command("new", "mine", "--directory", "mine.py")
    assert (refused.exit_code, refused.stderr) == (2, "lemmata: there is no folder mine.py: make it first\n")


def test_a_full_disk_leaves_no_half_of_a_file(command, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lemmata.record.atomic.os.fsync", full)
    refused = command("new", "mine")
    assert (refused.exit_code, refused.stderr) == (2, "lemmata: mine.py cannot be written: No space left on device\n")
    assert not list(folder.iterdir())


@pytest.mark.parametrize("check", [("check",), ("format", "--check")])
def test_the_template_is_in_order_for_whoever_starts_from_it(folder: Path, check: tuple[str, ...]) -> None:
    (folder / "mine.py").write_bytes(TEMPLATE.read_bytes())
    options = ("--isolated", "--line-length", "120", "--no-cache")
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", *check, *options, "."], cwd=folder, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_the_file_runs_as_it_is_and_fails_once_its_claim_is_wrong(command, folder: Path) -> None:
    command("new", "mine")
    run = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--claims-evidence", "out.json"]
    ran = forked.run([*run, "mine.py"], cwd=folder)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "1 refuted as printed, and corrected · 2 of 2 controls refuted, 2 by search too" in ran.stdout
    (claim,) = json.loads((folder / "out.json").read_text(encoding="utf-8"))["claims"]
    (near,) = (
        form["survives"]
        for form in claim["forms"]
        if (form["name"], form["grade"]) == ("with_an_absolute_mixed_term", "exact")
    )
    assert 0 < near < 1, "what the comment in the file says of this control"

    text = (folder / "mine.py").read_text(encoding="utf-8")
    assert text.count("+ 2 * a * b + b**2") == 1
    (folder / "mine.py").write_text(text.replace("+ 2 * a * b + b**2", "+ 3 * a * b + b**2"), encoding="utf-8")
    ran = forked.run([*run, "mine.py", "-k", "twice", "--claims-profile=smoke"], cwd=folder)
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "form      corrected with_the_mixed_term_twice, exact\nexpected  holds\ngot       refuted" in ran.stdout
