"""Slides "Main result" and "Distinguishing power": from the distance seen on samples to the divergence from P_real."""

from fractions import Fraction

from lemmata.evidence import certified, claim, decided, elusive, exact, refuted
from lemmata.numerics.balls import ceiling
from lemmata.numerics.compare import at_most, at_most_squared, equal, nothing_claimed, probability_at_most
from lemmata.numerics.verdict import all_of
from lemmata.numerics.vocabulary import absolute, log, sqrt
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.concentration.mean_norms import corners_of_a_cube, mean_distance_row, samples_on_a_line
from lemmata.theory.concentration.strategies import corner_samples, line_samples, symmetric_line_samples
from lemmata.theory.discriminators.finite_classes import finite_class
from lemmata.theory.discriminators.sines import powers_of, sines
from lemmata.theory.discriminators.strategies import finite_classes
from lemmata.theory.discriminators.strategies_of_samples import sine_classes
from lemmata.theory.generalisation.finite_classes_of_coins import coins
from lemmata.theory.generalisation.finite_learning import finite_learning
from lemmata.theory.generalisation.generator_classes import scales, shifts_within
from lemmata.theory.generalisation.main_theorem_instances import learning
from lemmata.theory.generalisation.rare_regions import rare_region
from lemmata.theory.generalisation.strategies_of_finite_learning import classes_of_coins, seeded_classes_of_coins
from lemmata.theory.generalisation.strategies_of_learning import learnings, seeded_learnings

SLIDE = "Distinguishing power"
sign, rare = lattice([1, 1], lowest=-1, step=2), lattice([15, 1])


# ── the main theorem ───────────────────────────────────────────────────────────────────────────────────────────────
def a_number_of_samples(G):
    return G.c


def log_size_over_epsilon(G, times=2):
    return times * log(G.size / G.delta) / G.epsilon


def half_of_it_over_epsilon(G):
    return log_size_over_epsilon(G, times=1)


def log_size_over_the_root_of_epsilon(G):
    return 2 * log(G.size / G.delta) / sqrt(G.epsilon)


def without_the_confidence_of_a_finite_class(G):
    return 2 * log(2 * G.size) / G.epsilon


def without_the_union_bound(G):
    return 2 * log(1 / G.delta) / G.epsilon


def nine_sixteenths_of_it(G):
    return log_size_over_epsilon(G, times=Fraction(9, 8))


@claim(
    id="main-theorem",
    slide=SLIDE,
    status="I",
    says="w/ poly(d) samples, d_F(P_samples, P_g) ≤ ε ⇒ JS(P_real, P_g) ≤ O(ε)",
    printed=refuted(
        a_number_of_samples,
        'no number of samples serves every ε: N has to grow like 1/ε, as the slide "Main result" says with poly(d, l, 1/ε)',
        kindest='the number may depend on ε, as poly(d, l, 1/ε) does on "Main result": (2/ε)·ln(|G|/δ) samples serve a finite G',
    ),
    corrected=log_size_over_epsilon,
    controls=[
        half_of_it_over_epsilon, nine_sixteenths_of_it, log_size_over_the_root_of_epsilon,
        without_the_confidence_of_a_finite_class, without_the_union_bound,
    ],
    cases=[
        finite_learning(coins(["1/2", "51/100"]), epsilon="1/10000", delta="1/100", c=1000),
        finite_learning(coins(["13/200", "1/200"]), epsilon="1/32", delta=Fraction(1, 10**1500)),
        finite_learning(coins(["1/100", "1/1500"]), epsilon="123/25000", delta=Fraction(1, 10**1500)),
        finite_learning(coins(["1/2", Fraction(1, 10**30), 1 - Fraction(1, 10**30)]), epsilon="43/100", delta="9/10"),
    ],
    scope="finite G: classes of coins, P_real any of them, with the exact probability of failure; F = {log P_a − log P_b}, JS "
    "the Jensen–Shannon divergence; infinite G: see main-theorem-of-gaussians",
    uses=["membership-bound", "samples-to-real", "size-is-capacity"],
)  # fmt: skip
@decided(certified(G=classes_of_coins("JS"), largest=seeded_classes_of_coins("JS", 12)))
def claim_small_distance_on_samples_means_a_small_jensen_shannon(formula, G):
    """P_real ∈ G, G finite, F = {log P_a − log P_b : a, b ∈ G}, N ≥ (2/ε)·ln(|G|/δ) i.i.d. samples:
    P(∃g∈G: d_F(P_samples, P_g) ≤ ε and JS(P_real, P_g) > ε/2) ≤ δ."""
    return probability_at_most(G.failure_of_jensen_shannon(ceiling(formula(G))), G.delta)


