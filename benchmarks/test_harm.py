"""Group `harm`: ten million incidents scored by the kernel, and by what an analyst would otherwise write."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from sim.bench import harm

WAYS = {
    "kernel": harm.by_kernel,
    "numpy_bincount": harm.by_numpy,
    "pandas_groupby": harm.by_pandas,
    "polars_join": partial(harm.by_polars, joined=True),
    "polars_gather": partial(harm.by_polars, joined=False),
}


@pytest.mark.benchmark(group="harm")
@pytest.mark.parametrize("way", WAYS)
def test_score(benchmark: BenchmarkFixture, way: str) -> None:
    """Score ten million incidents."""
    rows = harm.incidents(harm.QUICK)
    sums = benchmark.pedantic(WAYS[way], args=(rows,), rounds=5, warmup_rounds=1)
    assert np.isclose(sums.sum(), rows.weight[rows.kind].sum())
