"""Lay out the arrays of a street at minute 0: nobody on duty, no call made."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from sim.street.records import TALLY
from sim.street.setting import Setting
from sim.street.state import (
    AT_HAND,
    EVENT,
    HOTSPOT_ROW,
    N_TEAMS,
    NONE,
    TYPE,
    Street,
    new_areas,
    new_dispatches,
    new_globals,
    new_live,
    new_outcome,
    new_queues,
    new_slots,
    new_todo,
    new_units,
    new_visits,
)
from sim.street.ways import ways_of

FIRST_ROOM = 4_096
"""Rows that the event queue starts with; the logs have one more for each call, which costs nothing until it is used."""


def lay_out(setting: Setting, room: int | None = None) -> Street:
    """Lay out a street.

    Parameters
    ----------
    setting
        Places, potential calls and rules; its arrays are used as they are, and only read.
    room
        Rows that the event queue and the logs start with, ample if None; all grow.

    Returns
    -------
    Street
        The state that the kernel works on.
    """
    calls = setting.calls
    ways = ways_of(setting.base_min, setting.district_of_area)
    log_room = FIRST_ROOM + calls.size if room is None else room
    return Street(
        g=_globals(setting),
        units=new_units(setting.n_officers),
        calls=calls,
        ready_order=setting.ready_order,
        live=new_live(calls.size),
        outcome=new_outcome(calls.size),
        areas=new_areas(setting.district_of_area, setting.custody_area, setting.neighbour_start),
        neighbour=setting.neighbour,
        queues=new_queues(setting.n_districts),
        at_hand=np.zeros((N_TEAMS * (setting.n_districts + 1), max(1, setting.n_officers)), dtype=AT_HAND),
        types=_types(setting),
        hotspots=np.zeros(setting.n_areas, dtype=HOTSPOT_ROW),
        due_min=setting.due_min,
        timetable=np.full((1, 1), np.inf),
        walked=np.full(setting.n_officers, NONE, dtype=np.int16),
        base_min=setting.base_min,
        next_hop=setting.next_hop,
        to_min=ways.to_min,
        reach_min=ways.reach_min,
        reach_from=ways.reach_from,
        hour_factor=setting.hour_factor,
        tallies=np.zeros((N_TEAMS * setting.n_districts, len(TALLY.names or ()))),
        visits=new_visits(log_room),
        dispatches=new_dispatches(log_room),
        events=np.zeros(FIRST_ROOM if room is None else room, dtype=EVENT),
        slots=new_slots(),
        todo=new_todo(setting.n_officers),
    )


def _types(setting: Setting) -> NDArray[np.void]:
    """Give the deterrence of each call type."""
    types = np.zeros(setting.beta.size, dtype=TYPE)
    types["beta"], types["spare"] = setting.beta, setting.spare
    return types


def _globals(setting: Setting) -> NDArray[np.void]:
    """Fill the record of rules."""
    g = new_globals(setting.calls["call_min"])
    for field in fields(setting.rules):
        g[field.name] = getattr(setting.rules, field.name)
    g["n_due"], g["next_due_min"] = setting.due_min.size, np.inf
    return g
