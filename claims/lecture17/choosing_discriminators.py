"""Slide "What affects our choice of F?": weak metrics, samples that a large class needs, gradients that vanish."""

from fractions import Fraction

from lemmata.evidence import claim, decided, elusive, exact, symbolic
from lemmata.numerics.compare import at_most, equal
from lemmata.numerics.vocabulary import absolute
from lemmata.theory.discriminators.finite_classes import finite_class
from lemmata.theory.discriminators.rademacher import sampled
from lemmata.theory.discriminators.strategies import finite_classes, nested_classes
from lemmata.theory.discriminators.strategies_of_samples import samples_of_classes, seeded_samples
from lemmata.theory.exact.measures import measure
from lemmata.theory.transport.shifts import AnyShift, shift
from lemmata.theory.transport.strategies import shifts

SLIDE = "What affects our choice of F?"


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
    id="weak-metric",
    slide=SLIDE,
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
    id="weak-metric-union",
    slide=SLIDE,
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
    id="weak-metric-hull",
    slide=SLIDE,
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


def three_halves_of_the_centred_complexity(S):
    return 3 * S.complexity(centred=True) / 2


def nineteen_tenths_of_the_complexity(S):
    return 19 * S.complexity() / 10


def twice_without_the_absolute_value(S):
    return 2 * S.complexity(absolute=False)


def twice_the_complexity_of_two_samples_more(S):
    return 2 * S.complexity() * S.case.n / (S.case.n + 2)


@claim(
    id="capacity-needs-samples",
    slide=SLIDE,
    status="Q",
    says="very powerful discriminators (e.g. large neural networks) will require a lot of samples",
    printed=twice_the_complexity,
    controls=[
        the_complexity, three_halves_of_the_complexity, twice_without_the_absolute_value,
        twice_the_complexity_of_two_samples_more,
        elusive(three_halves_of_the_centred_complexity, "only a dozen samples and more of a law with a rare point need more"),
        elusive(nineteen_tenths_of_the_complexity, "only one sample of a law with a point of probability below 1/20 needs more"),
    ],
    cases=[
        sampled([[0, 1]], P=["3/4", "1/4"], n=1),
        sampled([[0, 1]], P=["15/16", "1/16"], n=1),
        sampled([[0, 1]], P=["31/32", "1/32"], n=1),
        sampled([[-1, 1]], P=["1/2", "1/2"], n=1),
        sampled([[0, 1]], P=["1023/1024", "1/1024"], n=16),
    ],
    scope="all samples and all signs, finite classes on two to four points, n ≤ 4; two points and n = 10, or n = 16",
    uses=["ipm-pseudometric"],
)  # fmt: skip
@decided(exact(S=samples_of_classes(), largest=seeded_samples(2, 10)))
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
    id="capacity-needs-samples-from-below",
    slide=SLIDE,
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
@decided(exact(S=samples_of_classes(), largest=seeded_samples(2, 10)))
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
    id="vanishing-gradient",
    slide=SLIDE,
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
    """P on finitely many atoms against P shifted by t, no atoms meeting: TV = 1 and JS = log 2 with slope 0 in t, while W₁ = |t|
    has slope ±1."""
    return equal(formula(S.t), S.slopes)
