"""The ranking as a table: one row an area, the worst first."""

from __future__ import annotations

from sim.outcomes.tables import csv_text
from sim.rank.outcome import TOP_TEN, Outcome

Cell = str | float | bool | None


def ranking_rows(outcome: Outcome) -> list[dict[str, Cell]]:
    """Write the ranking as rows.

    Parameters
    ----------
    outcome
        The ranking.

    Returns
    -------
    list of dict
        Area by area, the worst first, with columns by name; what is not known is None. `docs/ranking.md` says what the columns
        mean.
    """
    return [_row(outcome, int(row)) for row in outcome.order]


def compared_rows(outcome: Outcome) -> list[dict[str, Cell]]:
    """Write the comparison with a published ranking as rows, in the order of the latter."""
    rows: list[dict[str, Cell]] = []
    for area in outcome.compared:
        reason = area.reasons[0] if area.reasons else None
        told: dict[str, Cell] = {
            "code": outcome.county.area_code[outcome.evidence.area[area.row]],
            "name": outcome.name(area.row),
            "published_rank": area.published,
            "rank": area.here,
            f"in_top_{TOP_TEN}": area.here <= TOP_TEN,
            f"in_top_{outcome.lists.length}": area.here <= outcome.lists.length,
            "due_to": reason.component if reason else None,
            "due_to_rank": reason.here if reason else None,
            "due_to_published_rank": reason.published if reason else None,
            "rank_instead": reason.rank_instead if reason else None,
            "rank_with_all_published": area.with_all,
        }
        rows.append(told)
    return rows


def as_csv(rows: list[dict[str, Cell]]) -> str:
    """Write rows as comma-separated text, as all tables are: true or false for flags, nothing for None."""
    return csv_text(list(rows[0]), ([_plain(value) for value in row.values()] for row in rows))


def _row(outcome: Outcome, row: int) -> dict[str, Cell]:
    """Write the row of one area."""
    county, area, ranking, lists = outcome.county, outcome.evidence.area[row], outcome.ranking, outcome.lists
    told: dict[str, Cell] = {
        "code": county.area_code[area],
        "name": outcome.name(row),
        "district": outcome.district(row),
        "population": float(county.population[area]),
        "rank": float(ranking.rank[row]),
        **_sureness(outcome, row),
        outcome.index.together.name: float(ranking.worth[row]),
    }
    for part in ranking.component:
        name = outcome.column(part.key)
        told |= {name: float(part.value[row]), f"{name}_rank": float(part.rank[row])}
    low = outcome.low
    told |= {"low_harm": float(low.value[row]) if low else None, "low_harm_rank": float(low.rank[row]) if low else None}
    flags = {"high_harm": lists.high, "low_harm": lists.low, "both": lists.both, "deprivation": lists.deprived}
    return told | {f"{name}_in_top_{lists.length}": bool(flag[row]) for name, flag in flags.items()}


def _sureness(outcome: Outcome, row: int) -> dict[str, Cell]:
    """Write how sure the rank of an area is."""
    sure = outcome.sureness
    lengths = dict.fromkeys((TOP_TEN, outcome.lists.length))
    told: dict[str, Cell] = {
        "rank_low": float(sure.low[row]) if sure else None,
        "rank_high": float(sure.high[row]) if sure else None,
    }
    return told | {f"p_top_{length}": float(sure.in_top[length][row]) if sure else None for length in lengths}


def _plain(value: Cell) -> str | float:
    """Write a flag as a word, and None as nothing."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value
