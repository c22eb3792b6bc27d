"""A unit: a crewed car or foot pair, what it is doing, and when that ends."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import simpy

from sim.street.state import IDLE, IN_CUSTODY, NONE, OFF, ON_SCENE, ON_VISIT, RESPONSE, TO_CALL, TO_HOME, TO_VISIT

if TYPE_CHECKING:
    from sim.reference.call import Call
    from sim.reference.hotspots import Hotspot


FREE = {IDLE, TO_HOME}
"""Nothing to do."""
TRAVELLING = {TO_CALL, TO_VISIT, TO_HOME}
"""On a journey that can be broken off."""
VISITING = {TO_VISIT, ON_VISIT}
"""On a visit to a hotspot, or on the way to one."""
BUSY_WITH_CALL = {TO_CALL, ON_SCENE, IN_CUSTODY}
"""At a job that is finished before the shift ends."""


@dataclass(slots=True, eq=False)
class Unit:
    """One row an officer; a unit bears the id of its lowest officer.

    Parameters
    ----------
    id
        Officer id.
    team, district, home
        As posted when the shift began; `home` is the area of the station.
    crew, mate
        Officers in it, and the id of the second one.
    state
        What it is doing: one of the states of `sim.street.state`.
    since_min, ends_min
        When that began and when it ends; infinite while that is open.
    ends
        The event of that end, for which its process waits.
    process
        Its process.
    loc, loc_min
        The area where it is, or from which its journey started, and from when it is there.
    dest, depart_min, factor
        Where it is going, when it left, and what free-flow minutes are multiplied by.
    call, hotspot
        The call that it is bound to, and the hotspot that it visits or travels to.
    walked
        The area of the hotspot that it set off to last.
    among
        The units at hand among which it is: see `sim.reference.at_hand`.
    sent
        Its last row in the dispatch log.
    duty_from_min, shift_start_min, shift_end_min, late_from_min
        Its shift, and from when it is so near its end that the unit takes emergencies only.
    meal_from_min, meal_taken
        From which minute of its shift it may stop for its meal, and whether it has.
    leaving, noted
        Whether it has been told that its shift is over, and waits for its next task in this instant.
    """

    id: int
    ends: simpy.Event
    process: simpy.Process = field(init=False)
    team: int = RESPONSE
    district: int = 0
    home: int = 0
    crew: int = 0
    mate: int = NONE
    state: int = OFF
    since_min: float = 0.0
    ends_min: float = math.inf
    loc: int = 0
    loc_min: float = 0.0
    dest: int = 0
    depart_min: float = 0.0
    factor: float = 1.0
    call: Call | None = None
    hotspot: Hotspot | None = None
    walked: int = NONE
    among: Units | None = None
    sent: int = NONE
    duty_from_min: float = 0.0
    shift_start_min: float = 0.0
    shift_end_min: float = 0.0
    late_from_min: float = 0.0
    meal_from_min: float = 0.0
    meal_taken: bool = False
    leaving: bool = False
    noted: bool = False

    @property
    def is_free(self) -> bool:
        """Whether it has nothing to do."""
        return self.state in FREE


Units = dict[Unit, None]
"""A set of units that keeps the order in which they came: sets of objects have another order in each process."""
