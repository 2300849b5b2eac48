"""Cases in exact numbers, what Hypothesis may draw of them, and seeded ones of the largest size."""

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from lemmata.numerics.balls import Balls
from lemmata.numerics.rationals import Rationals
from lemmata.numerics.symbols import Symbols
from lemmata.numerics.verdict import OutsideArithmetic
from lemmata.theory.exact.strategies import dyadics
from numerical_integration.integrands import ExpOfKX, Powers


# ── cases ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, repr=False)
class Polynomial:
    """Coefficients from the constant one on, an interval, and how many panels it is cut into."""

    coefficients: tuple[Fraction, ...]
    interval: tuple[Fraction, ...]
    panels: int = 1

    def into(self, arithmetic):
        if not isinstance(arithmetic, Rationals):
            raise OutsideArithmetic("parabolas attain their bounds, and only rationals see equality")
        a, b, *c = (arithmetic.matrix([[v]]) for v in (*self.interval, *self.coefficients))
        return Powers(a, b, self.panels, c)

    @property
    def generic(self):
        """Whether nothing cancels by symmetry: f″ is not constant, and 0 is not the midpoint."""
        return len(self.coefficients) > 3 and sum(self.interval) != 0

    def __repr__(self):
        return f"polynomial({written(self.coefficients)}, over={written(self.interval)}{cut_into(self.panels)})"


@dataclass(frozen=True)
class EveryPolynomial:
    """All polynomials up to this degree on all intervals at once, for computer algebra."""

    degree: int

    def into(self, arithmetic):
        if not isinstance(arithmetic, Symbols):
            raise OutsideArithmetic("symbols have no numbers")
        a, b, *c = (arithmetic.matrix([[v]]) for v in ("a", "b", *(f"c{k}" for k in range(self.degree + 1))))
        return Powers(a, b, 1, c)


@dataclass(frozen=True, repr=False)
class Exponential:
    """e^(kx), k ≠ 0, on an interval."""

    k: Fraction
    interval: tuple[Fraction, ...]
    panels: int = 1

    def into(self, arithmetic):
        if not isinstance(arithmetic, Balls):
            raise OutsideArithmetic("e is not rational: balls decide")
        a, b, k = (arithmetic.matrix([[v]]) for v in (*self.interval, self.k))
        return ExpOfKX(a, b, self.panels, k)

    def __repr__(self):
        return f"exponential({plain(self.k)!r}, over={written(self.interval)}{cut_into(self.panels)})"


def polynomial(coefficients, *, over, panels=1):
    """polynomial([0, 0, "1/2"], over=[0, 1]) is ½x² on [0, 1]."""
    return Polynomial(tuple(map(Fraction, coefficients)), tuple(map(Fraction, over)), panels)


def exponential(k, *, over, panels=1):
    """exponential("1/2", over=[0, 1]) is e^(x/2) on [0, 1]."""
    return Exponential(Fraction(k), tuple(map(Fraction, over)), panels)


# A case is written as the expression that builds it again: counterexamples are read, and pasted.
def plain(number):
    return int(number) if number.denominator == 1 else str(number)


def written(numbers):
    return str([plain(v) for v in numbers])


def cut_into(panels):
    return "" if panels == 1 else f", panels={panels}"


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
