"""The house: who may import whom, and words that no file of ours contains."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("numerics", "theory", "strategies", "evidence", "lecture17", "pages", "reporting", "plugin", "commands")
# package → the packages of ours that it may import
ALLOWED = {
    "numerics": {"numerics"},
    "theory": {"numerics", "theory"},
    "strategies": {"numerics", "theory", "strategies"},
    "evidence": {"numerics", "evidence", "pages", "reporting"},
    "lecture17": {"numerics", "theory", "strategies", "evidence"},
    "pages": {"pages"},
    "reporting": {"pages", "reporting"},
    "plugin": {"evidence", "reporting"},
    "commands": {"evidence", "pages", "commands"},
}
# library → the places that may import it
RESERVED = {
    "hypothesis": ("strategies", "evidence", "lecture17"),
    "pytest": ("evidence", "reporting", "plugin", "commands", "_entry"),
    "_pytest": ("evidence", "reporting", "plugin", "commands", "_entry"),
    "rich": ("reporting", "commands"),
    "click": ("commands",),
    "xdist": (),
}
# joined here, so that this file does not contain what it forbids
FORBIDDEN = {
    "".join(("all", "close")): "a tolerance picked by hand",
    "".join((r"\b", "a", "tol", r"\b")): "a tolerance picked by hand",
    "".join((r"\b", "r", "tol", r"\b")): "a tolerance picked by hand",
    "".join(("pytest", r"\.", "approx")): "a tolerance picked by hand",
    "".join((r"\b", "is", "close", r"\b")): "a tolerance picked by hand",
    "".join(("x", "fail")): "an expectation that hides a verdict",
    "".join(("pytest", r"\.", "skip")): "an expectation that hides a verdict",
    "".join(("mark", r"\.", "skip")): "an expectation that hides a verdict",
    "".join(("import", "or", "skip")): "an expectation that hides a verdict",
    "".join((r"except\s+\(?\s*(\w+,\s*)*", "(Base)?", r"Exception\b")): "an error that is swallowed",
    "".join((r"\bexcept", r"\s*:")): "an error that is swallowed",
}


@cache
def files() -> dict[str, ast.Module]:
    """Every module of ours by its dotted name: 'lemmata.numerics.balls', 'claims._entry.lemmata.files'."""
    found = {}
    for path in sorted((ROOT / "claims").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


def place(module: str) -> str:
    """The package below `claims` that a module lies in: 'numerics'; '' for `claims` itself."""
    return module.split(".")[1] if "." in module else ""


def imported(module: str, nodes: Iterable[ast.AST]) -> frozenset[str]:
    """What these statements of a module import: modules of ours by their full name, others by their first word."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively: write the full name"
            base = node.module or ""
            names = [f"{base}.{a.name}" if f"{base}.{a.name}" in files() else base for a in node.names]
        else:
            continue
        found.update(name if name.startswith("claims") else name.split(".")[0] for name in names)
    return frozenset(found)


@cache
def imports(module: str) -> frozenset[str]:
    """All that a module imports, anywhere in it."""
    return imported(module, ast.walk(files()[module]))


def inside(package: str) -> list[str]:
    return [module for module in files() if place(module) == package]


def test_every_package_is_known() -> None:
    assert {place(module) for module in files()} - {"", "_entry"} == set(PACKAGES), "give a new package its rules here"


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_lies_below_it(package: str) -> None:
    for module in inside(package):
        wrong = {name for name in imports(module) if name.startswith("claims.") and place(name) not in ALLOWED[package]}
        assert not wrong, f"{module} imports {', '.join(sorted(wrong))}"


def test_files_of_the_lecture_never_import_each_other() -> None:
    for module in inside("lecture17"):
        others = {name for name in imports(module) if place(name) == "lecture17"}
        assert not others, f"{module} imports {', '.join(sorted(others))}: a claim is read by itself"


def test_what_every_run_of_pytest_loads_stays_light() -> None:
    for module in inside("_entry") + inside("reporting") + inside("pages") + inside("commands"):
        heavy = imported(module, files()[module].body) & {"torch", "sympy", "hypothesis", "flint", "numpy", "scipy"}
        assert not heavy, f"{module} loads {', '.join(sorted(heavy))} before there is a claim"
    for module in inside("_entry"):
        ours = {name for name in imports(module) if name.startswith("claims")}
        assert not ours, f"{module} imports {', '.join(sorted(ours))}: `claims` may be another package there"


@pytest.mark.parametrize("library", RESERVED)
def test_a_library_stays_in_its_place(library: str) -> None:
    for module in files():
        if place(module) not in RESERVED[library]:
            assert library not in imports(module), f"{module} imports {library}"


def test_there_are_no_import_cycles() -> None:
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join((*path[path.index(module) :], module)) if module in path else ""
        if module in done:
            return
        for name in sorted(imports(module) & files().keys()):
            visit(name, (*path, module))
        done.add(module)

    for module in files():
        visit(module, ())


def test_every_module_says_what_it_is() -> None:
    # a package may leave that to its modules
    silent = [m for m, tree in files().items() if tree.body and not ast.get_docstring(tree)]
    assert not silent, f"no docstring in {', '.join(silent)}"


def sources() -> list[Path]:
    return sorted(chain((ROOT / "claims").rglob("*.py"), (ROOT / "tests").rglob("*.py")))


def test_no_two_files_of_the_tests_have_one_name() -> None:
    """They are imported by their names alone: of two, whichever comes second would be taken for the first."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py")
    twice = sorted(name for name, count in names.items() if count > 1)
    assert not twice, f"{', '.join(twice)} stands twice among the tests"


@pytest.mark.parametrize(("pattern", "why"), FORBIDDEN.items())
def test_no_file_of_ours_contains(pattern: str, why: str) -> None:
    for path in sources():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            assert not re.search(pattern, line), f"{path.relative_to(ROOT)}:{number}: {why}: {line.strip()}"


def test_the_patterns_see_what_they_forbid() -> None:
    tolerances = ["torch.all{}(a, b)", "f(a, b, a{}=0)", "f(r{}=1)", "x == pytest.app{}(y)", "math.is{}(a, b)"]
    hidden = ["@pytest.mark.x{}", "pytest.sk{}('slow')", "@pytest.mark.sk{}if(True)", "pytest.importorsk{}('torch')"]
    swallowed = ["    except {}:", "except (KeyError, {}):", "except Base{}:", "exc{}:"]
    ends = ["close", "tol", "tol", "rox", "close", "fail", "ip", "ip", "ip", *["".join(("Exc", "eption"))] * 3, "ept"]
    for line, end in zip(tolerances + hidden + swallowed, ends, strict=True):
        assert any(re.search(pattern, line.format(end)) for pattern in FORBIDDEN), line.format(end)
    for fine in ("except ZeroDivisionError as error:", "error: type[Exception]", "skipped = [a for a in close]"):
        assert not any(re.search(pattern, fine) for pattern in FORBIDDEN), fine
