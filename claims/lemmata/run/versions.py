"""Which code judges: this package, Python and the libraries that numbers may depend on."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from platform import python_version

from lemmata.record.journal_lines import fingerprint
from lemmata.run.copies import HERE

__all__ = ["code", "versions"]

RECORDED = ("torch", "numpy", "scipy", "sympy", "python-flint", "mpmath", "hypothesis", "pytest", "lemmata")


@cache
def code() -> str:
    """The fingerprint of this package: what another judge has found is not taken over."""
    return fingerprint(HERE, HERE.rglob("*.py"))


def versions() -> dict[str, str | None]:
    """What the numbers may depend on; None for what is not installed."""
    return {"python": python_version()} | {name: _installed(name) for name in RECORDED}


@cache
def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
