"""Tasking meetings: every so many days the force looks at what is on record and lists its hotspots (DESIGN.md §5)."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.clock import MINUTES_PER_DAY, Clock
from sim.command.environment import CommandEnvironment
from sim.command.seen import Records
from sim.keys import Purpose, stream
from sim.target.config import TargetConfig
from sim.target.due import due_visits
from sim.target.own_times import own_times
from sim.target.ranking import Terrain
from sim.target.records import DUE, PLAN
from sim.target.registry import ranking_of
from sim.target.sharing import share_out

TASKING = 2
"""Tasking meetings come after the shift changes of the same time."""


@dataclass(slots=True)
class PlanLog:
    """What the meetings decided.

    Parameters
    ----------
    rows
        Rows of `sim.target.records.PLAN`, as tuples.
    due
        Records of `sim.target.records.DUE`, meeting by meeting.
    """

    rows: list[tuple[float, float, int, float, float, float]] = field(default_factory=list)
    due: list[NDArray[np.void]] = field(default_factory=list)

    def visits(self) -> NDArray[np.void]:
        """Give the visits that are due as records."""
        return np.concatenate([np.zeros(0, dtype=DUE), *self.due])

    def records(self) -> NDArray[np.void]:
        """Give the decisions as records."""
        return np.array(self.rows, dtype=PLAN)


def tasking_meeting(
    env: CommandEnvironment,
    target: TargetConfig,
    records: Records,
    terrain: Terrain,
    clock: Clock,
    key: tuple[int, int],
    log: PlanLog,
) -> Generator[simpy.Event, None, None]:
    """Meet at midnight every so many days, from the first day of warm-up on.

    Parameters
    ----------
    env
        Commands over the street.
    target
        How hotspots are ranked, and what each is due.
    records
        What the force has on record.
    terrain
        The areas and the kinds of record.
    clock
        The run.
    key
        Study seed and replication, for the lottery of random patrol and the lots of unpredictable routes.
    log
        Where decisions are written.
    """
    ranking = ranking_of(target)
    every_min = float(target.task_every_days * MINUTES_PER_DAY)
    for meeting, day in enumerate(range(0, clock.total_days, target.task_every_days)):
        now_min = float(day * MINUTES_PER_DAY)
        yield env.at(now_min, TASKING)
        records.look(env.street.outcomes(), now_min)
        lottery = stream(*key, Purpose.RANDOM_PATROL, meeting).random(len(terrain.area_code))
        seen = records.seen(target.window_days, now_min, terrain, lottery)
        scores = ranking.score(seen)
        areas, visits = shared = share_out(target, scores, terrain)
        until_min = min(now_min + every_min, clock.horizon_min)
        due_at = own_times(target, shared, seen, (now_min, until_min), clock.first_weekday, key)
        env.street.set_hotspots(areas, scores[areas], now_min, due_at)
        log.due.append(due_visits(target, areas, due_at, now_min, until_min))
        log.rows += [
            (now_min, until_min, int(area), float(count), float(target.visit_minutes), float(scores[area]))
            for area, count in zip(areas, visits, strict=True)
        ]
