"""What a snippet prints in a process of its own: the sentence that the run found, whatever the case is made of."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import forked
import pytest

from lemmata.evidence.imports import NoPython, imports

ROOT = Path(__file__).parents[2]
CLAIM = '''
"""Claims about the number that a case stands for."""
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from lemmata.evidence import claim, decided, exact, refuted
from lemmata.numerics.verdict import Comparison, Verdict
from lemmata.theory.exact.spelling import Spelled, makes
{before}

def two(n):
    return 2


def one(n):
    return 1


def three(n):
    return 3


@claim(
    id="theirs", slide="S", status="F", scope="all", says="1 = 2", printed=refuted(two, "it is one"), corrected=one,
    controls=[three], cases=[{case}],
)
@decided(exact(n=st.just({case})))
def claim_theirs(formula, n):
    """1 = 1."""
    found = formula(n)
    return Comparison(Verdict.HOLDS if found == 1 else Verdict.REFUTED, str(found), "1")
'''


def made(folder: Path, case: str, before: str = "", name: str = "theirs.py") -> Path:
    """A file of one claim with this case, and what it is made of before. A mapping is a case already."""
    file = folder / name
    text = CLAIM.replace("{before}", before).replace("{case}", f"dict(n={case})")
    file.write_text(text.lstrip(), encoding="utf-8")
    return file


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Python in this folder, with the library that is tested here."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "claims"), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


MAKER = """
@dataclass(frozen=True)
class Held(Spelled):
    low: int
    high: Any

    def into(self, arithmetic):
        return self


@makes(Held)
def {name}(low, high):
    return Held(low, high)
"""

# file: its case, what stands before it, and a part of the snippet
RUNS = {
    "range.py": ("Held(0, 3)", MAKER.replace("{name}", "range"), "from range import claim_theirs, range"),
    "set.py": ("Held(0, 3)", MAKER.replace("{name}", "set"), "from set import claim_theirs, set"),
    "tuple.py": ("Held(0, (1, 2))", MAKER.replace("{name}", "tuple"), "from tuple import claim_theirs, tuple"),
    "long.py": ("np.arange(1500)", "import numpy as np\n", "from numpy import array"),
    "digits.py": ("np.array([0.1 + 0.2, 1 / 3])", "import numpy as np\n", "0.30000000000000004"),
    "objects.py": ("np.array([Fraction(1, 2)])", "import numpy as np\nfrom fractions import Fraction\n", "import Fraction"),
    "proxy.py": ("MappingProxyType({'a': 1})", "from types import MappingProxyType\n", "MappingProxyType as mappingproxy"),
    "spaces.py": ("SimpleNamespace(a=[1])", "from types import SimpleNamespace\n", "SimpleNamespace as namespace"),
    "symbol.py": ("[sympy.Symbol('x', positive=True)]", "import sympy\n", "x = Symbol('x', positive=True)"),
    "algebra.py": ("sympy.sqrt(2) * sympy.Symbol('ε') ** 2 + sympy.pi", "import sympy\n", "ε = Symbol('ε')"),
    "whole.py": ("10**5000 + 7", "", "0x"),
    "fraction.py": ("Fraction(1, 10**5000)", "from fractions import Fraction\n", "sys.set_int_max_str_digits(0)"),
    "typed.py": (
        "Held('1', Fraction(1, 10**5000))", "from fractions import Fraction\n" + MAKER.replace("{name}", "held"), "'1/1000",
    ),
    "class.py": ("3", "", "claim_theirs = import_module('class').claim_theirs"),
    "2024 lecture.py": ("3", "", "import_module('2024 lecture')"),
    "µ.py": ("3", "", "import_module('µ')"),
}  # fmt: skip

KEPT = "kept_elsewhere.py"
"""A file in which the claim has another name than its check."""

PASTE = """
import contextlib, io, json, sys
printed = []
for snippet in json.load(sys.stdin):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(snippet, "snippet", "exec"), {})
    printed.append(out.getvalue())
