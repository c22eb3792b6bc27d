"""Streets small enough to be worked by hand: areas along a road, ten minutes from one to the next."""

from __future__ import annotations

import math

import numpy as np

from sim.demand.records import CALL, DETERRABLE, NO_CALL, NO_OFFENCE
from sim.force.model import OFFICER
from sim.street.advance import advance
from sim.street.layout import lay_out
from sim.street.plan import set_hotspots
from sim.street.records import TALLY
from sim.street.setting import Rules, Setting
from sim.street.shifts import end_shifts, start_shift
from sim.street.state import FULL, HOTSPOT, NEIGHBOURHOOD, RESPONSE

DAY = 1440.0
FOREVER = 1e9
TEAMS = {"response": RESPONSE, "neighbourhood": NEIGHBOURHOOD, "hotspot": HOTSPOT}

RULES = {
    "measure_from_min": 0.0,
    "measure_until_min": FOREVER,
    "decay_per_min": math.log(2.0) / DAY,
    "visit_weight": 1.0,
    "attend_weight": 0.3,
    "fresh_min": 15.0,
    "renew_gap_min": 30.0,
    "stale_gain": 0.2,
    "max_stock": 300.0,
    "displacement": 0.0,
    "diffusion": 0.0,
    "reporting": 0.0,
    "cross_district_min": 4.0,
    "turn_out_min": 0.0,
    "priority_reach_min": 20.0,
    "late_min": 30.0,
    "meal_min": 40.0,
    "meal_from_min": 240.0,
    "meal_until_min": 420.0,
    "visit_min": 15.0,
    "visit_counts_min": 10.0,
    "patrol_from_min": 0.0,
    "patrol_until_min": DAY,
    "blue_light_factor": 1.0,
    "preempt_visit": True,
    "preempt_travel": False,
    "preempt_scene": False,
    "idle_home": False,
    "travel_counts": True,
    "takes_meals": False,
    "walks_rounds": False,
}
"""The shipped rules without turn-out, blue lights and meals."""


def call(at, area=0, grade=1, *, ready=None, scene=10.0, officers=1, **more):
    """Describe a potential call made at a minute; it is ready at once, always occurs and waits for ever."""
    fields = {
        "call_min": at,
        "ready_min": at if ready is None else ready,
        "scene_min": scene,
        "patience_min": math.inf,
        "desk_min": 5.0,
        "custody_min": 0.0,
        "harm": 0.0,
        "u": 0.0,
        "v": 1.0,
        "report": 1.0,
        "parent": NO_CALL,
        "area": area,
        "moved_area": area,
        "offence": NO_OFFENCE,
        "type": 0,
        "grade": grade,
        "officers": officers,
        "flags": DETERRABLE,
    }
    return fields | more


def call_records(calls):
    """Turn descriptions, in order of time, into records."""
    records = np.zeros(len(calls), dtype=CALL)
    for row, fields in enumerate(calls):
        for name, value in fields.items():
            records[name][row] = value
    return records


def road(n_areas, step_min=10.0, inside_min=0.0):
    """Give the minutes between areas along a road, and the first area on the way."""
    place = np.arange(n_areas)
    travel = (np.abs(place[:, None] - place) * step_min).astype(np.float32)
    np.fill_diagonal(travel, inside_min)
    hop = place[:, None] + np.sign(place - place[:, None])
    return travel, hop.astype(np.int16)


