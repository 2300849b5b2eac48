"""Slide "Distinguishing power: main idea": JS is not KL + KL, and what each says about the other and about total variation."""

from dataclasses import replace
from fractions import Fraction

from lecture17.figures.divergences import rows
from lemmata.evidence import blind, certified, claim, decided, refuted, statistical
from lemmata.numerics.compare import at_most, equal
from lemmata.numerics.sampling import ALPHA
from lemmata.numerics.vocabulary import exp, log
from lemmata.theory.divergences.discrete_laws import discrete
from lemmata.theory.divergences.generator_pairs import two_generators
from lemmata.theory.divergences.strategies import laws, sampled_pair
from lemmata.theory.networks.generator_case import normal

SLIDE = "Distinguishing power: main idea"


unit_step = two_generators(normal(0), normal(1))
narrow_and_wide = two_generators(normal(0), normal(0, 3))
far_apart = two_generators(normal(0), normal(11))


# ── JS is not KL + KL ──────────────────────────────────────────────────────────────────────────────────────────────
def both_directions(P):
    return P.kl + P.kl_reversed


def half_of_both_directions_to_the_mixture(P):
    return (P.kl_to_the_mixture + P.kl_reversed_to_the_mixture) / 2


def both_directions_to_the_mixture(P):
    return P.kl_to_the_mixture + P.kl_reversed_to_the_mixture


def one_direction_to_the_mixture(P):
    return P.kl_to_the_mixture


def an_eighth_of_both_directions(P):
    return (P.kl + P.kl_reversed) / 8


@claim(
    id="js-is-jeffreys",
    slide=SLIDE,
    status="F",
    says="JS(P_g, P_h) = KL(P_g‖P_h) + KL(P_h‖P_g)",
    printed=refuted(
        both_directions,
        "KL + KL is the divergence J of Jeffreys: for N(0, 1) and N(1, 1) it is 1, and JS is .1114",
        kindest="the line defines JS, as another name for the divergence J of Jeffreys",
    ),
    corrected=half_of_both_directions_to_the_mixture,
    controls=[both_directions_to_the_mixture, one_direction_to_the_mixture, an_eighth_of_both_directions],
    far_controls="one direction to the mixture is JS in pairs that a reflection exchanges, and few draws are such pairs",
    cases=[discrete([1, 1], [1, 3]), unit_step],
    scope="discrete laws on 2 to 5 points, Gaussians and leaky-ReLU networks of the line (l ≤ 2)",
)  # fmt: skip
@decided(certified(P=laws()))
def claim_jensen_shannon(formula, P):
    """JS(P, Q) = ½KL(P‖M) + ½KL(Q‖M) with M = ½(P + Q)."""
    return equal(formula(P), P.jensen_shannon)


def an_eighth(J):
    return J / 8


def a_sixteenth(J):
    return J / 16


def a_ninth(J):
    return J / 9


def a_tenth_with_a_cap(J):
    return Fraction(4, 5) * (1 - exp(-J / 8))


def divergences_by_pair(profile, seed):
    """J and JS of pairs of laws, from near to far."""
    return {"divergences": rows(seed)}


@claim(
    id="js-below-jeffreys",
    slide=SLIDE,
    status="Q",
    says="JS is bounded by a multiple of KL(P_g‖P_h) + KL(P_h‖P_g)",
    printed=an_eighth,
    controls=[a_sixteenth, a_ninth, a_tenth_with_a_cap],
    cases=[discrete([1, 1], [9, 11]), unit_step, narrow_and_wide],
    scope="discrete laws on 2 to 5 points, Gaussians and leaky-ReLU networks of the line (l ≤ 2); ⅛ is the limit of JS/J as "
    "Q tends to P",
    figures=divergences_by_pair,
)
@decided(certified(P=laws()))
def claim_jensen_shannon_is_at_most_an_eighth(formula, P):
    """JS ≤ J/8: what bounds J also bounds JS."""
    return at_most(P.jensen_shannon, formula(P.jeffreys))


