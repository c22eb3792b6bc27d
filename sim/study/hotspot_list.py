"""Read a list of hotspots from a CSV file that lies beside the study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from sim.errors import InputError, Problem
from sim.study.files import Source, checksum
from sim.study.reader import shown
from sim.target.hours_config import check_hours
from sim.track.sheet import Sheet, missing, read_sheet

AREA, RANK, WORTH, VISITS, HOURS = "area", "rank", "worth", "visits_per_day", "hours"
COLUMNS: Final = {
    AREA: ("area", "area_code", "code", "lsoa", "lsoa_code", "lsoa11cd", "lsoa21cd"),
    RANK: ("rank",),
    WORTH: ("worth",),
    VISITS: ("visits_per_day",),
    HOURS: ("hours",),
}
"""What the columns of a list may be called; others are passed over."""
MOST_VISITS: Final = 96


@dataclass(frozen=True, slots=True)
class HotspotList:
    """A list of hotspots as it was read.

    Parameters
    ----------
    source
        The file.
    areas
        What is said of each area, by its code, the first row first: the keys of `sim.target.list_config.ListedArea`.
    line
        Line of each area in the file, by its code.
    column
        Column in which the codes stand.
    """

    source: Source
    areas: Mapping[str, Mapping[str, Any]]
    line: Mapping[str, int]
    column: int

    def first(self, count: int) -> dict[str, Mapping[str, Any]]:
        """Give the first so many areas."""
        return dict(list(self.areas.items())[:count])

    def problem(self, code: str, what: str, do: str = "") -> Problem:
        """Describe what is wrong with one area."""
        return Problem(self.source.name, self.line[code], self.column, "", what, do)


def read_hotspot_list(path: Path) -> HotspotList:
    """Read a list of hotspots.

    Parameters
    ----------
    path
        CSV file, the first hotspot first; columns as in `COLUMNS`, of which only the codes of the areas must be there.

    Returns
    -------
    HotspotList
        Every row, in the order of the file.

    Raises
    ------
    InputError
        With everything that is wrong, by line and column: no such file or column, an area that is missing or stands twice,
        rows that are not in the order of their ranks, cells that are no number or no hours.
    """
    sheet = read_sheet(path, COLUMNS)
    missing(sheet, COLUMNS, [AREA])
    sheet.refuse()
    line = _areas(sheet)
    _check_order(sheet)
    told: dict[str, dict[int, Any]] = {WORTH: _worth(sheet), VISITS: _visits(sheet), HOURS: _hours(sheet)}
    sheet.refuse()
    if not line:
        raise InputError.of(str(path), "there is no area in it", "write the code of an area into each row")
    areas = {code: {key: of[row] for key, of in told.items() if row in of} for code, row in line.items()}
    source = Source(shown(path), path, checksum(path))
    return HotspotList(source, areas, {code: int(sheet.line[row]) for code, row in line.items()}, sheet.column[AREA])


def _areas(sheet: Sheet) -> dict[str, int]:
    """Find the row of each area."""
    row_of: dict[str, int] = {}
    for row, code in enumerate(sheet.text(AREA).tolist()):
        if not code:
            sheet.wrong(AREA, row, "the code of the area is missing", "write it, or leave the row out")
        elif code in row_of:
            what = f"{code!r} stands in line {int(sheet.line[row_of[code]])} already"
            sheet.wrong(AREA, row, what, "leave one of them out")
        else:
            row_of[code] = row
    return row_of


def _check_order(sheet: Sheet) -> None:
    """Note where a row is out of the order of its rank: nobody knows then which of the two is meant."""
    rank = sheet.numbers(RANK)
    ranked = np.flatnonzero(np.isfinite(rank))
    for before, row in zip(ranked[:-1].tolist(), ranked[1:].tolist(), strict=True):
        if rank[row] < rank[before]:
            what = (
                f"rank {rank[row]:g} comes after rank {rank[before]:g}, and hotspots are taken in the order of the rows"
            )
            sheet.wrong(RANK, row, what, "sort the rows by rank, or leave the column out")
            return


def _worth(sheet: Sheet) -> dict[int, float]:
    """Read what a visit is worth, by row."""
    worth = sheet.numbers(WORTH)
    sheet.wrong_cells(WORTH, worth <= 0.0, "no number above 0", "leave out areas that are worth no visit")
    return {row: float(worth[row]) for row in np.flatnonzero(np.isfinite(worth)).tolist()}


def _visits(sheet: Sheet) -> dict[int, int]:
    """Read the visits of areas that have their own, by row."""
    visits: dict[int, int] = {}
    for row, text in enumerate(sheet.text(VISITS).tolist()):
        if text.isdecimal() and 1 <= int(text) <= MOST_VISITS:
            visits[row] = int(text)
        elif text:
            sheet.wrong(VISITS, row, f"{text!r} is no number of visits from 1 to {MOST_VISITS}")
    return visits


def _hours(sheet: Sheet) -> dict[int, str]:
    """Read the hours of areas that have their own, by row."""
    hours: dict[int, str] = {}
    for row, text in enumerate(sheet.text(HOURS).tolist()):
        try:
            if text:
                hours[row] = check_hours(text)
        except ValueError as error:
            what, _, do = str(error).partition("; ")
            sheet.wrong(HOURS, row, what, do)
    return hours
