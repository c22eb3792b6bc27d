"""Units at hand, by where they stand: a search begins near the call, and ends when nobody further away can be cheaper.

At hand is who has nothing to do, or is on a visit or on the way to one. Who is on the move is kept apart: where such a
unit can be turned round changes from minute to minute.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.reference.unit import Unit, Units
from sim.street.setting import Setting
from sim.street.state import IDLE, N_TEAMS, ON_VISIT, TO_HOME, TO_VISIT

Group = tuple[float, Units]

STANDING = {IDLE, ON_VISIT}
MOVING = {TO_HOME, TO_VISIT}


class AtHand:
    """The units at hand of a street.

    Parameters
    ----------
    setting
        Areas, their districts and the ways between them.
    """

    def __init__(self, setting: Setting) -> None:
        self._district_of_area: list[int] = setting.district_of_area.tolist()
        self._standing: list[list[Units]] = [[{} for _ in range(setting.n_districts)] for _ in range(N_TEAMS)]
        self._moving: list[Units] = [{} for _ in range(N_TEAMS)]
        self._nearest = _districts_by_travel(setting)

    def update(self, unit: Unit) -> None:
        """Note that a unit does something else now, or stands elsewhere."""
        if unit.among is not None:
            del unit.among[unit]
        if unit.state in STANDING:
            unit.among = self._standing[unit.team][self._district_of_area[unit.loc]]
        elif unit.state in MOVING:
            unit.among = self._moving[unit.team]
        else:
            unit.among = None
            return
        unit.among[unit] = None

    def around(self, area: int, teams: tuple[int, ...]) -> Iterator[Group]:
        """Give groups of units of some teams with the free-flow minutes that they need to an area at the least, rising."""
        for team in teams:
            yield 0.0, self._moving[team]
        for least_min, district in self._nearest[area]:
            for team in teams:
                yield least_min, self._standing[team][district]


def _districts_by_travel(setting: Setting) -> list[list[tuple[float, int]]]:
    """Give for each area the districts with the minutes from their nearest area, the least first."""
    districts = np.unique(setting.district_of_area).tolist()
    least = [setting.base_min[setting.district_of_area == number].min(axis=0).tolist() for number in districts]
    return [sorted(zip(minutes, districts, strict=True)) for minutes in zip(*least, strict=True)]
