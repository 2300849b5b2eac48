"""Slide "W-GAN formalization": the law of a generator, and the loss that training minimises and maximises."""

from fractions import Fraction

from lemmata.evidence import certified, claim, decided, exact, refuted
from lemmata.numerics.compare import equal, implied
from lemmata.numerics.vocabulary import absolute, total, transpose
from lemmata.theory.densities.pushforward import pushforward
from lemmata.theory.densities.strategies import pushforwards
from lemmata.theory.discriminators.attainment import line_game
from lemmata.theory.discriminators.minimax import game
from lemmata.theory.discriminators.strategies_of_games import games, line_games
from lemmata.theory.exact.measures import measure
from lemmata.theory.networks.generator_case import generator
from lemmata.theory.transport.strategies import measure_pairs
from lemmata.theory.transport.wasserstein import apart

SLIDE = "W-GAN formalization (Arjovsky et al. '17)"


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
    id="pushforward",
    slide=SLIDE,
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


def compact_and_weakly_continuous(game):
    return game.theta.compact and game.continuous_in_theta and game.t.compact and game.weakly_continuous_in_t


def compact_alone(game):
    return game.theta.compact and game.t.compact


def bounded_and_continuous(game):
    return game.theta.bounded and game.continuous_in_theta and game.t.bounded and game.continuous_in_t


def compact_discriminators_and_closed_generators(game):
    return game.theta.compact and game.continuous_in_theta and game.t.closed and game.continuous_in_t


def closed_and_continuous(game):
    return game.theta.closed and game.continuous_in_theta and game.t.closed and game.continuous_in_t


def compact_and_continuous_discriminators(game):
    return game.theta.compact and game.continuous_in_theta


@claim(
    id="minmax-loss",
    slide=SLIDE,
    status="I",
    says="min_{g∈G} max_{f∈F} |E_{P_g}[f] − E_{P_samples}[f]|",
    printed=refuted(
        whatever_is_given,
        "it is inf sup: a maximum over f_θ needs a compact Θ and a continuous θ ↦ E f_θ, a minimum over G the same on its side",
        kindest="min and max are written for inf and sup, or F and G are finite",
    ),
    corrected=compact_and_continuous,
    controls=[
        compact_alone, bounded_and_continuous, closed_and_continuous, compact_and_continuous_discriminators,
        compact_and_weakly_continuous, compact_discriminators_and_closed_generators,
    ],
    cases=[
        line_game("[0, 1)", "[0, 1]", samples=2),
        line_game("[0, 1]", "[0, 1)", samples=2),
        line_game("[0, inf)", "[0, 1]", samples=2),
        line_game("[0, 1]", "[0, 1]", samples=2, theta_jump=1),
        line_game("[0, 1]", "[0, 1]", samples=2, t_jump=1),
        line_game("[1, 1]", "[0, inf)", samples=0, approaching=True),
    ],
    scope="f_θ(x) = θx, with θ and t in intervals, and laws P_t of mean t, or of a mean nearer to the samples far out; each "
    "with at most one jump, where the mean escapes with mass that vanishes; lower semicontinuity of "
    "t ↦ |E_{P_t} f_θ − E_{P_samples} f_θ| would do on the side of G",
)  # fmt: skip
@decided(exact(game=line_games()))
def claim_minimum_and_maximum_are_taken(formula, game):
    """If Θ ≠ ∅ is compact and θ ↦ E f_θ continuous, under P_samples and each P_g, and if G ≠ ∅ is compact and g ↦ E_{P_g} f_θ
    continuous for each θ, then some g and f_θ reach inf_g sup_θ |E_{P_g} f_θ − E_{P_samples} f_θ|. Weak convergence of the P_g is
    not enough for unbounded f."""
    return implied(
        formula(game), game.attained, f"Θ = {game.theta} and G = {game.t} meet the condition", "inf sup = min max"
    )


def least_of_the_largest(game):
    return game.number(min(max(abs(v) for v in row) for row in game.differences))


def largest_of_the_least(game):
    return game.number(max(min(abs(v) for v in column) for column in zip(*game.differences, strict=True)))


def without_the_absolute_value(game):
    return game.number(min(max(row) for row in game.differences))


def least_of_the_means(game):
    return game.number(min(sum(abs(v) for v in row) / len(row) for row in game.differences))


@claim(
    id="minmax-loss-order",
    slide=SLIDE,
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
    id="minmax-loss-linear",
    slide=SLIDE,
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
    """For f = ⟨θ, φ⟩, ‖θ‖₂ ≤ 1, and φ with finite means under P and Q: (sup_θ |E_P f − E_Q f|)² = ‖E_P φ − E_Q φ‖₂², the largest
    eigenvalue of vvᵀ with v = E_P φ − E_Q φ."""
    return equal(formula(pair.difference_of_the_means), pair.largest_square_of_a_linear_function)
