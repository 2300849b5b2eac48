"""Kill a run of the real claims at random moments, resume it, and compare what it writes with an undisturbed run.

    python tests/kill_at_random.py 20 -n 2 --claims-profile=smoke -k jacobian

kills at least 20 times, over as many whole runs as that takes. What follows the number goes to each run of pytest; a
part `-n 0,2` has them take turns. It ends with one line, and exit code 0 exactly when every file was the same.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEED = 17
ROOT = Path(__file__).parents[1]


def start(path: Path, arguments: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest", "claims", "-q", f"--claims-evidence={path}", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)


def without_seconds(path: Path) -> str:
    return re.sub(r'"seconds": [^,\n]*', '"seconds": 0', path.read_text(encoding="utf-8"))


def decided(journal: Path) -> int:
    """The lines of the journal but its first, as far as they are whole."""
    return max(journal.read_bytes().count(b"\n") - 1, 0) if journal.exists() else 0


def main() -> int:
    """Kill, resume, compare."""
    wanted, arguments = int(sys.argv[1]), sys.argv[2:]
    workers = arguments.pop(arguments.index("-n") + 1).split(",") if "-n" in arguments else ["0"]
    arguments = [argument for argument in arguments if argument != "-n"]
    moments, folder = random.Random(SEED), Path(tempfile.mkdtemp())
    path = folder / "undisturbed.json"
    begun = time.perf_counter()
    if code := start(path, [*arguments, "-n", workers[0]]).wait():
        print(f"the undisturbed run ended with exit code {code}")
        return 1
    seconds, expected = time.perf_counter() - begun, without_seconds(path)
    print(f"undisturbed: {seconds:.0f} s")
    kills = runs = tries = 0
    while kills < wanted:
        runs, path = runs + 1, folder / f"{runs}.json"
        journal = path.with_name(f"{path.name}.journal")
        while journal.exists() or not path.exists():  # between its two last steps a run has both
            tries += 1
            count = workers[tries % len(workers)]
            process = start(path, [*arguments, "-n", count, "--claims-resume"])
            try:
                process.wait(moments.uniform(0, seconds))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                kills += 1
                print(f"run {runs}: kill {kills} under -n {count}, {decided(journal)} forms decided", flush=True)
                continue
            if process.returncode:
                print(f"run {runs} ended with exit code {process.returncode}")
                return 1
        if without_seconds(path) != expected:
            print(f"run {runs} is not the undisturbed one: {path}")
            return 1
        print(f"run {runs}: the same file", flush=True)
    shutil.rmtree(folder)
    print(f"{kills} kills in {runs} runs and {tries} tries: every file is that of the undisturbed run")
    return 0


if __name__ == "__main__":
    sys.exit(main())
