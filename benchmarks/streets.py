"""Streets on which one operation is nearly all there is to do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.demand.records import CALL, NO_CALL, NO_OFFENCE
from sim.force.model import OFFICER
from sim.street.engine import CompiledStreet
from sim.street.setting import Setting
from tests.street.builders import FOREVER, TEAMS, make_setting

N_AREAS = 60


def calls_at(
    call_min: NDArray[np.float64], *, scene_min: float, grade: NDArray[np.int64] | int = 1
) -> NDArray[np.void]:
    """Give calls for one officer each, all over the place, that always occur and wait for ever.

    Parameters
    ----------
    call_min
        (n,) when each is made, ascending, minutes.
    scene_min
        Time on scene, minutes.
    grade
        (n,) grades, or one for all.
    """
    rows = np.zeros(call_min.size, dtype=CALL)
    rows["call_min"] = rows["ready_min"] = call_min
    rows["scene_min"], rows["patience_min"], rows["desk_min"] = scene_min, np.inf, 5.0
    rows["v"], rows["report"], rows["parent"], rows["offence"] = 1.0, 1.0, NO_CALL, NO_OFFENCE
    rows["area"] = rows["moved_area"] = np.arange(call_min.size) * 37 % N_AREAS
    rows["grade"], rows["officers"] = grade, 1
    return rows


def setting_with(calls: NDArray[np.void], n_officers: int, **rules: object) -> Setting:
    """Give a district of areas along a road, a minute from one to the next.

    Parameters
    ----------
    calls
        The calls.
    n_officers
        How many officers there are.
    rules
        What differs from the rules of `tests.street.builders`.
    """
    place = np.arange(N_AREAS)
    travel_min = np.abs(place[:, None] - place).astype(np.float32) + np.float32(1)
    hop = (place[:, None] + np.sign(place - place[:, None])).astype(np.int16)
    bare = make_setting((), N_AREAS, n_officers, travel=(travel_min, hop), **rules)
    order = np.lexsort((np.arange(calls.size), calls["ready_min"])).astype(np.int32)
    return replace(bare, calls=calls, ready_order=order)


def staffed(setting: Setting, team: str = "response") -> CompiledStreet:
    """Open a street and bring all its officers on duty for ever, one to a unit, spread over the areas.

    Parameters
    ----------
    setting
        What it is opened with.
    team
        The officers' team.
    """
    street = CompiledStreet.open(setting)
    count = setting.n_officers
    officers = np.zeros(count, dtype=OFFICER)
    officers["team"], officers["presence"], officers["productivity"] = TEAMS[team], 1.0, 1.0
    officers["home"] = np.arange(count) * 7 % N_AREAS
    everybody = np.arange(count, dtype=np.int32)
    street.start_shift(officers, everybody, np.zeros(count, dtype=np.float32), np.zeros(3), 0.0, FOREVER)
    return street
