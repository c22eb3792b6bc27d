"""The first areas of a ranking as a table for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import ConsoleRenderable, Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.rank.outcome import TOP_TEN
from sim.rank.words import how_sure_words, meeting_words, place, reason_words, share, sums_of_comparison

if TYPE_CHECKING:
    from sim.rank.outcome import Outcome


_HEADINGS: Final = {"asb": "ASB", "calls": "Calls", "hate": "Hate", "crime_harm": "Harm", "deprivation": "Depr."}
"""Short headings of the components, for a terminal of 80 columns."""


def ranking_table(outcome: Outcome) -> RenderableType:
    """Lay out the first areas, where high and low harm meet, and what is to be borne in mind.

    Parameters
    ----------
    outcome
        The ranking.

    Returns
    -------
    rich.console.RenderableType
        For `rich.console.Console.print`.
    """
    notes = [Text(f"- {note}", style="dim") for note in outcome.evidence.notes]
    parts: list[ConsoleRenderable] = [
        Text(outcome.title, style="bold"),
        _table(outcome),
        Text(meeting_words(outcome)),
        Text(how_sure_words(outcome)),
    ]
    if outcome.compared:
        parts += [Text(""), _comparison(outcome), Text(sums_of_comparison(outcome))]
    return Group(*parts, Text(""), *notes)


def _table(outcome: Outcome) -> Table:
    """Lay out the first areas."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("Rank", justify="right")
    table.add_column("Area", no_wrap=True)
    if outcome.sureness:
        table.add_column("95 %", justify="right", no_wrap=True)
        table.add_column(f"First {TOP_TEN}", justify="right", no_wrap=True)
    for part in outcome.ranking.component:
        stands_in = part.key == "calls" and outcome.evidence.calls_stood_in
        table.add_column("Rows" if stands_in else _HEADINGS[part.key], justify="right", no_wrap=True)
    table.add_column("Lists")
    for row in outcome.order[: outcome.lists.length].tolist():
        table.add_row(*_cells(outcome, row))
    return table


def _cells(outcome: Outcome, row: int) -> list[str]:
    """Write the cells of one area."""
    ranking, sure = outcome.ranking, outcome.sureness
    cells = [place(ranking.rank[row]), outcome.name(row)]
    if sure:
        cells += [f"{place(sure.low[row])} to {place(sure.high[row])}", share(sure.in_top[TOP_TEN][row])]
    return [*cells, *(place(part.rank[row]) for part in ranking.component), outcome.in_lists(row)]


def _comparison(outcome: Outcome) -> Table:
    """Lay out the published areas and where they are here."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for heading in ("Published", "Here", "Area", "What it is due to"):
        table.add_column(heading, justify="right" if heading in {"Published", "Here"} else "left")
    for area in outcome.compared:
        table.add_row(place(area.published), place(area.here), outcome.name(area.row), reason_words(outcome, area))
    return table
