"""A study of pilots on stdout: what it says in words, and a table for each design."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.report.trial_content import TrialContent
from sim.report.trial_words import design_words, fall_words, label_of, percent_words, trial_sentences
from sim.trial.estimators.registry import EstimatorName

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


def trial_table(content: TrialContent) -> RenderableType:
    """Lay out the sentences and the tables for a terminal.

    Parameters
    ----------
    content
        What was found.

    Returns
    -------
    rich.console.RenderableType
        A renderable for `rich.console.Console.print`.
    """
    from rich.console import Group  # noqa: PLC0415 - heavy for --help
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    study = content.study
    facts = f"{content.titled_place}, {study.replications:,} pilots of {study.days} days"
    grid = Table.grid(padding=(0, 1))
    for sentence in trial_sentences(content):
        grid.add_row("-", Text(sentence))
    tables = [_design_table(content, design.name) for design in content.runs]
    end = Text(f"\nPage and tables: {content.folder}")
    return Group(Text(study.question, style="bold"), Text(f"{facts}\n", style="dim"), grid, Text(""), *tables, end)


def _design_table(content: TrialContent, design: str) -> Table:
    """Lay out one design: an outcome a row, a true effect a column with the true change and how often it is found."""
    from rich import box  # noqa: PLC0415 - heavy for --help
    from rich.table import Table  # noqa: PLC0415

    test = content.test_of(design)
    named = design_words(design, content.study.designs[design])
    by = f": true change, and share of pilots in which the {label_of(test)} finds it" if test else ""
    table = Table(
        title=f"{named[:1].upper()}{named[1:]}{by}", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False
    )
    table.add_column("Outcome")
    for reduction in content.study.reductions:
        table.add_column("no effect" if reduction == 0 else f"stated {fall_words(reduction)}", justify="right")
    for outcome in content.shown:
        table.add_row(outcome, *(_cell(content, design, test, outcome, one) for one in content.study.reductions))
    return table


def _cell(content: TrialContent, design: str, test: EstimatorName | None, outcome: str, reduction: float) -> str:
    """Write a true change and how often it is found."""
    row = content.row(design, test, outcome, reduction) if test else None
    if row is None or not math.isfinite(row.rejected):
        return "–"
    return f"{percent_words(row.true_change)}  {100 * row.rejected:.0f} %"