print(json.dumps(printed))
"""


@pytest.fixture(scope="module")
def snippets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """By file: the snippet of the counterexample that one run of pytest over all of them has found."""
    folder = tmp_path_factory.mktemp("theirs")
    for name, (case, before, _) in RUNS.items():
        made(folder, case, before, name)
    text = made(folder, "3", name=KEPT).read_text(encoding="utf-8").replace("def claim_theirs", "def _check")
    head, _, tail = text.partition("@claim(")
    arguments, _, check = tail.partition("\n)\n")
    (folder / KEPT).write_text(f"{head}{check}\n\nclaim_kept = claim({arguments}\n)(_check)\n", encoding="utf-8")
    out = folder / "evidence.json"
    done = run(folder, "-m", "pytest", ".", "--claims-profile=smoke", f"--claims-evidence={out}", "-k", "two", "-q")
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, str] = {"": str(folder)}
    for claim in json.loads(out.read_text(encoding="utf-8"))["claims"]:
        found[claim["file"]] = next(
            form["counterexample"]["snippet"] for form in claim["forms"] if form["name"] == "two"
        )
    assert set(found) == {"", KEPT, *RUNS}
    return found


@pytest.mark.parametrize("file", RUNS)
def test_a_snippet_says_what_it_needs(file: str, snippets: dict[str, str]) -> None:
    assert RUNS[file][2] in snippets[file]


def test_a_claim_is_imported_by_the_name_that_it_has(snippets: dict[str, str]) -> None:
    assert snippets[KEPT].startswith("from kept_elsewhere import claim_kept\nprint(claim_kept.replay(")


def test_every_snippet_prints_the_sentence(snippets: dict[str, str]) -> None:
    files = [KEPT, *RUNS]
    done = forked.run(
        [sys.executable, "-c", PASTE], cwd=Path(snippets[""]), input=json.dumps([snippets[file] for file in files]),
        env={**os.environ, "PYTHONPATH": str(ROOT / "claims")},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert dict(zip(files, json.loads(done.stdout), strict=True)) == dict.fromkeys(files, "refuted: 2 ≠ 1\n")


LOCAL = """
def local():
    @dataclass(frozen=True)
    class Inner:
        value: int

        def into(self, arithmetic):
            return self

        def __repr__(self):
            return f"Inner({self.value})"

    return Inner(3)
"""
SHORT = """
@dataclass(frozen=True)
class Short:
    value: Any

    def into(self, arithmetic):
        return self

    def __repr__(self):
        return "%s"
"""
RANGE = """
a_range = range(3)


def range(held):
    return Short(held)
"""
PRINT = """
def print(n):
    return Short(n)
"""


@pytest.mark.parametrize(
    ("case", "before", "why"),
    [
        ("local()", LOCAL, "has 'Inner' in it, a class that cannot be imported: write it at the top of its module"),
        ("Short(1)", SHORT % "Shrt(1)", "has 'Shrt' in it, and nothing of that name is found"),
        ("Short(1)", SHORT % "Short([1, ..., 9])", "leaves something out, Short([1, ..., 9])"),
        ("Short(1)", SHORT % "print(1)" + PRINT, "has 'print' in it, which is the name of something else there"),
        ("Short(a_range)", SHORT % "range(range(0, 3))" + RANGE,
         "has 'range' in it, which is Python's own and a name of theirs too: give one of them another name"),
        ("sympy.Symbol('x') + sympy.Rational(1, 2)", "import sympy\n", "x + 1/2, has a fraction in it, which Python rounds"),
    ],
    ids=["local", "nowhere", "abridged", "print", "two ranges", "half"],
)  # fmt: skip
def test_what_cannot_be_written_says_so_where_it_is_made(
    case: str, before: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("theirs")
    monkeypatch.setitem(sys.modules, "theirs", module)
    exec(made(tmp_path, case, before).read_text(encoding="utf-8"), vars(module))
    with pytest.raises(NoPython) as error:
        imports(module.claim_theirs.cases[0], "theirs", "claim_theirs")
    assert why in str(error.value)
