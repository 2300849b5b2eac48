"""The documentation site in Chromium: every page fits a phone, no page asks another host for anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lemmata.record.names import key_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(evidence_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site made of the evidence that this run is about."""
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", str(folder)],
        cwd=ROOT, check=True, env={**os.environ, "LEMMATA_EVIDENCE": str(evidence_file)},
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def pages(site: Path, evidence: dict) -> list[Path]:
    """Every page but the reference, which is long and all of one kind, and the report, which has tests of its own."""
    found = [page for page in sorted(site.rglob("*.html")) if page.name != "report.html" and page.parent.name != "api"]
    assert len(found) > len(evidence["claims"])
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_scrolls_sideways_or_asks_another_host(browser, pages, width):
    page = browser.new_page(viewport={"width": width, "height": 844})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))
    wide = []
    for file in pages:
        page.goto(file.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(file.name)
    page.close()
    assert wide == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []


def test_statements_of_a_claim_are_mathematics(browser, site, evidence, shots):
    for scheme, width in (("light", 1280), ("dark", 390)):
        page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
        for claim in evidence["claims"]:
            page.goto((site / "texts" / f"{key_of(claim)}.html").as_uri())
            boxes = page.evaluate("[...document.querySelectorAll('math')].map(e => e.getBoundingClientRect().height)")
            assert boxes and min(boxes) > 5, claim["id"]
        page.goto((site / "texts" / "lecture17" / "jacobian-order.html").as_uri())
        assert page.locator("math").count() >= 2
        page.screenshot(path=shots / f"site-claim-{scheme}-{width}.png", full_page=True)
        for name in ("index", "errata", "ci"):
            page.goto((site / f"{name}.html").as_uri())
            page.screenshot(path=shots / f"site-{name}-{scheme}-{width}.png")
        page.close()
