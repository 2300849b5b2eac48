"""The page where-the-time-goes.md and its figure, from one run of all claims under two samplers.

    python docs/where_the_time_goes.py docs/

Needs Linux with glibc, and matplotlib: pip install -c constraints.txt -e '.[reports]'. Claims are judged in one process, which
takes minutes. What is named after the folder goes to pytest instead of `claims`.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import pytest
from figures import times as figure
from sampled.frames import Frames
from sampled.machine_code import MachineCode

from lemmata.commands.source import ALREADY_IMPORTED
from lemmata.pages import markdown
from lemmata.record.evidence_file import read
from lemmata.record.schema import Evidence
from lemmata.record.times import TimeTable, about, parts_by_claim, tables

PICTURE = "where-the-time-goes.svg"
DEAREST = 20
"""Forms that the page lists one by one."""
ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Profile:
    """What the samplers have found, and the CPU time of each part of the run: as a plugin of pytest, it starts them.

    Attributes:
        machine_code: samples by package while claims were judged.
        frames: seconds by package meanwhile.
        in_gc: seconds in the collector of garbage, and how often it ran.
        cpu: seconds by what the process did.
    """

    machine_code: Mapping[str, float] = field(default_factory=dict)
    frames: Mapping[str, float] = field(default_factory=dict)
    in_gc: tuple[float, int] = (0.0, 0)
    cpu: dict[str, float] = field(default_factory=dict)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection(self) -> Generator[None, object, object]:
        self.cpu["start-up"] = before = process_time()
        found = yield
        self.cpu["collection"] = process_time() - before
        return found

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        machine_code, frames, before = MachineCode(), Frames(), process_time()
        machine_code.start()
        frames.start()
        try:
            return (yield)
        finally:
            self.cpu["judging"] = process_time() - before
            self.frames, self.machine_code = frames.stop(), machine_code.stop()
            self.in_gc = frames.in_gc, frames.collections


def page(document: Evidence, profile: Profile, machine: str) -> str:
    """The page in Markdown."""
    run = document["run"]
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items() if version)
    seconds, times = profile.in_gc
    lines = [
        "# Where the time goes", "",
        "<!-- made by python docs/where_the_time_goes.py docs/ -->", "",
        *(f"{sentence[0].upper()}{sentence[1:]}.  " for sentence in about(document)),
        f"Measured in one process on {machine}, with {versions}; seed {run['seed']}.", "",
        f"![The dearest claims, and whose code runs]({'figures/' + PICTURE})", "",
        "`lemmata time evidence.json` prints the tables by grade, by claim and form by form for a run of yours.", "",
        "## Parts of the run", "",
        "CPU seconds. Most modules are imported by collection, torch among them.", "",
        *_table(_shares("part", profile.cpu)), "",
        "## In whose machine code", "",
        f"{sum(profile.machine_code.values()):.0f} samples of the program counter while claims were judged. `python` is "
        "the interpreter, which runs everybody's functions; `flint` has GMP with it, `torch` its BLAS.", "",
        *_table(_shares("package", profile.machine_code, "samples")), "",
        "## In whose functions of Python", "",
        "CPU seconds by the innermost function of Python, the machine code that it calls included: a product of two tensors "
        f"counts where it is written. {seconds:.1f} s of them went to {times} collections of garbage.", "",
        *_table(_shares("package", profile.frames)), "",
    ]  # fmt: skip
    for table in tables(document, DEAREST):
        lines += [f"## {table.title[0].upper()}{table.title[1:]}", "", *_table(table), ""]
    return "\n".join(lines)


def _shares(name: str, found: Mapping[str, float], unit: str = "seconds") -> TimeTable:
    """What was found by name, the largest first; what is under a thousandth of it together."""
    whole = sum(found.values())
    ranked = sorted(found.items(), key=lambda item: -item[1])
    large = [item for item in ranked if item[1] >= whole / 1000]
    rest = whole - sum(value for _, value in large)
    rows = [*large, *([("all others", rest)] if len(large) < len(ranked) else [])]
    digits = 1 if unit == "seconds" else 0
    return TimeTable(
        "", (name, unit, "share"), [(key, f"{value:.{digits}f}", f"{100 * value / whole:.1f} %") for key, value in rows]
    )


def _table(table: TimeTable) -> list[str]:
    ruler = ("---", *["--:"] * (len(table.head) - 1))
    rows = [table.head, ruler, *([markdown.line(cell) for cell in row] for row in table.rows)]
    return [f"| {' | '.join(row)} |" for row in rows]


def _machine() -> str:
    """The processor, as Linux calls it, and how many there are."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    return f"{os.cpu_count()} × {names[0] if names else platform.machine()}"


def main(arguments: list[str]) -> None:
    """Judge the claims under the samplers, then write the page and its figure. Raises SystemExit, in one sentence."""
    if not arguments or not Path(arguments[0]).is_dir():
        raise SystemExit("usage: python docs/where_the_time_goes.py FOLDER [ARGUMENTS OF PYTEST]")
    folder, chosen = Path(arguments[0]), arguments[1:] or [str(ROOT / "claims")]
    profile = Profile()
    with TemporaryDirectory() as temporary:
        file = Path(temporary) / "evidence.json"
        options = ["-n", "0", "-p", "no:cacheprovider", *ALREADY_IMPORTED, f"--claims-evidence={file}"]
        code = pytest.main([*chosen, *options], plugins=[profile])
        if code != pytest.ExitCode.OK:
            raise SystemExit(f"the page is not written: pytest ended with exit code {int(code)}")
        document = read(file)
    (folder / "where-the-time-goes.md").write_text(page(document, profile, _machine()), encoding="utf-8")
    dear = {part.name: part.share for part in parts_by_claim(document)[:12]}
    picture = figure.draw({"claims": dear, "machine code": profile.machine_code, "functions": profile.frames})
    picture.savefig(folder / "figures" / PICTURE, metadata={"Date": None})


if __name__ == "__main__":
    main(sys.argv[1:])
