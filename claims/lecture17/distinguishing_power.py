"""Slides "Distinguishing power" and "… main idea": d_F ≥ J = KL + KL for an F that holds differences of log-densities."""

from dataclasses import replace
from fractions import Fraction

from lemmata.evidence import blind, certified, claim, decided, exact, refuted
from lemmata.numerics.compare import at_most, at_most_count, counted, equal, implied, nothing_claimed
from lemmata.numerics.verdict import Verdict, all_of
from lemmata.numerics.vocabulary import log, sqrt
from lemmata.theory.densities.difference_network import difference_network, difference_parameter_count
from lemmata.theory.densities.log_density_network import Design, is_as_drawn, log_density_network, parameter_count
from lemmata.theory.densities.two_at_a_point import at_one_point
from lemmata.theory.divergences.closure import (
    Member,
    definite,
    determining_points,
    peak,
    quadratic_of,
    twice_a_log_density,
    twice_the_difference,
)
from lemmata.theory.divergences.covered_laws import covered
from lemmata.theory.divergences.discrete_laws import discrete
from lemmata.theory.divergences.generator_pairs import two_generators
from lemmata.theory.divergences.near_members import off_by
from lemmata.theory.divergences.strategies import (
    affine_pairs,
    covered_laws,
    discrete_pairs,
    laws,
    line_pairs,
    nearly_members,
    pair_sites,
    seeded_affine_pairs,
    seeded_pair_sites,
)
from lemmata.theory.networks.generator import Generator, with_biases_one_layer_off
from lemmata.theory.networks.generator_case import generator, normal

SLIDE = "Distinguishing power: main idea"


unit_step = two_generators(normal(0), normal(1))
narrow_and_wide = two_generators(normal(0), normal(0, 3))
far_apart = two_generators(normal(0), normal(11))
two_layers = two_generators(generator([[[1]], [[2]]], [[1], [-1]]), generator([[[-1]], [["1/2"]]], [[0], [1]]))
in_the_plane = two_generators(generator([[[1, 1], [0, 1]]]), generator([[[1, 0], [2, 1]]], [[1, 2]]))


# ── J as a difference of two means ─────────────────────────────────────────────────────────────────────────────────
def difference_of_the_means(P):
    return P.mean_P(P.log_ratio) - P.mean_Q(P.log_ratio)


def sum_of_the_means(P):
    return P.mean_P(P.log_ratio) + P.mean_Q(P.log_ratio)


def twice_the_first_mean(P):
    return 2 * P.mean_P(P.log_ratio)


def each_log_density_under_its_own_law(P):
    return P.mean_P(P.log_p) - P.mean_Q(P.log_q)


def means_of_log_p_alone(P):
    return 2 * (P.mean_P(P.log_p) - P.mean_Q(P.log_p))


@claim(
    id="jeffreys-as-ipm",
    slide=SLIDE,
    status="T",
    printed=difference_of_the_means,
    controls=[sum_of_the_means, twice_the_first_mean, each_log_density_under_its_own_law, means_of_log_p_alone],
    cases=[discrete([1, 1], [1, 3]), unit_step, narrow_and_wide, two_layers],
    scope="discrete laws; affine generators up to d = 8; leaky-ReLU networks of the line (l ≤ 2). The means are those of the "
    "explicit network log P_g − log P_h; both KL are finite",
    uses=["log-density-network", "difference-network"],
)
@decided(certified(P=discrete_pairs() | affine_pairs() | line_pairs(min_depth=2), largest=seeded_affine_pairs(8)))
def claim_jeffreys_is_a_difference_of_means(formula, P):
    """KL(P_g‖P_h) + KL(P_h‖P_g) = E_{P_g}(log P_g − log P_h) − E_{P_h}(log P_g − log P_h), where both KL are finite."""
    return equal(formula(P), P.jeffreys, unit=1)


# ── d_F ≥ J ────────────────────────────────────────────────────────────────────────────────────────────────────────
def the_difference(P):
    return [P.log_ratio]


def both_log_densities(P):
    return [P.log_p, P.log_q]


