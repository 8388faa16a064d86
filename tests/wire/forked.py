"""Processes that the fork server has made, as a test waits for them and ends them."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from itertools import count
from pathlib import Path
from threading import Condition, Thread

ROOT = Path(__file__).parents[2]
# discord.py imports it for voice, which Footnote does not use.
WARNINGS = ["-W", "error", "-W", "ignore:'audioop' is deprecated:DeprecationWarning"]


class Forked:
    """A child of the fork server; it has the methods of an `asyncio.subprocess.Process` that tests need."""

    def __init__(self, server: Forkserver, name: int) -> None:
        self._server = server
        self._name = name

    @property
    def pid(self) -> int:
        return self._server.child(self._name)

    @property
    def returncode(self) -> int | None:
        return self._server.statuses.get(self._name)

    def terminate(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self._signal(signal.SIGKILL)

    async def wait(self) -> int:
        while (status := self.returncode) is None:  # noqa: ASYNC110 - a thread of another loop hears it
            await asyncio.sleep(0.005)
        return status

    def _signal(self, number: signal.Signals) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)


class Forkserver:
    """The fork server, and what it has said of its children. A thread listens, since each module has its own loop."""

    def __init__(self) -> None:
        self.statuses: dict[int, int] = {}
        self._children: dict[int, int] = {}
        self._said = Condition()
        self._names = count(1)
        self._process = subprocess.Popen(
            [sys.executable, *WARNINGS, "-m", "tests.wire.forkserver"],
            cwd=ROOT,
            # A test may begin each process with a module of its own.
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
                "PYTHONUNBUFFERED": "1",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        Thread(target=self._listen, daemon=True).start()
        atexit.register(self._close)

    def start(
        self, arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], out: Path, errors: Path
    ) -> Forked:
        """Start `footnote` with the arguments; what it prints is appended to the files."""
        name = next(self._names)
        request = {
            "name": name,
            "arguments": arguments,
            "folder": str(folder),
            "environment": dict(environment),
            "out": str(out),
            "errors": str(errors),
        }
        assert self._process.stdin
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        return Forked(self, name)

    def child(self, name: int) -> int:
        """Return the number of the process, once there is one."""
        with self._said:
            assert self._said.wait_for(lambda: name in self._children, 60), "the fork server has ended"
        return self._children[name]

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            said = json.loads(line)
            with self._said:
                if "child" in said:
                    self._children[said["name"]] = said["child"]
                else:
                    self.statuses[said["name"]] = said["status"]
                self._said.notify_all()

    def _close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)


@cache
def forkserver() -> Forkserver:
    """Return the one of this run of the tests."""
    return Forkserver()