def as_for_jensen_shannon(G):
    return 2 * log(G.size / G.delta) / G.epsilon


def log_size_and_range(G):
    return (
        None
        if G.largest_log_ratio is None
        else Fraction(16, 3) * (1 + G.largest_log_ratio) * log(G.size / G.delta) / G.epsilon
    )


def without_the_range(G):
    return Fraction(16, 3) * log(G.size / G.delta) / G.epsilon


def with_the_range_alone(G):
    """K for 1 + K: too few samples where all laws are alike."""
    return (
        None
        if G.largest_log_ratio is None
        else Fraction(16, 3) * G.largest_log_ratio * log(G.size / G.delta) / G.epsilon
    )


def a_tenth_of_it(G):
    return None if G.largest_log_ratio is None else log_size_and_range(G) / 10


@claim(
    id="main-theorem-of-jeffreys",
    slide=SLIDE,
    status="F",
    says="w/ poly(d) samples, d_F(P_samples, P_g) ≤ ε ⇒ JS(P_real, P_g) ≤ O(ε), with JS = KL + KL",
    printed=refuted(
        as_for_jensen_shannon,
        "KL + KL may be large because of a region that no sample reaches: two leaky-ReLU networks of the line, l = 2, agree on "
        "x ≤ 3. With a range K of log P_a − log P_b it takes 1 + K times as many samples; there K is infinite",
        kindest="JS is the divergence of Jensen and Shannon, as it is called, and not KL + KL: then this N serves, by main-theorem",
    ),
    corrected=log_size_and_range,
    controls=[without_the_range, with_the_range_alone, a_tenth_of_it],
    cases=[
        finite_learning(rare_region(3, 4000), epsilon="1/2", delta="1/10"),
        finite_learning(coins(["1/1000", Fraction(1, 10**30)]), epsilon="1/32", delta=Fraction(1, 10**6)),
        finite_learning(coins(["1/1000", Fraction(1, 10**9)]), epsilon="1/150", delta=Fraction(1, 10**1500)),
        finite_learning(coins(["1/2", "3/5"]), epsilon="1/50", delta=Fraction(1, 10**6)),
    ],
    scope="finite G: classes of coins, and two networks of the line; F = {log P_a − log P_b}",
    uses=["main-theorem"],
)  # fmt: skip
@decided(certified(G=classes_of_coins("J"), largest=seeded_classes_of_coins("J", 12)))
def claim_small_distance_on_samples_means_a_small_jeffreys(formula, G):
    """P_real ∈ G, G finite, F = {log P_a − log P_b : a, b ∈ G}, |f| ≤ K for f ∈ F, N ≥ (16/3)(1 + K)·ln(|G|/δ)/ε samples:
    P(∃g∈G: d_F(P_samples, P_g) ≤ ε and J(P_real, P_g) > 2ε) ≤ δ. Where K is infinite nothing is claimed."""
    N = formula(G)
    if N is None:
        return nothing_claimed("log P_a − log P_b is not bounded")
    return probability_at_most(G.failure_of_jeffreys(ceiling(N)), G.delta)


# ── two families of Gaussians ──────────────────────────────────────────────────────────────────────────────────────
def a_polynomial_in_d(G):
    return G.c * G.d**G.case.power


def parameters_and_confidence(G):
    return (sqrt(G.p) + sqrt(2 * log(2 / G.delta))) ** 2


def nine_over_epsilon(G):
    return 9 / G.epsilon * parameters_and_confidence(G)


def eight_over_epsilon(G):
    return 8 / G.epsilon * parameters_and_confidence(G)


