"""Hunting a case that refutes: Hypothesis draws towards larger scores, and ends with the first case that it is after."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import hypothesis
from hypothesis import Phase, given
from hypothesis.strategies import SearchStrategy

from lemmata.evidence.drawing import no_local_constants, quiet_settings

__all__ = ["hunted"]


class _Found(Exception):
    pass


def hunted(
    strategies: Mapping[str, SearchStrategy[Any]],
    seed: int,
    examples: int,
    score: Callable[[dict[str, Any]], float | None],
) -> dict[str, Any] | None:
    """The first case with an infinite score among ``examples`` draws, the later of which go towards higher scores.

    A case without a score is not aimed at. Nothing is shrunk. None where there is no such case.
    """
    found: list[dict[str, Any]] = []

    @hypothesis.seed(seed)
    @quiet_settings(examples, Phase.generate, Phase.target)
    @given(**strategies)
    def run(**case: Any) -> None:
        scored = score(case)
        if scored == math.inf:
            found.append(case)
            raise _Found
        if scored is not None and math.isfinite(scored):
            hypothesis.target(scored)

    with no_local_constants():
        try:
            run()
        except _Found:
            return found[0]
    return None
