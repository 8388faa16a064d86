"""Cost: the processor time of a call, whatever else the machine does."""

import gc
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def cost(call: Callable[[], object], enough: float = 0.0) -> float:
    """Return the processor time of a call in seconds: the least of three, so that no collection of garbage counts.

    What takes less than `enough` is not called again.
    """
    least = math.inf
    for _ in range(3):
        began = time.thread_time()
        call()
        least = min(least, time.thread_time() - began)
        if least < enough:
            break
    return least


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect no garbage meanwhile, which takes longer the more has been left behind before."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
