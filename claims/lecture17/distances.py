"""Slides "W-GAN formalization" to "What affects our choice of F?": the training loss, and the distances d_F that it minimises."""

from fractions import Fraction

from claims.evidence import certified, claim, decided, elusive, exact, refuted, symbolic
from claims.numerics.compare import at_most, equal, implied
from claims.numerics.matrix import absolute, total, transpose
from claims.strategies import (
    AnyShift,
    apart,
    bounded_class,
    bounded_classes,
    discriminating_classes,
    finite_class,
    finite_classes,
    game,
    games,
    generator,
    line_game,
    line_games,
    measure,
    measure_pairs,
    nested_classes,
    pushforward,
    pushforwards,
    sampled,
    samples_of_classes,
    seeded_bounded,
    seeded_measures,
    seeded_samples,
    shift,
    shifts,
    signed_classes,
)
from claims.theory.finite_classes import rank
from claims.theory.ground import DUAL

TRAINING = "W-GAN formalization (Arjovsky et al. '17)"
EXAMPLES = "Examples of distances d_F"
CHOICE = "What affects our choice of F?"


# ── the law of a generator ─────────────────────────────────────────────────────────────────────────────────────────
def f_of_g_of_Z(P):
    return P.mean_of_f_of_g()


def f_of_g_of_the_mean(P):
    return P.number(P.f(P.g(Fraction(0))))


def f_of_the_mean_of_g(P):
    return P.number(P.f(P.mean_of_g))


def with_twice_the_variance(P):
    return P.mean_of_f_of_g(variance=2)


def f_of_the_inverse_of_Z(P):
    return P.mean_of_f_of_the_inverse()


@claim(
    "pushforward",
    slide=TRAINING,
    status="T",
    says="P_g generator distribution: Z ∼ N(0, I) → g(Z)",
    printed=f_of_g_of_Z,
    controls=[f_of_the_mean_of_g, f_of_g_of_the_mean, with_twice_the_variance, f_of_the_inverse_of_Z],
    cases=[
        pushforward(generator([[[1]]]), corners=[[1, 0]]),
        pushforward(generator([[[2]]], [[1]]), slope=1, corners=[[1, 1]]),
        pushforward(generator([[[1]], [[-2]]], [[1], [0]]), slope=1, corners=[[1, 0], ["1/2", -1]]),
    ],
    scope="d = 1, piecewise-linear g up to three layers, piecewise-linear f with up to three corners; boxes in more dimensions by "
    "samples: see change-of-variables",
)
@decided(certified(P=pushforwards()))
def claim_law_of_the_generator(formula, P):
    """E_{P_g} f = E f(g(Z)), Z ∼ N(0, I), for the law P_g of g(Z), known by its distribution function P(g(Z) ≤ x)."""
    return equal(formula(P), P.mean_under_the_law, unit=P.size)


# ── the training loss ──────────────────────────────────────────────────────────────────────────────────────────────
def whatever_is_given(game):
    return True


def compact_and_continuous(game):
    return game.theta.compact and game.continuous_in_theta and game.t.compact and game.continuous_in_t


def compact_alone(game):
    return game.theta.compact and game.t.compact


def bounded_and_continuous(game):
    return game.theta.bounded and game.continuous_in_theta and game.t.bounded and game.continuous_in_t


def closed_and_continuous(game):
    return game.theta.closed and game.continuous_in_theta and game.t.closed and game.continuous_in_t


def compact_and_continuous_discriminators(game):
    return game.theta.compact and game.continuous_in_theta


