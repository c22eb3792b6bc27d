"""Pilots that nobody ran, on the county's real records of 2021: what halves of the busiest areas would have shown by themselves."""

import numpy as np
import pandas as pd
import pytest

from sim.trial.estimators.registry import ESTIMATORS, Settings
from sim.trial.least_fall import least_falls
from sim.trial.parts import some_of
from sim.trial.pilot import Pilots
from sim.trial.smallest import smallest_fall_found
from tests.trial.imposing import incidents_in

MONTHS = [f"2021-{month:02d}" for month in range(1, 13)]
ASB = "Anti-social behaviour"
PLACES, HALVES = 40, 2000


@pytest.fixture(scope="module")
def records(shared_data):
    """Give the counts of 2021 by kind: (n_areas, 12) of all crime, of ASB and of two categories."""
    rows = pd.read_csv(shared_data / "lsoa11_month_crimetype_counts_hertfordshire.csv.gz")
    areas = sorted(rows["lsoa11cd"].dropna().unique())

    def table(kept):
        counts = rows[kept].pivot_table(index="lsoa11cd", columns="Month", values="count", aggfunc="sum", fill_value=0)
        return counts.reindex(index=areas, columns=MONTHS, fill_value=0).to_numpy(dtype=float)

    kinds = {"all crime": rows["Crime type"] != ASB, ASB: rows["Crime type"] == ASB}
    kinds |= {
        kind: rows["Crime type"] == kind for kind in ("Violence and sexual offences", "Criminal damage and arson")
    }
    return {kind: table(kept) for kind, kept in kinds.items()}


@pytest.fixture(scope="module")
def pilots(records):
    """Choose the 40 areas with most records from January to June, and draw half of them for July to December, 2,000 times."""
    seen = records["all crime"][:, :6].sum(axis=1) + records[ASB][:, :6].sum(axis=1)
    chosen = np.argsort(-seen, kind="stable")[:PLACES]
    drawn = np.argsort(np.random.default_rng(2021).random((HALVES, PLACES)), axis=1) < PLACES // 2
    count = np.stack([table[chosen] for table in records.values()])
    return Pilots(
        tuple(records),
        np.broadcast_to(count, (HALVES, *count.shape)),
        drawn[..., None] & (np.arange(12) >= 6),
        np.zeros((HALVES, PLACES), dtype=np.int16),
        None,
        np.arange(12) < 6,
        np.ones(12, dtype=bool),
        np.full(12, 365 / 12),
    )


def test_smallest_falls_are_those_of_the_decision_page(pilots):
    """Twice those that the county's mean dispersion gives: the busiest areas' months vary more, and last."""
    some = some_of(pilots, slice(500))
    least = least_falls(some, incidents_in(some), ESTIMATORS["did"](Settings(1)))
    falls = [smallest_fall_found(least[:, kind]).value for kind in range(4)]
    assert falls == pytest.approx([0.28, 0.34, 0.39, 0.37], abs=0.02)


def test_poisson_errors_cry_wolf_in_real_records_and_permutation_does_not(pilots):
    wolf = {
        name: (ESTIMATORS[name](Settings(1)).estimate(pilots).p < 0.05).mean(axis=0) for name in ("wdd", "permutation")
    }
    assert (wolf["wdd"][:3] > 0.25).all()
    assert (wolf["permutation"] < 0.07).all()
    assert (wolf["permutation"] > 0.03).all()
