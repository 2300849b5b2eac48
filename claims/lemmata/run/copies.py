"""One process, one copy of the library: a clone beside an installed one, or beside another clone, is told apart."""

from __future__ import annotations

from pathlib import Path

import lemmata

__all__ = ["HERE", "other_copy"]

HERE = Path(lemmata.__path__[0]).resolve()
"""The folder that the library was imported from."""


def other_copy(root: Path) -> str:
    """What is wrong where a clone stands at ``root`` and the library comes from elsewhere; otherwise the empty string."""
    its = (root / "claims" / "lemmata").resolve()
    if its == HERE or not (its / "evidence" / "claim.py").is_file():
        return ""
    return (
        f"{root} has its own copy of lemmata, and the one that was imported is {HERE}: "
        f"run `pip install -e .` there, or start elsewhere"
    )
