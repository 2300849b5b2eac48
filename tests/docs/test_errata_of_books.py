"""docs/examples/errata_of_books: errata of books, judged in a folder outside of the repository."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from shown import run

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "errata_of_books"
GRADES = {
    "murphy_17_21.py": {"symbolic", "exact"},
    "prml_9_15.py": {"symbolic", "certified"},
    "raschka_page_626.py": {"certified"},
}


def test_what_is_printed_is_refuted_and_what_is_corrected_holds(tmp_path: Path) -> None:
    books = tmp_path / "books"
    shutil.copytree(EXAMPLES, books, ignore=shutil.ignore_patterns("__pycache__"))
    ran = run("-m", "pytest", "books", "-p", "no:cacheprovider", "--claims-evidence=out.json", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    evidence = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert evidence["run"]["complete"] is True
    seen = {
        (Path(claim["file"]).name, form["grade"], form["role"], form["verdict"])
        for claim in evidence["claims"]
        for form in claim["forms"]
    }
    forms = [("printed", "refuted"), ("corrected", "holds")]
    assert seen == {(name, grade, *form) for name, grades in GRADES.items() for grade in grades for form in forms}


def test_each_file_has_at_most_25_lines() -> None:
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in EXAMPLES.glob("*.py")}
    assert set(lines) == set(GRADES)
    assert max(lines.values()) <= 25
