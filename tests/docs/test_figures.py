"""docs/draw.py draws what an evidence file has data for, and says in one sentence each what it has none for."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

from lemmata.evidence.claim import Claim

DOCS = Path(__file__).parents[2] / "docs"

# two rows for each, as the claims record them
DATA: dict[str, dict[str, Any]] = {
    "generalisation-without-detour": {
        "scaling": [
            {"class": "bumps", "m": m, "L": 999.0, "epsilon": 0.5, "ratio": 0.1, "how": how}
            for m, how in ((1, "exact"), (3, "estimated"))
        ],
        "steps": [
            {
                "class": "linear", "needed": 20, "factor of the union": 4.0, "factor of Hoeffding": 2.0,
                "factor of the triangle": 2.5,
            },
        ],
    },
    "w1-gaussian": {
        "W1 by dimension": [
            {"d": d, "N": d * d, "every law from": 0.2, "samples from": 0.3, "samples to": 0.9, "witness": 0.5}
            for d in (2, 4)
        ]
    },
    "js-below-jeffreys": {
        "divergences": [
            {"law": law, "jeffreys": J, "jensen_shannon": J / 9} for law in ("near", "far") for J in (0.01, 1.0)
        ]
    },
    "sampling-rate": {
        "rate": [
            {"law": "signs", "N": N, "deviation": 1.0, "mean_distance": N**-0.5, "times_root_N": 1.0} for N in (1, 4)
        ]
    },
    "conclusion": {
        "training": [
            {
                "class": name, "d": d, "run": 0, "step": step, "distance": distance, "jeffreys": distance / 2,
                "standard_error": 0.01,
            }
            for name in ("differences", "linear", "network")
            for d in (1, 2, 4)
            for step, distance in ((0, 1.0), (9, 0.0))
        ]
    },
}  # fmt: skip


def evidence(path: Path, data: dict[str, dict[str, Any]]) -> Path:
    """An evidence file that holds nothing but these figures, and a claim without any."""
    claims = [{"id": id, "data": found} for id, found in data.items()]
    path.write_text(json.dumps({"claims": [*claims, {"id": "chernoff", "data": None}]}), encoding="utf-8")
    return path


@pytest.fixture
def draw(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """docs/draw.py, which finds its figures beside it."""
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("draw")


def test_the_command_draws_all_figures_on_a_white_ground(tmp_path: Path, draw: ModuleType) -> None:
    file = evidence(tmp_path / "evidence.json", DATA)
    ran = subprocess.run(
        [sys.executable, DOCS / "draw.py", file, tmp_path], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [str(tmp_path / name) for name in draw.PICTURES]
    for name in draw.PICTURES:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert ElementTree.fromstring(text).tag.endswith("svg")
        assert "fill: #ffffff" in text


ONE = {"sampling-rate": DATA["sampling-rate"]}


def test_the_same_evidence_gives_the_same_bytes(tmp_path: Path, draw: ModuleType) -> None:
    again = []
    for _ in range(2):
        with pytest.raises(SystemExit):
            draw.main([str(evidence(tmp_path / "evidence.json", ONE)), str(tmp_path)])
        again.append((tmp_path / "rate.svg").read_bytes())
    assert again[0] == again[1]


def test_figures_without_data_are_named_and_the_others_are_drawn(tmp_path: Path, draw: ModuleType) -> None:
    file = evidence(tmp_path / "evidence.json", {**ONE, "w1-gaussian": {}})
    with pytest.raises(SystemExit) as stopped:
        draw.main([str(file), str(tmp_path)])
    assert str(stopped.value.code).splitlines() == [
        f"{name} is not drawn: {file} has no figures of {picture.claim}, run pytest {picture.file} --claims-evidence PATH"
        for name, picture in draw.PICTURES.items()
        if picture.claim not in ONE
    ]
    assert {path.name for path in tmp_path.glob("*.svg")} == {"rate.svg"}


@pytest.mark.parametrize("text", [None, "no json", "[]", '{"claims": [1]}'])
def test_what_is_no_evidence_file_is_one_sentence(text: str | None, tmp_path: Path, draw: ModuleType) -> None:
    file = tmp_path / "evidence.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    words = "cannot be read: No such file or directory" if text is None else "is no evidence file: make one with .*"
    with pytest.raises(SystemExit, match=f"^{re.escape(str(file))} {words}$"):
        draw.main([str(file), str(tmp_path)])


def test_arguments_that_do_not_fit_are_one_sentence(tmp_path: Path, draw: ModuleType) -> None:
    with pytest.raises(SystemExit, match=r"^usage: python docs/draw\.py EVIDENCE\.json FOLDER$"):
        draw.main([])
    file = evidence(tmp_path / "evidence.json", DATA)
    with pytest.raises(SystemExit, match=r"nowhere is no folder$"):
        draw.main([str(file), str(tmp_path / "nowhere")])


def test_every_figure_comes_from_a_claim_that_records_one(draw: ModuleType) -> None:
    assert {picture.claim for picture in draw.PICTURES.values()} == DATA.keys()
    for picture in draw.PICTURES.values():
        name = picture.file.removeprefix("claims/").removesuffix(".py").replace("/", ".")
        module = importlib.import_module(name)  # by the name that everything else knows it by
        claims = {value.id: value for value in vars(module).values() if isinstance(value, Claim)}
        assert claims[picture.claim].figures is not None


def test_every_figure_in_docs_is_drawn_by_it_and_shown_on_a_page(draw: ModuleType) -> None:
    shown = {
        name
        for page in DOCS.glob("*.md")
        for name in re.findall(r"!\[[^\]]+\]\(figures/([^)]+\.svg)\)", page.read_text(encoding="utf-8"))
    }
    sampled = importlib.import_module("where_the_time_goes").PICTURE  # no claim records where time goes
    assert shown == {*draw.PICTURES, sampled} == {path.name for path in DOCS.glob("figures/*.svg")}
