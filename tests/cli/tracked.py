"""Reports of two units that were made up, a county and a plan to go with them, and the command that reads them."""

from __future__ import annotations

import csv

from sim.cli.program import main

COUNTY = """\
kind: table
name: Two areas
areas:
  - {id: A1, district: Ashford, population: 2000, x: 500000, y: 200000}
  - {id: A2, district: Ashford, population: 1600, x: 501500, y: 200000}
travel:
  roads: {urban_km_h: 40, rural_km_h: 75, trunk_km_h: 90, circuity: 1.3, intra_area: 0.5, start_stop_min: 0.5}
  blue_light_factor: 0.8
"""
PLAN = """\
hotspot,x,y,radius_m,visits_per_day,visit_minutes,hours
Market Square,500100,200000,150,2,15,16:00-20:00
Station,501500,200000,150,1,15,18:00-22:00
"""


def report(unit, clock, x):
    """Write one report of 6 April 2026."""
    return f"{unit},2026-04-06 {clock},{x},200000\n"


def minutes(unit, first, count, x, hour=16):
    """Write a report a minute."""
    return "".join(report(unit, f"{hour}:{first + at:02}:00", x) for at in range(count))


PINGS = (
    "Callsign,Timestamp,Easting,Northing\n"
    # HA10 comes to the square at 16:02:30 and leaves at 16:17:30; HA11 is there too from 16:12:30 to 16:22:30
    + minutes("HA10", 0, 3, 502_000)
    + minutes("HA10", 3, 15, 500_100)
    + minutes("HA10", 18, 3, 502_000)
    + minutes("HA11", 10, 3, 503_000)
    + minutes("HA11", 13, 10, 500_150)
    + minutes("HA11", 23, 3, 503_000)
    # and passes the station at 18:30, for two minutes
    + minutes("HA11", 28, 2, 503_000, 18)
    + minutes("HA11", 30, 2, 501_500, 18)
    + minutes("HA11", 32, 2, 503_000, 18)
)


def write_files(folder):
    """Write the county, the plan and the reports."""
    for name, text in (("county.yaml", COUNTY), ("plan.csv", PLAN), ("pings.csv", PINGS)):
        (folder / name).write_text(text, encoding="utf-8")


def run(*more, pings="pings.csv", plan="plan.csv", county="county.yaml"):
    """Run the command."""
    return main(["track", pings, "--county", county, "--plan", plan, *more])


def patrol_of(folder):
    """Read the table of a result by hotspot."""
    with (folder / "patrol.csv").open(encoding="utf-8", newline="") as stream:
        return {row["area_code"]: row for row in csv.DictReader(stream)}


def problems_of(capsys):
    """Give what is told on standard error."""
    return capsys.readouterr().err
