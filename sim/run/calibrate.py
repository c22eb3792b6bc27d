"""Measure what today's policing already prevents, once for each county, force and set of rules (MODEL.md §1).

Twenty histories of the baseline with the effect off give the stock that acts by area and hour. Further passes with the
effect on tell what the calls of each type really meet of it, until the county's totals come back.
"""

from __future__ import annotations

import hashlib
import json
import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from sim.clock import Clock
from sim.command.effect import solve_effect
from sim.command.session import run_session
from sim.command.suppression import BaselineStock, survival_share
from sim.config import Sourced
from sim.county.config import ForcesCounty
from sim.demand.model import Suppression
from sim.demand.records import DETERRABLE, NO_CALL
from sim.jit import user_cache
from sim.keys import block_seed
from sim.run.common import Common
from sim.run.parts import Parts
from sim.run.replicate import prepare
from sim.run.workers import Crew, Task
from sim.street.records import DISPLACED, LATENT, PREVENTED
from sim.study.load import LoadedStudy
from sim.study.packs import bundle_folder

log = logging.getLogger(__name__)

HISTORIES = 20
CALIBRATION_SEED = 1_690
CALIBRATION_CLOCK = Clock(start=date(2026, 4, 6), warm_up_days=28, days=364, cool_down_days=0)
CHECK_REDUCTION = 0.16
"""Reduction at which the further passes are run: the pooled estimate, evidence §5.3."""
TOLERANCE = 0.002
"""County totals must come back within this share (MODEL.md §1)."""
MOST_PASSES = 4
CALIBRATING = "Measuring what today's policing prevents"
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
LAYOUT = 1
"""Raised when the meaning of a stored stock changes."""
WORDS = frozenset(
    {
        "about",
        "assumed",
        "attribution",
        "confidence",
        "fields",
        "high",
        "label",
        "low",
        "note",
        "published",
        "source",
        "times",
        "told",
        "unit",
    }
)
"""Fields that say where a number comes from, how sure it is, or what a thing is called: no run depends on them."""


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


def _places(loaded: LoadedStudy) -> dict[Path, str]:
    """List the files in which a study's stock may lie, each with its origin in words."""
    shipped = bundle_folder("models") / FOLDER / f"{stock_key(loaded)}.npz"
    return {shipped: "shipped", cached_stock(loaded): "measured before"}


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


def needs_stock(parts: Parts) -> bool:
    """Tell whether anything in the study is deterred at all: if not, nothing has to be measured."""
    deterrable = (parts.demand.deterrable_share > 0) & (parts.demand.effect_multiplier > 0)
    return bool(_can_deter(parts.loaded) and deterrable.any())


def _can_deter(loaded: LoadedStudy) -> bool:
    """Tell whether patrol has an effect in a study."""
    spread = loaded.effect_drawn and loaded.effect.distribution.kind != "fixed"
    return bool(loaded.effect.reduction.value != 0 or spread)


