"""The command `lemmata`, also as ``python -m lemmata``."""

from __future__ import annotations

import importlib
import io
import sys
from pathlib import Path

from lemmata.packages import other_claims


def main() -> None:
    """Run the command. Where `claims` is another package than ours, that is one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console that has no ∂ shows something else, and no traceback
    here = Path.cwd()
    if (here / "claims" / "evidence" / "claim.py").is_file():
        sys.path.insert(0, str(here))  # in a clone its own claims are meant, whatever is installed
    other = other_claims()
    if other:
        print(f"lemmata: this command needs the package `claims` of lemmata, but {other}", file=sys.stderr)
        sys.exit(2)
    try:
        importlib.import_module("claims.commands.main").lemmata(prog_name="lemmata")
    except KeyboardInterrupt:  # before the command could begin: from there on it sees to that itself
        sys.exit(130)


if __name__ == "__main__":
    main()
