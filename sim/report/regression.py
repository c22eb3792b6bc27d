"""Regression to the mean: how much of a fall at hotspots had come without patrol."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.order import rank_options
from sim.report.wording import named

if TYPE_CHECKING:
    from sim.outcomes.hotspot_rows import Change, HotspotRow
    from sim.report.content import ReportContent

MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """A change as it is shown.

    Parameters
    ----------
    text
        The change.
    bounds
        Its interval; empty where there is none.
    """

    text: str
    bounds: str


@dataclass(frozen=True, slots=True)
class HotspotLine:
    """One option as the table shows it.

    Parameters
    ----------
    label
        What the reader knows it by.
    before, patrolled, without
        Recorded crimes and ASB at its hotspots.
    apparent, luck, effect
        Changes with their intervals.
    """

    label: str
    before: str
    patrolled: str
    without: str
    apparent: WrittenChange
    luck: WrittenChange
    effect: WrittenChange


def hotspot_lines(content: ReportContent) -> tuple[HotspotLine, ...]:
    """Write the table of what was on record at hotspots.

    Parameters
    ----------
    content
        The report's content.

    Returns
    -------
    tuple[HotspotLine, ...]
        One line an option that has hotspots, in the order of the study.
    """
    labels = {option.name: option.label for option in content.options}
    return tuple(
        HotspotLine(
            labels[row.scenario],
            before=f"{row.before:,.0f}",
            patrolled=f"{row.patrolled:,.0f}",
            without=f"{row.without:,.0f}",
            apparent=_written(row.apparent),
            luck=_written(row.luck),
            effect=_written(row.effect),
        )
        for row in content.hotspots
        if not row.force
    )


def hotspot_sentence(content: ReportContent) -> str:
    """Say it of the option that a comparison of before and after flatters most; empty where none has hotspots."""
    rows = [row for row in content.hotspots if not row.force]
    if not rows:
        return ""
    labels = {option.name: named(option) for option in content.options}
    row = min(rows, key=_flattered)
    return (
        f"At the hotspots of {labels[row.scenario]}, recorded "
        f"crime and anti-social behaviour changed by {_percent(row.apparent.mean)} against the time by which they were chosen; "
        f"without any patrol the same places would have changed by {_percent(row.luck.mean)}. "
        f"Patrol itself changed them by {_percent(row.effect.mean)}.{_not_the_best(content, rows)}"
    )


def _not_the_best(content: ReportContent, rows: list[HotspotRow]) -> str:
    """Say that the largest fall is not that of the option that prevents most harm, where it is not."""
    ranked = rank_options(content)
    largest = min(rows, key=_announced)
    if not ranked or len(rows) < 2 or largest.scenario == ranked[0].name or largest.apparent.mean >= 0:
        return ""
    labels = {option.name: named(option) for option in content.options}
    return (
        f" {labels[largest.scenario]} would announce the largest fall, and {named(ranked[0])} prevents the most harm."
    )


def _flattered(row: HotspotRow) -> float:
    """Give the change that would have come without patrol: the lower, the more a plain comparison flatters."""
    return row.luck.mean


def _announced(row: HotspotRow) -> float:
    """Give the change that a plain comparison would announce."""
    return row.apparent.mean


def _written(change: Change) -> WrittenChange:
    """Write a change, and its interval where there is one."""
    bounds = "" if math.isnan(change.low) else f"{_percent(change.low)} to {_percent(change.high)}"
    return WrittenChange(_percent(change.mean), bounds)


def _percent(share: float) -> str:
    """Write a share as a signed percentage."""
    return f"{share:+.1%}".replace("-", MINUS).replace("%", " %")
