"""Calls: whether one occurs, when it is ready, and how it ends (MODEL.md §1, §3, §4)."""

from __future__ import annotations

import math

from sim.demand.records import ASB_RECORD, DETERRABLE, HATE, NO_CALL, NO_OFFENCE, UNREPORTED
from sim.harm.kernels import add_harm
from sim.jit import helper
from sim.street.dispatch import release
from sim.street.events import push
from sim.street.queues import dequeue
from sim.street.records import (
    ATTENDED,
    BY_PHONE,
    CANCELLED,
    DISPLACED,
    INDUCED,
    LATENT,
    PENDING,
    PREVENTED,
    RECORDED,
    SHORT,
    SILENT,
)
from sim.street.state import (
    CANCELLATION,
    CUSTODY_END,
    IDLE,
    IN_CUSTODY,
    NONE,
    ON_SCENE,
    SCENE_END,
    Street,
)
from sim.street.stock import enter, felt_stock, leave
from sim.street.travel import factor_at, minutes_between
from sim.street.units import begin, end_at, tally_custody, todo_call, todo_unit

NO_DEPLOYMENT = 4
HAPPENED_WITHOUT_PATROL = 1
HAPPENED = 2


@helper
def fate_of(state: int, flags: int) -> int:
    """Give two bits of a settled call: would it happen without patrol, and did it happen."""
    if state == LATENT:
        return 0
    if state == PREVENTED:
        return HAPPENED_WITHOUT_PATROL
    return HAPPENED if flags & INDUCED else HAPPENED | HAPPENED_WITHOUT_PATROL


@helper
def survival(street: Street, call: int, stock: float) -> float:
    """Give the chance that a call is not deterred at a stock: exp(-beta D), 1 for what patrol cannot deter."""
    row = street.calls[call]
    beta = street.types[row["type"]]["beta"]
    if beta == 0.0 or (row["flags"] & DETERRABLE) == 0:
        return 1.0
    if beta < 0.0:
        stock = min(stock, street.g[0]["max_stock"])
    return math.exp(-beta * stock)


@helper
def stock_matters(street: Street, call: int) -> bool:
    """Tell whether the stock of its area can decide on a call: on whether it occurs, or on whether it is reported."""
    row = street.calls[call]
    deterrable = street.types[row["type"]]["beta"] != 0.0 and (row["flags"] & DETERRABLE) != 0
    return deterrable or (row["flags"] & UNREPORTED) != 0


@helper
def is_measured(street: Street, call_min: float) -> bool:
    """Tell whether a call made at a time counts."""
    return street.g[0]["measure_from_min"] <= call_min < street.g[0]["measure_until_min"]


@helper
def score(street: Street, call: int) -> None:
    """Add a settled call's harm to its area: what happened, what was prevented, what was induced."""
    row, outcome = street.calls[call], street.outcome[call]
    if row["harm"] == 0.0 or not is_measured(street, row["call_min"]):
        return
    area = int(outcome["area"])
    if outcome["state"] == PREVENTED:
        add_harm(street.areas["harm_prevented"], area, row["harm"])
        return
    add_harm(street.areas["harm"], area, row["harm"])
    if outcome["flags"] & INDUCED:
        add_harm(street.areas["harm_prevented"], area, -row["harm"])


@helper
def make_call(street: Street, call: int) -> None:
    """Settle whether a potential call occurs, where, and whether anybody reports it."""
    g, row, outcome = street.g[0], street.calls[call], street.outcome[call]
    now_min, area = row["call_min"], int(row["area"])
    stock = felt_stock(street, area, now_min) if stock_matters(street, call) else math.nan
    outcome["stock"], outcome["area"] = stock, area
    parent_fate = HAPPENED | HAPPENED_WITHOUT_PATROL
    if row["parent"] != NO_CALL:
        parent = street.outcome[row["parent"]]
        parent_fate = fate_of(parent["state"], parent["flags"])
    spare = street.types[row["type"]]["spare"]
    without_patrol = (parent_fate & HAPPENED_WITHOUT_PATROL) != 0 and row["u"] < 1.0 / spare
    passes = row["u"] < survival(street, call, stock) / spare
    parent_happened = (parent_fate & HAPPENED) != 0
    if without_patrol and parent_happened and not passes and row["v"] < g["displacement"]:
        outcome["area"] = row["moved_area"]
        outcome["flags"] |= DISPLACED
        passes = True
    if parent_happened and passes:
        if not without_patrol:
            outcome["flags"] |= INDUCED
        report(street, call, stock)
    else:
        outcome["state"] = PREVENTED if without_patrol else LATENT
        outcome["closed_min"] = now_min
    if outcome["state"] != LATENT:
        score(street, call)


