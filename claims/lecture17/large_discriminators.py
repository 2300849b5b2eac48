"""Slide "Tension: strength of discriminators", large discriminators ⇒ poor generalization: how far samples are from their law."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from lecture17.figures.distances import first_dimensions, rows
from lemmata.evidence import certified, claim, decided, exact, refuted
from lemmata.numerics.compare import at_most, at_most_squared, nothing_claimed, probability_at_most
from lemmata.numerics.verdict import all_of
from lemmata.numerics.vocabulary import exp, log, sqrt, total
from lemmata.theory.transport.dyadic_upper_bounds import in_words
from lemmata.theory.transport.gaussian_points import gaussian_points
from lemmata.theory.transport.lipschitz_witness import witness
from lemmata.theory.transport.loss_gap import large_class
from lemmata.theory.transport.sampling_rates import samples_of, samples_of_atoms
from lemmata.theory.transport.sphere import sphere_points
from lemmata.theory.transport.strategies import (
    large_classes,
    many_gaussian_points,
    many_sampled,
    points_and_gaussians,
    points_on_spheres,
    sampled_laws,
    witnesses,
)

SLIDE = "Tension: strength of discriminators"


# ── few samples and infinitely many ────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Between:
    """The claimed lower bound of the mean gap, and the square of the upper one, which may have a root of N in it."""

    low: Any
    high_squared: Any


def up_to_root(F, constant, least=0):
    """From ``least`` to constant/√N."""
    return Between(F.gap * 0 + least, F.gap.constant(Fraction(constant) ** 2 / F.N))


def small_for_every_class(F):
    return up_to_root(F, Fraction(1, 2))


def small_for_small_classes(F):
    if F.functions == "all":
        return Between(2 * (1 - F.N * F.largest_atom), F.gap.constant(4))
    return up_to_root(F, Fraction(1, 2) if F.functions == "lipschitz" else 1)


def large_for_lipschitz_functions_too(F):
    if F.functions == "lipschitz":
        return Between(Fraction(1, 8) * (1 - F.largest_atom), F.gap.constant(1))
    return small_for_small_classes(F)


def large_for_one_function_too(F):
    return Between((1 - F.largest_atom) / 2, F.gap.constant(4)) if F.functions == "one" else small_for_small_classes(F)


def two_for_every_law(F):
    return Between(F.gap.constant(2), F.gap.constant(4)) if F.functions == "all" else small_for_small_classes(F)


def half_of_the_largest_atom(F):
    if F.functions == "all":
        return Between(2 - F.N * F.largest_atom, F.gap.constant(4))
    return small_for_small_classes(F)


def two_fifths_for_lipschitz_functions(F):
    return up_to_root(F, Fraction(2, 5)) if F.functions == "lipschitz" else small_for_small_classes(F)


def nine_tenths_for_one_function(F):
    return up_to_root(F, Fraction(9, 10)) if F.functions == "one" else small_for_small_classes(F)


@claim(
    id="poor-generalisation",
    slide=SLIDE,
    status="F",
    says="d_F(P_samples, P_g) ≈ d_F(P_real, P_g)",
    printed=refuted(
        small_for_every_class,
        "the slide reads ≈ and means ≉: with P_g = P_real atomless and all |f| ≤ 1, the left side is 2 and the right side 0",
        kindest='it is a misprint for ≉: "differs a lot", says the line above',
    ),
    corrected=small_for_small_classes,
    controls=[
        large_for_lipschitz_functions_too, large_for_one_function_too, two_for_every_law, half_of_the_largest_atom,
        two_fifths_for_lipschitz_functions, nine_tenths_for_one_function,
    ],
    cases=[
        large_class("all", N=1),
        large_class("lipschitz", N=1, counts=[1, 1]),
        large_class("one", N=1),
        large_class("all", N=4, counts=[1, 1, 1]),
        large_class("all", N=1, counts=[1, 1, 1]),
        large_class("lipschitz", N=9),
        large_class("one", N=4),
        large_class("all", N=9, counts=[1, 2, 3] * 10),
    ],
    scope="N ≤ 12 samples of an atomless law on [0, 1], which is a limit of equal atoms, or of up to 40 atoms there, P_g = P_real, "
    "which is the worst P_g; all |f| ≤ 1, all 1-Lipschitz f, and one f. One sample of two equal atoms at the ends attains both "
    "upper bounds",
)  # fmt: skip
@decided(exact(F=large_classes()))
def claim_all_functions_do_not_generalise(formula, F):
    """E d_F(P_samples, P_real) ≥ 2(1 − N·max p) for F all |f| ≤ 1, which is 2 for atomless laws, and d_F(P_real, P_real) = 0; on
    [0, 1] it is ≤ 1/(2√N) for 1-Lipschitz f, and ≤ 1/√N for one f with |f| ≤ 1."""
    found = formula(F)
    return all_of(at_most(found.low, F.gap), at_most_squared(F.gap, found.high_squared))


# ── N(0, I_d) and N points ─────────────────────────────────────────────────────────────────────────────────────────
def for_every_d(G):
    return slides_number(G)


def up_to_a_quarter_of_d_to_the_half_d(G):
    # N ≤ (d/4)^{d/2}
    return slides_number(G) if G.N**2 * 4**G.d <= G.d**G.d else None


def up_to_d_to_the_d(G):
    return slides_number(G) if G.d**G.d >= G.N else None


def up_to_a_grid(G):
    # N ≤ (4d)^{d/2}, 2√d points on each axis
    return slides_number(G) if (4 * G.d) ** G.d >= G.N**2 else None


def from_three_dimensions_on(G):
    return slides_number(G) if G.d >= 3 else None


def slides_number(G):
    return G.distance.constant(Fraction(11, 10))


def distances_by_dimension(profile, seed):
    """The bounds against d, and from which d on they exceed 1.1."""
    return {"W1 by dimension": rows(seed), "first d with W1 ≥ 1.1": first_dimensions()}


@claim(
    id="w1-gaussian",
    slide=SLIDE,
    status="I",
    says="P_real standard d-dimensional Gaussian, any poly(d) number of samples: whp W₁(P_samples, P_real) ≥ 1.1",
    printed=refuted(
        for_every_d,
        "only from some d on, which depends on the polynomial: 256 = 2⁸ samples in the plane are within 1.1 with high probability",
        kindest="d is large: for each polynomial it holds from some d on",
    ),
    corrected=up_to_a_quarter_of_d_to_the_half_d,
    controls=[up_to_d_to_the_d, up_to_a_grid, from_three_dimensions_on],
    cases=[
        gaussian_points(d=2, power=8),
        gaussian_points(d=4, power=4, points="best"),
        gaussian_points(d=4, power=8),
        gaussian_points(d=11, power=2, points="best"),
        gaussian_points(d=14, power=3, points="best"),
    ],
    scope="N = d^k points, random ones or the best ones, in up to 1,100 dimensions; "
    "above (d/4)^{d/2} points nothing is claimed. 'With high probability': 99 %, and refuted where it is at most 1 %",
    figures=distances_by_dimension,
)
@decided(certified(G=points_and_gaussians(), largest=many_gaussian_points()))
def claim_polynomially_many_points_are_far_from_a_gaussian(formula, G):
    """W₁(ν, N(0, I_d)) ≥ ∫₀^∞ (1 − N·P(χ²_d < r²))₊ dr for every law ν on N points, and that is ≥ 1.1 for N ≤ (d/4)^{d/2}:
    for N = d² from d = 11 on, for N = d³ from d = 14 on, by that rule. The integral itself is above 1.1 from d = 8 and d = 11 on.
    It grows like √d·N^{−1/d}."""
    least = formula(G)
    if least is None:
        return nothing_claimed("N and d are outside the range")
    return replace(at_most(least, G.distance), right=G.words)


def for_every_d_of_norm_one(G):
    return slides_number(G)


def for_samples_up_to_an_exponential(G):
    return slides_number(G) if G.random and few(G) else None


def for_the_best_points_too(G):
    return slides_number(G) if few(G) else None


def up_to_a_quarter_of_d_to_the_half_d_samples(G):
    return up_to_a_quarter_of_d_to_the_half_d(G) if G.random else None


def root_two(G):
    return sqrt(G.distance.constant(2)) if G.random and few(G) else None


def few(G):
    """N ≤ e^{d/20}; e > 2718/1000."""
    return G.N**20 * 1000**G.d <= 2718**G.d


@claim(
    id="w1-gaussian-of-norm-one",
    slide=SLIDE,
    status="I",
    says="W₁(P_samples, P_real) ≥ 1.1 (like sampling random pts on the unit sphere), P_real = N(0, I_d/d)",
    printed=refuted(
        for_every_d_of_norm_one,
        "1.1 is the right size for N(0, I_d/d), whose points have norm about 1 and are about √2 apart, but not for small d",
        kindest="d is large: for each polynomial number of samples, at least d of them, it holds from some d on",
    ),
    corrected=for_samples_up_to_an_exponential,
    controls=[for_the_best_points_too, up_to_a_quarter_of_d_to_the_half_d_samples, root_two],
    cases=[
        gaussian_points(d=2, power=8, unit=True),
        gaussian_points(d=100, power=1, points="best", unit=True),
        gaussian_points(d=100, power=1, unit=True),
        gaussian_points(d=64, power=20, unit=True),
        gaussian_points(d=250, power=2, unit=True),
    ],
    scope="N = d^k ≤ e^{d/20} samples in up to 1,100 dimensions (d ≥ 90, since N ≥ d); with all of them at 0, W₁ < 1 in every d",
    uses=["w1-gaussian", "sphere-points"],
)
@decided(certified(G=points_and_gaussians(unit=True), largest=many_gaussian_points(unit=True)))
def claim_samples_of_norm_one_are_further_than_a_point_at_0(formula, G):
    """P_real = N(0, I_d/d), d ≤ N ≤ e^{d/20} samples: W₁(P_samples, P_real) ≥ 1.1 with high probability, since
    E W₁ ≥ √(2/d) ∫₀^∞ (1 − N·P(χ²_d < r²))₊ dr; not for every law on N points: with all mass at 0 it is below 1."""
    least = formula(G)
    if least is None:
        return nothing_claimed("N and d are outside the range")
    return replace(at_most(least, G.distance), right=G.words)


# ── points on the sphere ───────────────────────────────────────────────────────────────────────────────────────────
def half_a_power(S):
    # (1 − t²)^{(d − 1)/2}/2
    return where_positive(S, power(1 - S.t * S.t, Fraction(S.case.d - 1, 2)) / 2)


def a_third_of_the_power(S):
    return half_a_power(S) * 2 / 3


def one_dimension_more(S):
    return where_positive(S, power(1 - S.t * S.t, Fraction(S.case.d, 2)) / 2)


def without_the_half(S):
    return where_positive(S, exp(-S.d * S.t * S.t))


def three_quarters(S):
    return where_positive(S, exp(-3 * S.d * S.t * S.t / 4))


def linear_in_t(S):
    return where_positive(S, exp(-S.d * S.t / 2))


def for_every_t(S):
    return exp(-S.d * S.t * S.t / 2)


def where_positive(S, bound):
    return bound if S.case.t > 0 else S.d.constant(1)


@claim(
    id="sphere-points",
    slide=SLIDE,
    status="Q",
    says="Like sampling random pts on the unit sphere: in high dimensions they will be far away with high probability",
    printed=half_a_power,
    controls=[a_third_of_the_power, one_dimension_more, without_the_half, three_quarters, linear_in_t, for_every_t],
    cases=[
        sphere_points(d=4, t="-1/2"),
        sphere_points(d=4, t="1/100"),
        sphere_points(d=4, t="9/10"),
        sphere_points(d=9, t="18/25"),
        sphere_points(d=100, t="1/5"),
        sphere_points(d=200, t="1/4"),
    ],
    scope="2 ≤ d ≤ 300 (10,000 in a test), |t| < 1 on a grid; at t = 0 the bound is attained. e^{−dt²} fails from d = 9 on",
)
@decided(certified(S=points_on_spheres()))
def claim_two_points_of_the_sphere_are_nearly_orthogonal(formula, S):
    """U, V independent and uniform on the unit sphere of R^d, 0 < t < 1: P(⟨U, V⟩ ≥ t) ≤ ½(1 − t²)^{(d−1)/2} ≤ e^{−dt²/2}, and
    ‖U − V‖² = 2 − 2⟨U, V⟩ is near 2."""
    return probability_at_most(S.close, formula(S))


def pairs_times_half_a_power(S):
    N = S.case.points
    return half_a_power(S) * Fraction(N * (N - 1), 2)


def for_one_pair(S):
    return half_a_power(S)


def for_each_point(S):
    return half_a_power(S) * S.case.points


def pairs_times_a_power_of_one_dimension_more(S):
    N = S.case.points
    return one_dimension_more(S) * Fraction(N * (N - 1), 2)


def pairs_times_without_the_half(S):
    N = S.case.points
    return without_the_half(S) * Fraction(N * (N - 1), 2)


@claim(
    id="sphere-pairs",
    slide=SLIDE,
    status="Q",
    says="Like sampling random pts on the unit sphere: in high dimensions they will be far away with high probability",
    printed=pairs_times_half_a_power,
    controls=[
        for_one_pair, for_each_point, pairs_times_a_power_of_one_dimension_more, pairs_times_without_the_half,
    ],
    cases=[
        sphere_points(d=4, t="9/10", points=10),
        sphere_points(d=4, t="99/100", points=3),
        sphere_points(d=100, t="9/20", points=1000),
        sphere_points(d=200, t="9/25", points=10**4),
    ],
    scope="3 to 10⁶ points, 2 ≤ d ≤ 300. The probability is enclosed: a union bound from above, the second moment from below",
    uses=["sphere-points", "union-bound"],
)  # fmt: skip
@decided(certified(S=points_on_spheres(many=True)))
def claim_all_pairs_of_points_of_the_sphere_are_far_apart(formula, S):
    """U_1, …, U_N independent and uniform on the unit sphere of R^d, 0 < t < 1: P(⟨U_i, U_j⟩ ≥ t for some i < j)
    ≤ N(N − 1)/4·(1 − t²)^{(d−1)/2} < N²e^{−dt²/2}: all pairs of e^{o(d)} points are at distances near √2."""
    return probability_at_most(S.close, formula(S))


# ── the class of all Lipschitz functions ───────────────────────────────────────────────────────────────────────────
def by_dimension(P):
    return power(P.n, Fraction(-1, 2) if P.finite or P.d == 1 else Fraction(-1, P.d))


def one_over_root(P):
    return power(P.n, Fraction(-1, 2))


def by_dimension_for_atoms_too(P):
    return power(P.n, Fraction(-1, 2) if P.d == 1 else Fraction(-1, P.d))


def by_dimension_on_the_line_too(P):
    return power(P.n, Fraction(-1, 2) if P.finite else Fraction(-1, P.d))


def by_one_dimension_more(P):
    return power(P.n, Fraction(-1, 2) if P.finite or P.d == 1 else Fraction(-1, P.d + 1))


def with_a_logarithm(P):
    return by_dimension(P) * (1 + log(P.n))


def power(n, exponent):
    return exp(exponent * log(n))


@claim(
    id="w1-rate",
    slide=SLIDE,
    status="Q",
    says="In other words, the class of all Lipschitz function is too large!!!",
    printed=by_dimension,
    controls=[
        one_over_root, by_dimension_for_atoms_too, by_dimension_on_the_line_too, by_one_dimension_more, with_a_logarithm,
    ],
    cases=[
        samples_of("cube", d=1, n=10**4),
        samples_of_atoms([1] * 6, n=10**6),
        samples_of("cube", d=5, n=10**6),
        samples_of("gaussian", d=5, n=10**6),
        samples_of("cube", d=3, n=10**24),
    ],
    scope="the uniform law on [0, 1]^d (d = 1: n^{−1/2}; 3 ≤ d ≤ 12), N(0, I_d) (3 ≤ d ≤ 8), up to 8 atoms in general position; "
    "n up to 10³⁰, 10⁶ and 10⁹; the plane has a logarithm and is left out",
    uses=["w1-gaussian"],
)  # fmt: skip
@decided(certified(P=sampled_laws(), largest=many_sampled(12)))
def claim_samples_approach_their_law_as_slowly_as_balls_fill_space(formula, P):
    """c_P·n^{−1/d} ≤ E W₁(P̂_n, P) ≤ C_P·n^{−1/d} for d ≥ 3, P uniform on the cube (√d/20 and 2√d) or N(0, I_d) (√d/2 and 10√d);
    c_P·n^{−1/2} ≤ … ≤ C_P·n^{−1/2} on [0, 1], and for laws on finitely many atoms, two or more. W₁ is the supremum over all
    1-Lipschitz f."""
    rate = formula(P)
    fast = replace(at_most(rate, P.distance / P.least), right=in_words("E W₁/c_P", P.distance / P.least))
    slow = replace(at_most(P.distance / P.most, rate), left=in_words("E W₁/C_P", P.distance / P.most))
    return all_of(fast, slow)


def distance_to_the_nearest_sample(others, samples, n):
    return (total(others.least()) - total(samples.least())) / n


def its_square(others, samples, n):
    return (total(others.least() * others.least()) - total(samples.least() * samples.least())) / n


def distance_to_the_second_nearest_taken_for_0_at_the_samples(others, samples, n):
    return total(others.second()) / n


def sum_of_all_distances(others, samples, n):
    return (total(others.sums()) - total(samples.sums())) / n


@claim(
    id="lipschitz-witness",
    slide=SLIDE,
    status="Q",
    says="In other words, the class of all Lipschitz function is too large!!!",
    printed=distance_to_the_nearest_sample,
    controls=[its_square, distance_to_the_second_nearest_taken_for_0_at_the_samples, sum_of_all_distances],
    cases=[
        witness([[0], [3]], [["1/2"], [7]]),
        witness([[0, 0], [4, 0]], [[1, 0], [4, "1/2"]]),
        witness([[0, 0], [1, 0]], [[3, 4], [-3, 4]]),
    ],
    scope="two to four samples and as many other points in up to three dimensions, in the sum norm, where distances are rational; "
    "W₁ by all matchings",
)
@decided(exact(Q=witnesses()))
def claim_the_distance_to_the_nearest_sample_is_a_discriminator(formula, Q):
    """w(x) = min_i ‖x − x_i‖ is 1-Lipschitz and 0 at the samples, so that W₁(P_samples, Q) ≥ E_Q w for every law Q
    and every norm."""
    return at_most(formula(Q.others, Q.samples, Q.n), Q.W1)
