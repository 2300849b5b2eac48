"""Slide "Distinguishing power: the Jacobian", last lines: log P_g is itself a network of depth l + 1 and size O(l d²)."""

from lemmata.evidence import certified, claim, decided, rounded
from lemmata.numerics.compare import at_most_count, counted, equal
from lemmata.numerics.verdict import all_of
from lemmata.numerics.vocabulary import log_abs_determinant
from lemmata.theory.densities.gaussian import log_phi
from lemmata.theory.densities.log_density_network import Design, is_as_drawn, log_density_network, parameter_count
from lemmata.theory.networks.derivatives import derivative_of_inverse
from lemmata.theory.networks.generator_case import generator
from lemmata.theory.networks.strategies import GENTLE, UNBOUNDED, batches, generators, seeded_networks

SLIDE = "Distinguishing power: the Jacobian"


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
    """log P_g is a network of depth l + 1 with activations s, (·)², log|s′| and exactly (2l−1)(d²+2d) + 6l − 7 parameters
    (d² + 2d + 1 for l = 1), at most 6l(d² + d): no skip connections, no linear hidden units."""
    design = formula(site.g)
    truth = log_phi(site.z) + log_abs_determinant(derivative_of_inverse(site))
    return all_of(
        equal(design.network(site.x), truth, unit=1),
        counted(design.network.depth, design.depth, "layers"),
        counted(design.network.parameters, design.parameters, "parameters"),
        is_as_drawn(design.network, parameter_count(site.d, site.l)),
        at_most_count(design.network.parameters, 6 * site.l * (site.d**2 + site.d), "parameters"),
    )
