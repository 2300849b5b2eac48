"""P_real seen through samples beside P_g, in exact numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

from lemmata.numerics.balls import Balls, precision
from lemmata.numerics.conversions import as_fraction, just_above
from lemmata.numerics.exact_numbers import Number, exact_number, exact_row
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.divergences.affine_laws import AffinePair
from lemmata.theory.divergences.generator_pairs import GeneratorPairCase, two_generators
from lemmata.theory.divergences.line_pairs import LinePair
from lemmata.theory.divergences.pullback import kinks
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.generator_case import GeneratorCase
from lemmata.theory.training.observed import Observed

__all__ = ["ObservedCase", "observed", "on_kinks"]


@dataclass(frozen=True)
class ObservedCase(Case):
    """P_real and P_g, exact samples, ε, and the further generators of G."""

    arithmetics = (Rationals, Balls)
    elsewhere = "affine generators are decided exactly, networks in balls"

    pair: GeneratorPairCase
    samples: tuple[tuple[Fraction, ...], ...]
    epsilon: Fraction
    others: tuple[GeneratorCase, ...] = ()

    @property
    def real(self) -> GeneratorCase:
        """The generator whose law is P_real."""
        return self.pair.g

    @property
    def generated(self) -> GeneratorCase:
        """The generator whose law is P_g."""
        return self.pair.h

    @property
    def generic(self) -> bool:
        return self.pair.generic

    def lift(self, arithmetic: Rationals | Balls) -> Observed:
        """Raises OutsideArithmetic but for rationals where l = 1, and for balls where l ≥ 2."""
        d, layers = self.pair.size
        if isinstance(arithmetic, Rationals) != (layers == 1):
            raise OutsideArithmetic(self.elsewhere)
        pair = self.pair.into(arithmetic)
        assert isinstance(pair, AffinePair | LinePair)
        row = [[v for (v,) in self.samples]] if d == 1 else None
        return Observed(
            pair,
            tuple(case.into(arithmetic).g for case in self.others),
            (arithmetic.matrix(row),) if row else tuple(arithmetic.matrix([[v] for v in x]) for x in self.samples),
            arithmetic.matrix([[self.epsilon]]),
            () if layers == 1 else tuple(chain.from_iterable(kinks(case) for case in self.others)),
        )

    def within(self) -> ObservedCase:
        """The same with ε = d_F(P_samples, P_real), or, where that is no rational, the next multiple of 1/64 above."""
        if self.pair.size[1] == 1:
            return replace(self, epsilon=as_fraction(self.into(Rationals()).sampling_error))
        with precision(64):
            return replace(self, epsilon=just_above(self.into(Balls(64)).sampling_error))


def on_kinks(samples: Sequence[Sequence[Fraction]], *generators: GeneratorCase) -> bool:
    """Whether a sample lies where some log-density of networks of the line jumps."""
    return any((x,) in {tuple(point) for point in samples} for g in generators if g.size[1] > 1 for x in kinks(g))


@makes(ObservedCase)
def observed(
    real: GeneratorCase,
    generated: GeneratorCase,
    samples: Sequence[Sequence[Number]],
    *,
    epsilon: Number | None = None,
    others: Sequence[GeneratorCase] = (),
) -> ObservedCase:
    """P_real through samples beside P_g, with G = real, generated and the others; without an ε, one that holds.

    Raises ValueError where `two_generators` does, for d ≥ 2 with l ≥ 2 and for σ that is not piecewise linear from l = 2 on, for
    no samples, samples of another dimension or on a kink of a log-density, and for a negative ε.
    """
    pair = two_generators(real, generated)
    d, layers = pair.size
    points = tuple(exact_row(x) for x in samples)
    if layers > 1 and (d > 1 or not real.activation.piecewise_linear):
        raise ValueError("from l = 2 on, means of log-densities are known on the line, for piecewise-linear σ")
    if not points or any(len(x) != d for x in points):
        raise ValueError(f"one or more samples in R^{d} are needed, got lengths {[len(x) for x in points]}")
    for other in others:
        if other.size != pair.size or (layers > 1 and other.activation.name != real.activation.name):
            raise ValueError(f"a class of generators has one size and one σ, got {other!r} beside {real!r}")
    if on_kinks(points, real, generated, *others):
        raise ValueError("a sample lies on a kink of a log-density, which has no value there")
    case = ObservedCase(pair, points, exact_number(epsilon or 0), tuple(others))
    if case.epsilon < 0:
        raise ValueError(f"ε ≥ 0 is expected, got {case.epsilon}")
    return case.within() if epsilon is None else case
