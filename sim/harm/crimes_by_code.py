"""Crimes by offence code: the mix that makes one weight of the many codes of an offence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from sim.config import Confidence
from sim.harm.csv_rows import Row, Table, read_table
from sim.harm.logged import EXCLUSIONS, Exclusion

_NEEDED: Final = {"code": "code", "crimes": "crimes"}
_OPTIONAL: Final = {name: name for name in ("offence", "low", "high", "source", "confidence", *EXCLUSIONS)}

_ADVICE: Final = f"let the first line name the columns {' and '.join(_NEEDED)}"


@dataclass(frozen=True, slots=True)
class CodeCount:
    """Crimes of one offence code.

    Parameters
    ----------
    row
        Where they stand.
    code
        The code.
    offence
        Offence key; empty where the rules of the sheet give it.
    crimes, low, high
        How many there are, and their range.
    left_out
        How many of them are of each kind that an index may leave out; a kind that is not counted is absent.
    source, confidence
        Where the number comes from, and how far it can be trusted.
    """

    row: Row
    code: str
    offence: str
    crimes: float
    low: float
    high: float
    left_out: dict[Exclusion, float]
    source: str
    confidence: Confidence


def read_crimes(path: Path, name: str) -> tuple[Table, list[CodeCount]]:
    """Read crimes by offence code.

    Parameters
    ----------
    path
        The file: CSV with the columns code and crimes, and any of offence, low, high, source, confidence, police_detected,
        company_detected and historic.
    name
        The file as messages call it.

    Returns
    -------
    tuple of (Table, list of CodeCount)
        The table, with what is wrong in it, and its sound rows.

    Raises
    ------
    InputError
        Where the file cannot be read or lacks a column.
    """
    table = read_table(path, name, _NEEDED, _OPTIONAL, _ADVICE)
    counts: dict[tuple[str, str], CodeCount] = {}
    for row in table.rows:
        count = _count_of(table, row)
        if count is None:
            continue
        first = counts.setdefault((count.code, count.offence), count)
        if first is not count:
            what = f"the code {count.code} stands in line {first.row.line} already"
            table.blame(row, "code", what, "add the two up")
    return table, list(counts.values())


def _count_of(table: Table, row: Row) -> CodeCount | None:
    """Read one row; None where it is wrong."""
    before = len(table.problems)
    crimes = table.number(row, "crimes")
    low = table.number(row, "low") if row.text("low") else crimes
    high = table.number(row, "high") if row.text("high") else crimes
    left_out = {kind: table.number(row, kind) or 0.0 for kind in EXCLUSIONS if row.text(kind)}
    confidence = row.text("confidence", "found")
    if not row.text("code"):
        table.blame(row, "code", "the cell is empty", "write the offence code")
    if confidence not in get_args(Confidence):
        table.blame(row, "confidence", f"{confidence!r} is no confidence", f"use {', '.join(get_args(Confidence))}")
    if len(table.problems) > before or crimes is None or low is None or high is None:
        return None
    if not low <= crimes <= high:
        table.blame(row, "crimes", f"{crimes:g} lies outside its range {low:g} to {high:g}", "mend the range")
        return None
    if sum(left_out.values()) > crimes:
        what = f"{sum(left_out.values()):g} crimes are left out of {crimes:g}"
        table.blame(row, "crimes", what, "count each crime under one reason only")
        return None
    source = row.text("source", table.name)
    return CodeCount(
        row=row,
        code=row.text("code"),
        offence=row.text("offence"),
        crimes=crimes,
        low=low,
        high=high,
        left_out=left_out,
        source=source,
        confidence=confidence,  # type: ignore[arg-type]
    )
