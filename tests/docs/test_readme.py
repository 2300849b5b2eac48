"""README.md says what is so: its claim, its table, its commands, its options and its links."""

from __future__ import annotations

import contextlib
import importlib
import io
import pkgutil
import re
from pathlib import Path

import pytest
from shown import blocks

import lecture17
from lemmata.evidence.claim import Claim
from lemmata.evidence.profiles import PROFILES
from lemmata.numerics.verdict import Grade, Verdict
from lemmata.run import options
from lemmata.run.entry import MARKERS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
README = PAGES[0].read_text(encoding="utf-8")
MODULES = [importlib.import_module(f"lecture17.{module.name}") for module in pkgutil.iter_modules(lecture17.__path__)]
CLAIMS = {value.id: value for module in MODULES for value in vars(module).values() if isinstance(value, Claim)}


def test_the_claim_stands_in_its_file_word_for_word() -> None:
    source = (ROOT / "claims" / "lecture17" / "the_jacobian.py").read_text(encoding="utf-8")
    for part in blocks(README, "python")[0].strip().split("\n\n\n"):
        for piece in [part] if part.startswith(("def", "@")) else part.splitlines():
            assert piece in source, f"not in the_jacobian.py:\n{piece}"


def test_the_snippet_prints_the_refuting_sentence() -> None:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(blocks(README, "python")[1], "README.md", "exec"), {})
    assert output.getvalue() == blocks(README, "text")[1]


def test_the_node_id_is_that_of_the_printed_form() -> None:
    claim = CLAIMS["jacobian-order"]
    form = claim.forms[0]
    assert form.role == "printed"
    file = f"claims/{claim.module.replace('.', '/')}.py"
    assert f"'{file}::{claim.__name__}[{form.role}-{form.name}-{Grade.EXACT.value}]'" in README


def test_the_table_lists_every_claim_with_its_expected_verdicts() -> None:
    table = blocks(README, "text")[0]
    assert f"── {lecture17.TITLE} ──" in table
    rows = {words[0]: words for line in table.splitlines() if (words := re.split(r" {2,}", line.strip()))[0] in CLAIMS}
    assert rows.keys() == CLAIMS.keys()
    seeing: dict[str, int] = {}
    for claim in CLAIMS.values():
        verdicts = rows[claim.id][2:4]
        forms = {form.role: form.expected for form in claim.forms}
        as_printed = {Verdict.REFUTED: "REFUTED", Verdict.HOLDS: "holds", None: "–"}
        assert verdicts[0] == as_printed[forms.get("printed")], claim.id
        assert verdicts[1] == ("holds" if "corrected" in forms else "–"), claim.id
        controls = [form for form in claim.forms if form.role == "control"]
        grades = [decider.grade for decider in claim.deciders]
        blind = sum(all(form.expected_in(grade) is Verdict.HOLDS for grade in grades) for form in controls)
        seeing[claim.id] = len(controls) - blind
        counted = f"{seeing[claim.id]}/{seeing[claim.id]}" + (f" +{blind} blind" if blind else "")
        assert rows[claim.id][4:] == [counted, " · ".join(grade.value for grade in grades)], claim.id
    assert f" {len(CLAIMS)} claims · " in table
    assert f" {sum(seeing.values())} of {sum(seeing.values())} controls refuted" in table
    assert "!" not in table and "WRONG" not in table


def test_the_commands_are_those_that_ci_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    first, second = (block.strip() for block in blocks(README, "sh")[:2])
    assert first == "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e . && .venv/bin/pytest claims"
    assert second == first.replace("-e . ", "-e '.[dev]' ").removesuffix(" claims")
    for part in ("-m venv ", "pip install -c constraints.txt -e '.[dev]'", " pytest claims ", " pytest -n 2\n"):
        assert part in script
    assert "run: .ci/run\n" in (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


def test_options_profiles_and_markers_are_those_there_are(pytestconfig: pytest.Config) -> None:
    there = {name for name in vars(pytestconfig.option) if name.startswith("claims_")}
    assert {name.replace("-", "_") for name in re.findall(r"`--(claims-[a-z]+)", README)} == there
    assert str(options.DEFAULT_SEED) in README
    for name in (*PROFILES, *(marker for marker in MARKERS if marker not in {grade.value for grade in Grade})):
        assert f"`{name}`" in README
    for grade in Grade:
        assert f"\n| {grade.value} | " in README


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_claim_of_ones_own_is_that_of_the_page_on_writing_one() -> None:
    page = (ROOT / "docs" / "writing-a-claim.md").read_text(encoding="utf-8")
    assert blocks(page, "python")[0] in README
