"""Slide "Epsilon nets": what an ε-net is, and how many points it has; then its size for the radius that the proof takes."""

from fractions import Fraction
from itertools import count
from math import ceil

from lemmata.evidence import claim, decided, elusive, exact, refuted, symbolic
from lemmata.numerics.compare import at_most, equal
from lemmata.numerics.verdict import Verdict
from lemmata.theory.nets.constructions import (
    grid_projected,
    grid_within,
    maximal_packing,
    packing_of_a_grid,
    packing_on_grid,
    step_for,
)
from lemmata.theory.nets.definition import is_net, to_cover
from lemmata.theory.nets.parameter_sets import ball, finite, shell
from lemmata.theory.nets.sizes import any_net, greedy_net, net, projected_grid, unless_a_smaller_one
from lemmata.theory.nets.strategies import (
    all_nets,
    all_radii,
    constants,
    greedy_nets,
    net_problems,
    nets,
    seeded_nets,
    seeded_radii,
    volumes,
)
from lemmata.theory.nets.volumes import ball_of_radius, volume_by_slices, volume_of_the_unit_ball

SLIDE = "Epsilon nets"


def power(q, n):
    value = q.constant(1)
    for _ in range(n):
        value = value * q
    return value


def seeded_with(nets, **constants):
    """Seed ↦ a seeded net beside these constants: a case of a check that takes both."""
    return lambda seed: {"net": nets(seed), **constants}


# ── what it is ─────────────────────────────────────────────────────────────────────────────────────────────────────
def maximal_packing_of_theta(theta, eps):
    return packing_of_a_grid(theta, eps)


def maximal_packing_at_twice_the_radius(theta, eps):
    return maximal_packing(theta, 2 * eps)


def packing_without_its_last_point(theta, eps):
    return packing_of_a_grid(theta, eps)[:-1]


def packing_of_a_grid_alone(theta, eps):
    return packing_on_grid(theta, 2 * ceil(1 / eps), eps)


def grid_of_step_two_eps(theta, eps):
    return grid_projected(theta, 2 * eps)


def grid_points_inside_theta_alone(theta, eps):
    return tuple(p for p in grid_within(theta.m, step_for(theta.m, eps)) if theta.contains(p))


def net_of_the_ball(theta, eps):
    return packing_of_a_grid(ball(theta.m), eps)


def net_of_the_ball_cut_down_to_theta(theta, eps):
    return tuple(p for p in net_of_the_ball(theta, eps) if theta.contains(p))


@claim(
    id="net-definition",
    slide=SLIDE,
    status="typo",
    says="for every θ∈F there is a θ̂∈Θ_ε with ‖θ − θ̂‖₂ ≤ ε",
    corrected=maximal_packing_of_theta,
    controls=[
        maximal_packing_at_twice_the_radius, packing_without_its_last_point, packing_of_a_grid_alone, grid_of_step_two_eps,
        grid_points_inside_theta_alone, net_of_the_ball, net_of_the_ball_cut_down_to_theta,
    ],
    cases=[
        to_cover(ball(1), "3/10"), to_cover(finite([[-1, 0], [0, 1]]), "1/2"), to_cover(ball(2), "1/2"),
        to_cover(shell(2, "1/2"), "4/5"), to_cover(ball(3), "1/2"), to_cover(ball(4), "9/10"),
    ],
    scope="balls, shells and finite sets in R^m, m ≤ 3, and one ball in R⁴: every θ of a continuum is covered, "
    "and the packing there is one of a grid, at a separation of 3ε/4",
)  # fmt: skip
@decided(exact(problem=net_problems()))
def claim_a_maximal_packing_is_a_net(formula, problem):
    """θ∈Θ, not F: Θ_ε ⊂ Θ is an ε-net of Θ if every θ∈Θ has a θ̂∈Θ_ε with ‖θ − θ̂‖₂ ≤ ε. A maximal ε-packing of Θ is one,
    and so is one of a fine grid of Θ at a separation below ε."""
    return is_net(formula(problem.theta, problem.eps), problem.theta, problem.eps)


# ── how large it is ────────────────────────────────────────────────────────────────────────────────────────────────
def constant_times_the_power(m, eps, C):
    return C * power(1 / eps, m)


def one_and_two_over_eps(m, eps, C):
    return power(1 + 2 / eps, m)


def power_of_three_over_eps(m, eps, C):
    # enough for ε ≤ 1
    return power(3 / eps, m)


