"""A wheel of this repository, installed beside the packages that are here already: made once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from toys import ROOT, run, text_at


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a clone of this repository would hold of its sources, with one small text more."""
    target = tmp_path_factory.mktemp("clone") / "repository"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "claims", ":(glob)*"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in listed.split("\0"):
        if name and (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    text_at(target / "claims" / "toy", "toy", "Toys")
    return target


@pytest.fixture(scope="session")
def built(clone: Path) -> subprocess.CompletedProcess[str]:
    """A source distribution, and a wheel made from that: in `dist` of the clone."""
    done = run(sys.executable, "-m", "build", "--no-isolation", cwd=clone)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="session")
def wheel(clone: Path, built: subprocess.CompletedProcess[str]) -> Path:
    (found,) = (clone / "dist").glob("lemmata-*.whl")
    return found


def environment(home: Path, *installed: object) -> Path:
    """The Python of a new environment that has what is installed here, and every other package that this one has."""
    made = run(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
    assert made.returncode == 0, made.stderr
    python = home / "venv" / "bin" / "python"
    site = Path(run(python, "-c", "import site; print(site.getsitepackages()[0])", cwd=home).stdout.strip())
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index")
    done = run(*pip, *installed, cwd=home)
    assert done.returncode == 0, done.stderr
    # A plain path, not a site directory: the .pth files there, an editable install of ours among them, are not read.
    (site / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


@pytest.fixture(scope="session")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel."""
    return environment(tmp_path_factory.mktemp("environment"), wheel)


@pytest.fixture(scope="session")
def editable(clone: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that runs the clone itself. After the wheel: both are made in one folder."""
    home = tmp_path_factory.mktemp("editable")
    # what `pip install -e` asks of the clone; asked here, where setuptools is
    ask = "import sys, setuptools.build_meta as backend; backend.build_editable(sys.argv[1])"
    done = run(sys.executable, "-c", ask, home, cwd=clone)
    assert done.returncode == 0, done.stderr
    return environment(home, *home.glob("lemmata-*.whl"))
