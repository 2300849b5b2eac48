"""Formulas as MathML: each construct exactly, then every statement of the lecture, then any text at all."""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from html import escape
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings, strategies as st

import lecture17
from lemmata.evidence.claim import Claim
from lemmata.pages.mathematics import typeset
from lemmata.pages.notation import NAMES

CLAIMS = [
    value
    for module in pkgutil.iter_modules(lecture17.__path__)
    for value in vars(importlib.import_module(f"lecture17.{module.name}")).values()
    if isinstance(value, Claim)
]
TEXTS = sorted(
    {text for claim in CLAIMS for text in (claim.statement_printed, claim.statement_corrected, claim.scope) if text}
    | {form.erratum for claim in CLAIMS for form in claim.forms if form.erratum}
    | {form.kindest for claim in CLAIMS for form in claim.forms if form.kindest}
)


def open_(sign: str = "(") -> str:
    return f'<mo form="prefix" stretchy="false">{sign}</mo>'


def close(sign: str = ")") -> str:
    return f'<mo form="postfix" stretchy="false">{sign}</mo>'


def i(*letters: str) -> str:
    return "".join(f"<mi>{letter}</mi>" for letter in letters)


THIN = '<mspace width="0.17em"/>'
MINUS = '<mo form="prefix">−</mo>'


