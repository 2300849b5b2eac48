"""A second text beside the lecture: a folder, and nothing else. It uses a claim of the lecture, and has one of its ids."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import forked
import pytest

from lemmata.pages.badge import message
from lemmata.pages.errata import errata
from lemmata.pages.report import report
from lemmata.pages.summary import summary
from lemmata.record.evidence_file import read
from lemmata.record.names import key_of

ROOT = Path(__file__).parents[2]
EXECUTABLE = str(Path(sys.executable).with_name("lemmata"))
LECTURE = "Lecture 17 · Statistical questions around GANs"
INIT = 'TITLE = "Bai 2019"\nSECTIONS = ("words", "numbers")\n'
NUMBERS = '''
"""Numbers."""
from dataclasses import dataclass

from hypothesis import strategies as st

from lemmata.evidence import claim, decided, exact, refuted
from lemmata.numerics.verdict import Comparison, Verdict


@dataclass(frozen=True)
class Whole:
    value: int

    def into(self, arithmetic):
        return self.value


def wholes():
    return st.integers(1, 10**6).map(Whole)


def equal(left, right):
    return Comparison(Verdict.HOLDS if left == right else Verdict.REFUTED, str(left), str(right))


def itself(n):
    return n


def doubled(n):
    return 2 * n


def thrice(n):
    return 3 * n


@claim(
    id="jacobian-order", slide="Numbers", status="T", scope="whole numbers", printed=itself, controls=[doubled],
    cases=[Whole(3)], uses=["lecture17/jacobian-order", "lecture17/net-size"],
)
@decided(exact(n=wholes()))
def claim_a_number_is_itself(formula, n):
    """n = n."""
    return equal(formula(n), n)


@claim(
    id="twice-a-number", slide="Numbers", status="F", scope="whole numbers", says="n + n = n",
    printed=refuted(itself, "one n is lost"), corrected=doubled, controls=[thrice],
    cases=[Whole(3)], uses=["jacobian-order"],
)
@decided(exact(n=wholes()))
def claim_twice_a_number(formula, n):
    """n + n = 2n."""
    return equal(formula(n), n + n)
'''


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a clone is one: the library and the lecture as they are, and a second text beside them."""
    root = tmp_path_factory.mktemp("clone")
    (root / "claims" / "bai2019").mkdir(parents=True)
    for name in ("lemmata", "lecture17"):
        (root / "claims" / name).symlink_to(ROOT / "claims" / name, target_is_directory=True)
    (root / "claims" / "bai2019" / "__init__.py").write_text(INIT, encoding="utf-8")
    (root / "claims" / "bai2019" / "numbers.py").write_text(NUMBERS.lstrip(), encoding="utf-8")
    return root


