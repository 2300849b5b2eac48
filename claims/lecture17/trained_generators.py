"""Slides "Distinguishing power" (what does this buy us?) and "Main result", on generators that were trained; the birthday test."""

from math import prod

from lecture17.figures.perturbed_generators import correlations, perturbations
from lecture17.figures.training import atoms, collapse, training
from lemmata.evidence import certified, claim, decided, exact
from lemmata.numerics.compare import at_most, equal, nothing_claimed, probability_at_most
from lemmata.numerics.verdict import Verdict, all_of
from lemmata.numerics.vocabulary import exp
from lemmata.theory.concentration.birthday import birthdays
from lemmata.theory.networks.generator_case import generator, normal
from lemmata.theory.training.mixtures import modes
from lemmata.theory.training.observed_cases import observed
from lemmata.theory.training.strategies import (
    any_birthdays,
    observed_affine,
    observed_on_the_line,
    seeded_observed,
    several_modes,
)

SLIDE = "Distinguishing power"


# ── what small training error means ────────────────────────────────────────────────────────────────────────────────
def distance_on_samples_and_epsilon(P):
    return P.distance + P.epsilon


def distance_on_samples_alone(P):
    return P.distance


def with_half_of_epsilon(P):
    return P.distance + P.epsilon / 2


def the_larger_of_the_two(P):
    return P.distance if at_most(P.epsilon, P.distance).verdict is Verdict.HOLDS else P.epsilon


def with_log_densities_alone(P):
    return P.from_samples(P.log_densities) + P.epsilon


def with_linear_discriminators(P):
    # ⟨θ, x⟩ with all |θ_i| ≤ 1, more than ‖θ‖ ≤ 1
    return sum(P.deviations(P.coordinates)) + P.epsilon


def with_two_moments(P):
    # quadratics with all coefficients in [−1, 1]
    return sum(P.deviations([*P.coordinates, *P.products])) + P.epsilon


def what_training_shows(profile, seed):
    """Distances against J along training, and, in `thorough`, how they are correlated for perturbed generators."""
    thorough = profile == "thorough"
    figures = {
        "training": list(training((1, 2, 4, 8) if thorough else (1, 2), seed)),
        "collapse": list(collapse(seed)),
        "atoms": list(atoms(seed)),
    }
    if thorough:
        rows = list(perturbations((1, 2, 4, 8), seed))
        figures |= {"perturbations": rows, "correlations": list(correlations(rows))}
    return figures


@claim(
    id="conclusion",
    slide=SLIDE,
    status="Q",
    says="JS(P_real, P_g) ≤ d_F(P_real, P_g) + ε",
    printed=distance_on_samples_and_epsilon,
    controls=[
        distance_on_samples_alone, with_half_of_epsilon, the_larger_of_the_two, with_log_densities_alone,
        with_linear_discriminators, with_two_moments,
    ],
    cases=[
        observed(normal(0), normal(1), [[1]], epsilon=1),
        observed(normal(0), normal(1), [["1/2"]], epsilon="1/2"),
        observed(normal(0), normal(2), [[-1], [1]], epsilon=0),
        observed(normal(0), normal(2), [[1], [2]], epsilon=3, others=[normal("1/4")]),
        observed(normal(0), normal(0, "1/8"), [[-1], [1]], epsilon=0),
        observed(
            generator([[[1]], [["1/2"]]]), generator([[[1]], [[2]]], [[1], [1]]), [["1/2"]], epsilon="9/8"
        ),
    ],
    scope="G of two or three generators, F all differences of their log-densities: affine ones, d ≤ 3 and d = 8, exactly; leaky-"
    "ReLU networks of the line, l = 2, in balls. P_g drawn, near P_real, or, for d = 2, l = 1 and d = 1, l = 2, an iterate of "
    "training against a larger class of such differences or against linear functions",
    uses=["membership-bound", "difference-network", "samples-to-real"],
    figures=what_training_shows,
)  # fmt: skip
@decided(
    exact(P=observed_affine(), largest=seeded_observed(8, 12)),
    certified(P=observed_on_the_line()),
)
def claim_small_training_error_means_a_small_divergence(formula, P):
    """P_real, P_g ∈ G, F = {log P_a − log P_b : a, b ∈ G} and d_F(P_samples, P_real) ≤ ε ⇒
    J(P_real, P_g) ≤ d_F(P_samples, P_g) + ε. With d_F(P_real, P_g) on the right, as the slide has it, it is membership-bound
    for every ε ≥ 0: true, and of a distance that nobody sees."""
    bound = formula(P)
    if not P.within_epsilon:
        return nothing_claimed("d_F(P_samples, P_real) is above ε")
    return at_most(P.jeffreys, bound)


# ── mode collapse ──────────────────────────────────────────────────────────────────────────────────────────────────
def logarithms_of_shares(P):
    return P.from_samples(P.logarithms) + P.epsilon


def logarithms_of_shares_without_epsilon(P):
    return P.from_samples(P.logarithms)


