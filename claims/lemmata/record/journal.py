"""The journal of a run: every decided form, on disk as it is decided, so that no end of the run loses it.

It lies beside the evidence file while the run lasts, and holds what `--claims-resume` takes up again. One process
writes it, and a lock that dies with that process keeps others away.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Collection, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from lemmata.record.journal_lines import ENDED, Lines, difference, line, parse

__all__ = ["Journal", "Refused", "beside"]


class Refused(ValueError):
    """A journal that cannot be begun or gone on with, in one sentence."""


def beside(evidence: Path) -> Path:
    """Where the journal of the run lies that writes this evidence file; a link leads to the file that is written."""
    file = evidence.resolve()
    return file.with_name(f"{file.name}.journal")


class Journal:
    """An open journal.

    Attributes:
        forms: the decided forms in it, by node id: what was found, and the fingerprint of the claim's folder.
        failure: why it can be written no more, in one sentence; empty as long as it can.
    """

    def __init__(self, path: Path, run: Mapping[str, Any], *, resume: bool) -> None:
        """Begin or resume one. Raises Refused, in one sentence, and leaves alone what it must not replace."""
        self.path, self.failure = path, ""
        with ExitStack() as refused:
            self.descriptor: int | None = _open(path)
            refused.callback(self.close)
            found = self._read()
            if not found.forms or (found.ended and not resume):
                found = Lines()
            elif not resume:
                raise Refused(
                    f"{path} holds {_decided(len(found.forms))} of a run that did not end: "
                    "add --claims-resume to go on with it, or delete it"
                )
            elif other := difference(found.run, run):
                raise Refused(f"{path} was begun with {other}: run it alike to go on with it, or delete it")
            self.forms = found.forms
            os.ftruncate(self.descriptor, found.size)
            if not found.run:
                try:
                    self._write(run)
                except OSError as error:
                    self._remove()
                    raise Refused(f"{path} cannot be written: {error.strerror}") from None
            refused.pop_all()

    def replayable(self) -> dict[str, dict[str, Any]]:
        """The forms that need not be judged again: whatever went wrong is, so that it is told in full."""
        return {
            node: form for node, form in self.forms.items() if form["entry"]["verdict"] == form["entry"]["expected"]
        }

    def add(self, node: str, source: str, entry: Mapping[str, Any], data: Mapping[str, Any]) -> None:
        """Keep one decided form, unless it comes from this journal. Where that fails, ``failure`` says why."""
        form = {"node": node, "source": source, "entry": dict(entry), "data": dict(data)}
        if self.failure or self.forms.get(node) == form:
            return
        try:
            self._write(form)
        except OSError as error:
            self.failure = (
                f"{self.path} can no longer be written ({error.strerror}): what was decided before is in it, "
                "and --claims-resume goes on from there"
            )
        else:
            self.forms[node] = form

    def end(self, written: Collection[str], *, complete: bool) -> str:
        """Close the journal of a run whose evidence file is written and holds these nodes.

        Forms that are in no evidence file keep it alive: of claims that this run did not select or reach. A sentence
        says so. Forms of a file that has changed since do not.
        """
        sources = {_file(node): form["source"] for node, form in self.forms.items() if node in written}
        left = [
            node
            for node, form in self.forms.items()
            if node not in written and sources.get(_file(node), form["source"]) == form["source"]
        ]
        if not left and not self.failure:
            if complete or not self.forms:
                self._remove()
            else:
                with suppress(OSError):  # then the next run is told of a run that did not end, and loses nothing
                    self._write(ENDED)
        self.close()
        if not left:
            return ""
        kept = f"{self.path} keeps {_decided(len(left))} that this run did not select or reach"
        return f"{kept}: add --claims-resume to go on with them"

    def close(self) -> None:
        """Let others have it. Closing it again changes nothing."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None

    def _read(self) -> Lines:
        assert self.descriptor is not None
        try:
            if not stat.S_ISREG(os.fstat(self.descriptor).st_mode):
                raise ValueError("is not a journal of lemmata")
            with open(self.descriptor, "rb", closefd=False) as file:
                return parse(file.read())
        except ValueError as error:
            raise Refused(f"{self.path} {error}; it is left as it is: move it away or delete it") from None

    def _write(self, content: Mapping[str, Any]) -> None:
        """Add one line, or nothing. Raises OSError."""
        assert self.descriptor is not None
        size, text = os.fstat(self.descriptor).st_size, line(content)
        try:
            while text:  # one write, but for a disk that is full: then the second says so
                text = text[os.write(self.descriptor, text) :]
            os.fsync(self.descriptor)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self.descriptor, size)
            raise

    def _remove(self) -> None:
        assert self.descriptor is not None
        ours = _is_at(self.path, self.descriptor)  # somebody may have deleted it, and another run begun its own
        os.ftruncate(self.descriptor, 0)  # where an open file cannot be deleted, an empty one counts as nothing
        with suppress(OSError):
            if ours:
                self.path.unlink()


def _decided(count: int) -> str:
    return f"{count} decided form{'' if count == 1 else 's'}"


def _file(node: str) -> str:
    return node.partition("::")[0]


def _open(path: Path) -> int:
    """The file, created where there is none, and locked for as long as it is open."""
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            raise Refused(f"{path} cannot be written: {error.strerror}") from None
        with ExitStack() as unlocked:
            unlocked.callback(os.close, descriptor)
            try:
                _lock(descriptor)
            except (BlockingIOError, PermissionError):
                raise Refused(
                    f"{path} is being written by another run: wait for its end, or name another file"
                ) from None
            except OSError as error:
                raise Refused(f"{path} cannot be locked: {error.strerror}") from None
            if _is_at(path, descriptor):  # not if a run that was ending has deleted it between the two steps
                unlocked.pop_all()
                return descriptor


def _is_at(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> None:
    """Lock an open file without waiting. Raises OSError."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # a byte that is never written: what is locked cannot be read there
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
