"""A harm index of the user's own, written as a table: one line for each offence."""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

from sim.config import Confidence, Sourced
from sim.errors import Problem
from sim.harm.config import HarmPack, HarmUnit
from sim.harm.csv_rows import Row, Table, read_table

LOW_HARM_CALL: Final = "low_harm_call"
"""What stands in the column of offences for λ, the harm of one low-harm call that is no crime."""

_COLUMNS: Final = {name: name for name in ("offence", "value", "unit", "low", "high", "source", "confidence")}
_PRICE_YEAR: Final = {"price_year": "price_year"}
_ADVICE: Final = f"let the first line name the columns {', '.join(_COLUMNS)}, and price_year where the unit is pounds"
"""An index of one's own has no pack in which its columns could be called otherwise."""


def read_own_index(path: Path, name: str) -> HarmPack:
    """Read a harm index from CSV.

    Parameters
    ----------
    path
        The file: the columns offence, value, unit, low, high, source and confidence, and price_year where the unit is
        pounds. The index is named after the file.
    name
        The file as messages call it.

    Returns
    -------
    HarmPack
        The index; λ is 0 unless a line ``low_harm_call`` gives it.

    Raises
    ------
    InputError
        With everything that is wrong in the file, line by line.
    """
    table = read_table(path, name, _COLUMNS, _PRICE_YEAR, _ADVICE)
    weights: dict[str, Sourced] = {}
    lines: dict[str, int] = {}
    for row in table.rows:
        key = row.text("offence")
        weight = _weight(table, row)
        if key in lines:
            table.blame(row, "offence", f"{key} stands in line {lines[key]} already", "leave one of them out")
        elif not key:
            table.blame(row, "offence", "the cell is empty", "write an offence key")
        lines.setdefault(key, row.line)
        if weight is not None:
            weights[key] = weight
    unit = _same(table, "unit")
    price_year = _same(table, "price_year")
    if (unit == "pounds") != bool(price_year):
        what = "the column price_year is needed where the unit is pounds, and only there"
        table.problems.append(Problem(name, 0, 0, "price_year", what))
    if not set(lines) - {LOW_HARM_CALL}:
        table.problems.append(Problem(name, 0, 0, "offence", "no offence is weighed", "give a line for each offence"))
    table.refuse()
    none = Sourced(value=0.0, unit=unit, low=0.0, high=0.0, source=f"{name} gives none", confidence="assumption")
    return HarmPack.model_validate(
        {
            "key": path.stem,
            "label": path.stem.replace("_", " ").capitalize(),
            "unit": unit,
            "price_year": price_year,
            "note": f"The user's own index, read from {name}.",
            "low_harm_call": weights.pop(LOW_HARM_CALL, none),
            "weights": weights,
        }
    )


def _weight(table: Table, row: Row) -> Sourced | None:
    """Read the weight of one line; None, and problems, where it is wrong."""
    before = len(table.problems)
    value, low, high = (table.number(row, role) for role in ("value", "low", "high"))
    _check_word(table, row, "unit", get_args(HarmUnit))
    _check_word(table, row, "confidence", get_args(Confidence))
    if not row.text("source"):
        table.blame(row, "source", "the cell is empty", "say where the weight comes from")
    if len(table.problems) > before or value is None or low is None or high is None:
        return None
    if not low <= value <= high:
        table.blame(row, "value", f"value {value:g} lies outside its range {low:g} to {high:g}", "mend the range")
        return None
    cells = {role: row.text(role) for role in ("unit", "source", "confidence")}
    return Sourced.model_validate({"value": value, "low": low, "high": high, **cells})


def _check_word(table: Table, row: Row, role: str, words: tuple[str, ...]) -> None:
    """Take note of a cell that is none of the words that it may be."""
    if row.text(role) not in words:
        table.blame(row, role, f"{row.text(role)!r} is not one of {', '.join(words)}", "use one of these")


def _same(table: Table, role: str) -> str:
    """Give what stands in a column; lines that say otherwise than the first are problems."""
    first = table.rows[0].text(role)
    for row in table.rows[1:]:
        if row.text(role) != first:
            table.blame(row, role, f"{row.text(role)!r} differs from {first!r} above", "write the same in every line")
    return first
