"""Patrol of one option, or of what trackers reported, as reports show it: how well the plan was kept, and when in the day."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from sim.outcomes.dose_tables import ALL_HOTSPOTS, HOURS_PER_DAY, PlaceNames
from sim.track.compliance import EVERYWHERE, Kept
from sim.track.due_days import is_on_due_day
from sim.track.hourly import Dose
from sim.track.sums import sum_by

_WHOLE: Final = frozenset(field.name for field in fields(Kept) if field.type == "int")


class Dosed(NamedTuple):
    """Minutes of presence of all hotspots together by hour of the day, or by day: both (n,).

    Parameters
    ----------
    planned_min, delivered_min
        As if each visit began when it fell due, and as it was.
    """

    planned_min: NDArray[np.float64]
    delivered_min: NDArray[np.float64]


class Patrol(NamedTuple):
    """Patrol planned and delivered in the measured days; presence in hotspots that were not due that day is left out.

    Parameters
    ----------
    names
        Names of the hotspots.
    kept
        How well the plan was kept: all hotspots together, then each; places are numbers in `names`.
    by_hour
        (24,) by hour of the day.
    by_day
        (n_days,) by day from the first one on.
    first_day
        The first day.
    """

    names: PlaceNames
    kept: tuple[Kept, ...]
    by_hour: Dosed
    by_day: Dosed
    first_day: date

    @property
    def together(self) -> Kept:
        """All hotspots together."""
        return self.kept[0]

    @property
    def least_kept(self) -> list[Kept]:
        """The hotspots, that with the least of its plan kept first; those without a plan come last."""
        return least_kept_first(self.kept)


def patrol_of(dose: Dose, kept: tuple[Kept, ...], names: PlaceNames, first_day: date, days: int) -> Patrol:
    """Put together what was planned and delivered from the first hour on.

    Parameters
    ----------
    dose
        By place and hour; hour 0 begins the first day.
    kept
        How well the plan was kept: all together, then each.
    names
        Names of the places.
    first_day, days
        First day, and how many there are.
    """
    day, hour = np.divmod(dose.hour, HOURS_PER_DAY)
    inside = (day >= 0) & (day < days) & is_on_due_day(dose.place, day, dose.planned_min)
    by_hour, by_day = (
        Dosed(*(sum_by(group[inside], minutes[inside], count) for minutes in (dose.planned_min, dose.delivered_min)))
        for group, count in ((hour, HOURS_PER_DAY), (day, days))
    )
    return Patrol(names, kept, by_hour, by_day, first_day)


def read_patrols(folder: Path, first_day: date, days: int) -> dict[str, Patrol]:
    """Read the patrol of each option back from the audit trail of a run.

    Parameters
    ----------
    folder
        Holds `patrol.csv` and `dose.parquet`.
    first_day, days
        The first measured day, and how many there are.

    Returns
    -------
    dict of str to Patrol
        By option, in the order in which they were run; those without hotspots are left out.
    """
    with (folder / "patrol.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    dose = pq.read_table(folder / "dose.parquet", filters=pc.field("counted"))
    found = {}
    for name in dict.fromkeys(row["scenario"] for row in rows):
        mine = [row for row in rows if row["scenario"] == name]
        each = [row for row in mine if row["area_code"] != ALL_HOTSPOTS]
        kept = tuple(_kept(row, number) for number, row in enumerate(mine, EVERYWHERE))
        names = PlaceNames([row["area_code"] for row in each], [row["district"] for row in each])
        table = dose.filter(pc.field("scenario") == name)
        day = (table["date"].to_numpy() - np.datetime64(first_day, "D")).astype(np.int64)
        hour = day * HOURS_PER_DAY + table["hour"].to_numpy()
        _, place = np.unique(table["area_code"].to_numpy(zero_copy_only=False), return_inverse=True)
        minutes = (table[column].to_numpy() for column in ("planned_min", "delivered_min", "visits_due", "visits"))
        found[name] = patrol_of(Dose(place.reshape(-1), hour, *minutes), kept, names, first_day, days)
    return found


def _kept(row: Mapping[str, str], place: int) -> Kept:
    """Read a row of `patrol.csv`; the first one is of all hotspots together."""
    cells = {
        field.name: int(row[field.name]) if field.name in _WHOLE else float(row[field.name] or "nan")
        for field in fields(Kept)[1:]
    }
    return Kept(place=place, **cells)  # type: ignore[arg-type]


def least_kept_first(kept: Iterable[Kept]) -> list[Kept]:
    """Put hotspots in order of the share of their plan that was kept; those without a plan come last.

    Parameters
    ----------
    kept
        One for each hotspot; that of all together is left out.
    """
    each = (one for one in kept if one.place != EVERYWHERE)
    return sorted(each, key=lambda one: (one.planned_min == 0, one.kept_share if one.planned_min else 0.0, one.place))
