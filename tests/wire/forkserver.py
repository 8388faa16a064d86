"""A process that has the program loaded, and becomes `footnote …` each time that a test asks for one.

A start costs little but the loading of modules, and these tests start the program dozens of times.
Each child is a process of its own, with its arguments, environment, folder and streams, and runs the program's `main`.

    python -m tests.wire.forkserver    takes a JSON object a line, and says the child's number, and later its status
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from typing import Any

from bot.__main__ import main


def serve() -> dict[str, Any]:
    """Fork a child for each request; returns its request in the child, and never in the server."""
    inbox, outbox = os.dup(0), os.dup(1)
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    names: dict[int, int] = {}
    unread = b""
    while True:
        ready, _, _ = select.select([inbox, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _reap(names, outbox)
        if inbox not in ready:
            continue
        chunk = os.read(inbox, 1 << 16)
        if not chunk:
            for child in names:
                os.kill(child, signal.SIGTERM)
            sys.exit()
        *lines, unread = (unread + chunk).split(b"\n")
        for line in lines:
            request: dict[str, Any] = json.loads(line)
            child = os.fork()
            if child == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for file in (inbox, outbox, woken, wakes):
                    os.close(file)
                return request
            names[child] = request["name"]
            _say(outbox, name=request["name"], child=child)


def _reap(names: dict[int, int], outbox: int) -> None:
    while names:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        _say(outbox, name=names.pop(child), status=os.waitstatus_to_exitcode(status))


def _say(outbox: int, **words: int) -> None:
    os.write(outbox, json.dumps(words).encode() + b"\n")


def become(request: dict[str, Any]) -> None:
    """Take the arguments, environment, folder and streams that the request names."""
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.argv = ["footnote", *request["arguments"]]
    for stream, path in enumerate((os.devnull, request["out"], request["errors"])):
        opened = os.open(path, os.O_RDONLY if stream == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, stream)
        os.close(opened)


if __name__ == "__main__":
    # Loaded late by the program, and slow to load.
    import bot.cli.discord
    import bot.render.chart  # noqa: F401  # for that alone

    become(serve())
    main()
