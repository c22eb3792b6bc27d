"""Write a ranking into a folder: tables, layers for a GIS, a page, and what made them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from sim import __version__
from sim.json_text import json_text
from sim.outcomes.tables import write_text
from sim.rank.maps import rank_style
from sim.rank.outcome import Outcome
from sim.rank.page import ranking_page
from sim.rank.rows import Cell, as_csv, compared_rows, ranking_rows
from sim.rank.run import Question
from sim.rank.sureness import RESAMPLES, SEED
from sim.report.gis import write_areas_gpkg
from sim.run.staging import staged
from sim.study.county_file import CountyFile

LAYER: Final = "ranking"
_WORDS: Final = frozenset({"code", "name", "district", "population"})
"""Columns that every layer has already."""


def write_ranking(outcome: Outcome, file: CountyFile, question: Question, folder: Path) -> None:
    """Write every file of a ranking; the folder appears whole or not at all.

    Parameters
    ----------
    outcome
        The ranking.
    file
        The county file that it was made from.
    question
        What was asked.
    folder
        Where the files go; what is there is replaced.

    Raises
    ------
    InputError
        If nothing can be written there.
    """
    rows = ranking_rows(outcome)
    with staged(folder) as stage:
        write_text(as_csv(rows), stage / "ranking.csv")
        if outcome.compared:
            write_text(as_csv(compared_rows(outcome)), stage / "comparison.csv")
        write_areas_gpkg(stage / "ranking.gpkg", outcome.county, {LAYER: _fields(outcome, rows)}, rank_style(outcome))
        write_text(ranking_page(outcome), stage / "ranking.html")
        write_text(_manifest(outcome, file, question), stage / "manifest.json")


def as_json(outcome: Outcome) -> str:
    """Write the ranking, the comparison and what to bear in mind for a program; what is not known is null."""
    told = {
        "county": outcome.county.name,
        "index": outcome.index.name,
        "months": list(outcome.evidence.month),
        "notes": list(outcome.evidence.notes),
        "ranking": ranking_rows(outcome),
        "comparison": compared_rows(outcome),
    }
    return json_text(told)


def _fields(outcome: Outcome, rows: list[dict[str, Cell]]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Turn the rows into one field for each column of numbers: (n_areas,), NaN for areas that are not ranked."""
    area = outcome.evidence.area[outcome.order]
    fields = {}
    for name in rows[0]:
        if name not in _WORDS:
            values = np.full(outcome.county.n_areas, np.nan)
            values[area] = [np.nan if row[name] is None else float(row[name] or 0.0) for row in rows]
            fields[name] = values
    return fields


def _manifest(outcome: Outcome, file: CountyFile, question: Question) -> str:
    """Say what made the ranking."""
    told = {
        "program": f"sim {__version__}",
        "county_file": file.name,
        "sha256": file.document.sha256,
        "index": question.index,
        "components": dict(outcome.evidence.what),
        "months": list(outcome.evidence.month),
        "station_points": "kept" if question.stations else "left out",
        "lists": outcome.lists.length,
        "against": question.against,
        "resamples": RESAMPLES,
        "seed": SEED,
        "notes": list(outcome.evidence.notes),
        "licence": list(outcome.county.attribution),
    }
    return json_text(told, indent=2) + "\n"
