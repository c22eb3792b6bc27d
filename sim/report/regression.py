"""Regression to the mean: how much of a fall at hotspots had come without patrol."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.labels import HARM, harm_words
from sim.report.order import rank_options
from sim.report.wording import named

if TYPE_CHECKING:
    from sim.outcomes.hotspot_rows import Change, Compared, HotspotRow
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
        Recorded crimes and ASB at its hotspots, or their harm.
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


@dataclass(frozen=True, slots=True)
class HotspotTable:
    """What was on record at hotspots, counted one way.

    Parameters
    ----------
    what
        What is counted.
    lines
        One an option that has hotspots, in the order of the study.
    """

    what: str
    lines: tuple[HotspotLine, ...]


def hotspot_tables(content: ReportContent) -> tuple[HotspotTable, ...]:
    """Write the tables of what was on record at hotspots.

    Parameters
    ----------
    content
        The report's content.

    Returns
    -------
    tuple[HotspotTable, ...]
        By number, and by harm where there is any.
    """
    rows = [row for row in content.hotspots if not row.force]
    labels = {option.name: option.label for option in content.options}
    by_number = tuple(_line(labels[row.scenario], row.records) for row in rows)
    by_harm = tuple(_line(labels[row.scenario], row.harm) for row in rows if row.harm is not None)
    tables = (
        HotspotTable("Recorded crime and anti-social behaviour", by_number),
        HotspotTable(f"The same, counted in {harm_words(content.unit(HARM))},", by_harm),
    )
    return tuple(table for table in tables if table.lines)


def _line(label: str, compared: Compared) -> HotspotLine:
    """Write the line of an option."""
    return HotspotLine(
        label,
        before=f"{compared.before:,.0f}",
        patrolled=f"{compared.patrolled:,.0f}",
        without=f"{compared.without:,.0f}",
        apparent=_written(compared.apparent),
        luck=_written(compared.luck),
        effect=_written(compared.effect),
    )


def hotspot_sentence(content: ReportContent) -> str:
    """Say it of the option that a comparison of before and after flatters most; empty where none has hotspots."""
    rows = [row for row in content.hotspots if not row.force]
    if not rows:
        return ""
    labels = {option.name: named(option) for option in content.options}
    row = min(rows, key=_flattered)
    apparent, luck, effect = _changes(row.records)
    by_harm = " Counted by harm these are {}, {} and {}.".format(*_changes(row.harm)) if row.harm else ""
    return (
        f"At the hotspots of {labels[row.scenario]}, recorded crime and anti-social behaviour changed by {apparent} against the time "
        f"by which they were chosen; without any patrol the same places would have changed by {luck}. "
        f"Patrol itself changed them by {effect}.{by_harm}{_not_the_best(content, rows)}"
    )


def _changes(compared: Compared) -> tuple[str, str, str]:
    """Write what would be announced, what had come anyway and what patrol did."""
    apparent, luck, effect = (_percent(change.mean) for change in compared[3:])
    return apparent, luck, effect


def _not_the_best(content: ReportContent, rows: list[HotspotRow]) -> str:
    """Say that the largest fall is not that of the option that prevents most harm, where it is not."""
    ranked = rank_options(content)
    largest = min(rows, key=_announced)
    if not ranked or len(rows) < 2 or largest.scenario == ranked[0].name or _announced(largest) >= 0:
        return ""
    labels = {option.name: named(option) for option in content.options}
    return (
        f" {labels[largest.scenario]} would announce the largest fall, and {named(ranked[0])} prevents the most harm."
    )


def _flattered(row: HotspotRow) -> float:
    """Give the change that would have come without patrol: the lower, the more a plain comparison flatters."""
    return row.records.luck.mean


def _announced(row: HotspotRow) -> float:
    """Give the change that a plain comparison would announce."""
    return row.records.apparent.mean


def _written(change: Change) -> WrittenChange:
    """Write a change, and its interval where there is one."""
    bounds = "" if math.isnan(change.low) else f"{_percent(change.low)} to {_percent(change.high)}"
    return WrittenChange(_percent(change.mean), bounds)


def _percent(share: float) -> str:
    """Write a share as a signed percentage."""
    return f"{share:+.1%}".replace("-", MINUS).replace("%", " %")
