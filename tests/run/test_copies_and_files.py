"""Which files a claim's fingerprint is made of, and where a file of claims may not be imported from."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from lemmata.run.copies import HERE, other_copy, out_of_place
from lemmata.run.files import python_files


def made(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


TEXT = (
    "__init__.py",
    "sums.py",
    "figures/__init__.py",
    "figures/curves.py",
    "figures/deep/__init__.py",
    "notes/old.py",
)


def test_a_text_is_its_files_and_those_of_the_packages_in_it(tmp_path: Path) -> None:
    found = {path.relative_to(tmp_path).as_posix() for path in python_files(made(tmp_path, *TEXT))}
    assert found == set(TEXT) - {"notes/old.py"}


def test_a_folder_that_is_no_package_is_its_own_files_alone(tmp_path: Path) -> None:
    made(tmp_path, "sums.py", "numpy/__init__.py", "numpy/core.py")
    assert list(python_files(tmp_path)) == [tmp_path / "sums.py"]


def test_the_clone_that_the_library_comes_from_is_no_other_copy(tmp_path: Path) -> None:
    assert other_copy(HERE.parents[1]) == "" == other_copy(tmp_path)
    (tmp_path / "claims").symlink_to(HERE.parent)
    assert other_copy(tmp_path) == ""


def test_a_folder_called_lemmata_that_is_no_library_is_theirs(tmp_path: Path) -> None:
    assert other_copy(made(tmp_path, "claims/lemmata/__init__.py")) == ""


def test_a_file_of_a_package_is_in_place_until_another_one_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "a_text/__init__.py", "a_text/part/__init__.py", "a_text/part/sums.py", "a_text.py")
    deep = tmp_path / "a_text" / "part" / "sums.py"
    assert out_of_place(deep) == ""
    loaded = ModuleType("a_text")
    monkeypatch.setitem(sys.modules, "a_text", loaded)
    loaded.__path__ = [str(tmp_path / "a_text")]
    assert out_of_place(deep) == ""
    loaded.__path__ = [str(tmp_path / "elsewhere" / "a_text")]
    assert out_of_place(deep) == (
        f"sums.py is in the package {tmp_path / 'a_text'}, and a package `a_text` was imported from "
        f"{tmp_path / 'elsewhere' / 'a_text'} already: run them one by one, or give yours another name"
    )
    assert out_of_place(tmp_path / "a_text.py") == "", "pytest itself says so of a file in no package"
