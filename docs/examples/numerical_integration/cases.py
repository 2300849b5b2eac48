"""Cases in exact numbers, what Hypothesis may draw of them, and seeded ones of the largest size."""

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from lemmata import Balls, Case, Rationals, Symbols, makes
from lemmata.theory.exact.strategies import dyadics
from numerical_integration.integrands import ExpOfKX, Powers


# ── cases ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Polynomial(Case):
    """Coefficients from the constant one on, the interval that it is integrated over, and how many panels this is cut into."""

    arithmetics = (Rationals,)
    elsewhere = "parabolas attain their bounds, and only rationals see equality"

    coefficients: tuple[Fraction, ...]
    over: tuple[Fraction, ...]
    panels: int = 1

    def lift(self, arithmetic):
        a, b, *c = arithmetic.numbers(*self.over, *self.coefficients)
        return Powers(a, b, self.panels, c)

    @property
    def generic(self):
        """Whether nothing cancels by symmetry: f″ is not constant, and 0 is not the midpoint."""
        return len(self.coefficients) > 3 and sum(self.over) != 0


@dataclass(frozen=True)
class EveryPolynomial(Case):
    """All polynomials up to this degree on all intervals at once, for computer algebra."""

    arithmetics = (Symbols,)
    elsewhere = "symbols have no numbers"

    degree: int

    def lift(self, arithmetic):
        a, b, *c = (arithmetic.matrix([[v]]) for v in ("a", "b", *(f"c{k}" for k in range(self.degree + 1))))
        return Powers(a, b, 1, c)


@dataclass(frozen=True)
class Exponential(Case):
    """e^(kx), k ≠ 0, on an interval."""

    arithmetics = (Balls,)
    elsewhere = "e is not rational: balls decide"

    k: Fraction
    over: tuple[Fraction, ...]
    panels: int = 1

    def lift(self, arithmetic):
        a, b, k = arithmetic.numbers(*self.over, self.k)
        return ExpOfKX(a, b, self.panels, k)


# A case is written as the call that builds it again: counterexamples are read, and pasted.
@makes(Polynomial)
def polynomial(coefficients, *, over, panels=1):
    """polynomial([0, 0, "1/2"], over=[0, 1]) is ½x² on [0, 1]."""
    return Polynomial(tuple(map(Fraction, coefficients)), tuple(map(Fraction, over)), panels)


@makes(Exponential)
def exponential(k, *, over, panels=1):
    """exponential("1/2", over=[0, 1]) is e^(x/2) on [0, 1]."""
    return Exponential(Fraction(k), tuple(map(Fraction, over)), panels)


# ── what is drawn ──────────────────────────────────────────────────────────────────────────────────────────────────
not_zero = dyadics().filter(bool)
coefficients = st.just(Fraction(0)) | dyadics()
widths = st.sampled_from([Fraction(k, 4) for k in (4, 8, 2, 6, 12)])
around_zero = widths.map(lambda width: (-width, width))
intervals = around_zero | st.tuples(dyadics(), widths).map(lambda drawn: (drawn[0], sum(drawn)))


@st.composite
def polynomials(draw, degrees, *, most_panels=1):
    """Polynomials of these degrees with small dyadic coefficients, many of them 0, the last of them not."""
    below = draw(st.tuples(*[coefficients] * draw(st.sampled_from(degrees))))
    return Polynomial((*below, draw(not_zero)), draw(intervals), draw(st.integers(1, most_panels)))


exponentials = st.builds(Exponential, not_zero, intervals, st.integers(1, 4))


# ── the largest size ───────────────────────────────────────────────────────────────────────────────────────────────
def cubic_in_64_panels(seed):
    random = Random(seed)
    c = tuple(Fraction(random.randint(1, 99), 8) for _ in range(4))
    return Polynomial(c, (Fraction(-1), Fraction(3)), 64)


def exponential_in_64_panels(seed):
    return Exponential(Fraction(Random(seed).randint(1, 2**20), 2**18), (Fraction(-1), Fraction(3)), 64)
