"""Slips in a claim of one's own: each is one sentence, found where it is declared if it can be, and the run is red."""

from __future__ import annotations

from itertools import takewhile

import pytest


def lines_before_the_summary(result: pytest.RunResult) -> list[str]:
    """The lines of a run up to pytest's own summary, which repeats what was told where CI is set."""
    return list(takewhile(lambda line: "short test summary info" not in line, result.outlines))


FIRST = '''
"""A first claim."""
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from lemmata import Symbols, certified, claim, decided, equal, exact, symbolic
from lemmata.numerics.arithmetic import Numbers
from lemmata.theory.exact.case import Case


@dataclass(frozen=True)
class Pair(Case):
    arithmetics = (Numbers, Symbols)
    p: Fraction | str
    q: Fraction | str

    def lift(self, arithmetic):
        return tuple(arithmetic.numbers(self.p, self.q))


def halves():
    return st.integers(-20, 20).map(lambda n: Fraction(n, 2))


def square_of_the_sum(pairs):
    p, q = pairs
    return p * p + 2 * p * q + q * q


def without_the_middle(pairs):
    p, q = pairs
    return p * p + q * q


@claim(
    id="binomial", slide="Squares", scope="halves up to 10", uses=[],
    printed=square_of_the_sum, controls=[without_the_middle], cases=[Pair(1, 2)],
)
@decided(exact(pairs=st.builds(Pair, halves(), halves())))
def claim_binomial(formula, pairs):
    """(p + q)² = p² + 2pq + q²."""
    p, q = pairs
    return equal(formula(pairs), (p + q) * (p + q))
'''.lstrip()

DECIDED = "exact(pairs=st.builds(Pair, halves(), halves()))"
CASES = "cases=[Pair(1, 2)]"
RETURN = "return equal(formula(pairs), (p + q) * (p + q))"
SQUARE = "return p * p + 2 * p * q + q * q"
CHECK = "def claim_binomial(formula, pairs):"
CLAIM, DECIDER = FIRST[: FIRST.index("@claim(")].count("\n") + 1, FIRST[: FIRST.index(DECIDED)].count("\n") + 1

# a slip by its place in the text, and the sentence that the run says of it
DECLARED = [
    (DECIDED, "exact(pair=halves())", CLAIM, "claim 'binomial': exact(pair=…) does not fit its check, which takes pairs"),
    (DECIDED, "certified()", CLAIM, "claim 'binomial': certified() does not fit its check, which takes pairs"),
    (
        DECIDED, "exact(pairs=halves(), n=halves())", CLAIM,
        "claim 'binomial': exact(pairs=…, n=…) does not fit its check, which takes pairs",
    ),
    (
        DECIDED, "symbolic(pair=[Pair('p', 'q')])", CLAIM,
        "claim 'binomial': symbolic(pair=…) does not fit its check, which takes pairs",
    ),
    (DECIDED, "symbolic(pairs=5)", DECIDER, "symbolic(pairs=…) takes a list of shapes, each of them a case, and got 5"),
    (
        DECIDED, "exact(pairs=3)", DECIDER,
        "exact(pairs=…) takes a Hypothesis strategy that cases are drawn from, and got 3: a case that is written down "
        "belongs in cases=[…] of the claim",
    ),
    (
        DECIDED, "exact(pairs=[1, 2])", DECIDER,
        "exact(pairs=…) takes a Hypothesis strategy that cases are drawn from, and got [1, 2]: write st.sampled_from([…]) "
        "to draw from these values",
    ),
    (
        DECIDED, "certified(pairs=halves)", DECIDER,
        "certified(pairs=…) takes a Hypothesis strategy that cases are drawn from, and got the function halves: call it",
    ),
    (CASES, "cases=[dict(pair=Pair(1, 2))]", CLAIM, "claim 'binomial': written case 1 names pair, and its check takes pairs"),
    (
        CASES, "cases=[Pair(1, 2), Pair(0.5, 1.5)]", CLAIM,
        "claim 'binomial': written case 2 holds the float 0.5 (pairs.p): cases are exact, write '0.5' or a Fraction",
    ),
    (
        CASES, "cases=[Pair(1, [2, {'x': Pair(1, 0.25)}])]", CLAIM,
        "claim 'binomial': written case 1 holds the float 0.25 (pairs.q[1]['x'].q): cases are exact, write '0.25' or a "
        "Fraction",
    ),
    (
        "class Pair(Case)", "class Pair", CLAIM,
        "claim 'binomial': written case 1 gives pairs a Pair, which has no `into`: derive Pair from Case and write "
        "lift(arithmetic)",
    ),
    (
        CHECK, "def claim_binomial():", CLAIM,
        "claim 'binomial': its check takes the formula and at least one case parameter, def claim_binomial(formula, case)",
    ),
    (
        CHECK, "def claim_binomial(formula, *pairs):", CLAIM,
        "claim 'binomial': its check takes *pairs: give each value of a case a name",
    ),
]  # fmt: skip

