"""docs/where_the_time_goes.py: its samplers see whose code runs, and the page in docs is one that it has made."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from documents import claim, document, form

DOCS = Path(__file__).parents[2] / "docs"

# each part goes on until it has been seen: nothing here depends on how fast the machine is
BUSY = """
import gc, json, sys, time
from fractions import Fraction
import torch
from sampled.frames import Frames
from sampled.machine_code import MachineCode

def for_a_while(work):
    end = time.process_time() + 0.3
    while time.process_time() < end:
        work()

torch.set_num_threads(1)
square = torch.ones(300, 300)
machine_code, frames = MachineCode(), Frames()
before = time.process_time()
machine_code.start()
frames.start()
for_a_while(lambda: square @ square)
for_a_while(lambda: sum(Fraction(1, n) for n in range(1, 50)))
gc.collect()
spent = time.process_time() - before
print(json.dumps([frames.stop(), machine_code.stop(), frames.in_gc, frames.collections, spent]))
"""


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("where_the_time_goes")


def test_machine_code_and_functions_are_told_apart() -> None:
    ran = subprocess.run([sys.executable, "-c", BUSY], cwd=DOCS, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    frames, machine_code, in_gc, collections, spent = json.loads(ran.stdout)
    assert set(machine_code) >= {"torch", "python"}
    assert "python: fractions" in frames and not {"torch", "sampled"} & frames.keys()
    assert 0 < sum(frames.values()) <= spent and 0 < in_gc <= spent and collections > 0


@pytest.mark.parametrize(
    ("file", "package"),
    [
        ("/x/site-packages/torch/lib/libtorch_cpu.so", "torch"),
        ("/x/site-packages/python_flint.libs/libgmp.so", "flint"),
        ("/x/site-packages/six.py", "six"),
        ("/x/site-packages/lemmata/numerics/balls.py", "lemmata.numerics"),
        ("/x/claims/lemmata/__main__.py", "lemmata.__main__"),
        ("/x/claims/lecture17/chernoff.py", "lecture17"),
        ("/usr/lib/libpython3.11.so.1.0", "python"),
        ("/usr/bin/python3.11", "python"),
        ("<string>", "python"),
        (json.__file__, "python: json"),
        ("/lib/libc.so.6", "libc"),
        ("[vdso]", "libc"),
        ("/lib/libother.so", "libother.so"),
        ("", "no file"),
    ],
)
def test_every_file_belongs_to_something(script: ModuleType, file: str, package: str) -> None:
    assert importlib.import_module("sampled.packages").package_of(file) == package


def made(script: ModuleType) -> str:
    timed: Any = document(
        claim("one", form("printed", "holds", seconds=2.0, cases=3), form("control", "refuted", seconds=1.0))
    )
    found = script.Profile(
        {"torch": 30, "python": 70}, {"sympy": 9.0, "a|b": 1.0, "tiny": 0.001}, (0.5, 7), {"judging": 3.0}
    )
    page: str = script.page(timed, found, "1 × machine")
    return page


def test_the_page_says_what_was_found(script: ModuleType) -> None:
    page = made(script)
    for line in (
        "2 forms of 1 claim took 3.0 s of judging, 0 of them under 50 ms each; profile smoke, device cpu.  ",
        "Measured in one process on 1 × machine, with python 3.11.0, lemmata 0.1.0; seed 1.",
        "| python | 70 | 70.0 % |",
        r"| a\|b | 1.0 | 10.0 % |",
        "| all others | 0.0 | 0.0 % |",
        "| one printed printed, exact | 2.00 | 66.7 % | 3 | 666.67 |",
    ):
        assert line in page.splitlines()
    assert "0.5 s of them went to 7 collections of garbage." in page


def test_the_page_in_docs_is_made_by_it(script: ModuleType) -> None:
    def skeleton(page: str) -> list[str]:
        kept = [line for line in page.splitlines() if line.startswith(("#", "<!--", "!["))]
        return [re.sub(r"^## (The \d+ dearest|Form by form).*", "## Forms", line) for line in kept]

    assert skeleton((DOCS / "where-the-time-goes.md").read_text(encoding="utf-8")) == skeleton(made(script))


def test_arguments_that_do_not_fit_are_one_sentence(script: ModuleType) -> None:
    with pytest.raises(SystemExit, match=r"^usage: python docs/where_the_time_goes\.py FOLDER "):
        script.main(["nowhere"])
