"""The documentation site, built from a small run: it has a page for every claim, all links lead somewhere, and nothing
is asked of another host."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import forked
import pytest

ROOT = Path(__file__).parents[2]
TEXT = "texts/lecture17"
TEXTS = ("claims/lecture17", "docs/examples/numerical_integration")
SOME = "simpson-degree or chernoff or net-definition or net-size or jacobian-order or sampling-rate"


class Page(HTMLParser):
    """What a page links to, what it loads, and the places in it that can be linked to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.text = path.read_text(encoding="utf-8")
        self.links: list[str] = []
        self.loads: list[str] = []
        self.tags: set[str] = set()
        self.ids: set[str] = set()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids |= {found[name] for name in ("id", "name") if name in found}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag != "a":
            names = ("src", "srcset", "href", "xlink:href", "data", "poster", "action")
            self.loads += [found[name] for name in names if name in found]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evidence file of a quick run of a few claims."""
    file = tmp_path_factory.mktemp("evidence") / "evidence.json"
    run = forked.run(
        [
            *(sys.executable, "-m", "pytest", *TEXTS, "-k", SOME, "-n", "0", "-p", "no:cacheprovider"),
            *("--claims-profile=smoke", f"--claims-evidence={file}"),
        ],
        cwd=ROOT,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    return file


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of docs/ beside the rest of the repository: the pages made from the evidence are written into it."""
    root = tmp_path_factory.mktemp("repository")
    for path in ROOT.iterdir():
        if path.name not in ("docs", "build") and not path.name.startswith("."):
            (root / path.name).symlink_to(path)
    return Path(
        shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("texts", "api", "__pycache__"))
    )


def build(sources: Path, evidence: Path) -> subprocess.CompletedProcess[str]:
    return forked.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", ".", "../site"],
        cwd=sources, env={**os.environ, "LEMMATA_EVIDENCE": str(evidence)},
    )  # fmt: skip


@pytest.fixture(scope="module")
def site(sources: Path, evidence: Path) -> Path:
    """The site, built with warnings as errors."""
    run = build(sources, evidence)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    return sources.parent / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(site.rglob("*.html"))}


@pytest.fixture(scope="module")
def claims(evidence: Path) -> dict[str, Any]:
    """Those of the lecture, by id; the evidence has one of another text besides."""
    found = json.loads(evidence.read_text(encoding="utf-8"))["claims"]
    return {claim["id"]: claim for claim in found if claim["text"] == "lecture17"}


def test_every_claim_has_a_page_and_a_row_in_the_list(site: Path, pages: dict[Path, Page], claims: dict) -> None:
    assert {path.stem for path in (site / TEXT).glob("*.html")} == {"index", *claims}
    assert {f"{id}.html" for id in claims} <= set(pages[site / TEXT / "index.html"].links)


def test_the_page_of_a_claim_says_what_the_evidence_says(site: Path, pages: dict[Path, Page], claims: dict) -> None:
    page, claim = pages[site / TEXT / "chernoff.html"], claims["chernoff"]
    text = re.sub(r"<[^>]+>", "", page.text.replace("<wbr>", ""))
    assert "math" in page.tags
    for title in ("As printed", "As corrected", "Why the printed form fails", "Controls", "In the proof", "Source"):
        assert title in text
    for form in claim["forms"]:
        assert form["name"] in text
    printed = next(form for form in claim["forms"] if form["role"] == "printed")
    for part in (printed["counterexample"]["case"], printed["node"], "import claim_deviation_of_one_discriminator"):
        assert part.replace("'", "&#39;") in text or part.replace("'", "&#x27;") in text
    assert "Its kindest reading: " in text
    assert "def claim_deviation_of_one_discriminator" in text and "def at_a_quarter_of_epsilon" in text
    assert "def any_discrete_class" not in text, "the source of another claim"


def test_claims_lead_to_the_claims_they_use(site: Path, pages: dict[Path, Page], claims: dict) -> None:
    for id, claim in claims.items():
        known = {f"{used}.html" for used in claim["uses"] if used in claims}
        assert known <= set(pages[site / TEXT / f"{id}.html"].links)
    assert any(used in claims for claim in claims.values() for used in claim["uses"])


def test_a_claim_with_figures_shows_them(site: Path, pages: dict[Path, Page]) -> None:
    assert any(source.endswith("/rate.svg") for source in pages[site / TEXT / "sampling-rate.html"].loads)


def test_the_errata_are_those_of_the_evidence_and_keep_their_end(
    site: Path, pages: dict[Path, Page], claims: dict
) -> None:
    page = pages[site / "errata.html"]
    refuted = {id for id, claim in claims.items() if claim["status"] in ("F", "I")}
    assert {link for link in page.links if link in {f"{TEXT}/{id}.html" for id in claims}} >= {
        f"{TEXT}/{id}.html" for id in refuted
    }
    assert page.text.count('<dl class="erratum">') == page.text.count("<dt>kindest reading</dt>") == len(refuted) > 0
    assert (
        "math" in page.tags and "Where a misprint returns" in page.text and "<!--" not in page.text.split("</head>")[1]
    )