JUDGED = [
    (RETURN, "return True", "the check returned True: return equal(left, right), at_most(left, right) or the like"),
    (RETURN, "", "the check returned None: return equal(left, right), at_most(left, right) or the like"),
    (RETURN, "return p", "the check returned RationalMatrix(1): return equal(left, right), at_most(left, right) or the like"),
    (
        DECIDED, "exact(pairs=st.integers(0, 99).map(float))",
        "a case holds the float 0.0 (pairs): cases are exact, draw whole numbers or fractions",
    ),
    (DECIDED, "exact(pairs=st.nothing())", "the strategy for pairs draws nothing: every example is rejected"),
    (
        DECIDED, "exact(pairs=halves().filter(lambda q: q > 99))",
        "the strategy for pairs draws nothing: every example is rejected",
    ),
    (DECIDED, "exact(pairs=st.integers(5, 3))", "InvalidArgument: Cannot have max_value=3 < min_value=5"),
    ("Fraction(n, 2)", "Fraction(n, 0)", "ZeroDivisionError: Fraction(0, 0)"),
    ("arithmetic.numbers(", "arithmatic.numbers(", "NameError: name 'arithmatic' is not defined"),
    (SQUARE, "return square_of_the_sum(pairs)", "RecursionError: maximum recursion depth exceeded"),
]  # fmt: skip


def changed(old: str, new: str) -> str:
    assert FIRST.count(old) == 1, f"{old!r} stands {FIRST.count(old)} times in the text"
    return FIRST.replace(old, new)


def block(result: pytest.RunResult) -> dict[str, str]:
    """The lines of the first form that went wrong, by their first word."""
    names = ("claim", "form", "case", "while", "error", "instead", "again")
    lines = [said.partition(" ") for said in result.outlines if said.startswith(tuple(f"{name} " for name in names))]
    return {name: said.strip() for name, _, said in reversed(lines)}


def test_the_claim_without_a_slip(toys):
    toys.write("first.py", FIRST)
    assert toys.run("first.py").ret == pytest.ExitCode.OK


@pytest.mark.parametrize(("old", "new", "line", "sentence"), DECLARED)
def test_a_slip_that_shows_where_it_is_declared(toys, old, new, line, sentence):
    toys.write("first.py", changed(old, new))
    result = toys.run("first.py")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    (told,) = [said for said in result.outlines if said.startswith("first.py:")]
    where, _, said = told.partition(": ")
    assert said == sentence
    assert int(where.partition(":")[2]) in (line, line + 1), "Python 3.12 counts the line of a decorator otherwise"
    assert len(lines_before_the_summary(result)) < 16


@pytest.mark.parametrize(("old", "new", "error"), JUDGED)
def test_a_slip_that_shows_as_a_form_is_judged(toys, old, new, error):
    toys.write("first.py", changed(old, new))
    result, found = toys.record("first.py", "-k", "printed")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    said = block(result)
    assert said["claim"] == "binomial · Squares" and said["form"] == "printed square_of_the_sum, exact"
    assert said.get("while") == "pairs was drawn" or said["case"].startswith("pairs=")
    assert said["error"].startswith(error) and found["claims"][0]["forms"][0]["error"] == said["error"]
    assert said["again"].startswith("pytest 'first.py::claim_binomial[printed-square_of_the_sum-exact]' --claims-seed")
    assert len(lines_before_the_summary(result)) < 42
    assert not [said for said in result.outlines if "site-packages" in said or said.startswith("E ")]


def test_a_denominator_of_zero_names_the_case_and_what_to_do(toys):
    toys.write("first.py", changed(SQUARE, "return (p * p * p + 2 * p * p * q + q * q * p) / p"))
    result = toys.run("first.py", "-k", "printed")
    assert block(result) == {
        "claim": "binomial · Squares",
        "form": "printed square_of_the_sum, exact",
        "case": "pairs=Pair(p=Fraction(0, 1), q=Fraction(0, 1))",
        "error": "ZeroDivisionError: fmpq division by zero",
        "instead": 'leave such cases out of what is drawn, or let the check return nothing_claimed("…") there',
        "again": "pytest 'first.py::claim_binomial[printed-square_of_the_sum-exact]' --claims-seed 20200401 "
        "--claims-profile smoke",
    }
    assert len(lines_before_the_summary(result)) < 30


