"""Options, device and closing table of the benchmarks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import torch

Row = dict[str, Any]
_ROWS: pytest.StashKey[list[Row]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput") or config.getoption("numprocesses", default=None):
        raise pytest.UsageError("benchmarks compare running times and need the machine to themselves: leave out -n")
    # Ctrl-C in the middle of a benchmark is no reason to lose the table of those before it
    config.addinivalue_line("filterwarnings", "ignore:Benchmark fixture was not used at all")
    config.stash[_ROWS] = []


@pytest.fixture(scope="session")
def device(request: pytest.FixtureRequest) -> torch.device:
    """The device that ``--claims-device`` names; cpu without it."""
    return torch.device(request.config.getoption("--claims-device", default=None) or "cpu")


@pytest.fixture
def rows(request: pytest.FixtureRequest) -> list[Row]:
    """What the closing table is made of."""
    return request.config.stash[_ROWS]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """One thread for everyone: the contenders differ in what they hand to torch, not in how many cores they find."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    with torch.no_grad():
        yield
    torch.set_num_threads(threads)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    rows = config.stash.get(_ROWS, [])
    if not rows:
        return
    terminalreporter.section("times slower than ours (median of alternating pairs, quartiles)")
    line = "{:24} {:11} {:30} {:>10} {:>20} {:>20}"
    titles = ("(B, N, d, l)", "activation", "contender", "ours, ms", "alone", "with set-up")
    terminalreporter.write_line(line.format(*titles))
    merged: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        merged.setdefault((row["size"], row["activation"], row["contender"]), {}).update(row)
    for (size, activation, contender), row in sorted(merged.items(), key=lambda item: item[1]["order"]):
        ours = row.get("ours_ms")
        cells = [size, activation, contender, "" if ours is None else f"{ours:.2f}"]
        terminalreporter.write_line(line.format(*cells, row.get("alone", ""), row.get("with set-up", "")))
