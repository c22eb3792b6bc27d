"""A made-up county of twelve squares and a small study on it, for the tests of the report."""

from __future__ import annotations

import dataclasses
import math
from datetime import date

import numpy as np
import shapely

from sim.config import Sourced
from sim.county.model import County, Travel
from sim.outcomes.dose_tables import PlaceNames
from sim.outcomes.patrol import Patrol, patrol_of
from sim.report.content import DirectComparison, Option, RankingRow, ReportContent, SummaryRow
from sim.street.records import VISIT, VISIT_CUT_BY_CALL, VISIT_FULL
from sim.target.records import DUE
from sim.track.compliance import how_kept
from sim.track.hourly import dose_by_hour
from sim.track.stays import Stays

EMPTY = math.nan
SQUARE_M = 1000.0


def county(*, synthetic: bool = True, shapes: bool = True, district: str = "Eastmarch") -> County:
    """Build four by three squares of 1 km; the two western columns are one district."""
    column, row = np.repeat(np.arange(4), 3), np.tile(np.arange(3), 4)
    west, south = 500_000.0 + column * SQUARE_M, 200_000.0 + row * SQUARE_M
    squares = [shapely.box(x, y, x + SQUARE_M, y + SQUARE_M) for x, y in zip(west, south, strict=True)]
    empty = np.zeros((12, 12))
    return County(
        name="Twelveshire",
        synthetic=synthetic,
        attribution=() if synthetic else ("Contains OS data © Crown copyright.", "Open Government Licence v3.0."),
        area_code=tuple(f"S01{index:06d}" for index in range(12)),
        area_name=tuple(f"Square {index + 1}" for index in range(12)),
        district_name=("Westmarch", district),
        district_of_area=(column >= 2).astype(np.int16),
        x_m=west + SQUARE_M / 2,
        y_m=south + SQUARE_M / 2,
        area_km2=np.ones(12),
        population=np.full(12, 1500.0),
        deprivation_rank=np.arange(1, 13, dtype=np.int32),
        is_urban=row < 2,
        town_centre=np.zeros(12),
        business=np.zeros(12),
        neighbour_start=np.zeros(13, np.int32),
        neighbour=np.zeros(0, np.int16),
        station_name=("Station",),
        station_area=np.zeros(1, np.int16),
        custody_name=("Custody",),
        custody_area=np.zeros(1, np.int16),
        travel=Travel(empty.astype(np.float32), empty.astype(np.int16), np.ones(24), 0.8),
        recorded_category=(),
        recorded_per_year=np.zeros((0, 12)),
        boundary_wkb=tuple(shapely.to_wkb(square) for square in squares) if shapes else (),
    )


def row(
    scenario: str,
    measure: str,
    difference: float = EMPTY,
    low: float = EMPTY,
    high: float = EMPTY,
    *,
    mean: float = 0.0,
    unit: str = "days",
    p_better: float = EMPTY,
    predict: tuple[float, float] = (EMPTY, EMPTY),
) -> SummaryRow:
    """Build a row of the summary of which only the difference matters."""
    return SummaryRow(
        scenario=scenario,
        measure=measure,
        unit=unit,
        mean=mean,
        low=mean,
        high=mean,
        difference=difference,
        difference_low=low,
        difference_high=high,
        p_better=p_better,
        replications=4,
        difference_predict_low=predict[0],
        difference_predict_high=predict[1],
    )


OPTIONS = (
    Option("today", "Today", "The force as it is"),
    Option("patrol", "Patrol", "Ten more officers on hotspot patrol"),
    Option("response", "Response", "Ten more officers on response"),
)


