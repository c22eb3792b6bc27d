"""Write the results of a study (DESIGN.md §6) into a folder."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim import __version__
from sim.json_text import json_text
from sim.outcomes.area_table import areas_table
from sim.outcomes.best import RankingRow
from sim.outcomes.compare import SummaryRow
from sim.outcomes.replications import Replications
from sim.outcomes.tables import (
    hotspots_csv,
    potential_csv,
    ranking_csv,
    replications_table,
    summary_csv,
    write_parquet,
    write_text,
)
from sim.report.content import ReportContent
from sim.report.gis import write_areas_gpkg
from sim.report.html import render_report
from sim.run.parts import Parts
from sim.study.write import resolved_text

LIBRARIES = ("numpy", "numba", "scipy", "simpy", "networkx", "geopandas", "pyarrow", "pydantic")


@dataclass(frozen=True, slots=True)
class Results:
    """All that a study came to.

    Parameters
    ----------
    replications, summary, ranking, area_means
        The numbers.
    content
        The report's content.
    account
        What the manifest says of the run: times, workers, the baseline's stock.
    """

    replications: Replications
    summary: tuple[SummaryRow, ...]
    ranking: tuple[RankingRow, ...]
    area_means: Mapping[str, Mapping[str, NDArray[np.float64]]]
    content: ReportContent
    account: Mapping[str, object]


def publish(parts: Parts, results: Results, folder: Path) -> None:
    """Write every file but the audit trail, which the runs wrote themselves.

    Parameters
    ----------
    parts
        What every run shares.
    results
        The results.
    folder
        An existing folder.
    """
    about = {"county": parts.county.name, "licence": " ".join(parts.county.attribution) or "synthetic county"}
    write_text(summary_csv(results.summary), folder / "summary.csv")
    write_text(ranking_csv(results.ranking), folder / "ranking.csv")
    if results.content.hotspots:
        write_text(hotspots_csv(results.content.hotspots), folder / "hotspots.csv")
    if results.content.potential:
        write_text(potential_csv(results.content.potential), folder / "potential.csv")
    write_parquet(replications_table(results.replications), folder / "replications.parquet", about)
    areas = areas_table(results.area_means, parts.loaded.study.baseline, parts.county, parts.loaded.harm_pack.unit)
    write_parquet(areas, folder / "areas.parquet", about)
    if not parts.county.force_name:  # made-up forces lie nowhere that a map could show
        write_areas_gpkg(folder / "areas.gpkg", parts.county, results.content.area_values)
    write_text(render_report(results.content), folder / "report.html")
    write_text(resolved_text(parts.loaded, folder), folder / "study.yaml")
    write_text(json_text(_manifest(parts, results, folder), indent=2) + "\n", folder / "manifest.json")


def _manifest(parts: Parts, results: Results, folder: Path) -> dict[str, object]:
    """Say what made the results, and what every file's checksum is."""
    study = parts.loaded.study
    return {
        "program": f"sim {__version__}",
        "study": study.study,
        "study_file": parts.loaded.file,
        "seed": study.seed,
        "replications": len(results.replications.numbers),
        "scenarios": list(study.scenarios),
        **results.account,
        **software(),
        "inputs": {source.name: f"sha256:{source.sha256}" for source in parts.loaded.sources},
        "files": checksums(folder),
    }


def software() -> dict[str, object]:
    """Say what the numbers were computed with, for a manifest."""
    return {
        "python": platform.python_version(),
        "libraries": {name: importlib.metadata.version(name) for name in LIBRARIES},
        "system": f"{platform.system()} {platform.machine()}",
    }


def checksums(folder: Path) -> dict[str, str]:
    """Give the checksum of every file of a folder, for a manifest."""
    return {path.name: f"sha256:{_checksum(path)}" for path in sorted(folder.iterdir()) if path.is_file()}


def _checksum(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
