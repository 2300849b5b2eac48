"""Slide "Distinguishing power: main idea": JS is not KL + KL, and what each says about the other and about total variation."""

from dataclasses import replace
from fractions import Fraction

from lecture17.figures.divergences import rows
from lemmata.evidence import blind, certified, claim, decided, elusive, refuted, statistical
from lemmata.numerics.compare import at_most, equal, nothing_claimed
from lemmata.numerics.sampling import ALPHA
from lemmata.numerics.verdict import Verdict
from lemmata.numerics.vocabulary import cosh, exp, log
from lemmata.theory.divergences.discrete_laws import discrete
from lemmata.theory.divergences.generator_pairs import two_generators
from lemmata.theory.divergences.strategies import laws, laws_and_mirrored_ones, sampled_pair
from lemmata.theory.divergences.two_point_laws import half_log_ratio, jeffreys_over_jensen_shannon, jensen_shannon_at
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
    cases=[discrete([1, 1], [1, 3]), unit_step, far_apart],
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


def a_ninth_of_near_laws(J):
    return J / 8 if 100 * J > 1 else J / 9


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
    controls=[a_sixteenth, a_ninth, a_ninth_of_near_laws, a_tenth_with_a_cap],
    cases=[discrete([1, 1], [9, 11]), unit_step, narrow_and_wide, discrete([64, 65], [65, 64])],
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


def nearly_half_of_jeffreys(J):
    return log(2 / (1 + exp(-J * Fraction(49, 100))))


@claim(
    id="js-below-log-two",
    slide=SLIDE,
    status="Q",
    says="JS is bounded by a function of KL(P_g‖P_h) + KL(P_h‖P_g)",
    printed=with_half_of_jeffreys,
    controls=[
        with_a_quarter_of_jeffreys,
        half_of_the_bound,
        one_less_an_exponential,
        elusive(
            nearly_half_of_jeffreys,
            "it is too small from J = 600 on, where JS and both bounds agree with ln 2 to 140 digits",
        ),
    ],
    cases=[discrete([1, 1], [1, 2]), far_apart, discrete([10**150, 1], [1, 10**150])],
    scope="discrete laws on 2 to 5 points, Gaussians and leaky-ReLU networks of the line (l ≤ 2)",
)
@decided(certified(P=laws()))
def claim_jensen_shannon_is_below_log_two(formula, P):
    """JS ≤ ln(2/(1 + e^(−J/2))) < ln 2, however large J < ∞ is."""
    return at_most(P.jensen_shannon, formula(P.jeffreys))


# ── the same, sharp ────────────────────────────────────────────────────────────────────────────────────────────────
def that_of_the_two_point_law_with_this_jeffreys(J):
    return J / 4 - log(cosh(half_log_ratio(J)))


def that_of_the_two_point_law_with_nearly_this_jeffreys(J):
    return that_of_the_two_point_law_with_this_jeffreys(J * Fraction(99, 100))


def the_bound_with_half_of_jeffreys(J):
    return with_half_of_jeffreys(J)


def the_first_two_terms(J):
    return J / 8 - J * J / 768


@claim(
    id="js-below-jeffreys-sharp",
    slide=SLIDE,
    status="Q",
    says="JS is bounded by a function of KL(P_g‖P_h) + KL(P_h‖P_g)",
    printed=that_of_the_two_point_law_with_this_jeffreys,
    controls=[
        that_of_the_two_point_law_with_nearly_this_jeffreys, an_eighth, the_bound_with_half_of_jeffreys, the_first_two_terms,
    ],
    cases=[discrete([1, 2], [2, 1]), discrete([1, 3], [3, 1]), discrete([1, 1], [1, 2]), far_apart],
    scope="discrete laws on 2 to 5 points, Gaussians and leaky-ReLU networks of the line (l ≤ 2): every pair with this J, and an "
    "equality for laws with one |log(p/q)|",
    uses=["js-below-jeffreys"],
)  # fmt: skip
@decided(certified(P=laws_and_mirrored_ones()))
def claim_the_largest_jensen_shannon_of_a_jeffreys(formula, P):
    """JS ≤ J/4 − ln cosh y where 4y tanh y = J; with w = tanh y that is ln 2 − H((1 + w)/2). Equality where |log(p/q)| is
    constant: no function of J is smaller."""
    return attained_where_the_ratio_has_one_size(P, P.jensen_shannon, formula(P.jeffreys))


def attained_where_the_ratio_has_one_size(P, left, right):
    """left ≤ right, and equality where |log(p/q)| is the same everywhere."""
    return equal(left, right) if P.equally_unlike else at_most(left, right)


def that_of_the_two_point_law_with_this_total_variation(TV):
    return jensen_shannon_at(TV)


def log_two_of_the_square(TV):
    return TV * TV * log(TV.constant(2))


def that_of_the_two_point_law_with_a_bit_more(TV):
    return jensen_shannon_at(TV * (101 - TV) / 100)


def half_of_its_square(TV):
    return TV * TV / 2


