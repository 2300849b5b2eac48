"""The abstract σ of computer algebra and its inverse s: all that is known is s(σ(t)) = t and that s′ exists."""

from __future__ import annotations

import sympy

__all__ = ["abstract_s", "abstract_sigma", "derivative_of_s"]


class derivative_of_s(sympy.Function):
    """s′ for the abstract s."""

    is_real = True


class abstract_s(sympy.Function):
    """The abstract s = σ⁻¹: all that is known is s(σ(t)) = t and that s′ exists."""

    is_real = True

    @classmethod
    def eval(cls, t: sympy.Expr) -> sympy.Expr | None:
        return t.args[0] if isinstance(t, abstract_sigma) else None

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return derivative_of_s(self.args[0])


class abstract_sigma(sympy.Function):
    """The abstract σ: σ(s(y)) = y and σ′(t) = 1/s′(σ(t))."""

    is_real = True

    @classmethod
    def eval(cls, t: sympy.Expr) -> sympy.Expr | None:
        return t.args[0] if isinstance(t, abstract_s) else None

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return 1 / derivative_of_s(self)
