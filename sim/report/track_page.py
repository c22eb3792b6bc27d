"""The page of what trackers reported: patrol planned and delivered, hotspot by hotspot, and the visits that nobody made."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from sim.report.dose_chart import dose_chart
from sim.report.page import render_page
from sim.report.patrol import behind_words, hotspots_kept, hour_chart, hour_rows, in_percent, kept_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from sim.outcomes.patrol import Patrol

MOST_LISTED: Final = 500
"""Visits that the page lists; the tables beside it have all."""
MOST_NAMED: Final = 5
OFTEN: Final = 0.2
"""A time of the day is named where more than this share of what was missed fell due at it."""
DAYS_BY_NAME, DAYS_BY_WEEK = 10, 70
"""Up to so many days each has its date below the chart, up to so many each Monday has, and else each first of a month."""


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """A visit that was made, or that fell due and was not.

    Parameters
    ----------
    day, start, end
        When, in words; `end` is empty for one that was not made.
    hotspot
        Where.
    unit
        Who; empty for one that was not made.
    minutes
        How long it was, or was to be.
    """

    day: str
    start: str
    end: str
    hotspot: str
    unit: str
    minutes: float


@dataclass(frozen=True, slots=True)
class TrackContent:
    """What the page tells.

    Parameters
    ----------
    place
        What the county or the map is called.
    patrol
        Patrol planned and delivered.
    name_of
        Names of areas by their codes.
    units, reports
        How many units reported, and how often.
    made, missed
        Visits that were made, and that fell due and were not, by time.
    notes
        What to bear in mind, in sentences.
    read
        How a visit was read, in sentences.
    stamp
        That the county is synthetic; empty for a real one.
    attribution
        Whom the map is owed to.
    """

    place: str
    patrol: Patrol
    name_of: Mapping[str, str]
    units: int
    reports: int
    made: Sequence[ListedVisit]
    missed: Sequence[ListedVisit]
    notes: tuple[str, ...]
    read: tuple[str, ...]
    stamp: str
    attribution: tuple[str, ...]


def track_sentences(content: TrackContent) -> list[str]:
    """Say in words what was delivered, the weightiest first.

    Parameters
    ----------
    content
        What the page tells.
    """
    together = content.patrol.together
    sentences = [
        kept_words(together, together.delivered_share, together.cut_by_call),
        *behind_words(content.patrol),
    ]
    if together.visits_due:
        sentences.append(_missed_words(content.missed, together.visits_due))
    if together.visits:
        sentences.append(
            f"The {together.visits:,} visits that were made lasted {together.visit_mean_min:.0f} minutes on average; "
            f"{in_percent(together.visits_of_10_to_16)} of them 10 to 16 minutes, which deters longest for what it costs."
        )
    if not math.isnan(together.back_in_2_hours):
        sentences.append(
            f"After a visit, somebody was back within two hours in {in_percent(together.back_in_2_hours)} of cases."
        )
    if never := [row.name for row in hotspots_kept(content.patrol, content.name_of) if row.share == 0.0]:
        more = f" and {len(never) - MOST_NAMED} more" if len(never) > MOST_NAMED else ""
        sentences.append(f"Nobody was seen at: {', '.join(never[:MOST_NAMED])}{more}.")
    return sentences


def _missed_words(missed: Sequence[ListedVisit], due: int) -> str:
    """Say how many visits were not made, and at which time of the day they fell due most often."""
    if not missed:
        return f"Somebody came for each of the {due:,} visits that fell due, before the next one did or the day ended."
    ((when, most),) = Counter(visit.start for visit in sorted(missed, key=attrgetter("start"))).most_common(1)
    often = f"; most often those due at {when} ({most:,})" if most > OFTEN * len(missed) else ""
    at = often if most < len(missed) else f"; all of them were due at {when}"
    return (
        f"Of {due:,} visits that fell due, {len(missed):,} ({in_percent(len(missed) / due)}) {'was' if len(missed) == 1 else 'were'} not made: "
        f"nobody came before the next one fell due or the day ended{at if len(missed) > 1 else ''}."
    )


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
        made=content.made[:MOST_LISTED],
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
