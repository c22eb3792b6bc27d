"""A fit as a table for the terminal."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.fit.fitted import FittedCounty
from sim.fit.numbers import year_interval
from sim.fit.pack import PAGE, Packs

HEADINGS = ("category", "rows fitted", "a year ahead", "95 % of such years", "χ²/df", "95 %", "counts foreseen")
FOOTNOTE = (
    "A year ahead: recorded rows expected in the twelve months after the last one fitted. χ²/df: how much more uneven months are "
    "than chance. Counts foreseen: share of the counts by area and month that lay in the 95 % interval foreseen for them from the "
    "months before."
)


def table_of(fitted: FittedCounty, packs: Packs) -> RenderableType:
    """Make the table.

    Parameters
    ----------
    fitted
        The fit.
    packs
        Where it was written.

    Returns
    -------
    RenderableType
        A line for each category, what was said of the data, and how to go on.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in HEADINGS:
        table.add_column(heading, justify="left" if heading == "category" else "right")
    for row, name in enumerate(fitted.rates.category):
        table.add_row(name, *_cells(fitted, row))
    county, demand = packs.place / packs.county, packs.place / packs.demand
    page = packs.place / packs.name / PAGE
    of_log = () if fitted.log is None else (f"Incident log, {fitted.log.source}.",)
    told = "\n".join((*fitted.notes, f"{fitted.county.name}, {fitted.source}.", *of_log))
    named = (packs.name, packs.name) if packs.found_by_name else (county.resolve(), demand.resolve())
    went = f"written: {county}, {demand} and, to be looked at, {page}\nin a study: `county: {named[0]}` and `demand: {named[1]}`"
    return Group(table, Text(FOOTNOTE), Text(""), Text(told), Text(""), Text(went))


def _cells(fitted: FittedCounty, row: int) -> tuple[str, ...]:
    """Write the cells of one category."""
    ahead, spread = year_interval(fitted, row), fitted.rates.dispersion
    return (
        f"{int(fitted.recorded.count[:, row].sum()):,}",
        f"{ahead['value']:,.0f}",
        f"{ahead['low']:,.0f} to {ahead['high']:,.0f}",
        f"{spread.value[row]:.2f}",
        f"{spread.low[row]:.2f} to {spread.high[row]:.2f}",
        f"{fitted.rates.places.coverage[row]:.1%}",
    )
