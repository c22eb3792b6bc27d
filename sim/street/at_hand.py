"""Units at hand: those that a call can have at once, listed by team and by the district where they stand.

At hand is who has nothing to do, or is on a visit or on the way to one. Units on the move are in a list of their own,
for where they can be turned round changes from minute to minute. A list lies in one piece and holds what the search
for the nearest looks at, so that it need not wait for one unit before it reads the next. Lists have no order: who is
sent is settled by cost and id.
"""

from __future__ import annotations

from sim.jit import helper
from sim.street.state import IDLE, N_TEAMS, NONE, ON_VISIT, TO_HOME, TO_VISIT, Street


@helper
def n_districts(street: Street) -> int:
    """Count the districts; that number is also the place of the units on the move."""
    return street.reach_min.shape[1]


@helper
def list_of(place: int, team: int) -> int:
    """Give the list of a team's units at hand that stand in a district, or of those on the move."""
    return place * N_TEAMS + team


@helper
def leave_list(street: Street, unit: int) -> None:
    """Take a unit off the list that it is in, if any; the last one of the list takes its place."""
    row = street.units[unit]
    place = row["at_hand_in"]
    if place == NONE:
        return
    counts = street.queues[place]["n_at_hand"]
    number, last = list_of(place, row["team"]), counts[row["team"]] - 1
    gap, moved = street.at_hand[number, row["at_hand_at"]], street.at_hand[number, last]
    gap["loc_min"], gap["shift_end_min"] = moved["loc_min"], moved["shift_end_min"]
    gap["unit"], gap["loc"], gap["district"] = moved["unit"], moved["loc"], moved["district"]
    gap["on_visit"], gap["leaving"] = moved["on_visit"], moved["leaving"]
    street.units[gap["unit"]]["at_hand_at"] = row["at_hand_at"]
    counts[row["team"]] = last
    row["at_hand_in"] = NONE


@helper
def enter_list(street: Street, unit: int) -> None:
    """Put a unit into the list of where it stands, if it is at hand."""
    row = street.units[unit]
    state = row["state"]
    if state in (IDLE, ON_VISIT):
        place = int(street.areas[row["loc"]]["district"])
    elif state in (TO_HOME, TO_VISIT):
        place = n_districts(street)
    else:
        return
    counts = street.queues[place]["n_at_hand"]
    at = counts[row["team"]]
    entry = street.at_hand[list_of(place, row["team"]), at]
    entry["loc_min"], entry["shift_end_min"] = row["loc_min"], row["shift_end_min"]
    entry["unit"], entry["loc"], entry["district"] = unit, row["loc"], row["district"]
    entry["on_visit"], entry["leaving"] = state == ON_VISIT, row["leaving"]
    row["at_hand_in"], row["at_hand_at"] = place, at
    counts[row["team"]] = at + 1