@claim(
    "minmax-loss",
    slide=TRAINING,
    status="I",
    says="min_{g∈G} max_{f∈F} |E_{P_g}[f] − E_{P_samples}[f]|",
    printed=refuted(
        whatever_is_given,
        "it is inf sup: a maximum over f_θ needs a compact Θ and a continuous θ ↦ E f_θ, a minimum over G the same on its side",
    ),
    corrected=compact_and_continuous,
    controls=[compact_alone, bounded_and_continuous, closed_and_continuous, compact_and_continuous_discriminators],
    cases=[
        line_game("[0, 1)", "[0, 1]", samples=2),
        line_game("[0, 1]", "[0, 1)", samples=2),
        line_game("[0, inf)", "[0, 1]", samples=2),
        line_game("[0, 1]", "[0, 1]", samples=2, theta_jump=1),
        line_game("[0, 1]", "[0, 1]", samples=2, t_jump=1),
    ],
    scope="f_θ(x) = θx and P_t = δ_t with θ and t in intervals, of which one point each may jump; lower semicontinuity of t ↦ P_t "
    "would do on the side of G",
)
@decided(exact(game=line_games()))
def claim_minimum_and_maximum_are_taken(formula, game):
    """If Θ is compact and θ ↦ E f_θ continuous, G compact and g ↦ P_g continuous, then some g and f_θ reach
    inf_g sup_θ |E_{P_g} f_θ − E_{P_samples} f_θ|."""
    return implied(formula(game), game.attained, "Θ and G are as asked", "inf sup is a min max: it is reached")


def least_of_the_largest(game):
    return game.number(min(max(abs(v) for v in row) for row in game.differences))


def largest_of_the_least(game):
    return game.number(max(min(abs(v) for v in column) for column in zip(*game.differences, strict=True)))


def without_the_absolute_value(game):
    return game.number(min(max(row) for row in game.differences))


def least_of_the_means(game):
    return game.number(min(sum(abs(v) for v in row) / len(row) for row in game.differences))


@claim(
    "minmax-loss-order",
    slide=TRAINING,
    status="T",
    says="min_{g∈G} max_{f∈F} |E_{P_g}[f] − E_{P_samples}[f]|",
    printed=least_of_the_largest,
    controls=[largest_of_the_least, without_the_absolute_value, least_of_the_means],
    cases=[
        game([[0, 1, 1], [1, 0, 1]], samples=[0, 0, 1], generators=[[1, 0, 0], [0, 1, 0]]),
        game([[0, 1]], samples=[0, 1], generators=[[1, 0]]),
    ],
    scope="up to four discriminators and four generators on up to four points",
    uses=["pushforward"],
)
@decided(exact(game=games()))
def claim_order_of_minimum_and_maximum(formula, game):
    """min_g max_f |E_{P_g} f − E_{P_samples} f| is the least ε for which some g is within ε of the samples for every f."""
    return equal(formula(game), game.loss)


def euclidean_norm(v):
    return transpose(v) @ v


def largest_coordinate(v):
    return v.constant(max(absolute(v).entries())) ** 2


def sum_of_coordinates(v):
    return total(absolute(v)) ** 2


def square_of_the_sum(v):
    return total(v) ** 2


@claim(
    "minmax-loss-linear",
    slide=TRAINING,
    status="Q",
    says="max_{f∈F} |E_{P_g}[f] − E_{P_samples}[f]|",
    printed=euclidean_norm,
    controls=[largest_coordinate, sum_of_coordinates, square_of_the_sum],
    cases=[
        apart(measure([[0, 0]], [1]), measure([[1, 1]], [1])),
        apart(measure([[0, 0]], [1]), measure([[1, -2], [0, 0]], ["1/2", "1/2"])),
    ],
    scope="the features are the coordinates of finite measures on Q^d, d ≤ 4",
    uses=["minmax-loss"],
)
@decided(exact(pair=measure_pairs(norms=["sum"], max_dimension=4)))
def claim_loss_of_linear_discriminators(formula, pair):
    """For f = ⟨θ, φ⟩, ‖θ‖ ≤ 1: (sup_θ |E_P f − E_Q f|)² = ‖E_P φ − E_Q φ‖², the largest eigenvalue of vvᵀ with
    v = E_P φ − E_Q φ."""
    return equal(formula(pair.difference_of_the_means), pair.largest_square_of_a_linear_function)


# ── d_F is nearly a distance ───────────────────────────────────────────────────────────────────────────────────────
def any_class(F):
    return True


