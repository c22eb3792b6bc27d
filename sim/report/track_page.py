"""The page of what trackers reported: patrol planned and delivered, hotspot by hotspot, and the visits that were not made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from sim.report.dose_chart import dose_chart
from sim.report.page import render_page
from sim.report.patrol import hotspots_kept, hour_chart, hour_rows
from sim.report.track_words import track_sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from sim.outcomes.patrol import Patrol
    from sim.report.track_content import TrackContent

MOST_LISTED: Final = 500
"""Visits that the page lists; the tables beside it have all."""
DAYS_BY_NAME, DAYS_BY_WEEK = 10, 70
"""Up to so many days each has its date below the chart, up to so many each Monday has, and else each first of a month."""


def track_page(content: TrackContent) -> str:
    """Render the page.

    Parameters
    ----------
    content
        What it tells.

    Returns
    -------
    str
        One HTML document without any reference outside itself; the same content gives the same text.
    """
    patrol = content.patrol
    lead, *sentences = track_sentences(content)
    days = [patrol.first_day + timedelta(days=number) for number in range(len(patrol.by_day.planned_min))]
    return render_page(
        "track.html",
        content=content,
        attribution=content.attribution,
        lead=lead,
        sentences=sentences,
        period=f"{day_words(days[0])} to {day_words(days[-1])} {days[-1].year}",
        rows=hotspots_kept(patrol, content.name_of),
        by_hour=hour_chart(patrol, "Minutes of presence planned and delivered by hour of the day"),
        hours=hour_rows(patrol),
        by_day=_day_chart(patrol, days),
        days=[
            (day_words(day), f"{planned:,.0f}", f"{delivered:,.0f}")
            for day, planned, delivered in zip(days, *(column.tolist() for column in patrol.by_day), strict=True)
        ],
        stays=content.stays[:MOST_LISTED],
        missed=content.missed[:MOST_LISTED],
    )


def day_words(day: date) -> str:
    """Write a day, for example "Mon 6 April"."""
    return f"{day:%a} {day.day} {day:%B}"


def _day_chart(patrol: Patrol, days: Sequence[date]) -> Markup:
    """Draw presence planned and delivered by day."""
    title = "Minutes of presence planned and delivered by day"
    return dose_chart(title, patrol.by_day, [day_words(day) for day in days], [_label(day, len(days)) for day in days])


def _label(day: date, count: int) -> str:
    """Write what stands below a day of the chart; nothing below most where there are many."""
    if count > DAYS_BY_WEEK:
        return f"{day:%b}" if day.day == 1 else ""
    return f"{day.day} {day:%b}" if count <= DAYS_BY_NAME or day.weekday() == 0 else ""
