"""Slides "Distinguishing power: the density": g⁻¹, the change of variables, the Gaussian, and the square layer."""

from fractions import Fraction

from lemmata.evidence import blind, certified, claim, decided, exact, refuted, rounded, statistical, symbolic
from lemmata.numerics.compare import counted, equal
from lemmata.numerics.sampling import equal_masses
from lemmata.numerics.verdict import all_of
from lemmata.numerics.vocabulary import absolute, by_sign, determinant, diagonal, exp, inverse, log, log_two_pi, total
from lemmata.theory.densities.boxes import BoxCase
from lemmata.theory.densities.by_the_cdf import (
    density_from_the_cdf,
    log_density_from_the_cdf,
    squared_slope_of_the_cdf,
)
from lemmata.theory.densities.cells import cell
from lemmata.theory.densities.gaussian import log_phi, phi
from lemmata.theory.densities.planes import plane
from lemmata.theory.densities.points import Coordinates, point
from lemmata.theory.densities.strategies import cells, lines, planes, points, seeded_boxes, seeded_points
from lemmata.theory.networks.generator import with_biases_one_layer_off
from lemmata.theory.networks.generator_case import Shape, generator
from lemmata.theory.networks.seeded_networks import Seeded
from lemmata.theory.networks.strategies import (
    GENTLE,
    PIECEWISE_LINEAR,
    SMOOTH,
    batches,
    generators,
    seeded_networks,
    shapes,
)

SLIDE = "Distinguishing power: the density"


# ── g⁻¹ ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def biases_subtracted_inside_s(g, x):
    h = inverse(g.W[g.depth]) @ (x - g.b[g.depth])
    for k in range(g.depth - 1, 0, -1):
        h = inverse(g.W[k]) @ g.activation.s(h - g.b[k])
    return h


def one_layer_at_a_time(g, x):
    h = inverse(g.W[g.depth]) @ (x - g.b[g.depth])
    for k in range(g.depth - 1, 0, -1):
        h = inverse(g.W[k]) @ (g.activation.s(h) - g.b[k])
    return h


def weights_in_the_other_order(g, x):
    h = inverse(g.W[1]) @ (x - g.b[g.depth])
    for k in range(g.depth - 1, 0, -1):
        h = inverse(g.W[g.depth + 1 - k]) @ (g.activation.s(h) - g.b[k])
    return h


def with_s_applied_to_h_1(g, x):
    return g.activation.s(one_layer_at_a_time(g, x))


def without_the_outermost_bias(g, x):
    return one_layer_at_a_time(g, x + g.b[g.depth])


def biases_added(g, x):
    h = inverse(g.W[g.depth]) @ (x + g.b[g.depth])
    for k in range(g.depth - 1, 0, -1):
        h = inverse(g.W[k]) @ (g.activation.s(h) + g.b[k])
    return h


def round_trip(formula, site):
    return equal(site.g(formula(site.g, site.x)), site.x)


@claim(
    id="inverse",
    slide=SLIDE,
    status="F",
    says="z = W_1⁻¹(s(W_2⁻¹(s(… s(W_l⁻¹(x − b_l) − …) − b_2) − b_1)",
    printed=refuted(
        biases_subtracted_inside_s,
        "the parentheses do not balance, and read as printed the biases are subtracted inside s",
        kindest='the parentheses are put as "inverting one layer at a time" asks: each b_k is subtracted before W_k⁻¹ is applied',
    ),
    corrected=one_layer_at_a_time,
    controls=[weights_in_the_other_order, with_s_applied_to_h_1, without_the_outermost_bias, biases_added],
    cases=[
        generator([[[1]], [[1]]], [[-1], [0]], z=[0]),
        generator([[[1]], [[2]]], [[2], [1]], z=[-1]),
        generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], "asinh", z=[1, "-1/2"]),
    ],
    scope="all values for (d, l) ≤ (2, 2) and (1, 3) with any invertible σ; "
    "drawn networks up to (12, 6) exactly, (16, 6) in balls and (16, 4) in floats, and a few of (64, 8) in floats or balls",
)
@decided(
    symbolic(site=[*shapes(2, 2), Shape(1, 3)], check=round_trip),
    exact(
        site=generators(PIECEWISE_LINEAR, off_kinks=False),
        largest=seeded_networks(12, 6, PIECEWISE_LINEAR, "dyadic"),
    ),
    certified(site=generators(SMOOTH, spread=2), largest=seeded_networks(16, 6, ("asinh", "softplus_like"))),
    rounded(
        batches(((1, 2, 10), (2, 2, 40), (4, 2, 800), (4, 3, 2500), (8, 4, 200), (16, 4, 80), (64, 8, 20)), GENTLE)
    ),
)
def claim_inverse_one_layer_at_a_time(formula, site):
    """z = W₁⁻¹(s(W₂⁻¹(s(… s(W_l⁻¹(x − b_l)) …) − b₂)) − b₁) for x = g(z), s = σ⁻¹."""
    return equal(formula(site.g, site.x), site.z, unit=1)


