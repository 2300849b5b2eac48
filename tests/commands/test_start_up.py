"""What a command loads before it answers: whoever lists or judges claims that need no torch does not wait for it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import forked
import pytest

from lemmata import late

CLAIMS = '''
"""Binomial formulas."""
from lemmata import claim, determinant, equal, matrices, rationals, transpose


def product(A, a):
    return a**2 * determinant(A)


def sum_of_both(A, a):
    return a**2 + determinant(A)


@claim("det aA = a² det A", printed=product, controls=[sum_of_both], A=matrices(2, 2), a=rationals())
def claim_determinant(formula, A, a):
    """det aA = a² det A, for 2×2 matrices."""
    return equal(formula(A, a), determinant(a * transpose(A)))
'''
LECTURE = Path(__file__).parents[2] / "claims" / "lecture17"
SLOW = ("torch", "scipy", "numpy", "matplotlib")
ASKED = f"""
import sys
{{0}}
print(*(name for name in {SLOW!r} if name in sys.modules), file=sys.stderr)
"""
COMMAND = ASKED.format("from lemmata.commands.main import lemmata\nlemmata(sys.argv[1:], standalone_mode=False)")
PYTEST = ASKED.format("import pytest\npytest.main(sys.argv[1:])")


def loaded(script: str, *arguments: str, folder: Path) -> tuple[str, list[str]]:
    """What a process of its own wrote, and which of the slow libraries it had loaded at its end; it began with none."""
    ran = forked.run([sys.executable, "-c", script, *arguments], cwd=folder, quick=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout, ran.stderr.split()


@pytest.mark.parametrize(
    ("script", "arguments", "says"),
    [
        (COMMAND, ("list", "."), "determinant"),
        (COMMAND, ("show", "determinant", "."), "det aA = a² det A"),
        (PYTEST, (".", "--co", "-q"), "claim_determinant[printed-product-exact]"),
        (PYTEST, (".", "--claims-profile=smoke"), "1 claim · "),
    ],
    ids=["list", "show", "collect", "judge"],
)
def test_claims_without_torch_do_not_load_it(script, arguments, says, tmp_path) -> None:
    (tmp_path / "binomial.py").write_text(CLAIMS, encoding="utf-8")
    written, slow = loaded(script, *arguments, folder=tmp_path)
    assert says in written
    assert slow == []


def test_a_text_that_loads_it_is_seen(tmp_path) -> None:
    (tmp_path / "binomial.py").write_text(
        CLAIMS.replace("from lemmata", "import torch\nfrom lemmata", 1), encoding="utf-8"
    )
    _, slow = loaded(COMMAND, "list", ".", folder=tmp_path)
    assert "torch" in slow


@pytest.mark.parametrize(
    ("script", "arguments", "says"),
    [
        (COMMAND, ("list",), "jacobian-order"),
        (COMMAND, ("show", "jacobian-order"), "jacobian-order"),
        (PYTEST, (str(LECTURE), "--co", "-q"), "claim_determinant_of_a_product["),
    ],
    ids=["list", "show", "collect"],
)
def test_the_lecture_is_told_without_torch(script, arguments, says) -> None:
    script = script.replace(repr(SLOW), repr(("torch", "scipy", "matplotlib")))
    written, slow = loaded(script, *arguments, folder=LECTURE)
    assert says in written
    assert slow == []


def test_what_a_text_put_off_is_there_before_a_form_is_judged(tmp_path) -> None:
    """The form that would be the first to ask for torch does not wait for it, and is not judged twice for its settings."""
    (tmp_path / "networks.py").write_text(CLAIMS.replace("import claim", "import networks, claim", 1), encoding="utf-8")
    (tmp_path / "conftest.py").write_text(
        "import sys\ndef pytest_runtest_setup(item):\n    print('torch' in sys.modules, file=sys.stderr)\n",
        encoding="utf-8",
    )
    _, said = loaded(PYTEST, ".", "-s", "--claims-profile=smoke", folder=tmp_path)
    assert set(said) == {"True", "torch", "numpy"}


def test_whoever_has_taken_a_late_library_is_given_it_when_it_is_loaded() -> None:
    import torch

    taken = late.torch
    somebody = ModuleType("somebody")
    vars(somebody).update(torch=taken, other=taken)
    sys.modules["somebody"] = somebody
    try:
        late.load()
    finally:
        del sys.modules["somebody"]
    assert vars(somebody)["torch"] is torch and vars(somebody)["other"] is taken


def test_what_is_late_is_the_library_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    assert late.torch.Tensor is torch.Tensor and late.torch.float64 is torch.float64
    monkeypatch.setattr(torch, "ones", "set by somebody")
    assert late.torch.ones == "set by somebody"
    with pytest.raises(AttributeError, match="no attribute 'flint'"):
        late.flint  # noqa: B018 - nobody puts it off
    with pytest.raises(AttributeError, match="no attribute 'no_such_function'"):
        late.torch.no_such_function  # noqa: B018