def three_times_the_power(m, eps, C):
    return 3 * power(1 / eps, m)


def one_and_one_over_eps(m, eps, C):
    return power(1 + 1 / eps, m)


def two_over_eps(m, eps, C):
    return power(2 / eps, m)


def one_and_three_halves_over_eps(m, eps, C):
    return power(1 + 3 / (2 * eps), m)


@claim(
    id="net-size",
    slide=SLIDE,
    status="I",
    says="there exists an ε-net of the unit ball with size O((1/ε)^m)",
    printed=refuted(
        constant_times_the_power,
        "false as C·(1/ε)^m with an absolute C, since below ε = 1 a net has at least m + 1 points; (1 + 2/ε)^m are enough",
        kindest="the constant in O(·) may depend on m, and ε ≤ 1: then 3^m serves",
    ),
    corrected=one_and_two_over_eps,
    controls=[
        three_times_the_power, one_and_one_over_eps, two_over_eps, one_and_three_halves_over_eps, power_of_three_over_eps,
    ],
    cases=[
        {"net": any_net(1, "9/10"), "C": 1}, {"net": greedy_net(ball(1), "1/2"), "C": 1},
        {"net": greedy_net(ball(2), "99/100", start=[0, 0]), "C": 1}, {"net": any_net(10, "999/1000"), "C": 10},
        {"net": greedy_net(ball(4), "3/4"), "C": 1}, {"net": greedy_net(ball(1), 2), "C": 1},
    ],
    scope="maximal packings of the ball for m ≤ 4, exactly: they have this many points, where a smaller net may do. "
    "any_net stands for all nets, by the bound m + 1 of Lusternik and Schnirelmann (1930), which is cited, not computed",
    uses=["net-definition", "ball-volume"],
)  # fmt: skip
@decided(
    exact(
        net=greedy_nets() | all_nets(), C=constants(),
        largest=seeded_with(seeded_nets(4), C=1), heaviest=seeded_with(seeded_nets(4, between=("1/2", "3/5")), C=1),
    )
)  # fmt: skip
def claim_size_of_a_maximal_packing(formula, net, C):
    """A maximal ε-packing of the unit ball of R^m, which is an ε-net, has at most (1 + 2/ε)^m points."""
    return unless_a_smaller_one(net, at_most(net.size, formula(net.m, net.eps, C)))


def the_power(m, eps):
    return power(1 / eps, m)


def power_of_one_and_one_over_eps(m, eps):
    return power(1 + 1 / eps, m)


def a_tenth_more_from_two_dimensions_on(m, eps):
    return power(1 / eps, m) * Fraction(11 if m > 1 else 10, 10)


def power_of_the_next_whole_number(m, eps):
    n = next(n for n in count(1) if at_most(1 / eps, eps.constant(n)).verdict is Verdict.HOLDS)
    return power(eps.constant(n), m)


def power_of_two_over_eps(m, eps):
    return power(2 / eps, m)


def one_more_than_the_power(m, eps):
    return 1 + power(1 / eps, m)


@claim(
    id="net-size-from-below",
    slide=SLIDE,
    status="Q",
    says="the volume of an ε-ball is ∼ ε^m: about (1/ε)^m of them fill the unit ball",
    printed=the_power,
    controls=[
        power_of_one_and_one_over_eps, power_of_the_next_whole_number, power_of_two_over_eps, one_more_than_the_power,
        elusive(a_tenth_more_from_two_dimensions_on, "only the net {0} at ε = 1 wastes less than a tenth"),
    ],
    cases=[
        net(ball(2), 1, [[0, 0]]),
        net(ball(1), 1, [0]), net(ball(1), "1/2", ["-1/2", "1/2"]),
        net(ball(2), "9/10", [["1/2", 0], ["-1/4", "43/100"], ["-1/4", "-43/100"]]),
        net(ball(3), "19/20", [["1/5", "1/5", "1/5"], ["1/5", "-1/5", "-1/5"], ["-1/5", "1/5", "-1/5"],
                               ["-1/5", "-1/5", "1/5"]]),
        projected_grid(ball(2), "3/10"),
    ],
    scope="packings, projected grids and nets with few points, certified as nets of the whole ball, m ≤ 4",
    uses=["net-definition", "ball-volume"],
)  # fmt: skip
@decided(
    exact(net=nets(), largest=seeded_nets(4), heaviest=seeded_nets(4, between=("1/2", "3/5"))),
)
def claim_no_net_is_smaller(formula, net):
    """Every ε-net of the unit ball of R^m has at least (1/ε)^m points."""
    return at_most(formula(net.m, net.eps), net.size)


