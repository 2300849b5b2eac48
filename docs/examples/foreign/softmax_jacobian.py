"""The Jacobian matrix of the softmax function, with a slip: the diagonal part alone."""

from lemmata import claim, diagonal, equal, exp, jacobian, refuted, total, transpose, vectors


def softmax(x):
    return exp(x) / total(exp(x))


def the_diagonal_alone(x):
    return diagonal(softmax(x) * (1 - softmax(x)))


def less_the_outer_product(x):
    return diagonal(softmax(x)) - softmax(x) @ transpose(softmax(x))


@claim(
    "∂ softmax(x)/∂x = diag(s(1 − s))",
    printed=refuted(the_diagonal_alone, "off the diagonal it is −sᵢsⱼ"),
    corrected=less_the_outer_product, x=vectors(3), cases=[{"x": [0, 0, 0]}],
)  # fmt: skip
def claim_softmax_jacobian(formula, x):
    """∂ softmax(x)/∂x = diag(s) − ssᵀ with s = softmax(x)."""
    return equal(jacobian(softmax, x), formula(x))