def separates_measures(F):
    return rank([(1,) * F.points, *F.functions]) == F.points


def separates_points(F):
    return len(set(zip(*F.functions, strict=True))) == F.points


def as_many_functions_as_points(F):
    return len(set(F.functions)) >= F.points


def independent_functions(F):
    return rank(F.functions) >= F.points - 1


@claim(
    "ipm-pseudometric",
    slide=EXAMPLES,
    status="I",
    says="Examples of distances d_F",
    printed=refuted(
        any_class, "d_F is a pseudometric: F = {x} gives 0 for δ₀ and ½(δ₋₁ + δ₁), which are not the same law"
    ),
    corrected=separates_measures,
    controls=[separates_points, as_many_functions_as_points, independent_functions],
    cases=[
        finite_class([[-1, 0, 1]], P=[0, 1, 0], Q=["1/2", 0, "1/2"]),
        finite_class([[1, 1, 1], [-1, 0, 1]], P=[0, 1, 0], Q=["1/2", 0, "1/2"]),
        finite_class([[-1, 0, 1], [-2, 0, 2], [0, 1, 2]], P=[0, 1, 0], Q=["1/2", 0, "1/2"]),
    ],
    scope="finite classes on two to four points; on infinite spaces F has to be integrable and d_F finite",
    uses=["minmax-loss-order"],
)
@decided(exact(F=discriminating_classes()))
def claim_distance_zero_means_equal_laws(formula, F):
    """P ≠ Q ⇒ d_F(P, Q) > 0 for all P, Q on n points if F and the constants span all n-dimensional functions there. Any F
    gives a pseudometric: d_F(P, P) = 0, symmetric, with the triangle inequality."""
    return implied(
        formula(F), not F.distance.is_zero(), "P ≠ Q, and F is as asked", f"d_F(P, Q) > 0: it is {F.distance}"
    )


def sum_of_both(a, b):
    return (a + b) * (a + b)


def ninety_nine_hundredths_of_both(a, b):
    return Fraction(99, 100) ** 2 * (a + b) * (a + b)


def sum_of_squares(a, b):
    return a * a + b * b


def four_times_the_product(a, b):
    return 4 * a * b


@claim(
    "ipm-triangle",
    slide=EXAMPLES,
    status="T",
    says="Examples of distances d_F",
    printed=sum_of_both,
    controls=[ninety_nine_hundredths_of_both, sum_of_squares, four_times_the_product],
    cases=[
        finite_class([[0, 1, 2]], P=[1, 0, 0], Q=[0, 0, 1], middle=[0, 1, 0]),
        finite_class([[0, 1, 2]], P=[1, 0, 0], Q=[0, 0, 1], middle=[1, 0, 0]),
    ],
    scope="finite classes and three laws on two to five points; squares are compared",
    uses=["ipm-pseudometric"],
)
@decided(exact(F=finite_classes()))
def claim_triangle_inequality(formula, F):
    """d_F(P, Q) ≤ d_F(P, S) + d_F(Q, S) for every S: the triangle inequality and, with S = P, symmetry."""
    return at_most(F.distance * F.distance, formula(*F.distance_through()))


# ── bounded functions ──────────────────────────────────────────────────────────────────────────────────────────────
def total_variation(F):
    return total(absolute(F.differences)) / 2


def width_times_total_variation(F):
    return (F.high - F.low) * total(absolute(F.differences)) / 2


def twice_the_bound_times_total_variation(F):
    return (absolute(F.low + F.high) + F.high - F.low) * total(absolute(F.differences)) / 2


def width_times_the_largest_difference(F):
    return (F.high - F.low) * F.low.constant(max(absolute(F.differences).entries()))


def norm_of_the_difference(F):
    return total(absolute(F.differences))


