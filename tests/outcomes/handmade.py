"""A run small enough to be worked by hand: three areas, two districts, one measured day, eleven potential calls."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from sim.clock import Clock
from sim.county.model import County, Travel
from sim.demand.model import Demand, Frailty, NearRepeat
from sim.demand.records import CALL, NO_OFFENCE, UNREPORTED, History
from sim.harm.index import HarmIndex
from sim.outcomes.config import CostPack
from sim.outcomes.record import PLAN, STRENGTH, RunRecord
from sim.street.records import (
    ATTENDED,
    BY_PHONE,
    CANCELLED,
    DISPATCH,
    DISPLACED,
    DOING_NAMES,
    INDUCED,
    LATENT,
    OPEN,
    OUTCOME,
    PREVENTED,
    RECORDED,
    SILENT,
    TALLY,
    VISIT,
    VISIT_CUT_BY_CALL,
    VISIT_FULL,
)

THEFT, ASSAULT, NONE = 0, 1, NO_OFFENCE
TYPE_ASB, TYPE_CRIME = 0, 1
NAN = math.nan
DAY = 1440.0


def make_county() -> County:
    """Areas 0 and 1 are North, urban; area 2 is South, rural; area 1 is the most deprived, then 2, then 0."""
    n_areas = 3
    return County(
        name="Handmade",
        synthetic=True,
        attribution=(),
        area_code=("H0", "H1", "H2"),
        area_name=("Handmade 001A", "Handmade 001B", "Handmade 002A"),
        district_name=("North", "South"),
        district_of_area=np.array([0, 0, 1], dtype=np.int16),
        x_m=np.zeros(n_areas),
        y_m=np.zeros(n_areas),
        area_km2=np.ones(n_areas),
        population=np.full(n_areas, 1500.0),
        deprivation_rank=np.array([300, 1, 20], dtype=np.int32),
        is_urban=np.array([True, True, False]),
        town_centre=np.zeros(n_areas),
        business=np.zeros(n_areas),
        neighbour_start=np.array([0, 1, 3, 4], dtype=np.int32),
        neighbour=np.array([1, 0, 2, 1], dtype=np.int16),
        station_name=("Nick",),
        station_area=np.zeros(1, dtype=np.int16),
        custody_name=("Cells",),
        custody_area=np.zeros(1, dtype=np.int16),
        travel=Travel(np.zeros((3, 3), dtype=np.float32), np.zeros((3, 3), dtype=np.int16), np.ones(24), 1.0),
        recorded_category=(),
        recorded_per_year=np.zeros((0, n_areas)),
        boundary_wkb=(),
    )


def make_demand() -> Demand:
    """Two types (low-harm calls; crime) and two offences."""
    n_types, n_areas, n_offences = 2, 3, 2
    zeros = np.zeros(n_types)
    return Demand(
        type_key=("asb", "crime"),
        type_label=("Anti-social behaviour", "Crime"),
        offence_key=("theft_other", "common_assault"),
        offence_category=("Other theft", "Violence and sexual offences"),
        observed_per_year=np.zeros((n_types, n_areas)),
        hour_profile=np.full((n_types, 168), 1 / 168),
        season=np.ones((n_types, 12)),
        grade_share=np.full((n_types, 4), 0.25),
        officers_share=np.full((n_types, 4), 0.25),
        scene_kind=np.zeros(n_types, dtype=np.int8),
        scene_mean_min=zeros,
        scene_cv=zeros,
        offence_share=np.zeros((n_types, n_offences)),
        asb_record_share=np.array([0.5, 0.0]),
        hate_share=zeros,
        arrest_share=zeros,
        deterrable_share=zeros,
        effect_multiplier=zeros,
        unreported_ratio=zeros,
        near_repeat=NearRepeat(zeros, zeros, np.zeros((2, 3, 1)), np.zeros((2, 3, 1), dtype=np.int16)),
        frailty=Frailty(0.0, np.zeros(1), np.zeros(2, dtype=np.int16), ("all",), 0.0),
    )


# (minute of the measured day, area drawn, offence, type, grade, flags) and
# (state, area, minutes to arrival, unit, flags); harm is 10 for theft, 100 for assault, 1 for the low-harm call
ROWS = (
    # the day before: not counted
    ((-1.0, 0, ASSAULT, TYPE_CRIME, 1, 0), (ATTENDED, 0, 5.0, 7, RECORDED)),
    # grade 1 in area 0: 4 and 8 minutes; the second is exactly on no target
    ((0.0, 0, ASSAULT, TYPE_CRIME, 1, 0), (ATTENDED, 0, 4.0, 7, RECORDED)),
    ((10.0, 0, THEFT, TYPE_CRIME, 1, 0), (ATTENDED, 0, 8.0, 8, RECORDED)),
    # grade 1 in area 2: 15 minutes (exactly on target), and one that nobody reached
    ((20.0, 2, ASSAULT, TYPE_CRIME, 1, 0), (ATTENDED, 2, 15.0, 7, RECORDED)),
    ((30.0, 2, NONE, TYPE_CRIME, 1, 0), (CANCELLED, 2, NAN, -1, 0)),
    # grade 2: one in area 1, still open, nobody came; one low-harm call moved from area 1 to area 0, 30 minutes
    ((40.0, 1, THEFT, TYPE_CRIME, 2, 0), (OPEN, 1, NAN, -1, RECORDED)),
    ((50.0, 1, NONE, TYPE_ASB, 2, 0), (ATTENDED, 0, 30.0, 9, DISPLACED | RECORDED)),
    # by phone; prevented in area 1; induced in area 2; unreported in area 0; latent
    ((60.0, 1, NONE, TYPE_ASB, 4, 0), (BY_PHONE, 1, NAN, -1, 0)),
    ((70.0, 1, ASSAULT, TYPE_CRIME, 1, 0), (PREVENTED, 1, NAN, -1, 0)),
    ((80.0, 2, THEFT, TYPE_CRIME, 4, 0), (BY_PHONE, 2, NAN, -1, INDUCED | RECORDED)),
    ((90.0, 0, THEFT, TYPE_CRIME, 3, UNREPORTED), (SILENT, 0, NAN, -1, 0)),
    ((95.0, 1, THEFT, TYPE_CRIME, 3, UNREPORTED), (PREVENTED, 1, NAN, -1, 0)),
    ((99.0, 0, ASSAULT, TYPE_CRIME, 1, 0), (LATENT, 0, NAN, -1, 0)),
    # the day after: not counted
    ((DAY, 0, ASSAULT, TYPE_CRIME, 1, 0), (OPEN, 0, NAN, -1, 0)),
)

VISITS = (
    # area 0: 15 minutes and an overlapping 10, union 20, the second cut by a call
    (DAY + 100, DAY + 115, 1, 0, 2, VISIT_FULL),
    (DAY + 110, DAY + 120, 2, 0, 1, VISIT_CUT_BY_CALL),
    # area 2: began 5 minutes before the period, 10 of its 15 minutes count, the visit does not
    (DAY - 5, DAY + 10, 1, 2, 2, VISIT_FULL),
)


IDLE, TO_CALL, ON_VISIT = (DOING_NAMES.index(name) for name in ("idle", "to_call", "on_visit"))

# sent, arrived, call, unit, left call, from area, crew, was
DISPATCHES = (
    (DAY + 0, DAY + 5, 0, 7, -1, 0, 2, IDLE),
    (DAY + 1, DAY + 4, 1, 7, -1, 0, 2, IDLE),
    # unit 8 is on its way to call 4 when call 2 takes it; nobody reaches call 4
    (DAY + 31, NAN, 4, 8, -1, 2, 1, IDLE),
    (DAY + 32, DAY + 38, 2, 8, 4, 2, 1, TO_CALL),
    # a patrol leaves its visit
    (DAY + 120, DAY + 131, 6, 2, -1, 0, 1, ON_VISIT),
)


def make_calls(rows=ROWS) -> np.ndarray:
    """Build the potential calls."""
    calls = np.zeros(len(rows), dtype=CALL)
    for call, ((minute, area, offence, kind, grade, flags), _) in zip(calls, rows, strict=True):
        call["call_min"] = DAY + minute
        call["ready_min"] = DAY + minute + 1
        call["area"] = call["moved_area"] = area
        call["offence"], call["type"], call["grade"], call["flags"] = offence, kind, grade, flags
        call["officers"], call["parent"] = 1, -1
        call["harm"] = {THEFT: 10.0, ASSAULT: 100.0, NONE: 1.0 if kind == TYPE_ASB else 0.0}[offence]
    return calls


def make_outcome(rows=ROWS) -> np.ndarray:
    """Build what became of them."""
    outcome = np.zeros(len(rows), dtype=OUTCOME)
    for row, ((minute, *_), (state, area, response_min, unit, flags)) in zip(outcome, rows, strict=True):
        row["first_arrival_min"] = DAY + minute + response_min
        row["first_dispatch_min"] = DAY + minute + (1 if unit >= 0 else NAN)
        row["closed_min"] = NAN if state == OPEN else DAY + minute + 60
        row["state"], row["area"], row["unit"], row["flags"] = state, area, unit, flags
    return outcome


def make_record(rows=ROWS, visits=VISITS, scenario="today", replication=0, dispatches=DISPATCHES) -> RunRecord:
    """Build a run: one day of warm-up, one measured, three of cool-down."""
    n_calls = len(rows)
    none = np.zeros((13, 3), dtype=np.int32)
    history = History(
        make_calls(rows), np.arange(n_calls, dtype=np.int32), none, none, none, np.zeros((13, 2, 3), np.int32)
    )
    tallies = np.zeros(6, dtype=TALLY)
    # response of North and South: 600 + 400 on duty, 40 at meals, 200 + 100 travelling, 300 on scene, 24 in custody
    tallies[0] = (600.0, 40.0, 200.0, 300.0, 0.0, 0.0, 90.0)
    tallies[1] = (400.0, 0.0, 100.0, 0.0, 24.0, 0.0, 0.0)
    # a hotspot team: busy with patrol, which is no utilisation of response; half an hour of overtime
    tallies[4] = (300.0, 0.0, 50.0, 0.0, 0.0, 120.0, 30.0)
    plan = np.array([(0.0, 5 * DAY, 0, 3.0, 15.0, 1.0), (DAY, 1.5 * DAY, 2, 2.0, 10.0, 1.0)], dtype=PLAN)
    strength = np.array([(0.0, 1.25 * DAY, 10.0, 8.0, 1.0, 1.0), (1.25 * DAY, 5 * DAY, 14.0, 8.0, 1.0, 5.0)], STRENGTH)
    return RunRecord(
        scenario=scenario,
        replication=replication,
        clock=Clock(date(2026, 4, 6), warm_up_days=1, days=1),
        county=make_county(),
        demand=make_demand(),
        history=history,
        outcome=make_outcome(rows),
        visits=np.array(list(visits), dtype=VISIT),
        dispatches=np.array([row for row in dispatches if row[2] < n_calls], dtype=DISPATCH),
        tallies=tallies,
        plan=plan,
        strength=strength,
        extra_posts=1.0,
        posts=11.0,
    )


def make_costs(**changed: object) -> CostPack:
    """A post costs 36,500 a year, so 100 a day; overtime 40 and patrol 30 an hour."""
    return CostPack.model_validate(
        {
            "key": "handmade",
            "label": "Handmade",
            "price_year": "2022",
            "note": "Round numbers.",
            "post_per_year": 36_500,
            "overtime_hour": 40,
            "patrol_hour": 30,
            "response_target_min": {"grade1": 15, "grade2": 60},
            **changed,
        }
    )


def make_severity() -> HarmIndex:
    """Theft 3, assault 7; a low-harm call that is no crime 0.5."""
    return HarmIndex(np.array([3.0, 7.0]), np.array([0.5, 0.0]), "severity")
