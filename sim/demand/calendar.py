"""When calls come: hour profiles, seasons, and clocks that run fast when a type is busy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAYS_PER_WINDOW, DAYS_PER_YEAR, HOURS_PER_WEEK, MINUTES_PER_HOUR

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
class BusyClock:
    """Clock of one type: expected calls since the start of a span, for a rate of one call a year.

    Calls that are spread evenly on this clock are spread by hour profile and season on the wall's.

    Parameters
    ----------
    edge_min
        (hours + 1,) edges of the hours, minutes since the start of the span.
    elapsed
        (hours + 1,) expected calls until each edge, for one call a year.
    """

    edge_min: NDArray[np.float64]
    elapsed: NDArray[np.float64]

    @classmethod
    def of(cls, weight: NDArray[np.float64]) -> BusyClock:
        """Build the clock from (hours,) expected calls in each hour, for one call a year."""
        edges = np.arange(weight.size + 1, dtype=np.float64) * MINUTES_PER_HOUR
        return cls(edges, np.concatenate([[0.0], np.cumsum(weight)]))

    def in_windows(self, edge_hour: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give the expected calls in each window, for one call a year: (windows,)."""
        return np.diff(self.elapsed[edge_hour])

    def minute_at(self, elapsed: NDArray[np.float64]) -> NDArray[np.float64]:
        """Read the wall clock, in minutes since the start of the span, when this one stands at `elapsed`."""
        return np.interp(elapsed, self.elapsed, self.edge_min)

    def at_minute(self, minute: NDArray[np.float64]) -> NDArray[np.float64]:
        """Read this clock when the wall's stands at `minute`."""
        return np.interp(minute, self.edge_min, self.elapsed)


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


def weekly_weight(span: Span, profile: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the days that pass in each hour on a clock that runs by the hour profile alone: (24 * days,).

    A near-repeat waits on this clock, so that near-repeats keep the profile of their type and never come before their
    parents.
    """
    weight: NDArray[np.float64] = 7.0 * profile[span.hour_of_week]
    return weight
