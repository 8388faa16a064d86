"""Bounds of memory and of processor time, which a process that reads files of others sets itself."""

MEMORY = 1 << 30  # bytes of address space
SECONDS = 20  # of processor time


def bound() -> None:
    """Bound this process, where the system can."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
