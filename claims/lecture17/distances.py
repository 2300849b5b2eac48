"""Slide "Examples of distances d_F": what d_F is, and what it is for bounded and for Lipschitz functions."""

from fractions import Fraction

from lemmata.evidence import certified, claim, decided, exact, refuted
from lemmata.numerics.compare import at_most, equal, implied
from lemmata.numerics.vocabulary import absolute, total
from lemmata.theory.discriminators.bounded_functions import bounded_class
from lemmata.theory.discriminators.finite_classes import finite_class, rank
from lemmata.theory.discriminators.strategies import (
    bounded_classes,
    discriminating_classes,
    finite_classes,
    seeded_bounded,
    signed_classes,
)
from lemmata.theory.exact.measures import measure
from lemmata.theory.transport.costs import DUAL
from lemmata.theory.transport.strategies import measure_pairs, seeded_measures
from lemmata.theory.transport.wasserstein import apart

SLIDE = "Examples of distances d_F"


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
    id="ipm-pseudometric",
    slide=SLIDE,
    status="I",
    says="Examples of distances d_F",
    printed=refuted(
        any_class,
        "d_F is a pseudometric: F = {x} gives 0 for δ₀ and ½(δ₋₁ + δ₁), which are not the same law",
        kindest="it is said of the two classes on the slide: each tells any two laws with first moments apart",
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
    """P ≠ Q ⇒ d_F(P, Q) > 0 for all P, Q on n points if F and the constants span all functions there. Any F ≠ ∅ with d_F < ∞
    gives a pseudometric: d_F(P, P) = 0, symmetric, with the triangle inequality."""
    return implied(
        formula(F), not F.distance.is_zero(), "P ≠ Q and F meets the condition", f"d_F(P, Q) > 0 (d_F = {F.distance})"
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
    id="ipm-triangle",
    slide=SLIDE,
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
    id="total-variation",
    slide=SLIDE,
    status="I",
    says="F = {f : |f|_∞ ≤ 1}: Total variation distance",
    printed=refuted(
        total_variation,
        "|f| ≤ 1 gives ‖P − Q‖₁ = 2·TV where TV = sup_A |P(A) − Q(A)|; that TV itself needs 0 ≤ f ≤ 1",
        kindest="TV is normalised as ‖P − Q‖₁, twice the largest difference of a probability, as some books do",
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
@decided(exact(F=bounded_classes(), largest=seeded_bounded(16)))
def claim_bounded_functions_give_total_variation(formula, F):
    """sup |E_P f − E_Q f| over a ≤ f ≤ b is (b − a)·TV with TV = sup_A |P(A) − Q(A)| = ½ Σ |p − q|: TV for 0 ≤ f ≤ 1,
    2·TV = ‖P − Q‖₁ for |f| ≤ 1."""
    return equal(formula(F), F.distance)


# ── the absolute value ─────────────────────────────────────────────────────────────────────────────────────────────
def constant(f):
    return len(set(f)) == 1


def minus_f_up_to_constants(F):
    return all(any(constant([a + b for a, b in zip(f, g, strict=True)]) for g in F.functions) for f in F.functions)


def minus_some_f_up_to_constants(F):
    return any(any(constant([a + b for a, b in zip(f, g, strict=True)]) for g in F.functions) for f in F.functions)


def convex(F):
    return F.case.hull or len(F.functions) == 1


def closed_under_reflection(F):
    return all(f[::-1] in F.functions for f in F.functions)


def with_constant_sum(F):
    return constant([sum(values) for values in zip(*F.functions, strict=True)])


def minus_f_in_another_order(F):
    return all(any(sorted(g) == sorted(-v for v in f) for g in F.functions) for f in F.functions)


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
    id="absolute-value",
    slide=SLIDE,
    status="T",
    says="Absolute value can be removed (−f is Lip if f is Lip)",
    printed=minus_f_up_to_constants,
    controls=[
        convex,
        closed_under_reflection,
        contains_zero,
        minus_f_up_to_positive_factors,
        minus_some_f_up_to_constants,
        with_constant_sum,
        minus_f_in_another_order,
    ],
    cases=[
        finite_class([[0, 1]], P=[1, 0], Q=[0, 1]),
        finite_class([[0, 1], [0, 0]], P=[1, 0], Q=[0, 1]),
        finite_class([[0, 1], [0, "-1/2"]], P=[1, 0], Q=[0, 1]),
        finite_class([[0, 1], [0, -1], [0, 2]], P=[1, 0], Q=[0, 1]),
        finite_class([[-1, 1]], P=[1, 0], Q=[0, 1]),
        finite_class([[0, 2], [0, -1], [3, 2]], P=[1, 0], Q=[0, 1]),
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
        formula(F), (F.distance - F.one_sided).is_zero(), "F meets the condition",
        f"sup |E_P f − E_Q f| = sup (E_P f − E_Q f) (left {F.distance}, right {F.one_sided})",
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
    id="wasserstein",
    slide=SLIDE,
    status="I",
    says="F = {f : Lip(f) ≤ 1}: W₁ (Wasserstein, earthmover) distance",
    printed=refuted(
        lipschitz_in_the_sum_norm,
        "the norm in Lip(f) has to be the one that the cost of moving mass is measured in, and both laws need first moments",
        kindest="Lip(f) and W₁ are taken in one norm, and both laws have first moments",
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
    exact(pair=measure_pairs(norms=["sum", "maximum"]), largest=seeded_measures(12, 3, ["sum", "maximum"])),
    certified(
        pair=measure_pairs(norms=["euclidean", "euclidean", "sum"], min_dimension=2),
        largest=seeded_measures(12, 3, ["euclidean"]),
    ),
)
def claim_lipschitz_functions_give_the_earthmover_distance(formula, pair):
    """For P and Q with first moments, sup |E_P f − E_Q f| over |f(x) − f(y)| ≤ ‖x − y‖ is W₁(P, Q) = min E‖X − Y‖ over all
    couplings, the same norm on both sides [Kantorovich & Rubinstein 1958]. Squares are compared."""
    return equal(formula(pair), pair.W1 * pair.W1)