@claim(
    "total-variation",
    slide=EXAMPLES,
    status="I",
    says="F = {f : |f|_∞ ≤ 1}: Total variation distance",
    printed=refuted(
        total_variation,
        "|f| ≤ 1 gives ‖P − Q‖₁ = 2·TV where TV = sup_A |P(A) − Q(A)|; that TV itself needs 0 ≤ f ≤ 1",
    ),
    corrected=width_times_total_variation,
    controls=[
        norm_of_the_difference, twice_the_bound_times_total_variation, width_times_the_largest_difference,
    ],
    cases=[
        bounded_class(P=[1, 0], Q=[0, 1]),
        bounded_class(P=[1, 0], Q=[0, 1], low=0),
        bounded_class(P=["1/2", "1/2", 0, 0], Q=[0, 0, "1/2", "1/2"], low=0),
    ],
    scope="laws on up to 16 points against all functions with extreme values there; [0, 1] gives the events",
    uses=["ipm-pseudometric"],
)  # fmt: skip
@decided(exact(F=bounded_classes(), largest=seeded_bounded("F", 16)))
def claim_bounded_functions_give_total_variation(formula, F):
    """sup |E_P f − E_Q f| over a ≤ f ≤ b is (b − a)·TV with TV = sup_A |P(A) − Q(A)| = ½ Σ |p − q|: TV for 0 ≤ f ≤ 1,
    2·TV = ‖P − Q‖₁ for |f| ≤ 1."""
    return equal(formula(F), F.distance)


# ── the absolute value ─────────────────────────────────────────────────────────────────────────────────────────────
def constant(f):
    return len(set(f)) == 1


def minus_f_up_to_constants(F):
    return all(any(constant([a + b for a, b in zip(f, g, strict=True)]) for g in F.functions) for f in F.functions)


def convex(F):
    return F.case.hull or len(F.functions) == 1


def closed_under_reflection(F):
    return all(f[::-1] in F.functions for f in F.functions)


def contains_zero(F):
    return (0,) * F.points in F.functions


def minus_f_up_to_positive_factors(F):
    return all(
        any(
            rank([f, g]) <= 1 and all(a * b <= 0 for a, b in zip(f, g, strict=True)) and (any(g) or not any(f))
            for g in F.functions
        )
        for f in F.functions
    )


@claim(
    "absolute-value",
    slide=EXAMPLES,
    status="T",
    says="Absolute value can be removed (−f is Lip if f is Lip)",
    printed=minus_f_up_to_constants,
    controls=[convex, closed_under_reflection, contains_zero, minus_f_up_to_positive_factors],
    cases=[
        finite_class([[0, 1]], P=[1, 0], Q=[0, 1]),
        finite_class([[0, 1], [0, 0]], P=[1, 0], Q=[0, 1]),
        finite_class([[0, 1], [0, "-1/2"]], P=[1, 0], Q=[0, 1]),
        # the units relu(x) and relu(−x) at −1, 0 and 1
        finite_class([[0, 0, 1], [1, 0, 0]], P=[0, 1, 0], Q=["1/2", 0, "1/2"]),
    ],
    scope="finite classes, with their convex hulls or without, on two to five points. Lipschitz functions and networks with a free "
    "output layer hold −f; single units relu(wx + b) do not",
    uses=["minmax-loss-order"],
)
@decided(exact(F=signed_classes()))
def claim_absolute_value_can_be_removed(formula, F):
    """sup_f |E_P f − E_Q f| = sup_f (E_P f − E_Q f) if for every f in F some −f + c is in F, c a constant."""
    return implied(
        formula(F), (F.distance - F.one_sided).is_zero(), "F is as asked",
        f"without the absolute value {F.one_sided} is the same as {F.distance}",
    )  # fmt: skip


# ── Lipschitz functions ────────────────────────────────────────────────────────────────────────────────────────────
# Squares: W₂ need not be rational.
def lipschitz_in_the_sum_norm(pair):
    return pair.lipschitz_supremum("sum") ** 2


def lipschitz_in_the_norm_of_the_cost(pair):
    return pair.lipschitz_supremum(pair.norm) ** 2


def lipschitz_in_the_dual_norm(pair):
    return pair.lipschitz_supremum(DUAL[pair.norm]) ** 2


def least_squared_cost(pair):
    return pair.least_squared_cost