# ── P_g ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def determinant_of_the_inverse(g, x):
    """det J_x g⁻¹(x) = Π_k det W_k⁻¹ · Π_{k≥2} Π_i s′(h_k)_i."""
    h, J = g.hidden(x), 1 / determinant(g.W[1])
    for k in range(2, g.depth + 1):
        J = J / determinant(g.W[k]) * _product(g.activation.ds(h[k]))
    return J


def _product(v):
    factors = v.entry(1)
    for i in range(2, v.rows + 1):
        factors = factors * v.entry(i)
    return factors


def phi_at_the_inverse_of_z(g, x):
    return phi(g.inverse(g.inverse(x))) * absolute(determinant_of_the_inverse(g, x))


def phi_at_the_inverse_of_x(g, x):
    return phi(g.inverse(x)) * absolute(determinant_of_the_inverse(g, x))


def with_the_determinant_of_g(g, x):
    return phi(g.inverse(x)) / absolute(determinant_of_the_inverse(g, x))


def without_absolute_value(g, x):
    return phi(g.inverse(x)) * determinant_of_the_inverse(g, x)


def without_the_determinant(g, x):
    return phi(g.inverse(x))


def with_the_determinant_to_the_power_d(g, x):
    return phi(g.inverse(x)) * absolute(determinant_of_the_inverse(g, x)) ** g.dimension


def with_the_constant_of_one_dimension_in_phi(g, x):
    u = g.inverse(x)
    return exp(-total(u * u) / 2 + log_two_pi(u) * Fraction(-1, 2)) * absolute(determinant_of_the_inverse(g, x))


def phi_at_x(g, x):
    return phi(x) * absolute(determinant_of_the_inverse(g, x))


def slope_of_the_distribution_function(formula, place):
    density = formula(place.g, place.x)
    return equal(density * density, squared_slope_of_the_cdf(place))


def mass_of_a_box(formula, place):
    mean = place.mean_of(formula, place.ceiling)
    return all_of(
        counted(mean.escaped, 0, "points where the density is negative or above what P_g can be"),
        equal_masses(place.hits, 1.0, mean, place.volume),
    )


@claim(
    id="change-of-variables",
    slide=SLIDE,
    status="F",
    says="P_g(x) = φ(g⁻¹(z)) |det J_x(g⁻¹(x))|",
    printed=refuted(
        phi_at_the_inverse_of_z,
        "φ is taken at z = g⁻¹(x), not at g⁻¹(z)",
        kindest="g⁻¹(z) is written for the point z = g⁻¹(x)",
    ),
    corrected=phi_at_the_inverse_of_x,
    controls=[
        with_the_determinant_of_g,
        blind(without_absolute_value, "squared densities have no sign", grades=["symbolic"]),
        without_the_determinant,
        phi_at_x,
        *(
            blind(f, "d is 1 among symbols", grades=["symbolic"])
            for f in (with_the_determinant_to_the_power_d, with_the_constant_of_one_dimension_in_phi)
        ),
    ],
    cases=[
        cell(generator([[[2]]]), -1, 1),
        cell(generator([[[-2]], [[1]]], [[0], [1]], "asinh"), 0, 1),
        cell(generator([[[1]], [[1]], [[2]]], [[1], [-3], [0]], "asinh"), 0, 1),
        plane(generator([[[1, 0], [0, 1]], [[2, 0], [0, 1]]])),
        plane(generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]])),
        BoxCase(Seeded(2, 2, "leaky_relu(1/2)", seed=1)),
        BoxCase(Seeded(2, 2, "sinh", seed=2)),
    ],
    scope="d = 1: all values symbolically (l ≤ 3), cells of drawn networks in balls; d = 2: four cells of drawn "
    "piecewise-linear networks with l = 2, in balls; d = 2, 3: boxes on which the density is not too uneven, by i.i.d. samples",
    uses=["inverse", "jacobian-product"],
)
@decided(
    symbolic(place=[Shape(1, 1), Shape(1, 2), Shape(1, 3)], check=slope_of_the_distribution_function),
    certified(
        # of sinh only samples: an integral over a range of e^10 takes too many bits
        place=cells((*GENTLE, "tanh", "logistic", "decreasing(asinh)"), max_depth=3) | planes(PIECEWISE_LINEAR)
    ),
    statistical(seeded_boxes(((2, 2), (2, 3), (3, 2)), ("leaky_relu(1/2)", "sinh")), check=mass_of_a_box),
)
def claim_mass_of_a_cell(formula, place):
    """P_g(x) = φ(g⁻¹(x)) |det J_x g⁻¹(x)|: its integral over a cell is the probability that g(Z) falls there. In the plane
    the cells are {±(h_2)_1 > ½, ±(h_2)_2 > ½}, h_2 = σ(W_1 Z + b_1)."""
    return equal(place.mass(formula), place.probability)


