"""A text of one small claim, and programs run where nothing of this run is known."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]

TOY = """
from dataclasses import dataclass

from hypothesis import strategies as st

from lemmata.evidence import claim, decided, exact
from lemmata.numerics.verdict import Comparison, Verdict


@dataclass(frozen=True)
class Whole:
    value: int

    def into(self, arithmetic):
        return self.value


def itself(n):
    return n


def doubled(n):
    return 2 * n


@claim(id="toy", slide="S", status="T", scope="whole numbers", printed=itself, controls=[doubled], cases=[Whole(3)])
@decided(exact(n=st.integers(1, 10**6).map(Whole)))
def claim_a_number_is_itself(formula, n):
    \"\"\"n = n.\"\"\"
    return Comparison(Verdict.HOLDS if formula(n) == n else Verdict.REFUTED, str(formula(n)), str(n))
"""


def named(id: str) -> str:
    """The same claim under another id."""
    return TOY.replace('"toy"', f'"{id}"')


def text_at(folder: Path, id: str, lecture: str, module: str = "numbers") -> Path:
    """A package with that one claim."""
    folder.mkdir()
    (folder / "__init__.py").write_text(f'TITLE = "{lecture}"\nSECTIONS = ("{module}",)\n', encoding="utf-8")
    (folder / f"{module}.py").write_text(named(id), encoding="utf-8")
    return folder


def run(*command: object, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A program in an environment that holds nothing of this run of pytest, nor of this copy of the library."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "PYTHON"))}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment | variables, capture_output=True, text=True, check=False
    )  # fmt: skip
