"""Show what was compared: as a table for people, as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sim.json_text import json_text
from sim.validate.judge import FAMILY_ERROR, LEAST_REPLICATIONS, WIDEST, Published, number
from sim.validate.suite import Line

FOOTNOTE = (
    f"Exact rows hold if theory lies in the interval, which together, over all of them, is wrong with a chance of "
    f"{FAMILY_ERROR:.0%} at most (Student's t over independent replications, Bonferroni), and reaches no further than "
    f"{WIDEST:.0%} of the value; they rest on {LEAST_REPLICATIONS} replications and 100,000 calls at least, 1,000,000 from "
    "a load of 90 %, warm-up removed. Where only those are missing in a study of your own, there are too few to say. Waits and times to end are in mean times on scene. Published ranges are to be consistent "
    "with: an interval that misses one is called odd, and a mean outside it by more than its width fails. Printed "
    "numbers come out to their last digit, those that were simulated within their chance error."
)


def verdict(line: Line) -> str:
    """Give the verdict of a line in a word."""
    if line.undecided:
        return "too few to say"
    if line.fails:
        return "FAILS"
    if isinstance(line.row.rule, Published):
        return "odd" if line.finding.remark else "consistent"
    return "holds"


def table_of(lines: Sequence[Line]) -> RenderableType:
    """Make the table for a terminal.

    Parameters
    ----------
    lines
        What was compared.

    Returns
    -------
    RenderableType
        The table, how its rows are judged, and how many hold.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("case", "what", "expected", "obtained", "interval", "verdict"):
        table.add_column(heading, justify="right" if heading in {"expected", "obtained"} else "left")
    last = ""
    for line in lines:
        word = verdict(line)
        remark = f"{word}: {line.finding.remark}" if line.finding.remark else word
        shown = Text(remark, style="bold red" if line.fails else "yellow" if line.undecided else "")
        case = line.case if line.case != last else ""
        found = line.finding
        table.add_row(case, line.row.what, found.expected, number(found.obtained), _interval(line), shown)
        last = line.case
    return Group(table, Text(FOOTNOTE), Text(""), Text(_count(lines)))


def lines_as_json(lines: Sequence[Line]) -> str:
    """Write the lines for a program; an empty cell is null.

    Parameters
    ----------
    lines
        What was compared.
    """
    rows = [
        {
            "case": line.case,
            "what": line.row.what,
            "expected": line.finding.expected,
            "obtained": line.finding.obtained,
            "low": line.finding.low,
            "high": line.finding.high,
            "replications": line.replications,
            "calls": line.calls,
            "verdict": verdict(line).lower(),
            "remark": line.finding.remark,
        }
        for line in lines
    ]
    return json_text(rows)


def _interval(line: Line) -> str:
    """Write an interval."""
    low, high = line.finding.low, line.finding.high
    return f"{number(low)} to {number(high)}" if isfinite(low) and isfinite(high) else ""


def _count(lines: Sequence[Line]) -> str:
    """Say how many rows hold."""
    failed, undecided = sum(line.fails for line in lines), sum(line.undecided for line in lines)
    parts = [f"{failed} fail"] * bool(failed) + [f"{undecided} too few to say"] * bool(undecided)
    return ", ".join([f"{len(lines)} rows", *(parts or ["all hold"])])
