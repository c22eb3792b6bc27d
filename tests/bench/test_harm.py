from functools import partial

import numpy as np
import pytest

from sim.bench import harm
from sim.bench.measured import NotMeasuredError

WAYS = {
    "kernel": harm.by_kernel,
    "numpy": harm.by_numpy,
    "pandas": harm.by_pandas,
    "polars, joined": partial(harm.by_polars, joined=True),
    "polars, looked up": partial(harm.by_polars, joined=False),
}


def slow_sums(rows):
    """Add one incident after the other."""
    out = [0.0] * harm.N_AREAS
    for kind, area in zip(rows.kind.tolist(), rows.area.tolist(), strict=True):
        out[area] += rows.weight[kind]
    return out


@pytest.mark.parametrize("way", WAYS)
def test_every_way_gives_the_same_sums(way):
    rows = harm.incidents(200_000)  # more than three chunks of bincount
    assert WAYS[way](rows) == pytest.approx(slow_sums(rows), rel=1e-12)


def test_incidents_are_uneven_and_of_all_kinds():
    rows = harm.incidents(200_000)
    by_area = np.sort(np.bincount(rows.area, minlength=harm.N_AREAS))
    top_share = by_area[-harm.N_AREAS // 20 :].sum() / rows.area.size
    assert 0.1 < top_share < 0.25
    assert (rows.kind.min(), rows.kind.max()) == (0, harm.N_KINDS - 1)


def test_other_sums_are_not_measured(monkeypatch):
    monkeypatch.setattr(harm, "QUICK", 1000)
    with pytest.raises(AssertionError, match="do not give the same sums"):
        harm._against("half", lambda rows: harm.by_numpy(rows) / 2, quick=True)


def test_a_ratio_is_theirs_over_ours(monkeypatch):
    monkeypatch.setattr(harm, "QUICK", 200_000)
    measured = harm.against_pandas(quick=True)
    assert measured.value == measured.ratio > 1
    assert "pandas" in measured.note


def test_a_library_that_is_not_there_is_told(monkeypatch):
    def absent(name):
        raise ImportError(name)

    monkeypatch.setattr(harm.importlib, "import_module", absent)
    with pytest.raises(NotMeasuredError, match="polars is not installed"):
        harm.against_polars(quick=True)
