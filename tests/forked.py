"""Commands that start from a process with the libraries loaded: what a new interpreter does, without its seconds of imports.

``run`` is `subprocess.run(…, capture_output=True, text=True, check=False)` for commands of Python: ``python -c``, ``python -m``,
``python file``, and programs that are Python themselves. A server, one for each process of pytest that asks for it, imports
the libraries below us and nothing of ours, forks for each command, and ends with its pipe. The fork has the arguments,
the folder, the environment, the path and the streams of a new interpreter; it ends as one does.

It is not asked where an interpreter's own start is what is tested, what it loads, or its options: that takes a new one. Before
a fork no library has computed anything, and torch has one thread, as every fork has.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

__all__ = ["run"]

# Neither pytest nor what registers a plugin of it: a snippet loads none, and pytest rewrites plugins as it imports them
LIBRARIES = ("torch", "numpy", "scipy.special", "sympy", "flint", "click", "rich.console", "rich.table", "jinja2")
# of what an interpreter reads as it starts, what can be set after
AFTER_START = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith("PYTHON") and name not in AFTER_START}


STARTED_WITH = _at_start(os.environ)


def run(
    command: Sequence[object], *, cwd: Path, env: Mapping[str, str] | None = None, input: str = ""
) -> subprocess.CompletedProcess[str]:
    """The command in a fork: its exit code (that of a signal is negative), and what it wrote to both streams.

    Raises ValueError for options of the interpreter, and for an environment that would start it differently.
    """
    words, environment = [str(word) for word in command], dict(os.environ if env is None else env)
    if _at_start(environment) != STARTED_WITH:
        raise ValueError("this environment is for an interpreter that starts: subprocess.run")
    arguments = words[1:] if words[0] == sys.executable else words
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-c", "-m")):
        raise ValueError(f"only -c, -m and files of Python start from a fork, not {words}")
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        streams[0].write_text(input, encoding="utf-8")
        code = _asked({"arguments": arguments, "cwd": str(cwd), "env": environment, "streams": list(map(str, streams))})
        written = [stream.read_text(encoding="utf-8") for stream in streams[1:]]
    return subprocess.CompletedProcess(words, code, *written)


@cache
def _server() -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    server = subprocess.Popen(
        [sys.executable, __file__],
        env={**environment, "OMP_NUM_THREADS": "1"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    atexit.register(_end, server)
    return server


def _end(server: subprocess.Popen[str]) -> None:
    server.communicate()


def _asked(request: dict[str, Any]) -> int:
    server = _server()
    assert server.stdin is not None and server.stdout is not None
    print(json.dumps(request), file=server.stdin, flush=True)
    return int(server.stdout.readline())


def serve() -> dict[str, Any] | None:
    """Answers every request with the exit code of a fork: None once there are no more, and in each fork its request."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts pytest ends this with the pipe
    requests, replies = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    for name in LIBRARIES:
        importlib.import_module(name)
    sys.modules["torch"].set_num_threads(1)
    while line := requests.readline():
        child = os.fork()
        if child == 0:
            return cast(dict[str, Any], json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), file=replies, flush=True)
    return None


def become(request: dict[str, Any]) -> None:
    """The rest of this process is that command."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    for stream, (path, mode) in enumerate(zip(request["streams"], ("r", "w", "w"), strict=True)):
        with open(path, mode) as file:
            os.dup2(file.fileno(), stream)
    first, *rest = request["arguments"]
    asked_for = os.environ.get("PYTHONPATH", "")
    asked = [str(Path(folder).absolute()) for folder in asked_for.split(os.pathsep) if folder]
    # what is asked for comes first, and a path file of the environment adds no folder that is there already
    sys.path[:] = ["", *asked, *(folder for folder in sys.path[1:] if folder not in asked)]
    importlib.invalidate_caches()
    if first == "-c":
        sys.argv = ["-c", *rest[1:]]
        exec(compile(rest[0], "<string>", "exec"), vars(_fresh_main()))
    elif first == "-m":
        sys.path[0], sys.argv = os.getcwd(), rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    else:
        sys.path[0], sys.argv = str(Path(first).absolute().parent), request["arguments"]
        runpy.run_path(first, run_name="__main__")


def _fresh_main() -> Any:
    main = type(sys)("__main__")
    sys.modules["__main__"] = main
    return main


if __name__ == "__main__":
    asked = serve()
    if asked is not None:
        become(asked)
