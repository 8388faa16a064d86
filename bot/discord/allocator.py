"""The allocator of the C library, which keeps what was freed where it was taken from."""

import ctypes
import os
import platform

_M_ARENA_MAX = -8  # of glibc's malloc.h


def share_arenas() -> None:
    """Have all threads take memory from the same two arenas, unless MALLOC_ARENA_MAX says from how many.

    glibc gives each thread an arena of its own, up to eight for a processor. Each connection to the store has a thread,
    and what is read in one is freed in another: what the arenas keep for later grows for hours without being used.
    """
    if platform.libc_ver()[0] == "glibc" and "MALLOC_ARENA_MAX" not in os.environ:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)
