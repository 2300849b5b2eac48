"""Commands that start from a process with the libraries loaded: what a new interpreter does, without its seconds of imports.

``run`` is `subprocess.run(…, capture_output=True, text=True, check=False)` for commands of Python: ``python -c``, ``python -m``,
``python file``, and programs that are Python themselves. A server, one for each process of pytest that asks for it, imports
the libraries below us and nothing of ours, forks for each command, and ends with its pipe. The fork has the arguments,
the folder, the environment, the path and the streams of a new interpreter; it ends as one does. Runs of pytest and of our
program have a server of their own, which has pytest, hypothesis and xdist too, read as pytest reads plugins: snippets load
none of these. `Worker` starts the processes that xdist distributes to in the same way.

It is not asked where an interpreter's own start is what is tested, what it loads, or its options: that takes a new one. Before
a fork no library has computed anything, and torch has one thread, as every fork has.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, cast

__all__ = ["Worker", "run"]

QUICK = ("sympy", "flint", "click", "rich.console", "rich.table", "jinja2")
SLOW = ("torch", "numpy", "scipy.special")
# what a run of pytest loads besides, and the packages of which pytest expects to have rewritten the assertions
FOR_PYTEST = ("pytest", "hypothesis.strategies", "_hypothesis_pytestplugin", "xdist.plugin", "xdist.remote")
REWRITTEN = ("hypothesis", "_hypothesis_globals", "_hypothesis_ftz_detector", "_hypothesis_pytestplugin", "xdist")
# of what an interpreter reads as it starts, what can be set after
AFTER_START = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONIOENCODING")


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith("PYTHON") and name not in AFTER_START}


STARTED_WITH = _at_start(os.environ)


def run(
    command: Sequence[object],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    input: str = "",
    session: bool = False,
    quick: bool = False,
) -> subprocess.CompletedProcess[str]:
    """The command in a fork: its exit code (that of a signal is negative), and what it wrote to both streams.

    With ``session`` it is the first of a session of its own, and of a group of processes. With ``quick`` only what loads
    quickly is loaded before, pytest with it: torch, numpy and scipy are not.

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
        asked = {
            "arguments": arguments,
            "cwd": str(cwd),
            "env": environment,
            "session": session,
            "streams": list(map(str, streams)),
        }
        for_pytest = quick or bool({"pytest", "lemmata"} & {Path(arguments[0]).name, *arguments[1:2]})
        code = _asked({**asked, "wait": True}, for_pytest, quick)
        encoding = environment.get("PYTHONIOENCODING", "utf-8")
        written = [stream.read_text(encoding=encoding) for stream in streams[1:]]
    return subprocess.CompletedProcess(words, code, *written)


class Worker:
    """A process of xdist, as far as execnet asks for what `subprocess.Popen` gives: two pipes, its end, and a signal."""

    def __init__(self, command: Sequence[str], **_: Any) -> None:
        arguments = list(command[command.index("-c") :])
        (read, stdin), (stdout, write), (self._end, alive) = os.pipe(), os.pipe(), os.pipe()
        asked = {"arguments": arguments, "cwd": os.getcwd(), "env": dict(os.environ), "session": False, "wait": False}
        self.pid = _asked(asked, True, False, [read, write, 2, alive])
        for end in (read, write, alive):
            os.close(end)
        self.stdin: IO[bytes] = os.fdopen(stdin, "wb")
        self.stdout: IO[bytes] = os.fdopen(stdout, "rb")

    def wait(self) -> int:
        """Returns once the process has ended, and with it the last who could write to this pipe; no one asks how it ended."""
        os.read(self._end, 1)
        return 0

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def __del__(self) -> None:
        os.close(self._end)


