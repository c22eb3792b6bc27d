"""Compiled lots: at which times of a day a hotspot is visited, when nobody shall foresee it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.jit import helper, kernel
from sim.philox import NO_WORDS, PER_BLOCK, draw_block, uniform

MANY_VISITS = 10
"""From so many visits a day on, gaps that fill about half of what they may are drawn one by one."""


@helper
def draw_marks(
    key: NDArray[np.uint64], area: int, day: int, drawn: int, out: NDArray[np.float64], row: int, first: int, count: int
) -> None:
    """Draw so many uniforms on [0, 1) of an area and day, from a number of its stream on."""
    words = NO_WORDS
    for number in range(count):
        place = (drawn + number) % PER_BLOCK
        if place == 0 or number == 0:
            block = np.uint64((drawn + number) // PER_BLOCK)
            words = draw_block(key[0], key[1], block, np.uint64(area), np.uint64(day))
        out[row, first + number] = uniform(words[place])


@helper
def put_in_order(out: NDArray[np.float64], row: int, first: int, count: int) -> None:
    """Put some numbers of a row in rising order."""
    for last in range(first + 1, first + count):
        mark, at = out[row, last], last
        while at > first and out[row, at - 1] > mark:
            out[row, at] = out[row, at - 1]
            at -= 1
        out[row, at] = mark


@helper
def by_cuts(out: NDArray[np.float64], row: int, first: int, count: int, away_min: float, longest_min: float) -> bool:
    """Turn uniforms into the minutes away before each visit: cuts through all of them; tell whether no gap is too long.

    Where the gaps must be long, it is what they fall short of the longest that is cut: the same law, fewer misses.
    """
    put_in_order(out, row, first, count)
    short_min = (count + 1) * longest_min - away_min
    cut_min, before, widest = min(away_min, short_min), 0.0, 0.0
    for visit in range(count):
        mark = out[row, first + visit]
        widest, before = max(widest, mark - before), mark
        out[row, first + visit] = mark * cut_min
        if short_min < away_min:
            out[row, first + visit] = (visit + 1) * longest_min - mark * cut_min
    return max(widest, 1.0 - before) * cut_min <= longest_min


@helper
def by_gaps(out: NDArray[np.float64], row: int, first: int, count: int, away_min: float, longest_min: float) -> bool:
    """Turn uniforms into the minutes away before each visit: a gap each; tell whether what is left makes the last gap."""
    sum_min = 0.0
    for visit in range(count):
        sum_min += out[row, first + visit] * longest_min
        out[row, first + visit] = sum_min
    return 0.0 <= away_min - sum_min <= longest_min


@kernel
def draw_returns(
    key: NDArray[np.uint64],
    areas: NDArray[np.int64],
    first_day: int,
    begin_min: NDArray[np.float64],
    length_min: NDArray[np.float64],
    visits: NDArray[np.int64],
    visit_min: float,
    longest_min: float,
    out: NDArray[np.float64],
) -> None:
    """Draw the times of visits: all are equally likely that leave a place alone for no longer than stated.

    Gaps before, between and after the visits are drawn in one of two ways, and anew until none is too long. Both give
    the same law: cuts seldom miss where gaps are few or far from half the longest, gaps one by one where they are not.

    Parameters
    ----------
    key
        (2,) key of the stream; area a and day d draw from its entity (a, d).
    areas
        (n_hotspots,) areas.
    first_day
        The first day, since the start of the study.
    begin_min, length_min
        (n_hotspots, n_days) minutes since the start of the study at which the hours of a day begin, and (n_hotspots,) their
        length in minutes.
    visits, visit_min
        (n_hotspots,) visits a day, 1 or more, and their length in minutes.
    longest_min
        Longest gap, minutes: ``0 < length_min - visits * visit_min < (visits + 1) * longest_min``.
    out
        (n_hotspots, n_days * most visits) minutes since the start of the study, rising in each row; as many as there are
        visits in the days are changed in place, the rest stays.
    """
    for row in range(areas.size):
        count = visits[row]
        away_min = length_min[row] - count * visit_min
        from_half_min = abs(away_min - (count + 1) * longest_min / 2.0)
        one_by_one = count >= MANY_VISITS and from_half_min < longest_min * math.sqrt(count + 1.0) / 2.0
        for number in range(begin_min.shape[1]):
            day, first, drawn, fits = first_day + number, number * count, 0, False
            while not fits:
                draw_marks(key, areas[row], day, drawn, out, row, first, count)
                drawn += count
                if one_by_one:
                    fits = by_gaps(out, row, first, count, away_min, longest_min)
                else:
                    fits = by_cuts(out, row, first, count, away_min, longest_min)
            for visit in range(count):
                out[row, first + visit] += begin_min[row, number] + visit * visit_min
