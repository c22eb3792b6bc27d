"""Hotspots: which places are due a visit, and when visits fall due (MODEL.md §4 rule 13)."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sim.reference.unit import Unit

MINUTES_PER_DAY = 1440.0


@dataclass(slots=True, eq=False)
class Hotspot:
    """A place on the list.

    Parameters
    ----------
    area
        Its area.
    score
        What a visit is worth, relative to the others.
    timetable
        When its visits fall due, if it has a timetable of its own.
    unit
        The unit on its way or there; one at a time.
    done, day
        Visits that count, on the day on which the last of them began.
    """

    area: int
    score: float
    timetable: Timetable | None = None
    unit: Unit | None = None
    done: int = 0
    day: int = 0

    def done_on(self, day: int) -> int:
        """Count the visits done on a day."""
        return self.done if self.day == day else 0

    def count_visit(self, day: int) -> None:
        """Count one more visit that began on a day."""
        self.done, self.day = self.done_on(day) + 1, day


def day_of(time_min: float) -> int:
    """Give the day of a time."""
    return int(time_min // MINUTES_PER_DAY)


class DueTimes:
    """The times of the day at which every hotspot is due one more visit.

    Parameters
    ----------
    due_min
        Minutes of the day, rising.
    """

    def __init__(self, due_min: list[float]) -> None:
        self._due_min = due_min

    def on(self, day: int) -> list[float]:
        """Give the due times of a day, minutes since the start of the study."""
        return [day * MINUTES_PER_DAY + minute for minute in self._due_min]

    def fallen_by(self, now_min: float) -> int:
        """Count the visits that have fallen due today."""
        return sum(due <= now_min for due in self.on(day_of(now_min)))

    def next_after(self, now_min: float, *, or_now: bool = False) -> float:
        """Give the next due time; infinite if there is none."""
        day = day_of(now_min)
        ahead = [due for due in self.on(day) + self.on(day + 1) if due > now_min or (or_now and due == now_min)]
        return min(ahead, default=math.inf)


class Timetable:
    """The times at which the visits to one hotspot fall due.

    Parameters
    ----------
    times_min
        Minutes since the start of the study, rising, filled up with infinity.
    """

    def __init__(self, times_min: list[float]) -> None:
        self._times_min = times_min

    def fallen_by(self, now_min: float) -> int:
        """Count the visits that have fallen due today."""
        midnight = day_of(now_min) * MINUTES_PER_DAY
        return bisect_right(self._times_min, now_min) - bisect_left(self._times_min, midnight)

    def next_after(self, now_min: float, *, or_now: bool = False) -> float:
        """Give the next due time; infinite if there is none."""
        ahead = (bisect_left if or_now else bisect_right)(self._times_min, now_min)
        return self._times_min[ahead] if ahead < len(self._times_min) else math.inf


def relisted(
    old: list[Hotspot], areas: list[int], scores: list[float], timetables: Sequence[Timetable | None]
) -> list[Hotspot]:
    """Make a new list of hotspots, by rising area; a place that was on the old one keeps its visits of today.

    A unit that is at, or on its way to, a place that left the list finishes that visit, which counts for nothing.
    """
    known = {hotspot.area: hotspot for hotspot in old}
    new = []
    rows = zip(areas, scores, timetables, strict=True)
    for area, score, timetable in sorted(rows, key=lambda row: row[0]):
        hotspot = known.pop(area, None) or Hotspot(area, score)
        hotspot.score, hotspot.timetable = score, timetable
        new.append(hotspot)
    for left in known.values():
        if left.unit is not None:
            left.unit.hotspot = None
    return new
