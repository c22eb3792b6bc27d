"""Truth against estimates: where 95 of 100 estimates lie, effect by effect, and the true change among them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.report.svg import element, percent
from sim.report.ticks import Axis, axis_over
from sim.report.trial_words import percent_words

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.trial.summary import TrialRow

_HEIGHT: Final = 22.0
_MIDDLE: Final = _HEIGHT / 2
_MOST: Final = 1.5
"""Estimates further out than this, as a share, are drawn at the edge: the table has their numbers."""


@dataclass(frozen=True, slots=True)
class TruthLine:
    """One estimator under one effect.

    Parameters
    ----------
    row
        What it made of it.
    svg
        Drawing on the scale that all lines share.
    """

    row: TrialRow
    svg: Markup


def truth_lines(rows: Sequence[TrialRow]) -> tuple[TruthLine, ...]:
    """Draw each row on one scale.

    Parameters
    ----------
    rows
        What estimators made of an outcome.

    Returns
    -------
    tuple of TruthLine
        In the order of the rows: a bar over 95 of 100 estimates, a dot at their mean, an upright line at the true change.
    """
    ends = [value for row in rows for value in (row.estimate_low, row.estimate_high, row.true_change)]
    axis = axis_over([max(-1.0, min(_MOST, value)) for value in ends])
    return tuple(TruthLine(row, _drawn(row, axis)) for row in rows)


def _drawn(row: TrialRow, axis: Axis) -> Markup:
    """Draw one row."""
    title = (
        f"95 of 100 estimates lie between {percent_words(row.estimate_low)} and {percent_words(row.estimate_high)}, on average "
        f"{percent_words(row.estimate)}; the truth is {percent_words(row.true_change)}"
    )
    low, high = _place(axis, row.estimate_low), _place(axis, row.estimate_high)
    parts = [
        element("title", title),
        element("line", x1=_place(axis, 0.0), x2=_place(axis, 0.0), y1=0, y2=_HEIGHT, class_="grid"),
        element("line", x1=low, x2=high, y1=_MIDDLE, y2=_MIDDLE, class_="whisker"),
        element("circle", cx=_place(axis, row.estimate), cy=_MIDDLE, r=4.5, class_="mean"),
    ]
    if math.isfinite(row.true_change):
        at = _place(axis, row.true_change)
        parts.append(element("line", x1=at, x2=at, y1=2, y2=_HEIGHT - 2, class_="truth"))
    return element("svg", *parts, class_="track", role="img", width="100%", height=_HEIGHT)


def _place(axis: Axis, value: float) -> str:
    """Give where a change is drawn, at the edge where it is further out."""
    return percent(axis.share(max(axis.low, min(axis.high, value))))
