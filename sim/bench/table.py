"""The table on standard output, and the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from rich.table import Table
from rich.text import Text

from sim.bench.targets import Better, Target
from sim.bench.verdict import FAILURES, Row, Verdict
from sim.json_text import json_text

_STYLE = {
    Verdict.MOONSHOT: "bold green",
    Verdict.FLOOR: "green",
    Verdict.MISSED_BEFORE: "yellow",
    Verdict.MISSED_HERE: "yellow",
}


def table_of(rows: Sequence[Row]) -> Table:
    """Lay the rows out for a terminal.

    Parameters
    ----------
    rows
        The judged rows.

    Returns
    -------
    rich.table.Table
        A line a row: what was asked, found and committed, and the verdict with what lies behind it below.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Name", no_wrap=True)
    table.add_column("What is measured")
    for heading in ("Floor", "Moonshot", "Measured", "Compared", "Committed"):
        table.add_column(heading, justify="right")
    table.add_column("Verdict")
    for row in rows:
        target, found, committed = row.target, row.measured, row.committed
        style = "bold red" if row.verdict in FAILURES else _STYLE.get(row.verdict, "")
        compared = f"{figure(found.ratio)} ({figure(found.spread[0])}–{figure(found.spread[1])})" if found else ""
        table.add_row(
            target.name,
            Text.assemble(_label(target), (f"\n{_below(row)}", "dim") if _below(row) else ""),
            _bound(target, target.floor),
            _bound(target, target.moonshot),
            f"{figure(found.value)} {target.unit}".strip() if found else "–",
            compared,
            figure(committed.ratio) if committed else "–",
            Text(row.verdict.value, style=style),
        )
    return table


def rows_as_json(rows: Sequence[Row]) -> str:
    """Write the rows as JSON; what is not known is null.

    Parameters
    ----------
    rows
        The judged rows.
    """
    return json_text([_plain(row) for row in rows])


def figure(number: float) -> str:
    """Write a number with three figures, and whole when it is large."""
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def _plain(row: Row) -> dict[str, object]:
    """Give a row as plain data."""
    target = asdict(row.target)
    found = asdict(row.measured) if row.measured else dict.fromkeys(("value", "ratio", "spread", "note"))
    return {
        **target,
        **found,
        "committed_ratio": row.committed.ratio if row.committed else None,
        "committed_value": row.committed.value if row.committed else None,
        "verdict": row.verdict.value,
        "failed": row.failed,
        "remark": row.remark,
    }


def _label(target: Target) -> str:
    """Write what is divided by what; the baseline's own divisor in brackets."""
    return f"{target.label} [{target.compared}]" if target.compared else target.label


def _bound(target: Target, bound: float | None) -> str:
    """Write a floor or a moonshot."""
    if bound is None:
        return "–"
    return f"{'≥' if target.better is Better.HIGH else '≤'} {bound:g} {target.unit}".strip()


def _below(row: Row) -> str:
    """Write what stands below a label: the numbers behind the ratio, and the remark."""
    return "; ".join(part for part in (row.measured.note if row.measured else "", row.remark) if part)
