"""W₁ between N(0, I_d) and d² points, in units of √(2d), the distance of two independent points."""

from __future__ import annotations

from typing import Any

from figures.style import BLACK, BLUE, SKY, VERMILION, panels

# the slide's number
LEAST = 1.1


def draw(data: dict[str, Any]) -> Any:
    """Certified bounds against d, what was measured once, and the slide's 1.1."""
    figure, axis = panels()
    rows = data["W1 by dimension"]
    d = [row["d"] for row in rows]

    def column(name: str) -> list[float]:
        return [row[name] for row in rows]

    lower, upper, words = column("samples from"), column("samples to"), "E W₁ of d² samples lies here (certified)"
    axis.fill_between(d, lower, upper, color=SKY, alpha=0.35, lw=0, label=words)
    axis.plot(
        d, column("every law from"), color=BLUE, marker="o", ms=4, label="W₁ of any d² points is above (certified)"
    )
    words = "a 1-Lipschitz f sees this much: mean distance\nto the nearest of d² samples (measured once)"
    axis.plot(d, column("witness"), "^", color=VERMILION, ms=5, mfc="white", label=words)
    axis.plot(d, [LEAST / (2 * v) ** 0.5 for v in d], "--", color=BLACK, lw=1, label="the slide's 1.1")
    axis.set(xscale="log", ylim=(0, 1.3), xlabel="dimension d", ylabel="W₁ / √(2d)")
    axis.set_xticks(d, [str(v) for v in d])
    axis.minorticks_off()
    axis.legend(frameon=False, loc="upper center", ncols=2, fontsize=8)
    return figure
