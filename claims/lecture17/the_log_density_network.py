"""Slide "Distinguishing power: the Jacobian", last lines: g⁻¹, log|det J| and log P_g are themselves networks of size O(l d²)."""

from dataclasses import replace

from lemmata.evidence import certified, claim, decided, exact, refuted, rounded
from lemmata.numerics.compare import at_most_count, counted, equal
from lemmata.numerics.verdict import all_of
from lemmata.numerics.vocabulary import log_abs_determinant
from lemmata.theory.densities.gaussian import log_phi
from lemmata.theory.densities.log_density_network import Design, is_as_drawn, log_density_network, parameter_count
from lemmata.theory.densities.networks_on_the_way import (
    inverse_network,
    log_determinant_network,
    log_determinant_parameter_count,
)
from lemmata.theory.networks.derivatives import derivative_of_inverse
from lemmata.theory.networks.generator_case import generator
from lemmata.theory.networks.strategies import (
    GENTLE,
    PIECEWISE_LINEAR,
    SMOOTH,
    UNBOUNDED,
    batches,
    generators,
    seeded_networks,
)

SLIDE = "Distinguishing power: the Jacobian"


# ── g⁻¹ ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def of_depth_l_with_s(g):
    d, l = g.dimension, g.depth
    return Design(inverse_network(g), depth=l, parameters=l * (d * d + d))


def with_a_layer_more(g):
    return replace(of_depth_l_with_s(g), depth=g.depth + 1)


def without_its_biases_counted(g):
    return replace(of_depth_l_with_s(g), parameters=g.depth * g.dimension**2)


def with_square_units(g):
    return replace(of_depth_l_with_s(g), network=inverse_network(g, activation="square"))


def with_linear_units(g):
    return replace(of_depth_l_with_s(g), network=inverse_network(g, activation="identity"))


def with_the_biases_inside_s(g):
    return replace(of_depth_l_with_s(g), network=inverse_network(g, biases_inside=True))


@claim(
    id="inverse-network",
    slide=SLIDE,
    status="T",
    says="g⁻¹ is a neural network of depth l, with activations σ⁻¹",
    printed=of_depth_l_with_s,
    controls=[
        with_a_layer_more, without_its_biases_counted, with_square_units, with_linear_units,
        with_the_biases_inside_s,
    ],
    cases=[
        generator([[[2]]], [[1]], z=[1]),
        generator([[[1]], [[1]]], [[-1], [0]], z=[0]),
        generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], "asinh", z=[1, "-1/2"]),
    ],
    scope="drawn networks, d, l ≤ 3, up to (8, 4): exactly where σ is piecewise linear, else in balls; counts are exact",
    uses=["inverse"],
)  # fmt: skip
@decided(
    exact(site=generators(PIECEWISE_LINEAR), largest=seeded_networks(8, 4, PIECEWISE_LINEAR, "dyadic")),
    certified(site=generators(SMOOTH, spread=2), largest=seeded_networks(8, 4, ("asinh", "softplus_like"))),
)
def claim_the_inverse_is_a_network(formula, site):
    """On the range of g, g⁻¹ is a network of depth l with the activation s after each layer but the last, and l(d² + d)
    parameters, as g has."""
    design = formula(site.g)
    return all_of(
        equal(design.network(site.x), site.z, unit=1),
        counted(design.network.depth, design.depth, "layers"),
        counted(design.network.depth, site.l, "layers"),
        counted(design.network.parameters, design.parameters, "parameters"),
        is_as_drawn(design.network, site.l * (site.d**2 + site.d), ["s"]),
    )


# ── log|det J| ─────────────────────────────────────────────────────────────────────────────────────────────────────
def with_s_and_log_slopes(g):
    d, l = g.dimension, g.depth
    return Design(log_determinant_network(g), depth=l, parameters=log_determinant_parameter_count(d, l))


def with_log_slopes_alone(g):
    return replace(with_s_and_log_slopes(g), network=log_determinant_network(g, chain="log|s'|"))


def with_nothing_between_the_weights(g):
    return replace(with_s_and_log_slopes(g), network=log_determinant_network(g, chain="identity"))


def with_squares_for_s(g):
    return replace(with_s_and_log_slopes(g), network=log_determinant_network(g, chain="square"))


def of_depth_l_plus_1(g):
    return replace(with_s_and_log_slopes(g), depth=g.depth + 1)