def rows() -> tuple[SummaryRow, ...]:
    """Give a summary in which patrol prevents harm and response is quick."""
    groups = ("district=Westmarch", "district=Eastmarch", *(f"deprivation={fifth}" for fifth in range(1, 6)))
    broken_down = [
        row(option, f"harm_prevented[{group}]", value, value - 20.0, value + 20.0)
        for group in (*groups, "area=urban", "area=rural")
        for option, value in (("patrol", 60.0), ("response", 4.0))
    ]
    indices = [
        row("patrol", "harm_prevented[index=cambridge]", 120.0, 90.0, 150.0),
        row("response", "harm_prevented[index=cambridge]", 4.0, -20.0, 28.0),
        row("patrol", "harm_prevented[index=severity]", 12.0, 9.0, 15.0, unit="severity"),
        row("response", "harm_prevented[index=severity]", 0.4, -2.0, 2.8, unit="severity"),
    ]
    return (
        row("today", "harm_prevented", mean=10.0),
        row("patrol", "harm_prevented", 1234.0, 234.0, 2234.0, p_better=0.98, predict=(-800.0, 3268.0)),
        row("response", "harm_prevented", 3.0, -77.0, 83.0, p_better=0.53, predict=(-160.0, 166.0)),
        row("today", "crimes", mean=10_000.0, unit="crimes"),
        row("today", "crimes_prevented", unit="crimes"),
        row("patrol", "crimes_prevented", 40.0, 21.0, 59.0, unit="crimes", predict=(1.0, 79.0)),
        row("response", "crimes_prevented", 1.0, -9.0, 11.0, unit="crimes", predict=(-20.0, 22.0)),
        row("today", "response_median_grade1", mean=9.4, unit="minutes"),
        row("patrol", "response_median_grade1", 0.05, -0.1, 0.2, mean=9.45, unit="minutes"),
        row("response", "response_median_grade1", -1.1, -1.3, -0.9, mean=8.3, unit="minutes"),
        *(row(option.name, "response_within_target_grade1", mean=0.864, unit="share") for option in OPTIONS),
        row("patrol", "dose_planned", mean=60_000.0, unit="presence-minutes"),
        row("patrol", "dose_delivered", mean=45_000.0, unit="presence-minutes"),
        row("patrol", "cost", 660_000.0, 650_000.0, 670_000.0, unit="pounds of 2024"),
        row("response", "cost", 660_000.0, 650_000.0, 670_000.0, unit="pounds of 2024"),
        row("patrol", "harm_prevented_per_1000_pounds", 1.87, 0.35, 3.39, unit="days per 1000 pounds of 2024"),
        dataclasses.replace(
            row("response", "harm_prevented_per_1000_pounds", unit="days per 1000 pounds of 2024"),
            reason="costs cannot be told apart",
        ),
        *broken_down,
        *indices,
    )


TWO_DAYS = 2880.0
# both places are due 30 minutes at 16:00 and at 20:00 for two days
PLAN = np.array([(0, TWO_DAYS, at, 30, place) for place in (0, 1) for at in (960, 1200)], dtype=DUE)
VISITS = np.array(
    [
        # start, end, unit, place, crew, how it ended: all of the first place on the first day, a third of the other
        (960, 990, 0, 0, 2, VISIT_FULL),
        (1200, 1230, 0, 0, 2, VISIT_FULL),
        (1205, 1225, 1, 1, 2, VISIT_CUT_BY_CALL),
    ],
    dtype=VISIT,
)


def two_hotspots() -> Patrol:
    """Give the patrol of two hotspots, an area and a spot with a name, on two days."""
    kept = tuple(how_kept(PLAN, VISITS, 0, TWO_DAYS))
    dose = dose_by_hour(PLAN, Stays.of_visits(VISITS), 0, TWO_DAYS)
    return patrol_of(dose, kept, PlaceNames(["S01000003", "Market"], ["Westmarch", ""]), date(2026, 4, 6), 2)


def content(**changes: object) -> ReportContent:
    """Build the content of a small report; any field can be given instead."""
    values = np.linspace(-30.0, 80.0, 12)
    standard = ReportContent(
        study="twelve",
        title="Twelve squares",
        question="What would ten more officers buy?",
        county=county(),
        options=OPTIONS,
        baseline="today",
        days=364,
        replications=4,
        effect_drawn=False,
        summary=rows(),
        ranking=(RankingRow("harm_prevented", "patrol", 0.95), RankingRow("harm_prevented", "response", 0.05)),
        paired_harm={"patrol": np.array([900.0, 1200.0, 1300.0, 1536.0]), "response": np.array([-80.0, 0, 20, 72])},
        paired_crimes={"patrol": np.array([30.0, 38, 44, 48]), "response": np.array([-8.0, 0, 2, 10])},
        area_values={
            "today": {"harm_prevented": np.zeros(12), "dose_delivered": np.zeros(12)},
            "patrol": {"harm_prevented": values, "dose_delivered": np.arange(12.0)},
            "response": {"harm_prevented": values / 100.0, "dose_delivered": np.zeros(12)},
        },
        assumptions=(
            (
                "effect.reduction",
                Sourced(value=0.16, unit="share", low=0.0, high=0.4, source="A review", confidence="found"),
            ),
            ("force.posts", Sourced(value=2380.0, unit="posts", low=2380.0, high=2380.0)),
        ),
        notes=("Response buys minutes only.", "Roads are thin.", "No bank holidays.", "No triage."),
        provenance={"Study file": "twelve.yaml", "Seed": "7", "Version": "0.1.0"},
        command="python -m sim twelve.yaml --seed 7",
        direct=(DirectComparison("patrol", "response", "harm_prevented", "days", 1231.0, 220.0, 2242.0),),
        results_folder="results/twelve",
    )
    return dataclasses.replace(standard, **changes)
