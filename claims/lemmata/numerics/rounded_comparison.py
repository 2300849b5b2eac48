"""What comparing two batches of rounded matrices says, network by network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lemmata.numerics.verdict import Comparison, Verdict

__all__ = ["RoundedComparison"]


@dataclass(frozen=True)
class RoundedComparison(Comparison):
    """One comparison per network of the batch.

    Attributes:
        apart: networks whose two sides differ by more than the bounds allow: candidates for a refutation.
        together: networks whose two sides agree within finite bounds. That alone confirms nothing: the bound must also be
            too small to let any rival formula pass.
    """

    apart: tuple[bool, ...] = ()
    together: tuple[bool, ...] = ()

    def joined(self, parts: Sequence[Comparison]) -> RoundedComparison:
        """All parts at once: apart where any part is, together where all are. A part that is no batch speaks for all."""
        n = len(self.apart)
        apart, together = [False] * n, [True] * n
        for part in parts:
            whole = part.verdict is Verdict.REFUTED, part.verdict is Verdict.HOLDS
            for i in range(n):
                batch = isinstance(part, RoundedComparison)
                apart[i] |= part.apart[i] if batch else whole[0]  # type: ignore[attr-defined]
                together[i] &= part.together[i] if batch else whole[1]  # type: ignore[attr-defined]
        verdict = Verdict.REFUTED if any(apart) else Verdict.HOLDS if all(together) else Verdict.UNDECIDED
        refuting = next((part for part in parts if part.verdict is verdict), self)
        return replace(
            self,
            verdict=verdict,
            left=refuting.left,
            right=refuting.right,
            apart=tuple(apart),
            together=tuple(together),
        )
