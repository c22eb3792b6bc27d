"""Write what a backtest found into a folder: whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from sim import __version__
from sim.backtest.findings import Findings
from sim.backtest.page import backtest_page
from sim.backtest.rows import as_csv, as_json, tables
from sim.backtest.run import Question
from sim.json_text import json_text
from sim.outcomes.tables import write_text
from sim.run.staging import staged
from sim.study.county_file import CountyFile


def write_backtest(findings: Findings, file: CountyFile, question: Question, folder: Path) -> None:
    """Write the page, the tables, all of them as JSON, and what made them.

    Parameters
    ----------
    findings
        What was found.
    file
        The county file.
    question
        What was asked.
    folder
        Where it belongs; what is there is replaced once everything is written.
    """
    with staged(folder) as stage:
        for name, rows in tables(findings).items():
            if rows:
                write_text(as_csv(rows), stage / f"{name}.csv")
        write_text(as_json(findings) + "\n", stage / "backtest.json")
        write_text(backtest_page(findings), stage / "backtest.html")
        write_text(json_text(_manifest(file, question)) + "\n", stage / "manifest.json")


def _manifest(file: CountyFile, question: Question) -> dict[str, object]:
    """Say what made the files."""
    return {
        "program": f"sim {__version__}",
        "command": "backtest",
        "county_file": file.name,
        "hold_out": question.hold_out,
        "until": question.until,
        "draws": question.draws,
        "seed": question.seed,
        "harm_index": question.index,
        "histories": question.histories,
        "sha256": file.document.sha256,
    }
