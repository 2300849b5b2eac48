"""CHANGELOG.md says where things are now: the modules and the names that it sends readers to are there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

CHANGELOG = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
MOVED = CHANGELOG.partition("### Moved\n")[2].partition("\n###")[0]


def test_every_name_that_moved_is_where_the_table_says() -> None:
    sent = re.findall(r"((?:`\w+`(?:, | and )?)+) in `([\w.]+)`", MOVED)
    assert len(sent) == 4
    for names, module in sent:
        for name in re.findall(r"\w+", names.replace(" and ", " ")):
            assert hasattr(importlib.import_module(module), name), f"{module} has no {name}"


def test_every_module_that_is_named_whole_can_be_imported() -> None:
    rows = [line.split(" | ") for line in MOVED.splitlines() if line.startswith("| `")]
    named = [name for _, now in rows for name in re.findall(r"`((?:lemmata|lecture17)[\w.]*)(?:\.…)?`", now)]
    assert "lemmata.evidence" in named and "lecture17" in named
    for name in named:
        importlib.import_module(name.rstrip("."))
