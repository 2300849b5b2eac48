"""Slides "Weak discriminators ⇒ mode collapse": from one f to a whole net, on the generator's side and on the samples'."""

from dataclasses import replace
from fractions import Fraction

from lemmata.evidence import certified, claim, decided, exact, refuted, symbolic
from lemmata.numerics.balls import ceiling
from lemmata.numerics.compare import equal, probability_at_most
from lemmata.numerics.verdict import Verdict
from lemmata.numerics.vocabulary import exp, log, maximum
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.concentration.means import coin_test
from lemmata.theory.concentration.strategies import coin_tests
from lemmata.theory.generalisation.bad_events import cell_deviations, events, independent
from lemmata.theory.generalisation.exact_classes import bumps, one_function
from lemmata.theory.generalisation.exact_instances import promise
from lemmata.theory.generalisation.sample_size import AllSizes, sample_size
from lemmata.theory.generalisation.strategies import promises
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
    status="Q",
    says="Since N ≥ c m log(Lm/ε)/ε², the probability on the RHS is bounded by 2 exp(−c m log(Lm/ε)/2)",
    printed=minus_cm_log_over_8_width_squared,
    controls=[minus_cm_log_over_2, minus_cm_log, minus_c_log_over_2, minus_cm_log_over_2_epsilon_squared],
    cases=CALCULATIONS,
    scope=FOR_EVERY_LOGARITHM
    + "; the slide's number with the exponent of chernoff as it is true, whose error is told there",
    uses=["chernoff"],
)
@decided(symbolic(size=[AllSizes()]), exact(size=sample_sizes()))
def claim_exponent_of_the_true_bound(formula, size):
    """For the true bound: at N = c m log(Lm/ε)/ε² the exponent −ε²N/(8Δ²) of Chernoff's inequality is −c m log(Lm/ε)/(8Δ²)."""
    return equal(formula(size), -size.epsilon * size.epsilon * size.N / (8 * size.width * size.width))


# ── at this N, for the whole net ───────────────────────────────────────────────────────────────────────────────────
def c_m_log(F):
    return F.c * F.m * log(F.L * F.m / F.epsilon) / (F.epsilon * F.epsilon)


def log_of_the_net_and_m(F):
    return per_unit(F) * (F.m * log(1 + 8 * F.L / F.epsilon) + F.m + log(F.m.constant(2)))


def nine_tenths_of_it(F):
    return log_of_the_net_and_m(F) * 9 / 10


def without_m(F):
    return per_unit(F) * (F.m * log(1 + 8 * F.L / F.epsilon) + log(F.m.constant(2)))


def without_the_two(F):
    return per_unit(F) * (F.m * log(1 + 8 * F.L / F.epsilon) + F.m)


def log_of_one_axis(F):
    return per_unit(F) * (log(1 + 8 * F.L / F.epsilon) + F.m + log(F.m.constant(2)))


def per_unit(F):
    return 8 * F.width * F.width / (F.epsilon * F.epsilon)


@claim(
    id="net-times-chernoff",
    slide=SLIDE,
    status="F",
    says="for a sufficiently large c, ∀θ∈Θ_{ε/4L}: Pr[|E_real f_θ − E_gen f_θ| ≥ ε/4] ≤ exp(−m)",
    printed=refuted(
        c_m_log,
        "no c is large enough where Lm/ε is near 1: N ≥ (8Δ²/ε²)(m ln(1 + 8L/ε) + m + ln 2) is",
        kindest="f has values in an interval of length 1, Lm/ε ≥ 2, and log is ln: then c = 53 is large enough",
    ),
    corrected=log_of_the_net_and_m,
    controls=[nine_tenths_of_it, without_m, without_the_two, log_of_one_axis],
    cases=[
        promise(one_function(lattice([1, 1]), m=5, L="10001/100000"), epsilon="1/2", c=1000),
        promise(one_function(lattice([1, 1]), m=1, L="1/1000000"), epsilon="1/2"),
        promise(one_function(lattice([1, 1]), m=4, L=10**6), epsilon="1/2"),
        promise(bumps(3, 10**60), epsilon=1),
    ],
    scope="the right sides alone: |net|·2exp(−ε²N/(8Δ²)) with the size of the net between max(1, (4L/ε)^m), which every net of the "
    "ball has, and (1 + 8L/ε)^m, which some net has; m ≤ 10¹²",
    uses=["chernoff", "net-size-lipschitz", "net-size-from-below", "rhs-substitution-at-a-quarter"],
)
@decided(certified(F=promises()))
def claim_size_of_the_net_times_chernoff(formula, F):
    """At N ≥ (8Δ²/ε²)(m ln(1 + 8L/ε) + m + ln 2) some ε/(4L)-net of B^m has |net|·2exp(−ε²N/(8Δ²)) ≤ e^{−m}: a maximal packing."""
    N, ratio = max(1, ceiling(formula(F))), F.L / F.epsilon
    for_one = 2 * exp(-F.epsilon * F.epsilon * N / (8 * F.width * F.width))
    # some net has at most so many points, and none has fewer than those
    enough = probability_at_most(exp(F.m * log(1 + 8 * ratio)) * for_one, exp(-F.m))
    if enough.verdict is Verdict.HOLDS:
        return enough
    every_net = probability_at_most(for_one * maximum(exp(F.m * log(4 * ratio)), F.m.constant(1)), exp(-F.m))
    if every_net.verdict is Verdict.HOLDS:
        return replace(every_net, verdict=Verdict.UNDECIDED, needs="the size of the smallest net")
    return every_net


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


def half_of_epsilon(epsilon):
    return epsilon / 2


def a_third_of_epsilon(epsilon):
    return epsilon / 3


def a_quarter_of_epsilon(epsilon):
    return epsilon / 4


@claim(
    id="two-samples-on-the-net",
    slide=SLIDE,
    status="T",
    says="with probability at least 1 − 2exp(−m), ∀θ∈Θ_{ε/4L}: |E_samples f_θ − E_gen f_θ| ≤ ε/2",
    printed=half_of_epsilon,
    controls=[a_third_of_epsilon, a_quarter_of_epsilon],
    cases=[
        promise(one_function(lattice([1, 1]), m=2, L="1/1000000"), epsilon="1/2"),
        promise(bumps(200, 10**60), epsilon=1),
    ],
    scope="all θ of the exact classes of generalisation-theorem, at its N, for independent samples of one size: large nets "
    "of these come to ε/(2√2)",
    uses=["two-samples", "triangle"],
)
@decided(certified(F=promises()))
def claim_both_samples_for_the_whole_net(formula, F):
    """P(∃θ: |E_samples f_θ − E_gen f_θ| > ε/2) ≤ P(∃θ: |E_real f_θ − E_gen f_θ| > ε/4) + P(∃θ: |E_real f_θ − E_samples f_θ| > ε/4),
    whatever θ ranges over."""
    N = ceiling(log_of_the_net_and_m(F))
    return probability_at_most(F.with_as_many(N, formula(F.case.epsilon)), 2 * F.against_the_law(N, F.case.epsilon / 4))


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
    """With n ≥ N training samples, N ≥ (8Δ²/ε²)(m + ln 2): P(|E_real f − E_samples f| ≥ ε/4) ≤ e^{−m} for one f
    with values in an interval of length Δ."""
    N = ceiling(8 * test.width * test.width / (test.epsilon * test.epsilon) * (test.m + log(test.m.constant(2))))
    return probability_at_most(test.tail(formula(N)), exp(-test.m))
