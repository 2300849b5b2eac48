"""Slides "Weak discriminators ⇒ mode collapse": the theorem of Arora et al. '17, and what its hypotheses mean."""

from fractions import Fraction

from claims.evidence import certified, claim, decided, exact, refuted
from claims.numerics.compare import at_most_squared
from claims.strategies import PIECEWISE_LINEAR_CONTRACTIONS, adversarial_pairs, network_pair, network_pairs

SLIDE = "Weak discriminators ⇒ mode collapse"

line = network_pair([[[1]]], [[[-1]]], x=[1], epsilon=1)
far_out = network_pair([[["3/5"]], [["4/5"]]], [[["3/5"]], [["2/5"]]], x=[4], epsilon="1/8")
# Layers of rank one, of equal norm and aligned with x, and θ̂ → θ: no smaller L would do. 2·(408/577)² and 3·(56/97)² are
# just below 1, and (3/5, 4/5) is a unit vector.
two_aligned_layers = network_pair(
    [[["1224/2885", "1632/2885"]], [["408/577"]]],
    [[["1221/2885", "1628/2885"]], [["407/577"]]],
    x=["3/5", "4/5"],
    epsilon=1,
)
three_aligned_layers = network_pair([[["56/97"]]] * 3, [[["5599/9700"]]] * 3, x=[1], epsilon="1/500")
four_aligned_layers = network_pair(
    [[["3/10"], ["2/5"]], *[[["9/50", "6/25"], ["6/25", "8/25"]]] * 2, [["3/10", "2/5"]]],
    [[["297/1000"], ["99/250"]], *[[["9/50", "6/25"], ["6/25", "8/25"]]] * 2, [["3/10", "2/5"]]],
    x=[1],
    epsilon="1/500",
)
smooth_line = network_pair([[["3/5"]], [["4/5"]]], [[["-3/5"]], [["4/5"]]], x=[2], epsilon="1/8", sigma="tanh")
# where tanh is nearly the identity
smooth_layers = network_pair([[["56/97"]]] * 3, [[["5599/9700"]]] * 3, x=["1/50"], epsilon="1/500", sigma="tanh")


# ── L-Lipschitz in the model parameters ──────────────────────────────────────────────────────────────────────────
# Squares of the bounds: L, B and ‖θ − θ̂‖ may be irrational.
def L_times_an_epsilon_of_its_own(nets):
    return nets.family.lipschitz_squared * nets.epsilon**2


def L_times_the_distance_of_the_parameters(nets):
    return nets.family.lipschitz_squared * nets.distance_squared


def without_the_radius_of_the_domain(nets):
    return nets.family.lipschitz_squared / nets.family.radius_squared * nets.distance_squared


def with_the_range_as_constant(nets):
    return nets.family.radius_squared * Fraction(1, nets.l**nets.l) * nets.distance_squared


def with_the_constant_in_x(nets):
    return Fraction(1, nets.l**nets.l) * nets.distance_squared


def with_one_layer_at_a_time(nets):
    return nets.family.radius_squared * Fraction(1, nets.l ** (nets.l - 1)) * nets.distance_squared


@claim(
    "parameter-lipschitz",
    slide=SLIDE,
    status="I",
    says="∀x: |f_θ(x) − f_θ̂(x)| ≤ Lε",
    printed=refuted(
        L_times_an_epsilon_of_its_own,
        "ε is not bound to the parameters: L-Lipschitz in θ means ≤ L‖θ − θ̂‖, and Lε where ‖θ − θ̂‖ ≤ ε",
    ),
    corrected=L_times_the_distance_of_the_parameters,
    controls=[
        without_the_radius_of_the_domain, with_the_range_as_constant, with_the_constant_in_x, with_one_layer_at_a_time,
    ],
    cases=[
        line, far_out, two_aligned_layers, three_aligned_layers, four_aligned_layers, smooth_line, smooth_layers,
    ],
    scope="bias-free networks of depth l ≤ 4 and widths ≤ 3 with all weights trained, clipped or not; ReLU, leaky ReLU and |·| "
    "exactly, tanh in balls. Equality is approached, and for l = 1 attained; which L a network with biases has is not asked",
)  # fmt: skip
@decided(
    exact(
        nets=network_pairs(),
        largest=adversarial_pairs("nets", 3, (3, 3, 3), PIECEWISE_LINEAR_CONTRACTIONS),
    ),
    certified(
        nets=network_pairs(["tanh"], min_depth=2),
        largest=adversarial_pairs("nets", 3, (3, 3, 3), ["tanh"]),
    ),
)
def claim_lipschitz_in_the_parameters(formula, nets):
    """|f_θ(x) − f_θ̂(x)| ≤ L‖θ − θ̂‖ for all θ, θ̂ ∈ B^m and ‖x‖ ≤ B; bias-free networks of depth l with a 1-Lipschitz σ,
    σ(0) = 0, have L = B l^{1−l/2}."""
    return at_most_squared(nets.difference, formula(nets))