def half_of_it(pair):
    return pair.lipschitz_supremum(pair.norm) ** 2 / 4


def cost_of_independent_points(pair):
    return pair.independent_cost**2


def distance_of_the_means(pair):
    return pair.distance_of_the_means**2


on_the_line = apart(measure([0], [1]), measure([-1, 1], ["1/2", "1/2"]))


@claim(
    "wasserstein",
    slide=EXAMPLES,
    status="I",
    says="F = {f : Lip(f) ≤ 1}: W₁ (Wasserstein, earthmover) distance",
    printed=refuted(
        lipschitz_in_the_sum_norm,
        "the norm in Lip(f) has to be the one that the cost of moving mass is measured in, and both laws need first moments",
    ),
    corrected=lipschitz_in_the_norm_of_the_cost,
    controls=[
        lipschitz_in_the_dual_norm, least_squared_cost, cost_of_independent_points, distance_of_the_means, half_of_it,
    ],
    cases=[
        apart(measure([[0, 0]], [1]), measure([[1, 1]], [1]), norm="maximum"),
        apart(measure([[0, 0]], [1]), measure([[1, 1]], [1]), norm="euclidean"),
        apart(measure([[0, 0]], [1]), measure([[1, 1]], [1])),
        on_the_line,
        apart(measure([0], [1]), measure([0, 1], ["1/2", "1/2"])),
        apart(measure([0, 1], ["1/2", "1/2"]), measure([0, 2], ["1/2", "1/2"])),
    ],
    scope="finite measures on Q^d, d ≤ 3, up to 12 points each; sum norm and maximum norm exactly, Euclidean lengths in "
    "balls. That W₁ is infinite without first moments is not asked",
    uses=["absolute-value", "ipm-pseudometric"],
)  # fmt: skip
@decided(
    exact(pair=measure_pairs(norms=["sum", "maximum"]), largest=seeded_measures("pair", 12, 3, ["sum", "maximum"])),
    certified(
        pair=measure_pairs(norms=["euclidean", "euclidean", "sum"], min_dimension=2),
        largest=seeded_measures("pair", 12, 3, ["euclidean"]),
    ),
)
def claim_lipschitz_functions_give_the_earthmover_distance(formula, pair):
    """sup |E_P f − E_Q f| over |f(x) − f(y)| ≤ ‖x − y‖ is W₁(P, Q) = min E‖X − Y‖ over all couplings, the same norm on both
    sides [Kantorovich & Rubinstein 1958]. Squares are compared."""
    return equal(formula(pair), pair.W1 * pair.W1)


# ── weak discriminators, weak metric ───────────────────────────────────────────────────────────────────────────────
def all_of_the_larger_class(F):
    return F.largest(F.functions + F.more)


def the_new_functions_alone(F):
    return F.largest(F.more)


def a_typical_function(F):
    differences = [abs(v) for v in F.differences(F.functions + F.more)]
    return F.number(sum(differences) / len(differences))


def a_little_less_than_the_larger_class(F):
    return Fraction(99, 100) * F.largest(F.functions + F.more)


SMALLEST = [
    finite_class([[0, 1]], P=[1, 0], Q=[0, 1], more=[[0, 0]]),
    finite_class([[0, 1]], P=[1, 0], Q=[0, 1], more=[[0, 1]]),
    finite_class([[0, 0, 1]], P=[1, 0, 0], Q=[0, "1/2", "1/2"], more=[[0, 1, 0]]),
]


@claim(
    "weak-metric",
    slide=CHOICE,
    status="Q",
    says="Weak discriminators will specify a very weak metric",
    printed=all_of_the_larger_class,
    controls=[the_new_functions_alone, a_typical_function, a_little_less_than_the_larger_class],
    cases=SMALLEST,
    scope="finite classes on two to five points; the order need not be strict",
    uses=["ipm-pseudometric"],
)
@decided(exact(F=nested_classes()))
def claim_smaller_classes_see_less(formula, F):
    """F ⊂ F′ ⇒ d_F(P, Q) ≤ d_{F′}(P, Q)."""
    return at_most(F.distance, formula(F))


