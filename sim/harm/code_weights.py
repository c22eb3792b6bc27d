"""From the rows of a sheet and the crimes of each code to codes that are counted and weighed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sim.harm.coded_sheet import CodedSheet
from sim.harm.crimes_by_code import CodeCount
from sim.harm.csv_rows import Row, Table
from sim.harm.sheet_config import Rule


@dataclass(frozen=True, slots=True)
class WeighedCode:
    """Crimes of one code, and what one of them weighs."""

    count: CodeCount
    weight: float


def weigh_codes(
    sheet: CodedSheet, mix: Table, counts: list[CodeCount], rules: list[Rule]
) -> dict[str, list[WeighedCode]]:
    """Give each count the weight of its code, by offence.

    Parameters
    ----------
    sheet
        Weights by code; takes note of weights that are no numbers.
    mix
        The table of the counts; takes note of codes that are missing, ambiguous or of no offence.
    counts
        Crimes by code.
    rules
        Which codes are which offence, where the counts do not say so.

    Returns
    -------
    dict of str to list of WeighedCode
        By offence key, in the order of the mix. Codes without any crime are checked, and then left out.
    """
    weighed: dict[str, list[WeighedCode]] = defaultdict(list)
    for count in counts:
        rows = sheet.by_code.get(count.code)
        if rows is None:
            what = f"the sheet {sheet.table.name} has no code {count.code}"
            mix.blame(count.row, "code", what, "mend the code, or leave the row out")
            continue
        offence = count.offence or sheet.offence_of(count.code, rules)
        if not offence:
            what = f"no rule makes an offence of the code {count.code}, {rows[0].text('title')!r}"
            mix.blame(count.row, "offence", what, "name its offence in a column `offence`, or add a rule")
            continue
        weight = _weight(sheet, mix, count, rows)
        if weight is not None and count.high > 0:
            weighed[offence].append(WeighedCode(count, weight))
    return dict(weighed)


def _weight(sheet: CodedSheet, mix: Table, count: CodeCount, rows: list[Row]) -> float | None:
    """Give the weight of a code; None, and a problem, where its rows have none, or several."""
    weights = {row.line: sheet.weight(row) for row in rows}
    different = set(weights.values())
    if len(different) == 1:
        return different.pop()
    if None not in different:
        stand = ", ".join(f"{weight:g} in line {line}" for line, weight in weights.items())
        what = f"the code {count.code} weighs differently in {sheet.table.name}: {stand}"
        do = "count crimes by a finer code, and name its column under `columns` in the pack"
        mix.blame(count.row, "code", what, do)
    return None
