"""Demand of a county that comes with recorded counts: areas and volumes follow what was recorded there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County
from sim.demand.model import Posterior
from sim.ratio import ratio


@dataclass(frozen=True, slots=True)
class Scaled:
    """What the recorded counts decide.

    Parameters
    ----------
    per_year
        (n_types, n_areas) expected calls a year.
    offence_share
        (n_types, n_offences) probability that a call becomes each offence.
    asb_share
        (n_types,) probability that a call becomes an anti-social behaviour row.
    """

    per_year: NDArray[np.float64]
    offence_share: NDArray[np.float64]
    asb_share: NDArray[np.float64]


def scale_to_recorded(given: Scaled, offence_category: tuple[str, ...], asb: str, county: County) -> Scaled:
    """Let areas and volumes follow a county's recorded counts.

    Parameters
    ----------
    given
        What the catalogue says.
    offence_category
        (n_offences,) police.uk category of each offence.
    asb
        Category of the anti-social behaviour rows.
    county
        A county with recorded counts.

    Returns
    -------
    Scaled
        A type's areas follow the counts of its categories, weighted by its rows in each; its rows of a category are
        scaled by recorded ÷ catalogue, and its calls by the same factor (weighted, where it has several categories),
        so that the expected rows of every category equal the recorded ones. A type without a category, or whose
        categories were not recorded at all, follows all recorded rows in place and in volume.
    """
    calls = given.per_year.sum(axis=1)
    categories = tuple(dict.fromkeys([*offence_category, asb]))
    recorded = _recorded(categories, county)
    member = _member(offence_category, categories)
    rows = _rows(given, member, categories.index(asb))
    total = rows.sum(axis=0)
    recorded_total = recorded.sum(axis=1)
    factor = ratio(recorded_total, total, 0.0)
    overall = float(county.recorded_per_year.sum()) / float(total.sum()) if total.sum() > 0 else 1.0
    kept = rows * factor
    has_rows = kept.sum(axis=1) > 0
    scale = np.where(has_rows, kept.sum(axis=1) / np.maximum(rows.sum(axis=1), 1e-300), overall)
    of_place = ratio(recorded, recorded_total[:, None], 0.0)
    mix = kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-300)
    everywhere = county.recorded_per_year.sum(axis=0) / county.recorded_per_year.sum()
    place = np.where(has_rows[:, None], mix @ of_place, everywhere)
    relative = np.where(has_rows[:, None], factor[None, :] / scale[:, None], 0.0)
    return Scaled(
        per_year=(calls * scale)[:, None] * place,
        offence_share=given.offence_share * (relative @ member.T),
        asb_share=given.asb_share * relative[:, categories.index(asb)],
    )


def posterior_of(given: Scaled, offence_category: tuple[str, ...], asb: str, county: County) -> Posterior | None:
    """Say how well the rates of a county are known that were fitted to recorded counts.

    Parameters
    ----------
    given, offence_category, asb, county
        As for `scale_to_recorded`.

    Returns
    -------
    Posterior | None
        By the county's categories; None where its rates are counts, which are taken as they are.
    """
    if not county.rate_shape.size:
        return None
    categories = tuple(dict.fromkeys([*offence_category, asb]))
    rows = _rows(given, _member(offence_category, categories), categories.index(asb))
    of_county = county.recorded_per_year.sum(axis=1)
    total = np.maximum(of_county, 1e-300)
    column = {name.casefold(): index for index, name in enumerate(categories)}
    mix = np.zeros((rows.shape[0], total.size))
    for index, name in enumerate(county.recorded_category):
        if name.casefold() in column:
            of_type = rows[:, column[name.casefold()]]
            mix[:, index] = of_type * of_county[index] / max(float(of_type.sum()), 1e-300)
    mix[mix.sum(axis=1) <= 0] = of_county  # leaves no rows: follows them all
    return Posterior(
        category=county.recorded_category,
        level_log_sd=county.level_log_sd,
        shape=county.rate_shape,
        place=county.recorded_per_year / total[:, None],
        mix=mix / mix.sum(axis=1, keepdims=True),
    )


def _member(offence_category: tuple[str, ...], categories: tuple[str, ...]) -> NDArray[np.float64]:
    """Say which category each offence is in: (n_offences, n_categories) of 0 and 1."""
    member = np.array([[category == other for other in categories] for category in offence_category], dtype=np.float64)
    return member.reshape(len(offence_category), len(categories))


def _rows(given: Scaled, member: NDArray[np.float64], asb: int) -> NDArray[np.float64]:
    """Give the rows a year of each type and category that the catalogue expects: (n_types, n_categories)."""
    calls = given.per_year.sum(axis=1)
    rows: NDArray[np.float64] = calls[:, None] * (given.offence_share @ member)
    rows[:, asb] += calls * given.asb_share
    return rows


def _recorded(categories: tuple[str, ...], county: County) -> NDArray[np.float64]:
    """Give the recorded rows a year of each category and area; 0 where the county has none of a category."""
    known = {name.casefold(): index for index, name in enumerate(county.recorded_category)}
    table = np.zeros((len(categories), county.n_areas))
    for row, category in enumerate(categories):
        index = known.get(category.casefold())
        if index is not None:
            table[row] = county.recorded_per_year[index]
    return table
