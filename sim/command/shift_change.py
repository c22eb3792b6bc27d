"""Shift changes: all who leave, then all who arrive, by id (MODEL.md §4 rules 1, 12, 14)."""

from __future__ import annotations

from collections.abc import Generator
from itertools import groupby
from typing import NamedTuple

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.command.environment import CommandEnvironment
from sim.command.roster import Roster
from sim.force.model import Force

SHIFT_CHANGE = 1
"""Shift changes come first among the commands of one time."""


class Shift(NamedTuple):
    """A row of the force's shifts, as plain numbers."""

    start_min: float
    end_min: float
    rota: int
    column: int
    number: int


def shift_change(
    env: CommandEnvironment, force: Force, roster: Roster, marks: NDArray[np.float32]
) -> Generator[simpy.Event, None, None]:
    """Change shifts for as long as the study runs.

    Parameters
    ----------
    env
        Commands over the street.
    force
        Shifts and crewing.
    roster
        Who is posted where, kept up to date by others.
    marks
        (n_officers, n_shifts) abstraction marks, see `sim.force.abstraction`.
    """
    shifts = [Shift(*row) for row in force.shifts[list(Shift._fields)].tolist()]
    starts = {start: list(rows) for start, rows in groupby(shifts, key=lambda shift: shift.start_min)}
    ends = {shift.end_min for shift in shifts}
    for time_min in sorted({*starts, *ends}):
        yield env.at(time_min, SHIFT_CHANGE)
        env.street.end_shifts(time_min)
        for shift in starts.get(time_min, []):
            _bring_on_duty(env, force, roster, marks, shift)


def _bring_on_duty(
    env: CommandEnvironment, force: Force, roster: Roster, marks: NDArray[np.float32], shift: Shift
) -> None:
    """Bring one shift team on duty."""
    members = roster.members(shift.rota, shift.column)
    env.street.start_shift(
        roster.officers,
        members,
        marks[members, shift.number],
        force.double_share,
        shift.start_min,
        shift.end_min,
    )
