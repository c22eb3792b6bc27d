"""Two levels of time in one place: SimPy for what people decide, an engine for what the street does.

The street is carried forward to the next command event before that event happens: street events strictly before it
come first, then the command, then the street goes on (DESIGN.md §4).
"""

from __future__ import annotations

from collections.abc import Generator, Iterable

import simpy
from simpy.events import EventPriority

from sim.command.engine import Engine


class CommandEnvironment(simpy.Environment):
    """A SimPy environment over a street.

    Parameters
    ----------
    street
        The street, at minute 0.
    """

    def __init__(self, street: Engine) -> None:
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
            self.street.advance(self.peek())
        super().step()

    def end(self, commands: Iterable[Generator[simpy.Event, None, None]]) -> None:
        """Let go of the street and of all that its commands hold, once a run is over.

        Events, processes and their generators point at one another: without this, the arrays of a run would live until
        the collector comes by, long after the next run has laid out its own.

        Parameters
        ----------
        commands
            The generators behind the processes.
        """
        for command in commands:
            command.close()
        del self.street
