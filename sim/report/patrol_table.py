"""Patrol planned and delivered as a table for the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from rich import box
from rich.console import ConsoleRenderable, Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.outcomes.dose_tables import ALL_HOTSPOTS, PlaceNames
from sim.outcomes.patrol import least_kept_first
from sim.track.compliance import EVERYWHERE, Kept

_HEADINGS: Final = (
    "Hotspot",
    "Due",
    "Made",
    "Planned min",
    "Kept",
    "Delivered",
    "Share",
    "Stays",
    "10-16 min",
    "Mean min",
    "Longest gap",
)
NOTHING: Final = "\N{EN DASH}"
MOST_SHOWN: Final = 40
"""Hotspots that are listed; all are in `patrol.csv`."""


def patrol_table(
    title: str, sentences: Sequence[str], kept: Sequence[Kept], names: PlaceNames, notes: Sequence[str]
) -> RenderableType:
    """Lay out how well a plan was kept.

    Parameters
    ----------
    title
        Heading.
    sentences
        What was delivered, in words.
    kept
        All hotspots together, then each; those with the least of their plan kept are shown first, those without a plan in one line.
    names
        Names of the hotspots.
    notes
        What to bear in mind, in sentences.

    Returns
    -------
    rich.console.RenderableType
        For `rich.console.Console.print`.
    """
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for heading in _HEADINGS:
        table.add_column(heading, justify="left" if heading == "Hotspot" else "right", no_wrap=heading == "Hotspot")
    together = [one for one in kept if one.place == EVERYWHERE]
    each = [one for one in least_kept_first(kept) if one.visits_due]
    for one in (*together, *each[:MOST_SHOWN]):
        table.add_row(*_cells(one, names))
    for one in together:
        if one.not_due_min:
            table.add_row(*_not_due_cells(one))
    parts: list[ConsoleRenderable] = [Text(title, style="bold"), *(Text(words) for words in sentences), table]
    if len(each) > MOST_SHOWN:
        parts.append(Text(f"and {len(each) - MOST_SHOWN} more hotspots"))
    return Group(*parts, *(Text(f"- {note}", style="dim") for note in notes))


def _cells(one: Kept, names: PlaceNames) -> list[str]:
    """Write the cells of one hotspot."""
    return [
        ALL_HOTSPOTS if one.place == EVERYWHERE else names.code[one.place],
        f"{one.visits_due:,}",
        f"{one.visits_made:,}",
        f"{one.planned_min:,.0f}",
        _or_dash(100 * one.kept_share, "{:.0f} %"),
        f"{one.delivered_min:,.0f}",
        _or_dash(100 * one.delivered_share, "{:,.0f} %"),
        f"{one.visits:,}",
        _or_dash(100 * one.visits_of_10_to_16, "{:.0f} %"),
        _or_dash(one.visit_mean_min, "{:.1f}"),
        _or_dash(one.gap_longest_min, "{:.0f} min"),
    ]


def _not_due_cells(together: Kept) -> list[str]:
    """Write the line of presence in hotspots that were not due that day, of which no plan says anything."""
    told = {
        "Hotspot": "not due that day",
        "Delivered": f"{together.not_due_min:,.0f}",
        "Stays": f"{together.visits_not_due:,}",
    }
    return [told.get(heading, NOTHING) for heading in _HEADINGS]


def _or_dash(value: float, form: str) -> str:
    """Write a number; a dash for what is empty."""
    return NOTHING if math.isnan(value) else form.format(value)
