"""The stocks of the baseline that the program ships belong to its studies, and are up to date."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from sim.command.suppression import BaselineStock
from sim.run.stock import FOLDER
from sim.run.stock_key import stock_key
from sim.study.load import load_study

ROOT = Path(__file__).resolve().parents[2]
STOCKS = ROOT / "models" / FOLDER
HOW = "the packs have changed: run python -m sim.run.ship for it, as docs/decisions/0003 says"


@pytest.mark.parametrize("name", ["uplift", "small"])
def test_shipped_study_finds_its_stock(name):
    """Nobody who runs a shipped study waits for a calibration."""
    key = stock_key(load_study(ROOT / "scenarios" / f"{name}.yaml"))
    assert (STOCKS / f"{key}.npz").is_file(), HOW


def test_forces_take_after_a_county_whose_stock_is_shipped():
    """How calls meet the stock, by type, is taken from there."""
    national = load_study(ROOT / "scenarios" / "national.yaml")
    key = stock_key(national.of_block(0))
    assert key == stock_key(load_study(ROOT / "scenarios" / "uplift.yaml"))
    assert len({key, stock_key(national.of_block(1)), stock_key(national.of_block(2))}) == 3


def test_no_stock_is_left_over():
    """Two studies, two stocks: one that belongs to nothing is dead weight. A fitted county's is its user's to measure."""
    keys = {stock_key(load_study(ROOT / "scenarios" / f"{name}.yaml")) for name in ("uplift", "small")}
    assert {path.stem for path in STOCKS.glob("*.npz")} == keys


def test_stock_survives_being_kept(tmp_path):
    """Means are kept in half precision: 0.1 becomes the nearest multiple of 2^-14 below 1/8, 0.0999755859375."""
    stock = BaselineStock(np.full((1, 168), 0.1, dtype=np.float32), np.array([1.25]), np.array([0.5]))
    stock.save(tmp_path / "a.npz")
    kept, rounded = BaselineStock.load(tmp_path / "a.npz"), stock.rounded()
    assert kept.mean[0, 0] == 0.0999755859375
    assert (kept.mean == rounded.mean).all()
    assert (kept.at_calls[0], kept.spread[0]) == (1.25, 0.5)
    assert all(re.fullmatch(r"[0-9a-f]{16}\.npz", path.name) for path in STOCKS.iterdir())
