"""What a backtest found as rows for files: the same findings give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.backtest.findings import Findings, GroupFindings
from sim.backtest.shape import Held
from sim.backtest.transform import BINS
from sim.backtest.verdicts import verdicts
from sim.json_text import json_text
from sim.outcomes.tables import Cell, csv_text

Row = dict[str, Cell]
_WORDS: Final = {True: "holds", False: "misses", None: "told"}


def tables(findings: Findings) -> dict[str, list[Row]]:
    """Lay the findings out as tables.

    Parameters
    ----------
    findings
        What a backtest found.

    Returns
    -------
    dict[str, list[dict]]
        By name: `verdicts`, `totals`, `months`, `coverage`, `hotspots` and `shape`. A number that is not known is NaN.
    """
    return {
        "verdicts": [
            {"asked": row.asked, "found": row.found, "verdict": _WORDS[row.holds]} for row in verdicts(findings)
        ],
        "totals": [row for group in findings.groups for row in _totals(group)],
        "months": [row for group in findings.groups for row in _months(group, findings.hidden)],
        "coverage": [row for group in findings.groups for row in _coverage(group)],
        "hotspots": list(_hotspots(findings)),
        "shape": list(_shape(findings)),
    }


def as_csv(rows: list[Row]) -> str:
    """Write rows as comma-separated text; all have the columns of the first."""
    return csv_text(list(rows[0]), (list(row.values()) for row in rows))


def as_json(findings: Findings) -> str:
    """Write the findings for a program; what is not known is null."""
    plain: dict[str, object] = {
        "county": findings.county,
        "fitted": list(findings.fitted),
        "hidden": list(findings.hidden),
        "draws": findings.draws,
        "seed": findings.seed,
        "histories": [simulated.histories for simulated in findings.simulated],
    }
    return json_text({**plain, **tables(findings), "notes": list(findings.notes)})


def _totals(group: GroupFindings) -> Iterator[Row]:
    """Give the county total and how each way foresaw it."""
    for row in group.scored:
        yield {
            "type": group.name,
            "foreseen_by": row.method,
            "recorded": group.total,
            "mean": row.mean,
            "low": row.low,
            "high": row.high,
            "interval_score": row.score,
            "inside": "yes" if row.inside else "no",
        }


def _months(group: GroupFindings, hidden: tuple[str, ...]) -> Iterator[Row]:
    """Give the county total of each month."""
    foreseen = group.by_month
    for index, month in enumerate(hidden):
        yield {
            "type": group.name,
            "month": month,
            "recorded": int(group.month_total[index]),
            "mean": float(foreseen.mean[index]),
            "low": float(foreseen.low[index]),
            "high": float(foreseen.high[index]),
        }


def _coverage(group: GroupFindings) -> Iterator[Row]:
    """Give the calibration over area × month, and over areas."""
    for over, found in (("area × month", group.cells), ("area", group.areas)):
        yield {
            "type": group.name,
            "over": over,
            "counts": found.cells,
            "inside_95": found.coverage,
            "ks_distance": found.distance,
            **{f"share_to_{(place + 1) / BINS:.2f}": float(share) for place, share in enumerate(found.histogram)},
        }


def _hotspots(findings: Findings) -> Iterator[Row]:
    """Give what every list caught."""
    for kind in findings.hotspots:
        for row in kind.lists:
            yield {
                "type": kind.group,
                "by": kind.by,
                "areas": row.length,
                "list_by": row.method,
                "caught": row.caught,
                "all": row.all_there,
                "hit_rate": row.hit_rate,
                "pai": row.pai,
                "pei": row.pei,
                "fit_less_this": row.behind,
                "fit_less_this_low": row.behind_low,
                "fit_less_this_high": row.behind_high,
            }


def _shape(findings: Findings) -> Iterator[Row]:
    """Give the shape as foreseen, and as simulated."""
    for group in findings.groups:
        yield from (_held(group.name, "foreseen", findings.hidden, held) for held in group.shape)
    for simulated in findings.simulated:
        for name, shape in simulated.shape.items():
            yield from (_held(name, "simulated", simulated.months, held) for held in shape if held.known)


def _held(name: str, how: str, months: tuple[str, ...], held: Held) -> Row:
    """Write one number of the shape."""
    return {
        "type": name,
        "how": how,
        "months": f"{months[0]} to {months[-1]}",
        "measure": held.measure,
        "recorded": held.observed,
        "low": held.low,
        "middle": held.middle,
        "high": held.high,
        "inside": ("yes" if held.inside else "no") if held.known else "",
    }
