"""What computer algebra proves of an expression: that it vanishes, or is never below 0. It proves nothing by numbers.

Every function of the expression is replaced by variables that stand for its values. An identity of rational functions in
these variables holds for all values of them, so also for those that the functions take:

- exp(q₁m₁ + q₂m₂ + …), with rational qᵢ and monomials mᵢ, is a product of powers of Eᵢ = exp(mᵢ/D) > 0, one positive
  variable for each monomial; bᵉ is exp(e·log b). sinh, cosh and tanh are rational in exp of their argument, and a sigmoid
  is written with exp from the start.
- sin and cos of a = q₁m₁ + q₂m₂ + … follow by the addition formulas from those of θᵢ = mᵢ/D, where cos θᵢ = (1 − t²)/(1 + t²)
  and sin θᵢ = 2t/(1 + t²) with one free t each. These are all points of the circle but (−1, 0). What vanishes, or is at
  least 0, there does so at the missing point too, by continuity.
- anything else (erf, roots, |·|, σ, s, s′, π) is a variable of its own, the same wherever its argument has the same normal form.

Such a variable may have values that its function never takes. So an identity that needs more than this is not seen.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import lcm

from lemmata.late import sympy
from lemmata.numerics.algebra.values_at_points import points, rational_at, sign_of

__all__ = ["never_negative", "normal", "refuting_point", "vanishes"]


def normal(expression: sympy.Expr) -> sympy.Expr:
    """Zero becomes 0: expand a polynomial, cancel a rational function. No numerical or heuristic test is involved."""
    expanded = sympy.expand(expression)
    return expanded if expanded == 0 or expanded.is_polynomial() else sympy.cancel(sympy.together(expanded))


# The same few arguments stand on both sides, in every entry and every formula.
_normal_argument = lru_cache(maxsize=1 << 12)(normal)


def _canonical(expression: sympy.Expr) -> sympy.Expr:
    """The same expression with every argument of a function in normal form, so that equal terms look equal."""
    from lemmata.numerics.algebra.abstract_functions import abstract_s, abstract_sigma, derivative_of_s

    functions = (abstract_s, abstract_sigma, derivative_of_s, sympy.erf, sympy.Abs)
    return expression.replace(lambda e: isinstance(e, functions), lambda e: e.func(_normal_argument(e.args[0])))


def vanishes(expression: sympy.Expr) -> bool:
    """Whether the expression is proved to be 0, which takes long where it is not: there a witness mostly says so first."""
    if expression == 0:
        return True
    point = next(points(expression.free_symbols))
    if rational_at(expression, point) not in (None, 0):
        return False
    canonical = _canonical(expression)
    return bool(normal(canonical) == 0 or (_has_functions(canonical) and normal(_in_variables(canonical)[0]) == 0))


def refuting_point(expression: sympy.Expr, below: bool = False) -> bool:
    """Whether some rational point is found where the expression is not 0 (``below``: where it is below 0), exactly or in balls.

    *True* is a proof. *False* proves nothing.
    """
    for point in points(expression.free_symbols):
        value = rational_at(expression, point)
        sign = sign_of(expression, point) if value is None else sympy.sign(value)
        if sign is not None and sign != 0 and not (below and sign > 0):
            return True
    return False


def never_negative(expression: sympy.Expr) -> bool:
    """Whether the expression is proved to be ≥ 0 wherever it has a value.

    The proof: with p/q in lowest terms p·q = c·Π fᵢ^eᵢ, where c ≥ 0 and each factor is an even power, or a sum of monomials
    with positive coefficients that are even in every variable which may be negative. The product is expanded again and compared.
    """
    rational, positive = _in_variables(_canonical(expression))
    p, q = sympy.fraction(sympy.cancel(sympy.together(sympy.expand(rational))))
    product = sympy.expand(p * q)
    if product.is_Rational:
        return bool(product >= 0)
    c, factors = sympy.factor_list(product)
    shown = sympy.expand(c * sympy.Mul(*[f**e for f, e in factors]) - product) == 0
    if not shown or not c.is_Rational:
        return False
    for f, e in factors:
        if e % 2 == 0:
            continue
        signs = {_sign_in_plain_sight(f, positive)}
        if signs == {0}:
            return False
        c = c * signs.pop()
    return bool(c >= 0)


def _sign_in_plain_sight(factor: sympy.Expr, positive: set[sympy.Symbol]) -> int:
    """1 (−1) where all monomials are even with coefficients above (below) 0, so that none can be negative (positive)."""
    terms = sympy.Poly(factor, *sorted(factor.free_symbols, key=str))
    even = all(
        n % 2 == 0 or v in positive or v.is_nonnegative
        for powers in terms.monoms()
        for v, n in zip(terms.gens, powers, strict=True)
    )
    signs = {sympy.sign(v) for v in terms.coeffs()}
    return int(signs.pop()) if even and len(signs) == 1 and signs <= {1, -1} else 0


# ── functions as variables ─────────────────────────────────────────────────────────────────────────────────────────
@cache
def _exponential() -> tuple[type, ...]:
    return sympy.exp, sympy.sinh, sympy.cosh, sympy.tanh


@cache
def _circular() -> tuple[type, ...]:
    return sympy.sin, sympy.cos, sympy.tan


def _has_functions(expression: sympy.Expr) -> bool:
    roots = any(not power.exp.is_Integer for power in expression.atoms(sympy.Pow))
    return roots or expression.has(*_exponential(), *_circular(), sympy.E)


def _in_variables(expression: sympy.Expr) -> tuple[sympy.Expr, set[sympy.Symbol]]:
    """The expression as a rational function of variables, and those among them that stand for values ≥ 0."""
    variables = _Variables(expression)
    return variables.rational(expression), variables.positive


class _Variables:
    """One fresh variable for each function of each argument in an expression."""

    def __init__(self, expression: sympy.Expr) -> None:
        self.positive: set[sympy.Symbol] = set()
        self._of: dict[tuple[str, sympy.Expr], sympy.Dummy] = {}
        # the D of each monomial, in exponents and in angles
        self._parts: dict[tuple[str, sympy.Expr], int] = {}
        for kind, functions in (("E", _exponential()), ("t", _circular())):
            arguments = [_argument(function) for function in expression.atoms(*functions)]
            if kind == "E":
                arguments += [_exponent(power) for power in expression.atoms(sympy.Pow) if not power.exp.is_Rational]
            for monomial, q in (term for argument in arguments for term in _terms(argument).items()):
                self._parts[kind, monomial] = lcm(self._parts.get((kind, monomial), 1), int(q.q))

    def _variable(self, kind: str, of: sympy.Expr, *, positive: bool = False) -> sympy.Dummy:
        if (kind, of) not in self._of:
            # a dummy is no user's symbol, whatever its name
            self._of[kind, of] = sympy.Dummy(f"{kind}{len(self._of)}", real=True)
        if positive:
            self.positive.add(self._of[kind, of])
        return self._of[kind, of]

    def rational(self, e: sympy.Expr) -> sympy.Expr:
        """One expression as a rational function of the variables."""
        if e.is_Rational or e.is_Symbol:
            return e
        if e is sympy.E:
            return self._exp(sympy.Integer(1))
        if isinstance(e, _exponential()):
            value = self._exp(_argument(e))
            sinh, cosh = (value - 1 / value) / 2, (value + 1 / value) / 2
            if isinstance(e, sympy.exp):
                return value
            return sinh if isinstance(e, sympy.sinh) else cosh if isinstance(e, sympy.cosh) else sinh / cosh
        if isinstance(e, _circular()):
            cosine, sine = self._circle(_argument(e))
            return cosine if isinstance(e, sympy.cos) else sine if isinstance(e, sympy.sin) else sine / cosine
        if e.is_Add or e.is_Mul:
            return e.func(*map(self.rational, e.args))
        if e.is_Pow and e.exp.is_Rational:
            # b^(k + r/n) = bᵏ·(b^(1/n))ʳ
            whole, rest = divmod(int(e.exp.p), int(e.exp.q))
            root = self._variable(f"root{e.exp.q}", normal(e.base), positive=True) if rest else sympy.Integer(1)
            return self.rational(e.base) ** whole * root**rest
        if e.is_Pow:
            return self._exp(_exponent(e))
        return self._variable("v", e, positive=isinstance(e, sympy.Abs))

    def _exp(self, argument: sympy.Expr) -> sympy.Expr:
        value = sympy.Integer(1)
        for monomial, q in _terms(argument).items():
            whole = q * self._parts.get(("E", monomial), int(q.q))
            value = value * self._variable("E", monomial, positive=True) ** whole
        return value

    def _circle(self, argument: sympy.Expr) -> tuple[sympy.Expr, sympy.Expr]:
        """cos and sin of an argument, by the addition formulas."""
        cosine, sine = sympy.Integer(1), sympy.Integer(0)
        for monomial, q in _terms(argument).items():
            whole = int(q * self._parts["t", monomial])
            t = self._variable("t", monomial)
            c, s = (1 - t**2) / (1 + t**2), 2 * t / (1 + t**2)
            for _ in range(abs(whole)):
                cosine, sine = cosine * c - sine * s * sympy.sign(whole), sine * c + cosine * s * sympy.sign(whole)
        return cosine, sine


def _argument(function: sympy.Expr) -> sympy.Expr:
    # exp(x) may stand as a power of e
    return function.exp if isinstance(function, sympy.exp) else function.args[0]


def _exponent(power: sympy.Expr) -> sympy.Expr:
    """e·log b of a power bᵉ = exp(e·log b), whose e is no rational number."""
    return power.exp * sympy.log(power.base)


def _terms(argument: sympy.Expr) -> dict[sympy.Expr, sympy.Rational]:
    """The monomials of an argument, with their rational coefficients."""
    found: dict[sympy.Expr, sympy.Rational] = {}
    for term in sympy.Add.make_args(sympy.expand(_normal_argument(argument))):
        q, monomial = term.as_coeff_Mul()
        q, monomial = (q, monomial) if q.is_Rational else (sympy.Integer(1), term)
        found[monomial] = found.get(monomial, 0) + q
    return found