def test_a_page_that_names_a_claim_leads_to_it(site: Path, pages: dict[Path, Page]) -> None:
    assert f"{TEXT}/sampling-rate.html" in pages[site / "divergences.html"].links


def test_the_counts_are_those_of_the_evidence(site: Path, pages: dict[Path, Page], claims: dict) -> None:
    for page in (site / "index.html", site / "texts" / "index.html"):
        assert f"{len(claims) + 1} claims · " in pages[page].text
    assert f"{len(claims)} claims · " in pages[site / TEXT / "index.html"].text


def test_every_text_has_its_pages(site: Path, pages: dict[Path, Page], claims: dict) -> None:
    other = site / "texts" / "numerical_integration"
    assert {path.stem for path in other.glob("*.html")} == {"index", "simpson-degree"}
    assert "1 claim · " in pages[other / "index.html"].text
    assert {"lecture17/index.html", "numerical_integration/index.html"} <= set(
        pages[site / "texts" / "index.html"].links
    )
    assert "numerical_integration/simpsons_rule.py" not in pages[other / "simpson-degree.html"].text, (
        "not below this folder"
    )
    assert {"claim-numerical_integration/simpson-degree"} <= pages[site / "report.html"].ids


def test_the_report_lies_beside_the_pages(site: Path, pages: dict[Path, Page], claims: dict) -> None:
    assert {f"claim-lecture17/{id}" for id in claims} <= pages[site / "report.html"].ids
    assert "report.html" in pages[site / "index.html"].links
    assert "../report.html#graph" in pages[site / "texts" / "index.html"].links


def test_nothing_is_loaded_from_another_host(site: Path, pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for source in page.loads:
            assert not urlsplit(source).netloc, f"{path.name} loads {source}"
    for path in site.rglob("*.css"):
        found = re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^\"')]*", path.read_text(encoding="utf-8"))
        assert not found, f"{path.name} loads {found}"


def test_every_link_within_the_site_leads_somewhere(site: Path, pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for link in page.links + page.loads:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            place, fragment = urldefrag(link)
            target = (path.parent / unquote(urlsplit(place).path)).resolve() if place else path.resolve()
            assert target.exists(), f"{path.relative_to(site)} leads to {link}"
            if fragment and target in pages:
                assert unquote(fragment) in pages[target].ids, f"{path.relative_to(site)} leads to {link}"


def test_without_evidence_one_sentence_says_how_to_make_it(sources: Path, tmp_path: Path) -> None:
    file = tmp_path / "evidence.json"
    run = build(sources, file)
    assert run.returncode == 2
    assert run.stderr == (
        f"{file} cannot be read: No such file or directory. "
        "To make one: pytest claims --claims-evidence build/evidence.json\n"
    )


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "docs")
    return import_module("from_evidence.source")


def test_evidence_that_is_older_than_its_files_is_refused(source: ModuleType) -> None:
    file = "lecture17/chernoff.py"
    claim = {"file": file, "forms": [{"node": f"claims/{file}::claim_of_old[printed-f-exact]"}]}
    with pytest.raises(ValueError, match=r"^the evidence file is out of date: .*chernoff\.py has no claim_of_old"):
        source.Sources([ROOT, ROOT / "claims"], [claim])


def test_of_a_text_whose_files_are_not_here_there_is_no_source(source: ModuleType) -> None:
    claim = {"file": "elsewhere.py", "forms": [{"node": "elsewhere.py::claim_of_theirs[printed-f-exact]"}]}
    assert source.Sources([ROOT], [claim]).of(claim) == ""


def test_the_source_of_a_claim_is_what_it_uses_in_the_order_of_the_file(tmp_path: Path, source: ModuleType) -> None:
    (tmp_path / "sums.py").write_text(
        "import os\n\nunused = 1\n# what it is for\nused = 2\n# ── a section ──\ndef one(x):\n    return used\n\n\n"
        "def other(x):\n    return 3\n\n\n@claim(\n    one,\n)\ndef claim_sum(formula):\n    return one\n",
        encoding="utf-8",
    )
    claim = {"file": "sums.py", "forms": [{"node": "sums.py::claim_sum[printed-one-exact]"}]}
    assert source.Sources([tmp_path], [claim]).of(claim) == (
        "# what it is for\nused = 2\n\n\ndef one(x):\n    return used\n\n\n"
        "@claim(\n    one,\n)\ndef claim_sum(formula):\n    return one\n"
    )


@pytest.fixture
def markup(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "docs")
    return import_module("from_evidence.markup")


def test_no_text_gets_out_of_its_block(markup: ModuleType) -> None:
    assert markup.fenced("python", "a\n````\nb") == "`````python\na\n````\nb\n`````"
    assert "<script>" not in markup.statement("<script>") + markup.table(("<script>",), [])
    assert markup.code("<b>") == "<code>&lt;b&gt;</code>"
    assert markup.plain("[a](b) `c` *d* <e>") == r"\[a\]\(b\) \`c\` \*d\* \<e\>"
