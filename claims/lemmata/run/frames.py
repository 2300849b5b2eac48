"""An exception in one line, and where it was raised: in the files of those who wrote the claims, not in a library."""

from __future__ import annotations

import linecache
import sysconfig
from pathlib import Path
from traceback import StackSummary, extract_tb

from lemmata.run.copies import HERE

__all__ = ["error_in_words", "own_frames"]

SHOWN = 8
"""How many frames are shown, the last ones: a function that calls itself for ever has a thousand."""

_INSTALLED = ("site-packages", "dist-packages")
_STANDARD = Path(sysconfig.get_paths()["stdlib"])


def error_in_words(error: BaseException) -> str:
    """An exception in one line: its sentence alone where it is ours, after the name of its class where it is another's."""
    kind = type(error)
    sentence = next(iter(str(error).splitlines()), "")
    if kind.__module__.partition(".")[0] == "lemmata":
        return sentence
    return f"{kind.__name__}: {sentence}" if sentence else kind.__name__


def own_frames(error: BaseException, text: Path) -> list[str]:
    """Two lines for each frame of an exception's own text: where it stands, and what stands there.

    ``text`` is the folder of the claim, which may be installed beside the libraries that are left out.
    """
    frames: StackSummary = extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_own(Path(frame.filename), text)]
    lines = [f"… {len(own) - SHOWN} frames before these"] if len(own) > SHOWN else []
    for frame in own[-SHOWN:]:
        name = Path(frame.filename).name
        source = linecache.getline(frame.filename, frame.lineno or 0).strip()
        lines += [f"{name}:{frame.lineno}: in {frame.name}", f"    {source}"]
    return lines


def _is_own(file: Path, text: Path) -> bool:
    if file.is_relative_to(text):
        return not file.is_relative_to(HERE)
    elsewhere = file.is_relative_to(HERE) or file.is_relative_to(_STANDARD) or bool({*_INSTALLED} & {*file.parts})
    return file.is_file() and not elsewhere