@claim(
    id="js-above-total-variation-sharp",
    slide=SLIDE,
    status="Q",
    says="small JS: the true distribution is learned",
    printed=that_of_the_two_point_law_with_this_total_variation,
    controls=[that_of_the_two_point_law_with_a_bit_more, log_two_of_the_square, half_of_its_square],
    cases=[discrete([1, 2], [2, 1]), discrete([1, 3], [3, 1]), discrete([1, 1], [9, 11]), unit_step],
    scope="discrete laws on 2 to 5 points, Gaussians and leaky-ReLU networks of the line (l ≤ 2): every pair with this TV, and an "
    "equality for laws with one |log(p/q)|",
    uses=["js-above-total-variation"],
)
@decided(certified(P=laws_and_mirrored_ones()))
def claim_the_smallest_jensen_shannon_of_a_total_variation(formula, P):
    """ln 2 − H((1 + TV)/2) ≤ JS, with equality where |log(p/q)| is constant: no function of TV is larger."""
    return attained_where_the_ratio_has_one_size(P, formula(P.total_variation), P.jensen_shannon)


def twenty_times_jensen_shannon(P):
    return 20 * P.jensen_shannon


def by_the_largest_log_ratio(P):
    K = P.largest_log_ratio
    return K if K is None else P.jensen_shannon * jeffreys_over_jensen_shannon(K)


def by_half_of_the_largest_log_ratio(P):
    K = P.largest_log_ratio
    return K if K is None else P.jensen_shannon * jeffreys_over_jensen_shannon(K / 2)


def by_nine_eighths_of_it(P):
    bound = by_the_largest_log_ratio(P)
    return bound if bound is None else bound * Fraction(9, 8)


def eight_times_jensen_shannon(P):
    return 8 * P.jensen_shannon


def eight_times_and_the_largest_log_ratio(P):
    K = P.largest_log_ratio
    return K if K is None else P.jensen_shannon * (8 + K)


@claim(
    id="jeffreys-below-js",
    slide=SLIDE,
    status="I",
    says="JS(P_g, P_h) = KL(P_g‖P_h) + KL(P_h‖P_g), up to a constant",
    printed=refuted(
        twenty_times_jensen_shannon,
        "no multiple of JS bounds J: for N(0, 1) and N(11, 1) J is 121 and JS below ln 2; with |log(p/q)| ≤ K one does",
        kindest="log P_g − log P_h is bounded, and the constant may depend on its bound",
    ),
    corrected=by_the_largest_log_ratio,
    controls=[
        by_half_of_the_largest_log_ratio, by_nine_eighths_of_it, eight_times_jensen_shannon,
        eight_times_and_the_largest_log_ratio,
    ],
    cases=[far_apart, discrete([500, 1], [1, 500]), discrete([1, 2], [2, 1]), discrete([1, 3], [3, 1])],
    scope="discrete laws on 2 to 5 points, with an equality where they have one |log(p/q)|; Gaussians have no K, and nothing is "
    "claimed of them",
    uses=["js-is-jeffreys"],
)  # fmt: skip
@decided(certified(P=laws_and_mirrored_ones()))
def claim_jeffreys_is_a_multiple_where_log_ratios_are_bounded(formula, P):
    """|log(p/q)| ≤ K, K > 0 ⇒ J ≤ JS · 4y tanh y/(y tanh y − ln cosh y), y = K/2: 8 for small K, about 2K/ln 2 for large, and
    equal where |log(p/q)| is K or 0."""
    bound = formula(P)
    if bound is None:
        return nothing_claimed("log(p/q) has no bound")
    found = at_most(P.jeffreys, bound)
    # what is too small is refuted as a bound, what is too large only where the bound is attained
    attained = P.equally_unlike_where_unlike and found.verdict is not Verdict.REFUTED
    return equal(P.jeffreys, bound) if attained else found


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
    cases=[discrete([1, 1], [9, 11]), unit_step, discrete([1, 2], [2, 1])],
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


def log_two_of_it_for_large_ones(TV):
    """5 % less where TV is small."""
    return log_two_of_it(TV) * (19 + TV) / 20


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
        blind(
            log_two_of_it_for_large_ones,
            "JS is above it where laws have small parts that do not overlap, and those that are sampled have none",
            grades=["statistical"],
        ),
    ],
    cases=[
        discrete([500, 1], [1, 500]), discrete([60, 1, 1], [60, 1, 12]), discrete([500, 1], [500, 60]),
        discrete([10**9, 10**9, 1], [10**9, 1, 10**9]),
        two_generators(normal(0), normal(3)),
    ],
    scope="discrete laws on 2 to 5 points, Gaussians and leaky-ReLU networks of the line (l ≤ 2); by samples of the "
    "mixture, networks of R^d that overlap, d ≤ 16, l ≤ 2",
)  # fmt: skip
@decided(certified(P=laws()), statistical(sampled_pair, check=on_samples, stages=(3000, 12_000, 48_000)))
def claim_total_variation_bounds_jensen_shannon(formula, P):
    """JS ≤ ln 2 · TV."""
    return at_most(P.jensen_shannon, formula(P.total_variation))
