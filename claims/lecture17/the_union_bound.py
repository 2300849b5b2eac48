"""Slides "Weak discriminators ⇒ mode collapse": from one f to a whole net, on the generator's side and on the samples'."""

from fractions import Fraction

from lemmata.evidence import certified, claim, decided, exact, refuted, symbolic
from lemmata.numerics.balls import ceiling
from lemmata.numerics.compare import equal, probability_at_most
from lemmata.numerics.vocabulary import exp, log
from lemmata.theory.concentration.means import coin_test
from lemmata.theory.concentration.strategies import coin_tests
from lemmata.theory.generalisation.bad_events import cell_deviations, events, independent
from lemmata.theory.generalisation.sample_size import AllSizes, sample_size
from lemmata.theory.generalisation.strategies_of_steps import event_pairs, event_systems, sample_sizes

SLIDE = "Weak discriminators ⇒ mode collapse"
FOR_EVERY_LOGARITHM = (
    "all c, m, ε, Δ > 0 and every value of log(Lm/ε); where that is ≤ 0 the exponent is ≥ 0 and the bound says nothing"
)


# ── the right side of Chernoff's inequality at this N ──────────────────────────────────────────────────────────────
def minus_cm_log_over_2(size):
    return -size.c * size.m * size.logarithm / 2


def minus_cm_log(size):
    return -size.c * size.m * size.logarithm


def minus_c_log_over_2(size):
    return -size.c * size.logarithm / 2


def minus_cm_log_over_2_epsilon_squared(size):
    return -size.c * size.m * size.logarithm / (2 * size.epsilon * size.epsilon)


def minus_cm_log_over_8_width_squared(size):
    return -size.c * size.m * size.logarithm / (8 * size.width * size.width)


CALCULATIONS = [
    sample_size(c=2, m=3, epsilon="1/2", width=2, logarithm=5),
    sample_size(c=1, m=1, epsilon=1, width=1, logarithm=1),
]


@claim(
    id="rhs-substitution",
    slide=SLIDE,
    status="T",
    says="Since N ≥ c m log(Lm/ε)/ε², the probability on the RHS is bounded by 2 exp(−c m log(Lm/ε)/2)",
    printed=minus_cm_log_over_2,
    controls=[minus_cm_log, minus_c_log_over_2, minus_cm_log_over_2_epsilon_squared, minus_cm_log_over_8_width_squared],
    cases=CALCULATIONS,
    scope=FOR_EVERY_LOGARITHM + "; the bound it is put into is the printed one, which is false",
    uses=["chernoff"],
)
@decided(symbolic(size=[AllSizes()]), exact(size=sample_sizes()))
def claim_exponent_of_the_printed_bound(formula, size):
    """At N = c m log(Lm/ε)/ε² the exponent −ε²N/2 of the printed bound is −c m log(Lm/ε)/2."""
    return equal(formula(size), -size.epsilon * size.epsilon * size.N / 2)


@claim(
    id="rhs-substitution-at-a-quarter",
    slide=SLIDE,
    status="F",
    says="Since N ≥ c m log(Lm/ε)/ε², the probability on the RHS is bounded by 2 exp(−c m log(Lm/ε)/2)",
    printed=refuted(
        minus_cm_log_over_2,
        "at a deviation of ε/4 the exponent of Chernoff's inequality is over 8Δ², not over 2",
        kindest="the values of f lie in an interval of length ½: then 8Δ² = 2",
    ),
    corrected=minus_cm_log_over_8_width_squared,
    controls=[minus_cm_log, minus_c_log_over_2, minus_cm_log_over_2_epsilon_squared],
    cases=CALCULATIONS,
    scope=FOR_EVERY_LOGARITHM,
    uses=["chernoff"],
)
@decided(symbolic(size=[AllSizes()]), exact(size=sample_sizes()))
def claim_exponent_of_the_true_bound(formula, size):
    """At N = c m log(Lm/ε)/ε² the exponent −ε²N/(8Δ²) of Chernoff's inequality is −c m log(Lm/ε)/(8Δ²)."""
    return equal(formula(size), -size.epsilon * size.epsilon * size.N / (8 * size.width * size.width))


# ── from each θ of the net to all of them ──────────────────────────────────────────────────────────────────────────
def the_largest(p):
    return max(p, key=lambda number: number.entries()[0])


