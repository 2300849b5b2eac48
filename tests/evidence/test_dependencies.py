"""Settings of the libraries below: whoever changes them beforehand, the evidence is the same, and they are put back."""

from __future__ import annotations

import decimal
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import flint
import mpmath
import numpy as np
import pytest
import scipy.special
import sympy
import torch
from hypothesis import strategies as st

from lemmata.evidence import claim, decided, dependencies, exact, refuted
from lemmata.evidence.claim import Claim
from lemmata.evidence.dependencies import SETTINGS, Setting, known_settings
from lemmata.evidence.judge import entry_of, judge
from lemmata.evidence.profiles import PROFILES
from lemmata.numerics.verdict import Comparison, Verdict

SMOKE = PROFILES["smoke"]
x = sympy.Symbol("x")


def raised(action: Callable[[], object]) -> str:
    """What an action says, be it an error."""
    try:
        return str(action())
    except (ArithmeticError, ValueError, RuntimeWarning, scipy.special.SpecialFunctionError) as error:
        return type(error).__name__


def of_products(path: Any) -> tuple[Callable[[], object], Callable[[], object]]:
    return (lambda: setattr(path, "fp32_precision", "tf32")), lambda: path.fp32_precision


# setting → how somebody changes it, and something that then comes out differently
CHANGES: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
    "flint ctx.threads": (lambda: setattr(flint.ctx, "threads", 2), lambda: flint.ctx.threads),
    "flint ctx.prec": (lambda: setattr(flint.ctx, "prec", 200), lambda: flint.arb(2).sqrt()),
    "flint ctx.cap": (lambda: setattr(flint.ctx, "cap", 3), lambda: flint.fmpq_series([1, 1]).exp),
    "flint ctx.pretty": (lambda: setattr(flint.ctx, "pretty", False), lambda: repr(flint.fmpq(1, 3))),
    "flint ctx.unicode": (lambda: setattr(flint.ctx, "unicode", True), lambda: flint.arb(2).sqrt()),
    "torch threads": (lambda: torch.set_num_threads(2), torch.get_num_threads),
    "torch default dtype": (lambda: torch.set_default_dtype(torch.float64), lambda: torch.tensor(0.1).dtype),
    "torch default device": (lambda: torch.set_default_device("meta"), lambda: torch.ones(1).device),
    "torch gradients": (lambda: torch.set_grad_enabled(False), lambda: (torch.ones(1, requires_grad=True) * 2).requires_grad),
    "torch deterministic algorithms": (
        lambda: torch.use_deterministic_algorithms(True, warn_only=True), lambda: torch.empty(3).isnan().all().item(),
    ),
    "torch detection of anomalies": (lambda: torch.autograd.set_detect_anomaly(True, False), torch.is_anomaly_enabled),
    "torch flushing": (lambda: torch.set_flush_denormal(True), lambda: sys.float_info.min / 2),
    "torch autocast on cpu": (
        lambda: torch.set_autocast_enabled("cpu", True), lambda: (torch.ones(2, 2) @ torch.ones(2, 2)).dtype,
    ),
    "torch autocast on cuda": (
        lambda: torch.set_autocast_enabled("cuda", True), lambda: torch.is_autocast_enabled("cuda"),
    ),
    "torch backends.fp32_precision": of_products(torch.backends),
    "torch backends.cuda.matmul.fp32_precision": of_products(torch.backends.cuda.matmul),
    "torch backends.mkldnn.matmul.fp32_precision": of_products(torch.backends.mkldnn.matmul),  # type: ignore[attr-defined]
    "numpy errors": (lambda: np.seterr(all="ignore"), lambda: raised(lambda: np.float64(1) / np.float64(0))),
    "numpy printing": (
        lambda: np.set_printoptions(precision=2, legacy="1.25", formatter={"int": hex}, threshold=2),
        lambda: f"{np.float64(1) / 3!r} {np.arange(9)}",
    ),
    "scipy.special errors": (
        lambda: scipy.special.seterr(all="raise"), lambda: raised(lambda: scipy.special.gammaln(0.0)),
    ),
    "mpmath mp.prec": (lambda: setattr(mpmath.mp, "dps", 40), lambda: mpmath.mpf(1) / 3),
    "mpmath mp.pretty": (lambda: setattr(mpmath.mp, "pretty", True), lambda: repr(mpmath.mpf(1))),
    "sympy.core.parameters global_parameters.evaluate": (
        lambda: setattr(sympy.core.parameters.global_parameters, "evaluate", False), lambda: x + x,
    ),
    "sympy.core.parameters global_parameters.distribute": (
        lambda: setattr(sympy.core.parameters.global_parameters, "distribute", False), lambda: 2 * (x + 1),
    ),
    "sympy.core.parameters global_parameters.exp_is_pow": (
        lambda: setattr(sympy.core.parameters.global_parameters, "exp_is_pow", True), lambda: type(sympy.exp(x)).__name__,
    ),
    "sympy.assumptions.assume assumptions": (
        lambda: sympy.assumptions.global_assumptions.add(sympy.Q.positive(x)), lambda: sympy.ask(sympy.Q.positive(x)),
    ),
    "sympy.printing.printer printing": (
        lambda: sympy.printing.printer.Printer.set_global_settings(full_prec=True), lambda: sympy.Float(0.5) * x,
    ),
    "decimal context": (
        lambda: decimal.setcontext(decimal.Context(prec=5, traps=[])), lambda: raised(lambda: decimal.Decimal("no") / 3),
    ),
    "sys digits of a whole number": (
        lambda: sys.set_int_max_str_digits(0), lambda: len(raised(lambda: str(10**5000))),
    ),
}  # fmt: skip