def the_larger_one(a, b):
    return (a + b + absolute(a - b)) / 2


def the_sum(a, b):
    return a + b


def the_second_one(a, b):
    return b


def the_mean(a, b):
    return (a + b) / 2


@claim(
    "weak-metric-union",
    slide=CHOICE,
    status="Q",
    says="Weak discriminators will specify a very weak metric",
    printed=the_larger_one,
    controls=[the_sum, the_second_one, the_mean],
    cases=SMALLEST,
    scope="finite classes on two to five points",
    uses=["weak-metric"],
)
@decided(exact(F=nested_classes()))
def claim_union_of_two_classes(formula, F):
    """d_{F∪F′}(P, Q) = max(d_F(P, Q), d_{F′}(P, Q)): joining classes adds no strength that neither has."""
    return equal(formula(F.distance, F.largest(F.more)), F.largest([*F.functions, *F.more]))


def combined(functions, weights, shift=0):
    return tuple(
        sum(w * v for w, v in zip(weights, values, strict=True)) + shift for values in zip(*functions, strict=True)
    )


def mixtures_and_constants(F):
    pairs = [(f, g) for f in F.functions for g in F.functions]
    mixed = [combined(pair, (Fraction(k, 4), 1 - Fraction(k, 4)), 2 - k) for pair in pairs for k in range(5)]
    return F.largest([*mixed, combined(F.functions, [Fraction(1, len(F.functions))] * len(F.functions))])


def with_sums(F):
    return F.largest([*F.functions, *(combined((f, g), (1, 1)) for f in F.functions for g in F.functions if f != g)])


def with_differences(F):
    return F.largest([*F.functions, *(combined((f, g), (1, -1)) for f in F.functions for g in F.functions)])


def with_pointwise_maxima(F):
    return F.largest([tuple(map(max, f, g)) for f in F.functions for g in F.functions])


def with_squares(F):
    return F.largest([*F.functions, *(tuple(v * v for v in f) for f in F.functions)])


@claim(
    "weak-metric-hull",
    slide=CHOICE,
    status="Q",
    says="Weak discriminators will specify a very weak metric",
    printed=mixtures_and_constants,
    controls=[with_sums, with_differences, with_pointwise_maxima, with_squares],
    cases=[
        finite_class([[0, 2]], P=[1, 0], Q=[0, 1]),
        finite_class([[0, 0, 1], [0, 1, 0]], P=[1, 0, 0], Q=[0, "1/2", "1/2"]),
        finite_class([[0, 1], [1, 0]], P=[1, 0], Q=[0, 1]),
    ],
    scope="mixtures of two functions in quarters, with constants from −2 to 2, and the mean of all, on two to five points",
    uses=["weak-metric"],
)
@decided(exact(F=finite_classes()))
def claim_hulls_and_constants_add_nothing(formula, F):
    """d_F(P, Q) does not change when F is replaced with its convex hull, or when constants are added to its functions."""
    return equal(formula(F), F.distance)


# ── strong discriminators, many samples ────────────────────────────────────────────────────────────────────────────
def twice_the_complexity(S):
    return 2 * S.complexity()


def the_complexity(S):
    return S.complexity()


def three_halves_of_the_complexity(S):
    return 3 * S.complexity() / 2


def twice_without_the_absolute_value(S):
    return 2 * S.complexity(absolute=False)


def twice_the_complexity_of_two_samples_more(S):
    return 2 * S.complexity() * S.case.n / (S.case.n + 2)


