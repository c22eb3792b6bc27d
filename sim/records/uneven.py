"""How unevenly rows lie over areas and months: concentration, dispersion, and how long ranks last.

Every function takes any number of tables at once: the axes before the last one or two number them, one table a draw.
Where a table says nothing (no rows, or one month) it gives NaN.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from sim.county.months import month_number
from sim.ratio import ratio

_TABLES_AT_ONCE: Final = 64
"""Tables that are measured together: enough to fill the processor, few enough to stay in its cache."""


def gini(counts: NDArray[np.integer] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the Gini coefficient of areas: 0 where all have as many rows, near 1 where one has them all.

    Parameters
    ----------
    counts
        (..., n_areas) rows.

    Returns
    -------
    NDArray[np.float64]
        (...,) coefficients.
    """
    ordered = np.sort(counts, axis=-1).astype(np.float64)
    size = ordered.shape[-1]
    place = 2.0 * np.arange(1, size + 1) - size - 1
    return ratio(ordered @ place, size * ordered.sum(axis=-1))


def top_share(counts: NDArray[np.integer] | NDArray[np.float64], of_areas: float = 0.05) -> NDArray[np.float64]:
    """Give the share of rows that the busiest areas hold.

    Parameters
    ----------
    counts
        (..., n_areas) rows.
    of_areas
        The share of areas that counts as the busiest; as many whole areas as make it up at least.

    Returns
    -------
    NDArray[np.float64]
        (...,) shares.
    """
    size = counts.shape[-1]
    busiest = max(1, math.ceil(of_areas * size - 1e-9))
    top = np.sort(counts, axis=-1)[..., size - busiest :].sum(axis=-1)
    return ratio(top.astype(np.float64), counts.sum(axis=-1).astype(np.float64))


