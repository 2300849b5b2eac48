"""Slides "Weak discriminators ⇒ mode collapse": Chernoff's inequality for one f, and why a union bound over F needs more."""

from fractions import Fraction

from lemmata.evidence import certified, claim, decided, refuted
from lemmata.numerics.balls import ceiling
from lemmata.numerics.compare import nothing_claimed, probability_at_most
from lemmata.numerics.vocabulary import exp, log
from lemmata.theory.concentration.coordinates import coordinates
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.concentration.means import average
from lemmata.theory.concentration.strategies import averages, coordinate_classes, seeded_averages

SLIDE = "Weak discriminators ⇒ mode collapse"
coin = lattice([1, 1])


# ── one fixed f ────────────────────────────────────────────────────────────────────────────────────────────────────
def at_deviation_epsilon(N, epsilon, width):
    return 2 * exp(-epsilon * epsilon * N / 2)


def at_a_quarter_of_epsilon(N, epsilon, width):
    return 2 * exp(-epsilon * epsilon * N / (8 * width * width))


def twice_the_exponent(N, epsilon, width):
    return 2 * exp(-epsilon * epsilon * N / (4 * width * width))


def four_thirds_of_the_exponent(N, epsilon, width):
    return 2 * exp(-epsilon * epsilon * N / (6 * width * width))


def without_the_factor_two(N, epsilon, width):
    return exp(-epsilon * epsilon * N / (8 * width * width))


def with_the_range_not_squared(N, epsilon, width):
    return 2 * exp(-epsilon * epsilon * N / (8 * width))


@claim(
    id="chernoff",
    slide=SLIDE,
    status="F",
    says="Pr[|E_real f − E_gen f| ≥ ε/4] ≤ 2 exp(−ε²N/2)",
    printed=refuted(
        at_deviation_epsilon,
        "that is the bound for a deviation of ε and values in [−1, 1]; at ε/4 the exponent is ε²N/(8Δ²), 16 times smaller there",
        kindest="the values of f lie in an interval of length ½: then ε²N/(8Δ²) = ε²N/2",
    ),
    corrected=at_a_quarter_of_epsilon,
    controls=[
        twice_the_exponent, four_thirds_of_the_exponent, without_the_factor_two, with_the_range_not_squared,
    ],
    cases=[
        average(coin, N=1, epsilon=2),
        average(coin, N=16, epsilon=1),
        average(coin, N=64, epsilon=1),
        average(lattice([1, 1], step=4), N=8, epsilon=4),
    ],
    scope="exact tails of coins, of laws on up to 9 levels and of drawn networks rounded to such levels, N ≤ 200; N = 2000 on "
    "11 levels, and on 65 in the thorough profile",
)  # fmt: skip
@decided(
    certified(
        sample=averages(),
        largest=seeded_averages(K=10, N=2000),
        heaviest=seeded_averages(K=64, N=2000),
    )
)
def claim_deviation_of_one_discriminator(formula, sample):
    """P(|E_real f − E_gen f| ≥ ε/4) ≤ 2 exp(−2N(ε/4)²/Δ²) = 2 exp(−ε²N/(8Δ²)) for ε > 0, N i.i.d. samples and values of f in an
    interval of length Δ > 0 [Hoeffding 1963, Theorem 2]."""
    return probability_at_most(sample.tail(Fraction(1, 4)), formula(sample.N, sample.epsilon, sample.width))


# ── all f at once ──────────────────────────────────────────────────────────────────────────────────────────────────
def any_discrete_class(F):
    if F.joined:
        return None
    return F.patience if F.count is None else any_finite_class(F)


def any_finite_class(F):
    if F.joined or F.count is None:
        return None
    return ceiling(2 * log(2 * F.count / F.delta) / (F.t * F.t))


def any_bounded_class(F):
    return any_finite_class(F) or F.patience


def the_size_for_one_function(F):
    return None if F.count is None else ceiling(2 * log(2 / F.delta) / (F.t * F.t))


def without_the_two_sides(F):
    if F.joined or F.count is None:
        return None
    return max(1, ceiling(2 * log(F.count / F.delta) / (F.t * F.t)))


@claim(
    id="not-discrete",
    slide=SLIDE,
    status="I",
    says="Why can't we immediately do a union bound? F is not discrete!",
    printed=refuted(
        any_discrete_class,
        "true, and not all: a union bound asks for a finite F. A discrete one may be infinite: over countably many "
        "independent coordinates some mean of signs is 1 for every N",
        kindest="discrete is said for finite, and F is not finite",
    ),
    corrected=any_finite_class,
    controls=[any_bounded_class, the_size_for_one_function, without_the_two_sides],
    cases=[
        coordinates(None, t=1, delta="1/2", patience=1),
        coordinates(None, t=1, delta="1/2", patience=1, joined=True),
        coordinates(1, t=1, delta="2/5"),
        coordinates(20, t="1/2", delta="1/10"),
    ],
    scope="coordinates of independent fair signs, 1 to 1000 of them or countably many; other classes are finite or not in the "
    "same way",
    uses=["chernoff"],
)
@decided(certified(F=coordinate_classes()))
def claim_union_bound_needs_a_finite_class(formula, F):
    """For finite F ≠ ∅ with values in an interval of length Δ, t > 0, 0 < δ < 1, and N ≥ Δ² ln(2|F|/δ)/(2t²) samples, at least one:
    P(∃ f∈F: |E_real f − E_gen f| ≥ t) ≤ δ. A countable F has no such N in general."""
    N = formula(F)
    if N is None:
        return nothing_claimed("no N is promised")
    return probability_at_most(F.failure(N), F.delta)
