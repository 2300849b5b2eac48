"""Slides "Weak discriminators ⇒ mode collapse": from the net to all of Θ, and from P_real to P_samples."""

from lemmata.evidence import blind, claim, decided, exact, refuted, symbolic
from lemmata.numerics.compare import at_most, equal, implied
from lemmata.numerics.vocabulary import absolute
from lemmata.theory.generalisation.detours import AllExpectations, expectations
from lemmata.theory.generalisation.linear_net import linear_net
from lemmata.theory.generalisation.strategies_of_steps import (
    centred_expectations,
    linear_nets,
    telescopes,
    three_expectations,
)

SLIDE = "Weak discriminators ⇒ mode collapse"


# ── how fine the net must be ───────────────────────────────────────────────────────────────────────────────────────
def epsilon_over_L(L, epsilon):
    return epsilon / L


def epsilon_over_4L(L, epsilon):
    return epsilon / (4 * L)


def epsilon_over_3L(L, epsilon):
    return epsilon / (3 * L)


def two_sevenths_of_epsilon_over_L(L, epsilon):
    return 2 * epsilon / (7 * L)


def epsilon_over_2L(L, epsilon):
    return epsilon / (2 * L)


def epsilon_over_4(L, epsilon):
    return epsilon / 4


@claim(
    id="net-radius",
    slide=SLIDE,
    status="F",
    says="union bounding over the ε/L-net",
    printed=refuted(
        epsilon_over_L,
        "each of the two steps to the net costs L times its radius, and each may cost ε/4: radius ε/(4L)",
        kindest="ε/L leaves a constant out: the lines around it take the ε/(4L)-net",
    ),
    corrected=epsilon_over_4L,
    controls=[epsilon_over_3L, two_sevenths_of_epsilon_over_L, epsilon_over_2L, epsilon_over_4],
    cases=[
        linear_net(L=1, epsilon=1, net=[[0]], difference=[2]),
        linear_net(L=3, epsilon=4, net=[["-1/3"], ["1/3"]], difference=[2]),
        linear_net(L=1, epsilon="28/15", net=[["-7/15"], ["7/15"]], difference=[2]),
        linear_net(L=7, epsilon=12, net=[["-3/7"], ["3/7"]], difference=[2]),
        # fine enough, but with a deviation of 8 > ε/2 on the net itself: nothing follows
        linear_net(L=8, epsilon=7, net=[[-1], ["-5/8"], ["-1/4"], ["1/8"], ["1/2"], ["7/8"]], difference=[1]),
    ],
    scope="linear discriminators on [−1, 1] and on finite Θ in up to three dimensions; their L is attained, so a larger "
    "radius is not enough",
    uses=["net-definition", "parameter-lipschitz"],
)
@decided(exact(F=linear_nets()))
def claim_radius_of_the_net(formula, F):
    """If θ ↦ f_θ(x) is L-Lipschitz for every x, Θ_net an ε/(4L)-net of Θ, and |E_samples f_θ̂ − E_gen f_θ̂| ≤ ε/2 for every
    θ̂∈Θ_net, then |E_samples f_θ − E_gen f_θ| ≤ ε for every θ∈Θ."""
    epsilon = F.case.epsilon
    premise = F.radius_is_at_most(formula(F.L, F.epsilon)) and F.net_deviation <= epsilon / 2
    return implied(
        premise,
        F.deviation <= epsilon,
        "|E_samples f_θ̂ − E_gen f_θ̂| ≤ ε/2 on a net of this radius",
        f"|E_samples f_θ − E_gen f_θ| ≤ ε on Θ ({F.net_deviation} on the net, {F.deviation} on Θ, ε = {epsilon})",
    )


# ── from P_real to P_samples ───────────────────────────────────────────────────────────────────────────────────────
def the_sum(a, b):
    return a + b


def the_larger(a, b):
    return (a + b + absolute(a - b)) / 2


def their_difference(a, b):
    return absolute(a - b)


def three_quarters_of_the_sum(a, b):
    return (a + b) * 3 / 4


@claim(
    id="triangle",
    slide=SLIDE,
    status="T",
    says="|E_samples f − E_gen f| ≤ |E_samples f − E_real f| + |E_real f − E_gen f|",
    printed=the_sum,
    controls=[the_larger, their_difference, three_quarters_of_the_sum],
    cases=[expectations(f=[0, 1, 2], hat=[0, 0, 0], real=[0, 1, 0], samples=[1, 0, 0], gen=[0, 0, 1])],
    scope="drawn functions and laws on up to four points; equality is attained where E_real f lies between the other two",
)
@decided(exact(E=three_expectations()))
def claim_detour_over_the_real_law(formula, E):
    """|E_samples f − E_gen f| ≤ |E_samples f − E_real f| + |E_real f − E_gen f|."""
    return at_most(absolute(E.samples - E.gen), formula(absolute(E.samples - E.real), absolute(E.real - E.gen)))