def make_setting(
    calls=(),
    n_areas=1,
    n_officers=0,
    *,
    district=None,
    travel=None,
    neighbours=(),
    custody=None,
    types=((0.0, 1.0),),
    hour_factor=None,
    due=(),
    **rules,
):
    """Put together what a street is opened with.

    `travel` is (minutes, next hop), by default a road; `district` and `custody` give each area's; `neighbours` lists
    each area's; `types` are pairs of (beta, spare); `due` are minutes of the day; `rules` replace those of `RULES`.
    """
    records = call_records(calls)
    base_min, next_hop = road(n_areas) if travel is None else travel
    district = np.zeros(n_areas) if district is None else np.asarray(district)
    custody = np.arange(n_areas) if custody is None else np.asarray(custody)
    near = [list(neighbours[area]) if neighbours else [] for area in range(n_areas)]
    beta, spare = np.array(list(types), dtype=np.float64).T.copy()
    return Setting(
        rules=Rules(**RULES | rules),
        calls=records,
        ready_order=np.lexsort((np.arange(records.size), records["ready_min"])).astype(np.int32),
        n_officers=n_officers,
        n_districts=int(district.max()) + 1,
        district_of_area=district.astype(np.int16),
        custody_area=custody.astype(np.int16),
        neighbour_start=np.cumsum([0, *map(len, near)]).astype(np.int32),
        neighbour=np.array([other for row in near for other in row], dtype=np.int16),
        base_min=base_min,
        next_hop=next_hop,
        hour_factor=np.ones(24) if hour_factor is None else np.asarray(hour_factor, dtype=np.float64),
        beta=beta,
        spare=spare,
        due_min=np.array(due, dtype=np.float64),
    )


def make_street(*parts, room=4096, **more):
    """Lay out a street at minute 0; what it is opened with is as of `make_setting`."""
    return lay_out(make_setting(*parts, **more), room)


def postings(district_of_area, *posts):
    """Give one officer record a post: (team, area of the station), or the team alone for area 0."""
    officers = np.zeros(len(posts), dtype=OFFICER)
    for row, post in enumerate(posts):
        team, home = (post, 0) if isinstance(post, str) else post
        officers[row] = (TEAMS[team], district_of_area[home], home, 0, 0, 1.0, 1.0)
    return officers


def rostered(district_of_area, n_officers, posts, ids=None, marks=None):
    """Give the officers, the members of a shift and their marks; officer k takes the k-th post, or the k-th of `ids`."""
    ids = range(len(posts)) if ids is None else ids
    officers = np.zeros(n_officers, dtype=OFFICER)
    for officer, row in zip(ids, postings(district_of_area, *posts), strict=True):
        officers[officer] = row
    members = np.array(sorted(ids, key=lambda i: (officers["team"][i], officers["district"][i], i)), dtype=np.int32)
    marks = np.zeros(members.size, dtype=np.float32) if marks is None else np.asarray(marks, dtype=np.float32)
    return officers, members, marks


def start(street, *posts, now=0.0, until=FOREVER, double_share=0.0, ids=None, marks=None):
    """Bring officers on duty, each at a post; officer k takes the k-th post, or the k-th of `ids`."""
    officers, members, marks = rostered(street.areas["district"], street.units.size, posts, ids, marks)
    shares = np.full(3, double_share)
    return start_shift(street, officers, members, marks, np.empty_like(members), shares, now, until)


def go(street, until):
    """Carry the street forward; its arrays are long enough."""
    assert advance(street, float(until)) == FULL


def stop(street, now):
    """Carry the street up to a time and end the shifts that end then."""
    go(street, now)
    end_shifts(street, float(now))


def task(street, areas, scores=None, now=0.0, due_at=None):
    """Put a list of hotspots before the patrols, and give the street from there on."""
    scores = np.ones(len(areas)) if scores is None else np.asarray(scores, dtype=np.float64)
    return set_hotspots(street, np.asarray(areas, dtype=np.int64), scores, now, due_at)


def arrivals(street):
    """Give when each call was first reached."""
    return street.outcome["first_arrival_min"].tolist()


def visits(street):
    """Give the visit log: (unit, area, start, end) of each, in order of their end."""
    log = street.visits[: street.g["n_visits"][0]]
    return [tuple(row) for row in log[["unit", "area", "start_min", "end_min"]].tolist()]


def tally(street, column, team="response", district=0):
    """Give the officer-minutes of one column of a team and district."""
    return street.tallies.view(TALLY).reshape(-1)[column][TEAMS[team] * (street.queues.size - 1) + district]
