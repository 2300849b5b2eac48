"""Drawing cases from Hypothesis's strategies, reproducibly: one seed gives the same cases on every run and every worker.

`plain` only draws. `draw` and `smallest` go through Hypothesis's engine, which also tells that no others are left, and
shrinks; its tree of choices costs more than the draws themselves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, MutableSequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from hashlib import sha256
from random import Random
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings, statistics
from hypothesis.control import BuildContext
from hypothesis.errors import StopTest, Unsatisfiable, UnsatisfiedAssumption
from hypothesis.internal.conjecture import providers
from hypothesis.internal.conjecture.data import MAX_DEPTH, ChoiceTemplate, ConjectureData
from hypothesis.internal.entropy import deterministic_PRNG
from hypothesis.strategies import SearchStrategy
from hypothesis.strategies._internal.lazy import unwrap_strategies

from lemmata.evidence.forms import ClaimError

__all__ = ["draw", "hunted", "plain", "seed_for", "smallest"]

# How many times as many draws may be rejected as are wanted: Hypothesis's own figure.
_REJECTED = 10
# Of so many draws one is short, and one repeats a part of itself.
_TURNS, _SHORT, _REPEATED = 5, 3, 4
_SIMPLEST = (ChoiceTemplate("simplest", count=None),)


def seed_for(*parts: object) -> int:
    """A 64-bit seed that depends on every part and on nothing else."""
    return int.from_bytes(sha256("\x1f".join(map(str, parts)).encode()).digest()[:8], "big")


@contextmanager
def _no_local_constants() -> Iterator[None]:
    """Keep literals of imported modules out of the draws.

    Hypothesis feeds them into 5 % of its draws, so an editable install, a wheel or `-k` would change the cases.
    """
    if not all(hasattr(providers, name) for name in ("_get_local_constants", "_local_constants", "CONSTANTS_CACHE")):
        raise RuntimeError(
            f"Hypothesis {hypothesis.__version__} collects constants in a way this version does not know"
        )
    collect, cache = providers._get_local_constants, providers.CONSTANTS_CACHE
    nothing = type(providers._local_constants)(
        integers=type(providers._local_constants.integers)(),
        floats=type(providers._local_constants.floats)(),
        bytes=type(providers._local_constants.bytes)(),
        strings=type(providers._local_constants.strings)(),
    )
    providers._get_local_constants = lambda: nothing
    providers.CONSTANTS_CACHE = type(cache)(1024)
    try:
        yield
    finally:
        providers._get_local_constants, providers.CONSTANTS_CACHE = collect, cache


@contextmanager
def _reasons() -> Iterator[MutableSequence[str]]:
    """Why Hypothesis stops drawing, in its own words: it tells nobody but its statistics.

    It says "nothing left to do" where its tree of choices has no untried branch left. What a filter rejects is tried again
    as if it had never been drawn, so that no case lies behind it alone.
    """
    if not hasattr(getattr(statistics, "collector", None), "with_value"):
        raise RuntimeError(
            f"Hypothesis {hypothesis.__version__} keeps its statistics in a way this version does not know"
        )
    reasons: list[str] = []
    collector: Any = statistics.collector
    with collector.with_value(lambda found: reasons.append(found.get("stopped-because", ""))):
        yield reasons


def _settings(examples: int, *phases: Phase) -> settings:
    return settings(
        max_examples=examples,
        phases=phases,
        database=None,
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        print_blob=False,
    )


def draw(
    strategies: Mapping[str, SearchStrategy[Any]], seed: int, examples: int, visit: Callable[[dict[str, Any]], None]
) -> bool:
    """Show ``visit`` up to ``examples`` drawn cases. True where these are all that there are.

    Raises ClaimError for a strategy that draws nothing.
    """

    @hypothesis.seed(seed)
    @_settings(examples, Phase.generate)
    @given(**strategies)
    def run(**case: Any) -> None:
        visit(case)

    names = ", ".join(strategies)
    with _no_local_constants(), _reasons() as reasons:
        try:
            run()
        except Unsatisfiable:
            raise ClaimError(f"the strategy for {names} draws nothing: every example is rejected") from None
    if not reasons or not all(reasons):
        raise RuntimeError(f"Hypothesis {hypothesis.__version__} does not say why it stopped drawing, as others do")
    return reasons[-1] == "nothing left to do"


def plain(strategies: Mapping[str, SearchStrategy[Any]], seed: int, examples: int) -> list[dict[str, Any]]:
    """The simplest case and ``examples`` − 1 others; they may repeat. Fewer where many are rejected.

    The values and their odds are Hypothesis's, and so are two habits of its engine: of every _TURNS draws one is short, the
    last one cut off and ended as simply as can be, and one is the last one with a part of it copied onto another of its
    kind. What is left out is the tree of all choices made, which costs more than the draws: it would tell repetitions.
    """
    random, found = Random(seed), []
    last = _Draws(random=random)
    with _no_local_constants(), deterministic_PRNG():
        for attempt in range(_REJECTED * examples):
            turn = attempt % _TURNS
            data = _Draws(random=random, prefix=_beginning(last, turn, random) if attempt else _SIMPLEST)
            try:
                with _Context(data, wrapped_test=plain):
                    found.append({name: data.draw(strategy) for name, strategy in strategies.items()})
            except (StopTest, UnsatisfiedAssumption):  # rejected
                continue
            finally:
                if turn not in (_SHORT, _REPEATED):
                    last = data
            if len(found) == examples:
                break
    return found


class _Draws(ConjectureData):
    """What strategies draw from, without the records that the engine keeps for shrinking: they take as long as the draws.

    Attributes:
        parts: for each kind of draw, the choices that it made, from where to where.
    """

    def __init__(self, **named: Any) -> None:
        self.parts: dict[int, set[tuple[int, int]]] = {}
        self._begun: list[tuple[int, int]] = []
        super().__init__(**named)

    def draw(self, strategy: SearchStrategy[Any], label: int | None = None, observe_as: str | None = None) -> Any:
        strategy.validate()
        if strategy.is_empty or self.depth >= MAX_DEPTH:
            self.mark_invalid()
        unwrapped = unwrap_strategies(strategy)
        self.start_span(unwrapped.label if label is None else label)
        try:
            return unwrapped.do_draw(self)
        finally:
            self.stop_span()

    def track_arg_label(self, label: str) -> Any:
        return _NO_LABELS

    def start_span(self, label: int) -> None:
        self.depth += 1
        self._begun.append((label, len(self._nodes)))

    def stop_span(self, *, discard: bool = False) -> None:
        if not self._begun:  # a rejected draw has ended all of them already
            return
        self.depth -= 1
        label, start = self._begun.pop()
        self.parts.setdefault(label, set()).add((start, len(self._nodes)))


_NO_LABELS: AbstractContextManager[dict[str, Any]] = nullcontext({})


class _Context(BuildContext):
    """Where a draw stands, without the calls that made each value: cases are spelled by themselves."""

    def record_call(self, *args: Any, **named: Any) -> None:
        pass


def _beginning(last: _Draws, turn: int, random: Random) -> tuple[Any, ...]:
    """The choices with which the next draw begins; what follows them is drawn."""
    if turn == _SHORT:
        return last.choices[: random.randrange(len(last.choices) + 1)] + _SIMPLEST
    if turn == _REPEATED and (groups := [group for group in last.parts.values() if len(group) > 1]):
        (start, end), (onto, until) = sorted(random.sample(sorted(random.choice(groups)), 2))
        if end <= onto:
            return last.choices[:onto] + last.choices[start:end] + last.choices[until:]
    return ()


class _Fails(Exception):
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
    @_settings(examples, Phase.generate, Phase.target)
    @given(**strategies)
    def run(**case: Any) -> None:
        scored = score(case)
        if scored == math.inf:
            found.append(case)
            raise _Fails
        if scored is not None and math.isfinite(scored):
            hypothesis.target(scored)

    with _no_local_constants():
        try:
            run()
        except _Fails:
            return found[0]
    return None


def smallest(
    strategies: Mapping[str, SearchStrategy[Any]], seed: int, examples: int, fails: Callable[[dict[str, Any]], bool]
) -> dict[str, Any] | None:
    """The case that Hypothesis shrinks a failing draw to, or None when none of the draws fails."""
    found: list[dict[str, Any]] = []

    @hypothesis.seed(seed)
    @_settings(examples, Phase.generate, Phase.shrink)
    @given(**strategies)
    def run(**case: Any) -> None:
        if fails(case):
            found.append(case)
            raise _Fails

    with _no_local_constants():
        try:
            run()
        except _Fails:  # the last failing call is the minimal one, replayed
            return found[-1]
    return None