@helper
def report(street: Street, call: int, stock: float) -> None:
    """Let a call that happened be reported and recorded; an unreported crime is, only where patrol makes it so."""
    row, outcome = street.calls[call], street.outcome[call]
    silent = (row["flags"] & UNREPORTED) != 0
    if silent and row["report"] >= 1.0 - math.exp(-street.g[0]["reporting"] * stock):
        outcome["state"] = SILENT
        outcome["closed_min"] = row["call_min"]
    elif row["offence"] != NO_OFFENCE or (row["flags"] & (ASB_RECORD | HATE)) != 0:
        outcome["flags"] |= RECORDED


@helper
def ready_call(street: Street, call: int, now_min: float) -> None:
    """Let a call that was graded be dispatched, or resolved at the desk."""
    row, outcome = street.calls[call], street.outcome[call]
    if outcome["state"] != PENDING:
        return
    if row["grade"] == NO_DEPLOYMENT:
        outcome["state"] = BY_PHONE
        outcome["closed_min"] = now_min + row["desk_min"]
        return
    live = street.live[call]
    live["scene_end_min"], live["scene_left_min"], live["need"] = math.nan, row["scene_min"], row["officers"]
    live["first_unit"] = NONE
    if row["patience_min"] < math.inf:
        push(street, row["patience_min"], CANCELLATION, call, NONE)
    todo_call(street, call)


@helper
def arrive_at_call(street: Street, unit: int, now_min: float) -> None:
    """Let a unit be on scene; the first one starts the time on scene."""
    row = street.units[unit]
    call = row["call"]
    outcome, live = street.outcome[call], street.live[call]
    row["loc"], row["loc_min"] = row["dest"], now_min
    street.dispatches[row["sent"]]["arrival_min"] = now_min
    begin(street, unit, ON_SCENE, now_min)
    enter(street, int(outcome["area"]), 0, now_min)
    live["came"] += row["crew"]
    if math.isnan(outcome["first_arrival_min"]):
        outcome["first_arrival_min"] = now_min
        outcome["unit"] = unit
    if math.isnan(live["scene_end_min"]):
        live["scene_end_min"] = now_min + live["scene_left_min"]
        push(street, live["scene_end_min"], SCENE_END, call, NONE)


@helper
def to_custody(street: Street, unit: int, minutes: float, now_min: float) -> None:
    """Send a unit with an arrested person to the nearest custody suite and keep it there."""
    row = street.units[unit]
    suite = int(street.areas[row["loc"]]["custody_area"])
    journey = 0.0
    if street.g[0]["travel_counts"]:
        journey = minutes_between(street, int(row["loc"]), suite) * factor_at(street, now_min, 0)
    begin(street, unit, IN_CUSTODY, now_min)
    row["dest"], row["depart_min"] = suite, now_min + journey
    end_at(street, unit, now_min + journey + minutes, CUSTODY_END)


@helper
def end_custody(street: Street, unit: int, now_min: float) -> None:
    """Free a unit at the custody suite, its journey and its time there tallied apart."""
    row = street.units[unit]
    tally_custody(street, unit, now_min)
    row["loc"], row["loc_min"] = row["dest"], now_min
    begin(street, unit, IDLE, now_min)
    todo_unit(street, unit)


@helper
def free_units_of(street: Street, call: int, custody_min: float, now_min: float) -> None:
    """Let all units of a call that is over go, by unit id; the first on scene takes an arrested person along."""
    live = street.live[call]
    unit, live["first_unit"] = live["first_unit"], NONE
    arresting = custody_min > 0.0
    while unit != NONE:
        row = street.units[unit]
        after = row["next_on_call"]
        here = row["state"] == ON_SCENE
        if here:
            leave(street, int(street.outcome[call]["area"]), 0, now_min)
            row["call"] = NONE
        else:
            release(street, unit, now_min)
        if here and arresting:
            to_custody(street, unit, custody_min, now_min)
            arresting = False
        else:
            begin(street, unit, IDLE, now_min)
            todo_unit(street, unit)
        unit = after


@helper
def end_scene(street: Street, call: int, now_min: float) -> None:
    """Close a call whose time on scene is over."""
    row, outcome, live = street.calls[call], street.outcome[call], street.live[call]
    outcome["state"], outcome["closed_min"] = ATTENDED, now_min
    live["scene_end_min"] = math.nan  # left and taken up again in one instant, a scene has its end in the queue twice
    if live["came"] < row["officers"]:
        outcome["flags"] |= SHORT
    dequeue(street, call)
    free_units_of(street, call, row["custody_min"], now_min)


@helper
def cancel(street: Street, call: int, now_min: float) -> None:
    """Let a caller whom nobody has reached give up."""
    outcome = street.outcome[call]
    if outcome["state"] != PENDING or not math.isnan(outcome["first_arrival_min"]):
        return
    outcome["state"], outcome["closed_min"] = CANCELLED, now_min
    dequeue(street, call)
    free_units_of(street, call, 0.0, now_min)
