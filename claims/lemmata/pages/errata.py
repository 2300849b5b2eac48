"""The errata page, made from what a run finds: ``python -m lemmata.pages.errata docs/errata.md``.

The printed forms are judged in exact and in ball arithmetic. Those that are refuted are put between the two marks of
the page, with the counterexample that was found; the rest of the page is written by hand.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lemmata.pages import markdown
from lemmata.record.atomic import write_text
from lemmata.record.evidence_file import read
from lemmata.record.one_form import collect, numbers, refutation
from lemmata.record.printable import all_printable
from lemmata.record.schema import ClaimEntry, Evidence
from lemmata.record.tally import by_slide, by_text, refuted_as_printed
from lemmata.record.texts import own_claims

__all__ = ["BEGIN", "END", "errata", "evidence", "main", "put"]

BEGIN = "<!-- made from the claims: everything up to the second mark is overwritten -->"
END = "<!-- the second mark: from here on the page is written by hand -->"


def evidence(paths: Sequence[str | Path]) -> Evidence:
    """What a quick run finds out about the printed forms of the claims in these paths. Exits where that run fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "evidence.json"
        run = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", *map(str, paths), "-m", "printed and (exact or certified)"),
                *("--claims-profile=smoke", f"--claims-evidence={file}", "-p", "no:cacheprovider"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode != 0:
            raise SystemExit(f"{run.stdout}{run.stderr}\nthe claims are not as expected: no page is made of them")
        return read(file)


def errata(document: Evidence) -> str:
    """A section for each slide, and in it a block for each claim that is refuted as printed, in the order of the text.

    Where they are of several texts each has a section for itself around those of its slides.
    """
    parts = []
    texts = by_text(filter(refuted_as_printed, all_printable(document["claims"])))
    top = "##" if len(texts) == 1 else "###"
    for title, of_text in texts:
        if len(texts) > 1:
            parts.append(f"## {markdown.line(title)}")
        for slide, group in by_slide(of_text):
            parts.append(f"{top} {markdown.line(slide)}")
            for claim in group:
                parts += [f"{top}# {claim['id']}", _block(claim)]
    return "\n\n".join(parts)


def put(page: str, text: str) -> str:
    """The page with this text between its marks. Raises ValueError for a page that lacks one of them."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs two lines:\n{BEGIN}\n{END}")
    return f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}"


def _block(claim: ClaimEntry) -> str:
    form = refuted_as_printed(claim)
    assert form is not None
    found = refutation(form)
    rows = {
        "printed": claim["statement_printed"],
        "true": claim["statement_corrected"],
        "why": form["erratum"],
        **({"kindest": form["kindest"]} if form.get("kindest") else {}),
        "case": found["case"],
        "numbers": numbers(found),
        "again": collect(found["node"]),
    }
    width = max(map(len, rows)) + 2
    lines = [f"{name:<{width}}{text}".replace("\n", "\n" + " " * width) for name, text in rows.items()]
    return markdown.fenced("text", "\n".join(lines))


def main(arguments: Sequence[str] | None = None) -> None:
    """Bring a page up to date."""
    parser = argparse.ArgumentParser(
        prog="python -m lemmata.pages.errata", description="Bring an errata page up to date."
    )
    parser.add_argument("page", type=Path, help="the Markdown file with the two marks")
    parser.add_argument(
        "claims", nargs="*", type=Path, help="files or folders with claims (default: the texts of this library)"
    )
    options = parser.parse_args(arguments)
    try:
        page = put(options.page.read_text(encoding="utf-8"), "")  # before the claims are judged: can it be done at all?
        page = put(page, errata(evidence(options.claims or own_claims())))
        write_text(page, options.page)
    except (OSError, ValueError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