def with_half_of_jeffreys(J):
    return log(2 / (1 + exp(-J / 2)))


def with_a_quarter_of_jeffreys(J):
    return log(2 / (1 + exp(-J / 4)))


def half_of_the_bound(J):
    return log(2 / (1 + exp(-J / 2))) / 2


def one_less_an_exponential(J):
    return 1 - exp(-J / 8)


@claim(
    id="js-below-log-two",
    slide=SLIDE,
    status="Q",
    says="JS is bounded by a function of KL(P_g‖P_h) + KL(P_h‖P_g)",
    printed=with_half_of_jeffreys,
    controls=[with_a_quarter_of_jeffreys, half_of_the_bound, one_less_an_exponential],
    cases=[discrete([1, 1], [1, 2]), far_apart],
    scope="discrete laws on 2 to 5 points, Gaussians and leaky-ReLU networks of the line (l ≤ 2)",
)
@decided(certified(P=laws()))
def claim_jensen_shannon_is_below_log_two(formula, P):
    """JS ≤ ln(2/(1 + e^(−J/2))) < ln 2, however large J is."""
    return at_most(P.jensen_shannon, formula(P.jeffreys))


def half_of_the_square(TV):
    return TV * TV / 2


def the_square(TV):
    return TV * TV


def nine_sixteenths_of_the_square(TV):
    return TV * TV * Fraction(9, 16)


def a_quarter_of_it(TV):
    return TV / 4


@claim(
    id="js-above-total-variation",
    slide=SLIDE,
    status="Q",
    says="small JS: the true distribution is learned",
    printed=half_of_the_square,
    controls=[the_square, nine_sixteenths_of_the_square, a_quarter_of_it],
    cases=[discrete([1, 1], [9, 11]), unit_step],
    scope="discrete laws on 2 to 5 points, Gaussians and leaky-ReLU networks of the line (l ≤ 2)",
)
@decided(certified(P=laws()))
def claim_jensen_shannon_bounds_total_variation(formula, P):
    """TV²/2 ≤ JS: a small JS makes every event nearly as likely under P_g as under P_real."""
    return at_most(formula(P.total_variation), P.jensen_shannon)


def on_samples(formula, P):
    """Balls that hold JS and TV, each with probability at least 1 − ALPHA/2."""
    return replace(at_most(P.jensen_shannon, formula(P.total_variation)), error_probability=ALPHA)


def log_two_of_it(TV):
    return TV * log(TV.constant(2))


def half_of_it(TV):
    return TV / 2


def two_thirds_of_it(TV):
    return TV * Fraction(2, 3)


@claim(
    id="js-below-total-variation",
    slide=SLIDE,
    status="Q",
    says="JS is bounded where total variation is",
    printed=log_two_of_it,
    controls=[
        half_of_it, half_of_the_square,
        blind(
            two_thirds_of_it,
            "JS is above it where laws hardly overlap, and there ln 2 · TV is too near JS for samples",
            grades=["statistical"],
        ),
    ],
    cases=[
        discrete([500, 1], [1, 500]), discrete([60, 1, 1], [60, 1, 12]), discrete([500, 1], [500, 60]),
        two_generators(normal(0), normal(3)),
    ],
    scope="discrete laws on 2 to 5 points, Gaussians and leaky-ReLU networks of the line (l ≤ 2); by samples of the "
    "mixture, networks of R^d that overlap, d ≤ 16, l ≤ 2",
)  # fmt: skip
@decided(certified(P=laws()), statistical(sampled_pair, check=on_samples, stages=(3000, 12_000, 48_000)))
def claim_total_variation_bounds_jensen_shannon(formula, P):
    """JS ≤ ln 2 · TV."""
    return at_most(P.jensen_shannon, formula(P.total_variation))