def nine_over_the_root_of_epsilon(G):
    return 9 / sqrt(G.epsilon) * parameters_and_confidence(G)


def without_the_parameters(G):
    return 9 / G.epsilon * (1 + sqrt(2 * log(2 / G.delta))) ** 2


def without_the_confidence(G):
    return 9 / G.epsilon * G.p


@claim(
    id="main-theorem-of-gaussians",
    slide=SLIDE,
    status="I",
    says="w/ poly(d) samples, d_F(P_samples, P_g) ≤ ε ⇒ JS(P_real, P_g) ≤ O(ε), with JS = KL + KL, G two families of Gaussians",
    printed=refuted(
        a_polynomial_in_d,
        'no number of samples serves every ε: N has to grow like 1/ε, as the slide "Main result" says with poly(d, l, 1/ε)',
        kindest='the polynomial may be one in 1/ε too, as on "Main result": for these families it is linear in 1/ε',
    ),
    corrected=nine_over_epsilon,
    controls=[
        elusive(eight_over_epsilon, "only P_real at one end of the variances needs so many, with d = 1, ε near 1 and δ near 0"),
        nine_over_the_root_of_epsilon, without_the_parameters, without_the_confidence,
    ],
    cases=[
        learning(shifts_within(1, d=1), epsilon="1/100"),
        learning(shifts_within(1, d=2), epsilon="1/10000", c=1000, power=1),
        learning(scales("343/2000", 1, d=1), epsilon=1, delta=Fraction(1, 10**1500)),
        learning(shifts_within(2, d=300), epsilon="1/4", delta="1/2"),
    ],
    scope="exact failure probabilities for G = {N(b, I_d) : ‖b‖ ≤ R}, P_real at its centre, and {N(0, vI_d) : "
    "a ≤ v ≤ b}, P_real anywhere in it; F = {log P_a − log P_b}, ε ≤ 1; deeper generators sample by sample: see conclusion",
    uses=["membership-bound", "samples-to-real", "size-is-capacity"],
)  # fmt: skip
@decided(certified(G=learnings(), largest=seeded_learnings(100)))
def claim_small_distance_on_samples_means_the_true_law(formula, G):
    """G = {N(b, I_d) : ‖b‖ ≤ R} with p = d parameters and P_real at its centre, or G = {N(0, vI_d) : a ≤ v ≤ b} with p = 1 and
    P_real anywhere in it, F = {log P_a − log P_b : a, b ∈ G}, ε ≤ 1, N ≥ (9/ε)(√p + √(2 ln(2/δ)))² samples:
    P(∃g∈G: d_F(P_samples, P_g) ≤ ε and J(P_real, P_g) > 2ε) ≤ δ."""
    return probability_at_most(G.failure(ceiling(formula(G))), G.delta)


# ── from the samples to P_real ─────────────────────────────────────────────────────────────────────────────────────
def distance_of_the_samples(F):
    return F.distance


def half_of_it(F):
    return F.distance / 2


def seen_on_the_samples(F):
    on_samples, _ = F.distance_through()
    return on_samples


def one_typical_discriminator(F):
    differences = [abs(v) for v in F.differences(F.functions)]
    return F.number(sum(differences) / len(differences))


def without_the_sign(F):
    return absolute(F.one_sided)


@claim(
    id="samples-to-real",
    slide=SLIDE,
    status="Q",
    says="|d_F(P_samples, P_g) − d_F(P_real, P_g)| ≤ ε",
    printed=distance_of_the_samples,
    controls=[half_of_it, seen_on_the_samples, one_typical_discriminator, without_the_sign],
    cases=[
        finite_class([[0, 1]], P=[1, 0], Q=[0, 1], middle=[1, 0]),
        finite_class([[0, 1], [0, 2]], P=[1, 0], Q=[0, 1], middle=[0, 1]),
        finite_class([[0, 0, 1], [0, 3, 0]], P=["1/2", 0, "1/2"], Q=["1/2", "1/2", 0], middle=["1/2", "1/2", 0]),
    ],
    scope="finite classes, P_samples, P_real and P_g on two to five points; the bound does not depend on g, and one with "
    "P_g = P_real attains it",
    uses=["ipm-triangle"],
)
@decided(exact(F=finite_classes()))
def claim_samples_stand_for_their_law(formula, F):
    """|d_F(P_samples, P_g) − d_F(P_real, P_g)| ≤ d_F(P_samples, P_real) for all g at once."""
    on_samples, in_truth = F.distance_through()
    return at_most(absolute(on_samples - in_truth), formula(F))


