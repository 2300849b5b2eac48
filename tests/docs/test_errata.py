"""docs/errata.md says what the claims say: made again, it is the same file."""

from __future__ import annotations

import re
import shutil
import sys
from html import unescape
from pathlib import Path

import forked
import pytest
from markdown_it import MarkdownIt

from lemmata.pages.errata import BEGIN, END, errata, main, put

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "errata.md"
FORM = {
    "role": "printed",
    "erratum": "one is missing",
    "counterexample": {
        "case": "n=Whole(3)",
        "sentence": "refuted: 2 ≠ 3",
        "confirmed_by": "exact",
        "node": "sums.py::claim_sum[printed-f-exact]",
    },
}
CLAIM = {
    "text": "numbers", "text_title": "Numbers", "id": "sum", "slide": "Sums", "statement_printed": "a",
    "statement_corrected": "b\nwhere c", "forms": [FORM],
}  # fmt: skip
BLOCK = """## Sums

### sum

```text
printed  a
true     b
         where c
why      one is missing
case     n=Whole(3)
numbers  2 ≠ 3
again    pytest 'sums.py::claim_sum[printed-f-exact]'
```"""


def test_the_page_made_again_is_the_same(tmp_path: Path) -> None:
    again = Path(shutil.copy(PAGE, tmp_path))
    again.write_text(put(PAGE.read_text(encoding="utf-8"), "nothing"), encoding="utf-8")
    run = forked.run([sys.executable, "-m", "lemmata.pages.errata", again], cwd=ROOT)
    assert run.returncode == 0, run.stdout + run.stderr
    assert again.read_bytes() == PAGE.read_bytes(), "run: python -m lemmata.pages.errata docs/errata.md"


def test_every_claim_that_the_page_names_has_a_section_or_is_no_erratum() -> None:
    text = PAGE.read_text(encoding="utf-8")
    by_hand = text[text.index(END) :]
    sections = set(re.findall(r"^### (\S+)$", text, re.MULTILINE))
    # a misprint without a formula of its own may still have a claim
    assert set(re.findall(r"`([a-z-]+)`", by_hand)) - {"net-definition"} <= sections


def test_a_refuted_form_becomes_a_block_under_its_slide() -> None:
    assert errata({"claims": [CLAIM]}) == BLOCK
    second = {**CLAIM, "id": "second"}
    assert errata({"claims": [CLAIM, second]}).count("## Sums\n") == 1


def test_the_kindest_reading_stands_below_what_is_wrong() -> None:
    kind = {**FORM, "kindest": "the sum begins at 0"}
    shown = BLOCK.replace("one is missing\n", "one is missing\nkindest  the sum begins at 0\n")
    assert errata({"claims": [{**CLAIM, "forms": [kind]}]}) == shown != BLOCK
    assert errata({"claims": [{**CLAIM, "forms": [{**FORM, "kindest": ""}]}]}) == BLOCK


def test_each_of_several_texts_has_its_own_part() -> None:
    other = {**CLAIM, "text": "powers", "text_title": "Powers"}
    found = errata({"claims": [CLAIM, {**CLAIM, "id": "second"}, other]})
    heads = [line for line in found.splitlines() if line.startswith("#")]
    assert heads == ["## Numbers", "### Sums", "#### sum", "#### second", "## Powers", "### Sums", "#### sum"]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Sums\n# of *squares*\n", r"## Sums \# of \*squares\*"),
        ("<b>a</b> & d_F <!-- x -->", r"## &lt;b&gt;a&lt;/b&gt; &amp; d\_F &lt;!-- x --&gt;"),
        ("{{ run }} [a](b) `c` C#", r"## \{\{ run \}\} \[a\](b) \`c\` C\#"),
        ("$x$ | ~~y~~ \\ \x1b[31m", "## \\$x\\$ \\| \\~\\~y\\~\\~ \\\\ \ufffd\\[31m"),
    ],
)
def test_a_title_is_one_heading_that_says_just_that(title: str, heading: str) -> None:
    found = errata({"claims": [{**CLAIM, "slide": title}]})
    assert found == BLOCK.replace("## Sums", heading, 1)
    texts = errata({"claims": [{**CLAIM, "text_title": title}, {**CLAIM, "text": "other"}]})
    assert texts.splitlines()[0] == heading
    shown = re.sub(r"<[^>]+>", "", MarkdownIt().render(heading)).strip()
    assert unescape(shown) == " ".join(title.replace("\x1b", "\ufffd").split())


def test_backticks_in_a_statement_do_not_end_its_block() -> None:
    found = errata({"claims": [{**CLAIM, "statement_printed": "````\na"}]})
    assert found.count("`````") == 2 and found.endswith("`````")


def test_what_holds_as_printed_is_no_erratum() -> None:
    assert errata({"claims": [{**CLAIM, "forms": [{**FORM, "counterexample": None}]}]}) == ""
    assert errata({"claims": [{**CLAIM, "forms": [{**FORM, "role": "control"}]}]}) == ""


def test_of_two_counterexamples_the_one_that_is_shorter_to_write() -> None:
    longer = {**FORM, "counterexample": {**FORM["counterexample"], "case": "n=Whole(30)"}}
    assert errata({"claims": [{**CLAIM, "forms": [longer, FORM]}]}) == BLOCK


def test_what_is_written_by_hand_stays() -> None:
    page = f"# Title\n\n{BEGIN}\n\nold\n\n{END}\n\nThe end.\n"
    assert put(page, "new") == f"# Title\n\n{BEGIN}\n\nnew\n\n{END}\n\nThe end.\n"


@pytest.mark.parametrize("text", [None, "# No marks\n", f"{BEGIN}\n"])
def test_a_page_that_cannot_be_made_is_one_sentence(
    text: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    if text is not None:
        page.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main([str(page)])
    assert stopped.value.code == 2
    assert ("No such file" if text is None else "needs two lines") in capsys.readouterr().err
    assert text is None or page.read_text(encoding="utf-8") == text


def test_no_page_is_made_of_claims_that_go_wrong(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="no page is made"):
        main([str(page), str(tmp_path / "nowhere.py")])
    assert page.read_text(encoding="utf-8") == f"{BEGIN}\n{END}\n"
