"""The page of a ranking: who comes first, how sure that is, where harm meets, and what it is made of. It opens offline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup

from sim.rank.maps import draw_rank_maps
from sim.rank.outcome import TOP_TEN, Outcome
from sim.rank.venn import draw_venn
from sim.rank.words import (
    first_words,
    how_sure_words,
    meeting_words,
    place,
    reason_words,
    share,
    sums_of_comparison,
)
from sim.report.page import render_page
from sim.report.svg import element, percent

_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class RowShown:
    """One area as the page shows it.

    Parameters
    ----------
    rank, name, district
        Its place, name and district.
    interval, chance
        How sure its rank is; empty where that cannot be said.
    drawn
        Its interval as a drawing.
    cells
        Value and rank by component.
    lists
        In which lists it is.
    """

    rank: str
    name: str
    district: str
    interval: str
    chance: str
    drawn: Markup
    cells: tuple[tuple[str, str], ...]
    lists: str


def ranking_page(outcome: Outcome) -> str:
    """Render the page.

    Parameters
    ----------
    outcome
        The ranking.

    Returns
    -------
    str
        One HTML document without any reference outside itself; the same ranking gives the same text.
    """
    order = outcome.order.tolist()
    length = outcome.lists.length
    return render_page(
        "ranking.html",
        _TEMPLATES,
        attribution=outcome.county.attribution,
        outcome=outcome,
        top_ten=TOP_TEN,
        lead=first_words(outcome),
        sentences=[meeting_words(outcome), how_sure_words(outcome)]
        + ([sums_of_comparison(outcome)] if outcome.compared else []),
        maps=draw_rank_maps(outcome),
        venn=draw_venn(outcome.lists) if outcome.lists.high.any() and outcome.low else None,
        first=_rows(outcome, order[:length]),
        others=_rows(outcome, order[length:]),
        compared=[(area, outcome.name(area.row), reason_words(outcome, area)) for area in outcome.compared],
        place=place,
    )


def _rows(outcome: Outcome, rows: list[int]) -> list[RowShown]:
    """Show the areas of one table, their intervals on a scale that holds them all."""
    sure = outcome.sureness
    last = float(max(sure.high[rows].max(), outcome.ranking.rank[rows].max())) if sure and rows else 1.0
    return [_row(outcome, row, last) for row in rows]


def _row(outcome: Outcome, row: int, last: float) -> RowShown:
    """Show one area."""
    ranking, sure = outcome.ranking, outcome.sureness
    return RowShown(
        rank=place(ranking.rank[row]),
        name=outcome.name(row),
        district=outcome.district(row),
        interval=f"{place(sure.low[row])} to {place(sure.high[row])}" if sure else "",
        chance=share(sure.in_top[TOP_TEN][row]) if sure else "",
        drawn=_whisker(sure.low[row], ranking.rank[row], sure.high[row], last) if sure else Markup(""),
        cells=tuple((place(part.rank[row]), f"{part.value[row]:,.0f}") for part in ranking.component),
        lists=outcome.in_lists(row),
    )


def _whisker(low: float, rank: float, high: float, last: float) -> Markup:
    """Draw a rank and its interval on a scale of logarithms, from the first place to the last shown."""
    left, middle, right = (
        percent(0.02 + 0.96 * math.log(value) / math.log(max(last, 2.0))) for value in (low, rank, high)
    )
    return element(
        "svg",
        element("line", x1=left, x2=right, y1=9, y2=9, class_="whisker"),
        element("circle", cx=middle, cy=9, r=4, class_="mean"),
        width="100%",
        height=18,
        class_="track",
        aria_hidden="true",
    )
