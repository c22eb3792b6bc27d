"""Units at hand: those that a call can have at once, listed by team and by the district where they stand.

At hand is who has nothing to do, or is on a visit or on the way to one. Units on the move are in a list of their own,
for where they can be turned round changes from minute to minute. Lists have no order: who is sent is settled by cost
and id.
"""

from __future__ import annotations

from sim.jit import helper
from sim.street.state import IDLE, NONE, ON_VISIT, TO_HOME, TO_VISIT, Street


@helper
def n_districts(street: Street) -> int:
    """Count the districts; that number is also the place of the units on the move."""
    return street.reach_min.shape[1]


@helper
def leave_list(street: Street, unit: int) -> None:
    """Take a unit off the list that it is in, if any."""
    units = street.units
    row = units[unit]
    place = row["at_hand_in"]
    if place == NONE:
        return
    before, after = row["last_at_hand"], row["next_at_hand"]
    if before == NONE:
        street.queues[place]["at_hand"][row["team"]] = after
    else:
        units[before]["next_at_hand"] = after
    if after != NONE:
        units[after]["last_at_hand"] = before
    row["at_hand_in"] = NONE


@helper
def enter_list(street: Street, unit: int) -> None:
    """Put a unit into the list of where it stands, if it is at hand."""
    units = street.units
    row = units[unit]
    state = row["state"]
    if state in (IDLE, ON_VISIT):
        place = int(street.areas[row["loc"]]["district"])
    elif state in (TO_HOME, TO_VISIT):
        place = n_districts(street)
    else:
        return
    heads = street.queues[place]["at_hand"]
    first = heads[row["team"]]
    heads[row["team"]] = unit
    row["last_at_hand"], row["next_at_hand"], row["at_hand_in"] = NONE, first, place
    if first != NONE:
        units[first]["last_at_hand"] = unit