def run(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return forked.run(arguments, cwd=clone, env={**environment, "COLUMNS": "160"})


@pytest.fixture(scope="module")
def ran(clone: Path) -> subprocess.CompletedProcess[str]:
    """A quick run of a few claims of both texts."""
    ran = run(
        clone,
        *(sys.executable, "-m", "pytest", "claims", "-p", "no:cacheprovider", "--claims-profile=smoke"),
        *("-k", "jacobian-order or jacobian-entry or twice-a-number", "-m", "exact", "--claims-evidence=evidence.json"),
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran


@pytest.fixture(scope="module")
def evidence(clone: Path, ran: subprocess.CompletedProcess[str]) -> Any:
    return read(clone / "evidence.json")


def test_the_table_has_a_part_for_each_text_in_order(ran: subprocess.CompletedProcess[str]) -> None:
    lines = ran.stdout.splitlines()
    heads = [line.strip("─ ") for line in lines if line.startswith("── ")]
    assert heads == ["Bai 2019", LECTURE]
    rows = [line.split()[0] for line in lines if line.endswith(" exact")]
    assert rows[:2] == ["jacobian-order", "twice-a-number"] and rows[2:] == ["jacobian-entry", "jacobian-order"]
    assert " bai2019/jacobian-order    .." in ran.stdout and " lecture17/jacobian-order  " in ran.stdout
    words = (
        "3 claims build on steps that are false as printed: twice-a-number (jacobian-entry, lecture17/jacobian-order)"
    )
    assert f" {words}, 2 more" in ran.stdout


def test_the_evidence_says_of_each_claim_which_text_it_is_of(evidence: Any) -> None:
    assert evidence["run"]["complete"] is True
    found = {key_of(claim): (claim["text_title"], claim["uses"], claim["shaken_by"]) for claim in evidence["claims"]}
    assert list(found) == [
        "bai2019/jacobian-order", "bai2019/twice-a-number", "lecture17/jacobian-entry", "lecture17/jacobian-order",
    ]  # fmt: skip
    used, false = (
        ["lecture17/jacobian-order", "lecture17/net-size"],
        ["lecture17/jacobian-entry", "lecture17/jacobian-order"],
    )
    assert found["bai2019/jacobian-order"] == ("Bai 2019", used, false)
    assert found["bai2019/twice-a-number"] == ("Bai 2019", ["jacobian-order"], false)
    assert found["lecture17/jacobian-order"] == (LECTURE, ["jacobian-entry"], ["jacobian-entry"])
    first = evidence["claims"][0]
    assert (first["file"], first["place"]) == ("bai2019/numbers.py", [1, 0])


def test_the_report_has_a_section_for_each_text_and_no_id_twice(evidence: Any) -> None:
    page = report(evidence)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert [id for id in ids if id.startswith("claim-")] == [f"claim-{key_of(claim)}" for claim in evidence["claims"]]
    targets = set(re.findall(r' href="#([^"]+)"', page))
    assert targets <= set(ids) and "text-2" in targets
    assert f"<title>Bai 2019 · {LECTURE}: what holds</title>" in page
    assert re.findall(r"<h2 id=\"text-.\">(.*)</h2>", page) == ["Bai 2019", LECTURE]
    article = page[page.index('<article id="claim-bai2019/jacobian-order"') :].partition("</article>")[0]
    uses = article.partition("<dt>uses</dt>")[2].partition("</dd>")[0]
    assert uses == '<dd><a href="#claim-lecture17/jacobian-order">lecture17/jacobian-order</a>, lecture17/net-size'
    rests = article.partition("<dt>rests on</dt>")[2].partition("</dd>")[0]
    assert '<a href="#claim-lecture17/jacobian-order">lecture17/jacobian-order</a>' in rests
    used_by = page[page.index('<article id="claim-lecture17/jacobian-order"') :].partition("<dt>used by</dt>")[2]
    assert used_by.startswith('<dd><a href="#claim-bai2019/jacobian-order">bai2019/jacobian-order</a></dd>')
    assert page.count('<path class="edge') == 3  # within the lecture, from there to the other text, and within that


def test_the_summary_the_badge_and_the_errata_have_both(evidence: Any) -> None:
    table = summary(evidence)
    assert [line for line in table.splitlines() if line.startswith("### ")] == ["### Bai 2019", f"### {LECTURE}"]
    assert message(evidence)[0] == "4 claims decided"
    heads = [line for line in errata(evidence).splitlines() if line.startswith("#")]
    slide = "### Distinguishing power: the Jacobian"
    assert heads == [
        "## Bai 2019", "### Numbers", "#### twice-a-number", f"## {LECTURE}", slide, "#### jacobian-entry", "#### jacobian-order",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "source", [["--evidence", "evidence.json"], ["claims/bai2019", "claims/lecture17/the_jacobian.py"]]
)
def test_list_and_show_tell_one_id_of_two_texts_apart(clone: Path, evidence: Any, source: list[str]) -> None:
    listed = run(clone, EXECUTABLE, "list", *source)
    names = [line.split()[0] for line in listed.stdout.splitlines()[1:]]
    known = ["bai2019/jacobian-order", "twice-a-number", "jacobian-entry", "lecture17/jacobian-order"]
    assert [name for name in names if name in known or "/" in name] == known
    refused = run(clone, EXECUTABLE, "show", "jacobian-order", *source)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == (
        "lemmata: 'jacobian-order' is the id of several claims here; which one: "
        "bai2019/jacobian-order, lecture17/jacobian-order?\n"
    )
    for name, slide in {
        "bai2019/jacobian-order": "Bai 2019, Numbers",
        "lecture17/jacobian-order": f"{LECTURE}, Distinguishing power: the Jacobian",
        "bai2019/twice-a-number": "Bai 2019, Numbers",
        "twice-a-number": "Bai 2019, Numbers",
    }.items():
        shown = run(clone, EXECUTABLE, "show", name, *source)
        assert (shown.returncode, shown.stderr) == (0, "")
        assert shown.stdout.startswith(name.rpartition("/")[2] + " · ") and f"\nslide        {slide}\n" in shown.stdout
    near = run(clone, EXECUTABLE, "show", "bai2019/jacobian-ordr", *source).stderr
    assert near.startswith(
        "lemmata: there is no claim 'bai2019/jacobian-ordr' here; did you mean bai2019/jacobian-order"
    )


def test_names_are_completed_with_their_text_where_the_id_is_not_enough(clone: Path) -> None:
    def completed(word: str) -> list[str]:
        ran = forked.run(
            [EXECUTABLE], cwd=clone / "claims" / "bai2019",
            env={**os.environ, "_LEMMATA_COMPLETE": "bash_complete", "COMP_WORDS": f"lemmata show {word}", "COMP_CWORD": "2"},
        )  # fmt: skip
        return sorted(ran.stdout.replace("plain,", "").splitlines())

    assert completed("twice") == ["twice-a-number"]
    assert completed("jacobian-") == ["jacobian-entry", "jacobian-product", "jacobian-slopes"]
    assert completed("bai2019") == ["bai2019/jacobian-order"]
    assert completed("bai2019/") == ["bai2019/jacobian-order", "bai2019/twice-a-number"]
    assert completed("lecture17/jacobian-o") == ["lecture17/jacobian-order"]


def test_diff_compares_each_claim_with_that_of_its_own_text(clone: Path, evidence: Any) -> None:
    changed = json.loads(json.dumps(evidence))
    changed["claims"][0]["forms"][0]["verdict"] = "undecided"
    del changed["claims"][3]
    (clone / "changed.json").write_text(json.dumps(changed), encoding="utf-8")
    compared = run(clone, EXECUTABLE, "diff", "evidence.json", "changed.json")
    assert compared.returncode == 1
    assert "  bai2019/jacobian-order  printed itself, exact  holds → undecided, expected holds\n" in compared.stdout
    assert "gone: 1\n  lecture17/jacobian-order, with all its " in compared.stdout
