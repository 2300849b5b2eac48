"""What lies where: the top of the repository, folders and files of a size that one can read, a name for everything."""

from __future__ import annotations

import ast
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from modules import read

ROOT = Path(__file__).parents[2]
OURS = read(ROOT / "claims")
TOP = {
    "pyproject.toml", "claims", "tests", "benchmarks", "docs", "conftest.py", "README.md", "LICENSE", "CHANGELOG.md",
    "CITATION.cff", "constraints.txt",
}  # fmt: skip
LARGEST_FOLDER = 21
LONGEST_FILE = 250
# files of the library that are longer, and why
LONG = {
    "numerics/floats.py": "each operation with the bound that it adds, derived where it stands",
    "numerics/matrix.py": "all that a number of a claim can do, in one class",
    "numerics/symbols.py": "the same vocabulary among symbols",
    "pages/mathematics.py": "one grammar: Unicode statements as mathematics",
    "theory/generalisation/exact_classes.py": "the classes whose failure probability is known exactly, side by side",
}


def tracked() -> list[Path]:
    """The files that git keeps, relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(name) for name in listed.split("\0") if name and (ROOT / name).exists()]


def test_the_top_of_the_repository() -> None:
    assert {path.parts[0] for path in tracked() if not path.parts[0].startswith(".")} == TOP


def test_claims_is_a_source_root_with_packages_and_nothing_else() -> None:
    below = [path.relative_to("claims") for path in tracked() if path.parts[0] == "claims"]
    assert [path for path in below if len(path.parts) == 1] == []
    roots = {path.parts[0] for path in below}
    packages = {path.parts[0] for path in below if path.parts[1:] == ("__init__.py",)}
    assert packages == roots == {"lemmata", *OURS.texts}
    assert {path.parts[0] for path in below if path.parts[1:] == ("py.typed",)} == packages


def test_no_folder_is_too_large_to_be_looked_through() -> None:
    sizes = Counter(path.parent.as_posix() for path in tracked() if path.name != "__init__.py")
    assert {folder: size for folder, size in sizes.items() if size > LARGEST_FOLDER} == {}


def test_no_file_of_the_library_is_long_without_a_reason() -> None:
    library = ROOT / "claims" / "lemmata"
    lengths = {
        path.relative_to(library).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in library.rglob("*.py")
    }
    assert {name for name, lines in lengths.items() if lines > LONGEST_FILE} == LONG.keys()


def test_every_module_says_what_it_is() -> None:
    # a package may leave that to its modules
    assert [name for name, tree in OURS.trees.items() if tree.body and not ast.get_docstring(tree)] == []


def test_no_two_files_of_the_tests_have_one_name() -> None:
    """They are imported by their names alone: of two, whichever comes second would be taken for the first."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py")
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("name", OURS.texts)
def test_a_text_says_what_it_is_called(name: str) -> None:
    assigned = {
        target.id
        for node in OURS.trees[name].body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert {"TITLE", "SECTIONS"} <= assigned
