"""Two generators and one point x = g(z): where the networks of both log-densities are asked for their difference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lemmata.numerics.balls import Balls
from lemmata.numerics.matrix import Matrix
from lemmata.numerics.vocabulary import log_abs_determinant
from lemmata.theory.densities.gaussian import log_phi
from lemmata.theory.exact.case import Case
from lemmata.theory.exact.spelling import makes
from lemmata.theory.networks.derivatives import derivative_of_inverse
from lemmata.theory.networks.generator import Generator
from lemmata.theory.networks.generator_case import GeneratorCase
from lemmata.theory.networks.seeded_networks import Seeded
from lemmata.theory.networks.site import Site

__all__ = ["PairSite", "PairSiteCase", "at_one_point"]


@dataclass(frozen=True)
class PairSite:
    """g and h at x = g(z)."""

    site: Site
    h: Generator

    @property
    def g(self) -> Generator:
        return self.site.g

    @property
    def x(self) -> Matrix:
        return self.site.x

    @cached_property
    def difference(self) -> Matrix:
        """log P_g(x) − log P_h(x), with the derivatives of g⁻¹ and h⁻¹ from power series, not from the product formula."""
        other = Site(self.h, self.x, self.h.inverse(self.x))
        values = [
            log_phi(s.z) + log_abs_determinant(derivative_of_inverse(s)) for s in (self.site, other) if s.z is not None
        ]
        return values[0] - values[1]


@dataclass(frozen=True)
class PairSiteCase(Case):
    """Two generators in exact numbers; the point is that of the first."""

    arithmetics = (Balls,)
    elsewhere = "log-densities of networks are compared in balls"

    g: GeneratorCase | Seeded
    h: GeneratorCase | Seeded

    @property
    def generic(self) -> bool:
        return self.g.generic and self.h.generic

    def lift(self, arithmetic: Balls) -> PairSite:
        return PairSite(self.g.into(arithmetic), self.h.into(arithmetic).g)


@makes(PairSiteCase)
def at_one_point(g: GeneratorCase | Seeded, h: GeneratorCase | Seeded) -> PairSiteCase:
    """g and h at the point of g. Raises ValueError unless they are of one size and share σ."""
    if g.size != h.size:
        raise ValueError(f"two generators of one class have one size (d, l), got {g.size} and {h.size}")
    first, second = (v.activation if isinstance(v.activation, str) else v.activation.name for v in (g, h))
    if first != second:
        raise ValueError(f"a class of generators has one σ, got {first} and {second}")
    return PairSiteCase(g, h)
