"""Counties, histories, forces and rules of a few lines, for runs that can be followed by hand."""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.clock import Clock
from sim.command.config import EffectPack, Presence, StreetConfig
from sim.command.opening import StreetRules
from sim.command.session import Ground
from sim.county.model import County, Travel
from sim.demand.model import Demand, Frailty, NearRepeat, Suppression
from sim.demand.records import History
from sim.force.model import CHANGE, HOTSPOT, NEIGHBOURHOOD, OFFICER, RESPONSE, SHIFT, Force
from sim.target.dose_curve import DoseCurve
from sim.target.kinds import RecordKinds
from tests.street.builders import call_records, road

MONDAY = date(2026, 4, 6)
TEAMS = {"response": RESPONSE, "neighbourhood": NEIGHBOURHOOD, "hotspot": HOTSPOT}
WINDOWS = 13
PRESENCE = {
    "visit_weight": 1,
    "attend_weight": 0.3,
    "fresh_minutes": 15,
    "stale_gain": 0.2,
    "renew_gap_minutes": 30,
    "half_life_days": 1,
    "visit_counts_minutes": 10,
}
DISPATCH = {"cross_district_minutes": 4, "turn_out_minutes": 0, "priority_reach_minutes": 20, "late_minutes": 30}
MEALS = {"minutes": 40, "from_hour": 4, "until_hour": 7}
EFFECT = {
    "label": "Test",
    "reduction": 0.16,
    "visits_at": ("16:00", "20:00"),
    "visit_minutes": 15,
    "displacement": 0,
    "diffusion": 0,
    "reporting_per_minute": 0,
    "cap": 0.8,
    "max_stock_minutes": 300,
}


def make_presence(**changed):
    """Give the shipped rules of presence, some changed."""
    return Presence.model_validate(PRESENCE | changed)


def make_effect(**changed):
    """Give the central effect without spread, some of it changed."""
    return EffectPack.model_validate(EFFECT | changed)


def make_rules(*, dispatch=None, presence=None, **effect):
    """Give the rules of a street."""
    street = {"dispatch": DISPATCH | (dispatch or {}), "meals": MEALS, "presence": PRESENCE | (presence or {})}
    return StreetRules(StreetConfig.model_validate(street), make_effect(**effect))


def make_county(n_areas=1, *, district=None, travel=None, custody=(), step_min=10.0):
    """Give areas along a road, ten minutes from one to the next, all in one district."""
    base_min, next_hop = road(n_areas, step_min) if travel is None else travel
    district = np.zeros(n_areas, dtype=np.int16) if district is None else np.asarray(district, dtype=np.int16)
    near = [[b for b in (a - 1, a + 1) if 0 <= b < n_areas] for a in range(n_areas)]
    names = tuple(f"area {area}" for area in range(n_areas))
    zeros = np.zeros(n_areas)
    return County(
        name="Test county",
        synthetic=True,
        attribution=(),
        area_code=names,
        area_name=names,
        district_name=tuple(f"district {number}" for number in range(int(district.max()) + 1)),
        district_of_area=district,
        x_m=zeros,
        y_m=zeros,
        area_km2=zeros + 1.0,
        population=zeros + 1000.0,
        deprivation_rank=np.arange(1, n_areas + 1, dtype=np.int32),
        is_urban=np.zeros(n_areas, dtype=np.bool_),
        town_centre=zeros,
        business=zeros,
        neighbour_start=np.cumsum([0, *map(len, near)]).astype(np.int32),
        neighbour=np.array([b for row in near for b in row], dtype=np.int16),
        station_name=("station",),
        station_area=np.zeros(1, dtype=np.int16),
        custody_name=tuple(f"suite {suite}" for suite in range(len(custody))),
        custody_area=np.array(custody, dtype=np.int16),
        travel=Travel(base_min, next_hop, np.ones(24), 1.0),
        recorded_category=(),
        recorded_per_year=np.zeros((0, n_areas)),
        boundary_wkb=(),
    )


def make_history(calls=(), n_areas=1, n_offences=1, **past):
    """Give a history of described calls; `past` replaces the counts of the recorded past, which are 0."""
    records = call_records(sorted(calls, key=lambda fields: fields["call_min"]))
    zeros = np.zeros((WINDOWS, n_areas), dtype=np.int32)
    counts = {name: past.get(name, zeros) for name in ("past_calls", "past_asb", "past_hate")}
    offences = past.get("past_offences", np.zeros((WINDOWS, n_offences, n_areas), dtype=np.int32))
    order = np.lexsort((np.arange(records.size), records["ready_min"])).astype(np.int32)
    return History(calls=records, ready_order=order, past_offences=offences, **counts)


