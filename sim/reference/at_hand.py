"""Units at hand, by where they stand: a search begins near the call, and ends when nobody further away can be cheaper.

At hand is who has nothing to do, or is on a visit or on the way to one. Who is on the move is kept apart: where such a
unit can be turned round changes from minute to minute.
"""

from __future__ import annotations

import numpy as np

from sim.reference.unit import Unit
from sim.street.setting import Setting
from sim.street.state import IDLE, N_TEAMS, ON_VISIT, TO_HOME, TO_VISIT

Units = dict[Unit, None]
"""A set of units that keeps the order in which they came: sets of objects have another order in each process."""
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
        self._moving = setting.n_districts
        self._units: list[list[Units]] = [[{} for _ in range(setting.n_districts + 1)] for _ in range(N_TEAMS)]
        self._place_of: dict[Unit, Units] = {}
        self._nearest = _districts_by_travel(setting)
        self._around: dict[tuple[int, tuple[int, ...]], list[Group]] = {}

    def update(self, unit: Unit) -> None:
        """Note that a unit does something else now, or stands elsewhere."""
        before = self._place_of.pop(unit, None)
        if before is not None:
            del before[unit]
        if unit.state in STANDING:
            place = self._units[unit.team][self._district_of_area[unit.loc]]
        elif unit.state in MOVING:
            place = self._units[unit.team][self._moving]
        else:
            return
        place[unit] = None
        self._place_of[unit] = place

    def around(self, area: int, teams: tuple[int, ...]) -> list[Group]:
        """Give groups of units of some teams with the free-flow minutes that they need to an area at the least, rising."""
        groups = self._around.get((area, teams))
        if groups is None:
            groups = [(0.0, self._units[team][self._moving]) for team in teams]
            groups += [
                (least, self._units[team][district]) for least, district in self._nearest[area] for team in teams
            ]
            self._around[area, teams] = groups
        return groups


def _districts_by_travel(setting: Setting) -> list[list[tuple[float, int]]]:
    """Give for each area the districts with the minutes from their nearest area, the least first."""
    districts = np.unique(setting.district_of_area).tolist()
    least = [setting.base_min[setting.district_of_area == number].min(axis=0).tolist() for number in districts]
    return [sorted(zip(minutes, districts, strict=True)) for minutes in zip(*least, strict=True)]
