"""Patrol planned and delivered: in words, as a table of options, hour by hour, and hotspot by hotspot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.report.dose_chart import dose_chart
from sim.report.labels import DELIVERED, PLANNED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from sim.outcomes.patrol import Patrol
    from sim.report.content import ReportContent
    from sim.track.compliance import Kept

NONE: Final = "\N{EN DASH}"
LEAST_BEHIND: Final = 0.01
"""Share of a day's plan by which delivery must be behind to be told of."""
EVERY_HOURS: Final = 3
"""Hours of the day that stand below the chart: each third one."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """How well a plan was kept, as a row of a table.

    Parameters
    ----------
    name, district
        What the hotspot or the option is called, and where it lies; empty for what is no area.
    share
        Share of the planned minutes that was delivered on days on which something was due, 0 to 1 for a bar; nan where nothing was planned.
    cells
        Text by heading.
    """

    name: str
    district: str
    share: float
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PatrolShown:
    """Patrol of one option as the report shows it.

    Parameters
    ----------
    label
        What the reader knows the option by.
    sentence
        What was planned and delivered, in words.
    row
        The option as a row: means over histories first, then what only the written history tells.
    by_hour
        Chart by hour of the day.
    hours
        (hour, minutes planned, minutes delivered) behind the chart, of the hours in which there is any.
    rows
        Hotspot by hotspot, the least kept first.
    """

    label: str
    sentence: str
    row: KeptRow
    by_hour: Markup
    hours: tuple[tuple[str, str, str], ...]
    rows: tuple[KeptRow, ...]


def patrols_shown(content: ReportContent) -> tuple[PatrolShown, ...]:
    """Show the patrol of each option that has any, in the order of the study.

    Parameters
    ----------
    content
        The report's content.
    """
    name_of = dict(zip(content.county.area_code, content.county.area_name, strict=True))
    return tuple(
        _shown(content, option.name, option.label, content.patrol[option.name], name_of)
        for option in content.options
        if option.name in content.patrol
    )


def _shown(
    content: ReportContent, scenario: str, label: str, patrol: Patrol, name_of: Mapping[str, str]
) -> PatrolShown:
    """Show the patrol of one option: shares are means over histories."""
    together = patrol.together
    planned, delivered = content.mean(scenario, PLANNED), content.mean(scenario, DELIVERED)
    visits, cut = content.mean(scenario, "visits"), content.mean(scenario, "visits_cut_short")
    share = delivered / planned if planned > 0 else math.nan
    cut_share = cut / visits if visits > 0 else math.nan
    return PatrolShown(
        label=label,
        sentence=" ".join([kept_words(together, share, cut_share), *_written_words(together), *behind_words(patrol)]),
        row=KeptRow(
            label,
            "",
            share,
            {
                "Planned": f"{planned / 60:,.0f} h",
                "Delivered": f"{delivered / 60:,.0f} h",
                "Share": in_percent(share),
                "Stays": f"{visits:,.0f}",
                "Cut short by calls": in_percent(cut_share),
                "10 to 16 minutes": in_percent(content.mean(scenario, "visits_10_to_16_minutes")),
                **_made_and_kept(together),
                **_only_written(together, is_any_not_due=together.not_due_min > 0),
            },
        ),
        by_hour=hour_chart(patrol, f"{label}: minutes of presence planned and delivered by hour of the day"),
        hours=hour_rows(patrol),
        rows=hotspots_kept(patrol, name_of),
    )


def kept_words(together: Kept, share: float, cut_by_call: float) -> str:
    """Say how much of a plan was delivered.

    Parameters
    ----------
    together
        All hotspots together.
    share
        Share of the planned minutes that was delivered; nan where nothing was planned.
    cut_by_call
        Share of the visits that a call cut short; nan where that is not known.
    """
    if math.isnan(share) or not together.days_planned:
        return f"No patrol was planned; {together.not_due_min:,.0f} minutes of presence were delivered."
    each_min = together.planned_min / together.days_planned
    words = f"Of the {each_min:.0f} minutes planned per hotspot and day, {each_min * share:.0f} were delivered"
    return (
        f"{words}."
        if math.isnan(cut_by_call)
        else f"{words}; {in_percent(cut_by_call)} of visits were cut short by calls."
    )


def _written_words(together: Kept) -> list[str]:
    """Say how the plan was kept in the history whose visits are written down; nothing where nothing was due."""
    if not together.visits_due:
        return []
    made = f"{together.visits_made:,} of {together.visits_due:,} visits that fell due were made"
    kept = f"{in_percent(together.kept_share)} of the plan was kept, each hotspot and day counted up to its plan"
    return [f"In the history that is written down, {made}, and {kept}."]


def behind_words(patrol: Patrol) -> list[str]:
    """Say when in the day delivery is furthest behind what has fallen due; nothing where it never falls behind.

    Parameters
    ----------
    patrol
        What was planned and delivered.

    Returns
    -------
    list of str
        At most one sentence.
    """
    planned, delivered = (np.cumsum(column) for column in patrol.by_hour)
    total = float(planned[-1])
    worst = int(np.argmax(planned - delivered))
    due, done = (float(column[worst]) / total if total else 0.0 for column in (planned, delivered))
    if due - done < LEAST_BEHIND:
        return []
    return [
        f"It was furthest behind by {worst + 1:02}:00, when {in_percent(due)} of a day's plan had fallen due and {in_percent(done)} was done."
    ]


def hour_chart(patrol: Patrol, title: str) -> Markup:
    """Draw presence planned and delivered by hour of the day."""
    hours = range(len(patrol.by_hour.planned_min))
    names = [f"{hour:02}:00" for hour in hours]
    labels = [f"{hour}" if hour % EVERY_HOURS == 0 else "" for hour in hours]
    return dose_chart(title, patrol.by_hour, names, labels)


def hour_rows(patrol: Patrol) -> tuple[tuple[str, str, str], ...]:
    """List the hours in which any presence was planned or delivered, with the minutes of both."""
    minutes = zip(*(column.tolist() for column in patrol.by_hour), strict=True)
    return tuple(
        (f"{hour:02}:00 to {hour + 1:02}:00", f"{planned:,.0f}", f"{delivered:,.0f}")
        for hour, (planned, delivered) in enumerate(minutes)
        if planned or delivered
    )


def hotspots_kept(patrol: Patrol, name_of: Mapping[str, str]) -> tuple[KeptRow, ...]:
    """Show every hotspot, that with the least of its plan kept first.

    Parameters
    ----------
    patrol
        What was planned and delivered.
    name_of
        Names of areas by their codes; a hotspot that is no area keeps what the plan calls it.
    """
    return tuple(
        KeptRow(
            name_of.get(patrol.names.code[one.place], patrol.names.code[one.place]),
            patrol.names.district[one.place],
            one.delivered_share,
            {
                **_made_and_kept(one),
                "Planned": f"{one.planned_min:,.0f} min",
                "Delivered": f"{one.delivered_min:,.0f} min",
                "Share": in_percent(one.delivered_share),
                "Stays": f"{one.visits:,}",
                **_only_written(one, is_any_not_due=patrol.together.not_due_min > 0),
            },
        )
        for one in patrol.least_kept
    )


def _made_and_kept(one: Kept) -> dict[str, str]:
    """Write how many of the visits due were made, and how much of the plan was kept."""
    return {"Made of due": f"{one.visits_made:,} of {one.visits_due:,}", "Kept": in_percent(one.kept_share)}


def _only_written(one: Kept, *, is_any_not_due: bool) -> dict[str, str]:
    """Write what only the log of visits tells."""
    return {
        "Mean stay": NONE if math.isnan(one.visit_mean_min) else f"{one.visit_mean_min:.1f} min",
        "Days without anyone": f"{one.days_without:,} of {one.days_planned:,}",
        "Gaps over 2 hours": in_percent(1.0 - one.back_in_2_hours),
        "Longest gap": NONE if math.isnan(one.gap_longest_min) else _hours(one.gap_longest_min),
        **({"Not due that day": f"{one.not_due_min:,.0f} min"} if is_any_not_due else {}),
    }


def _hours(minutes: float) -> str:
    """Write minutes as hours and minutes."""
    hours, rest = divmod(round(minutes), 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def in_percent(share: float) -> str:
    """Write a share; a dash where it is empty."""
    return NONE if math.isnan(share) else f"{100.0 * share:,.0f} %"
