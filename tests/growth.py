"""How much dearer work becomes as its input grows, in CPU time of one run: for hostile input that must stay linear."""

import time
from collections.abc import Callable

ROUNDS = 3
# Linear work stays below it, also where the machine is busy; quadratic work does not.
LINEAR = 9


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times as dear four times the size is: 4 for linear work, 16 for quadratic; less with set-up."""
    return _seconds(work, 4 * size) / _seconds(work, size)


def _seconds(work: Callable[[int], object], size: int) -> float:
    return min(_once(work, size) for _ in range(ROUNDS))


def _once(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return time.process_time() - start