def half_of_the_difference(P):
    # minus its value at 0, which cancels in every deviation: exact arithmetic has no half of a logarithm
    return [lambda x: (P.log_ratio(x) - P.log_ratio(x * 0)) / 2]


def the_first_log_density(P):
    return [P.log_p]


def log_densities_of_narrower_laws_too(P):
    return [P.log_p, P.log_q, log_density_network(_narrowed(P.g)), log_density_network(_narrowed(P.h))]


def _narrowed(g):
    """The same generator with two thirds of the noise: its log-density is 9/4 as steep."""
    return Generator(type(g.W)([W * Fraction(2, 3) for W in g.W]), g.b, g.activation)


def second_step(formula, P):
    """Where the first step is "the largest of F is at least this member", the second is an equality."""
    return equal(P.distance(formula(P)), P.jeffreys, unit=1)


@claim(
    id="membership-bound",
    slide=SLIDE,
    status="T",
    printed=the_difference,
    controls=[
        both_log_densities, half_of_the_difference, the_first_log_density,
        blind(
            log_densities_of_narrower_laws_too,
            "a rich G hides it: the log-densities of narrower laws are steep enough to reach J without any difference",
            grades=["exact"],
        ),
    ],
    cases=[unit_step, narrow_and_wide, in_the_plane],
    scope="exactly: affine generators up to d = 8; in balls, as an equality for the member itself: leaky-ReLU networks of the "
    "line. Discriminators are explicit networks, J is in closed form",
    uses=["jeffreys-as-ipm", "difference-network"],
)  # fmt: skip
@decided(
    exact(P=affine_pairs(), largest=seeded_affine_pairs(8)),
    certified(P=affine_pairs() | line_pairs(min_depth=2), check=second_step),
)
def claim_a_member_bounds_jeffreys(formula, P):
    """log P_g − log P_h ∈ F ⇒ d_F(P_g, P_h) ≥ J(P_g, P_h)."""
    return at_most(P.jeffreys, P.distance(formula(P)))


def half_of_jeffreys(J, d):
    return J / 2


def all_of_jeffreys(J, d):
    return 1 * J


def nine_sixteenths_of_jeffreys(J, d):
    return J * Fraction(9, 16)


def half_of_jeffreys_and_a_bit(J, d):
    return J / 2 + Fraction(1, 16)


def a_quarter_of_its_square(J, d):
    return J * J / 4


def a_share_for_each_dimension(J, d):
    return J / d


def half_of_its_root(J, d):
    return sqrt(J) / 2


@claim(
    id="without-differences",
    slide=SLIDE,
    status="F",
    says="∀g ∈ G: log P_g ∈ F ⇒ d_F(P_g, P_h) ≥ KL(P_g‖P_h) + KL(P_h‖P_g)",
    printed=refuted(
        all_of_jeffreys,
        "with the log-densities but not their differences, half of J is all that is certain",
        kindest="≥ is read as ≳, up to a constant, as in the definition of distinguishing power: half of J is certain",
    ),
    corrected=half_of_jeffreys,
    controls=[
        nine_sixteenths_of_jeffreys, half_of_jeffreys_and_a_bit, a_quarter_of_its_square,
        a_share_for_each_dimension, half_of_its_root,
    ],
    cases=[unit_step, two_generators(normal(0), normal(2)), two_generators(normal(0), normal("1/2"))],
    scope="F = {log P_g, log P_h}, affine generators up to d = 8: equality for two Gaussians with one covariance",
    uses=["membership-bound"],
)  # fmt: skip
@decided(exact(P=affine_pairs(), largest=seeded_affine_pairs(8)))
def claim_log_densities_alone_give_half(formula, P):
    """log P_g, log P_h ∈ F ⇒ d_F(P_g, P_h) ≥ J(P_g, P_h)/2."""
    return at_most(formula(P.jeffreys, P.g.dimension), P.distance([P.log_p, P.log_q]))


def less_twice_eta_times_total_variation(J, eta, TV):
    return J - 2 * eta * TV


def less_eta(J, eta, TV):
    return J - eta


def less_eta_times_total_variation(J, eta, TV):
    return J - eta * TV


def nothing_lost(J, eta, TV):
    return J + 0 * eta


