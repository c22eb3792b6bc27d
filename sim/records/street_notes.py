"""What a reader of street files met on the way, in sentences for people."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.county.months import months_between
from sim.records.encode import Encoded
from sim.records.place import OUTSIDE, UNPLACED, Placed

LOCKDOWN_MONTHS = frozenset({*months_between("2020-03", "2020-06"), "2020-11", *months_between("2021-01", "2021-03")})
"""Months with five days or more of a national lockdown of England: SI 2020/350 (26 March to 3 July 2020), SI 2020/1200
(5 November to 1 December 2020), SI 2021/8 (6 January to 28 March 2021)."""


def of_months(months: list[str], left_out: list[str]) -> Iterator[str]:
    """Tell of gaps and of lockdowns."""
    gaps = [month for month in months_between(months[0], months[-1]) if month not in {*months, *left_out}]
    if gaps:
        yield f"There are no rows of {spans(gaps)}: these months are absent, not empty."
    if left_out:
        yield f"Left out as asked: {spans(sorted(left_out))}."
    locked = [month for month in months if month in LOCKDOWN_MONTHS]
    if locked:
        yield (
            f"{spans(locked)} had national lockdowns: levels are not the usual ones, and anti-social behaviour may include "
            "breaches of rules on COVID-19."
        )


def of_places(placed: Placed, month: Encoded, rows: NDArray[np.int64]) -> Iterator[str]:
    """Tell what could not be placed, and what was placed by other means than its own code; `rows` is what each stands for."""
    total = int(rows.sum())
    unplaced = int(rows[placed.area == UNPLACED].sum())
    outside = int(rows[placed.area == OUTSIDE].sum())
    here = total - unplaced - outside
    yield f"{here:,} of {total:,} rows lie in the county ({_share(here, total)})."
    if unplaced:
        yield f"{unplaced:,} rows ({_share(unplaced, total)}) have no location, and are counted in no area."
    if outside:
        yield f"{outside:,} rows ({_share(outside, total)}) have a location in no area of the county."
    translated = placed.translated & (rows > 0)
    if translated.any():
        months = sorted({month.name[number] for number in month.which[translated]})
        told = f"{int(rows[translated].sum()):,} rows of {spans(months)}"
        yield f"{told} have codes of another vintage, carried over by the lookup."
    by_point = int(rows[placed.by_point].sum())
    if by_point:
        yield f"{by_point:,} rows were placed by their point, because their code means several areas or is absent."


def of_stations(stationed: int, *, keep: bool) -> Iterator[str]:
    """Tell of rows at the map points of police stations."""
    if stationed:
        done = "kept" if keep else "left out"
        yield f"{stationed:,} rows lie at a police station, partly a place of recording: {done} (street.station_points)."


def of_repeats(repeats: int) -> Iterator[str]:
    """Tell of crimes published twice."""
    if repeats:
        yield f"{repeats:,} rows repeat the identity of another crime, and count once with it."


def of_anonymous(anonymous: int) -> Iterator[str]:
    """Tell of rows that have no identity by which a repeat could be known."""
    if anonymous:
        yield (
            f"{anonymous:,} rows have no identity (anti-social behaviour has none): each counts, also where two look alike."
        )


def spans(months: list[str]) -> str:
    """Write months as stretches: ``2018-03, 2018-10 to 2019-02``."""
    stretches: list[list[str]] = []
    for month in months:
        if stretches and months_between(stretches[-1][-1], month)[1:] == [month]:
            stretches[-1].append(month)
        else:
            stretches.append([month])
    return ", ".join(part[0] if len(part) == 1 else f"{part[0]} to {part[-1]}" for part in stretches)


def _share(part: int, whole: int) -> str:
    """Write a part as a percentage."""
    return f"{100 * part / max(whole, 1):.2f} %"
