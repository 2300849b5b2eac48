"""The Lipschitz constant of a network with one hidden layer of ReLUs, in Frobenius norms, with one factor left out."""

from lemmata import at_most, claim, matrices, maximum, norm_squared, refuted, vectors


def outer_weights_alone(V, W):
    return norm_squared(V)


def product_of_both(V, W):
    return norm_squared(V) * norm_squared(W)


@claim(
    "|f(x) − f(y)| ≤ ‖V‖ |x − y|",
    printed=refuted(outer_weights_alone, "the weights below the ReLUs stretch too"),
    corrected=product_of_both,
    W=matrices(3, 2), V=matrices(2, 3), x=vectors(2), y=vectors(2),
    cases=[{"V": [[1, 0, 0], [0, 0, 0]], "W": [[2, 0], [0, 0], [0, 0]], "x": [0, 0], "y": [1, 0]}],
)  # fmt: skip
def claim_relu_lipschitz(formula, V, W, x, y):
    """|f(x) − f(y)| ≤ ‖V‖ ‖W‖ |x − y| for f(x) = V max(Wx, 0), with Frobenius norms; both sides are squared here."""
    f = lambda z: V @ maximum(W @ z, 0)  # noqa: E731
    return at_most(norm_squared(f(x) - f(y)), formula(V, W) * norm_squared(x - y))
