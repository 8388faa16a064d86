"""Cost: the processor time of a call, whatever else the machine does."""

import time
from collections.abc import Callable


def cost(call: Callable[[], object]) -> float:
    """Return the processor time of a call in seconds: the least of three, so that no collection of garbage counts."""
    times = []
    for _ in range(3):
        began = time.thread_time()
        call()
        times.append(time.thread_time() - began)
    return min(times)
