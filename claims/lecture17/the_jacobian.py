"""Slides "Distinguishing power: the Jacobian": h_k, the Jacobian of g⁻¹, and the sum of logarithms it leads to."""

from lemmata.evidence import certified, claim, decided, exact, refuted, rounded, symbolic
from lemmata.numerics.compare import equal
from lemmata.numerics.vocabulary import (
    absolute,
    determinant,
    diagonal,
    inverse,
    log_abs_determinant,
    stack,
    total,
    transpose,
)
from lemmata.theory.networks.derivatives import derivative_of_inverse, directions
from lemmata.theory.networks.determinants import hadamard, leibniz
from lemmata.theory.networks.generator import with_biases_one_layer_off
from lemmata.theory.networks.generator_case import generator
from lemmata.theory.networks.matrix_pairs import matrix_pair
from lemmata.theory.networks.strategies import (
    GENTLE,
    PIECEWISE_LINEAR,
    SMOOTH,
    batches,
    generators,
    matrix_pairs,
    seeded_networks,
    shapes,
    symbolic_pairs,
)

SLIDE = "Distinguishing power: the Jacobian"

# x = g(z) with z = (1, −½): the first coordinate of h_2 is positive, the second negative, so its slopes are 1 and 2.
two_layers = generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], z=[1, "-1/2"])
three_layers = generator(
    [[[1, 1], [0, 1]], [[1, 0], [2, 1]], [[1, 2], [0, 1]]], [[0, 1], [-3, 1], [1, 1]], z=[1, "-1/2"]
)
three_layers_wide = generator([[[1]], [[1]], [[1]]], [[1], [-3], [0]], z=[1])
smooth = generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], "asinh", z=[1, "-1/2"])
falling = generator(
    [[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], "decreasing(leaky_relu(1/2))", z=[1, "-1/2"]
)
kink_from_the_left = generator([[[1]], [[1]]], z=[0], side=[-1])
kink_from_the_right = generator([[[1]], [[1]]], z=[0], side=[1])

# d ≥ 2 and l ≥ 3, where every variant differs: elsewhere floats cannot tell them apart and balls decide.
SIZES = ((1, 2, 20), (2, 2, 30), (2, 3, 4000), (3, 3, 3000), (4, 4, 2000), (8, 4, 800), (16, 4, 180))
LARGE = (*SIZES, (64, 8, 20))


# ── h_{k−1} ────────────────────────────────────────────────────────────────────────────────────────────────────────
def with_the_bias_of_the_layer_above(g, h, k):
    return inverse(g.W[k - 1]) @ (g.activation.s(h[k]) - g.b[k])


def with_its_own_bias(g, h, k):
    return inverse(g.W[k - 1]) @ (g.activation.s(h[k]) - g.b[k - 1])


def with_its_bias_added(g, h, k):
    return inverse(g.W[k - 1]) @ (g.activation.s(h[k]) + g.b[k - 1])


def with_no_bias(g, h, k):
    return inverse(g.W[k - 1]) @ g.activation.s(h[k])


def with_the_weights_above(g, h, k):
    return inverse(g.W[k]) @ (g.activation.s(h[k]) - g.b[k - 1])


def bias_outside_the_inverse(g, h, k):
    return inverse(g.W[k - 1]) @ g.activation.s(h[k]) - g.b[k - 1]


@claim(
    id="hidden-bias",
    slide=SLIDE,
    status="F",
    says="h_{l−1} = W_{l−1}⁻¹(s(h_l) − b_l)",
    printed=refuted(
        with_the_bias_of_the_layer_above,
        "layer l − 1 has the bias b_{l−1}; b_l was subtracted one layer above",
        kindest="there is none but for equal biases: the line itself has spent b_l on h_l",
    ),
    corrected=with_its_own_bias,
    controls=[with_its_bias_added, with_no_bias, with_the_weights_above, bias_outside_the_inverse],
    cases=[two_layers, three_layers, smooth],
    scope="every pair of neighbouring layers of drawn networks, up to (8, 8) exactly and (16, 4) in balls",
    uses=["inverse"],
)
@decided(
    exact(
        site=generators(PIECEWISE_LINEAR, min_depth=2),
        largest=seeded_networks(8, 8, PIECEWISE_LINEAR, "dyadic"),
    ),
    certified(
        site=generators(SMOOTH, min_depth=2, spread=2),
        largest=seeded_networks(16, 4, ("asinh", "softplus_like")),
    ),
)
def claim_hidden_layer_below(formula, site):
    """h_{k−1} = W_{k−1}⁻¹(s(h_k) − b_{k−1}) for k = l, …, 2, where h_k = σ(W_{k−1}h_{k−1} + b_{k−1}) and h_1 = z."""
    found = [formula(site.g, site.h, k) for k in range(2, site.l + 1)]
    rows = range(1, site.d + 1)
    return equal(
        stack([[h.entry(i) for h in found] for i in rows]),
        stack([[site.h[k - 1].entry(i) for k in range(2, site.l + 1)] for i in rows]),
        unit=1,
    )


# ── one inverted layer ─────────────────────────────────────────────────────────────────────────────────────────────
def slope_of_output_i(V, slopes):
    return stack([[slopes.entry(i) * V.entry(i, j) for j in range(1, V.columns + 1)] for i in range(1, V.rows + 1)])


def one_slope_for_all_outputs(V, slopes):
    return stack([[slopes.entry(1) * V.entry(i, j) for j in range(1, V.columns + 1)] for i in range(1, V.rows + 1)])


def slope_of_input_j(V, slopes):
    return stack([[slopes.entry(j) * V.entry(i, j) for j in range(1, V.columns + 1)] for i in range(1, V.rows + 1)])


def slope_of_output_i_transposed(V, slopes):
    return stack([[slopes.entry(i) * V.entry(j, i) for j in range(1, V.columns + 1)] for i in range(1, V.rows + 1)])


def without_slope(V, slopes):
    return V


@claim(
    id="jacobian-entry",
    slide=SLIDE,
    status="I",
    says="∂/∂x_j s(W_l⁻¹(x − b_l))_i = s′(h_l) (W_l⁻¹)_{ij}",
    printed=refuted(
        one_slope_for_all_outputs,
        "s′(h_l) is a vector: output i carries its own slope s′((h_l)_i); read as one number it fails",
        kindest="s′(h_l) is taken for each output by itself: it stands for its entry i",
    ),
    corrected=slope_of_output_i,
    controls=[slope_of_input_j, slope_of_output_i_transposed, without_slope],
    cases=[two_layers, smooth],
    scope="all W, b, x and differentiable invertible σ for d ≤ 3; drawn networks beyond",
)
@decided(
    symbolic(site=shapes(3, 2)),
    exact(
        site=generators(PIECEWISE_LINEAR, min_depth=2),
        largest=seeded_networks(8, 2, PIECEWISE_LINEAR, "dyadic"),
    ),
    certified(site=generators(SMOOTH, min_depth=2, spread=2), largest=seeded_networks(16, 2, SMOOTH)),
)
def claim_entry_of_one_inverted_layer(formula, site):
    """∂/∂x_j s(W_l⁻¹(x − b_l))_i = s′((h_l)_i) (W_l⁻¹)_{ij}, h_l = W_l⁻¹(x − b_l)."""
    layer = site.last_layer()
    return equal(formula(inverse(layer.W[2]), layer.slopes[2]), derivative_of_inverse(layer))


def slopes_on_the_right(W, slopes):
    return inverse(W) @ diagonal(slopes)


def slopes_on_the_left(W, slopes):
    return diagonal(slopes) @ inverse(W)


def slopes_on_the_left_of_the_transpose(W, slopes):
    return diagonal(slopes) @ transpose(inverse(W))


def slopes_inside_the_inverse(W, slopes):
    return inverse(W @ diagonal(slopes))


def without_slopes(W, slopes):
    return inverse(W)


@claim(
    id="jacobian-order",
    slide=SLIDE,
    status="F",
    says="∂/∂x s(W_l⁻¹(x − b_l)) = W_l⁻¹ diag(s′(h_l))",
    printed=refuted(
        slopes_on_the_right,
        "row i of the Jacobian carries the slope of output i: diag(s′(h_l)) stands on the left",
        kindest="only the determinant is used of it, and that is the same in both orders; the claim above it has the right one",
    ),
    corrected=slopes_on_the_left,
    controls=[slopes_on_the_left_of_the_transpose, slopes_inside_the_inverse, without_slopes],
    cases=[two_layers, smooth],
    scope="all W, b, x and differentiable invertible σ for d ≤ 3; drawn networks beyond. No determinant sees this order",
    uses=["jacobian-entry"],
)
@decided(
    symbolic(site=shapes(3, 2)),
    exact(
        site=generators(PIECEWISE_LINEAR, min_depth=2),
        largest=seeded_networks(8, 2, PIECEWISE_LINEAR, "dyadic"),
    ),
    certified(site=generators(SMOOTH, min_depth=2, spread=2), largest=seeded_networks(16, 2, SMOOTH)),
)
def claim_jacobian_of_one_inverted_layer(formula, site):
    """∂/∂x s(W_l⁻¹(x − b_l)) = diag(s′(h_l)) W_l⁻¹, h_l = W_l⁻¹(x − b_l)."""
    layer = site.last_layer()
    return equal(formula(layer.W[2], layer.slopes[2]), derivative_of_inverse(layer))


# ── the Jacobian of g⁻¹ ────────────────────────────────────────────────────────────────────────────────────────────
def product_with_slopes_between(W, D):
    J = inverse(W[1])
    for k in range(2, W.last + 1):
        J = J @ D[k] @ inverse(W[k])
    return J


def product_with_slopes_behind(W, D):
    J = inverse(W[1])
    for k in range(2, W.last + 1):
        J = J @ inverse(W[k]) @ D[k]
    return J


def product_reversed(W, D):
    J = inverse(W[W.last])
    for k in range(W.last, 1, -1):
        J = J @ D[k] @ inverse(W[k - 1])
    return J


def product_without_the_last_slopes(W, D):
    J = inverse(W[1])
    for k in range(2, W.last + 1):
        J = J @ D[k] @ inverse(W[k]) if k < W.last else J @ inverse(W[k])
    return J


def product_with_slopes_one_layer_off(W, D):
    J = inverse(W[1])
    for k in range(2, W.last + 1):
        J = J @ D[min(k + 1, W.last)] @ inverse(W[k])
    return J


def product_of_the_weights(W, D):
    J = W[1]
    for k in range(2, W.last + 1):
        J = J @ D[k] @ W[k]
    return J


@claim(
    id="jacobian-product",
    slide=SLIDE,
    status="T",
    printed=product_with_slopes_between,
    controls=[
        product_with_slopes_behind, product_reversed, product_without_the_last_slopes, product_with_slopes_one_layer_off,
        product_of_the_weights,
    ],
    cases=[kink_from_the_left, kink_from_the_right, two_layers, falling, three_layers_wide, three_layers, smooth],
    scope="all values for d, l ≤ 3 with any differentiable invertible σ; drawn networks up to (8, 8) exactly, (16, 6) in balls and "
    "(16, 4) in floats, and a few of (64, 8) in floats or balls; "
    "two written kinks (d = 1) from both sides",
    uses=["jacobian-order", "hidden-bias", "inverse"],
)  # fmt: skip
@decided(
    symbolic(site=shapes(3, 3)),
    exact(site=generators(PIECEWISE_LINEAR), largest=seeded_networks(8, 8, PIECEWISE_LINEAR, "dyadic")),
    certified(site=generators(SMOOTH, spread=2), largest=seeded_networks(16, 6, ("asinh", "softplus_like"))),
    rounded(batches(LARGE, GENTLE)),
)
def claim_jacobian_of_the_inverse(formula, site):
    """J_x g⁻¹(x) = W₁⁻¹ D(h₂) W₂⁻¹ … W_{l−1}⁻¹ D(h_l) W_l⁻¹, D(h) = diag(s′(h)), with the corrected h_k."""
    return equal(formula(site.W, site.D) @ directions(site), derivative_of_inverse(site))


def slopes_of_s_at_h(site):
    return [site.activation.ds(site.h[k]) for k in range(2, site.l + 1)]


def one_over_slopes_of_sigma_at_h(site):
    """1/σ′(h_k) = s′(σ(h_k))."""
    return [site.activation.ds(site.activation.sigma(site.h[k])) for k in range(2, site.l + 1)]


def with_slopes_at_h_1_in_front(site):
    return [site.activation.ds(site.h[1]), *slopes_of_s_at_h(site)]


def with_slopes_at_h_1_twice(site):
    return [*[site.activation.ds(site.h[1])] * 2, *slopes_of_s_at_h(site)]


def slopes_at_the_image_of_h(site):
    """s′(s(h_k)): one application of s too many."""
    return [site.activation.ds(site.activation.s(site.h[k])) for k in range(2, site.l + 1)]


def absolute_slopes(site):
    return [absolute(v) for v in slopes_of_s_at_h(site)]


def slopes_at_the_printed_h(site):
    """h_{k−1} with the bias b_k, as it is printed."""
    h = with_biases_one_layer_off(site.g).hidden(site.x)
    return [site.activation.ds(h[k]) for k in range(2, site.l + 1)]


@claim(
    id="jacobian-slopes",
    slide=SLIDE,
    status="T",
    says="D(h) = diag(s′(h))",
    printed=slopes_of_s_at_h,
    controls=[
        one_over_slopes_of_sigma_at_h, with_slopes_at_h_1_in_front, with_slopes_at_h_1_twice, slopes_at_the_image_of_h,
        absolute_slopes, slopes_at_the_printed_h,
    ],
    cases=[
        generator([[[1]], [[1]]], [[1], [-2]], z=["-1/2"]), two_layers, falling, three_layers, three_layers_wide, smooth,
        generator([[[1]], [[1]], [[1]]], [[1], [-2], [2]], "decreasing(asinh)", z=["1/2"]),
    ],
    scope="drawn networks, d ≤ 3, l = 2 and 3, up to (8, 4) exactly and in balls; which s′ it is, at which h, and for which k",
    uses=["jacobian-product"],
)  # fmt: skip
@decided(
    exact(site=generators(PIECEWISE_LINEAR, min_depth=2), largest=seeded_networks(8, 4, PIECEWISE_LINEAR, "dyadic")),
    certified(
        site=generators(SMOOTH, min_depth=2, spread=2), largest=seeded_networks(8, 4, ("asinh", "softplus_like"))
    ),
)
def claim_which_slopes_stand_in_the_jacobian(formula, site):
    """J_x g⁻¹(x) = W₁⁻¹ D(h₂) W₂⁻¹ … D(h_l) W_l⁻¹ with D(h) = diag(s′(h)), s′ = (σ⁻¹)′ = 1/(σ′∘s), and none at h₁."""
    slopes = formula(site)
    claimed = inverse(site.W[1])
    for column in slopes[: 1 - site.l]:  # whatever comes before those at h_2 … h_l
        claimed = diagonal(column) @ claimed
    for k, column in zip(range(2, site.l + 1), slopes[1 - site.l :], strict=True):
        claimed = claimed @ diagonal(column) @ inverse(site.W[k])
    return equal(claimed, derivative_of_inverse(site))


# ── its determinant ────────────────────────────────────────────────────────────────────────────────────────────────
def sum_of_determinants(A, B):
    return determinant(A) + determinant(B)


def product_of_determinants(A, B):
    return determinant(A) * determinant(B)


def determinant_of_the_sum(A, B):
    return determinant(A + B)


def product_of_traces(A, B):
    return _trace(A) * _trace(B)


def product_of_squares_of_determinants(A, B):
    return determinant(A) * determinant(A) * determinant(B) * determinant(B)


def negated_product_of_determinants(A, B):
    return determinant(A) * determinant(-B)


def _trace(A):
    return total(stack([[A.entry(i, i) for i in range(1, A.rows + 1)]]))


@claim(
    id="determinant",
    slide=SLIDE,
    status="F",
    says="det(AB) = det A + det B",
    printed=refuted(
        sum_of_determinants,
        "the determinant of a product is the product of the determinants; log|det| adds",
        kindest="det is written for log|det|, which the next line takes: that adds, for invertible A and B",
    ),
    corrected=product_of_determinants,
    controls=[
        determinant_of_the_sum, product_of_traces, product_of_squares_of_determinants, negated_product_of_determinants,
    ],
    cases=[
        matrix_pair([[1]], [[1]]), matrix_pair([[2]], [[3]]), matrix_pair([[1, 1], [0, 1]], [[1, 2], [1, 1]]),
        matrix_pair([[-1]], [[1]]),
    ],
    scope="all real A, B for d ≤ 3; drawn rational and real matrices beyond",
)  # fmt: skip
@decided(
    symbolic(pair=symbolic_pairs(3)),
    exact(pair=matrix_pairs(4)),
    certified(pair=matrix_pairs(4)),
)
def claim_determinant_of_a_product(formula, pair):
    """det(AB) = det A · det B, where det is Leibniz's signed sum over permutations."""
    return equal(formula(pair.A, pair.B), leibniz(pair.A @ pair.B), unit=hadamard(pair.A) * hadamard(pair.B))


def log_slopes_from_layer_1(site):
    return sum_of_log_slopes(site, 1, site.l) + minus_log_weights(site)


def log_slopes_from_layer_2(site):
    return sum_of_log_slopes(site, 2, site.l) + minus_log_weights(site)


def without_the_weights(site):
    return sum_of_log_slopes(site, 2, site.l)


def with_the_weights_added(site):
    return sum_of_log_slopes(site, 2, site.l) - minus_log_weights(site)


def log_slopes_without_the_last_layer(site):
    return sum_of_log_slopes(site, 2, site.l - 1) + minus_log_weights(site)


def log_slopes_with_the_wrong_sign(site):
    return minus_log_weights(site) - sum_of_log_slopes(site, 2, site.l)


def sum_of_log_slopes(site, first, last):
    """Σ_k Σ_i log|s′(h_k)_i| for k = first … last."""
    terms = [total(site.activation.log_abs_ds(site.h[k])) for k in range(first, last + 1)]
    return sum(terms, start=0 * total(site.x))


def minus_log_weights(site):
    """C = −Σ_{k=1}^l log|det W_k|."""
    C = -log_abs_determinant(site.W[1])
    for k in range(2, site.l + 1):
        C = C - log_abs_determinant(site.W[k])
    return C


@claim(
    id="logdet-sum",
    slide=SLIDE,
    status="F",
    says="log det(J_x g⁻¹(x)) = C + Σ_{k=1}^l Σ_{i=1}^d log s′(h_k)_i",
    printed=refuted(
        log_slopes_from_layer_1,
        "no activation stands before W_1 on the way: the sum starts at k = 2 (and see logdet-bars)",
        kindest="g applies σ to z before W_1: then g⁻¹ ends with s, and k = 1 has its term",
    ),
    corrected=log_slopes_from_layer_2,
    controls=[
        without_the_weights, with_the_weights_added, log_slopes_without_the_last_layer, log_slopes_with_the_wrong_sign,
    ],
    cases=[
        generator([[[2]]], activation="sinh", z=[1]), generator([[[2]], [[1]]], [[-1], [0]], z=[0]), two_layers, falling,
        three_layers, smooth, generator([[[2]]], z=[-1]),
    ],
    scope="all values for d, l ≤ 3 (d·l ≤ 6) with any differentiable σ; drawn networks up to (16, 4)",
    uses=["jacobian-product", "determinant"],
)  # fmt: skip
@decided(
    symbolic(site=[s for s in shapes(3, 3) if s.d * s.l <= 6]),
    exact(site=generators(PIECEWISE_LINEAR), largest=seeded_networks(8, 4, PIECEWISE_LINEAR, "dyadic")),
    certified(site=generators(SMOOTH, spread=2), largest=seeded_networks(16, 4, ("asinh", "softplus_like"))),
    rounded(batches(SIZES, GENTLE)),
)
def claim_log_determinant_of_the_jacobian(formula, site):
    """log|det J_x g⁻¹(x)| = C + Σ_{k=2}^l Σ_{i=1}^d log|s′(h_k)_i| with C = −Σ_{k=1}^l log|det W_k|."""
    return equal(formula(site), log_abs_determinant(derivative_of_inverse(site)), unit=1)


def the_positive_number_with_this_logarithm(site):
    """exp(C + Σ log …): whatever it is the logarithm of is positive."""
    return absolute(with_the_sign_of_every_factor(site))


def with_the_sign_of_every_factor(site):
    return weights_inverted(site, determinant) * product_of_slopes(site, lambda v: v)


def with_the_signs_of_the_weights_alone(site):
    return weights_inverted(site, determinant) * product_of_slopes(site, absolute)


def with_the_signs_of_the_slopes_alone(site):
    return weights_inverted(site, lambda W: absolute(determinant(W))) * product_of_slopes(site, lambda v: v)


def with_one_sign_for_every_layer(site):
    sign = 1 if site.activation.increasing else -1
    return with_the_signs_of_the_weights_alone(site) * sign ** (site.l - 1)


def weights_inverted(site, volume):
    J = 1 / volume(site.W[1])
    for k in range(2, site.l + 1):
        J = J / volume(site.W[k])
    return J


def product_of_slopes(site, size):
    J = site.x.entry(1) * 0 + 1
    for k in range(2, site.l + 1):
        for v in site.activation.ds(site.h[k]):
            J = J * size(v)
    return J


@claim(
    id="logdet-bars",
    slide=SLIDE,
    status="F",
    says="log det(J_x g⁻¹(x)) = C + Σ_k Σ_{i=1}^d log s′(h_k)_i",
    printed=refuted(
        the_positive_number_with_this_logarithm,
        "a determinant may be negative, and so is s′ where σ decreases: it is log|det| and log|s′|",
        kindest="σ increases and every det W_k > 0: then the determinant and all slopes are positive",
    ),
    corrected=with_the_sign_of_every_factor,
    controls=[
        with_the_signs_of_the_weights_alone, with_the_signs_of_the_slopes_alone, with_one_sign_for_every_layer,
    ],
    cases=[
        generator([[[-2]]], z=[1]), generator([[[1]], [[1]]], activation="decreasing(leaky_relu(1/2))", z=[1]),
        generator([[[1]], [[1]]], activation="decreasing(asinh)", z=[1]), falling, two_layers,
        generator([[[0, 1], [1, 0]], [[1, 0], [0, 1]]], activation="decreasing(leaky_relu(1/2))", z=[1, 1]),
    ],
    scope="drawn networks, d, l ≤ 3, up to (8, 4) exactly and in balls: the determinant itself, its sign included",
    uses=["jacobian-product", "determinant"],
)  # fmt: skip
@decided(
    exact(site=generators(PIECEWISE_LINEAR), largest=seeded_networks(8, 4, PIECEWISE_LINEAR, "dyadic")),
    certified(site=generators(SMOOTH, spread=2), largest=seeded_networks(8, 4, ("asinh", "decreasing(asinh)"))),
)
def claim_the_sign_of_the_determinant(formula, site):
    """det J_x g⁻¹(x) = Π_{k=1}^l (det W_k)⁻¹ · Π_{k=2}^l Π_{i=1}^d s′(h_k)_i, of either sign: only |det| has a logarithm."""
    return equal(formula(site), determinant(derivative_of_inverse(site)))
