"""Every counterexample of the lecture, pasted into a process that knows nothing of this run: the snippets, and node ids.

Those of a few sections go into a new shell, as readers paste them; those of the others into one process that starts from
a fork (see `forked`), each snippet in a namespace of its own, and all their node ids into one run.
"""

from __future__ import annotations

import importlib
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import forked
import pytest

from lecture17 import SECTIONS
from lemmata.evidence.claim import Claim
from lemmata.evidence.deciders import Decider
from lemmata.evidence.dependencies import known_settings
from lemmata.evidence.forms import Form
from lemmata.evidence.judge import entry_of, judge
from lemmata.evidence.profiles import profile_named
from lemmata.numerics.verdict import Verdict
from lemmata.run.item import suffix
from lemmata.run.options import DEFAULT_SEED

ROOT = Path(__file__).parents[2]
# Written cases refute in every profile, and leave the same in the evidence file: one draw beside them is enough here.
ONE_DRAW = replace(profile_named("smoke"), cases=1, largest=1, search=1, sampled=1)

every_section = pytest.mark.parametrize("section", SECTIONS)
IN_A_SHELL = (SECTIONS[0], SECTIONS[len(SECTIONS) // 2], SECTIONS[-1])

IN_PYTHON = """
cd {elsewhere}
python - <<'END OF PYTHON'
{text}
END OF PYTHON
"""
# The first snippet is pasted as it stands. The others follow in the same interpreter, each in a namespace of its own.
PASTED = """
{first}

import contextlib, io, json, sys
for snippet in {others!r}:
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(snippet, {{"__name__": "__main__"}})
    print(json.dumps(printed.getvalue().splitlines()[-1]), flush=True)
print(json.dumps(sorted({{"pytest", "_pytest", "lemmata.run"}} & sys.modules.keys())))
"""


PROGRAMS = Path(sys.executable).parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}


def paste(text: str) -> subprocess.CompletedProcess[str]:
    """The text, given to a new shell at the root of the repository, with the programs of this environment."""
    environment = {**ENVIRONMENT, "PATH": os.pathsep.join([str(PROGRAMS), ENVIRONMENT["PATH"]])}
    return subprocess.run(["bash"], input=text, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def false_forms(section: str) -> Iterator[tuple[Claim, Form, Decider, str]]:
    """Every form of one file that is to be refuted, in each of its grades, with its node id."""
    for claim in vars(importlib.import_module(f"lecture17.{section}")).values():
        if isinstance(claim, Claim):
            for form in claim.forms:
                for decider in claim.deciders:
                    if form.expected_in(decider.grade) is Verdict.REFUTED:
                        node = f"claims/lecture17/{section}.py::{claim.__name__}{suffix(form, decider)}"
                        yield claim, form, decider, node


def counterexamples(section: str) -> list[dict[str, Any]]:
    """What the evidence file says of how each of them is refuted."""
    found = []
    for claim, form, decider, node in false_forms(section):
        with known_settings():
            decision, seconds = judge(claim, form, decider, ONE_DRAW, DEFAULT_SEED)
        counterexample = entry_of(claim, form, decider, decision, seconds, node)["counterexample"]
        assert counterexample is not None, f"{node}: {decision.verdict.value}; {decision.needs}"
        found.append(counterexample)
    return found


def pasted(refuted: Sequence[dict[str, Any]]) -> tuple[list[str], str]:
    """The snippets of these, each once, and the text that runs them."""
    snippets = list(dict.fromkeys(counterexample["snippet"] for counterexample in refuted))
    return snippets, PASTED.format(first=snippets[0], others=snippets[1:])


def said(snippets: Sequence[str], ran: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """The last line of every snippet, which is to be the sentence of its counterexample."""
    assert ran.returncode == 0, ran.stdout + ran.stderr
    first, *others, plugins = ran.stdout.splitlines()
    assert json.loads(plugins) == [], "a snippet is plain Python: it loads no pytest"
    return dict(zip(snippets, [first, *map(json.loads, others)], strict=True))


@pytest.fixture(scope="module")
def in_a_fork(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[dict[str, Any]]], dict[str, str]]:
    """The counterexamples of all sections that are not pasted into a shell, and what their snippets say."""
    refuted = {section: counterexamples(section) for section in SECTIONS if section not in IN_A_SHELL}
    snippets, text = pasted([counterexample for found in refuted.values() for counterexample in found])
    ran = forked.run([sys.executable, "-c", text], cwd=tmp_path_factory.mktemp("elsewhere"), env=ENVIRONMENT)
    return refuted, said(snippets, ran)


@every_section
def test_every_snippet_prints_its_refuting_sentence(
    section: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if section in IN_A_SHELL:
        refuted = counterexamples(section)
        snippets, text = pasted(refuted)
        lines = said(snippets, paste(IN_PYTHON.format(elsewhere=shlex.quote(str(tmp_path)), text=text)))
    else:
        of_all, lines = request.getfixturevalue("in_a_fork")
        refuted = of_all[section]
    assert refuted
    for counterexample in refuted:
        assert lines[counterexample["snippet"]] == counterexample["sentence"], counterexample["node"]


def last_node(section: str) -> str:
    *_, (_, _, _, node) = false_forms(section)  # the last: the first of a claim would compute its figures too
    return node


def judged_again(nodes: Sequence[str]) -> list[object]:
    return ["pytest", *nodes, "--claims-seed", DEFAULT_SEED, "-v", "-p", "no:cacheprovider"]


@pytest.fixture(scope="module")
def from_a_fork() -> subprocess.CompletedProcess[str]:
    """One run of the node ids of all sections that are not pasted into a shell."""
    program, *arguments = judged_again([last_node(section) for section in SECTIONS if section not in IN_A_SHELL])
    return forked.run([PROGRAMS / str(program), *arguments], cwd=ROOT, env=ENVIRONMENT)


@every_section
def test_a_node_id_with_its_seed_judges_that_form_again(section: str, request: pytest.FixtureRequest) -> None:
    node, shell = last_node(section), section in IN_A_SHELL
    ran = paste(shlex.join(map(str, judged_again([node])))) if shell else request.getfixturevalue("from_a_fork")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"\n{node} refuted" in ran.stdout


def test_every_node_id_is_one_that_pytest_collects() -> None:
    collected = paste("pytest claims --collect-only -q -p no:cacheprovider")
    assert collected.returncode == 0, collected.stdout + collected.stderr
    nodes = {node for section in SECTIONS for *_, node in false_forms(section)}
    assert nodes <= set(collected.stdout.splitlines()), nodes - set(collected.stdout.splitlines())
