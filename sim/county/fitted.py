"""Read rates that were fitted to recorded counts: what an area is likely to have, and how sure that is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.county.files_config import FittedFile
from sim.county.source import Source, some
from sim.county.tables import numbers, read_table

LEAST_SHAPE, MOST_SHAPE = 1e-3, 1e12
"""A rate of the first is as good as unknown, one of the second as good as certain."""
MOST_LOG_SD = 3.0
"""At this the county's level lies anywhere between a 350th and 350 times of what is fitted."""


class FittedRates(NamedTuple):
    """Rates a year with what is known of them, as in `sim.county.model.County`.

    Parameters
    ----------
    category
        (n_categories,) in alphabetical order.
    per_year
        (n_categories, n_areas) recorded rows a year.
    shape
        (n_categories, n_areas) gamma shape of each area's rate.
    level_log_sd
        (n_categories,) standard deviation of the log of the county's level.
    """

    category: tuple[str, ...]
    per_year: NDArray[np.float64]
    shape: NDArray[np.float64]
    level_log_sd: NDArray[np.float64]


def read_fitted(spec: FittedFile, codes: list[str], source: Source) -> FittedRates | None:
    """Read the fitted rates of each area and category.

    Parameters
    ----------
    spec
        The file and its columns.
    codes
        Codes of the areas, in order; rows of other areas are left out. Without any, only the file is checked.
    source
        Where it lies; problems are added to it.

    Returns
    -------
    FittedRates | None
        One rate for each category and area; None if anything is wrong.
    """
    named = spec.columns.model_dump()
    table = read_table("fitted", spec.path, named, "rates fitted by area and category", spec.published, source)
    if table is None:
        return None
    limits = {
        "per_year": (0.0, np.inf),
        "shape": (LEAST_SHAPE, MOST_SHAPE),
        "level_log_sd": (0.0, MOST_LOG_SD),
    }
    read = {
        name: numbers(f"fitted.columns.{name}", table[name], low, high, source) for name, (low, high) in limits.items()
    }
    if any(values is None for values in read.values()):
        return None
    table = table.assign(**read)
    table = table[table["area"].isin(codes)]
    if not codes or not _is_full(table, codes, spec, source):
        return None
    category = tuple(sorted(set(table["category"])))
    wide = {
        name: table.pivot_table(index="category", columns="area", values=name)
        .reindex(index=list(category), columns=codes)
        .to_numpy(dtype=np.float64)
        for name in limits
    }
    return FittedRates(category, wide["per_year"].copy(), wide["shape"].copy(), wide["level_log_sd"][:, 0].copy())


def _is_full(table: pd.DataFrame, codes: list[str], spec: FittedFile, source: Source) -> bool:
    """Check that each category has one rate for each area, and one level."""
    if table.empty:
        what = f"{spec.path!r} has no rows of the county's areas"
        source.wrong("fitted.columns.area", what, "fit again: python -m sim fit")
        return False
    several = table.duplicated(["area", "category"])
    if several.any():
        pairs = table.loc[several, ["area", "category"]].agg(" ".join, axis=1)
        source.wrong("fitted.path", f"{spec.path!r} has more than one row for {some(sorted(set(pairs)))}")
    by_category = {str(name): rows for name, rows in table.groupby("category")}
    short = [name for name, rows in by_category.items() if set(rows["area"]) != set(codes)]
    if short:
        what = f"{spec.path!r} lacks areas of the county in {some(short)}"
        source.wrong("fitted.path", what, "every category needs a row for every area: fit again")
    uneven = [name for name, rows in by_category.items() if len(set(rows["level_log_sd"])) > 1]
    if uneven:
        what = f"{spec.path!r} has more than one level_log_sd for {some(uneven)}"
        source.wrong("fitted.columns.level_log_sd", what, "the level is the county's: one number for a category")
    return not (several.any() or short or uneven)
