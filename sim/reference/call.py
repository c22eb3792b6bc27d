"""A call: what the history says of it, and what has become of it so far."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import simpy

from sim.street.records import PENDING
from sim.street.state import NONE

if TYPE_CHECKING:
    from sim.reference.unit import Unit


EMERGENCY, PRIORITY, SCHEDULED, BY_DESK = 1, 2, 3, 4
"""Grades."""


@dataclass(slots=True, eq=False)
class Call:
    """One potential call: its id, its fields as in `sim.demand.records.CALL`, and its state.

    Parameters
    ----------
    id
        Its row in the history.
    state, flags, stock, first_dispatch_min, first_arrival_min, closed_min, first_unit
        As in `sim.street.records.OUTCOME`.
    happens_in
        The area where it happens: its own, or the one it moved to.
    need, came
        Officers still to be found, and officers on scene.
    units
        Units on their way to it or on its scene.
    queued
        Whether it waits in a queue.
    scene_end_min
        When the work on scene will be done; nan: nobody is there. `scene_min` is what is left of it meanwhile.
    work_done
        The event of that end, for which its process waits.
    process
        Its process, once it is dispatched.
    """

    id: int
    call_min: float
    ready_min: float
    scene_min: float
    patience_min: float
    desk_min: float
    custody_min: float
    u: float
    harm: float
    v: float
    report: float
    parent: int
    area: int
    moved_area: int
    offence: int
    type: int
    grade: int
    officers: int
    drawn_flags: int

    state: int = PENDING
    flags: int = 0
    stock: float = math.nan
    happens_in: int = 0
    first_dispatch_min: float = math.nan
    first_arrival_min: float = math.nan
    closed_min: float = math.nan
    first_unit: int = NONE
    need: int = 0
    came: int = 0
    units: list[Unit] = field(default_factory=list)
    queued: bool = False
    scene_end_min: float = math.nan
    work_done: simpy.Event = field(init=False)
    process: simpy.Process = field(init=False)