def test_a_denominator_of_zero_is_undecided_in_balls_and_says_so(toys):
    text = changed(SQUARE, "return (p * p * p + 2 * p * p * q + q * q * p) / p")
    toys.write("first.py", text.replace(DECIDED, DECIDED.replace("exact(", "certified(")))
    result = toys.run("first.py", "-k", "printed")
    result.stdout.fnmatch_lines(["needs * a ball is infinite: more bits, or no division by 0"])


def test_an_error_shows_the_frames_of_the_claim_and_no_others(toys):
    toys.write("first.py", changed(SQUARE, "return without_end(p, 30)") + WITHOUT_END)
    result = toys.run("first.py", "-k", "printed")
    at = result.outlines.index("… 25 frames before these")
    assert (
        result.outlines[at + 1 : at + 17]
        == ["first.py:48: in without_end", "    return without_end(p, n - 1) if n else p / 0"] * 8
    )
    whole = toys.run("first.py", "-k", "printed", "--tb=long").stdout.str()
    assert "lemmata/evidence/question.py" in whole and "in claim_binomial" not in whole, "pytest's own way"


WITHOUT_END = """

def without_end(p, n):
    return without_end(p, n - 1) if n else p / 0
"""


def test_an_error_of_a_worker_reads_like_any_other(toys):
    toys.write("first.py", changed(RETURN, "return True"))
    result, found = toys.record("first.py", "-n", "2", "-k", "printed")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    said = block(result)
    assert (said["case"], said["error"]) == (
        "pairs=Pair(p=1, q=2)", "the check returned True: return equal(left, right), at_most(left, right) or the like",
    )  # fmt: skip
    assert found["claims"][0]["forms"][0]["error"] == said["error"] and len(lines_before_the_summary(result)) < 32


def test_an_error_loses_nothing_that_was_decided(toys):
    toys.write("first.py", changed(SQUARE, "return 1 / 0"))
    result, found = toys.record("first.py", "sums.py")
    result.assert_outcomes(passed=7, failed=1)
    verdicts = [form["verdict"] for claim in found["claims"] for form in claim["forms"]]
    assert verdicts == ["error", "refuted", "refuted", "holds", "refuted", "refuted", "holds", "refuted"]


# ── claims that nobody would find ────────────────────────────────────────────────────────────────────────────────────
def test_a_claim_in_a_class_is_one_sentence(toys):
    head, decorator, rest = FIRST.partition("@claim(")
    inside = "\n".join("    " + said for said in (decorator + rest).splitlines())
    toys.write("first.py", f"{head}class Squares:\n{inside}\n")
    result = toys.run()  # the folder too looks into such a file
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(
        [
            "first.py:*: claim 'binomial' stands in class Squares, where no claim is found: write claim_binomial outside of it"
        ]
    )


def test_two_claims_of_one_name_are_one_sentence(toys):
    _, decorator, rest = FIRST.partition("@claim(")
    toys.write("first.py", FIRST + "\n\n" + (decorator + rest).replace("binomial", "binomial"[::-1], 1))
    result = toys.run("first.py")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(
        [
            f"first.py:*: claim_binomial is defined again here, and the claim of line {CLAIM + 5} is lost: give one of them "
            "another name"
        ]
    )


@pytest.mark.parametrize("second", ["claim_binomial = None\n", "def claim_binomial():\n    pass\n"])
def test_a_claim_that_is_overwritten_is_one_sentence(toys, second):
    toys.write("first.py", FIRST + second)
    result = toys.run("first.py")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([f"*claim_binomial is defined again here, and the claim of line {CLAIM + 5} is lost*"])


def test_a_claim_that_is_made_from_itself_is_not_lost(toys):
    toys.write("first.py", FIRST + "claim_binomial = list([claim_binomial])[0]\n")
    assert toys.run("first.py").ret == pytest.ExitCode.OK


