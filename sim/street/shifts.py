"""Shift change on the street: who leaves, who arrives, how crews are formed (MODEL.md §4 rules 12 and 14)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.jit import helper, kernel
from sim.street.events import push
from sim.street.records import VISIT_CUT_BY_SHIFT_END
from sim.street.state import IN_CUSTODY, MEAL_DUE, NONE, Street
from sim.street.units import busy_with_call, go_off_duty, go_on_duty, meal_from, put_in_turn, tally_custody, todo_unit
from sim.street.visits import drop_visit


@helper
def list_ending(street: Street, now_min: float) -> int:
    """List the units on duty whose shift is over, by unit id, in the column `ending`; give their number."""
    units = street.units
    count = 0
    for at in range(street.g[0]["n_active"]):
        unit = units[at]["active"]
        if units[unit]["shift_end_min"] <= now_min:
            turn = count
            while turn > 0 and units[turn - 1]["ending"] > unit:
                units[turn]["ending"] = units[turn - 1]["ending"]
                turn -= 1
            units[turn]["ending"] = unit
            count += 1
    return count


@kernel
def end_shifts(street: Street, now_min: float) -> None:
    """Send home all whose shift is over, by unit id; who is busy with a call finishes it first.

    Parameters
    ----------
    street
        The state, changed in place. Its visit log has room for one visit a unit on duty.
    now_min
        The time of the shift change.
    """
    for turn in range(list_ending(street, now_min)):
        unit = street.units[turn]["ending"]
        if busy_with_call(street.units[unit]["state"]):
            street.units[unit]["leaving"] = 1
        else:
            drop_visit(street, unit, VISIT_CUT_BY_SHIFT_END, now_min)
            go_off_duty(street, unit, now_min)


@helper
def doubles_among(n_officers: int, double_share: float) -> int:
    """Count the double-crewed units that so many officers form, when that share of *units* is double-crewed."""
    doubles = math.floor(double_share * n_officers / (1.0 + double_share) + 0.5)
    return min(doubles, n_officers // 2)


@helper
def crew_up(
    street: Street,
    members: NDArray[np.int32],
    first: int,
    last: int,
    double_share: float,
    end_min: float,
    now_min: float,
) -> None:
    """Form the units of one team and district from members[first:last], doubles first, by officer id."""
    g, units = street.g[0], street.units
    doubles = doubles_among(last - first, double_share)
    at = first
    while at < last:
        crew = 2 if doubles > 0 else 1
        doubles -= 1
        unit = members[at]
        row = units[unit]
        row["crew"], row["mate"] = crew, NONE
        units[unit]["crewed_in"] = unit
        if crew > 1:
            row["mate"] = members[at + 1]
            units[members[at + 1]]["crewed_in"] = unit
        row["loc"], row["loc_min"], row["dest"] = row["home"], now_min, row["home"]
        row["shift_start_min"], row["shift_end_min"] = now_min, end_min
        row["meal_taken"], row["leaving"] = 0, 0
        row["call"], row["hotspot"] = NONE, NONE
        if g["takes_meals"]:
            row["meal_from_min"] = meal_from(street, unit)
            push(street, now_min + row["meal_from_min"], MEAL_DUE, NONE, unit)
        at += crew


@helper
def turn_up(
    street: Street,
    officers: NDArray[np.void],
    members: NDArray[np.int32],
    marks: NDArray[np.float32],
    here: NDArray[np.int32],
) -> int:
    """Gather who is on duty this shift: posted, not abstracted, not still out; brings their posting up to date."""
    count = 0
    for at in range(members.size):
        officer = members[at]
        posting, row = officers[officer], street.units[officer]
        if marks[at] < posting["presence"] and row["crewed_in"] == NONE and row["active_at"] == NONE:
            row["team"], row["district"], row["home"] = posting["team"], posting["district"], posting["home"]
            here[count] = officer
            count += 1
    return count


@kernel
def start_shift(
    street: Street,
    officers: NDArray[np.void],
    members: NDArray[np.int32],
    marks: NDArray[np.float32],
    here: NDArray[np.int32],
    double_share: NDArray[np.float64],
    now_min: float,
    end_min: float,
) -> int:
    """Bring a shift on duty: crews by officer id within each team and district, then all by unit id.

    Parameters
    ----------
    street
        The state, changed in place. Its event queue has room for one event a member.
    officers
        (n_officers,) `sim.force.model.OFFICER` as of now.
    members
        (n,) officers rostered on this shift, sorted by (team, district, id), all of them posted.
    marks
        (n,) abstraction marks: an officer is on duty when the mark lies below his or her presence.
    here
        (n,) room for those who turn up.
    double_share
        (3,) share of units that are double-crewed, by team.
    now_min, end_min
        Start and end of the shift, minutes.

    Returns
    -------
    int
        Officers who came on duty.
    """
    units = street.units
    count = turn_up(street, officers, members, marks, here)
    first = 0
    while first < count:
        last = first
        team, district = units[here[first]]["team"], units[here[first]]["district"]
        while last < count and units[here[last]]["team"] == team and units[here[last]]["district"] == district:
            last += 1
        crew_up(street, here, first, last, double_share[team], end_min, now_min)
        first = last
    for at in range(count):
        unit = here[at]
        if units[unit]["crewed_in"] == unit:
            go_on_duty(street, unit, now_min)
            todo_unit(street, unit)
            put_in_turn(street, unit, 0)
    return count


@kernel
def close_duty(street: Street, now_min: float) -> None:
    """Send everybody home at the end of the study, so that their hours are tallied.

    Parameters
    ----------
    street
        The state, changed in place; it cannot be carried on from here. Its visit log has room for one visit a
        unit on duty.
    now_min
        The end of the study, minutes.
    """
    for turn in range(list_ending(street, math.inf)):
        unit = street.units[turn]["ending"]
        if street.units[unit]["state"] == IN_CUSTODY:
            tally_custody(street, unit, now_min)
        drop_visit(street, unit, VISIT_CUT_BY_SHIFT_END, now_min)
        go_off_duty(street, unit, now_min)