def their_sum(p):
    return sum(p[1:], p[0])


def all_but_the_first(p):
    return their_sum(p[1:])


def half_their_sum(p):
    return their_sum(p) / 2


def as_if_independent(p):
    good = 1 - p[0]
    for probability in p[1:]:
        good = good * (1 - probability)
    return 1 - good


@claim(
    id="union-bound",
    slide=SLIDE,
    status="I",
    says="∀θ∈Θ_{ε/4L}: Pr[|E_real f_θ − E_gen f_θ| ≥ ε/4] ≤ exp(−m); hence, with probability at least 1 − 2exp(−m), ∀θ: …",
    printed=refuted(
        the_largest,
        "the quantifier stands outside Pr: bounds for each θ give none for all; the union bound gives P(∃θ: …) ≤ Σ_θ P(…)",
        kindest='the quantifier is meant inside, Pr[∃θ: …], as "union bounding" says',
    ),
    corrected=their_sum,
    controls=[as_if_independent, half_their_sum, all_but_the_first],
    cases=[
        events(["1/2", "1/4", "1/4"], [[1], [2]]),
        independent("3/50", 20),
        cell_deviations(["1/2", "1/4", "1/4"], N=4, t="1/4"),
    ],
    scope="2 to 5 events on a finite space in any position, 2 to 30 independent ones, deviations of multinomial counts",
    uses=["chernoff", "rhs-substitution", "net-size-lipschitz", "net-definition"],
)
@decided(exact(bad=event_systems()))
def claim_union_bound_over_the_net(formula, bad):
    """P(∃θ∈net: |E_real f_θ − E_gen f_θ| ≥ ε/4) ≤ Σ_θ P(|E_real f_θ − E_gen f_θ| ≥ ε/4)."""
    return probability_at_most(bad.union, formula(bad.each))


# ── and the same for P_samples ─────────────────────────────────────────────────────────────────────────────────────
def the_sum(p, q):
    return p + q


def the_larger(p, q):
    return the_largest([p, q])


def the_sum_less_the_product(p, q):
    return p + q - p * q


def three_halves_of_the_larger(p, q):
    return the_largest([p, q]) * Fraction(3, 2)


@claim(
    id="two-samples",
    slide=SLIDE,
    status="T",
    says="By exactly the same argument, … for P_samples. Hence, with probability at least 1 − 2exp(−m), …",
    printed=the_sum,
    controls=[the_larger, the_sum_less_the_product, three_halves_of_the_larger],
    cases=[events(["1/2", "1/4", "1/4"], [[1], [2]])],
    scope="the two failure events in any position to each other: the two samples need not be independent",
    uses=["union-bound"],
)
@decided(exact(bad=event_pairs()))
def claim_both_samples_at_once(formula, bad):
    """P(P_gen fails or P_samples fails) ≤ P(P_gen fails) + P(P_samples fails), at most 2e^{−m} if each is at most e^{−m}."""
    return probability_at_most(bad.union, formula(*bad.each))


def as_many(N):
    return N


def half_as_many(N):
    return max(1, N // 2)


def a_third_as_many(N):
    return max(1, N // 3)


def the_square_root(N):
    return max(1, int(N**0.5))


@claim(
    id="two-samples-size",
    slide=SLIDE,
    status="T",
    says="Let number of training samples be at least N. … By exactly the same argument",
    printed=as_many,
    controls=[half_as_many, a_third_as_many, the_square_root],
    cases=[
        coin_test([1, 1], m=1, epsilon="1841/1000"),
        coin_test([1, 1], m=1, epsilon="3/2"),
    ],
    scope="one coin, fair or not, and 1 ≤ m ≤ 5; N is the least sample size that the argument allows for the generator",
    uses=["two-samples", "chernoff"],
)
@decided(certified(test=coin_tests()))
def claim_as_many_training_samples(formula, test):
    """With n ≥ N training samples, N ≥ (8Δ²/ε²)(m + ln 2): P(|E_real f − E_samples f| ≥ ε/4) ≤ e^{−m} for one f."""
    N = ceiling(8 * test.width * test.width / (test.epsilon * test.epsilon) * (test.m + log(test.m.constant(2))))
    return probability_at_most(test.tail(formula(N)), exp(-test.m))
