"""A sheet that lacks many of the codes that were counted is short: one error says so, not one for each code."""

from __future__ import annotations

from typing import Final

from sim.errors import InputError
from sim.harm.coded_sheet import CodedSheet
from sim.harm.crimes_by_code import CodeCount

LEAST_LACKING: Final = 6
LEAST_SHARE: Final = 0.1
"""So many codes, and such a share of them, are lacking in a sheet that is short; fewer are misspelt, and told one by one."""
_NAMED: Final = 3


def refuse_short_sheet(sheet: CodedSheet, mix_name: str, counts: list[CodeCount]) -> None:
    """Refuse a sheet that lacks many of the codes that were counted.

    Parameters
    ----------
    sheet
        Weights by code.
    mix_name
        The table of crimes by code, as messages call it.
    counts
        Its crimes by code.

    Raises
    ------
    InputError
        One, with the number of codes that are lacking and the first of them.
    """
    codes = list(dict.fromkeys(count.code for count in counts))
    lacking = [code for code in codes if code not in sheet.by_code]
    if len(lacking) < max(LEAST_LACKING, LEAST_SHARE * len(codes)):
        return
    name = sheet.table.name
    first = ", ".join(lacking[:_NAMED])
    what = f"the sheet lacks {len(lacking)} of the {len(codes)} codes in {mix_name}: {first} and {len(lacking) - _NAMED} more"
    do = f"it may be cut short: give the whole sheet, or mend the codes in {mix_name}"
    raise InputError.of(name, what, do)
