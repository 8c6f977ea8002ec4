"""How long a call takes, for tests of how it grows: processor time, so that a busy machine does not matter."""

from __future__ import annotations

import time
from collections.abc import Callable


def shortest(call: Callable[[], object], rounds: int = 5) -> float:
    """Seconds of processor time of the fastest of some calls."""
    taken: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return min(taken)
