"""Writing a page in one step: whoever reads it finds the old page or the new, never half of one."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["write_text"]


def write_text(text: str, path: Path) -> None:
    """Write the file, or replace it. Raises OSError, and then leaves what was there before."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
