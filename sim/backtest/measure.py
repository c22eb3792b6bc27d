"""Hold the hidden months against what was foreseen of them, one category at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.backtest.findings import GroupFindings, Hotspots, Scored
from sim.backtest.groups import ALL_ROWS, Group, with_sums
from sim.backtest.holdout import HoldOut
from sim.backtest.hotspots import FIT, Came, compare_lists
from sim.backtest.intervals import Foreseen, foreseen_by_draws, interval_score
from sim.backtest.rivals import foreseen_by_rivals, scores_of_rivals
from sim.backtest.shape import Ground, hold_shape
from sim.backtest.transform import Calibration, calibration, transformed
from sim.clock import DAYS_PER_YEAR
from sim.county.model import County
from sim.fit import months as calendar
from sim.harm.components import of_categories
from sim.harm.measure import HarmMeasure
from sim.keys import STUDY_WIDE, Purpose, entity_key, stream
from sim.records.uneven import followed_months

_CELLS, _AREAS = range(2)


class Measured(NamedTuple):
    """What the hidden months say of the draws.

    Parameters
    ----------
    groups
        Findings by group.
    cells
        Calibration over area × category × month.
    expected
        (n_categories, n_areas) mean rows foreseen of all hidden months.
    """

    groups: tuple[GroupFindings, ...]
    cells: Calibration
    expected: NDArray[np.float64]


def measure(
    months: HoldOut,
    foreseen: Iterable[tuple[str, NDArray[np.int32]]],
    seed: int,
    step: Callable[[str], None] = lambda _: None,
) -> Measured:
    """Hold the hidden months against draws.

    Parameters
    ----------
    months
        What was hidden, and what was not.
    foreseen
        Category and (draws, n_hidden_months, n_areas) counts, in the order of the records.
    seed
        Settles ties of the transform.
    step
        Told the name of each group once it is measured.

    Returns
    -------
    Measured
        Of each category, all crime and all rows.
    """
    groups, transforms, expected = [], [], []
    before, after = _by_group(months.fitted.category, months.fitted.count), _of_hidden(months)
    for draws in with_sums(foreseen):
        transform = _transforms(draws, after[draws.name], seed)
        groups.append(_group(months, draws, before[draws.name], after[draws.name], transform))
        if draws.is_category:
            transforms.append(transform[_CELLS].ravel())
            expected.append(draws.counts.sum(axis=1).mean(axis=0))
        step(draws.name)
    return Measured(tuple(groups), calibration(np.concatenate(transforms)), np.array(expected))


def list_hotspots(
    months: HoldOut, county: County, expected: NDArray[np.float64], harm: HarmMeasure
) -> tuple[Hotspots, ...]:
    """Compare lists of hotspots: of all rows by count, of all rows by harm, and of each category by count.

    Parameters
    ----------
    months
        What was hidden, and what was not.
    county
        The county.
    expected
        (n_categories, n_areas) rows that the fit expects of the hidden months.
    harm
        The harm index.
    """
    category = months.fitted.category
    scores = {FIT: expected, **scores_of_rivals(months, county)}
    came = months.hidden.count.sum(axis=0)

    def by_harm(count: NDArray[np.integer] | NDArray[np.float64]) -> NDArray[np.float64]:
        return harm.harm(of_categories(category, count, county.deprivation_rank))

    def rows_of(chosen: slice) -> tuple[dict[str, NDArray[np.float64]], Came]:
        scored = {name: score[chosen].sum(axis=0) for name, score in scores.items()}
        return scored, Came(came[chosen].sum(axis=0).astype(np.float64), county.area_km2)

    lists = [Hotspots(ALL_ROWS, "rows", compare_lists(*rows_of(slice(None))))]
    harmful = {name: by_harm(score) for name, score in scores.items()}
    of_harm = Came(by_harm(came), county.area_km2, counts=False)
    lists.append(Hotspots(ALL_ROWS, f"harm in {harm.unit}", compare_lists(harmful, of_harm)))
    for kind, name in enumerate(category):
        lists.append(Hotspots(name, "rows", compare_lists(*rows_of(slice(kind, kind + 1)))))
    return tuple(lists)


def _by_group(category: tuple[str, ...], count: NDArray[np.int32]) -> dict[str, NDArray[np.int32]]:
    """Give the (n_months, n_areas) counts of every group."""
    tables = ((name, count[:, kind]) for kind, name in enumerate(category))
    return {group.name: group.counts for group in with_sums(tables)}


def _of_hidden(months: HoldOut) -> dict[str, NDArray[np.int32]]:
    """Give what came in the hidden months, by group."""
    return _by_group(months.hidden.category, months.hidden.count)


def _transforms(draws: Group, observed: NDArray[np.int32], seed: int) -> tuple[NDArray[np.float64], ...]:
    """Transform the counts of one group: by area × month, and by area."""
    ties = stream(seed, STUDY_WIDE, Purpose.BACKTEST_TIES, entity_key(draws.name))
    cells = transformed(draws.counts, observed, ties.random(observed.shape))
    of_areas = ties.random(observed.shape[1:])
    return cells, transformed(draws.counts.sum(axis=1), observed.sum(axis=0), of_areas)


def _group(
    months: HoldOut,
    draws: Group,
    before: NDArray[np.int32],
    observed: NDArray[np.int32],
    transform: tuple[NDArray[np.float64], ...],
) -> GroupFindings:
    """Measure one group."""
    year = months.last_twelve
    ground = Ground(followed_months(months.hidden.month), before[year].sum(axis=0))
    total = np.array(observed.sum())
    of_month = draws.counts.sum(axis=2)
    by_method = {FIT: foreseen_by_draws(of_month.sum(axis=1)), **foreseen_by_rivals(months, before.sum(axis=1))}
    days = float(calendar.days(months.fitted.month)[year].sum())
    return GroupFindings(
        name=draws.name,
        is_category=draws.is_category,
        per_year=float(ground.year_before.sum()) * DAYS_PER_YEAR / days,
        total=int(total),
        scored=tuple(_scored(name, foreseen, total) for name, foreseen in by_method.items()),
        by_month=foreseen_by_draws(of_month),
        month_total=observed.sum(axis=1),
        cells=calibration(transform[_CELLS]),
        areas=calibration(transform[_AREAS]),
        shape=hold_shape(observed, draws.counts, ground),
    )


def _scored(method: str, foreseen: Foreseen, total: NDArray[np.integer]) -> Scored:
    """Score one way of foreseeing a total."""
    return Scored(
        method=method,
        mean=float(foreseen.mean),
        low=float(foreseen.low),
        high=float(foreseen.high),
        score=float(interval_score(foreseen, total)),
        inside=bool(foreseen.holds(total)),
    )