# ── φ ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def minus_the_squared_norm(u):
    return -total(u * u) + 0 * log_two_pi(u)


def minus_half_the_squared_norm_and_the_constant(u):
    return -total(u * u) / 2 + log_two_pi(u) * Fraction(-u.rows, 2)


def without_the_half(u):
    return -total(u * u) + log_two_pi(u) * Fraction(-u.rows, 2)


def without_the_constant(u):
    return -total(u * u) / 2 + 0 * log_two_pi(u)


def with_the_constant_of_one_dimension(u):
    return -total(u * u) / 2 + log_two_pi(u) * Fraction(-1, 2)


def with_the_constant_added_to_the_density(u):
    return log(exp(log_two_pi(u) * Fraction(-u.rows, 2)) + exp(-total(u * u) / 2))


def densities(formula, u):
    return equal(exp(formula(u)), density_from_the_cdf(u))


@claim(
    id="gaussian",
    slide=SLIDE,
    status="F",
    says="φ(u) = Z + exp(−‖u‖²), log φ(u) = −‖u‖²",
    printed=refuted(
        minus_the_squared_norm,
        "the exponent lacks its ½, and the constant multiplies φ instead of being added",
        kindest="equal means up to constants, which the next layer takes in: log φ(u) = Z + c‖u‖² with c = −½",
    ),
    corrected=minus_half_the_squared_norm_and_the_constant,
    controls=[
        without_the_half, without_the_constant, with_the_constant_of_one_dimension, with_the_constant_added_to_the_density,
    ],
    cases=[point([0]), point([1]), point([1, 0]), point([300])],
    scope="all points for d ≤ 4; drawn points up to d = 64",
)  # fmt: skip
@decided(
    symbolic(u=[Coordinates(d) for d in (1, 2, 3, 4)], check=densities),
    certified(u=points(), largest=seeded_points(64)),
)
def claim_standard_normal_density(formula, u):
    """log φ(u) = −½‖u‖² − (d/2) log 2π: the density of d independent standard normal coordinates."""
    return equal(formula(u), log_density_from_the_cdf(u), unit=1)


# ── the square layer ───────────────────────────────────────────────────────────────────────────────────────────────
def the_density_itself(u):
    return exp(log_phi(u))


def the_log_density_up_to_a_constant(u):
    return -total(u * u) / 2


def the_square_of_the_sum(u):
    return -total(u) * total(u) / 2


def the_sum_of_absolute_values(u):
    return -total(absolute(u))


def minus_the_whole_sum_of_squares(u):
    return -total(u * u)


def the_sum_of_fourth_powers(u):
    return -total(u * u * u * u) / 2


def a_correlated_log_density(u):
    return -(total(u * u) + u.entry(1) * u.entry(u.rows) * (u.rows - 1) / 8) / 2


def layer_of_squares(f, u):
    """The only layer c + Σ c_i u_i² that f can be: c and c_i are read off at 0 and at the unit vectors."""
    origin = u * 0
    value, one = f(origin), f(origin).constant(1)
    c = f(origin)
    for i in range(1, u.rows + 1):
        unit_vector = u.stack([[one if j == i else 0 * one] for j in range(1, u.rows + 1)])
        value = value + (f(unit_vector) - c) * u.entry(i) * u.entry(i)
    return value


def layers_and_densities(formula, u):
    ratio = exp(formula(u) - formula(u * 0))
    return all_of(
        equal(formula(u), layer_of_squares(formula, u)),
        equal(ratio * density_from_the_cdf(u * 0), density_from_the_cdf(u)),
    )