def less_two_eta_times_its_square(J, eta, TV):
    return J - 2 * eta * TV * TV


@claim(
    id="approximate-member",
    slide=SLIDE,
    status="Q",
    says="Suppose it were the case that log P_g − log P_h ∈ F",
    printed=less_twice_eta_times_total_variation,
    controls=[less_eta, less_eta_times_total_variation, nothing_lost, less_two_eta_times_its_square],
    cases=[
        off_by(discrete([9, 1], [1, 9]), eta="1/2", steepness=8),
        off_by(two_generators(normal(0), normal("7/5")), eta=1, steepness=8),
        off_by(discrete([1, 1, 9], [1, 2, 12]), eta="1/4", steepness=8),
    ],
    scope="errors −η tanh(c(log P − log Q)) that follow the sign of the log-ratio, on discrete laws and networks of the line",
    uses=["membership-bound"],
)
@decided(certified(F=nearly_members()))
def claim_an_approximate_member_bounds_jeffreys(formula, F):
    """|f − (log P − log Q)| ≤ η for some f ∈ F ⇒ d_F(P, Q) ≥ J(P, Q) − 2η·TV(P, Q)."""
    bound = formula(F.jeffreys, F.eta, F.total_variation)
    comparison = at_most(bound, F.distance)
    # no distance is below 0
    says_nothing = comparison.verdict is Verdict.HOLDS and at_most(bound, bound * 0).verdict is Verdict.HOLDS
    return replace(comparison, trivial=says_nothing)


# ── is the difference in F? ────────────────────────────────────────────────────────────────────────────────────────
def a_log_density(P):
    A = quadratic_of(P)
    return Member(twice_a_log_density(A, peak(P, A))) if definite(A) else None


def a_log_density_up_to_a_constant(P):
    return _shifted(P, 1) if definite(quadratic_of(P)) else None


def a_log_density_or_its_negative_up_to_a_constant(P):
    A = quadratic_of(P)
    return _shifted(P, 1) if definite(A) else _shifted(P, -1) if definite(A, -1) else None


def _shifted(P, sign):
    """±2 log N(b, (±A)⁻¹), moved to agree with the doubled difference at b."""
    A = quadratic_of(P)
    b = peak(P, A)
    k = twice_a_log_density(A * sign, b)
    return Member(lambda x: (k(x) - k(b)) * sign + twice_the_difference(P, b))


def _two_copies(P, network):
    return Member(lambda x: network(x) * 2, network.depth, network.parameters)


def two_copies_with_one_output(P):
    return _two_copies(P, difference_network(log_density_network(P.g), log_density_network(P.h)))


def one_copy_counted(P):
    network = difference_network(log_density_network(P.g), log_density_network(P.h))
    return Member(lambda x: network(x) * 2, network.depth, parameter_count(P.g.dimension, P.g.depth))


def the_copies_the_other_way_round(P):
    return _two_copies(P, difference_network(log_density_network(P.h), log_density_network(P.g)))


@claim(
    id="closure",
    slide="Distinguishing power: the Jacobian",
    status="I",
    says="∀g ∈ G, log P_g ∈ F, from which we get ∀g, h: log P_g − log P_h ∈ F",
    printed=refuted(
        a_log_density,
        "½ − x is the difference of log N(0, 1) and log N(1, 1), and no log-density: F must hold the differences, two copies "
        "with one output",
        kindest="F is all networks of depth l + 1 and size O(l d²): the differences are among them, with twice the constant",
    ),
    corrected=two_copies_with_one_output,
    controls=[
        a_log_density_up_to_a_constant, a_log_density_or_its_negative_up_to_a_constant, one_copy_counted,
        the_copies_the_other_way_round,
    ],
    cases=[unit_step, narrow_and_wide, two_generators(generator([[[1, 0], [0, 2]]]), generator([[[2, 0], [0, 1]]]))],
    scope="affine generators, d ≤ 3, exactly: what a log-density is there is known in full; difference-network has networks",
    uses=["log-density-network"],
)  # fmt: skip
@decided(exact(P=affine_pairs()))
def claim_differences_are_two_copies(formula, P):
    """For affine generators (l = 1), log P_g − log P_h is in F := {f_1 − f_2}, networks of depth 2 with 2(d² + 2d + 1) − 1
    parameters; it is a log-density of G only where Σ_g⁻¹ − Σ_h⁻¹ is positive definite, and then up to a constant."""
    member = formula(P)
    if member is None:
        return implied(
            True, False, "P_g, P_h ∈ G", "log P_g − log P_h ∈ F (it has no peak, and log-densities have one)"
        )
    d = P.g.dimension
    sides = [equal(member.doubled(x), twice_the_difference(P, x)) for x in determining_points(P)]
    if member.depth is not None:
        sides += [
            counted(member.depth, P.g.depth + 1, "layers"),
            counted(member.parameters, difference_parameter_count(d, P.g.depth), "parameters"),
            at_most_count(member.parameters, 12 * (d**2 + d), "parameters"),
        ]
    return all_of(*sides)