# ── the rate ───────────────────────────────────────────────────────────────────────────────────────────────────────
# Squares of the bounds: a standard deviation need not be rational.
def a_constant_over_N(S):
    return (S.C * S.d / S.N) ** 2


def standard_deviation_over_root_N(S):
    return S.variance / S.N


def of_the_normal_limit(S):
    return Fraction(63, 100) * S.variance / S.N


def absolute_deviation_over_root_N(S):
    return S.absolute_mean**2 / S.N


def of_two_samples_more(S):
    return S.variance / (S.N + 2)


def twice_the_standard_deviation_over_root_N(S):
    return 4 * S.variance / S.N


def mean_distances(profile, seed):
    """E d_F(P_samples, P_real) and its product with √N."""
    sizes = (1, 2, 3, 4, 5, 6, 8, 9, 12, 16, 17, 24, 32, 33, 48, 64, 128, 256, 512, 1024, 2048)
    return {
        "rate": [
            *(mean_distance_row("signs", samples_on_a_line(sign, N=N)) for N in sizes),
            *(mean_distance_row("one in 16", samples_on_a_line(rare, N=N)) for N in sizes),
            *(mean_distance_row("corners, d = 3", corners_of_a_cube(3, N=N)) for N in sizes if N <= 64),
        ]
    }


@claim(
    id="sampling-rate",
    slide=SLIDE,
    status="F",
    says="d_F(P_samples, P_g) = d_F(P_real, P_g) ± poly(d)/N",
    printed=refuted(
        a_constant_over_N,
        "the rate is 1/√N: with F = {x, −x} and signs x = ±1, √N·E d_F(P_samples, P_real) → √(2/π)",
        kindest="N is written for a power of N: with poly(d)/√N too, N ≥ poly(d, 1/ε) gives ε, and that is all that is used",
    ),
    corrected=standard_deviation_over_root_N,
    controls=[
        of_the_normal_limit, absolute_deviation_over_root_N, of_two_samples_more, twice_the_standard_deviation_over_root_N,
    ],
    cases=[
        samples_on_a_line(sign, N=4),
        samples_on_a_line(sign, N=1000, C=20),
        samples_on_a_line(lattice([1, 2, 1], lowest=-1, step=1), N=1),
        samples_on_a_line(rare, N=60),
        samples_on_a_line(sign, N=1),
        corners_of_a_cube(3, N=40),
    ],
    scope="F = {⟨θ, x⟩ : ‖θ‖ ≤ 1}; lattice laws on the line, N ≤ 60, exactly, and corners of a cube, d ≤ 4, N ≤ 40, in balls. "
    "The mean over the samples; that no class of networks does better is not asked",
    uses=["samples-to-real"],
    figures=mean_distances,
)  # fmt: skip
@decided(exact(S=line_samples()), certified(S=corner_samples() | line_samples()))
def claim_rate_of_the_sampling_error(formula, S):
    """E d_F(P_samples, P_real) ≤ σ/√N for F = {⟨θ, x⟩ : ‖θ‖ ≤ 1}, σ² = E‖x − E x‖², with equality at N = 1 for signs."""
    square = formula(S)
    found = at_most_squared(S.mean_distance, square)
    return all_of(found, equal(S.mean_distance * S.mean_distance, square)) if S.signs == 1 else found


def absolute_deviation_over_root_2N(S):
    return S.absolute_mean**2 / (2 * S.N)


def of_the_normal_limit_from_below(S):
    return S.absolute_mean**2 * Fraction(63, 100) / S.N


def standard_deviation_over_root_2N(S):
    return S.variance / (2 * S.N)


