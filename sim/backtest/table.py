"""What a backtest found, for the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterable

from rich import box
from rich.console import ConsoleRenderable, Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.backtest.findings import Findings, GroupFindings, Hotspots
from sim.backtest.rivals import LAST_MONTH, LAST_YEAR
from sim.backtest.verdicts import BY_CHANCE, Verdict, verdicts
from sim.backtest.words import months_words, percent, rounded

_SHOWN_LISTS = 2
"""All rows by count, and by harm."""


def backtest_table(findings: Findings, folder: str = "") -> RenderableType:
    """Lay a backtest out for a terminal.

    Parameters
    ----------
    findings
        What it found.
    folder
        Where everything was written; empty if nowhere.

    Returns
    -------
    rich.console.RenderableType
        Verdicts, county totals and hotspot lists.
    """
    parts: list[ConsoleRenderable] = [
        Text(f"Backtest of {findings.county}", style="bold"),
        Text(f"{months_words(findings)}\n", style="dim"),
        _verdicts(verdicts(findings)),
        Text(f"{BY_CHANCE}\n", style="dim"),
        _totals(findings),
        *(_hotspots(kind) for kind in findings.hotspots[:_SHOWN_LISTS] if kind.lists),
        *(Text(f"- {note}", style="dim") for note in findings.notes),
    ]
    if folder:
        parts.append(Text(f"\nPage and tables: {folder}"))
    return Group(*parts)


def _verdicts(rows: Iterable[Verdict]) -> Table:
    """Lay out what was asked and found."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("asked", "found", "verdict"):
        table.add_column(heading)
    for row in rows:
        word = {True: Text("holds", style="green"), False: Text("misses", style="bold red"), None: Text("told")}
        table.add_row(row.asked, row.found, word[row.holds])
    return table


def _totals(findings: Findings) -> Table:
    """Lay out the county totals."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="County totals of the hidden months", title_justify="left")
    table.add_column("type")
    for heading in ("recorded", "foreseen", "95% interval", "score", LAST_YEAR, LAST_MONTH, "cells inside"):
        table.add_column(heading, justify="right")
    for group in findings.groups:
        table.add_row(*_total(group), end_section=not group.is_category)
    return table


def _total(group: GroupFindings) -> list[str | Text]:
    """Write the row of one type."""
    own = group.scored[0]
    interval = Text(f"{own.low:,.0f}–{own.high:,.0f}", style="" if own.inside else "bold red")
    rivals = [group.scored_by(name) for name in (LAST_YEAR, LAST_MONTH)]
    scores = [rounded(math.nan if rival is None else rival.score) for rival in rivals]
    own_words: list[str | Text] = [group.name, f"{group.total:,}", f"{own.mean:,.0f}", interval, f"{own.score:,.0f}"]
    return [*own_words, *scores, f"{group.cells.coverage:.1%}"]


def _hotspots(kind: Hotspots) -> Table:
    """Lay out what lists of one kind caught."""
    lengths = list(dict.fromkeys(row.length for row in kind.lists))
    title = f"Share of {kind.by} caught by a list of hotspots (PAI by km², PEI against hindsight)"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=title, title_justify="left")
    table.add_column("list by")
    for length in lengths:
        table.add_column(f"top {length}", justify="right")
    for method in dict.fromkeys(row.method for row in kind.lists):
        own = [row for row in kind.lists if row.method == method]
        table.add_row(
            method, *(f"{percent(row.hit_rate)} ({rounded(row.pai, 1)}, {rounded(row.pei, 2)})" for row in own)
        )
    return table