def half_of_the_logarithms(P):
    return P.from_samples(P.logarithms / 2) + P.epsilon


def all_functions_between_minus_one_and_one(P):
    return P.variation + P.epsilon


def linear_functions(P):
    return P.moment_apart(1) + P.epsilon


def two_moments(P):
    return P.moment_apart(1) + P.moment_apart(2) + P.epsilon


@claim(
    id="collapse-in-training",
    slide="Main result",
    status="Q",
    says="d_F(P_samples, P_g) ≤ ε ⇒ JS(P_real, P_g) ≤ O(ε)",
    printed=logarithms_of_shares,
    controls=[
        logarithms_of_shares_without_epsilon, half_of_the_logarithms, all_functions_between_minus_one_and_one,
        linear_functions, two_moments,
    ],
    cases=[
        modes(["-3/4", 0, "3/4"], normal(0, "1/8"), ["-3/4", 0, "3/4"], spread="1/8"),
        modes([0, 1], normal(0, "1/2"), [0, 0, 0, 1], spread="1/8"),
    ],
    scope="P_real a mixture of two to four Gaussians on the line, the law of no generator; P_g affine or a leaky-ReLU network, "
    "drawn or an iterate of training; J on the cells around the modes, which is at most J",
    uses=["conclusion", "membership-bound"],
)  # fmt: skip
@decided(certified(P=several_modes()))
def claim_a_collapse_is_seen_by_logarithms_of_shares(formula, P):
    """p_i, q_i the masses of the cell around mode i, f = log(p_i/q_i) there, |E_{P_samples} f − E_{P_real} f| ≤ ε ⇒
    Σ (p_i − q_i) log(p_i/q_i) ≤ |E_{P_samples} f − E_{P_g} f| + ε; and the left side is at most J(P_real, P_g)."""
    bound = formula(P)
    if not P.within_epsilon:
        return nothing_claimed("the sampling error is above ε")
    return at_most(P.jeffreys_of_cells, bound)


# ── the birthday test ──────────────────────────────────────────────────────────────────────────────────────────────
def each_draw_on_a_free_point(B):
    return prod((1 - i / B.K for i in range(1, B.s)), start=B.K * 0 + 1)


def one_draw_more(B):
    return prod((1 - i / B.K for i in range(1, B.s + 1)), start=B.K * 0 + 1)


def one_point_less(B):
    return prod((1 - i / (B.K - 1) for i in range(1, B.s)), start=B.K * 0 + 1)


def one_pair_more(B):
    return (1 - 1 / B.K) ** (B.s * (B.s - 1) // 2 + 1)


def all_pairs_on_their_own(B):
    """A bound too, that the uniform law does not attain."""
    return (1 - 1 / B.K) ** (B.s * (B.s - 1) // 2)


@claim(
    id="birthday-product",
    slide="Main result",
    status="Q",
    says="mode collapse: how many points P_g has is seen by how soon two draws agree [Arora & Zhang 2017]",
    printed=each_draw_on_a_free_point,
    controls=[one_draw_more, one_point_less, one_pair_more, all_pairs_on_their_own],
    cases=[birthdays([1, 1], s=2), birthdays([1, 1, 1, 1], s=3)],
    scope="laws on 2 to 40 points, 2 to 12 draws",
)
@decided(exact(B=any_birthdays()))
def claim_draws_from_few_points_agree(formula, B):
    """s draws from a law on K points: P(all different) ≤ ∏_{i<s} (1 − i/K), with equality for the uniform law."""
    bound = formula(B)
    found = probability_at_most(B.all_different, bound)
    return all_of(found, equal(B.all_different, bound)) if B.uniform else found


def half_the_pairs(B):
    return exp(-B.s * (B.s - 1) / (2 * B.K))


def s_squared(B):
    return exp(-(B.s**2) / (2 * B.K))


def all_pairs(B):
    return exp(-B.s * (B.s - 1) / B.K)


def of_one_point_less(B):
    return exp(-B.s * (B.s - 1) / (2 * (B.K - 1)))


@claim(
    id="birthday-test",
    slide="Main result",
    status="Q",
    says="mode collapse: s draws that all differ speak for more than s²/2 points [Arora & Zhang 2017]",
    printed=half_the_pairs,
    controls=[s_squared, all_pairs, of_one_point_less],
    cases=[birthdays([1, 1], s=2), birthdays([1] * 40, s=3)],
    scope="laws on 2 to 40 points, 2 to 12 draws; the figures of conclusion have generators of 4 to 64 points that were trained",
    uses=["birthday-product"],
)
@decided(certified(B=any_birthdays()))
def claim_few_draws_tell_a_small_support(formula, B):
    """s draws from a law on K points: P(all different) ≤ e^{−s(s−1)/(2K)}, so that s draws that all differ rule out every
    K < s(s − 1)/(2 ln(1/δ)) at level δ, whatever the law on these points is."""
    return probability_at_most(B.all_different, formula(B))
