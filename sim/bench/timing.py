"""Time two things side by side: A B A B …, so that what else the machine does falls on both alike.

The clock is the processor time of this process unless several threads or processes work: a process that waits for a
busy machine does not spend any.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from time import process_time

Work = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Times of two pieces of work, taken in turn.

    Parameters
    ----------
    first_s, second_s
        Seconds, round by round.
    """

    first_s: tuple[float, ...]
    second_s: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """The first over the second: the median over the rounds of their ratio."""
        return median(self._ratios)

    @property
    def spread(self) -> tuple[float, float]:
        """The quartiles of that ratio."""
        if len(self.first_s) < 2:
            return self.ratio, self.ratio
        low, _, high = quantiles(self._ratios, n=4, method="inclusive")
        return low, high

    @property
    def first_median_s(self) -> float:
        """The median time of the first, seconds."""
        return median(self.first_s)

    @property
    def second_median_s(self) -> float:
        """The median time of the second, seconds."""
        return median(self.second_s)

    @property
    def _ratios(self) -> list[float]:
        """The ratio of each round."""
        return [one / other for one, other in zip(self.first_s, self.second_s, strict=True)]


def seconds_of(work: Work, clock: Clock = process_time) -> float:
    """Time one piece of work with the garbage collector at rest.

    Parameters
    ----------
    work
        What to time.
    clock
        What tells the seconds.

    Returns
    -------
    float
        Seconds.
    """
    with _no_collection():
        began = clock()
        work()
        return clock() - began


def in_turn(first: Work, second: Work, rounds: int, clock: Clock = process_time) -> Pairs:
    """Time two pieces of work in turn, after one untimed round that warms caches.

    Parameters
    ----------
    first, second
        What to time.
    rounds
        Number of pairs, at least 1.
    clock
        What tells the seconds.

    Returns
    -------
    Pairs
        Their times.
    """
    first()
    second()
    times = [(seconds_of(first, clock), seconds_of(second, clock)) for _ in range(rounds)]
    return Pairs(tuple(one for one, _ in times), tuple(other for _, other in times))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Collect garbage now and not for a while."""
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