@claim(
    id="square-layer",
    slide=SLIDE,
    status="F",
    says="φ(g⁻¹) can be represented by an extra layer on top of g⁻¹ with activation (·)²",
    printed=refuted(
        the_density_itself,
        "a layer of squares is a polynomial; log φ is one, up to a constant, and φ is not",
        kindest="φ is written for log φ, of which the line before it speaks, and the constant goes into a bias",
    ),
    corrected=the_log_density_up_to_a_constant,
    controls=[
        the_square_of_the_sum,
        the_sum_of_absolute_values,
        minus_the_whole_sum_of_squares,
        the_sum_of_fourth_powers,
        a_correlated_log_density,
    ],
    cases=[point([2]), point([1, 1]), point([2, 1])],
    scope="all points for d ≤ 4; drawn points up to d = 16",
    uses=["gaussian"],
)
@decided(
    symbolic(u=[Coordinates(d) for d in (1, 2, 3, 4)], check=layers_and_densities),
    certified(u=points(), largest=seeded_points(16)),
)
def claim_what_a_layer_of_squares_represents(formula, u):
    """u ↦ log φ(u) − log φ(0) is a layer of squares, c + Σ c_i u_i², namely −½ Σ u_i²; φ is not."""
    return all_of(
        equal(formula(u), layer_of_squares(formula, u), unit=1),
        equal(formula(u) - formula(u * 0), log_density_from_the_cdf(u) - log_density_from_the_cdf(u * 0), unit=1),
    )


# ── ∫ P_g = 1 ──────────────────────────────────────────────────────────────────────────────────────────────────────
def with_exponent_without_the_half(g, x):
    u = g.inverse(x)
    return exp(-total(u * u) + log_two_pi(u) * Fraction(-u.rows, 2)) * absolute(determinant_of_the_inverse(g, x))


def with_slopes_from_layer_1(g, x):
    return phi_at_the_inverse_of_x(g, x) * absolute(_product(g.activation.ds(g.inverse(x))))


def with_slopes_inverted(g, x):
    h, f = g.hidden(x), phi_at_the_inverse_of_x(g, x)
    for k in range(2, g.depth + 1):
        f = f / absolute(_product(g.activation.ds(h[k]))) / absolute(_product(g.activation.ds(h[k])))
    return f


def three_times_as_high_far_to_the_left(g, x):
    return phi_at_the_inverse_of_x(g, x) * by_sign(x + 60, 3, 1)


def bias_index_wrong_throughout(g, x):
    return phi_at_the_inverse_of_x(with_biases_one_layer_off(g), x)


@claim(
    id="normalisation",
    slide=SLIDE,
    status="T",
    printed=phi_at_the_inverse_of_x,
    controls=[
        with_exponent_without_the_half, without_the_determinant, with_the_determinant_of_g, with_slopes_from_layer_1,
        with_slopes_inverted, three_times_as_high_far_to_the_left,
        blind(bias_index_wrong_throughout, "the same wrong h in φ and in the slopes is the true density of another generator"),
    ],
    cases=[
        cell(generator([[[2]]]), -1, 1), cell(generator([[[1]], [[1]]], [[1], [0]]), -1, 1), cell(generator([[[64]]]), -1, 1),
    ],
    scope="d = 1, piecewise-linear σ, l ≤ 3: the integral over all of R in balls, tails included",
    uses=["change-of-variables"],
)  # fmt: skip
@decided(certified(place=lines(PIECEWISE_LINEAR), special="d = 1"))
def claim_density_integrates_to_one(formula, place):
    """∫ P_g(x) dx = 1 over R."""
    return equal(place.total_mass(formula), place.one)


def with_the_determinant_of_the_wrong_order(g, x):
    """|det| of W_1⁻¹ W_2⁻¹ D(h_2), the printed order of one layer, instead of W_1⁻¹ D(h_2) W_2⁻¹."""
    slopes = diagonal(g.activation.ds(g.hidden(x)[2]))
    return phi(g.inverse(x)) * absolute(determinant(inverse(g.W[1]) @ inverse(g.W[2]) @ slopes))


@claim(
    id="normalisation-plane",
    slide=SLIDE,
    status="T",
    printed=phi_at_the_inverse_of_x,
    controls=[
        with_exponent_without_the_half, without_the_determinant, with_the_determinant_of_g, without_absolute_value,
        with_slopes_inverted,
        blind(bias_index_wrong_throughout, "the same wrong h in φ and in the slopes is the true density of another generator"),
        blind(with_the_determinant_of_the_wrong_order, "a determinant does not see the order of its factors"),
    ],
    cases=[
        plane(generator([[[1, 0], [0, 1]], [[2, 0], [0, 1]]])),
        plane(generator([[[0, 1], [1, 0]], [[1, 0], [0, 1]]])),
        plane(generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]])),
    ],
    scope="d = 2, l = 2, piecewise-linear σ: the integral over all of R² in balls, one variable in closed form",
    uses=["change-of-variables", "normalisation"],
)  # fmt: skip
@decided(certified(place=planes(PIECEWISE_LINEAR)))
def claim_density_integrates_to_one_over_the_plane(formula, place):
    """∫∫ P_g(x) dx = 1 over R²."""
    return equal(place.total_mass(formula), place.one)
