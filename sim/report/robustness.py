"""Whether the order of the options survives a change of harm index."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.listing import listing
from sim.report.headline import Cell, difference_cell
from sim.report.labels import HARM, broken_down, label_of_index

if TYPE_CHECKING:
    from sim.report.content import ReportContent

_ORDINALS: Final = ("1st", "2nd", "3rd")


@dataclass(frozen=True, slots=True)
class IndexRow:
    """The options under one harm index.

    Parameters
    ----------
    label, unit
        The index and what it counts in.
    ranks
        Place of each option by its mean, for example "1st"; a dash where there is no number.
    cells
        Its difference against the baseline.
    order
        Labels of the options, the most harm prevented first.
    """

    label: str
    unit: str
    ranks: tuple[str, ...]
    cells: tuple[Cell, ...]
    order: tuple[str, ...]


def index_rows(content: ReportContent) -> tuple[IndexRow, ...]:
    """Rank the options under each index that the run scored; fewer than two indices give none."""
    names = dict.fromkeys(
        parts[2]
        for row in content.summary
        if (parts := broken_down(row.measure)) and parts[0] == HARM and parts[1] == "index"
    )
    return tuple(_row(content, name) for name in names) if len(names) > 1 else ()


def robustness_sentence(rows: tuple[IndexRow, ...]) -> str:
    """Say whether the order of the options depends on the index; empty without rows."""
    if not rows or not rows[0].order:
        return ""
    if len({row.order for row in rows}) == 1:
        return f"The order of the options is the same under all {len(rows)} indices."
    leaders = dict.fromkeys(row.order[0] for row in rows if row.order)
    if len(leaders) == 1:
        return f"{next(iter(leaders))} comes first under all {len(rows)} indices; the places behind it change."
    parts = [
        f"{leader} under {listing([row.label for row in rows if row.order and row.order[0] == leader])}"
        for leader in leaders
    ]
    return f"First place depends on the index: {'; '.join(parts)}."


def _row(content: ReportContent, index: str) -> IndexRow:
    """Fill the row of one index."""
    measure = f"{HARM}[index={index}]"
    means = {option: content.difference(option.name, measure).centre for option in content.challengers}
    known = [option for option in means if math.isfinite(means[option])]
    order = sorted(known, key=lambda option: -means[option])
    ranks = tuple(_ordinal(order.index(option)) if option in order else "\N{EN DASH}" for option in means)
    cells = tuple(difference_cell(content, option.name, measure) for option in means)
    return IndexRow(label_of_index(index), content.unit(measure), ranks, cells, tuple(option.label for option in order))


def _ordinal(place: int) -> str:
    """Write a place counted from 0."""
    return _ORDINALS[place] if place < len(_ORDINALS) else f"{place + 1}th"
