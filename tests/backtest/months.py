"""Small records to hide months of, and what a forecast of them could look like."""

import numpy as np

from sim.records.recorded import Recorded

CATEGORIES = ("Anti-social behaviour", "Burglary", "Robbery")


def recorded(months, counts, categories=CATEGORIES):
    """Give records of (n_months, n_categories, n_areas) counts."""
    table = np.asarray(counts, dtype=np.int32)
    nothing = np.zeros(table.shape[:2], dtype=np.int32)
    codes = tuple(f"A{index}" for index in range(table.shape[2]))
    return Recorded(tuple(months), tuple(categories), codes, table, np.zeros_like(table), nothing, nothing)


def year(first, count=12):
    """List months from January of a year on."""
    return [f"{first + index // 12}-{index % 12 + 1:02d}" for index in range(count)]


def drawn(rates, n_months, draws, seed=1, categories=CATEGORIES):
    """Draw Poisson counts of areas whose rates are known: (draws, n_months, n_areas) for each category."""
    random = np.random.default_rng(seed)
    for category, rate in zip(categories, rates, strict=True):
        yield category, random.poisson(rate, (draws, n_months, len(rate))).astype(np.int32)
