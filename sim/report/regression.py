"""Regression to the mean: how much of a fall at hotspots had come without patrol."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.outcomes.hotspot_rows import Change, HotspotRow
    from sim.report.content import ReportContent

MINUS = "\N{MINUS SIGN}"


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
    apparent: str
    luck: str
    effect: str


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
            *(f"{count:,.0f}" for count in (row.before, row.patrolled, row.without)),
            *map(_with_interval, (row.apparent, row.luck, row.effect)),
        )
        for row in content.hotspots
        if not row.force
    )


def hotspot_sentence(content: ReportContent) -> str:
    """Say it of the option that a comparison of before and after flatters most; empty where none has hotspots."""
    if not content.hotspots:
        return ""
    labels = {option.name: option.label for option in content.options}
    row = min((row for row in content.hotspots if not row.force), key=_flattered)
    return (
        f"At the hotspots of \N{LEFT DOUBLE QUOTATION MARK}{labels[row.scenario]}\N{RIGHT DOUBLE QUOTATION MARK}, recorded "
        f"crime and anti-social behaviour changed by {_percent(row.apparent.mean)} against the time by which they were chosen; "
        f"without any patrol the same places would have changed by {_percent(row.luck.mean)}. "
        f"Patrol itself made {_percent(row.effect.mean)}."
    )


def _flattered(row: HotspotRow) -> float:
    """Give the change that would have come without patrol: the lower, the more a plain comparison flatters."""
    return row.luck.mean


def _with_interval(change: Change) -> str:
    """Write a change, and its interval where there is one."""
    if math.isnan(change.low):
        return _percent(change.mean)
    return f"{_percent(change.mean)} ({_percent(change.low)} to {_percent(change.high)})"


def _percent(share: float) -> str:
    """Write a share as a signed percentage."""
    return f"{share:+.1%}".replace("-", MINUS).replace("%", " %")
