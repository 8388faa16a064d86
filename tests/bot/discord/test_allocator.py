"""The allocator: threads share what memory was freed, in a process of its own."""

import platform
import subprocess
import sys

import pytest

# How many arenas there are once each of twelve threads has taken some memory.
ARENAS = """
import ctypes, sys, threading
from bot.discord.allocator import share_arenas
if "shared" in sys.argv:
    share_arenas()
c = ctypes.CDLL(None)
c.malloc.restype = c.fopen.restype = ctypes.c_void_p
met = threading.Barrier(12)
threads = [threading.Thread(target=lambda: (c.malloc(4000), met.wait())) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
out = ctypes.c_void_p(c.fopen(b"/dev/stdout", b"w"))
c.malloc_info(0, out)
c.fflush(out)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no arenas")
def test_threads_share_two_arenas_unless_the_operator_says_otherwise() -> None:
    def arenas(*words: str, **environment: str) -> int:
        told = subprocess.run([sys.executable, "-c", ARENAS, *words], env=environment, capture_output=True, check=True)
        return told.stdout.count(b"<heap nr=")

    assert arenas() > 3
    assert arenas("shared") <= 2
    assert arenas("shared", MALLOC_ARENA_MAX="3") == 3