# ── why: the volume of a ball ──────────────────────────────────────────────────────────────────────────────────────
def power_of_the_radius(m, eps):
    return power(eps, m) * eps.constant(volume_of_the_unit_ball(m))


def one_power_too_few(m, eps):
    return power(eps, m - 1) * eps.constant(volume_of_the_unit_ball(m))


def m_times_the_power(m, eps):
    return m * power_of_the_radius(m, eps)


def one_power_too_many(m, eps):
    return power(eps, m + 1) * eps.constant(volume_of_the_unit_ball(m))


@claim(
    id="ball-volume",
    slide=SLIDE,
    status="T",
    says="the volume of an ε-radius ball is ∼ ε^m",
    printed=power_of_the_radius,
    controls=[one_power_too_few, one_power_too_many, m_times_the_power],
    cases=[ball_of_radius(1, "1/2"), ball_of_radius(2, 1), ball_of_radius(2, "1/2"), ball_of_radius(3, "1/2")],
    scope="all ε > 0 for m ≤ 12; volumes are divided by π^⌊m/2⌋, which is the same on both sides, and are rational then",
)
@decided(
    symbolic(radius=all_radii()),
    exact(radius=volumes(), largest=seeded_radii(12)),
)
def claim_volume_of_a_ball(formula, radius):
    """vol(εB^m) = ε^m·vol(B^m), where vol(B^m) = π^(m/2)/Γ(m/2 + 1); in slices, vol(rB^m) = ∫₀^r 2πw·vol(wB^(m−2)) dw
    for m ≥ 2, where B⁰ is a point of volume 1."""
    return equal(formula(radius.m, radius.eps), volume_by_slices(radius.m, radius.eps))


# ── the net of the proof ───────────────────────────────────────────────────────────────────────────────────────────
def power_of_the_ratio(m, L, eps, C):
    return power(L / eps, C * m)


def one_and_eight_ratios(m, L, eps, C):
    return power(1 + 8 * L / eps, m)


def one_and_four_ratios(m, L, eps, C):
    return power(1 + 4 * L / eps, m)


def one_and_two_ratios(m, L, eps, C):
    return power(1 + 2 * L / eps, m)


def eight_ratios(m, L, eps, C):
    return power(8 * L / eps, m)


def one_and_six_ratios(m, L, eps, C):
    return power(1 + 6 * L / eps, m)


@claim(
    id="net-size-lipschitz",
    slide="Weak discriminators ⇒ mode collapse",
    status="I",
    says="an ε/(4L)-net of F, which has size exp(O(m log(L/ε)))",
    printed=refuted(
        power_of_the_ratio,
        "false as (L/ε)^(Cm) for all L and ε: at L = ε that is 1, and one point is no ε/(4L)-net; (1 + 8L/ε)^m are enough",
        kindest="O(·) is about large L/ε: for L/ε ≥ 2 and the natural logarithm the constant 5 serves",
    ),
    corrected=one_and_eight_ratios,
    controls=[one_and_four_ratios, one_and_two_ratios, eight_ratios, one_and_six_ratios],
    cases=[
        {"net": any_net(2, "1/4"), "L": 1, "C": 100}, {"net": greedy_net(ball(1), "1/4"), "L": 1, "C": 1},
        {"net": greedy_net(ball(2), "1/4"), "L": 2, "C": 1},
    ],
    scope="L a whole number, ε = 4L times the radius: maximal packings of balls, shells and finite sets Θ ⊂ B^m, m ≤ 4",
    uses=["net-size"],
)  # fmt: skip
@decided(
    exact(
        net=greedy_nets(balls_only=False) | all_nets(), L=constants(), C=constants(),
        largest=seeded_with(seeded_nets(4), L=1, C=1),
    )
)  # fmt: skip
def claim_size_of_the_net_of_the_proof(formula, net, L, C):
    """A maximal ε/(4L)-packing of Θ ⊂ B^m, which is an ε/(4L)-net, has at most (1 + 8L/ε)^m points."""
    eps = 4 * L * net.eps
    return unless_a_smaller_one(net, at_most(net.size, formula(net.m, L, eps, C)))
