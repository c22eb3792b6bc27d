"""Two levels of time in one place: SimPy for what people decide, the kernel for what the street does.

The street is carried forward to the next command event before that event happens: street events strictly before it
come first, then the command, then the street goes on (DESIGN.md §4).
"""

from __future__ import annotations

import simpy
from simpy.events import EventPriority

from sim.street.advance import advance
from sim.street.state import FULL, OUT_OF_EVENTS, OUT_OF_VISITS, Street, grown


class CommandEnvironment(simpy.Environment):
    """A SimPy environment over a street.

    Parameters
    ----------
    street
        The street, at minute 0.
    """

    def __init__(self, street: Street) -> None:
        super().__init__(initial_time=0.0)
        self.street = street

    def at(self, time_min: float, order: int) -> simpy.Event:
        """Give an event at a time; among those of one time the lower order comes first.

        Parameters
        ----------
        time_min
            Minutes since the start of the study, not in the past.
        order
            Place among commands of the same time, from 1 (shift changes).
        """
        event = simpy.Event(self)
        event._ok, event._value = True, None  # noqa: SLF001 - what simpy.Timeout does, with a priority of our own
        self.schedule(event, priority=EventPriority(order), delay=time_min - self.now)
        return event

    def step(self) -> None:
        """Carry the street to the next command event, then let that event happen.

        Between commands of one time the street stands still: who has just come on duty is given nothing to do
        before all of them have been heard.
        """
        if self.peek() > self.now:
            self.advance_street(self.peek())
        super().step()

    def advance_street(self, until_min: float) -> None:
        """Let everything on the street that comes strictly before a time happen."""
        while (code := advance(self.street, until_min)) != FULL:
            self.street = grown(self.street, code)

    def make_room_for_events(self, count: int) -> None:
        """Make sure that so many more events fit into the street's queue."""
        while self.street.g["n_events"][0] + count > self.street.events.size:
            self.street = grown(self.street, OUT_OF_EVENTS)

    def make_room_for_visits(self) -> None:
        """Make sure that the visits of all who are on duty can end at once."""
        while self.street.g["n_visits"][0] + self.street.g["n_active"][0] > self.street.visits.size:
            self.street = grown(self.street, OUT_OF_VISITS)
