"""The figures of these pages, drawn from an evidence file.

    pytest claims --claims-evidence evidence.json
    python docs/draw.py evidence.json docs/figures/

Needs matplotlib: pip install -c constraints.txt -e '.[reports]'. Each figure takes what one claim recorded, so an evidence file
of that claim alone will do for it. Figures without data are named at the end, and the exit code is 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figures import distances, divergences, rate, scaling, training

Data = dict[str, Any]
TEXT = "lecture17"
"""The text whose claims have these figures. Evidence of lemmata 0.1 was of no other, and does not say so."""


@dataclass(frozen=True)
class Picture:
    """A figure: the claim whose data it shows, the file of that claim, and the list of rows that has to be there."""

    claim: str
    file: str
    rows: str
    draw: Callable[[Data], Any]


PICTURES = {
    "scaling.svg": Picture(
        "generalisation-without-detour", "claims/lecture17/the_generalisation_theorem.py", "scaling", scaling.draw
    ),
    "distances.svg": Picture(
        "w1-gaussian", "claims/lecture17/large_discriminators.py", "W1 by dimension", distances.draw
    ),
    "divergences.svg": Picture(
        "js-below-jeffreys", "claims/lecture17/jensen_shannon.py", "divergences", divergences.draw
    ),
    "rate.svg": Picture("sampling-rate", "claims/lecture17/the_main_theorem.py", "rate", rate.draw),
    "training.svg": Picture("conclusion", "claims/lecture17/trained_generators.py", "training", training.draw),
}


def recorded(evidence: Path) -> dict[str, Data]:
    """What each claim of the text recorded, by id. Raises SystemExit, in one sentence, for any other file."""
    try:
        claims = json.loads(evidence.read_text(encoding="utf-8"))["claims"]
        own = [claim for claim in claims if "text" not in claim or claim["text"] == TEXT]
        return {claim["id"]: claim.get("data") or {} for claim in own}
    except OSError as error:
        raise SystemExit(f"{evidence} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise SystemExit(
            f"{evidence} is no evidence file: make one with pytest claims --claims-evidence PATH"
        ) from None


def main(arguments: list[str]) -> None:
    """Read the evidence, write the figures that it has data for."""
    if len(arguments) != 2:
        raise SystemExit("usage: python docs/draw.py EVIDENCE.json FOLDER")
    evidence, folder = map(Path, arguments)
    data = recorded(evidence)
    if not folder.is_dir():
        raise SystemExit(f"{folder} is no folder")
    missing = []
    for name, picture in PICTURES.items():
        found = data.get(picture.claim, {})
        if found.get(picture.rows):
            picture.draw(found).savefig(folder / name, metadata={"Date": None})
            print(folder / name)
        else:
            missing.append(
                f"{name} is not drawn: {evidence} has no figures of {picture.claim}, run pytest {picture.file} "
                "--claims-evidence PATH"
            )
    if missing:
        raise SystemExit("\n".join(missing))


if __name__ == "__main__":
    main(sys.argv[1:])