def half_share(counts: NDArray[np.integer] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the smallest share of areas that holds half of the rows.

    Parameters
    ----------
    counts
        (..., n_areas) rows.

    Returns
    -------
    NDArray[np.float64]
        (...,) shares.
    """
    held = np.cumsum(np.sort(counts, axis=-1)[..., ::-1], axis=-1)
    total = held[..., -1:]
    needed = (2 * held < total).sum(axis=-1) + 1.0
    return np.where(total[..., 0] > 0, needed / counts.shape[-1], np.nan)


def dispersion(counts: NDArray[np.integer]) -> NDArray[np.float64]:
    """Give Pearson's χ²/df of area × month counts after area and month effects: 1 where counts are Poisson.

    Parameters
    ----------
    counts
        (..., n_months, n_areas) rows.

    Returns
    -------
    NDArray[np.float64]
        (...,) ratios; areas and months without any row tell nothing and take no degree of freedom.

    Notes
    -----
    With area totals R, month totals C and total T the expected counts are RC/T, so that χ² = T (Σ n²/(RC) − 1).
    """
    tables = counts.reshape(-1, *counts.shape[-2:])
    found = np.empty(len(tables))
    for begin in range(0, len(tables), _TABLES_AT_ONCE):
        part = slice(begin, begin + _TABLES_AT_ONCE)
        found[part] = _dispersion(tables[part].astype(np.float64))
    return found.reshape(counts.shape[:-2])


def _dispersion(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure (n_tables, n_months, n_areas) rows: (n_tables,)."""
    of_area, of_month = table.sum(axis=-2), table.sum(axis=-1)
    total = of_month.sum(axis=-1)
    by_area, by_month = _inverse(of_area), _inverse(of_month)
    squares = np.einsum("...ma,...a,...m->...", np.square(table), by_area, by_month)
    freedom = _more_than_one(of_area) * _more_than_one(of_month)
    return ratio(total * (squares - 1.0), freedom)


def persistence(counts: NDArray[np.integer], following: Sequence[int] | None = None) -> NDArray[np.float64]:
    """Give how far the order of areas lasts: the mean rank correlation (Spearman's) of neighbouring months.

    Parameters
    ----------
    counts
        (..., n_months, n_areas) rows.
    following
        Months, by number, whose next one in the table is also the next one in time; all but the last if None.

    Returns
    -------
    NDArray[np.float64]
        (...,) mean correlations; months without any order are left out.
    """
    first = np.arange(counts.shape[-2] - 1) if following is None else np.asarray(following, dtype=np.intp)
    tables = counts.reshape(-1, *counts.shape[-2:])
    found = np.full(len(tables), np.nan)
    if first.size:
        for begin in range(0, len(tables), _TABLES_AT_ONCE):
            part = slice(begin, begin + _TABLES_AT_ONCE)
            found[part] = _mean_known(_neighbours_alike(mid_ranks(tables[part]), first))
    return found.reshape(counts.shape[:-2])


def rank_correlation(one: NDArray[np.integer], other: NDArray[np.integer]) -> NDArray[np.float64]:
    """Give Spearman's rank correlation along the last axis.

    Parameters
    ----------
    one, other
        (..., n_areas) counts; the axes before the last are broadcast.

    Returns
    -------
    NDArray[np.float64]
        (...,) correlations; NaN where all areas are alike.
    """
    return _correlation(_centred(mid_ranks(one)), _centred(mid_ranks(other)))


def mid_ranks(counts: NDArray[np.integer]) -> NDArray[np.float64]:
    """Rank counts from the smallest, 1, upwards; equal ones share the mean of the ranks that they take up.

    Parameters
    ----------
    counts
        (..., n_areas) counts, not below 0.

    Returns
    -------
    NDArray[np.float64]
        (..., n_areas) ranks.

    Notes
    -----
    Most counts are small whole numbers, so they are ranked by counting how often each occurs. Counts above the number of areas
    are sorted, which is quicker then: time and memory of counting go by the largest.
    """
    values = int(counts.max(initial=0)) + 1
    if values > counts.shape[-1]:
        return np.asarray(rankdata(counts, axis=-1), dtype=np.float64)
    rows = counts.reshape(-1, counts.shape[-1]).astype(np.intp)
    place = rows + values * np.arange(len(rows))[:, None]
    often = np.bincount(place.ravel(), minlength=values * len(rows)).reshape(len(rows), values)
    middle = np.cumsum(often, axis=1) - (often - 1) / 2
    ranks: NDArray[np.float64] = np.take(middle.ravel(), place).reshape(counts.shape)
    return ranks


def followed_months(months: Sequence[str]) -> list[int]:
    """List the months, by number, whose next one in the list is also the next one in time.

    Parameters
    ----------
    months
        Months as YYYY-MM, rising, perhaps with gaps.
    """
    number = [month_number(month) for month in months]
    return [index for index in range(len(number) - 1) if number[index + 1] == number[index] + 1]


def _neighbours_alike(ranks: NDArray[np.float64], first: NDArray[np.intp]) -> NDArray[np.float64]:
    """Correlate each month with the next: (..., n_pairs)."""
    centred = _centred(ranks)
    return _correlation(centred[..., first, :], centred[..., first + 1, :])


def _centred(ranks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take the mean rank off."""
    centred: NDArray[np.float64] = ranks - (ranks.shape[-1] + 1) / 2
    return centred


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Correlate what has mean 0."""
    scale = np.sqrt(np.square(one).sum(axis=-1) * np.square(other).sum(axis=-1))
    return ratio((one * other).sum(axis=-1), scale)


def _mean_known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average the numbers of the last axis that are known; NaN where none is."""
    known = np.isfinite(values)
    return ratio(np.where(known, values, 0.0).sum(axis=-1), known.sum(axis=-1).astype(np.float64))


def _more_than_one(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count how many totals beyond the first are not 0."""
    beyond: NDArray[np.float64] = np.maximum((totals != 0).sum(axis=-1) - 1.0, 0.0)
    return beyond


def _inverse(totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give 1 / total, and 0 where there is none."""
    inverse: NDArray[np.float64] = np.divide(1.0, totals, out=np.zeros_like(totals), where=totals > 0)
    return inverse
