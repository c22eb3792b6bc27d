"""When calls come: hour profiles, seasons, and how many calls to expect by each hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW, DAYS_PER_YEAR, HOURS_PER_WEEK

_DAYS_OF_MONTH = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.float64)
_NIGHT_HOURS = np.array([*(4 * 24 + hour for hour in (22, 23)), *(5 * 24 + hour for hour in (0, 1, 2, 3, 22, 23))])
_SUNDAY_MORNING = 6 * 24 + np.arange(4)


def hour_profile(hours: list[float], days: list[float], weekend_night: float) -> NDArray[np.float64]:
    """Build the profile of a week from its parts.

    Parameters
    ----------
    hours
        24 relative numbers of calls by hour of the day.
    days
        7 relative numbers of calls by day, Monday first.
    weekend_night
        Factor on Friday and Saturday from 22:00 and on Saturday and Sunday until 04:00.

    Returns
    -------
    NDArray[np.float64]
        (168,) share of a week's calls in each hour of the week, Monday 00:00 first.
    """
    of_day = np.array(hours, dtype=np.float64)
    week = np.outer(np.array(days, dtype=np.float64), of_day / of_day.sum()).ravel()
    week[_NIGHT_HOURS] *= weekend_night
    week[_SUNDAY_MORNING] *= weekend_night
    share: NDArray[np.float64] = week / week.sum()
    return share


def season(months: list[float]) -> NDArray[np.float64]:
    """Scale twelve relative numbers so that their mean over the days of a year of 365 is 1: (12,)."""
    weight = np.array(months, dtype=np.float64)
    scaled: NDArray[np.float64] = weight * DAYS_PER_YEAR / (weight @ _DAYS_OF_MONTH)
    return scaled


@dataclass(frozen=True)
class Span:
    """A stretch of whole days that starts at the midnight of a given day.

    Parameters
    ----------
    first
        The first day.
    days
        Number of days.
    """

    first: date
    days: int

    @property
    def windows(self) -> int:
        """Number of 28-day windows that cover the span."""
        return -(-self.days // DAYS_PER_WINDOW)

    @cached_property
    def window_edge_hour(self) -> NDArray[np.int64]:
        """(windows + 1,) hour of the span at which each window starts, and the end of the last."""
        return np.minimum(np.arange(self.windows + 1) * DAYS_PER_WINDOW, self.days) * 24

    @cached_property
    def hour_of_week(self) -> NDArray[np.int64]:
        """(24 * days,) hour of the week of each hour."""
        return (np.arange(self.days * 24) + self.first.weekday() * 24) % HOURS_PER_WEEK

    @cached_property
    def month(self) -> NDArray[np.int64]:
        """(24 * days,) calendar month, 0 to 11, of each hour."""
        months = [(self.first + timedelta(days=day)).month - 1 for day in range(self.days)]
        return np.repeat(np.array(months, dtype=np.int64), 24)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How busy each type is through the hours of a span.

    Parameters
    ----------
    span
        The days.
    elapsed
        (n_types, hours + 1) expected calls from the start of the span until each hour, for a rate of one call a year:
        calls that are spread evenly over this are spread by hour profile and season over time.
    weeks
        (n_types, 169) share of a week's calls before each hour of the week. Near-repeats wait on a clock that runs by
        it, so that they keep the hours of their type and never come before their parents.
    first_season
        (n_types,) season at the start of the span.
    """

    span: Span
    elapsed: NDArray[np.float64]
    weeks: NDArray[np.float64]
    first_season: NDArray[np.float64]

    @classmethod
    def of(cls, span: Span, profile: NDArray[np.float64], season: NDArray[np.float64]) -> Calendar:
        """Build the calendar of types with (n_types, 168) hour profiles and (n_types, 12) seasons."""
        elapsed = np.zeros((profile.shape[0], span.days * 24 + 1))
        for kind in range(profile.shape[0]):
            np.cumsum(hourly_weight(span, profile[kind], season[kind]), out=elapsed[kind, 1:])
        weeks = np.zeros((profile.shape[0], HOURS_PER_WEEK + 1))
        np.cumsum(profile, axis=1, out=weeks[:, 1:])
        weeks /= weeks[:, -1:]
        return cls(span, elapsed, weeks, season[:, span.first.month - 1])

    @property
    def in_window(self) -> NDArray[np.float64]:
        """(n_types, windows) expected calls in each window, for a rate of one call a year."""
        return np.diff(self.elapsed[:, self.span.window_edge_hour], axis=1)

    @property
    def first_hour(self) -> int:
        """Hour of the week at which the span starts."""
        return self.span.first.weekday() * 24


def hourly_weight(span: Span, profile: NDArray[np.float64], by_month: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the expected calls in each hour of a span, for a rate of one call a year.

    Parameters
    ----------
    span
        The days.
    profile
        (168,) share of a week's calls in each hour of the week.
    by_month
        (12,) multiplier by calendar month.

    Returns
    -------
    NDArray[np.float64]
        (24 * days,) expected calls.
    """
    daily = 7.0 / DAYS_PER_YEAR
    weight: NDArray[np.float64] = daily * profile[span.hour_of_week] * by_month[span.month]
    return weight
