"""Where a command takes its claims from: an evidence file, or files of claims that pytest collects and nobody judges."""

from __future__ import annotations

import gc
import io
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lemmata.record.claim_list import as_expected
from lemmata.record.evidence_file import Unreadable, passed_over_in_words, read
from lemmata.record.names import in_order
from lemmata.record.schema import ClaimEntry, Evidence
from lemmata.record.texts import own_claims

if TYPE_CHECKING:
    import pytest

    from lemmata.run.item import ClaimItem

__all__ = ["ALREADY_IMPORTED", "claims_of", "collected_items", "evidence", "evidence_option", "paths_argument"]

ALREADY_IMPORTED = ("-W", "ignore:Module already imported so cannot be rewritten:pytest.PytestAssertRewriteWarning")
"""This command has loaded the package before pytest gets to see it, which matters only to assertions in it."""

# it looks through all objects five times at the end, for errors of finalisers
_NOTHING_RUNS = ("-p", "no:unraisableexception")

evidence_option = click.option(
    "--evidence",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take claims and verdicts from a run's evidence.",
)
paths_argument = click.argument("paths", nargs=-1, type=click.Path())  # the type says what a shell completes


def evidence(path: Path) -> Evidence:
    """The document in an evidence file; anything else is refused."""
    try:
        return read(path)
    except Unreadable as error:
        raise click.UsageError(str(error)) from None


def claims_of(paths: Sequence[str], file: Path | None) -> list[ClaimEntry]:
    """The claims of an evidence file with what was found, or those in the paths with what they expect."""
    if file is not None and paths:
        raise click.UsageError("--evidence says already which claims there are: leave the paths out")
    claims = as_expected(_collected(paths)) if file is None else evidence(file)["claims"]
    if not claims:
        raise click.UsageError(f"there are no claims in {file or ', '.join(paths) or 'this library'}")
    return claims


class _Collection:
    """A pytest plugin that keeps what was collected, and what could not be."""

    def __init__(self) -> None:
        self.items: list[pytest.Item] = []
        self.failures: list[str] = []
        self.passed_over: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            text = report.longreprtext.strip()
            last = text.splitlines()[-1].removeprefix("E").strip()
            places = re.findall(r'(?m)^E\s+File "(.+)", line (\d+)$', text)  # of what Python cannot read at all
            where = "".join(f"{Path(file).name}:{line}: " for file, line in places[-1:])
            self.failures.append(f"{report.nodeid or 'this folder'} cannot be collected: {where}{last}")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.items = list(session.items)
        self.passed_over = sorted(getattr(session.config.pluginmanager.get_plugin("lemmata-entry"), "passed_over", ()))


def collected_items(paths: Sequence[str]) -> list[ClaimItem]:
    """The forms of the claims in these paths as pytest collects them, none of them judged."""
    for path in paths:
        file = path.partition("::")[0]
        if not os.path.exists(file):
            raise click.UsageError(f"there is no file or folder {path}")
        if os.path.isfile(file) and not file.endswith(".py"):
            raise click.UsageError(f"{file} is no Python file: claims are written in those")
    import pytest  # from here on it takes seconds: whoever only asks for help does not wait for it

    found, output = _Collection(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(output), _keeping_garbage():
        code = pytest.main(
            ["--collect-only", *_NOTHING_RUNS, *ALREADY_IMPORTED, *(paths or own_claims())], plugins=[found]
        )
    if code == pytest.ExitCode.INTERRUPTED and not found.failures:
        raise KeyboardInterrupt
    if found.failures:
        raise click.UsageError(found.failures[0])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise click.UsageError(f"pytest cannot collect the claims: {_reason(output.getvalue())}")
    from lemmata.run.item import ClaimItem

    if found.passed_over:
        click.echo(f"lemmata: {passed_over_in_words(found.passed_over)}", err=True)
    return [item for item in found.items if isinstance(item, ClaimItem)]


def _collected(paths: Sequence[str]) -> list[ClaimEntry]:
    """The claims in these paths in the order of a run, none of them judged; the node ids lead there from here."""
    items = collected_items(paths)
    from lemmata.run.catalogue import catalogue

    nodes = {item.nodeid: item.address for item in items}
    claims = in_order(catalogue(items))
    for claim in claims:
        for form in claim["forms"]:
            form["node"] = nodes.get(form["node"], form["node"])
    return claims


@contextmanager
def _keeping_garbage() -> Iterator[None]:
    """While modules are imported nearly all that is made stays: looking for what does not takes a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _reason(output: str) -> str:
    """Why pytest gave up, from what it wrote: its last sentence about an error, or else its last line."""
    sentences = re.findall(r"(?m)(?:^ERROR|: error): (.+)$", output)
    return str((sentences or output.strip().splitlines() or ["it does not say why"])[-1]).removeprefix("E").strip()
