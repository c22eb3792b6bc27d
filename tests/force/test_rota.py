"""The cycle of a rota, and the shifts that it gives over a run."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from sim.clock import Clock
from sim.force.rota import Rota
from sim.force.shifts import all_shifts

DAY = 1_440


def rota(days, teams=5, offset_days=2):
    return Rota(teams=teams, offset_days=offset_days, days=tuple(days))


@pytest.fixture
def five_team(hertfordshire):
    return hertfordshire.rotas["five_team"]


def test_six_shifts_of_ten_hours_in_ten_days_are_a_quarter_of_the_time(five_team):
    # 6 × 10 h / (10 × 24 h) = .25; with 25 % abstraction one post is .1875 officers on duty (MODEL.md §4 rule 14)
    assert five_team.duty_share == 0.25
    assert five_team.duty_share * (1 - 0.25) == 0.1875


def test_each_shift_team_runs_two_days_behind_the_one_before(five_team):
    # column 0 is on nights on days 4 and 5, column 1 on days 6 and 7; 22:00 is minute 1,320, 08:00 next day 1,920
    assert five_team.span_on(4, 0) == (1_320, 1_920)
    assert five_team.span_on(6, 1) == (1_320, 1_920)
    assert five_team.span_on(6, 0) is None


def test_shifts_running_at_minute_zero_are_cut(five_team):
    # the day before: column 2 is on its second night (until 08:00), column 3 on its second late (until 02:00)
    shifts = all_shifts([five_team], Clock(date(2026, 4, 6), 0, 3, 0))
    begun = shifts[shifts["start_min"] == 0]
    assert [(row["column"], row["end_min"], row["number"]) for row in begun] == [(2, 480, 0), (3, 120, 0)]


def test_shifts_are_those_of_a_minute_by_minute_walk(five_team):
    clock = Clock(date(2026, 4, 6), 2, 20, 3)
    shifts = all_shifts([five_team], clock)
    starts = {"e": (420, 600), "l": (960, 600), "n": (1_320, 600)}
    cycle = "eellnn...."
    for column in range(5):
        on_duty = np.zeros(int(clock.horizon_min) + DAY, dtype=bool)
        for day in range(-1, clock.total_days):
            letter = cycle[(day - 2 * column) % 10]
            if letter != ".":
                start, length = starts[letter]
                on_duty[max(day * DAY + start, 0) : max(day * DAY + start + length, 0)] = True
        mine = shifts[shifts["column"] == column]
        walked = np.zeros_like(on_duty)
        for row in mine:
            assert not walked[int(row["start_min"]) : int(row["end_min"])].any()
            walked[int(row["start_min"]) : int(row["end_min"])] = True
        assert np.array_equal(walked, on_duty)
        assert mine["number"].tolist() == list(range(mine.size))


def test_one_team_works_early_late_and_night_every_day(five_team):
    shifts = all_shifts([five_team], Clock(date(2026, 4, 6), 0, 30, 0))
    whole = shifts[shifts["start_min"] > 0]
    for minute, clock_time in ((420, "07:00"), (960, "16:00"), (1_320, "22:00")):
        starting = whole[whole["start_min"] % DAY == minute]
        assert starting.size == 30, clock_time


def test_shifts_are_sorted_by_start_rota_and_column(hertfordshire, year):
    shifts = all_shifts(list(hertfordshire.rotas.values()), year)
    keys = [(row["start_min"], row["rota"], row["column"]) for row in shifts]
    assert keys == sorted(keys)
    # 392 + 3 days: 3 rotas × 5 columns × 6 of 10 days; two response shifts more that run at minute 0
    assert shifts.size == 3 * 3 * 395 + 2


def test_three_hotspot_teams_are_on_through_the_patrol_hours(hertfordshire, year):
    shifts = all_shifts([hertfordshire.rotas["hotspot_lates"]], year)
    for day in range(395):
        covering = (shifts["start_min"] <= day * DAY + 900) & (shifts["end_min"] >= day * DAY + 1_380)
        assert covering.sum() == 3


def test_endless_shift_covers_the_run_and_one_day_more():
    clock = Clock(date(2026, 4, 6), 1, 2, 3)
    (shift,) = all_shifts([None], clock)
    assert (shift["start_min"], shift["end_min"], shift["number"]) == (0, 7 * DAY, 0)


def test_no_rotas_give_no_shifts(year):
    assert all_shifts([], year).size == 0


@pytest.mark.parametrize(
    ("days", "teams", "offset_days", "why"),
    [
        (["22:00-08:00", "07:00-17:00"], 5, 0, "not over when 07:00-17:00 starts"),
        (["07:00-17:00", "off", "23:00-09:00"], 1, 0, "not over when 07:00-17:00 starts"),  # round the end of the cycle
        (["7-17"], 1, 0, "not a time of day"),
        (["07:00"], 1, 0, "not a span of time"),
        (["07:00-25:00"], 1, 0, "not a time of day"),
        (["07:60-17:00"], 1, 0, "not a time of day"),
        (["holiday"], 1, 0, "not a span of time"),
        (["07:00-17:00", "off"], 2, 2, "the cycle has only 2 days"),
        ([], 1, 0, "at least 1 item"),
        (["07:00-17:00"], 0, 0, "greater than or equal to 1"),
    ],
)
def test_impossible_rotas_are_refused(days, teams, offset_days, why):
    with pytest.raises(ValidationError, match=why):
        rota(days, teams, offset_days)


def test_shifts_may_meet_and_may_last_a_day():
    assert rota(["08:00-08:00"], 1, 0).duty_share == 1.0
    assert rota(["00:00-24:00"], 1, 0).span_on(5, 0) == (0, DAY)
