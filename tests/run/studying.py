"""What tests of whole studies share: a desk at which studies are changed, loaded and run, and what runs leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from ruamel.yaml import YAML

from sim.command.suppression import BaselineStock
from sim.run import StudyResult, run_study
from sim.run.parts import Parts, build_parts
from sim.run.replicate import Walk, walk_scenarios
from sim.study.load import load_study
from sim.study.loaded import LoadedStudy

ROOT = Path(__file__).resolve().parents[2]
KNOWN_ANSWERS = ROOT / "scenarios" / "known_answers"
TINY = Path(__file__).parent / "studies" / "tiny.yaml"
SMALL = ROOT / "scenarios" / "small.yaml"
NOTHING_SAID = lambda label, done, total: None  # noqa: E731

TABLES = (
    "summary.csv",
    "replications.parquet",
    "potential.csv",
    "ranking.csv",
    "areas.parquet",
    "areas.gpkg",
    "baseline_stock.npz",
    "calls.parquet",
    "dispatches.parquet",
    "visits.parquet",
    "dose.parquet",
    "patrol.csv",
    "hotspots.csv",
    "plan.csv",
)
"""Files that hold the same bytes however a study was run."""


class Gone:
    """A key that is left out of a changed study."""


ALL_DISPLACED = {
    "label": "All is displaced",
    "reduction": 0.16,
    "visit_minutes": 15,
    "displacement": 1,
    "diffusion": 0,
    "reporting_per_minute": 0,
    "cap": 0.8,
    "max_stock_minutes": 300,
}
"""An effect that moves every call that it keeps from happening."""


@dataclass(frozen=True)
class Desk:
    """A folder for changed studies and results, and a cache of its own for what today's policing prevents."""

    folder: Path

    @property
    def cache(self) -> Path:
        """What SIM_CACHE_DIR is while a study runs."""
        return self.folder / "cache"

    def changed(self, study: Path, name: str, changes: dict[str, object]) -> Path:
        """Write a study anew with some of its keys changed, `Gone` or added; keys are dotted paths."""
        data = YAML(typ="safe").load(study)
        for key, value in changes.items():
            *parents, last = key.split(".")
            place = data
            for parent in parents:
                place = place[int(parent)] if isinstance(place, list) else place[parent]
            if value is Gone:
                del place[last]
            else:
                place[last] = value
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.yaml"
        yaml = YAML(typ="safe", pure=True)
        yaml.sort_base_mapping_type_on_output = False
        yaml.dump(data, path)
        return path

    def load(self, study: Path, name: str = "", /, **changes: object) -> LoadedStudy:
        """Load a study, changed if there are changes; a double underscore in a key stands for a dot."""
        dotted = {key.replace("__", "."): value for key, value in changes.items()}
        return load_study(self.changed(study, name or study.stem, dotted) if dotted else study)

    def run(
        self, loaded: LoadedStudy, out: str = "", workers: int = 1, progress: Any = NOTHING_SAID, engine: Any = "numba"
    ) -> StudyResult:
        """Run a study with the desk's own cache."""
        folder = self.folder / "results" / (out or loaded.study.study)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SIM_CACHE_DIR", str(self.cache))
            return run_study(loaded, out=folder, workers=workers, progress=progress, engine=engine)


def walks_of(loaded: LoadedStudy, parts: Parts | None = None) -> Iterator[Walk]:
    """Run every scenario and replication of a study whose baseline prevents nothing, and give their records."""
    parts = parts or build_parts(loaded)
    nothing = BaselineStock.none(parts.county.n_areas, parts.demand.n_types)
    for replication in range(loaded.study.replications):
        yield from walk_scenarios(parts, nothing, replication)


def is_counted(walk: Walk) -> np.ndarray:
    """Tell which calls were made in the measured period: (n_calls,)."""
    record = walk.record
    made = record.history.calls["call_min"]
    return (made >= record.clock.measure_from_min) & (made < record.clock.measure_until_min)


def values_of(folder: Path, measure: str) -> pd.DataFrame:
    """Give a measure by replication (row) and scenario (column)."""
    rows = pd.read_parquet(folder / "replications.parquet")
    rows = rows[rows["measure"] == measure]
    assert not rows.empty, f"there is no measure {measure}"
    return rows.pivot_table(index="replication", columns="scenario", values="value", dropna=False)


def table_bytes(folder: Path) -> dict[str, bytes]:
    """Read the tables of a folder of results."""
    return {name: (folder / name).read_bytes() for name in TABLES}


def row_text(folder: Path, table: str, scenario: str) -> list[str]:
    """Give the lines of a table of text that belong to a scenario, in order."""
    lines = (folder / table).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith(f"{scenario},")]
