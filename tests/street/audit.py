"""What must hold of a street at every moment, written down without the kernel's own functions."""

from __future__ import annotations

import numpy as np

from sim.street.records import ATTENDED, CANCELLED, PENDING
from sim.street.state import (
    AT_MEAL,
    HOTSPOT,
    IDLE,
    NEIGHBOURHOOD,
    NONE,
    OFF,
    ON_SCENE,
    ON_VISIT,
    RESPONSE,
    TO_CALL,
    TO_HOME,
    TO_VISIT,
    UNKNOWN,
)


def audit(street):
    """Hold everything that is counted twice in a street against each other."""
    units_on_duty(street)
    units_at_hand(street)
    crews(street)
    presence(street)
    hotspots(street)
    calls_and_their_units(street)
    queues(street)
    nobody_idles_beside_a_call(street)
    events(street)


def on_duty(street):
    """Give the units on duty."""
    return np.flatnonzero(street.units["active_at"] != NONE)


def units_on_duty(street):
    """The list of those on duty is a list of distinct units, each of which knows its place."""
    n_active, units = street.g["n_active"][0], street.units
    listed = units["active"][:n_active]
    assert sorted(listed) == on_duty(street).tolist()
    assert (units["active_at"][listed] == np.arange(n_active)).all()
    assert ((units["state"] == OFF) == (units["active_at"] == NONE)).all()
    assert not units["noted"].any()
    assert street.g["n_todo"][0] == 0
    shift_over = on_duty(street)[units["shift_end_min"][on_duty(street)] < street.g["now_min"][0]]
    assert units["leaving"][shift_over].all()
    assert not np.isin(units["state"][shift_over], (IDLE, TO_HOME, TO_VISIT, ON_VISIT, AT_MEAL)).any()
    began_late = units["since_min"][shift_over] > units["shift_end_min"][shift_over]
    assert not (began_late & (units["state"][shift_over] == TO_CALL)).any()


def units_at_hand(street):
    """Who is free or at a visit is in the list of team and district where it stands, or of those on the move."""
    units, queues = street.units, street.queues
    at_rest, moving = np.isin(units["state"], (IDLE, ON_VISIT)), np.isin(units["state"], (TO_HOME, TO_VISIT))
    for place in range(queues.size):
        stands = moving if place == queues.size - 1 else at_rest & (street.areas["district"][units["loc"]] == place)
        for team in range(3):
            rows = street.at_hand[3 * place + team, : queues["n_at_hand"][place, team]]
            listed = rows["unit"]
            assert sorted(listed) == np.flatnonzero(stands & (units["team"] == team)).tolist()
            assert (units["at_hand_in"][listed] == place).all()
            assert (units["at_hand_at"][listed] == np.arange(listed.size)).all()
            for name in ("loc_min", "shift_end_min", "loc", "district", "leaving"):
                assert (rows[name] == units[name][listed]).all()
            assert (rows["on_visit"] == (units["state"][listed] == ON_VISIT)).all()
    assert (units["at_hand_in"][~(at_rest | moving)] == NONE).all()


def crews(street):
    """Every officer who is out is in exactly one unit, and a unit's crew is who is in it."""
    units, out = street.units, street.units["crewed_in"]
    for unit in on_duty(street):
        members = np.flatnonzero(out == unit)
        mate = units["mate"][unit]
        assert members.tolist() == ([unit] if mate == NONE else [unit, mate])
        assert units["crew"][unit] == members.size
    assert np.isin(out[out != NONE], on_duty(street)).all()


def presence(street):
    """Areas count the units that are there."""
    units = street.units
    attending, visiting = np.zeros(street.areas.size), np.zeros(street.areas.size)
    at_scene = units["state"] == ON_SCENE
    np.add.at(attending, street.outcome["area"][units["call"][at_scene]], 1)
    np.add.at(visiting, units["loc"][units["state"] == ON_VISIT], 1)
    assert (street.areas["attending"] == attending * (street.g["attend_weight"][0] > 0)).all()
    assert (street.areas["visiting"] == visiting * (street.g["visit_weight"][0] > 0)).all()
    assert (units["loc"][at_scene] == street.outcome["area"][units["call"][at_scene]]).all()
    assert visiting.max(initial=0) <= 1


def hotspots(street):
    """A hotspot and the unit that visits it know of each other."""
    n, units = street.g["n_hotspots"][0], street.units
    listed = street.hotspots[:n]
    due_times(street, listed)
    assert (np.diff(listed["area"]) > 0).all()
    assert (np.bincount(units["hotspot"][units["hotspot"] != NONE], minlength=n) <= 1).all()
    for number, row in enumerate(listed):
        holders = np.flatnonzero(units["hotspot"] == number)
        assert holders.tolist() == ([] if row["unit"] == NONE else [row["unit"]])
        for unit in holders:
            assert units["state"][unit] in {TO_VISIT, ON_VISIT}
            assert units["dest"][unit] == row["area"]
            assert units["team"][unit] == HOTSPOT


