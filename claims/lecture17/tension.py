"""Slides "Tension: strength of discriminators?": how small a support fools weak discriminators, and how far it stays away."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any

from lemmata.evidence import blind, certified, claim, decided, exact, refuted, statistical
from lemmata.numerics.balls import ceiling
from lemmata.numerics.compare import at_most, equal, nothing_claimed, probability_at_most
from lemmata.numerics.sampling import rate_at_most
from lemmata.numerics.verdict import all_of
from lemmata.numerics.vocabulary import exp, log, sqrt
from lemmata.theory.concentration.lattice_laws import lattice
from lemmata.theory.concentration.mean_gaps import mean_gap
from lemmata.theory.generalisation.exact_classes import bumps, one_function
from lemmata.theory.generalisation.exact_instances import promise
from lemmata.theory.generalisation.sampled_instances import repeated_cells, repeated_heavy_tail, repeated_rare_bumps
from lemmata.theory.generalisation.small_support import cell_class, cloud, cube_cloud
from lemmata.theory.generalisation.strategies import promises, promises_for_any_n, repeated
from lemmata.theory.generalisation.strategies_of_small_support import (
    cell_classes,
    clouds,
    fooled_discriminators,
    many_cells,
    mean_gaps,
)
from lemmata.theory.transport.small_support_is_far import fooled

SLIDE = "Tension: strength of discriminators?"
TINY = Fraction(1, 10**30)
sign = lattice([1, 1], lowest=-1, step=2)


# ── a support of about m points ────────────────────────────────────────────────────────────────────────────────────
def twice_m_over_epsilon_squared(m, epsilon):
    return ceil(2 * (m - 1) / epsilon**2)


def m_over_epsilon_squared(m, epsilon):
    return ceil((m - 1) / epsilon**2)


def log_m_over_epsilon_squared(m, epsilon):
    return ceil(2 * m.bit_length() / epsilon**2)


def the_power_nine_tenths_of_m_over_epsilon_squared(m, epsilon):
    return ceil(2 * (m - 1) ** 0.9 / epsilon**2)


def twice_m(m, epsilon):
    return 2 * m


def twice_m_over_epsilon(m, epsilon):
    return ceil(2 * (m - 1) / epsilon)


@claim(
    id="small-support-fools",
    slide=SLIDE,
    status="Q",
    says="Neural net discriminators with ≤ m parameters fooled by generator w/ support size ≈ m",
    printed=twice_m_over_epsilon_squared,
    controls=[
        m_over_epsilon_squared,
        log_m_over_epsilon_squared,
        twice_m_over_epsilon,
        twice_m,
        the_power_nine_tenths_of_m_over_epsilon_squared,
    ],
    cases=[
        cell_class([1, 1], epsilon="1/4"),
        cell_class([1] * 16, epsilon="1/4"),
        cell_class([1] * 200, epsilon="1/4"),
    ],
    scope="the cell class on 2 to 40 cells, independent samples: there the support does grow with m, as 4(m − 1)/(πε²) for many "
    "points to a cell; see small-support-fools-linear for a class where it does not",
)
@decided(exact(F=cell_classes(), largest=many_cells(40)))
def claim_a_support_of_order_m_fools_the_cell_class(formula, F):
    """P_gen and P_samples on N ≥ 1 i.i.d. points each, independent: E d_F(P_gen, P_samples) ≤ √(2(m − 1)/N) for
    f_θ = clip(√m·θ_{i(x)}, −1, 1) on m cells, and N ≥ 2(m − 1)/ε² points fool all of them up to ε on average."""
    return at_most(F.mean_distance(formula(F.m, F.case.epsilon)), F.epsilon)


def two_over_epsilon_squared(d, epsilon):
    return ceil(2 / epsilon**2)


def nineteen_tenths_over_epsilon_squared(d, epsilon):
    return ceil(19 / (10 * epsilon**2))


def two_over_epsilon(d, epsilon):
    return ceil(2 / epsilon)


def d_over_twice_epsilon_squared(d, epsilon):
    return ceil(d / (2 * epsilon**2))


def by_the_mean_distance(formula, P):
    return at_most(P.mean_distance(formula(P.d, P.case.epsilon)), P.epsilon)


@claim(
    id="small-support-fools-linear",
    slide=SLIDE,
    status="Q",
    says="Neural net discriminators with ≤ m parameters fooled by generator w/ support size ≈ m",
    printed=two_over_epsilon_squared,
    controls=[nineteen_tenths_over_epsilon_squared, two_over_epsilon, d_over_twice_epsilon_squared],
    cases=[
        cloud([[1], [-1]], ["1/2", "1/2"], epsilon="1/4"),
        cloud([[1, 0], [-1, 0]], ["1/2", "1/2"], epsilon="1/2"),
        cube_cloud(2, epsilon="1/4"),
        cube_cloud(40, epsilon="3/8"),
    ],
    scope="linear discriminators on finite laws in the unit ball (d ≤ 6) and on the corners of a cube (d ≤ 40), independent "
    "samples: the support does not depend on m. Exactly, by the mean square; in balls by E d_F itself, which "
    "comes near √(2/N) as d grows",
)
@decided(exact(P=clouds()), certified(P=clouds(), check=by_the_mean_distance))
def claim_a_support_of_fixed_size_fools_linear_discriminators(formula, P):
    """P_gen and P_samples on N i.i.d. points each, independent: (E d_F)² ≤ E d_F² = E‖x̄ − ȳ‖² ≤ 2/N for f_θ = ⟨θ, x⟩ with
    ‖θ‖ ≤ 1 and ‖x‖ ≤ 1: a support of 2/ε² points is enough for any number of parameters."""
    N = formula(P.d, P.case.epsilon)
    return at_most(P.mean_squared_distance(N), P.epsilon * P.epsilon)


# ── for any P_real ─────────────────────────────────────────────────────────────────────────────────────────────────
def size(F, width):
    return 8 * width * width / (F.epsilon * F.epsilon) * (F.m * log(1 + 8 * F.L / F.epsilon) + log(4 / F.delta))


def as_if_the_width_were_two(F):
    return size(F, F.m.constant(2))


def with_the_width(F):
    return None if F.width is None else size(F, F.width)


def with_the_root_of_m(F):
    if F.width is None:
        return None
    return (
        8 * F.width * F.width / (F.epsilon * F.epsilon) * (sqrt(F.m) * log(1 + 8 * F.L / F.epsilon) + log(4 / F.delta))
    )


def as_if_delta_were_one(F):
    return None if F.width is None else size(replace(F, delta=F.m.constant(1)), F.width)


def with_L_alone_in_the_logarithm(F):
    return None if F.width is None else size(replace(F, L=F.L * F.epsilon), F.width)


def with_second_moments(F):
    return None if F.second_moment is None else size(F, 2 * sqrt(F.second_moment))


def with_first_moments(F):
    return None if F.first_moment is None else size(F, 2 * F.first_moment)


def with_medians(F):
    return size(F, 2 * F.median)


def rate_of_failures(formula, F):
    N = formula(F)
    if N is None:
        return nothing_claimed("no N is promised")
    return rate_at_most(F.failures(ceiling(N)), F.case.delta)


@claim(
    id="any-p-real",
    slide=SLIDE,
    status="I",
    says="Happens for any P_real",
    printed=refuted(
        as_if_the_width_were_two,
        "for any P_real as long as f is bounded: the N that does for |f| ≤ 1 does not for values that are rare and large",
        kindest="the values of f lie in an interval of fixed length, as behind a sigmoid: then P_real may be any law",
    ),
    corrected=with_the_width,
    controls=[
        with_second_moments, with_first_moments, with_medians,
        blind(
            with_the_root_of_m,
            "the classes that can be sampled need fewer samples than this: it takes cells by the ten thousand, or bumps",
            grades=["statistical"],
        ),
        blind(as_if_delta_were_one, "no rate that is counted can be told from 0", grades=["statistical"]),
        blind(with_L_alone_in_the_logarithm, "the classes that can be sampled have values of the order 1", grades=["statistical"]),
    ],
    cases=[
        promise(one_function(lattice([1, 1], lowest=-30, step=60), m=1, L="1/1000"), epsilon=1),
        promise(one_function(lattice([500**2 - 1, 1], step=500), m=6, L="1/1000000"), epsilon="1/2", delta="1/500"),
        promise(one_function(lattice([99, 1], step=100), m=1, L="1/1000000"), epsilon=1, delta="1/500"),
        promise(bumps(200, 10**60), epsilon=1),
        promise(bumps(1, 10**20, height=TINY), epsilon=TINY, delta="1/2"),
        promise(one_function(lattice([1, 1]), m=1, L=TINY), epsilon="1/4", delta=TINY),
        repeated_heavy_tail("5/4", epsilon="1/2"),
        repeated_rare_bumps(1320, 1000, epsilon="1/2"),
        # no form fails here: a pushforward is among the laws
        repeated_cells(4, law="pushforward", seed=8, epsilon=1),
    ],
    scope="exact: lattice laws with Δ² up to 400 times the variance; by samples: finite, Gaussian, mixed and Cauchy laws through "
    "cells, pushforwards of random generators, and values M ≤ 1320 of probability 1/M²; for tails of index 5/4 to 25/16 nothing is "
    "promised; under a degenerate law one point is enough",
    uses=["generalisation-theorem"],
)  # fmt: skip
@decided(
    certified(F=promises()),
    statistical(repeated(laws=True), check=rate_of_failures, stages=(240, 960, 3840)),
)
def claim_it_happens_for_any_real_law(formula, F):
    """For any P_real, f_θ with values in an interval of length Δ and L-Lipschitz in θ∈Θ ⊂ B^m, P_gen on N ≥ 1 and P_samples on
    n ≥ N i.i.d. points, N ≥ (8Δ²/ε²)(m ln(1 + 8L/ε) + ln(4/δ)): P(∃θ: |E_gen f_θ − E_samples f_θ| > ε) ≤ δ. Nothing else about
    P_real is asked."""
    return probability_at_most(F.failure(ceiling(formula(F))), F.delta)


def sample_size(F):
    """The N of generalisation-theorem."""
    return (
        8 * F.width * F.width / (F.epsilon * F.epsilon) * (F.m * log(1 + 8 * F.L / F.epsilon) + F.m + log(F.m * 0 + 2))
    )


# ── more training samples ──────────────────────────────────────────────────────────────────────────────────────────
def the_same_epsilon(epsilon, N, n):
    return epsilon


def epsilon_that_shrinks_with_n(epsilon, N, n):
    return epsilon * 0 if n is None else epsilon * N / n


def epsilon_for_the_pooled_sample(epsilon, N, n):
    return epsilon * 0 if n is None else epsilon * 2 * N / (N + n)


def a_third_of_epsilon(epsilon, N, n):
    return epsilon / 3


def a_fifth_of_epsilon_at_last(epsilon, N, n):
    return epsilon / 5 if n is None else epsilon


@claim(
    id="more-samples-do-not-help",
    slide=SLIDE,
    status="T",
    says="Not memorization! More training samples don't help.",
    printed=the_same_epsilon,
    controls=[
        epsilon_that_shrinks_with_n,
        epsilon_for_the_pooled_sample,
        a_third_of_epsilon,
        a_fifth_of_epsilon_at_last,
    ],
    cases=[
        promise(one_function(sign, m=2, L="1/1000"), epsilon=1, times=20),
        promise(one_function(sign, m=2, L="1/1000"), epsilon="1/2", times=None),
        promise(bumps(2, 10), epsilon="1/2", times=None),
        promise(bumps(200, 10**60), epsilon=1),
        promise(bumps(200, 10**60), epsilon=1, times=None),
    ],
    scope="n = N, 2N, 20N and n = ∞ (P_samples = P_real). The N of the theorem is 8 times what these classes need: at n = N they "
    "deviate by .354ε, at n = ∞ by ε/4; that n gains no more is more-samples-save-at-most-half",
    uses=["generalisation-theorem"],
)
@decided(certified(F=promises_for_any_n()))
def claim_more_training_samples_do_not_help(formula, F):
    """Under the hypotheses of generalisation-theorem, at fixed N ≥ (8Δ²/ε²)(m ln(1 + 8L/ε) + m + ln 2) and for every n ≥ N,
    n = ∞ included, the generator of support N passes: P(∃θ: |E_gen f_θ − E_samples f_θ| > ε) ≤ 2e^{−m}; and in general no ε that
    goes to 0 with n will do."""
    N = ceiling(sample_size(F))
    n = None if F.case.times is None else F.case.times * N
    return probability_at_most(F.failure_at(N, formula(F.case.epsilon, N, n)), 2 * exp(-F.m))


@dataclass(frozen=True)
class Between:
    """Claimed bounds of E d_F(P_gen, P_samples)."""

    low: Any
    high: Any


def between_one_and_two(gap):
    if gap.case.learnt or not at_least_as_many(gap):
        return None
    return Between(gap.from_the_law, 2 * gap.from_the_law)


def at_least_as_many(gap):
    return gap.case.n is None or gap.case.n >= gap.case.N


def nineteen_tenths_above(gap):
    bounds = between_one_and_two(gap)
    return bounds and Between(bounds.low, gap.from_the_law * 19 / 10)


def a_hundredth_more_below(gap):
    bounds = between_one_and_two(gap)
    return bounds and Between(gap.from_the_law * 101 / 100, bounds.high)


def for_fewer_training_samples_too(gap):
    return None if gap.case.learnt else Between(gap.from_the_law, 2 * gap.from_the_law)


def for_what_is_learnt_by_heart_too(gap):
    return Between(gap.from_the_law, 2 * gap.from_the_law) if at_least_as_many(gap) else None


def less_and_less_with_n(gap):
    bounds, share = between_one_and_two(gap), 0 if gap.case.n is None else Fraction(gap.case.N, gap.case.n)
    return bounds and Between(bounds.low * share, bounds.high * share)


@claim(
    id="more-samples-save-at-most-half",
    slide=SLIDE,
    status="Q",
    says="Not memorization! More training samples don't help.",
    printed=between_one_and_two,
    controls=[
        nineteen_tenths_above, a_hundredth_more_below, for_fewer_training_samples_too, for_what_is_learnt_by_heart_too,
        less_and_less_with_n,
    ],
    cases=[
        mean_gap(sign, N=1, n=1, learnt=True),
        mean_gap(sign, N=1, n=None),
        mean_gap(sign, N=9, n=1),
        mean_gap(sign, N=1, n=4),
        mean_gap(sign, count=8, N=1, n=1),
        mean_gap(lattice([2, 1], lowest="-3/2", step=3), count=3, N=1, n=4),
    ],
    scope="up to 40 independent coordinates on two to four levels, N ≤ 9, n ≤ 18 or n = ∞; the lower bound is attained at n = ∞, "
    "the upper one approached at N = n = 1 by many signs",
    uses=["triangle"],
)  # fmt: skip
@decided(exact(gap=mean_gaps()))
def claim_more_samples_save_at_most_half(formula, gap):
    """P_gen on N i.i.d. points and P_samples on n ≥ N others, independent of them:
    E d_F(P_gen, P_real) ≤ E d_F(P_gen, P_samples) ≤ 2·E d_F(P_gen, P_real), the first by Jensen's inequality, for every F."""
    found = formula(gap)
    if found is None:
        return nothing_claimed("the generator has seen the samples, or there are fewer of them than of its points")
    return all_of(at_most(found.low, gap.from_samples), at_most(gap.from_samples, found.high))


