"""Deprivation of each area: the published national rank, or the rank that the published domains combine to."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from sim.county import carry, tables
from sim.county.deprivation_config import AREAS_OF_2019, DeprivationFile, DomainColumns
from sim.county.lookup import Counterparts
from sim.county.source import Source

CONTENTS = "rank of deprivation by area"
WEIGHT_OF_DOMAIN = MappingProxyType(
    {
        "income": 22.5,
        "employment": 22.5,
        "education": 13.5,
        "health": 13.5,
        "crime": 9.3,
        "housing": 9.3,
        "living": 9.3,
    }
)
"""Per cent, as published; they add up to 99.9 (English Indices of Deprivation 2019, MHCLG)."""
STEEPNESS = 23.0
"""Of the exponential transformation: the most deprived tenth of areas has half of its scale."""


def read_deprivation(
    spec: DeprivationFile, codes: list[str], counterparts: Counterparts, source: Source
) -> NDArray[np.int32] | None:
    """Read the national rank of each area.

    Parameters
    ----------
    spec
        The file and its columns.
    codes
        Codes of the areas, in order.
    counterparts
        What codes of another vintage mean: an area that the file lacks has the mean rank of its counterparts.
    source
        Where the file lies; problems are added to it.

    Returns
    -------
    NDArray[np.int32] | None
        (n_areas,) ranks from 1, the most deprived, to 32,844; None if anything is wrong.
    """
    if spec.domains is not None:
        table = _combined_table(spec, spec.domains, source)
    else:
        columns = {"code": spec.code, "column": str(spec.column)}
        table = tables.read_table("deprivation", spec.path, columns, CONTENTS, spec.published, source)
    if table is None:
        return None
    table = carry.carried(table, codes, counterparts, carry.mean_of)
    values = tables.of_areas("deprivation", table, spec, codes, source)
    where = "deprivation.column" if spec.domains is None else "deprivation.domains"
    ranks = None if values is None else tables.numbers(where, values, 1, spec.areas, source)
    return None if ranks is None else on_scale_of_2019(ranks, spec.areas)


def on_scale_of_2019(rank: NDArray[np.float64], areas: int) -> NDArray[np.int32]:
    """Carry ranks among some number of areas to ranks among 32,844: the same share of areas is more deprived."""
    return np.clip(np.round((rank - 0.5) * AREAS_OF_2019 / areas + 0.5), 1, AREAS_OF_2019).astype(np.int32)


def scores_of(rank: NDArray[np.float64], areas: int) -> NDArray[np.float64]:
    """Combine ranks of the domains as the index does.

    Parameters
    ----------
    rank
        (7, n) ranks among all areas of the country, 1 the most deprived, in the order of `WEIGHT_OF_DOMAIN`.
    areas
        Areas of the country.

    Returns
    -------
    NDArray[np.float64]
        (n,) scores, the higher the more deprived.

    Notes
    -----
    With R the share of areas that are no more deprived (1 for the most deprived), a domain counts
    X = −23 ln(1 − R (1 − exp(−100 / 23))), from 0 to 100, and the score is the sum of weight × X (English Indices of
    Deprivation 2019, technical report, MHCLG). On the areas of Hertfordshire it gives the published score to ±0.0006.
    """
    share = (areas + 1 - rank) / areas
    scale = -STEEPNESS * np.log(1 - share * (1 - np.exp(-100 / STEEPNESS)))
    score: NDArray[np.float64] = np.array(list(WEIGHT_OF_DOMAIN.values())) / 100 @ scale
    return score


def _combined_table(spec: DeprivationFile, domains: DomainColumns, source: Source) -> pd.DataFrame | None:
    """Read the domains of all areas of the country, and rank the areas by their combined score."""
    names = {domain: str(getattr(domains, domain)) for domain in WEIGHT_OF_DOMAIN}
    keys = {"code": spec.code} | {f"domains.{domain}": name for domain, name in names.items()}
    table = tables.read_table("deprivation", spec.path, keys, CONTENTS, spec.published, source)
    if table is None:
        return None
    if len(table) != spec.areas or table["code"].duplicated().any():
        what = f"{spec.path!r} has {len(table):,} rows, and domains combine only where all {spec.areas:,} areas are there once"
        source.wrong(
            "deprivation.domains", what, "give the whole national file, or the column of its rank; see `areas`"
        )
        return None
    low, high = (1.0, float(spec.areas)) if domains.are == "ranks" else (-np.inf, np.inf)
    read = [
        tables.numbers(f"deprivation.domains.{domain}", table[f"domains.{domain}"], low, high, source)
        for domain in names
    ]
    figures = [values for values in read if values is not None]
    if len(figures) < len(read):
        return None
    rank = np.array(figures) if domains.are == "ranks" else stats.rankdata(-np.array(figures), axis=1)
    combined = stats.rankdata(-scores_of(rank, spec.areas), method="min")
    return pd.DataFrame({"code": table["code"], "column": combined.astype(np.int64).astype(np.str_)})
