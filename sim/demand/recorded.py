"""Demand of a county that comes with recorded counts: areas and volumes follow what was recorded there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.county.model import County


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
    member = np.array([[category == other for other in categories] for category in offence_category], dtype=np.float64)
    member = member.reshape(len(offence_category), len(categories))
    rows = calls[:, None] * (given.offence_share @ member)
    rows[:, categories.index(asb)] += calls * given.asb_share
    total = rows.sum(axis=0)
    recorded_total = recorded.sum(axis=1)
    factor = np.divide(recorded_total, total, out=np.zeros_like(total), where=total > 0)
    overall = float(county.recorded_per_year.sum()) / float(total.sum()) if total.sum() > 0 else 1.0
    kept = rows * factor
    has_rows = kept.sum(axis=1) > 0
    scale = np.where(has_rows, kept.sum(axis=1) / np.maximum(rows.sum(axis=1), 1e-300), overall)
    of_place = np.divide(
        recorded, recorded_total[:, None], out=np.zeros_like(recorded), where=recorded_total[:, None] > 0
    )
    mix = kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-300)
    everywhere = county.recorded_per_year.sum(axis=0) / county.recorded_per_year.sum()
    place = np.where(has_rows[:, None], mix @ of_place, everywhere)
    relative = np.where(has_rows[:, None], factor[None, :] / scale[:, None], 0.0)
    return Scaled(
        per_year=(calls * scale)[:, None] * place,
        offence_share=given.offence_share * (relative @ member.T),
        asb_share=given.asb_share * relative[:, categories.index(asb)],
    )


def _recorded(categories: tuple[str, ...], county: County) -> NDArray[np.float64]:
    """Give the recorded rows a year of each category and area; 0 where the county has none of a category."""
    known = {name.casefold(): index for index, name in enumerate(county.recorded_category)}
    table = np.zeros((len(categories), county.n_areas))
    for row, category in enumerate(categories):
        index = known.get(category.casefold())
        if index is not None:
            table[row] = county.recorded_per_year[index]
    return table
