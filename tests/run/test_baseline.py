"""The default county today, as the evidence describes it: volumes, workload and response (MODEL.md §1, §6)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sim.clock import DAYS_PER_YEAR
from sim.command.suppression import BaselineStock
from sim.demand.build import category_share, expected_by_category
from sim.demand.records import ASB_RECORD
from sim.run.parts import Parts, build_parts
from sim.run.replicate import Walk, walk_scenarios
from sim.run.stock import FOLDER
from sim.run.stock_key import stock_key
from sim.street.records import LATENT, PREVENTED, SILENT
from sim.study.load import load_study

ROOT = Path(__file__).resolve().parents[2]
ASB = "Anti-social behaviour"


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> Parts:
    """The shipped study with nothing but its baseline."""
    text = (
        (ROOT / "scenarios" / "uplift.yaml")
        .read_text(encoding="utf-8")
        .replace("../models/", f"{ROOT.as_posix()}/models/")
    )
    study = tmp_path_factory.mktemp("baseline") / "today.yaml"
    study.write_text(text.split("  response:\n", 1)[0], encoding="utf-8")
    return build_parts(load_study(study))


@pytest.fixture(scope="module")
def stock(parts) -> BaselineStock:
    """What is shipped for this baseline."""
    return BaselineStock.load(ROOT / "models" / FOLDER / f"{stock_key(parts.loaded)}.npz")


def _today(parts: Parts, stock: BaselineStock, replications: int) -> Iterator[Walk]:
    """Run the baseline."""
    for replication in range(replications):
        yield from walk_scenarios(parts, stock, replication)


def _rows_by_category(walk: Walk) -> dict[str, int]:
    """Count recorded crimes by police.uk category, and ASB records, in the measured period."""
    record = walk.record
    clock, calls = record.clock, record.history.calls
    counted = (calls["call_min"] >= clock.measure_from_min) & (calls["call_min"] < clock.measure_until_min)
    happened = counted & ~np.isin(record.outcome["state"], (LATENT, PREVENTED, SILENT))
    names = record.demand.offence_category
    offences = np.bincount(calls["offence"][happened & (calls["offence"] >= 0)], minlength=len(names))
    rows = {ASB: int((happened & ((calls["flags"] & ASB_RECORD) != 0)).sum())}
    for name, count in zip(names, offences.tolist(), strict=True):
        rows[name] = rows.get(name, 0) + count
    return rows


@pytest.mark.slow
def test_baseline_is_hertfordshire_today(parts, stock, small_form):
    """40 replications (4 in the small form), effect drawn: every police.uk volume, workload and response in range."""
    walks = 4 if small_form else 40
    expected = expected_by_category(parts.demand)
    share = parts.clock.days / DAYS_PER_YEAR
    rows: list[dict[str, int]] = []
    values: list[dict[str, float]] = []
    for walk in _today(parts, stock, walks):
        rows.append(_rows_by_category(walk))
        values.append(walk.measures.values)
    for category, per_year in expected.items():
        counts = np.array([row[category] for row in rows], dtype=np.float64)
        error = counts.std(ddof=1) / np.sqrt(walks)
        assert abs(counts.mean() - per_year * share) <= 0.02 * per_year * share + 2.6 * error, category
    means = {name: float(np.mean([value[name] for value in values])) for name in values[0]}
    assert 0.42 <= means["utilisation"] <= 0.56
    assert 8 <= means["response_median_grade1"] <= 11
    assert 0.80 <= means["response_within_target_grade1"] <= 0.92
    assert means["calls"] == pytest.approx(468_000 * share, rel=0.02)


def test_every_row_of_the_baseline_is_on_the_books(parts):
    """Expected rows by category are the published ones of 2021: 74,251 crimes and 26,156 ASB records."""
    expected = expected_by_category(parts.demand)
    assert expected[ASB] == pytest.approx(26_156, rel=0.005)
    assert sum(expected.values()) - expected[ASB] == pytest.approx(74_251, rel=0.005)
    assert set(expected) == set(category_share(parts.demand)[0])
