"""The command `lemmata`, also as ``python -m lemmata``."""

from __future__ import annotations

import importlib
import io
import sys
from pathlib import Path

from lemmata.record.printable import LOOK_ALIKES
from lemmata.run.copies import other_copy


def main() -> None:
    """Run the command. Where the folder that it is called in holds another copy of the library, that is one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=LOOK_ALIKES)  # a console that has no ∂ shows something else, and no traceback
    if other := other_copy(Path.cwd()):
        print(f"lemmata: {other}", file=sys.stderr)
        sys.exit(2)
    try:
        importlib.import_module("lemmata.commands.main").lemmata(prog_name="lemmata")
    except KeyboardInterrupt:  # before the command could begin: from there on it sees to that itself
        sys.exit(130)


if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]  # python -m puts the folder one stands in there, and the command `lemmata` does not
    main()
