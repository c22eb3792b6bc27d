"""The comparison of the options with the baseline: one table, shown in the terminal and in the report."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.finding import verdict_of
from sim.report.labels import (
    COST,
    CRIMES,
    DELIVERED,
    HARM,
    IN_TIME,
    PLANNED,
    RESPONSE,
    VALUE,
    harm_words,
)
from sim.report.numbers import NONE, scale_of, write_alone, write_chance, write_interval, write_minutes
from sim.report.wording import histories_won

if TYPE_CHECKING:
    from sim.report.content import Option, ReportContent

NEVER_REACHED = "more than half never reached"
"""What stands where the median falls among unanswered calls (MODEL.md §3)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the comparison.

    Parameters
    ----------
    text
        The number.
    detail
        Its bounds or what it is made of; may be empty.
    verdict
        What a paired difference means (`sim.report.finding.verdict_of`); empty for other cells.
    """

    text: str
    detail: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the comparison.

    Parameters
    ----------
    key
        Short name.
    heading
        What stands above it.
    unit
        The unit below the heading; may be empty.
    """

    key: str
    heading: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One option of the comparison.

    Parameters
    ----------
    option
        The option.
    is_baseline
        Whether the others are compared with it.
    cells
        Cells by the keys of the columns.
    """

    option: Option
    is_baseline: bool
    cells: dict[str, Cell]


def comparison_columns(content: ReportContent) -> tuple[Column, ...]:
    """List the columns of the comparison in the order of their weight for the reader.

    One option alone is best of nothing, and has no such column.
    """
    best = Column("best", "Prevents most harm", "in so many of the histories")
    return (
        Column("harm", "Harm prevented", f"{harm_words(content.unit(HARM))}, against the baseline"),
        Column("crimes", "Crimes prevented", "against the baseline"),
        Column("chance", "Chance of less harm", "than the baseline"),
        Column("response", "Grade 1 response", "median; share within target"),
        Column("dose", "Patrol delivered", "hours; share of what was planned"),
        Column("cost", "Cost", "against the baseline"),
        Column("value", "Harm prevented per £1,000", harm_words(content.unit(HARM))),
        *((best,) if content.challengers else ()),
    )


def comparison_lines(content: ReportContent) -> tuple[Line, ...]:
    """Fill the comparison, the baseline first and the options in study order."""
    baseline = [option for option in content.options if option.name == content.baseline]
    return tuple(_line(content, option) for option in (*baseline, *content.challengers))


def difference_cell(content: ReportContent, scenario: str, measure: str) -> Cell:
    """Write a paired difference against the baseline with its bounds and verdict."""
    interval = content.difference(scenario, measure)
    written = write_interval(interval, scale_of(content.unit(measure), measure))
    return Cell(written.centre, written.bounds, verdict_of(content, scenario, measure))


def _line(content: ReportContent, option: Option) -> Line:
    """Fill the cells of one option."""
    is_baseline = option.name == content.baseline
    compared = Cell(NONE) if is_baseline else None
    cells = {
        "harm": compared or difference_cell(content, option.name, HARM),
        "crimes": compared or difference_cell(content, option.name, CRIMES),
        "chance": compared or _chance(content, option.name),
        "response": _response(content, option.name),
        "dose": _dose(content, option.name),
        "best": Cell(histories_won(content, option.name) if content.replications > 1 else NONE),
        "cost": compared or _cost(content, option.name),
        "value": compared or _value(content, option.name),
    }
    return Line(option, is_baseline, cells)


def _chance(content: ReportContent, scenario: str) -> Cell:
    """Write the chance of preventing more harm than the baseline."""
    row = content.row(scenario, HARM)
    return Cell(_chance_words(content, row.p_better) if row else NONE)


def _chance_words(content: ReportContent, chance: float) -> str:
    """Write a chance counted over histories; one history alone has none."""
    return write_chance(chance) if content.replications > 1 else NONE


def _cost(content: ReportContent, scenario: str) -> Cell:
    """Write the difference in cost without a verdict: what it is worth is for the reader to say."""
    cell = difference_cell(content, scenario, COST)
    return Cell(cell.text, cell.detail)


def _response(content: ReportContent, scenario: str) -> Cell:
    """Write the grade 1 median and the share reached within target, with the verdict on the median."""
    row = content.row(scenario, RESPONSE)
    if row is None:
        return Cell(NONE)
    text = write_minutes(row.mean)
    share = content.mean(scenario, IN_TIME)
    within = write_alone(share, scale_of("share"))
    detail = f"{within} in time" if math.isfinite(share) else ""
    if not math.isfinite(row.mean):
        is_out_of_reach = row.reason.startswith(NEVER_REACHED) or not row.reason
        text = NEVER_REACHED if is_out_of_reach else NONE
        detail = row.reason.removeprefix(NEVER_REACHED).strip() or detail
    verdict = "" if scenario == content.baseline else verdict_of(content, scenario, RESPONSE)
    return Cell(text, detail, verdict)


def _dose(content: ReportContent, scenario: str) -> Cell:
    """Write the patrol delivered in hours and its share of the plan."""
    planned, delivered = content.mean(scenario, PLANNED), content.mean(scenario, DELIVERED)
    if not math.isfinite(delivered):
        return Cell(NONE)
    hours = write_alone(delivered / 60.0, scale_of("hours"))
    if not planned > 0.0:
        return Cell(hours, "none planned")
    planned_hours = write_alone(planned / 60.0, scale_of("hours"))
    return Cell(hours, f"{round(100.0 * delivered / planned)}% of {planned_hours}")


def _value(content: ReportContent, scenario: str) -> Cell:
    """Write the harm prevented per £1,000 with its bounds; empty where costs are equal."""
    row = content.row(scenario, VALUE)
    if row is None:
        return Cell(NONE)
    if content.difference(scenario, COST).sign < 0:
        return Cell(NONE, "costs less")
    written = write_interval(content.difference(scenario, VALUE), scale_of(row.unit, VALUE), signed=False)
    return Cell(written.centre, written.bounds or row.reason)