def due_times(street, listed):
    """What was last read off a timetable is what has fallen due by then, and the next time is the next one of all."""
    now = street.g["now_min"][0]
    if not street.g["timetables"][0] or not listed.size:
        return
    due_at = street.timetable[: listed.size]
    assert (np.diff(np.minimum(due_at, 1e12), axis=1) >= 0).all()
    fallen = (due_at <= now).sum(axis=1)
    assert (listed["due_next"] <= fallen).all()
    assert (listed["due_first"] <= listed["due_next"]).all()
    ahead = due_at[due_at >= now]
    assert street.g["next_due_min"][0] == ahead.min(initial=np.inf)


def calls_and_their_units(street):
    """A call's need and its officers make up what it needs; a call that is over has nobody."""
    units, live = street.units, street.live
    bound = np.isin(units["state"], (TO_CALL, ON_SCENE))
    assert ((units["call"] != NONE) == bound).all()
    have = np.zeros(street.calls.size, dtype=int)
    came = np.zeros(street.calls.size, dtype=int)
    np.add.at(have, units["call"][bound], units["crew"][bound])
    there = units["state"] == ON_SCENE
    np.add.at(came, units["call"][there], units["crew"][there])
    pending = street.outcome["state"] == PENDING
    assert not have[~pending].any()
    ready = np.zeros(street.calls.size, dtype=bool)
    ready[street.ready_order[: street.g["ready"][0]]] = True
    waiting = pending & ready
    assert (live["came"] == came)[waiting].all()
    sent_for = ready & np.isin(street.outcome["state"], (PENDING, ATTENDED, CANCELLED))
    for call in np.flatnonzero(sent_for):
        mine, unit = [], int(live["first_unit"][call])
        while unit != NONE:
            mine.append(unit)
            unit = int(units["next_on_call"][unit])
        assert mine == np.flatnonzero(bound & (units["call"] == call)).tolist()
    assert (live["need"] == np.maximum(0, street.calls["officers"] - have))[waiting].all()
    assert ((live["queued"] == 1) == (waiting & (live["need"] > 0))).all()
    assert (np.isnan(live["scene_end_min"]) == (came == 0))[waiting].all()


def queues(street):
    """Each queue holds its waiting calls in order of id, linked both ways."""
    district = street.areas["district"][street.outcome["area"]]
    assert street.g["n_waiting"][0].tolist() == [
        int(((street.live["queued"] == 1) & (street.calls["grade"] == grade)).sum()) for grade in range(1, 5)
    ]
    for number, queue in enumerate(street.queues[:-1]):
        for grade in range(1, 5):
            mine = (street.live["queued"] == 1) & (district == number) & (street.calls["grade"] == grade)
            expected = np.flatnonzero(mine).tolist()
            forwards, call = [], int(queue["first"][grade - 1])
            while call != NONE:
                forwards.append(call)
                call = int(street.live["after"][call])
            backwards, call = [], int(queue["last"][grade - 1])
            while call != NONE:
                backwards.append(call)
                call = int(street.live["before"][call])
            assert forwards == expected
            assert backwards[::-1] == expected


def nobody_idles_beside_a_call(street):
    """A free unit leaves no call waiting that the rules let it take."""
    units, now = street.units, street.g["now_min"][0]
    free = np.isin(units["state"], (IDLE, TO_HOME))
    early = free & (now < units["shift_end_min"] - street.g["late_min"][0])
    queued = street.live["queued"] == 1
    grade, district = street.calls["grade"], street.areas["district"][street.outcome["area"]]
    if (queued & (grade == 1)).any():
        assert not (free & np.isin(units["team"], (RESPONSE, HOTSPOT))).any()
    for call in np.flatnonzero(queued & (grade > 1)):
        here = early & (units["district"] == district[call])
        assert not (here & (units["team"] == RESPONSE)).any()
        if grade[call] == 3:
            assert not (here & (units["team"] == NEIGHBOURHOOD)).any()


def queued_events(street):
    """Give what is in the event queue, chain by chain: (time, kind, call, unit)."""
    keys = []
    for place, head in enumerate(street.slots.tolist()):
        at = head
        while at != NONE:
            row = street.events[at]
            assert int(row["time_min"] * street.g["slots_per_min"][0]) % street.slots.size == place
            keys.append((float(row["time_min"]), int(row["kind"]), int(row["call"]), int(row["unit"])))
            at = int(row["after"])
    return keys


def events(street):
    """Each event is in the chain of its slot, the first is known if any is, and every unit's event is among them."""
    keys = queued_events(street)
    g = street.g[0]
    assert len(keys) == g["n_events"]
    if g["first_event"] != UNKNOWN:
        first = street.events[g["first_event"]]
        named = tuple(first[["time_min", "kind", "call", "unit"]].item())
        assert (g["first_event"] == NONE) == (not keys)
        assert not keys or named == min(keys)
    known = {(time, kind, unit) for time, kind, _, unit in keys}
    for unit in on_duty(street):
        row = street.units[unit]
        if not np.isnan(row["event_min"]):
            assert (row["event_min"], row["event_kind"], unit) in known
