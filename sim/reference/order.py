"""The clock of the street: a SimPy environment in which events of one time come in the stated order (MODEL.md §4 rule 1).

SimPy lets events of one time and priority come in the order in which they were asked for. Here the priority is the whole
rule, (kind, call id, unit id), so that the order of asking never matters.
"""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappush

import simpy

from sim.street.state import NONE

Process = Generator[simpy.Event, None, None]
"""What SimPy makes a process of."""
AT_ONCE = (-1, NONE, NONE)
"""Before anything else of this time: what SimPy itself schedules, when a process starts, ends or is interrupted."""


class StreetClock(simpy.Environment):
    """A SimPy environment with times in minutes and events in a stated order."""

    def at(self, time_min: float, kind: int, call: int = NONE, unit: int = NONE) -> simpy.Event:
        """Give an event at a time.

        Parameters
        ----------
        time_min
            Minutes since the start of the study, not in the past.
        kind
            Its place among events of one time: `SCENE_END` to `VISIT_DUE` of `sim.street.state`.
        call, unit
            Its place among events of one time and kind.
        """
        event = simpy.Event(self)
        event._ok, event._value = True, None  # noqa: SLF001 - as simpy.Timeout does
        heappush(self._queue, (time_min, (kind, call, unit), next(self._eid), event))  # type: ignore[misc]  # the order
        return event

    def set(self, event: simpy.Event, time_min: float, kind: int, call: int = NONE, unit: int = NONE) -> None:
        """Set the time of an event that a process may be waiting for already; order as of `at`."""
        event._ok, event._value = True, None  # noqa: SLF001 - as simpy.Timeout does
        heappush(self._queue, (time_min, (kind, call, unit), next(self._eid), event))  # type: ignore[misc]  # the order

    def schedule(self, event: simpy.Event, priority: int = 0, delay: float = 0.0) -> None:  # noqa: ARG002 - as SimPy's
        """Let an event of SimPy's own happen at once."""
        heappush(self._queue, (self._now + delay, AT_ONCE, next(self._eid), event))  # type: ignore[misc]  # the order

    def run_up_to(self, until_min: float) -> None:
        """Let everything that comes strictly before a time happen."""
        self.run(until=self.at(until_min, *AT_ONCE))
