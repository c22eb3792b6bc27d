"""The small charts of the backtest's page: bands with what came, and histograms of the transform."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from sim.report.svg import element, join, percent
from sim.report.ticks import Axis, axis_over

if TYPE_CHECKING:
    from markupsafe import Markup

_HEIGHT: Final = 26
_MIDDLE: Final = 13.0
_MARGIN: Final = 0.03
_BAR_WIDTH, _BARS_HEIGHT, _BARS_TOP = 12.0, 70.0, 2.5


@dataclass(frozen=True, slots=True)
class Strip:
    """A band and what came, on one scale.

    Parameters
    ----------
    low, middle, high
        What was foreseen.
    came
        What came.
    """

    low: float
    middle: float
    high: float
    came: float

    @property
    def known(self) -> bool:
        """Whether all of it is known."""
        return all(math.isfinite(value) for value in (self.low, self.middle, self.high, self.came))

    def relative(self) -> Strip:
        """Divide by the middle, so that many fit one axis."""
        by = self.middle or math.nan
        return Strip(self.low / by, 1.0, self.high / by, self.came / by)


def shared_axis(strips: list[Strip], most: float) -> Axis:
    """Build the axis that strips share, from 0; what lies beyond `most` is drawn at its end."""
    values = [value for strip in strips if strip.known for value in (strip.high, strip.came)]
    return axis_over([min(value, most) for value in values] or [1.0])


def draw_strip(strip: Strip, axis: Axis, title: str) -> Markup:
    """Draw a band as a line with a mark in its middle, and what came as a dot.

    Parameters
    ----------
    strip
        What to draw.
    axis
        Its scale.
    title
        What it says, for those who do not see it.
    """
    if not strip.known:
        return element("svg", element("title", title), class_="track", role="img", width="100%", height=_HEIGHT)
    inside = strip.low <= strip.came <= strip.high
    place = {name: _place(axis, getattr(strip, name)) for name in ("low", "middle", "high", "came")}
    parts = (
        element("title", title),
        element("line", x1=place["low"], x2=place["high"], y1=_MIDDLE, y2=_MIDDLE, class_="mean-interval"),
        element("line", x1=place["middle"], x2=place["middle"], y1=_MIDDLE - 7, y2=_MIDDLE + 7, class_="whisker"),
        element("circle", cx=place["came"], cy=_MIDDLE, r=5.0, class_="mean"),
    )
    style = "track is-better" if inside else "track is-worse"
    return element("svg", *parts, class_=style, role="img", width="100%", height=_HEIGHT)


def draw_axis(axis: Axis, unit: str) -> Markup:
    """Draw the scale below strips."""
    labels = (
        element("text", f"{tick:g}{unit}", x=_place(axis, tick), y=14, class_="tick", text_anchor="middle")
        for tick in axis.ticks
    )
    return element("svg", join(labels), class_="axis", width="100%", height=20, aria_hidden="true")


def draw_histogram(share: NDArray[np.float64], title: str) -> Markup:
    """Draw how counts spread over what was foreseen of each: level bars are ideal, as the line shows.

    Parameters
    ----------
    share
        (n_bins,) shares that sum to 1.
    title
        What it says, for those who do not see it.
    """
    ideal = 1.0 / share.size
    scale = _BARS_HEIGHT / (_BARS_TOP * ideal)
    heights = [min(float(part) * scale, _BARS_HEIGHT) for part in share]
    bars = (
        element(
            "rect", x=index * _BAR_WIDTH + 1, y=_BARS_HEIGHT - height, width=_BAR_WIDTH - 2, height=height, class_="bar"
        )
        for index, height in enumerate(heights)
    )
    width, level = share.size * _BAR_WIDTH, _BARS_HEIGHT - ideal * scale
    line = element("line", x1=0, x2=width, y1=level, y2=level, class_="ideal")
    return element(
        "svg",
        element("title", title),
        *bars,
        line,
        class_="bars",
        role="img",
        viewBox=f"0 0 {width:g} {_BARS_HEIGHT:g}",
    )


def _place(axis: Axis, value: float) -> str:
    """Give the place of a value; one beyond the axis is drawn at its end."""
    share = min(max(axis.share(value), 0.0), 1.0)
    return percent(_MARGIN + (1.0 - 2.0 * _MARGIN) * share)