@claim(
    "capacity-needs-samples",
    slide=CHOICE,
    status="Q",
    says="very powerful discriminators (e.g. large neural networks) will require a lot of samples",
    printed=twice_the_complexity,
    controls=[
        the_complexity, three_halves_of_the_complexity, twice_without_the_absolute_value,
        twice_the_complexity_of_two_samples_more,
    ],
    cases=[
        sampled([[0, 1]], P=["3/4", "1/4"], n=1),
        sampled([[0, 1]], P=["15/16", "1/16"], n=1),
        sampled([[-1, 1]], P=["1/2", "1/2"], n=1),
    ],
    scope="all samples and all signs, finite classes on two to four points, n ≤ 4; two points and n = 10",
    uses=["ipm-pseudometric"],
)  # fmt: skip
@decided(exact(S=samples_of_classes(), largest=seeded_samples("S", 2, 10)))
def claim_capacity_is_enough_samples(formula, S):
    """E d_F(P̂_n, P) ≤ 2R_n(F), R_n(F) = E sup_f |n⁻¹ Σ ε_i f(x_i)| over independent signs and the sample."""
    return at_most(S.mean_distance, formula(S))


def half_the_complexity_of_centred_functions(S):
    return S.complexity(centred=True) / 2


def the_complexity_of_centred_functions(S):
    return S.complexity(centred=True)


def three_quarters_of_it(S):
    return 3 * S.complexity(centred=True) / 4


def half_the_complexity(S):
    return S.complexity() / 2


def differences_of_two_indicators(k):
    """1 at one point and −1 at another one, for all pairs of k points."""
    return [[(x == i) - (x == j) for x in range(k)] for j in range(k) for i in range(j)]


@claim(
    "capacity-needs-samples-from-below",
    slide=CHOICE,
    status="Q",
    says="very powerful discriminators (e.g. large neural networks) will require a lot of samples",
    printed=half_the_complexity_of_centred_functions,
    controls=[
        the_complexity_of_centred_functions,
        elusive(three_quarters_of_it, "it takes classes like the differences of indicators on a dozen points"),
        half_the_complexity,
    ],
    cases=[
        sampled([[1, 1]], P=["1/2", "1/2"], n=1),
        sampled(differences_of_two_indicators(4), P=["1/4"] * 4, n=2),
        sampled(differences_of_two_indicators(12), P=["1/12"] * 12, n=2),
    ],
    scope="all samples and all signs, finite classes on two to four points, n ≤ 4; two points, n = 10; up to 12 points, n = 2",
    uses=["capacity-needs-samples"],
)
@decided(exact(S=samples_of_classes(), largest=seeded_samples("S", 2, 10)))
def claim_capacity_needs_samples(formula, S):
    """E d_F(P̂_n, P) ≥ ½R_n(F − E F): a class that fits random signs after centring strays from its law."""
    return at_most(formula(S), S.mean_distance)


# ── gradients ──────────────────────────────────────────────────────────────────────────────────────────────────────
def slopes(t, total_variation, jensen_shannon, wasserstein):
    return t.stack([[t * 0 + total_variation], [t * 0 + jensen_shannon], [t * 0 + wasserstein]])


def of_wasserstein_alone(t):
    return slopes(t, 0, 0, t / absolute(t))


def of_none(t):
    return slopes(t, 0, 0, 0)


def of_total_variation_too(t):
    return slopes(t, t / absolute(t), 0, t / absolute(t))


def always_upwards(t):
    return slopes(t, 0, 0, 1)


def in_proportion_to_t(t):
    return slopes(t, 0, 0, t)


@claim(
    "vanishing-gradient",
    slide=CHOICE,
    status="Q",
    says="if discriminators are very powerful, gradient information for generator is too weak and can vanish",
    printed=of_wasserstein_alone,
    controls=[of_none, of_total_variation_too, always_upwards, in_proportion_to_t],
    cases=[
        shift(measure([0], [1]), t=-2),
        shift(measure([0, 1], ["1/3", "2/3"]), t="1/2"),
    ],
    scope="δ₀ against δ_t for all t ≠ 0; finite laws on the line against shifted ones where no atoms meet",
    uses=["total-variation", "wasserstein"],
)
@decided(symbolic(S=[AnyShift(1), AnyShift(-1)]), exact(S=shifts()))
def claim_gradients_can_vanish(formula, S):
    """P against P shifted by t, no atoms meeting: TV = 1 and JS = log 2 with slope 0 in t, while W₁ = |t| has slope ±1."""
    return equal(formula(S.t), S.slopes)
