"""The made-up county with an incident log that the simulator itself wrote: what was put in is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from ruamel.yaml import YAML

from sim.clock import Clock
from sim.demand.build import build_demand, handling_of
from sim.fit.fitted import FittedCounty
from tests.demand.make import draw
from tests.records.another_county import SIDE_M, STATION, centre, write_csv

START, DAYS = date(2022, 1, 3), 210
CLOCK = Clock(START, 0, DAYS, 0)
KM_H, START_MIN, TRAVEL_SIGMA, BLUE = 40.0, 0.5, 0.3, 0.75
CIRCUITY = 1.3
LOG = {
    "path": "log.csv",
    "columns": {
        "time": "made",
        "x": "easting",
        "y": "northing",
        "kind": "type",
        "grade": "grade",
        "dispatch": "sent",
        "arrival": "there",
        "clear": "left",
    },
    "time_zone": "UTC",
}


def add_log(county_path, fitted: FittedCounty) -> tuple:
    """Write a log beside a county file and name it there; give the demand and the calls that it was written from."""
    demand = build_demand(fitted.demand, fitted.county_with_rates)
    calls = draw(demand, fitted.county, handling_of(fitted.demand), clock=CLOCK, seed=5).calls
    random = np.random.default_rng(7)
    offset = random.uniform(-SIDE_M / 2, SIDE_M / 2, (calls.size, 2))
    places = np.array([centre(int(area)) for area in calls["area"]]) + offset
    road_km = CIRCUITY * np.hypot(*(places - centre(STATION)).T) / 1_000
    cruise = road_km / KM_H * 60
    free = np.where(cruise <= START_MIN, 2 * np.sqrt(cruise * START_MIN), cruise + START_MIN)
    travel = free * random.lognormal(0, TRAVEL_SIGMA, calls.size) * np.where(calls["grade"] == 1, BLUE, 1.0)
    rows = [row(call, demand, offset[at], travel[at]) for at, call in enumerate(calls)]
    write_csv(county_path.parent / "log.csv", tuple(LOG["columns"].values()), rows)
    yaml = YAML()
    description = yaml.load(county_path.read_text(encoding="utf-8"))
    description["incidents"] = LOG
    with county_path.open("w", encoding="utf-8") as stream:
        yaml.dump(description, stream)
    return demand, calls


def row(call, demand, offset, travel_min):
    """Write one call: sent when ready, there after its travel, gone after its time on scene; nobody goes to grades 3 and 4; units set off from the station."""
    x, y = centre(int(call["area"]))
    sent, there = call["ready_min"], call["ready_min"] + travel_min
    times = (sent, there, there + call["scene_min"]) if call["grade"] < 3 else ()
    written = [clock(time) for time in times] or ["", "", ""]
    kind = demand.type_key[call["type"]]
    return (clock(call["call_min"]), round(x + offset[0], 1), round(y + offset[1], 1), kind, call["grade"], *written)


def clock(minute) -> str:
    """Write minutes since the start as a time."""
    at = timedelta(minutes=float(minute))
    return f"{(np.datetime64(START, 's') + np.timedelta64(int(at.total_seconds()), 's'))!s}"
