"""Ask where every unit on duty is, at set intervals: what trackers in cars and radios would report."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.command.environment import CommandEnvironment
from sim.command.watch import Watch
from sim.street.records import WHEREABOUTS

TRACKING = 5
"""After all that commanders decide in the same instant."""


@dataclass(slots=True)
class Sightings:
    """What units answered.

    Parameters
    ----------
    seen
        Records of `sim.street.records.WHEREABOUTS` for each time.
    """

    seen: list[NDArray[np.void]] = field(default_factory=list)

    def records(self) -> NDArray[np.void]:
        """Give the answers as records, by time and unit."""
        return np.concatenate([np.zeros(0, dtype=WHEREABOUTS), *self.seen])


def tracker(env: CommandEnvironment, watch: Watch, log: Sightings) -> Generator[simpy.Event, None, None]:
    """Ask at each time; the street is only read, and what happens on it stays as it was.

    Parameters
    ----------
    env
        Commands over the street.
    watch
        When to ask.
    log
        Where the answers are written.
    """
    for now_min in watch.times().tolist():
        yield env.at(now_min, TRACKING)
        log.seen.append(env.street.whereabouts(now_min))
