"""Journeys: how long they take, and where a unit is in the middle of one (MODEL.md §4 rules 7 and 8)."""

from __future__ import annotations

import numpy as np

from sim.reference.call import EMERGENCY
from sim.reference.unit import TRAVELLING, Unit
from sim.street.setting import Setting

NO_GRADE = 0
"""Of a journey that is not to a call."""
MINUTES_PER_HOUR = 60.0
HOURS_PER_DAY = 24


class Journeys:
    """The ways between areas.

    Parameters
    ----------
    setting
        Free-flow minutes, next hops and congestion.

    Attributes
    ----------
    to
        Free-flow minutes: ``to[dest][origin]``.
    away
        The same, the other way round: ``away[origin][dest]``.
    """

    def __init__(self, setting: Setting) -> None:
        # rows of an array seen as Python numbers: no copy, and quicker to read one by one than the array itself
        self.to = [memoryview(row) for row in np.ascontiguousarray(setting.base_min.T)]
        self.away = [memoryview(row) for row in setting.base_min]
        self._next_hop = [memoryview(row) for row in setting.next_hop]
        self._hour_factor: list[float] = setting.hour_factor.tolist()
        self._rules = setting.rules

    def factor_at(self, time_min: float, grade: int) -> float:
        """Give what free-flow minutes are multiplied by for a departure at a time, for a call of a grade."""
        factor = self._hour_factor[int(time_min // MINUTES_PER_HOUR) % HOURS_PER_DAY]
        return factor * self._rules.blue_light_factor if grade == EMERGENCY else factor

    def place(self, unit: Unit, now_min: float) -> tuple[int, float]:
        """Give the area where a unit can next be turned round, and the time from which it is there.

        A unit at rest is where it is. One on its way is at the next area of its route once it gets there.
        """
        if unit.state not in TRAVELLING or now_min <= unit.depart_min:
            return unit.loc, unit.loc_min
        at, clock_min = unit.loc, unit.depart_min
        while (hop := self._next_hop[at][unit.dest]) != unit.dest:
            clock_min += self.to[hop][at] * unit.factor
            if clock_min >= now_min:
                return hop, clock_min
            at = hop
        return unit.dest, unit.ends_min

    def wait_and_travel(self, unit: Unit, dest: int, factor: float, now_min: float) -> float:
        """Give the minutes in which a unit could be somewhere: until it can be turned round, and from there."""
        here, here_min = self.place(unit, now_min) if unit.state in TRAVELLING else (unit.loc, unit.loc_min)
        travel_min = self.to[dest][here] * factor
        return travel_min + (here_min - now_min) if here_min > now_min else travel_min

    def set_off(self, unit: Unit, dest: int, now_min: float, grade: int) -> float:
        """Start a journey from where a unit can be turned round, and give its time of arrival.

        Its factor is that of the hour in which the journey is decided on, and stays.
        """
        here, here_min = self.place(unit, now_min)
        unit.loc, unit.loc_min, unit.dest = here, here_min, dest
        unit.factor = self.factor_at(now_min, grade)
        if not self._rules.travel_counts:
            unit.loc_min = unit.depart_min = now_min
            return now_min
        unit.depart_min = max(now_min, here_min) + self._rules.turn_out_min
        return unit.depart_min + self.to[dest][here] * unit.factor

    def stop(self, unit: Unit, now_min: float) -> None:
        """Break off a journey: the unit is at the next area of its route from when it gets there."""
        unit.loc, unit.loc_min = self.place(unit, now_min)
