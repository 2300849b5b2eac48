"""What each further network of the rounded grade costs in memory: the slope between two runs of their own.

    pytest benchmarks/test_bench_memory.py

A claim of the lecture is decided on N networks, in a process for each N. Twice it is asked what that process held at its
largest: Python, of its objects (tracemalloc), and the system, of everything, torch's batches among it. Batches are of one size
from some N on, and Python's dict doubles: so the larger N is a power of two times the smaller one, at which both are as full.
Beside it stand the digest alone, which is the limit, and what the texts that it stands for would take.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from lemmata.evidence.shared_cases import key_of_case
from lemmata.theory.networks.strategies import GENTLE, batches

D, LAYERS = 4, 4
FEW = 10_000
DIGEST = 16

JUDGED = f"""
import resource, sys, tracemalloc
from lecture17.the_jacobian import claim_log_determinant_of_the_jacobian as claim
from lemmata import late
from lemmata.evidence.profiles import Profile
from lemmata.evidence.rounded import rounded
from lemmata.theory.networks.strategies import GENTLE, batches

late.load()
form = next(form for form in claim.forms if form.role == "corrected")
decider = rounded(batches((({D}, {LAYERS}, int(sys.argv[1])),), GENTLE))
profile = Profile("memory", cases=0, largest=0, heaviest=0, search=0, volume=1.0, sampled=0)
traced = sys.argv[2] == "traced"
if traced:
    tracemalloc.start()
decision = decider.decide(claim.question(form, decider), profile, seed=1)
held = tracemalloc.get_traced_memory()[1] if traced else 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(decision.verdict.value, decision.cases, held)
"""


def held(networks: int, how: str) -> int:
    """The most bytes that a process held which decided the claim on so many networks."""
    ran = subprocess.run([sys.executable, "-c", JUDGED, str(networks), how], capture_output=True, text=True, check=True)
    verdict, cases, most = ran.stdout.split()
    assert verdict == "holds" and int(cases) >= networks, "every network was decided, and counted"
    return int(most)


def text_bytes() -> float:
    """The mean size of the texts that digests stand for."""
    networks = [single for batch in batches(((D, LAYERS, 100),), GENTLE)(1, 1.0) for single in batch.singles()]
    return sum(sys.getsizeof(key_of_case({"site": single})) for single in networks) / len(networks)


@pytest.mark.parametrize(("order", "how", "times"), [(0, "traced", 4), (1, "resident", 8)], ids=["objects", "process"])
def test_bytes_of_a_further_network(rows: list[dict[str, Any]], order: int, how: str, times: int) -> None:
    few, many = held(FEW, how), held(times * FEW, how)
    slope = (many - few) / ((times - 1) * FEW)
    found = {f"{how} bytes": slope}
    if how == "traced":
        found |= {"the digest alone": DIGEST, "the text in full": text_bytes()}
    for place, (name, each) in enumerate(found.items()):
        rows.append(
            {
                "order": 6 * 10**6 + 10 * order + place, "size": f"({times * FEW}, d={D}, l={LAYERS})",
                "activation": "rounded", "contender": f"{name} of a network", "alone": f"{each:.0f}",
            }
        )  # fmt: skip