@claim(
    id="logdet-network",
    slide=SLIDE,
    status="F",
    says="log det(J_x g⁻¹(x)) is expressible as a l-layer neural net with activations log (σ⁻¹)′",
    printed=refuted(
        with_log_slopes_alone,
        "from l = 3 on h_{l−1} = W⁻¹(s(h_l) − b) is needed, and log s′ in the place of s does not give it: the activations are s "
        "and log|s′|, and (·)² carries the sum",
        kindest="log s′ comes on top of s and (·)², which F has as well; for l ≤ 2 it is enough by itself",
    ),
    corrected=with_s_and_log_slopes,
    controls=[with_nothing_between_the_weights, with_squares_for_s, of_depth_l_plus_1],
    cases=[
        generator([[[2]]], activation="asinh", z=[1]),
        generator([[[1]], [[1]], [[2]]], [[1], [-3], [0]], "sinh", z=[1]),
        generator([[[1, 1], [0, 1]], [[1, 0], [2, 1]], [[1, 2], [0, 1]]], [[0, 1], [-3, 1], [1, 1]], "asinh", z=[1, "-1/2"]),
    ],
    scope="drawn networks, d ≤ 3, l ≤ 4, and (8, 4), in balls. Printed means the network that the slides draw, with these "
    "activations and no other; for l ≤ 2 it is right",
    uses=["logdet-sum"],
)  # fmt: skip
@decided(
    certified(
        site=generators(UNBOUNDED, max_depth=4, spread=2), largest=seeded_networks(8, 4, ("asinh", "softplus_like"))
    )
)
def claim_log_determinant_is_a_network(formula, site):
    """Where σ is onto R, log|det J_x g⁻¹(x)| is a network of depth l with activations s, (·)², log|s′| and exactly
    (2l − 3)(d² + 2d) + 6l − 13 parameters for l ≥ 3 (d² + 2d + 1 for l = 2, d + 1 for l = 1): no skip connections, no linear
    hidden units."""
    design = formula(site.g)
    return all_of(
        equal(design.network(site.x), log_abs_determinant(derivative_of_inverse(site)), unit=1),
        counted(design.network.depth, design.depth, "layers"),
        counted(design.network.depth, site.l, "layers"),
        counted(design.network.parameters, design.parameters, "parameters"),
        is_as_drawn(design.network, log_determinant_parameter_count(site.d, site.l)),
    )


# ── log P_g ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def depth_l_plus_1(g):
    return Design(log_density_network(g), depth=g.depth + 1, parameters=parameter_count(g.dimension, g.depth))


def counted_one_layer_short(g):
    return Design(log_density_network(g), depth=g.depth, parameters=parameter_count(g.dimension, g.depth))


def with_the_parameters_of_the_inverse(g):
    d, l = g.dimension, g.depth
    return Design(log_density_network(g), depth=l + 1, parameters=l * (d * d + d))


def without_the_carried_log_slopes(g):
    return Design(
        log_density_network(g, carry="nothing"), depth=g.depth + 1, parameters=parameter_count(g.dimension, g.depth)
    )


def without_the_square_channel(g):
    return Design(
        log_density_network(g, last="log|s'|"), depth=g.depth + 1, parameters=parameter_count(g.dimension, g.depth)
    )


def with_linear_carrying_counted_once(g):
    d, l = g.dimension, g.depth
    count = parameter_count(d, l) - (2 * d + 2 if l > 1 else 0)
    return Design(log_density_network(g), depth=l + 1, parameters=count)


def with_linear_hidden_units(g):
    network = log_density_network(g, carry="linear")
    return Design(network, depth=g.depth + 1, parameters=network.parameters)


@claim(
    id="log-density-network",
    slide=SLIDE,
    status="T",
    printed=depth_l_plus_1,
    controls=[
        counted_one_layer_short, with_the_parameters_of_the_inverse, without_the_carried_log_slopes,
        without_the_square_channel, with_linear_carrying_counted_once, with_linear_hidden_units,
    ],
    cases=[
        generator([[[2]]], activation="asinh", z=[1]),
        generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], "asinh", z=[1, "-1/2"]),
        generator([[[1]], [[1]], [[2]]], [[1], [-3], [0]], "sinh", z=[1]),
    ],
    scope="drawn networks up to (8, 4) in balls and (16, 4) in floats; counts are exact: every unit has one activation",
    uses=["logdet-sum", "change-of-variables", "square-layer", "gaussian"],
)  # fmt: skip
@decided(
    certified(site=generators(UNBOUNDED, spread=2), largest=seeded_networks(8, 4, ("asinh", "softplus_like"))),
    rounded(batches(((1, 1, 20), (2, 2, 1000), (3, 3, 1000), (4, 4, 400), (8, 3, 200), (16, 4, 80)), GENTLE)),
)
def claim_log_density_is_a_network(formula, site):
    """Where σ is onto R, log P_g is a network of depth l + 1 with activations s, (·)², log|s′| and exactly (2l−1)(d²+2d) + 6l − 7
    parameters (d² + 2d + 1 for l = 1), at most 6l(d² + d): no skip connections, no linear hidden units."""
    design = formula(site.g)
    truth = log_phi(site.z) + log_abs_determinant(derivative_of_inverse(site))
    return all_of(
        equal(design.network(site.x), truth, unit=1),
        counted(design.network.depth, design.depth, "layers"),
        counted(design.network.depth, site.l + 1, "layers"),
        counted(design.network.parameters, design.parameters, "parameters"),
        is_as_drawn(design.network, parameter_count(site.d, site.l)),
        at_most_count(design.network.parameters, 6 * site.l * (site.d**2 + site.d), "parameters"),
    )