def name_of(setting: Setting) -> str:
    return f"{setting.module} {setting.name}"


def shown() -> str:
    """Everything at once that one of the settings changes."""
    return " | ".join(f"{name}: {show()}" for name, (_, show) in CHANGES.items())


def one_third(n: int) -> Fraction:
    return Fraction(n, 3)


def one_quarter(n: int) -> Fraction:
    return Fraction(n, 4)


def one_half(n: int) -> Fraction:
    return Fraction(n, 2)


def halves(look: Callable[[], str]) -> Claim:
    """A claim whose words say what its check has seen."""

    def check(formula: Callable[[int], Fraction], n: int) -> Comparison:
        """A half of n is n/2."""
        same = formula(n) == Fraction(n, 2)
        return Comparison(Verdict.HOLDS if same else Verdict.REFUTED, look(), "")

    return claim(
        id="half", slide="Settings", status="F", scope="positive whole numbers",
        printed=refuted(one_third, "half of a number is not a third of it"), corrected=one_half,
        controls=[one_quarter], cases=[{"n": 1}],
    )(decided(exact(n=st.integers(1, 10**6)))(check))  # fmt: skip


def evidence(claim: Claim) -> list[dict[str, Any]]:
    """What judging every form leaves, but for the seconds."""
    found = []
    for form in claim.forms:
        decision, _ = judge(claim, form, claim.deciders[0], SMOKE, 1)
        found.append(dict(entry_of(claim, form, claim.deciders[0], decision, 0.0, "a.py::b")))
    return found


def values() -> dict[str, object]:
    return {name_of(setting): setting.read(sys.modules[setting.module]) for setting in SETTINGS}


@pytest.fixture(autouse=True)
def left_as_it_was() -> Iterator[None]:
    """Every test begins with the settings that are wanted, and leaves those that it has met."""
    before = [setting.read(sys.modules[setting.module]) for setting in SETTINGS]

    def put(wanted: Any) -> None:
        for setting, value in zip(SETTINGS, wanted, strict=True):
            setting.put(sys.modules[setting.module], value)

    put(setting.wanted for setting in SETTINGS)
    yield
    put(before)


def test_every_setting_has_somebody_who_changes_it() -> None:
    assert sorted(CHANGES) == sorted(map(name_of, SETTINGS))


@pytest.mark.parametrize("name", CHANGES)
def test_whoever_changes_it_beforehand_the_evidence_is_the_same_and_it_is_put_back(name: str) -> None:
    change, show = CHANGES[name]
    without, as_it_was = evidence(halves(shown)), str(show())
    change()
    changed = values()
    assert str(show()) != as_it_was, "the change is one that can be seen"
    assert evidence(halves(shown)) == without
    assert values() == changed


def test_a_check_that_changes_them_leaves_none_of_it_behind() -> None:
    def change_everything() -> str:
        for change, _ in CHANGES.values():
            change()
        return "changed"

    before = values()
    assert [entry["verdict"] for entry in evidence(halves(change_everything))] == ["refuted", "holds", "refuted"]
    assert values() == before


def test_an_error_in_a_check_leaves_none_of_it_behind() -> None:
    def fail() -> str:
        flint.ctx.prec = 500
        raise ArithmeticError("a defect")

    with pytest.raises(ArithmeticError, match="a defect"):
        evidence(halves(fail))
    assert flint.ctx.prec == 53


def test_a_counterexample_is_replayed_under_the_same_settings() -> None:
    sentence = halves(shown).replay("one_third", "exact", n=1)
    for change, _ in CHANGES.values():
        change()
    changed = values()
    assert halves(shown).replay("one_third", "exact", n=1) == sentence
    assert values() == changed


def test_what_a_check_loads_changes_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library comes with the first form that needs it, and with settings of its own."""
    came = SimpleNamespace(threads=2)
    late = Setting("late", "threads", 1, lambda late: late.threads, lambda late, value: setattr(late, "threads", value))
    monkeypatch.setattr(dependencies, "SETTINGS", (*SETTINGS, late))
    monkeypatch.delitem(sys.modules, "late", raising=False)

    def load() -> str:
        library: Any = sys.modules.setdefault("late", came)  # type: ignore[arg-type]
        return f"{library.threads} threads"

    try:
        first = evidence(halves(load))
        assert came.threads == 2
        assert evidence(halves(load)) == first
    finally:
        sys.modules.pop("late", None)


def test_what_is_not_loaded_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = {setting.module for setting in SETTINGS}
    for name in loaded:
        monkeypatch.delitem(sys.modules, name)
    before = set(sys.modules)
    with known_settings():
        assert not sys.modules.keys() & loaded
    assert set(sys.modules) == before
