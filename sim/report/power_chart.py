"""Power curves: how often a test finds a fall, by the size of the true one, an outcome a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.report.svg import element, join
from sim.report.ticks import axis_over

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.trial.summary import TrialRow

_WIDTH: Final = 460.0
_HEIGHT: Final = 260.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 14.0, 10.0, 34.0
_MARKS: Final = ("circle", "square", "diamond", "triangle")
MOST_LINES: Final = len(_MARKS)
"""Outcomes that one chart can tell apart."""


@dataclass(frozen=True, slots=True)
class PowerChart:
    """A drawing and its key, which stands below it so that it can be read on a narrow screen.

    Parameters
    ----------
    svg
        The drawing.
    key
        Sign and name of each line.
    """

    svg: Markup
    key: tuple[tuple[Markup, str], ...]


def power_chart(title: str, curves: Mapping[str, Sequence[TrialRow]]) -> PowerChart:
    """Draw the curves of some outcomes with the 95 % intervals of their points.

    Parameters
    ----------
    title
        What it shows, for those who do not see it.
    curves
        Rows of each outcome, the smallest effect first; each line has a sign and a colour of its own; the sign alone will do.

    Returns
    -------
    PowerChart
        With a line across at 80 %, and one at the level of the test, 5 %.
    """
    falls = [max(0.0, -row.true_change) for rows in curves.values() for row in rows]
    axis = axis_over(falls)

    def across(fall: float) -> float:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (max(0.0, fall) - axis.low) / (axis.high - axis.low)

    levels = join(
        _level(share, f"{100 * share:.0f} %" if share else "", wanted=share in {0.05, 0.8})
        for share in (0, 0.05, 0.4, 0.8, 1)
    )
    ticks = join(
        element("text", f"{100 * tick:.0f} %", x=across(tick), y=_HEIGHT - 19, class_="tick", text_anchor="middle")
        for tick in axis.ticks
        if tick >= 0
    )
    below = element(
        "text", "True fall", x=(_LEFT + _WIDTH - _RIGHT) / 2, y=_HEIGHT - 2, class_="tick", text_anchor="middle"
    )
    middle = _down(0.5)
    beside = element(
        "text",
        "Pilots that find it",
        x=14,
        y=middle,
        class_="tick",
        text_anchor="middle",
        transform=f"rotate(-90 14 {middle:g})",
    )
    lines = join(
        element("g", _curve([(across(-row.true_change), row) for row in rows], mark), class_=f"series {mark}")
        for mark, rows in zip(_MARKS, curves.values(), strict=False)
    )
    svg = element(
        "svg",
        element("title", title),
        levels,
        ticks,
        below,
        beside,
        lines,
        class_="plot",
        role="img",
        viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}",
    )
    return PowerChart(svg, tuple((_key(mark), name) for mark, name in zip(_MARKS, curves, strict=False)))


def _key(mark: str) -> Markup:
    """Draw the sign of a line for the key."""
    return element("svg", _mark(mark, 7, 7), class_=f"plot-key {mark}", width=14, height=14, aria_hidden="true")


def _down(share: float) -> float:
    """Give the height at which a share is drawn."""
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share)


def _level(share: float, words: str, *, wanted: bool) -> Markup:
    """Draw a line across at a share."""
    y = _down(share)
    line = element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, class_="grid wanted" if wanted else "grid")
    return join((line, element("text", words, x=_LEFT - 6, y=y + 4, class_="tick", text_anchor="end")))


def _curve(points: list[tuple[float, TrialRow]], mark: str) -> Markup:
    """Draw one curve, its intervals and its marks."""
    path = "M" + "L".join(f"{x:.1f} {_down(row.falls_found):.1f}" for x, row in points)
    whiskers = join(
        element("line", x1=x, x2=x, y1=_down(row.falls_found_low), y2=_down(row.falls_found_high), class_="whisker")
        for x, row in points
    )
    marks = join(_mark(mark, x, _down(row.falls_found)) for x, row in points)
    return join((element("path", d=path, class_="curve"), whiskers, marks))


def _mark(kind: str, x: float, y: float) -> Markup:
    """Draw the sign of a line."""
    if kind == "circle":
        return element("circle", cx=x, cy=y, r=4, class_="sign")
    if kind == "square":
        return element("rect", x=x - 3.5, y=y - 3.5, width=7, height=7, class_="sign")
    corners = {
        "diamond": ((0, -5), (5, 0), (0, 5), (-5, 0)),
        "triangle": ((0, -5), (4.5, 4), (-4.5, 4)),
    }[kind]
    return element("polygon", points=" ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners), class_="sign")
