"""The committed reference results: which studies, where they lie, how they are made and held against new ones."""

from __future__ import annotations

import csv
import hashlib
import importlib.metadata
import json
import math
import platform
import warnings
from dataclasses import dataclass
from pathlib import Path

import llvmlite.binding

from sim.errors import SimWarning
from sim.run import run_study
from sim.study.load import load_study
from tests.backtest.digest import digest_csv

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "results" / "reference"
STUDIES = {
    "small": ROOT / "scenarios" / "small.yaml",
    "everything": ROOT / "tests" / "backtest" / "everything.yaml",
}
"""What a newcomer runs first, with the baseline that comes with the program; and every rule of the model on six areas."""

TEXTS = ("summary.csv", "ranking.csv", "digest.csv")
"""Files that are kept whole."""
HASHED = ("replications.parquet", "areas.parquet", "calls.parquet", "dispatches.parquet", "visits.parquet")
"""Files of which the digest and the checksum are kept."""
CHECKSUMS = "checksums.json"
MACHINE = "machine.json"
REASONS = "reasons.md"
UPDATE = 'if the change is meant, write it down: python -m tests.backtest.update "why results move"'

TOLERANCE = 1e-9
"""Relative difference that two machines may have: sums in another order, another exponential."""
OWN_SCALE = frozenset({"p_better", "p_best", "replications", "value"})
"""Columns whose cells are held against themselves; the others of a row share a unit, and with it the scale of the
row, because a difference of two large numbers keeps their rounding."""
LIBRARIES = ("numpy", "numba", "llvmlite", "scipy", "pyarrow")


def machine() -> dict[str, str]:
    """Tell what the last bit of a float can depend on."""
    features = llvmlite.binding.get_host_cpu_features().flatten()
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cpu": llvmlite.binding.get_host_cpu_name(),
        "cpu_features": hashlib.sha256(features.encode()).hexdigest()[:16],
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in LIBRARIES},
    }


def kept_machine() -> dict[str, str]:
    """Tell what the reference results were made on."""
    told: dict[str, str] = json.loads((KEPT / MACHINE).read_text(encoding="utf-8"))
    return told


def make(name: str, folder: Path) -> Path:
    """Run a study of the reference and leave what is compared in a folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SimWarning)  # what the runs are too few for is no matter here
        run_study(load_study(STUDIES[name]), out=folder, workers=1, progress=lambda label, done, total: None)
    (folder / "digest.csv").write_text(digest_csv(folder, HASHED), encoding="utf-8", newline="\n")
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in HASHED}
    (folder / CHECKSUMS).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8", newline="\n")
    return folder


@dataclass(frozen=True)
class Moved:
    """A cell that is not what it was: where it stands, both values, and how far apart they are for the scale of their row."""

    where: str
    was: str
    now: str
    by: float

    def __str__(self) -> str:
        by = f" ({self.by:.1e})" if math.isfinite(self.by) else ""
        return f"{self.where}: was {self.was or 'nothing'}, now {self.now or 'nothing'}{by}"


def moved_cells(old: str, new: str, tolerance: float = TOLERANCE) -> list[Moved]:
    """Hold two tables of comma-separated text against each other, cell by cell; rows go by their words, not their place."""
    before, after = _rows(old), _rows(new)
    moved = [Moved(" ".join(key), "a row", "", math.inf) for key in before if key not in after]
    moved += [Moved(" ".join(key), "", "a row", math.inf) for key in after if key not in before]
    for key in before.keys() & after.keys():
        was, now = before[key], after[key]
        scale = max(
            [abs(x) for row in (was, now) for name, x in _numbers(row).items() if name not in OWN_SCALE], default=0
        )
        for name in was | now:
            by = _apart(was.get(name, ""), now.get(name, ""), 0 if name in OWN_SCALE else scale)
            if by > tolerance:
                moved.append(Moved(f"{' '.join(key)} {name}", was.get(name, ""), now.get(name, ""), by))
    return sorted(moved, key=lambda cell: (-cell.by, cell.where))


def _rows(text: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Read rows by their words: all cells that are no number."""
    rows = {}
    for row in csv.DictReader(text.splitlines()):
        numbers = {name: cell for name, cell in row.items() if not cell or _number(cell) is not None}
        key = tuple(cell for name, cell in row.items() if name not in numbers)
        assert key not in rows, key
        rows[key] = numbers
    return rows


def _numbers(row: dict[str, str]) -> dict[str, float]:
    """Give the cells of a row that are filled with finite numbers."""
    found = {name: _number(cell) for name, cell in row.items()}
    return {name: value for name, value in found.items() if value is not None and math.isfinite(value)}


def _number(cell: str) -> float | None:
    """Read a number; None for what is none."""
    try:
        return float(cell)
    except ValueError:
        return None


def _apart(was: str, now: str, scale: float) -> float:
    """Tell how far apart two cells are, as a share of the larger or of a scale."""
    one, other = _number(was), _number(now)
    if one is None or other is None:
        return 0.0 if was == now else math.inf
    if one == other:
        return 0.0
    return abs(one - other) / max(abs(one), abs(other), scale)
