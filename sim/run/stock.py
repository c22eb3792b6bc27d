"""The stock of a study's baseline: shipped with the program, kept in the user's cache, or measured now."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sim.command.suppression import BaselineStock
from sim.jit import user_cache
from sim.run.calibrate import measure_stock
from sim.run.parts import Parts
from sim.run.stock_key import stock_key
from sim.run.workers import Crew
from sim.study.loaded import LoadedStudy
from sim.study.packs import bundle_folder

FOLDER = "suppression"
NOT_BEHIND_STOCK = frozenset(
    {
        "__main__.py",
        "cli",
        "progress.py",
        "backtest",
        "bench",
        "data",
        "fit",
        "outcomes",
        "rank",
        "report",
        "validate",
    }
)
"""Files and rooms of the program that no calibration runs through: all others count."""


@dataclass(frozen=True, slots=True)
class Found:
    """A baseline stock and where it came from.

    Parameters
    ----------
    stock
        The stock.
    key
        Hash of all that it depends on; empty where nothing is deterred.
    origin
        Words for the manifest.
    """

    stock: BaselineStock
    key: str
    origin: str


def find_stock(parts: Parts, crew: Crew) -> Found:
    """Find the stock of a study's baseline: shipped, in the user's cache, or measured now.

    Parameters
    ----------
    parts
        What every run shares.
    crew
        Does the measuring.

    Returns
    -------
    Found
        The stock, its key and its origin.
    """
    if not needs_stock(parts):
        return Found(BaselineStock.none(parts.county.n_areas, parts.demand.n_types), "", "nothing is deterred")
    key = stock_key(parts.loaded)
    for path, origin in _places(parts.loaded).items():
        if path.is_file():
            return Found(BaselineStock.load(path), key, origin)
    stock = measure_stock(parts, crew).rounded()
    keep_stock(stock, cached_stock(parts.loaded))
    return Found(stock, key, "measured in this run")


def may_have_to_measure(loaded: LoadedStudy) -> bool:
    """Tell, before the parts of a study are built, whether its stock may have to be measured first."""
    return _can_deter(loaded) and not any(path.is_file() for path in _places(loaded))


def needs_stock(parts: Parts) -> bool:
    """Tell whether anything in the study is deterred at all: if not, nothing has to be measured."""
    deterrable = (parts.demand.deterrable_share > 0) & (parts.demand.effect_multiplier > 0)
    return bool(_can_deter(parts.loaded) and deterrable.any())


def keep_stock(stock: BaselineStock, path: Path) -> None:
    """Save a stock whole, or not at all; whoever else saves it at the same time writes into a file of its own."""
    partial = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.partial")
    try:
        stock.save(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def cached_stock(loaded: LoadedStudy) -> Path:
    """Name the file in the user's cache that a study's stock is kept in."""
    return user_cache() / FOLDER / f"{stock_key(loaded)}-{code_hash()}.npz"


@lru_cache(maxsize=1)
def code_hash() -> str:
    """Hash the code that a calibration runs through: what is kept in a user's cache must not outlive it."""
    return hash_of_code(Path(__file__).resolve().parents[1])


def hash_of_code(root: Path) -> str:
    """Hash all of a program's code but that which no calibration runs through.

    Parameters
    ----------
    root
        Folder of the package.

    Returns
    -------
    str
        Eight hexadecimal digits.
    """
    digest = hashlib.sha256()
    for source in sorted(root.rglob("*.py")):
        name = source.relative_to(root)
        if name.parts[0] not in NOT_BEHIND_STOCK:
            digest.update(name.as_posix().encode("utf-8"))
            digest.update(source.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:8]


def _places(loaded: LoadedStudy) -> dict[Path, str]:
    """List the files in which a study's stock may lie, each with its origin in words."""
    shipped = bundle_folder("models") / FOLDER / f"{stock_key(loaded)}.npz"
    return {shipped: "shipped", cached_stock(loaded): "measured before"}


def _can_deter(loaded: LoadedStudy) -> bool:
    """Tell whether patrol has an effect in a study."""
    spread = loaded.effect_drawn and loaded.effect.distribution.kind != "fixed"
    return bool(loaded.effect.reduction.value != 0 or spread)