def side_by_side(g, h):
    d, l = g.dimension, g.depth
    network = difference_network(log_density_network(g), log_density_network(h))
    return Design(network, depth=l + 1, parameters=difference_parameter_count(d, l))


def counted_once(g, h):
    d, l = g.dimension, g.depth
    return replace(side_by_side(g, h), parameters=parameter_count(d, l))


def with_two_outputs_counted(g, h):
    d, l = g.dimension, g.depth
    return replace(side_by_side(g, h), parameters=2 * parameter_count(d, l))


def with_a_layer_for_the_difference(g, h):
    return replace(side_by_side(g, h), depth=g.depth + 2)


def of_h_and_g(g, h):
    return side_by_side(h, g)


def of_biases_one_layer_off(g, h):
    return side_by_side(with_biases_one_layer_off(g), h)


def without_the_second_copy(g, h):
    return replace(side_by_side(g, h), network=log_density_network(g))


def of_networks_with_linear_hidden_units(g, h):
    network = difference_network(*(log_density_network(v, carry="linear") for v in (g, h)))
    return Design(network, depth=g.depth + 1, parameters=network.parameters)


@claim(
    id="difference-network",
    slide="Distinguishing power: the Jacobian",
    status="T",
    says="we get ∀g, h: log P_g − log P_h ∈ F",
    printed=side_by_side,
    controls=[
        counted_once, with_two_outputs_counted, with_a_layer_for_the_difference, of_h_and_g, of_biases_one_layer_off,
        without_the_second_copy, of_networks_with_linear_hidden_units,
    ],
    cases=[
        at_one_point(generator([[[2]]], z=[1]), generator([[[1]]], [[1]])),
        at_one_point(
            generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], "sinh", z=[1, "-1/2"]),
            generator([[[1, 0], [3, 1]], [[0, 1], [-1, 1]]], [[0, 0], [1, 2]], "sinh"),
        ),
    ],
    scope="drawn networks d, l ≤ 3 and (6, 3), in balls; F is the class of depth l + 1 with twice the size: its constant doubles",
    uses=["log-density-network"],
)  # fmt: skip
@decided(certified(P=pair_sites(), largest=seeded_pair_sites(6, 3, ("softplus_like", "smooth_leaky_relu"))))
def claim_the_difference_is_a_network(formula, P):
    """Where σ is onto R, log P_g − log P_h is a network of depth l + 1 with activations s, (·)², log|s′| and exactly twice the
    parameters of log P_g, less one: the output biases are merged."""
    design = formula(P.g, P.h)
    return all_of(
        equal(design.network(P.x), P.difference, unit=1),
        counted(design.network.depth, design.depth, "layers"),
        counted(design.network.depth, P.g.depth + 1, "layers"),
        counted(design.network.parameters, design.parameters, "parameters"),
        is_as_drawn(design.network, difference_parameter_count(P.g.dimension, P.g.depth)),
        at_most_count(design.network.parameters, 12 * P.g.depth * (P.g.dimension**2 + P.g.dimension), "parameters"),
    )


# ── d_F ≳ JS ───────────────────────────────────────────────────────────────────────────────────────────────────────
def jeffreys(P):
    return P.jeffreys


