"""What each check can see: every error of these slides held against every check that might have caught it.

A form that is expected to hold here is a false one that the check is blind to. The lecture's formulas survive a good
many plausible tests: a determinant cannot see an order, an integral cannot see a wrong bias.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from lemmata.evidence import blind, certified, claim, decided, exact
from lemmata.numerics.balls import ACCURACY_BITS
from lemmata.numerics.compare import at_most, equal
from lemmata.numerics.matrix import Layers, Matrix
from lemmata.numerics.vocabulary import diagonal, exp, inverse, log_abs_determinant, log_two_pi, total, transpose
from lemmata.theory.densities.cells import cell
from lemmata.theory.densities.strategies import lines
from lemmata.theory.divergences.generator_pairs import two_generators
from lemmata.theory.divergences.strategies import affine_pairs, line_pairs
from lemmata.theory.networks.derivatives import derivative_of_inverse
from lemmata.theory.networks.generator import Generator, with_biases_one_layer_off
from lemmata.theory.networks.generator_case import generator
from lemmata.theory.networks.strategies import PIECEWISE_LINEAR, SMOOTH, generators, shared_biases

SLIDE = "Distinguishing power: the Jacobian"


@dataclass(frozen=True)
class Reading:
    """What one reading of the slides makes of g⁻¹ at x: h_k, the arguments of the slopes, and the pieces of log P_g."""

    g: Generator
    h: Layers[Matrix]
    slopes: Layers[Matrix]
    order: str = "slopes left of the weights"
    half: int = 2
    constant: int = 0

    @property
    def z(self):
        return self.h[1]

    @property
    def jacobian(self):
        J = inverse(self.g.W[1])
        for k in range(2, self.g.depth + 1):
            D, V = diagonal(self.slopes[k]), inverse(self.g.W[k])
            J = J @ (D @ V if self.order == "slopes left of the weights" else V @ D)
        return J

    @property
    def log_determinant(self):
        value = self.constant - log_abs_determinant(self.g.W[1])
        for k in range(2, self.g.depth + 1):
            value = value - log_abs_determinant(self.g.W[k])
        for slopes in self.slopes:
            value = value + log_abs_determinant(diagonal(slopes))
        return value

    @property
    def log_density(self):
        log_phi = -total(self.z * self.z) / self.half - self.g.dimension * log_two_pi(self.z) / 2
        return log_phi + self.log_determinant

    def density(self):
        return exp(self.log_density)


def nothing_wrong(g, x):
    h = g.hidden(x)
    return Reading(g, h, g.slopes(h))


def bias_index(g, x):
    wrong = with_biases_one_layer_off(g)
    h = wrong.hidden(x)
    return Reading(g, h, g.slopes(h))


def _literal_arguments(g, x):
    """h with the biases inside s, and the arguments that s then gets."""
    h, arguments = [inverse(g.W[g.depth]) @ (x - g.b[g.depth])], []
    for k in range(g.depth - 1, 0, -1):
        arguments.append(h[-1] - g.b[k])
        h.append(inverse(g.W[k]) @ g.activation.s(arguments[-1]))
    return Layers(h[::-1]), Layers(arguments[::-1], first=2)


def parentheses(g, x):
    h, _ = _literal_arguments(g, x)
    return Reading(g, h, g.slopes(g.hidden(x)))


def last_bias_forgotten(g, x):
    return nothing_wrong(g, x + g.b[g.depth])


def parentheses_throughout(g, x):
    h, arguments = _literal_arguments(g, x)
    return Reading(g, h, Layers([g.activation.ds(a) for a in arguments], first=2))


def diagonal_order(g, x):
    return replace(nothing_wrong(g, x), order="slopes right of the weights")


def slope_of_sigma_at_h(g, x):
    """1/σ′(h) = s′(σ(h)) instead of 1/σ′(s(h)) = s′(h)."""
    h = g.hidden(x)
    return Reading(g, h, g.slopes(Layers([g.activation.sigma(v) for v in h])))


def slopes_from_layer_1(g, x):
    right = nothing_wrong(g, x)
    return replace(right, slopes=Layers([g.activation.ds(right.z), *right.slopes]))


def missing_half(g, x):
    return replace(nothing_wrong(g, x), half=1)


def additive_constant(g, x):
    return replace(nothing_wrong(g, x), constant=1)


def exponent_of_a_third(g, x):
    return replace(nothing_wrong(g, x), half=3)


def weights_transposed(g, x):
    return nothing_wrong(Generator(Layers([transpose(W) for W in g.W]), g.b, g.activation), x)


def last_bias_doubled(g, x):
    return nothing_wrong(g, x - g.b[g.depth])


UNTOUCHED = "it does not enter this quantity"
KINKED = "an increasing leaky ReLU keeps the sign of h, and its slope depends on the sign alone"
# A decreasing leaky ReLU would see it: σ(h) then has the other sign.
LEAKY = ("leaky_relu(1/2)", "leaky_relu(1/4)", "leaky_relu(3)")
two = generator([[[1]], [[1]]], [[1], [-1]], z=["-1/2"])
three = generator([[[1, 1], [0, 1]], [[1, 0], [2, 1]], [[1, 2], [0, 1]]], [[0, 1], [-3, 1], [1, 1]], z=[1, "-1/2"])
three_smooth = generator(
    [[[1, 1], [0, 1]], [[1, 0], [2, 1]], [[1, 2], [0, 1]]], [[0, 1], [-3, 1], [1, 1]], "asinh", z=[1, "-1/2"]
)
wide = generator([[[1]], [[1]], [[1]]], [[1], [-2], [2]], z=["1/2"])


@claim(
    id="sees-round-trip",
    slide=SLIDE,
    status="T",
    printed=nothing_wrong,
    controls=[
        bias_index, parentheses, last_bias_forgotten,
        *(blind(f, UNTOUCHED) for f in (diagonal_order, slope_of_sigma_at_h, slopes_from_layer_1, missing_half, additive_constant)),
    ],
    cases=[two, three, three_smooth],
    scope="drawn networks, d, l ≤ 3",
    uses=["inverse", "hidden-bias"],
)  # fmt: skip
@decided(
    exact(site=generators(PIECEWISE_LINEAR, min_depth=2)),
    certified(site=generators(SMOOTH, min_depth=2, spread=2)),
)
def claim_what_the_round_trip_sees(formula, site):
    """g⁻¹(g(z)) = z sees the bias index and the parentheses, and nothing that concerns derivatives or φ."""
    return equal(formula(site.g, site.x).z, site.z, unit=1)


@claim(
    id="sees-jacobian-entries",
    slide=SLIDE,
    status="T",
    printed=nothing_wrong,
    controls=[
        bias_index, parentheses_throughout, diagonal_order, blind(slope_of_sigma_at_h, KINKED, grades=["exact"]),
        *(blind(f, UNTOUCHED) for f in (parentheses, missing_half, additive_constant)),
    ],
    cases=[wide, three, three_smooth],
    scope="drawn networks with l = 3, d ≤ 3",
    uses=["jacobian-product"],
)  # fmt: skip
@decided(
    exact(site=generators(LEAKY, min_depth=3)),
    certified(site=generators(SMOOTH, min_depth=3, spread=2)),
)
def claim_what_the_jacobian_entries_see(formula, site):
    """The entries of J_x g⁻¹ see, from l = 3 on, the bias index; only they see the order of the diagonal matrices."""
    return equal(formula(site.g, site.x).jacobian, derivative_of_inverse(site))


@claim(
    id="sees-jacobian-entries-of-two-layers",
    slide=SLIDE,
    status="T",
    printed=nothing_wrong,
    controls=[
        parentheses_throughout, diagonal_order, blind(slope_of_sigma_at_h, KINKED, grades=["exact"]),
        blind(bias_index, "the only slopes of two layers are taken at h_2 = W_2⁻¹(x − b_2), whose bias is right"),
    ],
    cases=[two, generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], z=[1, "-1/2"]),
           generator([[[1, 1], [0, 1]], [[1, 2], [0, 1]]], [[1, 0], [0, 1]], "asinh", z=[1, "-1/2"])],
    scope="drawn networks with l = 2, d ≤ 3",
    uses=["jacobian-product"],
)  # fmt: skip
@decided(
    exact(site=generators(LEAKY, min_depth=2, max_depth=2)),
    certified(site=generators(SMOOTH, min_depth=2, max_depth=2, spread=2)),
)
def claim_what_the_jacobian_of_two_layers_sees(formula, site):
    """The entries of J_x g⁻¹ do not see the bias index at l = 2."""
    return equal(formula(site.g, site.x).jacobian, derivative_of_inverse(site))


@claim(
    id="sees-log-determinant",
    slide=SLIDE,
    status="T",
    printed=nothing_wrong,
    controls=[
        bias_index, parentheses_throughout, blind(slope_of_sigma_at_h, KINKED, grades=["exact"]), slopes_from_layer_1,
        additive_constant, blind(diagonal_order, "a determinant does not see the order of factors"),
        blind(missing_half, UNTOUCHED),
    ],
    cases=[wide, three, three_smooth],
    scope="drawn networks with l = 3, d ≤ 3",
    uses=["logdet-sum"],
)  # fmt: skip
@decided(
    exact(site=generators(LEAKY, min_depth=3)),
    certified(site=generators(SMOOTH, min_depth=3, spread=2)),
)
def claim_what_the_log_determinant_sees(formula, site):
    """log|det J_x g⁻¹| sees the term k = 1 and an additive constant; it never sees the order of the diagonal matrices."""
    return equal(formula(site.g, site.x).log_determinant, log_abs_determinant(derivative_of_inverse(site)), unit=1)


@claim(
    id="sees-normalisation",
    slide=SLIDE,
    status="T",
    printed=nothing_wrong,
    controls=[
        parentheses, slopes_from_layer_1, missing_half, additive_constant,
        blind(bias_index, "the same wrong h throughout is the density of another generator"),
        blind(parentheses_throughout, "with the slopes at the literal arguments it is again the density of a bijection"),
        blind(diagonal_order, "|det| does not see it, and d = 1 has no order"),
        blind(slope_of_sigma_at_h, KINKED),
    ],
    cases=[cell(two, -1, 1), cell(generator([[[1]], [[1]]], [[0], [0]], z=[1]), -1, 1)],
    scope="d = 1 and piecewise-linear σ, l ≤ 3; ∫ over all of R in balls",
    uses=["normalisation"],
)  # fmt: skip
@decided(certified(place=lines(LEAKY), special="d = 1"))
def claim_what_normalisation_sees(formula, place):
    """∫P_g = 1 sees the missing ½, a constant and the term k = 1; it does not see a wrong bias or wrong parentheses that
    are used throughout."""
    return equal(place.total_mass(lambda g, x: formula(g, x).density()), place.one)


# ── d_F ≥ J ────────────────────────────────────────────────────────────────────────────────────────────────────────
# d_F = J for the true difference, and a sharp inequality between balls is never decided: it is asked up to their resolution.
RESOLVED = 1 - Fraction(1, 2**ACCURACY_BITS)
# Why d = 1 is blind to the missing ½: for a monotone T, E T(Z)² + E T⁻¹(Z)² is ∫ v²φ(u) du + u²φ(v) dv along the curve
# v = T(u), or −T where T decreases; by Green's theorem it exceeds the 2 of the diagonal by
# ∬ 2|uφ(v) − vφ(u)| over what lies between, since u/φ(u) increases.
moved = two_generators(generator([[[1]], [[1]]], [[0], [0]]), generator([[[1]], [[1]]], [[2], [0]]))
apart = two_generators(generator([[[1]], [[1]]], [[1], [0]]), generator([[[1]], [[1]]], [[-1], [1]]))
unlike = two_generators(generator([[[1]], [[2]]], [[1], [-1]]), generator([[[-1]], [["1/2"]]], [[0], [1]]))


@claim(
    id="sees-jeffreys",
    slide=SLIDE,
    status="T",
    printed=nothing_wrong,
    controls=[
        bias_index, parentheses, parentheses_throughout, slopes_from_layer_1,
        blind(missing_half, "for d = 1 doubling −½z² adds ½(E T(Z)² + E T⁻¹(Z)²) − 1 ≥ 0, T = h⁻¹∘g: it helps"),
        blind(additive_constant, "a constant cancels in log P_g − log P_h"),
    ],
    cases=[moved, apart, unlike],
    scope="d = 1, leaky ReLU, l = 2; whether one pair of laws sees an error depends on the pair",
    uses=["membership-bound"],
)  # fmt: skip
@decided(certified(P=line_pairs(LEAKY, min_depth=2)))
def claim_what_a_distance_above_jeffreys_sees(formula, P):
    """|E_{P_g} f − E_{P_h} f| ≥ J(P_g, P_h) for f = log P_g − log P_h sees a wrong bias, wrong parentheses and the term k = 1
    on some pairs of laws; it never sees a constant, and for d = 1 not the missing ½."""
    deviation = P.deviation_of_readings(lambda g, x: formula(g, x).log_density)
    return at_most(P.jeffreys * RESOLVED, deviation)


@claim(
    id="sees-jeffreys-of-affine-generators",
    slide=SLIDE,
    status="T",
    printed=nothing_wrong,
    controls=[
        exponent_of_a_third, weights_transposed, last_bias_doubled,
        blind(missing_half, "every term of E_{P_g} f − E_{P_h} f is doubled: 2J ≥ J"),
        blind(additive_constant, "a constant cancels in log P_g − log P_h"),
    ],
    cases=[two_generators(generator([[[1]]]), generator([[[1]]], [[1]])),
           two_generators(generator([[[1, 3], [0, 1]]]), generator([[[1, 3], [0, 1]]], [[0, 1]])),
           two_generators(generator([[[1]]], [[1]]), generator([[[2]]], [[2]]))],
    scope="affine generators, d ≤ 2, exactly",
    uses=["membership-bound"],
)  # fmt: skip
@decided(exact(P=affine_pairs(max_dimension=2)))
def claim_what_a_distance_above_jeffreys_sees_of_affine_generators(formula, P):
    """|E_{P_g} f − E_{P_h} f| ≥ J(P_g, P_h) for f = log P_g − log P_h: in no dimension does it see the missing ½."""
    return at_most(P.jeffreys, P.deviation(lambda x: formula(P.g, x).log_density - formula(P.h, x).log_density))


# ── a shared bias hides the printed index ──────────────────────────────────────────────────────────────────────────
def own_bias(g, x):
    return nothing_wrong(g, x)


def bias_of_the_layer_above(g, x):
    return bias_index(g, x)


def doubled_bias(g, x):
    h = Generator(g.W, Layers([b + b for b in g.b]), g.activation).hidden(x)
    return Reading(g, h, g.slopes(h))


def biases_inside_s(g, x):
    return parentheses(g, x)


def no_bias_in_layer_1(g, x):
    h = Generator(g.W, Layers([g.b[1] * 0, *list(g.b)[1:]]), g.activation).hidden(x)
    return Reading(g, h, g.slopes(h))


@claim(
    id="shared-bias-hides-the-index",
    slide=SLIDE,
    status="T",
    printed=own_bias,
    controls=[
        doubled_bias, biases_inside_s, no_bias_in_layer_1,
        blind(bias_of_the_layer_above, "with one b shared by all layers, b_k and b_{k−1} are the same vector"),
    ],
    cases=[generator([[[1]], [[1]]], [[1], [1]], z=[-3]), generator([[[1]], [[1]]], [[1], [1]], "asinh", z=[-3])],
    scope="drawn networks whose layers share one bias, d, l ≤ 3",
    uses=["hidden-bias"],
)  # fmt: skip
@decided(
    exact(
        site=shared_biases(generators(PIECEWISE_LINEAR, min_depth=2, off_kinks=False)),
        special="one bias for all layers",
    ),
    certified(site=shared_biases(generators(SMOOTH, min_depth=2, spread=2)), special="one bias for all layers"),
)
def claim_a_shared_bias_hides_the_printed_index(formula, site):
    """Where all layers share one bias, the printed recursion with b_l finds z as well: a test on such networks is blind."""
    return equal(formula(site.g, site.x).z, site.z, unit=1)
