"""What a row of the table was measured at."""

from __future__ import annotations

from dataclasses import dataclass

from sim.bench.timing import Pairs


class NotMeasuredError(Exception):
    """A row cannot be measured here; the message says why."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a row was measured at.

    Parameters
    ----------
    value
        What floor and moonshot speak of.
    ratio
        What the baseline holds: the value itself where that is a ratio.
    spread
        Quartiles of the ratio over the rounds; equal where there was one.
    note
        The two things behind the ratio, in their own units.
    """

    value: float
    ratio: float
    spread: tuple[float, float]
    note: str

    @classmethod
    def of_ratio(cls, pairs: Pairs, note: str, *, scale: float = 1.0) -> Measured:
        """Take the ratio of timed pairs, times a factor where the two did different amounts of work."""
        low, high = pairs.spread
        return cls(pairs.ratio * scale, pairs.ratio * scale, (low * scale, high * scale), note)

    @classmethod
    def of_one(cls, value: float, ratio: float, note: str) -> Measured:
        """Take a value and a ratio that were measured once."""
        return cls(value, ratio, (ratio, ratio), note)