def two_over_log_two_of_jensen_shannon(P):
    return 2 * P.jensen_shannon / log(P.jeffreys.constant(2))


def a_tenth_of_jeffreys(P):
    return P.jeffreys / 10


def three_times_jensen_shannon(P):
    return 3 * P.jensen_shannon


def four_times_jensen_shannon(P):
    return 4 * P.jensen_shannon


def three_halves_of_total_variation(P):
    return P.total_variation * Fraction(3, 2)


@claim(
    id="distinguishing-power",
    slide="Distinguishing power",
    status="Q",
    says="∀g, h ∈ G: d_F(P_g, P_h) ≳ JS(P_g, P_h), with JS = KL + KL",
    printed=two_over_log_two_of_jensen_shannon,
    controls=[
        jeffreys, a_tenth_of_jeffreys, three_times_jensen_shannon, four_times_jensen_shannon, three_halves_of_total_variation,
    ],
    cases=[unit_step, far_apart, discrete([60, 60], [59, 61])],
    scope="F = {tanh(½(log P_g − log P_h))}, networks with one bounded output unit more; one constant for all pairs, on discrete "
    "laws and on the line",
    uses=["js-is-jeffreys", "difference-network"],
)  # fmt: skip
@decided(certified(P=laws()))
def claim_bounded_discriminators_dominate_jensen_shannon(formula, P):
    """d_F(P_g, P_h) ≥ (2/ln 2) JS(P_g, P_h) for F = {tanh(½(log P_g − log P_h))}, |f| ≤ 1 [Topsøe 2000]. For the lecture's
    unbounded F the slide's d_F ≥ KL + KL is membership-bound; a bounded F reaches no multiple of it: 121 for N(0, 1), N(11, 1)."""
    return at_most(formula(P), P.saturated_deviation(Fraction(1, 2)))


def any_law(P):
    return True


def the_law_of_a_generator_in_the_class(P):
    return P.same_mean and P.same_covariance


def a_law_with_the_mean_of_one(P):
    return P.same_mean


def a_law_with_the_covariance_of_one(P):
    return P.same_covariance


def a_law_with_the_mean_and_the_spread_of_one(P):
    return P.same_mean and P.same_spread


def a_law_with_the_mean_and_the_variances_of_one(P):
    return P.same_mean and P.same_variances


@claim(
    id="realisability",
    slide="Distinguishing power",
    status="I",
    says="d_F(P_real, P_h) ≥ JS(P_real, P_h), with JS = KL + KL",
    printed=refuted(
        any_law,
        "F holds the differences of log-densities of G: it answers for P_real only where P_real is one of the P_g",
        kindest="P_real is one of the P_g, g ∈ G, as the theorem assumes",
    ),
    corrected=the_law_of_a_generator_in_the_class,
    controls=[
        a_law_with_the_mean_of_one, a_law_with_the_covariance_of_one, a_law_with_the_mean_and_the_spread_of_one,
        a_law_with_the_mean_and_the_variances_of_one,
    ],
    cases=[
        covered(normal(0, 2), normal(0), normal(1)),
        covered(normal(3), normal(0), normal(1)),
        covered(generator([[[1, 0], [0, 7]]]), generator([[[5, 0], [0, 5]]]), generator([[[5, 0], [0, 5]]], [[1, 0]])),
        covered(generator([[[1, 0], [1, 1]]]), generator([[[1, 0], [-1, 1]]]), generator([[[5, 0], [0, 5]]])),
    ],
    scope="classes {g, h} of affine generators, d ≤ 3, exactly",
    uses=["membership-bound"],
)  # fmt: skip
@decided(exact(P=covered_laws()))
def claim_the_bound_needs_realisability(formula, P):
    """P_real = P_g with g ∈ G and log P_g − log P_h ∈ F ⇒ d_F(P_real, P_h) ≥ J(P_real, P_h)."""
    if not formula(P):
        return nothing_claimed("P_real is not admitted")
    words = f"d_F ≥ J (d_F = {P.seen.right}, J = {P.seen.left})"
    return implied(True, P.seen.verdict is Verdict.HOLDS, "P_real is admitted", words)