def three_quarters_of_it(S):
    return Fraction(9, 16) * S.absolute_mean**2 / S.N


def of_one_sample_less(S):
    return S.absolute_mean**2 / (2 * S.N - 1)


def half_of_the_square(S):
    return S.absolute_mean**2 / (4 * S.N)


def at_least(number, square):
    """number ≥ √square for a number that is not negative."""
    return at_most(square, number * number)


@claim(
    id="sampling-rate-from-below",
    slide=SLIDE,
    status="Q",
    says="d_F(P_samples, P_g) = d_F(P_real, P_g) ± poly(d)/N",
    printed=absolute_deviation_over_root_2N,
    controls=[
        three_quarters_of_it, of_the_normal_limit_from_below, standard_deviation_over_root_2N, of_one_sample_less,
        half_of_the_square,
    ],
    cases=[
        samples_on_a_line(sign, N=2),
        samples_on_a_line(lattice([1, 14, 1], lowest=-1, step=1), N=1),
    ],
    scope="F = {x, −x} and laws on a lattice that x ↦ −x does not change, N ≤ 60, exactly",
)  # fmt: skip
@decided(exact(S=symmetric_line_samples()))
def claim_no_better_rate(formula, S):
    """E|x̄| ≥ E|x|/√(2N) for symmetric laws, with equality for signs at N = 2 [Szarek 1976]: the rate is 1/√N, not 1/N."""
    square = formula(S)
    found = at_least(S.mean_distance, square)
    return all_of(found, equal(S.mean_distance * S.mean_distance, square)) if S.signs == 2 else found


# ── size and capacity ──────────────────────────────────────────────────────────────────────────────────────────────
def of_its_size(S):
    return S.C / sqrt(S.n)


def of_its_norms(S):
    return None if S.radius is None else S.radius * sqrt(S.sum_of_squares) / S.n


def nine_tenths_of_its_norms(S):
    return None if S.radius is None else Fraction(9, 10) * of_its_norms(S)


def of_the_largest_point(S):
    return None if S.radius is None else S.radius * S.largest / S.n


def of_the_parameter_alone(S):
    return None if S.radius is None else S.radius / sqrt(S.n)


def less_than_one_from_two_points_on(S):
    return S.n.constant(Fraction(9, 10)) if S.radius is None and S.case.generic else of_its_norms(S)


@claim(
    id="size-is-capacity",
    slide=SLIDE,
    status="F",
    says="Since the neural networks in F are bounded in size (i.e. the capacity of the class is bounded)",
    printed=refuted(
        of_its_size,
        "one parameter fits any signs: sin(θ·64ⁱ) nearly does it for all i at once. Capacity is bounded where the norms of "
        "parameters and points are; and log-densities grow quadratically, so that the theorem for bounded f does not reach them",
        kindest="the size bounds norms as well, of the parameters, as Θ ⊂ B^m does in the theorem, and of the points",
    ),
    corrected=of_its_norms,
    controls=[
        nine_tenths_of_its_norms, of_the_largest_point, of_the_parameter_alone, less_than_one_from_two_points_on,
    ],
    cases=[
        sines([1], radius="1/2"),
        sines([1, 5, 9, 13, 17]),
        sines([1, 1, 1], radius="1/2"),
        sines([2], radius="1/2"),
        powers_of(64, n=1000, C=20),
    ],
    scope="F = {sin(θx)}, n points: the Rademacher complexity there. All signs are tried for n ≤ 5; points Bⁱ may be "
    "any number",
    uses=["capacity-needs-samples"],
)  # fmt: skip
@decided(certified(S=sine_classes()))
def claim_norms_bound_capacity(formula, S):
    """E_ε sup |n⁻¹ Σ ε_i sin(θx_i)| ≤ R√(Σ x_i²)/n over |θ| ≤ R, as |sin t| ≤ |t| with slope at most 1 [Ledoux & Talagrand
    1991]; without a bound on θ it may be arbitrarily near 1, for any number of points."""
    bound = formula(S)
    if bound is None:
        return nothing_claimed("θ is not bounded")
    return at_most(S.capacity, bound)
