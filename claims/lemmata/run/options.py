"""The `--claims-…` options, and everything about them that can be refused before the first claim runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lemmata.record.defaults import DEFAULT_SEED
from lemmata.record.journal import beside
from lemmata.run.budget import seconds_of

PROFILES = ("smoke", "default", "thorough", "power", "search")
LARGEST_SEED = 2**64 - 1


def add_options(parser: pytest.Parser) -> None:
    """Add the options of a run of claims."""
    group = parser.getgroup("lemmata", "claims of a text (lemmata)")
    group.addoption("--claims-evidence", metavar="PATH", help="write what was found to this JSON file")
    group.addoption("--claims-report", metavar="PATH", help="write the report, one HTML page, to this file")
    group.addoption(
        "--claims-resume", action="store_true", help="go on with the run that was cut off while it wrote that file"
    )
    group.addoption(
        "--claims-budget",
        metavar="TIME",
        help="begin the forms that fit in this time (90s, 2m, 1h30m), the dearest last",
    )
    group.addoption("--claims-seed", metavar="N", default=DEFAULT_SEED, help="seed of the run (default: %(default)s)")
    group.addoption(
        "--claims-profile", metavar="NAME", default="default", help=f"{', '.join(PROFILES)} (default: %(default)s)"
    )
    group.addoption("--claims-device", metavar="DEV", default="cpu", help="torch device of the rounded forms (cpu)")


def check_options(config: pytest.Config) -> None:
    """Refuse what cannot work. Raises pytest.UsageError, in one sentence."""
    option = config.option
    text = str(option.claims_seed)
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_SEED)) and int(text) <= LARGEST_SEED):
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        raise pytest.UsageError(f"--claims-seed takes a whole number from 0 to 2**64 - 1, not {shown!r}")
    option.claims_seed = int(text)
    if option.claims_profile not in PROFILES:
        raise pytest.UsageError(f"unknown --claims-profile {option.claims_profile!r}; known: {', '.join(PROFILES)}")
    if option.claims_device != "cpu":
        _check_device(option.claims_device)
    if option.claims_resume and option.claims_evidence is None:
        raise pytest.UsageError("--claims-resume needs the --claims-evidence PATH of the run that was cut off")
    if option.claims_budget is not None:
        try:
            seconds_of(option.claims_budget)
        except ValueError as error:
            raise pytest.UsageError(str(error)) from None
    if not hasattr(config, "workerinput"):
        _check_files(config)


def _check_files(config: pytest.Config) -> None:
    folder, option = config.invocation_params.dir, config.option
    asked = {"--claims-evidence": option.claims_evidence, "--claims-report": option.claims_report}
    files = {name: folder / path for name, path in asked.items() if path is not None}
    for name, path in files.items():
        _check_writable(name, path)
    if len({path.resolve() for path in files.values()}) < len(files):
        raise pytest.UsageError(f"{' and '.join(files)} name the same file")
    if len(files) == 2:
        evidence, report = files.values()
        if report.resolve() == beside(evidence):
            raise pytest.UsageError(
                f"--claims-report {files['--claims-report']} is where the journal lies; name another file"
            )


def _check_device(name: str) -> None:
    import torch  # only a run that names a device pays for it here

    try:
        torch.zeros(1, device=name).item()  # some devices hold no values
    except (RuntimeError, AssertionError, NotImplementedError) as error:
        reason = str(error).splitlines()[0].rstrip(".")
        raise pytest.UsageError(f"--claims-device {name!r} cannot be used: {reason}") from None


def _check_writable(option: str, path: Path) -> None:
    """Refuse a path at which the run could not replace the file in one step when it ends."""
    if path.is_dir():
        raise pytest.UsageError(f"{option} {path} is a directory; name a file in it")
    if path.exists() and not path.is_file():
        raise pytest.UsageError(f"{option} {path} is not a file that can be replaced; name another")
    target = Path(os.path.realpath(path))  # a link stays, and leads to the file
    if target.is_symlink():
        raise pytest.UsageError(f"{option} {path} is a link that leads back to itself; name another file")
    if not target.parent.is_dir():
        raise pytest.UsageError(f"{option} {path} cannot be written: there is no directory {target.parent}")
    probe = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        probe.touch(exist_ok=False)
        probe.unlink()
    except OSError as error:
        raise pytest.UsageError(f"{option} {path} cannot be written: {error.strerror}") from None
