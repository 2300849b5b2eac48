"""Which package a file belongs to, be it machine code or Python."""

from __future__ import annotations

import re
import sysconfig
from pathlib import Path

__all__ = ["package_of"]

PYTHON = "python"
BUNDLED = {"python_flint": "flint"}
"""Folders of shared libraries that are not called like the package which brings them."""
STANDARD = Path(sysconfig.get_path("stdlib"))


def package_of(file: str) -> str:
    """What this file came with: a package, a part of Lemmata, a module of Python's own library.

    Python itself is "python", and the C library of the system "libc".
    """
    path = Path(file)
    for above in ("site-packages", "claims"):
        if above in path.parts:
            top, *below = path.parts[path.parts.index(above) + 1 :]
            if top == "lemmata":
                return ".".join((top, *below[:1])).removesuffix(".py")
            top = top.removesuffix(".libs").partition(".")[0]
            return BUNDLED.get(top, top)
    if path.suffix == ".py" and path.is_relative_to(STANDARD):
        return f"python: {path.relative_to(STANDARD).parts[0].removesuffix('.py')}"
    if path.is_relative_to(STANDARD) or re.match(r"(lib)?python[0-9.]*(\.so.*)?$|<", path.name):
        return PYTHON
    return "libc" if re.match(r"lib(c|m|pthread|dl)\.so|ld-|\[vdso\]", path.name) else path.name or "no file"