# ── claims that are used ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("workers", [(), ("-n", "2")])
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere", "claim 'binomial' uses 'nowhere', which is no claim"),
        ("binomal", "claim 'binomial' uses 'binomal', which is no claim: did you mean 'binomial'?"),
        (
            "sums/triangle-numbers",
            "claim 'binomial' uses 'sums/triangle-numbers', which is no claim of sums: did you mean 'sums/triangle-number'?",
        ),
        ("text/nowhere", "claim 'binomial' uses 'text/nowhere', and there is no text 'text' here"),
    ],
)
def test_a_claim_that_uses_one_that_is_nowhere(toys, name, sentence, workers):
    toys.write("first.py", changed("uses=[]", f'uses=["{name}"]'))
    result = toys.run("first.py", *workers)
    assert result.ret != pytest.ExitCode.OK
    result.stdout.fnmatch_lines([sentence])
    assert len(lines_before_the_summary(result)) < 20


def test_a_claim_may_use_those_of_files_that_are_not_collected(toys):
    package = toys.path / "squares"
    package.mkdir()
    (package / "__init__.py").touch()
    toys.write("squares/first.py", changed("uses=[]", 'uses=["triangle-number", "derived-name", "identity", "made"]'))
    (toys.path / "sums.py").rename(package / "sums.py")
    toys.write("squares/third.py", THIRD)
    assert toys.run("squares/first.py").ret == pytest.ExitCode.OK
    toys.change('"made"', '"not-made"', "squares/first.py")
    toys.run("squares/first.py").stdout.fnmatch_lines(["claim 'binomial' uses 'not-made', which is no claim*"])
    toys.change('"not-made"', '"sums/identity"', "squares/first.py")
    toys.run("squares/first.py").stdout.fnmatch_lines(
        ["claim 'binomial' uses 'sums/identity', and there is no text 'sums' here"]
    )


THIRD = """
from lemmata import claim


@claim(uses=["not-made"])
def claim_derived_name(formula, n):
    ...


claim_x = claim(id="made")(claim_derived_name)
"""


# ── what is said and is no slip: written cases that refute nothing, spaces of few cases ──
SIGNS = """
from dataclasses import dataclass

from hypothesis import strategies as st

from lemmata import claim, decided, equal, exact
from lemmata.theory.exact.case import Case


@dataclass(frozen=True)
class Signs(Case):
    x: int
    y: int

    def lift(self, arithmetic):
        return (*arithmetic.numbers(self.x, self.y), *arithmetic.numbers(1 if self.x == self.y else -1))


def product(x, y):
    return x * y


def without_the_second(x, y):
    return x


signs = st.sampled_from((1, -1))


@claim(printed=product, controls=[without_the_second], cases=[Signs(1, -1)], scope="all signs")
@decided(exact(signs=st.builds(Signs, signs, signs)))
def claim_signs_multiply(formula, signs):
    '''The product of two signs is 1 where they are equal and −1 where they are not.'''
    x, y, found = signs
    return equal(formula(x, y), found)
"""


def test_a_false_form_that_only_drawn_cases_refute_is_named_and_the_run_is_green(toys):
    toys.change(
        "controls=[one_less, with_a_seventh], cases=[Whole(3)]", "controls=[one_less, with_a_seventh], cases=[Whole(1)]"
    )
    result, found = toys.record("--claims-profile=default")
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(
        [
            " no written case refutes: triangle-number (with_a_seventh); drawn ones do, and readers would rather see one in "
            "cases=[[]…]"
        ]
    )
    forms = {form["name"]: form for form in found["claims"][0]["forms"]}
    assert forms["with_a_seventh"]["counterexample"]["written"] is False
    assert forms["one_less"]["counterexample"]["written"] is True


def test_a_run_whose_written_cases_refute_says_nothing_of_that(toys):
    assert "no written case" not in toys.run().stdout.str()


@pytest.mark.parametrize("profile", ["smoke", "default"])
@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_space_of_few_cases_holds_and_says_so(toys, profile, workers):
    toys.write("signs.py", SIGNS)
    result, found = toys.record("signs.py", f"--claims-profile={profile}", *workers)
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines([" a form holds in all cases that can be drawn: signs-multiply (all 4 cases)"])
    held = [form for form in found["claims"][0]["forms"] if form["verdict"] == "holds"]
    assert [(form["cases"], form["exhausted"]) for form in held] == [(4, True)]
    assert not any(form["exhausted"] for form in found["claims"][0]["forms"] if form["verdict"] != "holds")


def test_a_space_of_few_cases_that_should_be_refuted_says_that_all_were_seen(toys):
    toys.write("signs.py", SIGNS.replace("    return x\n", "    return x * y\n"))
    result = toys.run("signs.py")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["got * holds, after all 4 cases"])
