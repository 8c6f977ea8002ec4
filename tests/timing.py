"""How long a call takes, for tests of how it grows: processor time, so that a busy machine matters little."""

from __future__ import annotations

import time
from collections.abc import Callable

FOUR_TIMES = 9.0
"""What four times the text may cost: about 4 where time grows with the text, 16 where it grows with its square.

Caches and a neighbour on the same machine can add half again; a wider step leaves room for that.
"""


def shortest(call: Callable[[], object], rounds: int = 5) -> float:
    """Seconds of processor time of the fastest of some calls."""
    taken: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return min(taken)
