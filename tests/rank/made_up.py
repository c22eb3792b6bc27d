"""Small evidence to rank by, and a slow ranking to hold the fast one against."""

from __future__ import annotations

import numpy as np

from sim.harm.weighted import WeightedHarm
from sim.rank.evidence import Evidence
from sim.rank.ranking import Index
from sim.rank.together import MeanRank, ZScore

CATEGORIES = ("Burglary", "Shoplifting", "Drugs")
WEIGHTS = {"Burglary": 100.0, "Shoplifting": 1.0, "Drugs": 0.0}
INDEX = Index("days", "Index in days", WeightedHarm("days", "days", {}, WEIGHTS), MeanRank())
BY_SIZE = Index("days", "Index in days", INDEX.crime, ZScore())


def evidence(n_months=6, n_areas=9, seed=3):
    """Draw counts by month; the first two areas are alike in everything."""
    draw = np.random.default_rng(seed)
    crimes = draw.poisson(2.0, (n_months, len(CATEGORIES), n_areas)).astype(float)
    asb = draw.poisson(3.0, (n_months, n_areas)).astype(float)
    crimes[..., 1], asb[:, 1] = crimes[..., 0], asb[:, 0]
    return Evidence(
        area=np.arange(n_areas),
        month=tuple(f"2021-{month + 1:02d}" for month in range(n_months)),
        category=CATEGORIES,
        crimes=crimes,
        by_month={"asb": asb, "calls": crimes.sum(axis=1) + asb},
        fixed={"deprivation_rank": np.array([4.0, 4.0, *range(5, n_areas + 3)])},
    )


def slow_rank(values):
    """Rank from the largest down: places before, and half of the others alike."""
    values = list(values)
    return [1 + sum(o > v for o in values) + (sum(o == v for o in values) - 1) / 2 for v in values]


def slow_ranking(known, times):
    """Rank areas by the mean of their ranks, adding everything up one by one."""
    totals = {key: [0.0] * known.n_areas for key in ("asb", "calls", "crime_harm")}
    for month, again in enumerate(times):
        for area in range(known.n_areas):
            totals["asb"][area] += again * known.by_month["asb"][month, area]
            totals["calls"][area] += again * known.by_month["calls"][month, area]
            for row, name in enumerate(known.category):
                totals["crime_harm"][area] += again * WEIGHTS[name] * known.crimes[month, row, area]
    ranks = [slow_rank(total) for total in totals.values()]
    ranks.append(slow_rank(-known.fixed["deprivation_rank"]))
    means = [sum(rank[area] for rank in ranks) / len(ranks) for area in range(known.n_areas)]
    return slow_rank([-mean for mean in means])
