"""The texts below a source root, and their claims. A text is found: it stands in no list."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lemmata.evidence import Claim

__all__ = ["Text", "texts"]


@dataclass(frozen=True)
class Text:
    """One package of claims: its files, what its `SECTIONS` names, and the claims of each file."""

    name: str
    sections: tuple[str, ...]
    files: Mapping[str, tuple[Claim, ...]]

    @property
    def claims(self) -> list[Claim]:
        return [claim for file in self.files.values() for claim in file]


def texts(root: Path) -> list[Text]:
    """Every package below the root but the library, imported."""
    names = sorted(path.parent.name for path in root.glob("*/__init__.py") if path.parent.name != "lemmata")
    return [_text(name) for name in names]


def _text(name: str) -> Text:
    package = importlib.import_module(name)
    files = {}
    for found in pkgutil.iter_modules(package.__path__):
        if not found.ispkg:
            module = importlib.import_module(f"{name}.{found.name}")
            own = [value for value in vars(module).values() if isinstance(value, Claim)]
            files[found.name] = tuple(claim for claim in own if claim.module == module.__name__)
    return Text(name, tuple(getattr(package, "SECTIONS", ())), files)
