"""McDiarmid's inequality for values in [−1, +1] with the exponent that belongs to [0, 1] [McDiarmid 1989]."""

from math import comb

from lemmata import at_most, claim, exp, integers, rationals, refuted


def for_range_1(m, e):
    return exp(-2 * m * e**2)


def for_range_2(m, e):
    return exp(-m * e**2 / 2)


@claim(
    "P(mean − μ ≥ ε) ≤ exp(−2mε²)",
    printed=refuted(for_range_1, "one of m values in [−1, 1] moves the mean by 2/m: the exponent is a quarter"),
    corrected=for_range_2,
    p=rationals(above=0, below=1), m=integers(1, 8), j=integers(1, 8), cases=[{"p": "1/2", "m": 1, "j": 1}],
    assumes=[("mp < j ≤ m", lambda p, m, j: m * p < j and j <= m)],
)  # fmt: skip
def claim_mcdiarmid_for_signs(formula, p, m, j):
    """P(mean − μ ≥ ε) ≤ exp(−mε²/2) for m signs that are +1 with probability p; ε = 2(j/m − p), where mp < j ≤ m."""
    return at_most(sum(comb(m, k) * p**k * (1 - p) ** (m - k) for k in range(j, m + 1)), formula(m, 2 * (j / m - p)))
