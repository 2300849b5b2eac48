"""What mypy looks at when it is called without arguments, as `.ci/run` does: everything that is ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from mypy.main import process_options

ROOT = Path(__file__).parents[2]
OURS = sorted(path for folder in ("claims", "docs") for path in (ROOT / folder).rglob("*.py"))


def test_every_file_of_library_texts_and_documentation_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("MYPYPATH", raising=False)
    targets, options = process_options([])
    checked = {Path(target.path).resolve(): target.module for target in targets if target.path is not None}
    assert sorted(checked) == OURS
    for module in checked.values():
        its = options.clone_for_module(module)
        assert not its.ignore_errors and its.follow_imports == "normal", module
        assert its.check_untyped_defs and its.warn_unreachable, module
        if module.startswith("lemmata"):
            assert its.disallow_untyped_defs and its.disallow_incomplete_defs, module


def test_a_module_has_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    targets, _ = process_options([])
    names = {Path(target.path).resolve(): target.module for target in targets if target.path is not None}
    for path in OURS:
        if path.is_relative_to(ROOT / "claims"):
            dotted = ".".join(path.relative_to(ROOT / "claims").with_suffix("").parts).removesuffix(".__init__")
            assert names[path] == dotted