# ── from the net to θ ──────────────────────────────────────────────────────────────────────────────────────────────
def with_a_plus_in_the_last_bar(E):
    return (E.samples - E.hat_samples) + (E.hat_samples - E.hat_gen) + (E.hat_gen + E.gen)


def with_a_minus_in_the_last_bar(E):
    return (E.samples - E.hat_samples) + (E.hat_samples - E.hat_gen) + (E.hat_gen - E.gen)


def without_the_net_in_the_middle(E):
    return (E.samples - E.hat_samples) + (E.hat_gen - E.gen)


def with_the_real_law_in_the_middle(E):
    return (E.samples - E.hat_samples) + (E.hat_samples - E.hat_real) + (E.hat_gen - E.gen)


def with_the_last_bar_reversed(E):
    return (E.samples - E.hat_samples) + (E.hat_samples - E.hat_gen) + (E.gen - E.hat_gen)


HALF = expectations(f=["1/2", "1/2"], hat=["1/2", 0], real=[0, 1], samples=["1/2", "1/2"], gen=[1, 0])
TILTED = expectations(f=[1, 3], hat=[2, 7], real=["1/2", "1/2"], samples=["1/3", "2/3"], gen=["3/4", "1/4"])
CENTRED = expectations(f=[0, 1], hat=["1/4", 0], real=[0, 1], samples=["1/2", "1/2"], gen=[1, 0])


@claim(
    id="last-chain",
    slide=SLIDE,
    status="F",
    says="|E_samples f_θ − E_gen f_θ| = |E_samples f_θ − E_samples f_θ̂ + E_samples f_θ̂ − E_gen f_θ̂ + E_gen f_θ̂ + E_gen f_θ|",
    printed=refuted(
        with_a_plus_in_the_last_bar,
        "the last sign is a minus: f ≡ ½ gives 0 on the left and 1 on the right",
        kindest="there is one only where E_samples f_θ or E_gen f_θ is 0: else it is a misprint of one sign",
    ),
    corrected=with_a_minus_in_the_last_bar,
    controls=[without_the_net_in_the_middle, with_the_real_law_in_the_middle, with_the_last_bar_reversed],
    cases=[HALF, TILTED],
    scope="all values of the expectations",
)
@decided(symbolic(E=[AllExpectations()]), exact(E=three_expectations()))
def claim_telescope_over_the_net(formula, E):
    """|E_samples f_θ − E_gen f_θ|
    = |(E_samples f_θ − E_samples f_θ̂) + (E_samples f_θ̂ − E_gen f_θ̂) + (E_gen f_θ̂ − E_gen f_θ)|."""
    return equal(absolute(formula(E)), absolute(E.samples - E.gen))


@claim(
    id="centred-discriminators-hide-the-sign",
    slide=SLIDE,
    status="Q",
    says="a check with discriminators of mean 0 under P_gen does not see the sign",
    printed=with_a_minus_in_the_last_bar,
    controls=[
        blind(with_a_plus_in_the_last_bar, "E_gen f_θ = 0 has no sign"),
        without_the_net_in_the_middle, with_the_real_law_in_the_middle, with_the_last_bar_reversed,
    ],
    cases=[CENTRED],
    scope="drawn functions and laws on up to four points with E_gen f_θ = 0",
    uses=["last-chain"],
)  # fmt: skip
@decided(exact(E=centred_expectations()))
def claim_centred_discriminators_hide_the_sign(formula, E):
    """Where E_gen f_θ = 0 the printed sign and the true one give the same chain."""
    return equal(absolute(formula(E)), absolute(E.samples - E.gen))


def epsilon_in_all(epsilon):
    return epsilon


def a_quarter_and_a_half(epsilon):
    return epsilon * 3 / 4


def the_half_alone(epsilon):
    return epsilon / 2


def seven_eighths(epsilon):
    return epsilon * 7 / 8


@claim(
    id="last-chain-total",
    slide=SLIDE,
    status="T",
    says="≤ ε/4 + ε/2 + ε/4 = ε",
    printed=epsilon_in_all,
    controls=[seven_eighths, a_quarter_and_a_half, the_half_alone],
    cases=[expectations(f=[3, -1], hat=[2, 0], real=[0, 1], samples=[1, 0], gen=[0, 1])],
    scope="drawn functions and laws on up to four points, ε as small as the three bars allow; equality is attained",
    uses=["last-chain", "net-radius", "triangle"],
)
@decided(exact(E=telescopes() | three_expectations()))
def claim_total_of_the_chain(formula, E):
    """If the three bars of the telescope are at most ε/4, ε/2 and ε/4, then |E_samples f_θ − E_gen f_θ| ≤ ε."""
    quarter, half, last = E.samples - E.hat_samples, E.hat_samples - E.hat_gen, E.hat_gen - E.gen
    epsilon = the_larger(the_larger(4 * absolute(quarter), 2 * absolute(half)), 4 * absolute(last))
    return at_most(absolute(E.samples - E.gen), formula(epsilon))