def stock_key(loaded: LoadedStudy) -> str:
    """Hash all that the baseline's stock depends on, and nothing else.

    That is the county, the demand, the force, the rules of the street and the baseline; of the effect everything but
    its size, since the passes run at a size of their own; and the harm index where the baseline's patrols follow it.
    Labels, sources, ranges, other scenarios, seed and length of the study leave it alone.

    Parameters
    ----------
    loaded
        The study.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    baseline = loaded.study.scenarios[loaded.study.baseline]
    data = [source.sha256 for source in loaded.data_read]
    effect = loaded.effect.model_copy(update=dict.fromkeys(("reduction", "distribution", "place")))
    harm = loaded.harm_pack if baseline.target else None
    parts = (_county_of(loaded), loaded.demand, loaded.force, loaded.street, baseline, effect, harm)
    text = json.dumps([LAYOUT, data, *map(_meaning, parts)], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _county_of(loaded: LoadedStudy) -> object:
    """Give what a county is made from: of one force among several, how many others there are acts on nothing."""
    county = loaded.county
    if not isinstance(county, ForcesCounty):
        return county
    return [county.pattern, county.areas_per_force, loaded.block] if loaded.block else county.pattern


def _meaning(value: object) -> object:
    """Reduce parameters to what acts: numbers without their sources and ranges, sections without their labels."""
    if isinstance(value, Sourced):
        return value.value
    if isinstance(value, BaseModel):
        # what is left out acts on nothing: a section that a later version may add leaves today's keys alone
        return {name: _meaning(item) for name, item in value if name not in WORDS and item is not None}
    if isinstance(value, Mapping):
        return {str(key): _meaning(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_meaning(item) for item in value]
    return value


def keep_stock(stock: BaselineStock, path: Path) -> None:
    """Save a stock whole, or not at all; whoever else saves it at the same time writes into a file of its own."""
    partial = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.partial")
    try:
        stock.save(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def measure_stock(parts: Parts, crew: Crew) -> BaselineStock:
    """Measure the stock of the baseline.

    Parameters
    ----------
    parts
        What every run shares.
    crew
        Does the runs.

    Returns
    -------
    BaselineStock
        The stock with which county totals come back within the tolerance at the pooled effect.
    """
    censuses = crew.do(CALIBRATING, [Task(census, (number,)) for number in range(HISTORIES)])
    total = sum(census[0] for census in censuses)
    count = np.maximum(sum(census[1] for census in censuses), 1)
    mean = (total / count).astype(np.float32)
    stock = BaselineStock(mean, np.ones(parts.demand.n_types), np.zeros(parts.demand.n_types))
    for number in range(1, MOST_PASSES + 1):
        common = Common(stock)
        passed = crew.do(f"{CALIBRATING}, pass {number}", [Task(check_pass, (common, at)) for at in range(HISTORIES)])
        met = Met.sum_of(passed)
        missed = met.total_missed
        log.info("pass %d: county total off by %.3f %%", number, 100 * missed)
        if number > 1 and abs(missed) < TOLERANCE:
            break
        stock = met.corrected(stock)
    else:
        log.warning("after %d passes the county's total is still off by %.2f %%", MOST_PASSES, 100 * missed)
    return stock


def census(parts: Parts, number: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Run one history of the baseline with the effect off and give the census of its stock."""
    off = solve_effect(parts.loaded.effect, parts.rules.street.presence, parts.stated_demand, 0.0)
    none = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
    baseline = parts.loaded.study.baseline
    force = parts.force_of(baseline, number, CALIBRATION_CLOCK)
    seed = block_seed(CALIBRATION_SEED, parts.loaded.block)
    ground = prepare(parts, off, none, CALIBRATION_CLOCK, seed, number, [force])
    target = parts.loaded.study.scenarios[baseline].target
    traces = run_session(ground, force, target, take_census=True)
    return traces.stock_total, traces.stock_count


@dataclass(frozen=True, slots=True)
class Met:
    """What deterrable calls met in runs with the effect on, against what was expected: all (n_types,).

    Parameters
    ----------
    stock, stock_squared
        Sums over calls of the stock met and of its square.
    mean, mean_squared, cross
        Sums of the mean stock of the call's area and hour, of its square, and of stock × mean.
    prevented, expected
        Calls that patrol kept from happening where they were drawn, moved ones among them, and the sum of the chances
        of that which the baseline's stock gives.
    moved, expected_moved
        Those of `prevented` and of `expected` that happen in a neighbouring area instead.
    calls
        All calls, deterrable or not; the base of the county's total.
    """

    stock: NDArray[np.float64]
    stock_squared: NDArray[np.float64]
    mean: NDArray[np.float64]
    mean_squared: NDArray[np.float64]
    cross: NDArray[np.float64]
    prevented: NDArray[np.float64]
    expected: NDArray[np.float64]
    moved: NDArray[np.float64]
    expected_moved: NDArray[np.float64]
    calls: NDArray[np.float64]

    @classmethod
    def sum_of(cls, parts: list[Self]) -> Self:
        """Add up the sums of several runs, in order."""
        return cls(*(sum(getattr(part, item.name) for part in parts) for item in fields(cls)))

    @property
    def total_missed(self) -> float:
        """Share by which the county's total falls short of (or exceeds) what was observed; a moved call has occurred."""
        lost = self.prevented.sum() - self.moved.sum()
        expected_lost = self.expected.sum() - self.expected_moved.sum()
        return float((lost - expected_lost) / max(self.calls.sum(), 1.0))

    def corrected(self, stock: BaselineStock) -> BaselineStock:
        """Bring the stock into line with what the calls met, and with what was prevented."""
        with np.errstate(divide="ignore", invalid="ignore"):
            at_calls = self.stock / self.mean
            apart = self.stock_squared - 2 * at_calls * self.cross + at_calls**2 * self.mean_squared
            spread = apart / (at_calls**2 * self.mean_squared)
            residual = self.prevented / self.expected
        first = bool((stock.spread == 0).all())
        scale = at_calls if first else stock.at_calls * residual
        known = np.isfinite(scale) & np.isfinite(spread) & (self.expected > 0)
        return BaselineStock(
            stock.mean, np.where(known, scale, stock.at_calls), np.where(known, np.maximum(spread, 0.0), stock.spread)
        )


