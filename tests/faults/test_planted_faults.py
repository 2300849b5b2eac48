"""Faults planted in theory and numerics: each is killed by the claim that is named here, in the grade that is named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
import torch
from flint import arb
from planted import Fault, Faults, is_killed

from lecture17 import the_density, the_jacobian, the_log_density_network, which_check_sees_which_error
from lemmata.evidence.profiles import profile_named
from lemmata.numerics import floats, logarithms, sampling, series, symbols, vocabulary
from lemmata.numerics.balls import BallMatrix
from lemmata.numerics.floats import RoundedMatrix
from lemmata.numerics.matrix import Layers
from lemmata.numerics.rationals import RationalMatrix
from lemmata.numerics.verdict import Comparison, Verdict
from lemmata.theory.densities import (
    boxes,
    cells,
    gaussian,
    log_density_network as discriminator,
    networks_on_the_way,
    planes,
    regions,
)
from lemmata.theory.networks import activations, autodiff, derivatives, determinants, generator, site

# enough draws that every activation comes up, and no more networks than needed
FEW = replace(profile_named("smoke"), cases=30, search=1)
inverse_claim = the_density.claim_inverse_one_layer_at_a_time
cell_claim = the_density.claim_mass_of_a_cell
product_claim = the_jacobian.claim_jacobian_of_the_inverse
order_claim = the_jacobian.claim_jacobian_of_one_inverted_layer
sum_claim = the_jacobian.claim_log_determinant_of_the_jacobian
determinant_claim = the_jacobian.claim_determinant_of_a_product
network_claim = the_log_density_network.claim_log_density_is_a_network
planes_right = planes._share_below
round_trip_claim = which_check_sees_which_error.claim_what_the_round_trip_sees

FAULTS = Faults()
fault = FAULTS.fault


# ── theory ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@fault(round_trip_claim, "nothing_wrong", "exact")
def wrong_bias_index_in_hidden(m: pytest.MonkeyPatch) -> None:
    right = generator.Generator.hidden
    m.setattr(generator.Generator, "hidden", lambda g, x: right(generator.with_biases_one_layer_off(g), x))


@fault(inverse_claim, "one_layer_at_a_time", "exact")
def transposed_weights_on_the_way_forward(m: pytest.MonkeyPatch) -> None:
    right = generator.Generator.layers_of

    def faulty(g: generator.Generator, z: Any) -> Any:
        turned = generator.Generator(Layers([W.transpose() for W in g.W]), g.b, g.activation)
        return right(turned, z)

    m.setattr(generator.Generator, "layers_of", faulty)


@fault(inverse_claim, "one_layer_at_a_time", "certified")
def first_bias_forgotten_on_the_way_forward(m: pytest.MonkeyPatch) -> None:
    right = generator.Generator.layers_of

    def faulty(g: generator.Generator, z: Any) -> Any:
        return right(generator.Generator(g.W, Layers([g.b[1] * 0, *list(g.b)[1:]]), g.activation), z)

    m.setattr(generator.Generator, "layers_of", faulty)


@fault(product_claim, "product_with_slopes_between", "exact")
def slopes_at_the_layer_below(m: pytest.MonkeyPatch) -> None:
    def faulty(g: generator.Generator, h: Any) -> Any:
        return Layers([g.activation.ds(h[k - 1]) for k in range(2, g.depth + 1)], first=2)

    m.setattr(generator.Generator, "slopes", faulty)


def _change(m: pytest.MonkeyPatch, name: str, **parts: Any) -> None:
    m.setitem(activations._NAMED, name, replace(activations._NAMED[name], **parts))


@fault(order_claim, "slopes_on_the_left", "certified")
def derivative_of_sinh_is_sinh(m: pytest.MonkeyPatch) -> None:
    for name in the_jacobian.SMOOTH:
        _change(m, name, ds=activations._NAMED[name].s)


@fault(sum_claim, "log_slopes_from_layer_2", "certified")
def log_slope_with_the_wrong_sign(m: pytest.MonkeyPatch) -> None:
    for name in the_jacobian.SMOOTH:
        right = activations._NAMED[name].log_abs_ds
        _change(m, name, log_abs_ds=lambda y, right=right: -right(y))


@fault(product_claim, "product_with_slopes_between", "exact")
def slope_of_the_leaky_relu_not_inverted(m: pytest.MonkeyPatch) -> None:
    for name in the_jacobian.PIECEWISE_LINEAR:
        right = activations._NAMED[name].ds
        _change(m, name, ds=lambda y, right=right: 1 / right(y))


@fault(inverse_claim, "one_layer_at_a_time", "exact")
def sigma_in_the_place_of_its_inverse(m: pytest.MonkeyPatch) -> None:
    for name in the_jacobian.PIECEWISE_LINEAR:
        _change(m, name, s=activations._NAMED[name].sigma)


@fault(product_claim, "product_with_slopes_between", "exact")
def decreasing_slope_without_its_sign(m: pytest.MonkeyPatch) -> None:
    name = "decreasing(leaky_relu(1/2))"
    right = activations._NAMED[name].ds
    _change(m, name, ds=lambda y: -right(y))


@fault(product_claim, "product_with_slopes_between", "exact")
def secants_across_kinks(m: pytest.MonkeyPatch) -> None:
    m.setattr(derivatives, "step_inside", lambda g, x, v: Fraction(64))


@fault(product_claim, "product_with_slopes_between", "exact")
def slopes_from_the_other_side_of_a_kink(m: pytest.MonkeyPatch) -> None:
    right = site.step_inside
    m.setattr(site, "step_inside", lambda g, x, v: -right(g, x, v))


@fault(product_claim, "product_with_slopes_between", "certified")
def a_series_that_forgets_its_slope(m: pytest.MonkeyPatch) -> None:
    right = series._FUNCTIONS["exp"]
    m.setitem(series._FUNCTIONS, "exp", lambda u: right(u[0] + 0 * u) + u - u[0])


@fault(product_claim, "product_with_slopes_between", "certified")
def a_product_of_series_without_its_cross_term(m: pytest.MonkeyPatch) -> None:
    right = series._Grid.__mul__

    def faulty(a: Any, b: Any) -> Any:
        return series._Grid.of_parts(a._parts[0] * b._parts[0], b.rate) if isinstance(b, series._Grid) else right(a, b)

    m.setattr(series._Grid, "__mul__", faulty)


@fault(product_claim, "product_with_slopes_between", "certified")
def series_pushed_through_another_inverse(m: pytest.MonkeyPatch) -> None:
    right = generator.Generator.inverse
    m.setattr(generator.Generator, "inverse", lambda g, x: right(g, x) + right(g, x) * vocabulary.total(x))


@fault(product_claim, "product_with_slopes_between", "rounded")
def autodiff_without_a_radius(m: pytest.MonkeyPatch) -> None:
    right = autodiff.jacobian_by_autodiff

    def faulty(here: Any) -> RoundedMatrix:
        value = right(here).mid
        return RoundedMatrix(value * (1 + 2.0**-40), torch.zeros_like(value))

    m.setattr(autodiff, "jacobian_by_autodiff", faulty)


@fault(cell_claim, "phi_at_the_inverse_of_x", "certified")
def phi_without_its_constant(m: pytest.MonkeyPatch) -> None:
    right = gaussian.log_phi
    m.setattr(gaussian, "log_phi", lambda u: right(u) + vocabulary.log_two_pi(u) / 2)


@fault(cell_claim, "phi_at_the_inverse_of_x", "certified")
def distribution_function_of_another_variance(m: pytest.MonkeyPatch) -> None:
    right = cells.standard_normal_cdf
    m.setattr(cells, "standard_normal_cdf", lambda z: right(z * arb(2)))


@fault(the_density.claim_density_integrates_to_one, "three_times_as_high_far_to_the_left", "certified")
def a_ray_that_overlooks_where_a_sign_changes(m: pytest.MonkeyPatch) -> None:
    m.setattr(regions.Ray, "sign", lambda ray, q: 1)


@fault(cell_claim, "phi_at_the_inverse_of_x", "certified")
def cells_of_the_plane_without_correlation(m: pytest.MonkeyPatch) -> None:
    m.setattr(planes, "_share_below", lambda h, k, r: planes_right(h, k, r * 0))


@fault(cell_claim, "phi_at_the_inverse_of_x", "certified")
def a_quadrant_that_takes_every_sign_for_positive(m: pytest.MonkeyPatch) -> None:
    m.setattr(regions.Quadrant, "sign", lambda region, q: 1)


@fault(determinant_claim, "product_of_determinants", "exact")
def leibniz_without_signs(m: pytest.MonkeyPatch) -> None:
    right = determinants.leibniz
    m.setattr(the_jacobian, "leibniz", lambda A: right(A) if A.rows < 2 else right(A) + A.entry(1) * A.entry(2))


@fault(network_claim, "depth_l_plus_1", "certified")
def carried_values_halved(m: pytest.MonkeyPatch) -> None:
    right = discriminator.halves
    m.setattr(discriminator, "halves", lambda one: {k: v / 2 for k, v in right(one).items()})


@fault(network_claim, "depth_l_plus_1", "certified")
def output_constant_without_the_weights(m: pytest.MonkeyPatch) -> None:
    m.setattr(discriminator, "_constant", lambda g: vocabulary.log_two_pi(g.b[1]) * Fraction(-g.dimension, 2))


@fault(the_log_density_network.claim_log_determinant_is_a_network, "with_s_and_log_slopes", "certified")
def a_sum_that_starts_again_in_every_layer(m: pytest.MonkeyPatch) -> None:
    m.setattr(networks_on_the_way, "halves", lambda one: {k: v * 0 for k, v in discriminator.halves(one).items()})


@fault(the_log_density_network.claim_the_inverse_is_a_network, "with_linear_units", "exact")
def every_activation_is_s(m: pytest.MonkeyPatch) -> None:
    right = networks_on_the_way.inverse_network
    m.setattr(the_log_density_network, "inverse_network", lambda g, **how: right(g))


@fault(the_jacobian.claim_the_sign_of_the_determinant, "with_the_sign_of_every_factor", "exact")
def a_determinant_without_its_sign(m: pytest.MonkeyPatch) -> None:
    right = RationalMatrix.determinant
    m.setattr(RationalMatrix, "determinant", lambda A: right(A) if A.scalar is not None else abs(right(A)))


@fault(cell_claim, "phi_at_the_inverse_of_x", "statistical")
def uniform_latents(m: pytest.MonkeyPatch) -> None:
    m.setattr(sampling.Samples, "normal", sampling.Samples.uniform)


@fault(cell_claim, "phi_at_the_inverse_of_x", "statistical")
def ceiling_too_low(m: pytest.MonkeyPatch) -> None:
    right = boxes.Box.ceiling.func
    m.setattr(boxes.Box, "ceiling", property(lambda box: right(box) / 8))


# ── numerics ───────────────────────────────────────────────────────────────────────────────────────────────────────
@fault(inverse_claim, "one_layer_at_a_time", "certified")
def newton_without_a_radius(m: pytest.MonkeyPatch) -> None:
    m.setattr(BallMatrix, "widened", lambda self, radius: self + (self * 0 + 1) / 2**100)


@fault(inverse_claim, "biases_added", "certified")
def balls_that_never_separate(m: pytest.MonkeyPatch) -> None:
    m.setattr(BallMatrix, "equals", lambda left, right, unit=None: Comparison(Verdict.HOLDS, "", ""))


@fault(determinant_claim, "negated_product_of_determinants", "exact")
def rationals_compared_by_size(m: pytest.MonkeyPatch) -> None:
    right = RationalMatrix.equals
    m.setattr(RationalMatrix, "equals", lambda a, b, unit=None: right(vocabulary.absolute(a), vocabulary.absolute(b)))


@fault(product_claim, "product_with_slopes_between", "exact")
def comparison_reversed(m: pytest.MonkeyPatch) -> None:
    right = RationalMatrix.equals
    swapped = {Verdict.HOLDS: Verdict.REFUTED, Verdict.REFUTED: Verdict.HOLDS}

    def faulty(a: Any, b: Any, unit: Any = None) -> Comparison:
        comparison = right(a, b)
        return replace(comparison, verdict=swapped[comparison.verdict])

    m.setattr(RationalMatrix, "equals", faulty)


@fault(product_claim, "product_reversed", "symbolic")
def every_expression_is_zero(m: pytest.MonkeyPatch) -> None:
    m.setattr(symbols, "vanishes", lambda e: True)
    m.setattr(symbols, "refuting_point", lambda e, below=False: False)


@fault(sum_claim, "log_slopes_from_layer_2", "exact")
def sums_of_logarithms_that_skip_a_term(m: pytest.MonkeyPatch) -> None:
    m.setattr(logarithms.LogMatrix, "total", lambda self: self.entry(1))


@fault(product_claim, "product_with_slopes_between", "rounded")
def bound_times_zero(m: pytest.MonkeyPatch) -> None:
    right = RoundedMatrix.product

    def faulty(self: RoundedMatrix, other: Any) -> RoundedMatrix:
        exact = right(self, other)
        return RoundedMatrix(exact.mid, exact.rad * 0)

    m.setattr(RoundedMatrix, "product", faulty)


@fault(product_claim, "product_reversed", "rounded")
def floats_that_are_never_apart(m: pytest.MonkeyPatch) -> None:
    m.setattr(floats, "separated", lambda a, b: torch.zeros(max(a.mid.shape[0], b.mid.shape[0]), dtype=torch.bool))
    m.setattr(BallMatrix, "equals", lambda *_: Comparison(Verdict.HOLDS, "", ""))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_killed(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    is_killed(fault, FEW, monkeypatch)


def test_without_a_fault_the_same_forms_get_their_verdicts() -> None:
    FAULTS.verdicts_without_them(FEW)