def make_force(posts=(), shifts=((0.0, 1e7),), *, changes=(), double_share=0.0, takes_meals=False):
    """Give a force.

    `posts` are (team, area) or (team, area, column); `shifts` are (start, end) or (start, end, column); `changes` are
    (time, officer, post), a post of None meaning that the officer leaves.
    """
    rows = np.array([(start, end, 0, *(column or [0]), 0) for start, end, *column in sorted(shifts)], dtype=SHIFT)
    rows["number"] = np.arange(len(shifts))
    return Force(
        officers=np.array([posting(post) for post in posts], dtype=OFFICER),
        changes=np.array([(time, officer, posting(post)) for time, officer, post in changes], dtype=CHANGE),
        shifts=rows,
        double_share=np.full(3, double_share),
        takes_meals=takes_meals,
        posts=np.zeros(3),
        extra_posts=0.0,
    )


def posting(post):
    """Give an officer's record: always there when rostered, in district 0."""
    if post is None:
        return (255, 0, 0, 0, 0, 0.0, 0.0)
    team, area, *column = post
    return (TEAMS[team], 0, area, 0, *(column or [0]), 1.0, 1.0)


def make_ground(calls=(), *, n_areas=1, days=2, warm_up=0, cool_down=0, n_officers=0, n_shifts=64, **more):
    """Give what scenarios share; `more`: county, rules, history, beta, spare, marks, key, harm_by_offence."""
    beta = np.asarray(more.get("beta", [0.0]), dtype=np.float64)
    harm_by_offence = np.asarray(more.get("harm_by_offence", [10.0]))
    return Ground(
        county=more.get("county") or make_county(n_areas),
        clock=Clock(MONDAY, warm_up, days, cool_down),
        rules=more.get("rules") or make_rules(),
        history=more.get("history") or make_history(calls, n_areas),
        suppression=Suppression(
            beta, np.asarray(more.get("spare", np.ones(beta.size))), np.zeros((beta.size, n_areas, 168), np.float32)
        ),
        marks=more.get("marks", np.zeros((n_officers, n_shifts), dtype=np.float32)),
        harm_by_offence=harm_by_offence,
        harm_of_asb=more.get("harm_of_asb", 1.0),
        kinds=make_kinds([*harm_by_offence, more.get("harm_of_asb", 1.0)]),
        key=more.get("key", (7, 0)),
    )


def make_kinds(harm, *, preventable=None, hour_share=None, deterred=0.2):
    """Give kinds of record, the last of them ASB: the same share of each is preventable, at any hour, unless told."""
    n = len(harm)
    return RecordKinds(
        harm=np.asarray(harm, dtype=np.float64),
        preventable=np.full(n, 0.1) if preventable is None else np.asarray(preventable, dtype=np.float64),
        hour_share=np.full((n, 168), 1 / 168) if hour_share is None else np.asarray(hour_share, dtype=np.float64),
        curve=DoseCurve(deterred=deterred, dose_min=30.0, fresh_min=15.0, stale_gain=0.2),
    )


def make_demand(deterrable, *, multiplier=None, per_year=None, crime=None, asb=None, profile=None):
    """Give call types, one value each; all hours of the week alike unless a profile says otherwise."""
    n = len(deterrable)
    ones = np.ones(n)
    flat = np.full((n, 168), 1 / 168) if profile is None else np.asarray(profile, dtype=np.float64)
    keys = tuple(f"type {kind}" for kind in range(n))
    return Demand(
        type_key=keys,
        type_label=keys,
        offence_key=("offence",),
        offence_category=("other-crime",),
        observed_per_year=np.asarray(ones * 100 if per_year is None else per_year, dtype=np.float64)[:, None],
        hour_profile=flat,
        season=np.ones((n, 12)),
        grade_share=np.tile([0.0, 1.0, 0.0, 0.0], (n, 1)),
        officers_share=np.tile([1.0, 0.0, 0.0, 0.0], (n, 1)),
        scene_kind=np.zeros(n, dtype=np.int8),
        scene_mean_min=ones,
        scene_cv=ones,
        offence_share=np.asarray(ones if crime is None else crime, dtype=np.float64)[:, None],
        asb_record_share=np.asarray(0 * ones if asb is None else asb, dtype=np.float64),
        hate_share=0 * ones,
        arrest_share=0 * ones,
        deterrable_share=np.asarray(deterrable, dtype=np.float64),
        effect_multiplier=np.asarray(ones if multiplier is None else multiplier, dtype=np.float64),
        unreported_ratio=0 * ones,
        near_repeat=NearRepeat(0 * ones, ones, np.ones((n, 1, 1)), np.zeros((n, 1, 1), dtype=np.int16)),
        frailty=Frailty(0.0, np.zeros(1), np.zeros(n, dtype=np.int16), ("group",), 0.0),
    )
