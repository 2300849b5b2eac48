"""The texts that came with this library: in a clone the folders beside it, elsewhere what was installed with it."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

__all__ = ["folders", "own_claims"]

LIBRARY = Path(__file__).parents[1]


def folders() -> list[Path]:
    """The folders of these texts, in alphabetical order."""
    beside = LIBRARY.parent
    if any(beside.glob("lemmata-*.dist-info")):  # others may have installed their packages there too
        names = (metadata.distribution("lemmata").read_text("top_level.txt") or "").split()
    else:
        names = [path.parent.name for path in beside.glob("*/__init__.py")]
    return [beside / name for name in sorted(names) if name != LIBRARY.name]


def own_claims() -> list[str]:
    """What pytest is told to collect where nothing else is named: the clone that one stands in, or these texts."""
    here = Path("claims")
    if here.is_dir() and here.samefile(LIBRARY.parent):
        return ["claims"]
    return ["--pyargs", *(folder.name for folder in folders())]
