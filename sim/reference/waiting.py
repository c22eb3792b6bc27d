"""Calls that wait for a unit: for each grade and district those that wait there, by id (MODEL.md §4 rule 4).

Ids rise with the time of the call, so a call that loses its unit goes back to the place it had.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from heapq import merge

from sim.reference.call import Call

GRADES = 5
"""Lists are numbered by grade, 1 to 4."""


def _id(call: Call) -> int:
    """Give what a queue is ordered by."""
    return call.id


class Waiting:
    """The queues of all districts.

    Parameters
    ----------
    district_of_area
        District of each area.
    n_districts
        How many there are.

    Attributes
    ----------
    total
        How many calls wait.
    """

    def __init__(self, district_of_area: list[int], n_districts: int) -> None:
        self._district_of_area = district_of_area
        self._queue: list[list[list[Call]]] = [[[] for _ in range(n_districts)] for _ in range(GRADES)]
        self._count = [0] * GRADES
        self.total = 0

    def add(self, call: Call) -> None:
        """Put a call at its place, if it is not there already."""
        if not call.queued:
            insort(self._queue_of(call), call, key=_id)
            self._count[call.grade] += 1
            self.total += 1
            call.queued = True

    def remove(self, call: Call) -> None:
        """Take a call out that is in."""
        queue = self._queue_of(call)
        del queue[bisect_left(queue, call.id, key=_id)]
        self._count[call.grade] -= 1
        self.total -= 1
        call.queued = False

    def count(self, grade: int) -> int:
        """Count the calls of a grade that wait."""
        return self._count[grade]

    def first(self, grade: int, district: int) -> Call | None:
        """Give the call of a grade that has waited longest in a district."""
        queue = self._queue[grade][district]
        return queue[0] if queue else None

    def elsewhere(self, grade: int, district: int) -> Iterator[Call]:
        """Give the calls of a grade that wait in other districts, longest first."""
        if self._count[grade] == 0:
            return iter(())
        return merge(*(queue for other, queue in enumerate(self._queue[grade]) if other != district), key=_id)

    def _queue_of(self, call: Call) -> list[Call]:
        """Give the queue that a call belongs to."""
        return self._queue[call.grade][self._district_of_area[call.happens_in]]
