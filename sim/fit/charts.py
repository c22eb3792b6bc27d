"""The small charts of the fit's page: observed against fitted, by month, by area and by season."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.county.months import month_number
from sim.report.svg import element, join
from sim.report.ticks import axis_over, round_down

if TYPE_CHECKING:
    from markupsafe import Markup

WIDTH, HEIGHT = 320.0, 150.0
"""Size of a chart in units of its own: it stretches with the page."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 8.0, 8.0, 22.0
_SQUARE: Final = 250.0
_MONTH_LETTERS: Final = "JFMAMJJASOND"
_DAY_NAMES: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_LABELS: Final = 6
_MOST_TICKS: Final = 4
_TICK_GAP: Final = 0.16
_LEAST_TICK: Final = 0.02
_ROOM: Final = 1.05


@dataclass(frozen=True, slots=True)
class _Plane:
    """A rectangle for drawing, with what stands at its edges.

    Parameters
    ----------
    x, y
        Values at the left and right, and at the bottom and top edge.
    width, height
        Size of the whole chart.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    width: float = WIDTH
    height: float = HEIGHT

    def across(self, value: float) -> float:
        """Give the place of a value from the left."""
        low, high = self.x
        return _LEFT + (self.width - _LEFT - _RIGHT) * (value - low) / (high - low)

    def down(self, value: float) -> float:
        """Give the place of a value from the top."""
        low, high = self.y
        return self.height - _BOTTOM - (self.height - _TOP - _BOTTOM) * (value - low) / (high - low)

    def level(self, value: float, words: str) -> Markup:
        """Draw a faint line across at a value, and write the value beside it."""
        y = self.down(value)
        line = element("line", x1=_LEFT, x2=self.width - _RIGHT, y1=y, y2=y, class_="grid")
        return join((line, element("text", words, x=_LEFT - 5, y=y + 3.5, class_="tick", text_anchor="end")))

    def below(self, value: float, words: str) -> Markup:
        """Write something below the drawing at a value."""
        return element("text", words, x=self.across(value), y=self.height - 6, class_="tick", text_anchor="middle")

    def whole(self, title: str, *parts: Markup) -> Markup:
        """Put a chart together."""
        return element(
            "svg",
            element("title", title),
            *parts,
            class_="plot",
            role="img",
            viewBox=f"0 0 {self.width:g} {self.height:g}",
        )


def month_chart(
    title: str, months: Sequence[str], observed: NDArray[np.float64], fitted: NDArray[np.float64]
) -> Markup:
    """Draw a county's total by month: dots as observed, a line as fitted, broken where months are missing.

    Parameters
    ----------
    title
        What it shows, for those who do not see it.
    months
        (n_months,) months as YYYY-MM, rising.
    observed, fitted
        (n_months,) rows.
    """
    at = np.array([month_number(month) for month in months], dtype=np.float64)
    scale = axis_over([float(observed.max()), float(fitted.max())], _MOST_TICKS)
    plane = _Plane((float(at[0]) - 1, float(at[-1]) + 1), (scale.low, scale.high))
    grid = join(plane.level(tick, f"{tick:,.0f}") for tick in scale.ticks)
    years = range(math.ceil(plane.x[0] / 12), math.floor(plane.x[1] / 12) + 1)
    labels = join(plane.below(12.0 * year, str(year)) for year in years[:: math.ceil(len(years) / _MOST_LABELS) or 1])
    runs = np.split(np.arange(at.size), np.flatnonzero(np.diff(at) > 1) + 1)
    lines = join(element("path", d=_line(plane, at[run], fitted[run]), class_="fitted") for run in runs)
    dots = element("path", d=_dots(plane, at, observed), class_="observed")
    return plane.whole(title, grid, labels, lines, dots)


def area_chart(title: str, observed: NDArray[np.float64], fitted: NDArray[np.float64]) -> Markup:
    """Draw areas: rows a year as observed (across) and as fitted (up), on square-root scales, with the line of equality.

    Parameters
    ----------
    title
        What it shows, for those who do not see it.
    observed, fitted
        (n_areas,) rows a year.
    """
    most = math.sqrt(max(float(observed.max()), float(fitted.max()), 1.0)) * 1.03
    plane = _Plane((0.0, most), (0.0, most), _SQUARE + _LEFT - _BOTTOM, _SQUARE)
    ticks = _square_ticks(most)
    grid = join(plane.level(math.sqrt(tick), f"{tick:,.3g}") for tick in ticks)
    labels = join(plane.below(math.sqrt(tick), f"{tick:,.3g}") for tick in ticks[1:])
    equal = element(
        "line", x1=plane.across(0), y1=plane.down(0), x2=plane.across(most), y2=plane.down(most), class_="equal"
    )
    points = element("path", d=_dots(plane, np.sqrt(observed), np.sqrt(fitted)), class_="areas-seen")
    return plane.whole(title, grid, labels, equal, points)


def season_chart(title: str, season: NDArray[np.float64], log_sd: NDArray[np.float64], normal_95: float) -> Markup:
    """Draw a season: a line with its 95 % band, month by month.

    Parameters
    ----------
    title
        What it shows, for those who do not see it.
    season, log_sd
        (12,) multiplier of each calendar month, and the standard deviation of its logarithm.
    normal_95
        Half the width of the interval, in standard deviations.
    """
    at = np.arange(12, dtype=np.float64)
    low, high = season * np.exp(-normal_95 * log_sd), season * np.exp(normal_95 * log_sd)
    reach = max(float(np.abs(np.concatenate([low, high]) - 1).max()), 0.05)
    plane = _Plane((-0.5, 11.5), (1 - _ROOM * reach, 1 + _ROOM * reach))
    step = round_down(reach)
    ticks = [
        step * count for count in range(-2, 3) if abs(step * count) <= _ROOM * reach
    ]  # three, or five where they fit
    grid = join(plane.level(1 + tick, f"{1 + tick:.2f}") for tick in ticks)
    labels = join(plane.below(float(month), _MONTH_LETTERS[month]) for month in range(12))
    around = f"{_line(plane, at, high)}L{_line(plane, at[::-1], low[::-1])[1:]}z"
    return plane.whole(
        title,
        grid,
        labels,
        element("path", d=around, class_="band"),
        element("path", d=_line(plane, at, season), class_="fitted"),
    )


def week_chart(title: str, week: NDArray[np.float64]) -> Markup:
    """Draw calls by hour of the week, Monday 00:00 first; 1 is the mean hour.

    Parameters
    ----------
    title
        What it shows, for those who do not see it.
    week
        (168,) calls of each hour relative to the mean.
    """
    most = float(week.max()) * 1.05
    plane = _Plane((0.0, float(week.size)), (0.0, most))
    grid = join(plane.level(tick, f"{tick:g}") for tick in axis_over([most], _MOST_TICKS).ticks if tick <= most)
    labels = join(plane.below(24.0 * day + 12, name) for day, name in enumerate(_DAY_NAMES))
    steps = element("path", d=_line(plane, np.arange(week.size, dtype=np.float64) + 0.5, week), class_="fitted")
    return plane.whole(title, grid, labels, steps)


def interval_chart(title: str, value: float, low: float, high: float, span: tuple[float, float]) -> Markup:
    """Draw one number with its interval on a scale that others share; 1 is marked.

    Parameters
    ----------
    title
        What it shows, for those who do not see it.
    value, low, high
        The number and its interval.
    span
        Ends of the scale.
    """
    height = 18.0
    share = [(end - span[0]) / (span[1] - span[0]) * WIDTH for end in (value, low, high, 1.0)]
    middle = height / 2
    parts = (
        element("title", title),
        element("line", x1=share[3], x2=share[3], y1=0, y2=height, class_="equal"),
        element("line", x1=share[1], x2=share[2], y1=middle, y2=middle, class_="whisker"),
        element("circle", cx=share[0], cy=middle, r=4, class_="mean"),
    )
    return element("svg", *parts, class_="plot", role="img", viewBox=f"0 0 {WIDTH:g} {height:g}")


def _square_ticks(most: float) -> list[float]:
    """Choose 0 and round numbers whose square roots lie apart, up to the square of `most`."""
    kept: list[float] = []
    value = round_down(most**2)
    while value >= _LEAST_TICK * most**2:
        if not kept or math.sqrt(kept[-1]) - math.sqrt(value) >= _TICK_GAP * most:
            kept.append(value)
        value = round_down(value * (1 - 1e-6))
    return [0.0, *reversed(kept)]


def _line(plane: _Plane, x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """Write a line through points; one point alone gives a short dash."""
    points = [f"{plane.across(float(a)):.1f} {plane.down(float(b)):.1f}" for a, b in zip(x, y, strict=True)]
    return f"M{'L'.join(points)}" if len(points) > 1 else f"M{points[0]}m-4 0h8"


def _dots(plane: _Plane, x: NDArray[np.float64], y: NDArray[np.float64]) -> str:
    """Write a dot for each point: a line of no length, which the round ends of the stroke make visible."""
    return "".join(f"M{plane.across(float(a)):.1f} {plane.down(float(b)):.1f}h0" for a, b in zip(x, y, strict=True))
