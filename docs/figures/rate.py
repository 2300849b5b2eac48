"""The sampling error against N: its product with √N, in units of the standard deviation."""

from __future__ import annotations

import math
from typing import Any

from figures.style import BLACK, GREY, panels, styles


def draw(data: dict[str, Any]) -> Any:
    """A line for each law, the bound 1, the limit √(2/π) on the line, and what a rate of 1/N would look like."""
    figure, axis = panels()
    rows = data["rate"]
    axis.axhline(1, color=BLACK, lw=1, label="σ/√N, the bound for every law and N")
    axis.axhline(math.sqrt(2 / math.pi), color=BLACK, lw=1, ls="--", label="√(2/π)·σ/√N, the limit on the line")
    N = sorted({row["N"] for row in rows})
    axis.plot(N, [n**-0.5 for n in N], color=GREY, lw=1, ls=":", label="σ/N, the rate on the slide")
    for law, (colour, mark) in styles(rows, "law").items():
        points = [(row["N"], row["times_root_N"] / row["deviation"]) for row in rows if row["law"] == law]
        axis.plot(*zip(*points, strict=True), color=colour, marker=mark, ms=4, mfc="white", lw=1.2, label=law)
    axis.set(xscale="log", ylim=(0, 1.45), xlabel="samples N", ylabel="√N · E d_F(P_samples, P_real) / σ")
    axis.set_xscale("log", base=2)
    axis.legend(frameon=False, loc="upper center", ncols=2, fontsize=8)
    return figure
