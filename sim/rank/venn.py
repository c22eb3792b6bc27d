"""The lists of high and of low harm as two circles that overlap by as much as the lists do."""

from __future__ import annotations

import math
from typing import Final

from markupsafe import Markup

from sim.rank.lists import Lists
from sim.report.svg import element

_RADIUS: Final = 100.0
_MARGIN: Final = 24.0
_FOOT: Final = 30.0
_STEPS: Final = 60


def circles_apart(share: float) -> float:
    """Find how far apart two equal circles of radius 1 lie that have a share of their area in common.

    Parameters
    ----------
    share
        Area of the overlap as a share of one circle, 0 to 1.

    Returns
    -------
    float
        Distance of their centres in radii: 2 for no overlap, 0 for all of it.

    Notes
    -----
    The lens of two unit circles at distance d has the area 2·acos(d/2) − (d/2)·√(4 − d²), which falls with d.
    """
    near, far = 0.0, 2.0
    for _ in range(_STEPS):
        middle = (near + far) / 2
        lens = 2 * math.acos(middle / 2) - middle / 2 * math.sqrt(4 - middle**2)
        near, far = (middle, far) if lens > share * math.pi else (near, middle)
    return (near + far) / 2


def draw_venn(lists: Lists) -> Markup:
    """Draw the two lists and how many areas lie where.

    Parameters
    ----------
    lists
        The lists.

    Returns
    -------
    markupsafe.Markup
        The drawing.
    """
    high, low, both = int(lists.high.sum()), int(lists.low.sum()), int(lists.both.sum())
    apart = circles_apart(both / max(high, low, 1)) * _RADIUS
    left = middle = _RADIUS + _MARGIN
    right = left + apart
    width, height = right + _RADIUS + _MARGIN, 2 * (_RADIUS + _MARGIN) + _FOOT
    counts = (
        (high - both, (left + right) / 2 - _RADIUS),
        (both, (left + right) / 2),
        (low - both, (left + right) / 2 + _RADIUS),
    )
    shown = [
        element("text", str(count), x=x, y=middle, class_="count", text_anchor="middle") for count, x in counts if count
    ]
    names = (
        element("text", "High harm", x=_MARGIN, y=height - 16, class_="name"),
        element("text", "Low harm", x=width - _MARGIN, y=height - 16, class_="name", text_anchor="end"),
    )
    words = f"{both} areas are in both lists, {high - both} by high harm alone, {low - both} by low harm alone"
    return element(
        "svg",
        element("title", words),
        element("circle", cx=left, cy=middle, r=_RADIUS, class_="more-1"),
        element("circle", cx=right, cy=middle, r=_RADIUS, class_="less-1"),
        element("circle", cx=left, cy=middle, r=_RADIUS, class_="rim"),
        element("circle", cx=right, cy=middle, r=_RADIUS, class_="rim"),
        *shown,
        *names,
        class_="venn",
        role="img",
        viewBox=f"0 0 {width:.0f} {height:.0f}",
    )
