"""A small chart of presence planned and delivered, hour by hour or day by day. It fits any width and keeps its text size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sim.report.svg import element, join, percent

if TYPE_CHECKING:
    from markupsafe import Markup

    from sim.outcomes.patrol import Dosed

_HEIGHT: Final = 96.0
_FOOT: Final = 20
_PLANNED: Final = (0.06, 0.88)
_DELIVERED: Final = (0.24, 0.52)
"""Where a bar begins in its slot, and how wide it is, as shares of the slot."""
_LEAST: Final = 1.0
"""Height of the least bar that is above nothing."""


def dose_chart(title: str, dosed: Dosed, names: Sequence[str], labels: Sequence[str]) -> Markup:
    """Draw what was planned as an open bar, and what was delivered as a full one inside it.

    Parameters
    ----------
    title
        What it shows, for those who do not see it.
    dosed
        (n,) minutes planned and delivered.
    names
        (n,) what each slot is called when it is pointed at.
    labels
        (n,) what stands below each slot; most are empty where there are many.

    Returns
    -------
    Markup
        Two drawings: the bars, and the labels below them.
    """
    planned, delivered = dosed.planned_min.tolist(), dosed.delivered_min.tolist()
    most = max((*planned, *delivered), default=0.0) or 1.0
    slots = (
        element(
            "g",
            element("title", f"{name}: {before:,.0f} minutes planned, {after:,.0f} delivered"),
            _bar(number, len(planned), before / most, _PLANNED, "planned"),
            _bar(number, len(planned), after / most, _DELIVERED, "delivered"),
        )
        for number, (name, before, after) in enumerate(zip(names, planned, delivered, strict=True))
    )
    ground = element("line", x1="0%", x2="100%", y1=_HEIGHT, y2=_HEIGHT, class_="ground")
    bars = element(
        "svg", element("title", title), *slots, ground, class_="bars", role="img", width="100%", height=_HEIGHT + 1
    )
    words = join(
        element("text", label, x=percent((at + 0.5) / len(labels)), y=14, class_="tick", text_anchor="middle")
        for at, label in enumerate(labels)
        if label
    )
    return join((bars, element("svg", words, class_="axis", width="100%", height=_FOOT, aria_hidden="true")))


def _bar(number: int, count: int, share: float, slot: tuple[float, float], style: str) -> Markup:
    """Draw one bar; nothing where there is nothing."""
    if share <= 0.0:
        return join(())
    offset, width = slot
    height = max(share * (_HEIGHT - 1.0), _LEAST)
    return element(
        "rect",
        x=percent((number + offset) / count),
        width=percent(width / count),
        y=_HEIGHT - height,
        height=height,
        class_=style,
    )