# ── fooled, and yet far ────────────────────────────────────────────────────────────────────────────────────────────
def more_than_epsilon(distance, F, N):
    d = F.case.d
    # N ≤ (d/4)^{d/2} for W₁
    return F.epsilon - distance if F.case.distance != "wasserstein" or N**2 * 4**d <= d**d else None


def more_than_epsilon_up_to_a_grid(distance, F, N):
    # N ≤ (4d)^{d/2}, 2√d points on each axis
    return F.epsilon - distance if F.case.distance != "wasserstein" or (4 * F.case.d) ** F.case.d >= N**2 else None


def more_than_epsilon_in_every_dimension(distance, F, N):
    return F.epsilon - distance


def at_most_epsilon(distance, F, N):
    return distance - F.epsilon


def at_most_twice_epsilon(distance, F, N):
    return distance - 2 * F.epsilon


def at_the_rate_of_d_F(distance, F, N):
    return distance - F.width * sqrt(F.m / N)


@claim(
    id="fooled-yet-far",
    slide=SLIDE,
    status="Q",
    says="d_F cannot distinguish between small-support distr. and P_real",
    printed=more_than_epsilon,
    controls=[
        at_most_epsilon, at_most_twice_epsilon, at_the_rate_of_d_F, more_than_epsilon_in_every_dimension,
        more_than_epsilon_up_to_a_grid,
    ],
    cases=[
        fooled(d=2, m=1, L=1, epsilon="1/2", distance="wasserstein"),
        fooled(d=12, m=1, L=1, epsilon="1/2", distance="wasserstein"),
        fooled(d=4, m=1, L=1, epsilon="15/16", distance="wasserstein"),
        fooled(d=12, m=1, L=1, epsilon="1/4", distance="total_variation"),
        fooled(d=12, m=1, L=1, epsilon="1/4", distance="jensen_shannon"),
    ],
    scope="P_real = N(0, I_d), d ≤ 200, N the support that the theorem asks for: TV and JS of any law on N points, "
    "W₁ of the best one",
    uses=["generalisation-theorem", "more-samples-do-not-help", "w1-gaussian"],
)  # fmt: skip
@decided(certified(F=fooled_discriminators()))
def claim_fooled_and_yet_far(formula, F):
    """At the N of the theorem, where d_F ≤ ε < 1: TV(P_gen, P_real) = 1 and JS = log 2 for P_real = N(0, I_d), every d and every
    law on N points, the most that there is; and W₁ > ε where d is so large that N ≤ (d/4)^{d/2}."""
    N = ceiling(sample_size(F))
    distance = F.distance(N)
    difference = formula(distance, F, N)
    if difference is None:
        return nothing_claimed("d is too small for N")
    beyond = at_most(difference, F.epsilon * 0)
    return beyond if F.case.distance == "wasserstein" else all_of(beyond, equal(distance, distance.constant(1)))