def check_pass(parts: Parts, stock: BaselineStock, number: int) -> Met:
    """Run one history of the baseline with the effect on and compare what was prevented with what should be."""
    effect = solve_effect(parts.loaded.effect, parts.rules.street.presence, parts.stated_demand, CHECK_REDUCTION)
    baseline = parts.loaded.study.baseline
    force = parts.force_of(baseline, number, CALIBRATION_CLOCK)
    seed = block_seed(CALIBRATION_SEED, parts.loaded.block)
    ground = prepare(parts, effect, stock, CALIBRATION_CLOCK, seed, number, [force])
    outcome = run_session(ground, force, parts.loaded.study.scenarios[baseline].target).outcome
    calls, clock = ground.history.calls, CALIBRATION_CLOCK
    counted = (calls["call_min"] >= clock.measure_from_min) & (calls["call_min"] < clock.measure_until_min)
    gone = np.isin(outcome["state"], (LATENT, PREVENTED))
    orphan = (calls["parent"] != NO_CALL) & gone[np.maximum(calls["parent"], 0)]
    return _compare(ground.suppression, stock, calls, outcome, counted, counted & ~orphan, clock)


def _compare(
    suppression: Suppression,
    stock: BaselineStock,
    calls: NDArray[np.void],
    outcome: NDArray[np.void],
    counted: NDArray[np.bool_],
    tested: NDArray[np.bool_],
    clock: Clock,
) -> Met:
    """Sum up what the calls that were put to the test met."""
    n_types = suppression.beta.size
    tested = tested & ((calls["flags"] & DETERRABLE) != 0) & (suppression.beta[calls["type"]] != 0)
    rows, kinds = calls[tested], calls["type"][tested]
    met = outcome["stock"][tested].astype(np.float64)
    hour = clock.hour_of_week(rows["call_min"])
    mean = stock.mean[rows["area"], hour].astype(np.float64)
    chance = np.empty(rows.size)
    for kind in np.unique(kinds):
        mine = kinds == kind
        kept = survival_share(
            float(suppression.beta[kind]), mean[mine] * stock.at_calls[kind], float(stock.spread[kind])
        )
        chance[mine] = 1.0 - kept
    moved = (outcome["flags"][tested] & DISPLACED) != 0
    share_moved = np.where(suppression.beta > 0, suppression.displacement, 0.0)
    prevented = (outcome["state"][tested] == PREVENTED) | moved

    def by_type(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.bincount(kinds, weights=values, minlength=n_types).astype(np.float64)

    return Met(
        stock=by_type(met),
        stock_squared=by_type(met**2),
        mean=by_type(mean),
        mean_squared=by_type(mean**2),
        cross=by_type(met * mean),
        prevented=by_type(prevented.astype(np.float64)),
        expected=by_type(chance),
        moved=by_type(moved.astype(np.float64)),
        expected_moved=share_moved * by_type(chance),
        calls=np.bincount(calls["type"][counted], minlength=n_types).astype(np.float64),
    )
