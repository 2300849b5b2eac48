"""Writing a file in one step: whoever reads it finds the old one or the new, never half of one."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

__all__ = ["write_text"]


def write_text(text: str, path: Path) -> None:
    """Write the file, or replace it. Raises OSError, and then leaves what was there before.

    A device, a pipe or a folder is not replaced: that is an error too.
    """
    try:
        target = path.resolve()
    except RuntimeError:  # Python up to 3.12 says so of links that lead in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
    if target.is_dir():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "it is not a file that can be replaced")
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        # A claim's text may hold half a pair of surrogates, which is no character. \ud800 says so, and JSON reads it back.
        with draft.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):  # who may read the old one may read the new one, and nobody else
            shutil.copymode(target, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
