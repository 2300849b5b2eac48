"""`import lemmata`: one flat namespace, light, typed, and documented as it is."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import lemmata

ROOT = Path(__file__).parents[2]
# The types that are looked at are ours: mypy need not read the libraries below us, which takes it a quarter of a minute.
OURS_ALONE = "[mypy]\nignore_missing_imports = True\n[mypy-torch.*,numpy.*,scipy.*,sympy.*,hypothesis.*,pytest.*]\n"
OURS_ALONE += "follow_imports = skip\nfollow_imports_for_stubs = True\n"
HEAVY = ("torch", "sympy", "flint", "hypothesis", "numpy", "scipy", "pytest", "_pytest")


def told_to_type_checkers() -> dict[str, str]:
    """The names that type checkers see, each with the module it comes from."""
    tree = ast.parse((ROOT / "claims" / "lemmata" / "__init__.py").read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    found = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    return {alias.asname or "": str(node.module) for node in found for alias in node.names}


def test_what_is_told_to_type_checkers_is_what_there_is() -> None:
    told = told_to_type_checkers()
    assert sorted(told) == lemmata.__all__ == sorted(set(lemmata.__all__))
    for name, module in told.items():
        assert getattr(lemmata, name) is getattr(importlib.import_module(module), name)
        assert name in dir(lemmata)


def test_a_name_that_is_not_there_is_an_attribute_error_as_everywhere() -> None:
    with pytest.raises(AttributeError, match="module 'lemmata' has no attribute 'nowhere'"):
        lemmata.nowhere  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'nowhere' from 'lemmata'"):
        from lemmata import nowhere  # type: ignore[attr-defined]  # noqa: F401


@pytest.mark.parametrize(
    "start",
    ["import lemmata", "import sys; sys.argv = ['lemmata', '--help']; from lemmata.__main__ import main; main()"],
)
def test_neither_the_package_nor_the_help_loads_anything_heavy(start: str) -> None:
    code = f"import atexit, sys\natexit.register(lambda: print(*sorted({HEAVY!r} & sys.modules.keys(), sep=',')))\n"
    code = code.replace(f"{HEAVY!r}", f"set({HEAVY!r})").replace(", sep=','", "") + start
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "", ran.stdout


def test_types_come_through(tmp_path: Path) -> None:
    file = tmp_path / "typed.py"
    file.write_text(
        "import lemmata\nfrom lemmata import claim, equal, rationals\n"
        "reveal_type(equal)\nreveal_type(rationals(but=1))\nreveal_type(lemmata.judge)\nreveal_type(claim)\n",
        encoding="utf-8",
    )
    (tmp_path / "mypy.ini").write_text(OURS_ALONE, encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir=/dev/null", str(file)],
        cwd=tmp_path, env={"MYPYPATH": str(ROOT / "claims"), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    revealed = re.findall(r'Revealed type is "(.*)"', told.stdout)
    assert len(revealed) == 4, told.stdout + told.stderr
    assert revealed[0].endswith("-> lemmata.numerics.verdict.Comparison")
    assert revealed[1] == "lemmata.kinds.numbers.Rationals"
    assert revealed[2].endswith("-> lemmata.run.interactive.Verdicts")
    assert (
        "-> def (def (*Any, **Any) -> lemmata.numerics.verdict.Comparison) -> lemmata.evidence.claim.Claim"
        in revealed[3]
    )


def test_the_reference_lists_every_name_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    api = importlib.import_module("from_evidence.api")
    listed = dict(re.findall(r"^\| \{py:\w+\}`(\w+) <[\w.]+>` \| (.+) \|$", api.face(), re.MULTILINE))
    assert sorted(listed) == lemmata.__all__
    assert [name for name, sentence in listed.items() if not sentence.strip()] == []
