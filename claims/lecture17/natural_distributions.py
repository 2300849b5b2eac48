"""Slide "Natural distributions: more formally": which networks are generators, and how many parameters they have."""

from lemmata.evidence import claim, decided, exact, refuted
from lemmata.numerics.compare import at_most_count, implied
from lemmata.theory.networks.candidates import candidate
from lemmata.theory.networks.generator_case import generator
from lemmata.theory.networks.strategies import candidates, generators

SLIDE = "Natural distributions: more formally"


# ── the class G ────────────────────────────────────────────────────────────────────────────────────────────────────
def invertible_and_differentiable(g):
    return all(g.full_rank) and g.activation.one_to_one and g.activation.differentiable


def onto_with_slopes_that_never_vanish(g):
    return all(g.full_rank) and g.activation.one_to_one and g.activation.onto and g.activation.slope_never_zero


def that_need_not_be_onto(g):
    return all(g.full_rank) and g.activation.one_to_one and g.activation.slope_never_zero


def that_may_be_flat_somewhere(g):
    return all(g.full_rank) and g.activation.one_to_one and g.activation.onto


def with_any_last_weights(g):
    return g.full_rank[0] and g.activation.one_to_one and g.activation.onto and g.activation.slope_never_zero


def with_any_first_weights(g):
    return g.full_rank[1] and g.activation.one_to_one and g.activation.onto and g.activation.slope_never_zero


def with_full_rank_alone(g):
    return all(g.full_rank)


@claim(
    id="generator-class",
    slide=SLIDE,
    status="I",
    says="all W_i are full-rank, the non-linearity σ is invertible and differentiable",
    printed=refuted(
        invertible_and_differentiable,
        "invertible and differentiable is not enough: t³ gives an infinite density, a bounded σ a law without full support",
    ),
    corrected=onto_with_slopes_that_never_vanish,
    controls=[
        that_need_not_be_onto, that_may_be_flat_somewhere, with_any_last_weights, with_any_first_weights,
        with_full_rank_alone,
    ],
    cases=[
        candidate([[[1]], [[1]]], [[0], [0]], "cube", z=[0], y=[0]),
        candidate([[[1]], [[1]]], [[0], [0]], "softsign", z=[0], y=[1]),
        candidate([[[1]], [[1]]], [[0], [0]], "relu", z=[-1], y=[1]),
        candidate([[[1]], [[0]]], [[0], [0]], "leaky_relu", z=[1], y=[1]),
        candidate([[[0]], [[1]]], [[0], [0]], "leaky_relu", z=[1], y=[1]),
    ],
    scope="two layers, d ≤ 2, rational activations: onto, slopes ≠ 0 and both ranks are each needed; 1-to-1 is the slide's own",
)  # fmt: skip
@decided(exact(g=candidates()))
def claim_members_have_a_density_everywhere(formula, g):
    """W_k invertible, σ a bijection of R, differentiable with σ′ ≠ 0 off a finite set where one-sided slopes exist and
    are neither 0 nor infinite (∛t at 0: density 0): then P_g has a finite positive density wherever it is asked."""
    fault = g.fault()
    return implied(
        formula(g), fault is None, "g is admitted", "0 < P_g < ∞" if fault is None else f"0 < P_g < ∞ ({fault})"
    )


# ── its size ───────────────────────────────────────────────────────────────────────────────────────────────────────
def d_squared_per_layer(d, l):
    return l * d**2


def d_squared_and_d_per_layer(d, l):
    return l * (d**2 + d)


def biases_of_one_layer(d, l):
    return l * d**2 + d


def biases_of_all_layers_but_the_last(d, l):
    return l * d**2 + (l - 1) * d


def one_bias_per_layer(d, l):
    return l * (d**2 + 1)


@claim(
    id="generator-size",
    slide=SLIDE,
    status="F",
    says="Size is clearly bounded by l·d²",
    printed=refuted(d_squared_per_layer, "the biases are parameters too: l(d² + d)"),
    corrected=d_squared_and_d_per_layer,
    controls=[biases_of_one_layer, biases_of_all_layers_but_the_last, one_bias_per_layer],
    cases=[generator([[[1]]]), generator([[[1]], [[1]]]), generator([[[1, 1], [0, 1]]])],
    scope="every parameter of drawn generators is counted, d, l ≤ 3",
)
@decided(exact(site=generators()))
def claim_size_of_a_generator(formula, site):
    """A generator of depth l on R^d has at most l(d² + d) parameters, weights and biases."""
    numbers = [entry for layers in (site.W, site.b) for matrix in layers for entry in matrix.entries()]
    return at_most_count(len(numbers), formula(site.d, site.l), "parameters")
