"""A report and a browser to look at it with: see `.ci/browser`, which brings both."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from lemmata.pages.report import report
from lemmata.record.evidence_file import read


@pytest.fixture(scope="session")
def evidence_file() -> Path:
    return Path(os.environ.get("LEMMATA_EVIDENCE", "build/evidence.json")).resolve()


@pytest.fixture(scope="session")
def evidence(evidence_file: Path) -> dict:
    """A whole run of the claims."""
    return read(evidence_file)


@pytest.fixture(scope="session")
def page_file(evidence: dict, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report(evidence), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "no chromium here: .ci/browser installs it"
    with sync_playwright() as playwright:
        # Chromium's own sandbox cannot be set up by root, as whom containers run.
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where screenshots are kept, to be looked at."""
    folder = Path("build/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
