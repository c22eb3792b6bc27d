"""Hotspots: which places are due a visit, and when visits fall due (MODEL.md §4 rule 13)."""

from __future__ import annotations

import math
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
    unit
        The unit on its way or there; one at a time.
    done, day
        Visits that count, on the day on which the last of them began.
    """

    area: int
    score: float
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


def relisted(old: list[Hotspot], areas: list[int], scores: list[float]) -> list[Hotspot]:
    """Make a new list of hotspots, by rising area; a place that was on the old one keeps its visits of today.

    A unit that is at, or on its way to, a place that left the list finishes that visit, which counts for nothing.
    """
    known = {hotspot.area: hotspot for hotspot in old}
    new = []
    for area, score in sorted(zip(areas, scores, strict=True)):
        hotspot = known.pop(area, None) or Hotspot(area, score)
        hotspot.score = score
        new.append(hotspot)
    for left in known.values():
        if left.unit is not None:
            left.unit.hotspot = None
    return new
