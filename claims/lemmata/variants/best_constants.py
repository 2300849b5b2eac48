"""The best constant of a bound: up to where it is refuted, with the case, and from where on nothing refutes it.

On the one side stands a confirmed refutation, on the other a search without a result: what lies between is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

from lemmata.evidence.as_python import spelled
from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.dependencies import known_settings
from lemmata.evidence.profiles import Profile
from lemmata.evidence.question import Counterexample
from lemmata.numerics.verdict import Grade
from lemmata.record.schema import BestConstant
from lemmata.variants.neighbours import Movable, constants_of
from lemmata.variants.power import true_form
from lemmata.variants.trial import attacked, first_counterexample, tried

__all__ = ["best_constants"]

# How often the interval between a refuted value and one that stands is halved.
_HALVINGS = 5
# How far from the stated value a refuted one is looked for, as factors of it.
_FURTHER = (Fraction(1, 2), Fraction(2), Fraction(0), Fraction(8))
_WITHOUT_SAMPLES = (Grade.EXACT, Grade.CERTIFIED)


def best_constants(
    claim: Claim, profile: Profile, run_seed: int, progress: Callable[[str], None] = lambda words: None
) -> Iterator[BestConstant]:
    """For each constant of the form that holds, the nearest value that is refuted and the nearest that stands.

    A value is tried on the claim's own cases in its exact and certified grades, then attacked (`lemmata.variants.trial`).
    Only values on the side of the stated one on which something is refuted are looked at; where none is refuted up to 0
    or eight times the stated value, ``refuted_at`` is empty. ``progress`` hears of each value.
    """
    form = true_form(claim)
    deciders = [decider for decider in claim.deciders if decider.grade in _WITHOUT_SAMPLES]
    for constant in constants_of(form.formula) if deciders else ():
        yield _bracketed(claim, constant, deciders, profile, run_seed, progress)


def _bracketed(
    claim: Claim, constant: Movable, deciders: Sequence[Decider], profile: Profile, run_seed: int,
    progress: Callable[[str], None],
) -> BestConstant:  # fmt: skip
    def refutation(value: Fraction) -> Counterexample | None:
        variant = constant.at(value)
        found = first_counterexample(
            chain(
                (tried(claim, variant, decider, profile, run_seed) for decider in deciders),
                (attacked(claim, variant, decider, run_seed) for decider in deciders),
            )
        )
        progress(f"{constant.name}: {value} is {'refuted' if found else 'not refuted'}")
        return found

    stated = constant.constant.value
    refuted_at, stands_at, found = None, stated, None
    for factor in _FURTHER:
        value = stated * factor if stated else factor
        if value != stated and (found := refutation(value)) is not None:
            refuted_at = value
            break
    if refuted_at is not None and found is not None:
        for _ in range(_HALVINGS):
            middle = (refuted_at + stands_at) / 2
            nearer = refutation(middle)
            if nearer is None:
                stands_at = middle
            else:
                refuted_at, found = middle, nearer
    with known_settings():
        return {
            "form": constant.function, "name": constant.name, "stated": str(stated),
            "refuted_at": "" if refuted_at is None else str(refuted_at), "stands_at": str(stands_at),
            "case": "" if found is None else spelled(found.case), "sentence": "" if found is None else found.sentence,
        }  # fmt: skip
