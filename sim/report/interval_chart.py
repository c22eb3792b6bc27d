"""The chart of paired differences: for each option its interval, its mean, and a dot for each replication.

Places along the axis are percentages, so the chart fits any width and its text keeps its size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.report.finding import verdict_of
from sim.report.numbers import Written, scale_of, write, write_interval
from sim.report.svg import element, join, percent
from sim.report.ticks import Axis, axis_over

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.report.content import Interval, Option, ReportContent

_MARGIN: Final = 0.035
_HEIGHT: Final = 46
_BAR: Final = 14.0
_DOTS: Final = 33.0
_DOT_ROWS: Final = (0.0, -4.5, 4.5)


@dataclass(frozen=True, slots=True)
class Track:
    """One option in the chart.

    Parameters
    ----------
    option
        The option.
    written
        Its difference in words.
    verdict
        What the difference means.
    svg
        The drawing.
    """

    option: Option
    written: Written
    verdict: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class IntervalChart:
    """A chart of one measure.

    Parameters
    ----------
    measure
        What is compared.
    tracks
        One for each option, in study order.
    axis
        The drawing of the axis.
    replications
        (replication number from 1, values by option) for the data table.
    """

    measure: str
    tracks: tuple[Track, ...]
    axis: Markup
    replications: tuple[tuple[int, tuple[str, ...]], ...]


def interval_chart(content: ReportContent, measure: str) -> IntervalChart:
    """Draw the paired differences of every option in one measure.

    Parameters
    ----------
    content
        The report's content.
    measure
        ``harm_prevented`` or ``crimes_prevented``.
    """
    paired = content.paired_harm if measure == "harm_prevented" else content.paired_crimes
    dots = {option.name: [float(value) for value in paired.get(option.name, ())] for option in content.challengers}
    axis = _shared_axis(content, measure, dots)
    tracks = tuple(_track(content, option, measure, axis, dots[option.name]) for option in content.challengers)
    return IntervalChart(measure, tracks, _draw_axis(axis, content.unit(measure)), _table(content, measure, dots))


def _shared_axis(content: ReportContent, measure: str, dots: dict[str, list[float]]) -> Axis:
    """Build the axis that all options share."""
    values = [value for own in dots.values() for value in own]
    for option in content.challengers:
        row = content.row(option.name, measure)
        if row is not None:
            interval = content.difference(option.name, measure)
            values += [row.difference_low, row.difference_high, interval.low, interval.high, row.difference]
    return axis_over(values)


def _place(axis: Axis, value: float) -> str:
    """Give the place of a value as a percentage of the drawing's width."""
    return percent(_MARGIN + (1.0 - 2.0 * _MARGIN) * axis.share(value))


def _track(content: ReportContent, option: Option, measure: str, axis: Axis, dots: list[float]) -> Track:
    """Draw one option."""
    interval = content.difference(option.name, measure)
    written = write_interval(interval, scale_of(content.unit(measure), measure))
    verdict = verdict_of(content, option.name, measure)
    title = f"{option.label}: {written.whole}, {verdict}" if verdict else f"{option.label}: no interval"
    drawing = join(
        (
            element("title", title),
            _grid(axis, _HEIGHT),
            _bars(content, option, measure, axis, interval),
            _draw_dots(axis, dots),
        )
    )
    svg = element("svg", drawing, class_=f"track {_style(verdict)}", role="img", width="100%", height=_HEIGHT)
    return Track(option, written, verdict, svg)


def _style(verdict: str) -> str:
    """Name the CSS class of a verdict."""
    return {
        "better": "is-better",
        "better on average": "is-better is-lean",
        "worse": "is-worse",
        "worse on average": "is-worse is-lean",
    }.get(verdict, "is-open")


def _grid(axis: Axis, height: float) -> Markup:
    """Draw a faint line at each tick and a firm one at 0."""
    lines = (
        element(
            "line",
            x1=_place(axis, tick),
            x2=_place(axis, tick),
            y1=0,
            y2=height,
            class_="zero" if tick == 0.0 else "grid",
        )
        for tick in axis.ticks
    )
    return join(lines)


def _bars(content: ReportContent, option: Option, measure: str, axis: Axis, interval: Interval) -> Markup:
    """Draw the interval shown, the interval of the mean within it, and the mean."""
    row = content.row(option.name, measure)
    if row is None or not interval.known:
        return join(())
    parts = [
        _span(axis, interval.low, interval.high, "whisker"),
        _cap(axis, interval.low),
        _cap(axis, interval.high),
    ]
    if content.predictive and math.isfinite(row.difference_low):
        parts.append(_span(axis, row.difference_low, row.difference_high, "mean-interval"))
    parts.append(element("circle", cx=_place(axis, interval.centre), cy=_BAR, r=5.5, class_="mean"))
    return join(parts)


def _span(axis: Axis, low: float, high: float, style: str) -> Markup:
    """Draw a line from a low to a high value."""
    return element("line", x1=_place(axis, low), x2=_place(axis, high), y1=_BAR, y2=_BAR, class_=style)


def _cap(axis: Axis, value: float) -> Markup:
    """Draw the end of an interval."""
    return element("line", x1=_place(axis, value), x2=_place(axis, value), y1=_BAR - 5, y2=_BAR + 5, class_="whisker")


def _draw_dots(axis: Axis, dots: list[float]) -> Markup:
    """Draw a dot for each replication, in three rows so that near ones stay apart."""
    ranks = sorted(range(len(dots)), key=lambda index: (dots[index], index))
    return join(
        element(
            "circle",
            cx=_place(axis, dots[index]),
            cy=_DOTS + _DOT_ROWS[rank % len(_DOT_ROWS)],
            r=2.6,
            class_="dot",
        )
        for rank, index in enumerate(ranks)
    )


def _draw_axis(axis: Axis, unit: str) -> Markup:
    """Draw the axis with its numbers."""
    scale = scale_of(unit)
    step = axis.ticks[1] - axis.ticks[0]
    labels = (
        element(
            "text",
            write(tick, step, scale, signed=True),
            x=_place(axis, tick),
            y=16,
            class_="tick",
            text_anchor="middle",
        )
        for tick in axis.ticks
    )
    return element("svg", join(labels), class_="axis", width="100%", height=22, aria_hidden="true")


def _table(
    content: ReportContent, measure: str, dots: dict[str, list[float]]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Fill the data table: one row for each replication."""
    scale = scale_of(content.unit(measure), measure)
    count = max((len(own) for own in dots.values()), default=0)
    return tuple(
        (
            index + 1,
            tuple(
                write(own[index] if index < len(own) else math.nan, scale.finest, scale, signed=True)
                for own in dots.values()
            ),
        )
        for index in range(count)
    )
