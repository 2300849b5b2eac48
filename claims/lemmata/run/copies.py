"""Two copies of the library, or of a text, in one process: told apart before they are mixed, and refused.

The library itself refuses to be imported under another name (`lemmata/__init__.py`). What is left are other copies on the
disk: a second clone, a clone beside an installed wheel, and a package of somebody's own that has the name of another.
"""

from __future__ import annotations

import sys
from pathlib import Path

import lemmata

__all__ = ["HERE", "other_copy", "out_of_place"]

HERE = Path(lemmata.__path__[0]).resolve()
"""The folder that the library was imported from."""


def other_copy(root: Path) -> str:
    """What is wrong where a clone stands at ``root`` and the library comes from elsewhere; otherwise the empty string."""
    return _other_library(root / "claims", root)


def out_of_place(file: Path) -> str:
    """What is wrong with importing a file of claims as its place on the disk asks for; otherwise the empty string.

    Beside its package there may be another copy of the library, or its package has the name of one that was imported
    from elsewhere: Python would look for the file in that one.
    """
    top = file
    while (top.parent / "__init__.py").is_file():
        top = top.parent
    if wrong := _other_library(top.parent, top.parent):
        return wrong
    places = [Path(place).resolve() for place in getattr(sys.modules.get(top.name), "__path__", [])]
    if top == file or not places or top.resolve() in places:
        return ""
    return (
        f"{file.name} is in the package {top}, and a package `{top.name}` was imported from {places[0]} already: "
        f"run them one by one, or give yours another name"
    )


def _other_library(source_root: Path, shown: Path) -> str:
    its = (source_root / "lemmata").resolve()
    if its == HERE or not (its / "evidence" / "claim.py").is_file():
        return ""
    return (
        f"{shown} has its own copy of lemmata, and the one that was imported is {HERE}: "
        f"run `pip install -e .` there, or start elsewhere"
    )