@cache
def _server(for_pytest: bool, quick: bool) -> tuple[subprocess.Popen[str], socket.socket]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    here, there = socket.socketpair()
    with there:
        server = subprocess.Popen(
            [
                *(sys.executable, __file__, str(there.fileno()), " ".join(QUICK if quick else (*SLOW, *QUICK))),
                *(FOR_PYTEST if for_pytest else ()),
            ], pass_fds=[there.fileno()],
            env={**environment, "OMP_NUM_THREADS": "1"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    atexit.register(_end, server)
    atexit.register(here.close)
    return server, here


def _end(server: subprocess.Popen[str]) -> None:
    server.communicate()


def _asked(request: dict[str, Any], for_pytest: bool, quick: bool, streams: Sequence[int] = ()) -> int:
    server, descriptors = _server(for_pytest, quick)
    assert server.stdin is not None and server.stdout is not None
    print(json.dumps(request), file=server.stdin, flush=True)
    if streams:
        socket.send_fds(descriptors, [b"."], streams)
    return int(server.stdout.readline())


def serve(descriptors: int, libraries: Sequence[str], for_pytest: Sequence[str]) -> dict[str, Any] | None:
    """Answers every request with the exit code of a fork, or at once with its number where nobody waits for its end.

    Returns None once there are no more, and in each fork its request.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever interrupts pytest ends this with the pipe
    requests, replies = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    for name in libraries:
        importlib.import_module(name)
    if "torch" in libraries:
        sys.modules["torch"].set_num_threads(1)
    if for_pytest:
        _as_pytest_imports(for_pytest)
    gc.freeze()
    passed, left = socket.socket(fileno=descriptors), set[int]()
    while line := requests.readline():
        request = cast(dict[str, Any], json.loads(line))
        if not request["wait"]:
            _, request["streams"], *_ = socket.recv_fds(passed, 1, 4)
        child = os.fork()
        if child == 0:
            for pipe in (requests, replies, passed):
                pipe.close()
            return request
        if request["wait"]:
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), file=replies, flush=True)
        else:
            print(child, file=replies, flush=True)
            left.add(child)
            for stream in request["streams"]:
                os.close(stream)
        left -= {worker for worker in left if os.waitpid(worker, os.WNOHANG)[0]}
    return None


def _as_pytest_imports(names: Sequence[str]) -> None:
    from _pytest.assertion import install_importhook
    from _pytest.config import get_config

    config = get_config()
    hook = install_importhook(config)
    hook.mark_rewrite(*REWRITTEN)
    for name in names:
        importlib.import_module(name)
    sys.meta_path.remove(hook)
    config._ensure_unconfigure()


def become(request: dict[str, Any]) -> None:
    """The rest of this process is that command."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if request["session"]:
        os.setsid()
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    for stream, (given, mode) in enumerate(zip(request["streams"], ("r", "w", "w"), strict=False)):
        with open(given, mode) as file:
            os.dup2(file.fileno(), stream)
    if encoding := os.environ.get("PYTHONIOENCODING"):
        for text, errors in ((sys.stdin, "strict"), (sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
            cast(TextIOWrapper, text).reconfigure(encoding=encoding, errors=errors)
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


def leave(error: BaseException | None) -> None:
    """End as an interpreter does that came to its end or to this error, but without taking apart all that is loaded.

    That would take longer than most commands do: each page of the libraries is the server's until something is written there.
    """
    code = 0
    if isinstance(error, KeyboardInterrupt):
        return
    if isinstance(error, SystemExit):
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
        if code and not isinstance(error.code, int):
            print(error.code, file=sys.stderr)
    elif error is not None:
        sys.excepthook(type(error), error, error.__traceback__)
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()
    os._exit(code & 0xFF)


def _fresh_main() -> Any:
    main = type(sys)("__main__")
    sys.modules["__main__"] = main
    return main


if __name__ == "__main__":
    asked = serve(int(sys.argv[1]), sys.argv[2].split(), sys.argv[3:])
    if asked is not None:
        try:
            become(asked)
        finally:
            leave(sys.exception())
