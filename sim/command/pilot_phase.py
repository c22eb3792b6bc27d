"""The treatment phase of a pilot: from change to change the list of places that its design treats, in place of tasking meetings."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.command.environment import CommandEnvironment
from sim.command.tasking import TASKING, PlanLog
from sim.target.config import TargetConfig
from sim.target.due import due_visits
from sim.target.plan import due_minutes


@dataclass(frozen=True, slots=True)
class TreatedPlaces:
    """The places that are treated in one stretch of time.

    Parameters
    ----------
    from_min, until_min
        Minutes since the start of the pilot; no visit of the day on which a stretch begins falls due before it does.
    areas
        (n,) areas, each once; none where nobody is treated.
    """

    from_min: float
    until_min: float
    areas: NDArray[np.int64]


def pilot_phase(
    env: CommandEnvironment, phase: tuple[TreatedPlaces, ...], target: TargetConfig, log: PlanLog
) -> Generator[simpy.Event, None, None]:
    """Give the patrols the list of each stretch when it begins, and none when the last one is over.

    Treated places are treated alike: a visit to one is worth as much as to another, so that patrols go by what is overdue
    and by the way.

    Parameters
    ----------
    env
        Commands over the street.
    phase
        What is treated when, in the order of time, without gaps; one stretch at least.
    target
        The visits that a treated place is due.
    log
        Where the lists are written.
    """
    visits = float(due_minutes(target).size)
    for stretch in phase:
        yield env.at(stretch.from_min, TASKING)
        _list(env, stretch.areas)
        log.due.append(due_visits(target, stretch.areas, None, stretch.from_min, stretch.until_min))
        log.rows += [
            (stretch.from_min, stretch.until_min, int(area), visits, float(target.visit_minutes), 1.0)
            for area in stretch.areas
        ]
    yield env.at(phase[-1].until_min, TASKING)
    _list(env, np.zeros(0, dtype=np.int64))


def _list(env: CommandEnvironment, areas: NDArray[np.int64]) -> None:
    """Put a list of places before the patrols, each worth as much as any other."""
    env.street.set_hotspots(areas, np.ones(areas.size), env.now)