@pytest.mark.parametrize(
    ("text", "mathml"),
    [
        ("θ", "<mi>θ</mi>"),
        ("f_θ̂", '<msub><mi>f</mi><mover accent="true"><mi>θ</mi><mo stretchy="false">ˆ</mo></mover></msub>'),
        ("ȳ", '<mover accent="true"><mi>y</mi><mo stretchy="false">¯</mo></mover>'),
        ("s′", "<msup><mi>s</mi><mo>′</mo></msup>"),
        ("s'(x)", f"<msup><mi>s</mi><mo>′</mo></msup><mrow>{open_()}<mi>x</mi>{close()}</mrow>"),
        ("s'' = 0", "<msup><mi>s</mi><mo>″</mo></msup><mo>=</mo><mn>0</mn>"),
        ("s″", "<msup><mi>s</mi><mo>″</mo></msup>"),
        ("x > 1e-9", "<mi>x</mi><mo>&gt;</mo><mn>1e-9</mn>"),
        ("P_samples", "<msub><mi>P</mi><mtext>samples</mtext></msub>"),
        ("W₁⁻¹", f"<msubsup><mi>W</mi><mn>1</mn><mrow>{MINUS}<mn>1</mn></mrow></msubsup>"),
        ("χ²_d", "<msubsup><mi>χ</mi><mi>d</mi><mn>2</mn></msubsup>"),
        ("x^⌊m⌋", f"<msup><mi>x</mi><mrow>{open_('⌊')}<mi>m</mi>{close('⌋')}</mrow></msup>"),
        ("vvᵀ", "<mi>v</mi><msup><mi>v</mi><mi>T</mi></msup>"),
        (
            "n^{−1/d}",
            f'<msup><mi>n</mi><mrow>{MINUS}<mn>1</mn><mo lspace="0" rspace="0">/</mo><mi>d</mi></mrow></msup>',
        ),
        ("ε^(m/2)", '<msup><mi>ε</mi><mrow><mi>m</mi><mo lspace="0" rspace="0">/</mo><mn>2</mn></mrow></msup>'),
        (
            "x^{(1/d)}",
            f'<msup><mi>x</mi><mrow>{open_()}<mn>1</mn><mo lspace="0" rspace="0">/</mo><mi>d</mi>{close()}</mrow></msup>',
        ),
        ("E_{P_g}", "<msub><mi>E</mi><msub><mi>P</mi><mi>g</mi></msub></msub>"),
        ("log P", f"<mi>log</mi>{THIN}<mi>P</mi>"),
        ("det(AB)", f"<mi>det</mi><mrow>{open_()}{i('A', 'B')}{close()}</mrow>"),
        ("area(r)", f"<mi>area</mi><mrow>{open_()}<mi>r</mi>{close()}</mrow>"),
        ("½", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        ("ε/(4L)", f"<mfrac><mi>ε</mi><mrow><mn>4</mn>{i('L')}</mrow></mfrac>"),
        ("(a + b)/2", f"<mfrac><mrow>{i('a')}<mo>+</mo>{i('b')}</mrow><mn>2</mn></mfrac>"),
        ("∂/∂x_j", "<mfrac><mi>∂</mi><mrow><mi>∂</mi><msub><mi>x</mi><mi>j</mi></msub></mrow></mfrac>"),
        ("√d", "<msqrt><mi>d</mi></msqrt>"),
        ("√(x + 1)", f"<msqrt>{i('x')}<mo>+</mo><mn>1</mn></msqrt>"),
        ("−f", f"{MINUS}<mi>f</mi>"),
        ("a − b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
        ("n-1", "<mi>n</mi><mo>−</mo><mn>1</mn>"),
        ("(·)²", f"<msup><mrow>{open_()}<mi>·</mi>{close()}</mrow><mn>2</mn></msup>"),
        (
            "Σ_{k=1}^l k",
            '<msubsup><mo lspace="0">∑</mo><mrow><mi>k</mi><mo>=</mo><mn>1</mn></mrow><mi>l</mi></msubsup><mi>k</mi>',
        ),
        (
            "∏_{i<s} i",
            '<msub><mo lspace="0">∏</mo><mrow><mi>i</mi><mo>&lt;</mo><mi>s</mi></mrow></msub><mi>i</mi>',
        ),
        ("Σ⁻¹x", f"<msup><mi>Σ</mi><mrow>{MINUS}<mn>1</mn></mrow></msup><mi>x</mi>"),
        ("N(0, Σ)", f"<mi>N</mi><mrow>{open_()}<mn>0</mn><mo>,</mo><mi>Σ</mi>{close()}</mrow>"),
        ("∫₀^∞", '<msubsup><mo lspace="0">∫</mo><mn>0</mn><mi>∞</mi></msubsup>'),
        ("log|s|", f"<mi>log</mi><mrow>{open_('|')}<mi>s</mi>{close('|')}</mrow>"),
        (
            "|log|s||",
            f"<mrow>{open_('|')}<mi>log</mi><mrow>{open_('|')}<mi>s</mi>{close('|')}</mrow>{close('|')}</mrow>",
        ),
        ("2|F|", f"<mn>2</mn><mrow>{open_('|')}<mi>F</mi>{close('|')}</mrow>"),
        (
            "{x | |x| > 0}",
            f'<mrow>{open_("{")}<mi>x</mi><mo stretchy="false" lspace="0.2em" rspace="0.2em">|</mo>'
            f"<mrow>{open_('|')}<mi>x</mi>{close('|')}</mrow><mo>&gt;</mo><mn>0</mn>{close('}')}</mrow>",
        ),
        (
            "KL(P‖Q)",
            f'<mi>KL</mi><mrow>{open_()}<mi>P</mi><mo stretchy="false" lspace="0.2em" rspace="0.2em">‖</mo>'
            f"<mi>Q</mi>{close()}</mrow>",
        ),
        (
            "P(all different)",
            f'<mi>P</mi><mrow>{open_()}<mtext>all</mtext><mspace width="0.25em"/><mtext>different</mtext>{close()}</mrow>',
        ),
        ("(1/ε)", '<mrow><mo form="prefix">(</mo><mfrac><mn>1</mn><mi>ε</mi></mfrac><mo form="postfix">)</mo></mrow>'),
    ],
)
def test_a_construct(text: str, mathml: str) -> None:
    assert typeset(text) == f'<math alttext="{escape(text)}">{mathml}</math>'


@pytest.mark.parametrize(
    "text",
    [
        "1/2√N",
        "ε/4L",
        "1/n!",
        "x/y/z",
        "log x/2",
        "f(x)/2",
        "1/(a + b + c + d)",
        "a/f(x)",
        "|x|/2",
        "x₁x₂x₃x₄x₅x₆/2",
        "f'(x)/g'(x)",
    ],
)
def test_a_slash_stays_where_a_fraction_could_mislead(text: str) -> None:
    assert "<mfrac>" not in typeset(text)
    assert '<mo lspace="0" rspace="0">/</mo>' in typeset(text)


def formulas(text: str) -> list[str]:
    return [str(element.get("alttext")) for element in ElementTree.fromstring(f"<p>{typeset(text)}</p>").iter("math")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a maximum over f_θ needs a compact Θ", ["f_θ", "Θ"]),
        ("A countable F has no such N. A maximal one: a θ̂∈Θ", ["F", "N", "θ̂∈Θ"]),
        ("det A, or a ≤ b, or A and a", ["det A", "a ≤ b", "A", "a"]),
        ("for N i.i.d. samples, i.e. many", ["N"]),
        ("the letter 'x' = that, and f's", ["x", "f"]),
        ("by the bound [Hoeffding 1963, Theorem 2] for an L-Lipschitz f", ["L", "f"]),
        ("the max is 16 times the log; don't skip max_iter or __init__", []),
        ("an ε-net (of the unit ball B)", ["ε", "B"]),
        ("so |a (of some)| b", ["a", "b"]),
        ("for x = g(z), s = σ⁻¹: and so on", ["x = g(z)", "s = σ⁻¹"]),
        ("claim(s) that f(s) holds", ["f(s)"]),
        ("256 = 2⁸ of 256, 1,100 and .5", ["256 = 2⁸"]),
        ("n! is large! The factor 1-to-1", ["n!"]),
        ("see https://example.org/a_b^2 and/or e-mail", ["e"]),
    ],
)
def test_what_is_a_formula_and_what_is_prose(text: str, found: list[str]) -> None:
    assert formulas(text) == found


def test_prose_and_formulas_are_escaped() -> None:
    assert "<script" not in typeset("<script>alert('x')</script>")
    assert typeset('"Tom" & Jerry') == "&quot;Tom&quot; &amp; Jerry"
    assert typeset('x_"') == '<span style="white-space:nowrap"><math alttext="x"><mi>x</mi></math>_&quot;</span>'
    assert typeset("null\x00 \ud800") == "null\ufffd \ufffd"


def test_line_breaks_in_the_source_are_spaces() -> None:
    assert typeset("so that\n    d ≤\nn") == typeset("so that d ≤ n")


def test_punctuation_stays_with_its_formula() -> None:
    assert typeset("(for f).") == ('(for <span style="white-space:nowrap"><math alttext="f"><mi>f</mi></math>).</span>')


def test_a_long_formula_may_break_before_relations_and_then_in_brackets() -> None:
    assert formulas("|E_samples f − E_gen f| ≤ |E_samples f − E_real f| + |E_real f − E_gen f|") == [
        "|E_samples f − E_gen f|",
        "≤ |E_samples f − E_real f|",
        "+ |E_real f − E_gen f|",
    ]
    assert formulas("P(∃θ: |E_gen f_θ − E_samples f_θ| + |E_gen f_θ − E_real f_θ| > ε)") == [
        "P(∃θ:",
        "|E_gen f_θ − E_samples f_θ|",
        "+ |E_gen f_θ − E_real f_θ|",
        "> ε)",
    ]


def test_a_formula_breaks_before_it_follows_rather_than_before_a_relation() -> None:
    assert formulas("P(X > a) ≤ exp(−2m t²) = δ ⇒ m ≥ 1/(2t²) = n") == [
        "P(X > a) ≤ exp(−2m t²) = δ",
        "⇒ m ≥ 1/(2t²) = n",
    ]


def test_a_sum_that_goes_on_in_a_new_line_is_no_sign() -> None:
    text = "|E_samples f − E_gen f| ≤ |E_samples f − E_real f| + |E_real f − E_gen f|"
    assert '<mo form="infix" lspace="0">+</mo>' in typeset(text)
    assert '<mo form="prefix">+</mo>' not in typeset(text) and '<mo form="prefix">+</mo>' in typeset("+x")


def shown(text: str) -> str:
    return "".join(ElementTree.fromstring(f"<p>{typeset(text)}</p>").itertext())


def characters(text: str) -> str:
    """What a reader sees: no spaces, scripts and fractions as plain characters, one character for each sign."""
    text = unicodedata.normalize("NFKD", text)
    signs = str.maketrans({"ˆ": "\u0302", "¯": "\u0304", "∑": "Σ", "-": "−", "⁄": "/"})
    return "".join(unicodedata.normalize("NFKD", text.translate(signs)).split())


@pytest.mark.parametrize("text", TEXTS)
def test_a_statement_of_the_lecture_is_set_completely(text: str) -> None:
    page = ElementTree.fromstring(f"<p>{typeset(text)}</p>")
    for element in page.iter():
        assert not re.search(r"(?<![a-z]{2})[_^]|[√²³¹⁻₀-₉½]", f"{element.text or ''}{element.tail or ''}"), (
            "a script or root is left as it was"
        )
        if element.tag == "mi" and len(element.text or "") > 1:
            assert element.text in NAMES, f"{element.text} is no name of a function"
    # fractions, roots and scripts are shown without their signs, subscripts before superscripts
    ignored = str.maketrans("", "", "/_^√{}()")
    assert sorted(characters(shown(text)).translate(ignored)) == sorted(characters(text).translate(ignored))


def test_the_statements_are_all_there() -> None:
    assert len(CLAIMS) >= 91
    assert sum(len(formulas(text)) for text in TEXTS) > 500


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from("abPΣθ12 .,:_^{}()[]|‖⟨⟩√/½²₁′−+=<≤∫∂!-\u0302")),
        max_size=60,
    )
)
@settings(deadline=None)
@example("((((" * 100)
@example("_{" * 500 + "}" * 500)
@example("x_{" * 500)
@example("√" * 3000)
@example("|a" * 3000)
@example("(a" * 1000 + ")" * 1000)
def test_any_text_gives_well_formed_markup_and_all_that_was_read(text: str) -> None:
    page = ElementTree.fromstring(f"<p>{typeset(text)}</p>")
    assert {element.tag for element in page.iter()} <= {
        *("p", "span", "math", "mi", "mn", "mo", "mtext", "mrow", "mspace"),
        *("msub", "msup", "msubsup", "mfrac", "msqrt", "mover"),
    }
    assert typeset(text) == typeset(text)
    letters = [c for c in unicodedata.normalize("NFKD", text) if c.isascii() and c.isalnum()]
    assert sorted(
        c for c in unicodedata.normalize("NFKD", "".join(page.itertext())) if c.isascii() and c.isalnum()
    ) == sorted(letters)
