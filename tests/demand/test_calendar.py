"""Hour profiles, seasons and busy clocks."""

from datetime import date

import numpy as np
import pytest

from sim.demand.calendar import Calendar, Span, hour_profile, hourly_weight, season


def test_profile_is_hours_times_days():
    week = hour_profile([1.0] * 12 + [3.0] * 12, [1.0] * 6 + [8.0], 1.0)
    assert week.sum() == pytest.approx(1)
    assert week[0] == pytest.approx(1 / 48 / 14)  # 1 of 12 + 36 in the hour, 1 of 14 in the day
    assert week[6 * 24 + 12] == pytest.approx(3 / 48 * 8 / 14)


def test_weekend_night_runs_from_friday_22_to_sunday_4():
    week = hour_profile([1.0] * 24, [1.0] * 7, 2.0)
    doubled = np.flatnonzero(week > week.min() * 1.5)
    friday, saturday, sunday = 96, 120, 144
    expected = [friday + 22, friday + 23, *range(saturday, saturday + 4), saturday + 22, saturday + 23]
    assert doubled.tolist() == [*expected, *range(sunday, sunday + 4)]


def test_season_has_mean_1_over_the_days_of_a_year():
    by_month = season([1.0] * 11 + [2.0])
    assert by_month[11] == pytest.approx(2 * 365 / 396)  # 334 days of weight 1, 31 of 2
    assert by_month @ [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] == pytest.approx(365)


def test_a_year_of_weights_is_one_call():
    profile = hour_profile(list(range(1, 25)), [1, 2, 3, 4, 5, 6, 7], 1.5)
    span = Span(date(2026, 1, 1), 365)
    flat = hourly_weight(span, profile, np.ones(12))
    assert flat[: 52 * 168].sum() == pytest.approx(364 / 365)
    assert hourly_weight(span, np.full(168, 1 / 168), season(list(range(1, 13)))).sum() == pytest.approx(1)


def test_span_knows_weekday_month_and_windows():
    span = Span(date(2026, 4, 6), 395)  # a Monday
    assert span.hour_of_week[0] == 0
    assert span.month[0] == 3
    assert span.month[25 * 24] == 4  # 1 May
    assert span.windows == 15
    assert span.window_edge_hour.tolist()[-2:] == [14 * 28 * 24, 395 * 24]


def test_calendar_adds_up_hours_weeks_and_windows():
    """Two types from a Wednesday: one flat, one at Wednesdays' first hour only, three times as busy in February."""
    first_hour_of_wednesday = np.eye(168)[48]
    february = np.where(np.arange(12) == 1, 3.0, 1.0)
    calendar = Calendar.of(
        Span(date(2026, 1, 7), 36),
        np.stack([np.full(168, 1 / 168), first_hour_of_wednesday]),
        np.stack([np.ones(12), february]),
    )
    assert calendar.first_hour == 48
    assert calendar.elapsed[0, [0, 24, 36 * 24]] == pytest.approx([0, 1 / 365, 36 / 365])
    # from 7 January six Wednesdays, a 7/365 each; the last two, 4 and 11 February, count three times
    assert calendar.elapsed[1, [0, 1, 24, 36 * 24]] * 365 / 7 == pytest.approx([0, 1, 1, 10])
    assert calendar.in_window * 365 == pytest.approx(np.array([[28, 8], [28, 42]]))
    assert calendar.weeks[1, [48, 49, 168]].tolist() == [0, 1, 1]
    assert calendar.first_season.tolist() == [1, 1]
