"""Costs of crime by offence from the Home Office table of unit costs and multipliers."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sim.config import Sourced
from sim.errors import InputError
from sim.harm.csv_rows import Row, Table, read_table
from sim.harm.sheet_config import HomeOfficeSheet


def cost_weights(config: HomeOfficeSheet, path: Path, name: str, given: Collection[str]) -> dict[str, Sourced]:
    """Give the cost of one crime of each offence.

    Parameters
    ----------
    config
        Which row of the table is which offence, and whether crimes are counted as recorded.
    path
        The table as CSV.
    name
        The file as messages call it.
    given
        Offences whose cost is given elsewhere.

    Returns
    -------
    dict of str to Sourced
        Pounds by offence key. Per recorded crime it is unit cost × crimes that happen for each recorded one: recorded
        counts must not meet the unit cost alone, or unrecorded crime costs nothing.

    Raises
    ------
    InputError
        Where the file cannot be read, or a row is missing, double, or has no cost or multiplier; with all of these.
    """
    columns = config.columns
    needed = {"offence": columns.offence, "total": columns.total, "multiplier": columns.multiplier}
    table = read_table(path, name, needed)
    rows = _by_offence(table)
    wanted = {key: row for key, row in config.rows.items() if key not in given}
    missing = sorted({row for row in wanted.values() if row not in rows})
    if missing:
        what = f"there is no row {', '.join(missing)}; there are: {', '.join(rows)}"
        raise InputError.of(name, what, "mend `rows` in the pack", where=columns.offence)
    costs = {key: _cost(config, table, rows[row]) for key, row in wanted.items()}
    table.refuse()
    return {key: cost for key, cost in costs.items() if cost is not None}


def _by_offence(table: Table) -> dict[str, Row]:
    """Give the rows by the kind of crime; one that stands twice is a problem."""
    rows: dict[str, Row] = {}
    for row in table.rows:
        first = rows.setdefault(row.text("offence"), row)
        if first is not row:
            what = f"{row.text('offence')} stands in line {first.line} already"
            table.blame(row, "offence", what, "leave one of them out")
    return rows


def _cost(config: HomeOfficeSheet, table: Table, row: Row) -> Sourced | None:
    """Give the cost of one crime; None, and a problem, where the row does not tell it."""
    unit_cost = _unit_cost(config, table, row)
    times = table.number(row, "multiplier") if config.per == "recorded" else 1.0
    if unit_cost is None or times is None:
        return None
    source = unit_cost.source
    if config.per == "recorded":
        source += f", × {times:g} crimes for each recorded one"
    low, value, high = (end * times for end in (unit_cost.low, unit_cost.value, unit_cost.high))
    confidence = unit_cost.confidence
    return Sourced(value=value, unit="pounds", low=low, high=high, source=source, confidence=confidence)


def _unit_cost(config: HomeOfficeSheet, table: Table, row: Row) -> Sourced | None:
    """Give the unit cost of a row: its own, else that of the pack; None, and a problem, where there is neither."""
    stated = config.totals.get(row.text("offence"))
    if not row.text("total"):
        if stated is None:
            what = f"{row.text('offence')} has no unit cost"
            table.blame(row, "total", what, "give it under `totals` in the pack")
        return stated
    value = table.number(row, "total")
    if value is None:
        return None
    source = f"{table.name}, {row.text('offence')}"
    return Sourced(value=value, unit="pounds", low=value, high=value, source=source, confidence="found")
